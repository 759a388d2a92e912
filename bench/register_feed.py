"""Invented files of two channels for any number of persons, 合成数据: tax withholding and social insurance by month.

Ten rows a person and year on average: 41 % have a wage under withholding, 42 % one scheme of social insurance. A share
of the rows carries a fault that the register must put aside.
"""

from pathlib import Path

import numpy as np
import polars as pl

ROWS_A_MONTH = {"iit": 0.41, "social_insurance": 0.4234}
COUNTIES = ("449901", "449902", "449921", "449922")  # codes of no place: no number is anybody's
FIRST_DAY, DAYS, MOST_OF_A_DAY = np.datetime64("1946-01-01"), 21_915, 990
SURNAMES = np.array(list("陈李王张刘黄林梁杨吴"))
GIVEN = np.array(list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲建国红"))
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECK_DIGITS = np.array(list("10X98765432"))
SCHEMES = np.array(["企业职工基本养老保险", "职工基本医疗保险", "失业保险", "城乡居民基本养老保险"])
MONTH_COLUMNS = {"iit": ("税款所属期起", "税款所属期止"), "social_insurance": ("费款所属期",)}
BAD_RATE = 0.001


def identity_numbers(count: int) -> np.ndarray:
    """(count,) different valid numbers of invented persons."""
    place = np.arange(count)
    county = np.array(COUNTIES)[place % len(COUNTIES)]
    day = FIRST_DAY + (place // len(COUNTIES) * 7_919 % DAYS).astype("timedelta64[D]")
    turn = place // len(COUNTIES) // DAYS % MOST_OF_A_DAY + 1
    if count > len(COUNTIES) * DAYS * MOST_OF_A_DAY:
        raise ValueError("more persons than numbers")
    born, turn_text = np.char.replace(day.astype(str), "-", ""), np.char.zfill(turn.astype(str), 3)
    stem = np.char.add(np.char.add(county, born), turn_text)
    digits = stem.view("U1").reshape(count, 17).astype(np.int64)
    return np.char.add(stem, CHECK_DIGITS[digits @ WEIGHTS % 11])


def names(count: int) -> np.ndarray:
    """(count,) invented names, the same for the same place."""
    place = np.arange(count)
    first, second = GIVEN[place // 10 % len(GIVEN)], GIVEN[place // 300 % len(GIVEN)]
    return np.char.add(np.char.add(SURNAMES[place % len(SURNAMES)], first), second)


def write_month(folder: Path, channel: str, period: tuple[int, int], persons: pl.DataFrame, seed: int) -> int:
    """One file of one channel; how many rows it has.

    persons  columns id, name of everybody in the city
    """
    year, month = period
    rng = np.random.default_rng([seed, year, month, len(channel)])
    count = round(persons.height * ROWS_A_MONTH[channel])
    chosen = persons[rng.choice(persons.height, count, replace=False)]
    serial = f"{channel.upper()}{year}{month:02d}" + pl.int_range(count, eager=True).cast(pl.String).str.zfill(9)
    wage = np.exp(rng.normal(8.5, 0.5, count)).round(2)
    written = _iit(chosen, serial, wage) if channel == "iit" else _insurance(chosen, serial, wage, rng)
    rows = written.with_columns(pl.lit(f"{year}-{month:02d}").alias(name) for name in MONTH_COLUMNS[channel])
    is_bad = pl.Series(rng.random(count) < BAD_RATE)
    number = pl.when(is_bad).then(pl.col("证件号码").str.slice(0, 17) + "?").otherwise("证件号码")
    rows.with_columns(number.alias("证件号码")).write_csv(folder / f"{channel}_{year}-{month:02d}.csv")
    return count


def _iit(chosen: pl.DataFrame, serial: pl.Series, wage: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "申报明细序号": serial,
            "姓名": chosen["name"],
            "证件类型": ["居民身份证"] * chosen.height,
            "证件号码": chosen["id"],
            "所得项目": ["工资薪金所得"] * chosen.height,
            "收入额": _money(wage),
            "专项扣除": _money(wage * 0.105),
            "已缴税额": _money(np.maximum(wage - 5_000, 0) * 0.03),
        }
    )


def _insurance(chosen: pl.DataFrame, serial: pl.Series, wage: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "征缴流水号": serial,
            "姓名": chosen["name"],
            "证件号码": chosen["id"],
            "险种": SCHEMES[rng.choice(4, chosen.height, p=[0.4, 0.25, 0.1, 0.25])],
            "缴费状态": ["正常缴费"] * chosen.height,
            "参保地省级代码": ["44"] * chosen.height,
            "缴费基数": _money(wage),
            "个人缴费": _money(wage * 0.08),
        }
    )


def _money(values: np.ndarray) -> pl.Series:
    fen = pl.Series(np.round(values * 100).astype(np.int64))
    return (fen // 100).cast(pl.String) + "." + (fen % 100).cast(pl.String).str.zfill(2)


def write_year(folder: Path, count: int, year: int = 2025, seed: int = 1, months: int = 12) -> int:
    """The files of a year; how many rows they have together. A file that is there already is written again alike."""
    folder.mkdir(parents=True, exist_ok=True)
    persons = pl.DataFrame({"id": identity_numbers(count), "name": names(count)})
    return sum(
        write_month(folder, channel, (year, month), persons, seed)
        for month in range(1, months + 1)
        for channel in ROWS_A_MONTH
    )
