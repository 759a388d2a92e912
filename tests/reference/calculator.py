"""Income tax on wages and bonus, contributions and dibao, from the text of the law: exact fractions, no engine.

Everything is worked out the slow way, one person and one month at a time, in yuan as fractions.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tests.reference import numbers as law
from tests.reference.household import Home, Member

Yuan = Fraction
ZERO = Fraction(0)
Row = list[Yuan]


def fen(amount: Yuan) -> Yuan:
    """Half up to the fen."""
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def yuan(amount: int) -> Yuan:
    return Fraction(amount, 100)


def band_of(bands: law.Bands, amount: Yuan) -> tuple[Fraction, int]:
    """Rate and quick deduction; a limit belongs to the band below it."""
    for limit, percent, quick in bands:
        if limit is None or amount <= limit:
            return Fraction(percent, 100), quick
    raise AssertionError


def progressive(bands: law.Bands, amount: Yuan) -> Yuan:
    rate, quick = band_of(bands, amount)
    return amount * rate - quick


@dataclass(frozen=True)
class Answer:
    """What is compared, one entry a member (months inside), and twelve months of dibao."""

    own: list[Row]
    withheld: list[Row]
    tax: Row
    dibao: Row


# --- contributions ------------------------------------------------------------------------------------------


def contributions(member: Member, year: int) -> Row:
    """Pension 8 %, medical 2 %, unemployment, housing fund, each to the fen. The base turns in July."""
    paid = []
    for month in range(1, 13):
        if not member.insured or member.pension or member.wages[month - 1] == 0:
            paid.append(ZERO)
            continue
        assessed = Fraction(sum(member.before if month >= 7 else member.long_before), 1200)
        base = min(law.on(law.CAP, year, month), max(law.on(law.FLOOR, year, month), assessed))
        total = fen(base * Fraction(8, 100)) + fen(base * Fraction(2, 100))
        total += fen(base * law.on(law.UNEMPLOYMENT_OWN, year, month))
        if member.housing_percent:
            rate = Fraction(min(12, max(5, member.housing_percent)), 100)
            lowest = law.on(law.MINIMUM_WAGE, year, month)
            total += fen(rate * min(law.on(law.CAP, year, month), max(lowest, assessed)))
        paid.append(total)
    return paid


# --- income tax ---------------------------------------------------------------------------------------------


def monthly_deductions(member: Member, year: int) -> Yuan:
    """Children, parents, home, study: the same in every month of a year."""
    children, infants, parents = (Fraction(quarters, 4) for quarters in member.shares)
    total = children * law.on(law.CHILD, year, 1) + infants * law.on(law.INFANT, year, 1)
    support = law.on(law.ELDER, year, 1)
    total += support if parents >= 1 else min(parents * support, law.on(law.ELDER_SHARED, year, 1))
    total += {0: 0, 1: 1000, 2: 1100, 3: 1000}[member.home]
    return total + (400 if member.degree else 0)


def withheld_until_2018(member: Member, year: int, own: Row) -> Row:
    rows = []
    for month in range(1, 13):
        taxable = yuan(member.wages[month - 1]) - own[month - 1] - law.on(law.BASIC, year, month)
        table = law.MONTH_2018 if (year, month) >= (2018, 10) else law.MONTH_2011
        rows.append(fen(progressive(table, max(ZERO, taxable))))
    return rows


def withheld_from_2019(member: Member, year: int, own: Row) -> Row:
    """Both employers: the first deducts, the second does not."""
    rows, extra = [], monthly_deductions(member, year)
    small = member.same_employer and year >= 2021 and sum(member.before) <= 6_000_000
    worked, so_far, taken = False, ZERO, ZERO
    second_so_far, second_taken = ZERO, ZERO
    for month in range(1, 13):
        second = yuan(member.second[month - 1])
        wage = max(ZERO, yuan(member.wages[month - 1]) - second)
        if wage > 0 and not worked:
            worked = True
            if (year, month) < (2020, 7):
                so_far = ZERO  # the months before the first wage were lost
        so_far += wage - own[month - 1] - extra - 5000
        ahead = 60000 - 5000 * month if small else 0
        due = fen(progressive(law.YEAR_2019, max(ZERO, so_far - ahead)))
        first = max(ZERO, due - taken)
        taken += first
        second_so_far += second
        by_second = max(ZERO, fen(progressive(law.YEAR_2019, second_so_far)) - second_taken)
        second_taken += by_second
        rows.append(first + by_second)
    return rows


def bonus_alone(bands: law.Bands, taxable: Yuan) -> Yuan:
    rate, quick = band_of(bands, taxable / 12)
    return fen(taxable * rate - quick)


def tax_until_2018(member: Member, year: int, own: Row, withheld: Row) -> Yuan:
    december = yuan(member.wages[11]) - own[11] - law.on(law.BASIC, year, 12)
    taxable = max(ZERO, yuan(member.bonus) + min(ZERO, december))
    return sum(withheld, ZERO) + bonus_alone(law.MONTH_2018 if year == 2018 else law.MONTH_2011, taxable)


def tax_from_2019(member: Member, year: int, own: Row, withheld: Row) -> Yuan:
    """Settlement of the year, the waiver of small extra payments, and the cheaper way for the bonus."""
    wages, bonus = yuan(sum(member.wages)), yuan(member.bonus)
    deductions = sum(own, ZERO) + 12 * monthly_deductions(member, year) + (3600 if member.certificate else 0)
    deductions += min(Fraction(80000), max(ZERO, yuan(member.illness) - 15000))
    if year >= 2024:
        deductions += min(Fraction(12000), yuan(member.private_pension))
    due = fen(progressive(law.YEAR_2019, max(ZERO, wages - 60000 - deductions)))
    merged = fen(progressive(law.YEAR_2019, max(ZERO, wages + bonus - 60000 - deductions)) - due)
    paid = sum(withheld, ZERO)
    extra = due - paid
    waived = extra > 0 and (wages <= 120000 or extra <= 400)
    return paid + (ZERO if waived else extra) + min(merged, bonus_alone(law.MONTH_2018, bonus))


# --- dibao --------------------------------------------------------------------------------------------------


def counted(member: Member, home: Home, month: int, own: Row, withheld: Row) -> Yuan:
    """What one person brings in one month, as social assistance counts it."""
    wage = max(ZERO, yuan(member.wages[month - 1]) - own[month - 1] - withheld[month - 1])
    other = yuan(member.other + member.bonus) / 12
    pension = fen(yuan(member.pension) * (1 + law.on(law.PENSION_RISE, home.year, month)))
    benefit = ZERO
    if member.unemployed:
        benefit = max(standard(home, month), fen(law.on(law.MINIMUM_WAGE, home.year, month) * Fraction(9, 10)))
    return wage + other + pension + benefit


def standard(home: Home, month: int) -> Yuan:
    return law.on(law.URBAN if home.urban else law.RURAL, home.year, month)


def is_severe(member: Member) -> bool:
    return member.grade in (1, 2) or (member.grade == 3 and member.mental) or member.ill


def dibao(home: Home, own: list[Row], withheld: list[Row]) -> Row:
    """Twelve months, with members who are covered alone; earlier months count as January."""
    unit = [index for index, member in enumerate(home.members) if not member.is_other]
    monthly = [
        sum((counted(home.members[i], home, month, own[i], withheld[i]) for i in unit), ZERO) for month in range(1, 13)
    ]
    return [paid_in(home, month, monthly, unit) for month in range(1, 13)]


def paid_in(home: Home, month: int, monthly: Row, unit: list[int]) -> Yuan:
    if not unit or not home.property_fits or not home.claims:
        return ZERO
    window = [monthly[0]] * (13 - month) + monthly[: month - 1]
    head = max(ZERO, sum(window, ZERO) / 12) / len(unit)
    line = standard(home, month)
    if head < line:
        entitled = fen((line - head) * len(unit))
        refusing = sum(1 for i in unit if home.members[i].refusals >= 3)
        return fen(entitled * (1 - Fraction(refusing, len(unit))))
    if (home.year, month) >= (2021, 7) and head < line * Fraction(3, 2):
        return sum(1 for i in unit if is_severe(home.members[i])) * line
    return ZERO


def calculate(home: Home) -> Answer:
    """All of it for one household."""
    own = [contributions(member, home.year) for member in home.members]
    since_2019 = home.year >= 2019
    withhold, settle = (withheld_from_2019, tax_from_2019) if since_2019 else (withheld_until_2018, tax_until_2018)
    withheld = [withhold(member, home.year, paid) for member, paid in zip(home.members, own, strict=True)]
    tax = [settle(m, home.year, paid, row) for m, paid, row in zip(home.members, own, withheld, strict=True)]
    return Answer(own, withheld, tax, dibao(home, own, withheld))
