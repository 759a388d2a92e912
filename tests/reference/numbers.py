"""The numbers of the law, typed a second time from its texts; the invented city's from its notices. Yuan."""

from fractions import Fraction

Bands = tuple[tuple[int | None, int, int], ...]  # upper limit, per cent, quick deduction

MONTH_2011: Bands = (
    (1500, 3, 0), (4500, 10, 105), (9000, 20, 555), (35000, 25, 1005), (55000, 30, 2755), (80000, 35, 5505),
    (None, 45, 13505),
)  # fmt: skip
MONTH_2018: Bands = (
    (3000, 3, 0), (12000, 10, 210), (25000, 20, 1410), (35000, 25, 2660), (55000, 30, 4410), (80000, 35, 7160),
    (None, 45, 15160),
)  # fmt: skip
YEAR_2019: Bands = (
    (36000, 3, 0), (144000, 10, 2520), (300000, 20, 16920), (420000, 25, 31920), (660000, 30, 52920),
    (960000, 35, 85920), (None, 45, 181920),
)  # fmt: skip

# (year, month) from which the number holds, oldest first.
Dated = tuple[tuple[tuple[int, int], Fraction], ...]


def dated(**rows: object) -> Dated:
    """`dated(y2015m7=2500, ...)`."""
    found = []
    for key, value in rows.items():
        year, _, month = key.removeprefix("y").partition("m")
        found.append(((int(year), int(month)), Fraction(str(value))))
    return tuple(found)


def on(table: Dated, year: int, month: int) -> Fraction:
    """The latest number that has begun."""
    return [value for since, value in table if since <= (year, month)][-1]


BASIC = dated(y2011m9=3500, y2018m10=5000)
CHILD = dated(y2019m1=1000, y2023m1=2000)
INFANT = dated(y2019m1=0, y2022m1=1000, y2023m1=2000)
ELDER = dated(y2019m1=2000, y2023m1=3000)
ELDER_SHARED = dated(y2019m1=1000, y2023m1=1500)
UNEMPLOYMENT_OWN = dated(y1999m2="0.01", y2015m3="0.005")
PENSION_RISE = dated(y2015m1="0.05", y2021m1="0.04", y2024m1="0.03", y2026m1="0.02")

FLOOR = dated(
    y2014m7=2300, y2015m7=2500, y2016m7=2700, y2017m7=2900, y2018m7=3100, y2019m7=3400, y2020m7=3650,
    y2021m7=3900, y2022m7=4100, y2023m7=4300, y2024m7=4500, y2025m7=4700, y2026m7=4900,
)  # fmt: skip
CAP = tuple((since, floor * 5) for since, floor in FLOOR)
MINIMUM_WAGE = dated(y2013m5=1000, y2015m5=1200, y2018m7=1400, y2021m12=1600, y2025m3=1800)
URBAN = dated(
    y2015m1=480, y2016m1=520, y2017m1=560, y2018m1=600, y2019m1=640, y2020m1=690, y2021m1=730, y2022m1=760,
    y2023m1=790, y2024m1=820, y2025m1=860, y2026m1=900,
)  # fmt: skip
RURAL = dated(
    y2015m1=330, y2016m1=360, y2017m1=390, y2018m1=420, y2019m1=470, y2020m1=520, y2021m1=560, y2022m1=600,
    y2023m1=640, y2024m1=680, y2025m1=720, y2026m1=760,
)  # fmt: skip
