"""Residents and non-residents for tax: spells of days, so that a change in the middle of a year keeps both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from zengshou.concepts.period import MonthIndex, first_day, month_name
from zengshou.records.income.finding import Doubt, IncomeFinding


class ResidenceStatus(StrEnum):
    """个人所得税法 第一条: who is taxed on all income and who on what arises in the country."""

    RESIDENT = "resident"
    NON_RESIDENT = "non_resident"

    @property
    def label(self) -> str:
        return {"resident": "居民个人", "non_resident": "非居民个人"}[self.value]


@dataclass(frozen=True, slots=True)
class ResidenceSpell:
    """Days on which a person had one status.

    date_to  last day, None while it lasts
    basis    where it comes from, in words: a withholding return, days of presence
    """

    person: int
    status: ResidenceStatus
    date_from: date
    date_to: date | None
    basis: str
    batch: int


@dataclass(frozen=True, slots=True)
class MonthResidence:
    """What one row of a feed states of one month."""

    person: int
    month: MonthIndex
    status: ResidenceStatus
    basis: str
    batch: int
    row: int
    part: int
    recorded_at: datetime

    @property
    def key(self) -> str:
        return f"{self.batch}/{self.row}/{self.part}"


@dataclass(frozen=True, slots=True)
class YearResidence:
    """One person's spells within a year, cut to its days, in order. A mixed year is treated spell by spell."""

    person: int
    year: int
    spells: tuple[ResidenceSpell, ...]

    @property
    def is_mixed(self) -> bool:
        return len({spell.status for spell in self.spells}) > 1

    def status_on(self, day: date) -> ResidenceStatus | None:
        """None where no source speaks of the day."""
        for spell in self.spells:
            if spell.date_from <= day and (spell.date_to is None or day <= spell.date_to):
                return spell.status
        return None


def status_by_days(days: int, has_domicile: bool, threshold_days: int) -> ResidenceStatus:
    """The status of a year by days of presence: domicile, or `threshold_days` in the year, makes a resident.

    Source  个人所得税法 第一条; how days are counted is left to the caller
    """
    is_resident = has_domicile or days >= threshold_days
    return ResidenceStatus.RESIDENT if is_resident else ResidenceStatus.NON_RESIDENT


def residence_of_year(spells: Iterable[ResidenceSpell], person: int, year: int) -> YearResidence:
    """The spells of a person that touch a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cut = (
        replace(
            spell,
            date_from=max(spell.date_from, first),
            date_to=last if spell.date_to is None else min(spell.date_to, last),
        )
        for spell in spells
        if spell.person == person and spell.date_from <= last and (spell.date_to is None or spell.date_to >= first)
    )
    return YearResidence(person, year, tuple(sorted(cut, key=lambda spell: spell.date_from)))


def spells_from_months(
    statements: Iterable[MonthResidence],
) -> tuple[tuple[ResidenceSpell, ...], tuple[IncomeFinding, ...]]:
    """Spells of whole months from what feeds state month by month; consecutive months of one status are one spell.

    Of several statements of one month the last recorded holds; where these differ the month is found. A month of
    which nothing is stated ends the spell: it is not known, and not filled.
    """
    by_month: dict[tuple[int, MonthIndex], list[MonthResidence]] = {}
    for statement in statements:
        by_month.setdefault((statement.person, statement.month), []).append(statement)
    holding, findings = [], []
    for name in sorted(by_month):
        latest = max(each.recorded_at for each in by_month[name])
        last = [each for each in by_month[name] if each.recorded_at == latest]
        holding.append(max(last, key=lambda each: (each.batch, each.row, each.part)))
        if len({each.status for each in last}) > 1:
            findings.append(_conflict(last))
    return tuple(_merged(holding)), tuple(findings)


def _conflict(statements: list[MonthResidence]) -> IncomeFinding:
    words = f"{month_name(statements[0].month)} 同时申报为居民个人和非居民个人。请核实纳税人类型。"
    keys = tuple(each.key for each in statements)
    return IncomeFinding(Doubt.RESIDENCE_CONFLICT, statements[0].person, words, keys)


def _merged(statements: list[MonthResidence]) -> Iterator[ResidenceSpell]:
    """Runs of consecutive months of one person and status; sorted by person and month."""
    run: list[MonthResidence] = []
    for each in statements:
        if run and (each.person, each.month, each.status) != (run[-1].person, run[-1].month + 1, run[-1].status):
            yield _spell(run)
            run = []
        run.append(each)
    if run:
        yield _spell(run)


def _spell(run: list[MonthResidence]) -> ResidenceSpell:
    after = date.fromisoformat(first_day(run[-1].month + 1))
    return ResidenceSpell(
        person=run[0].person,
        status=run[0].status,
        date_from=date.fromisoformat(first_day(run[0].month)),
        date_to=after - timedelta(days=1),
        basis=run[-1].basis,
        batch=run[-1].batch,
    )
