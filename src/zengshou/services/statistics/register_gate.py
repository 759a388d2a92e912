"""The figures of a register before the release gate: each table judged, together with all that was shown before.

The same gate as for released tables (`statistics/disclosure`): few people, few households, dominance, rounding, and
no table on nearly the same people as an earlier one. What was shown is recorded first and handed out after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Lonely, Sample
from zengshou.services.release.release import keep_shown, read_shown
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.composition import PERSONS, Composition
from zengshou.statistics.disclosure.differencing import refuse_near_populations
from zengshou.statistics.disclosure.facts import CellFacts, Contributors, facts_of
from zengshou.statistics.disclosure.gate import Microdata, Request, Verdict, judge
from zengshou.statistics.disclosure.primary import is_dominated, is_guessable
from zengshou.statistics.disclosure.released import Mode, ReleasedCell, ReleasedTable
from zengshou.statistics.disclosure.rules import Rules
from zengshou.statistics.disclosure.union import Digests
from zengshou.store.releases_signer import Signer
from zengshou.store.shown_extracts import ShownExtracts

Numbers = NDArray[np.float64]
PURPOSE = "登记统计"
NEAR = "请沿用前一次提取的数，或等到相差的人足够多时再提取。"
TOTAL_LABEL = "合计"
OF = "·"


@dataclass(frozen=True)
class Asked:
    """One table of the figures. name  e.g. wage;  column  by which;  statistic  mean | median

    linked  tables of one such word are judged together, of this extract and of earlier ones. Two of different words
            share no sum: that one source tells of a few hides that source, not the number of people
    """

    name: str
    column: str
    amount: str
    statistic: str
    linked: str


@dataclass(frozen=True, eq=False)
class RegisterRows:
    """The people of an extract as the gate sees them, row by row.

    persons  pseudonyms;  unit  codes of households;  amounts  by name, yuan;  columns  classifications by name
    """

    subject: str
    period: str
    release: str
    persons: Sequence[str]
    unit: NDArray[np.int64]
    amounts: Mapping[str, Numbers]
    columns: Mapping[str, Column]
    is_synthetic: bool


@dataclass(frozen=True, eq=False)
class Passed:
    """The tables that came through, by the name that was asked for; None for one that can in no way be protected."""

    tables: Mapping[str, ReleasedTable | None]

    def cell(self, name: str, label: str) -> ReleasedCell:
        """The cell of a part, or of everybody for ""; a hidden one where it may not be shown or was not asked for."""
        table = self.tables.get(name)
        wanted = (label or TOTAL_LABEL,)
        shown = () if table is None else table.cells
        return next((cell for cell in shown if cell.labels == wanted), ReleasedCell(wanted, True))


def passed(rows: RegisterRows, asked: Sequence[Asked], rules: Rules, record: ShownExtracts) -> Passed:
    """Every table through the gate, and all of them into the record, before anything is handed out.

    An extract that is in the record already is judged as it was then: against those before it.
    Raises  ProblemsFound: its people differ from those of an earlier one by a few, or what differs tells of a few
    """
    with record.alone():
        signer = record.signer()
        digests = _digests(rows, signer)
        name = _name(rows, digests, signer)
        known = record.all()
        names = [one.extract for one in known]
        before = known[: names.index(name)] if name in names else known
        earlier = [read_shown(record.folder, one) for shown in before for one in shown.compositions]
        verdicts = _judged(rows, asked, digests, rules, earlier)
        if name not in names:
            shown = [one.composition for one in verdicts if one is not None]
            record.add(name, keep_shown(record.folder, shown))
    tables = [None if verdict is None else verdict.table for verdict in verdicts]
    return Passed({one.name: found for one, found in zip(asked, tables, strict=True)})


def _name(rows: RegisterRows, digests: Mapping[str, Digests], signer: Signer) -> str:
    """A keyed name of the people, their amounts and their parts: of equal extracts the same."""
    parts = [rows.subject.encode("utf-8")]
    order = np.argsort(digests[PERSONS])
    parts += [name.encode("utf-8") + digests[name][order].tobytes() for name in sorted(digests)]
    for name, column in sorted(rows.columns.items()):
        labels = "\0".join((name, *column.labels))
        parts.append(labels.encode("utf-8") + column.codes[order].tobytes())
    return signer.seal(b"\0".join(parts))


def _judged(
    rows: RegisterRows,
    asked: Sequence[Asked],
    digests: Mapping[str, Digests],
    rules: Rules,
    earlier: Sequence[Composition],
) -> list[Verdict | None]:
    """A verdict for each table; None where nothing of it can be shown beside what is out.

    Raises  ProblemsFound: for the extract as a whole
    """
    linked = [past for past in earlier if past.subject == f"{rows.subject}|{rows.period}"]
    _refuse_near(rows, digests, rules, linked)
    verdicts: list[Verdict | None] = []
    for one in asked:
        past = [*linked, *(verdict.composition for verdict in verdicts if verdict is not None)]
        verdicts.append(_verdict(rows, one, digests, rules, [each for each in past if _kind(each) == one.linked]))
    return verdicts


def _verdict(
    rows: RegisterRows, asked: Asked, digests: Mapping[str, Digests], rules: Rules, past: Sequence[Composition]
) -> Verdict | None:
    request = Request(
        PURPOSE, PURPOSE, ((asked.column,),), asked.amount, (asked.statistic,), rows.subject, rows.period,
        is_synthetic=rows.is_synthetic, mode=Mode.DEMONSTRATION,
    )  # fmt: skip
    try:
        return judge(request, _microdata(rows, asked, digests), rules, past, f"{rows.release}{OF}{asked.linked}")
    except ProblemsFound:  # no way to protect it beside what is out: so it does not leave at all
        return None


def _kind(past: Composition) -> str:
    return past.release.rpartition(OF)[2]


def _refuse_near(
    rows: RegisterRows, digests: Mapping[str, Digests], rules: Rules, earlier: Sequence[Composition]
) -> None:
    """Raises  ProblemsFound: nearly the people of an earlier extract, or newcomers most of whose money is one's"""
    whole = [replace(past, release=past.release.rpartition(OF)[0]) for past in earlier]
    found = []
    try:
        refuse_near_populations(digests, tuple(rows.columns.values()), whole, rules.difference_contributors)
    except ProblemsFound as problems:
        found += [problem.found for problem in problems.problems]
    found += _told_newcomers(rows, digests[PERSONS], rules, whole)
    if found:
        raise ProblemsFound([Problem(one, PURPOSE, NEAR) for one in dict.fromkeys(found)])


def _microdata(rows: RegisterRows, asked: Asked, digests: Mapping[str, Digests]) -> Microdata:
    size = len(rows.unit)
    weight = np.ones(size)
    quantity = f"amount:{asked.amount}"
    return Microdata(
        Contributors(weight, rows.unit, rows.amounts[asked.amount]),
        (rows.columns[asked.column],),
        {PERSONS: digests[PERSONS], quantity: digests[quantity]},
        Sample(weight, is_register=True, lonely=Lonely.ADJUST),
    )


def _digests(rows: RegisterRows, signer: Signer) -> dict[str, Digests]:
    """Of each person; of person and amount to the fen."""
    found = {PERSONS: _keyed(rows.persons, "person", signer)}
    for name, amount in rows.amounts.items():
        fen = np.round(amount * 100).astype(np.int64).tolist()
        texts = [f"{person}\0{one}" for person, one in zip(rows.persons, fen, strict=True)]
        found[f"amount:{name}"] = _keyed(texts, "person-amount", signer)
    return found


def _keyed(texts: Sequence[str], purpose: str, signer: Signer) -> Digests:
    joined = b"".join(signer.digest(purpose, text.encode("utf-8")) for text in texts)
    return np.frombuffer(joined, dtype=np.uint64).copy()


def _told_newcomers(rows: RegisterRows, persons: Digests, rules: Rules, earlier: Sequence[Composition]) -> list[str]:
    """Those who were not in an earlier extract stand alone between the two: no one or two of them may be most of it."""
    found = []
    for past in earlier:
        is_new = ~np.isin(persons, past.digests[PERSONS])
        if not is_new.any() or is_new.all():
            continue
        facts = [_facts(rows, name, is_new, rules) for name in rows.amounts]
        if any(one.absolute and (is_dominated(one, rules) or is_guessable(one, rules)) for one in facts):
            found.append(f"比 {past.release} 多出的人里，一两户占绝大部分，两次相减即可推出。")
    return found


def _facts(rows: RegisterRows, name: str, inside: NDArray[np.bool_], rules: Rules) -> CellFacts:
    people = Contributors(np.ones(len(rows.unit)), rows.unit, rows.amounts[name])
    return facts_of(people, inside, max(rules.dominance_units, 2))
