"""What a person reads of the own records: plain words in the place of codes, yuan in the place of fen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from zengshou.concepts.period import month_name
from zengshou.concepts.problem import refuse
from zengshou.records.access.minimum import Dataset
from zengshou.records.income.asset import AssetAction, AssetKind
from zengshou.records.income.explain import yuan
from zengshou.records.income.residence import ResidenceStatus
from zengshou.services.records.access.subject_file import SubjectFile
from zengshou.services.records.access.worked_income import Instruments

Row = Mapping[str, object]


@dataclass(frozen=True)
class RecordRow:
    """One row: what it is, when, how much; `fact` is its key, by which a correction is asked for.

    is_replaced  the source stated the row again later: it no longer counts, and is kept
    """

    kind: str
    fact: str
    what: str
    when: str
    amount: str
    is_replaced: bool = False


@dataclass(frozen=True)
class RecordGroup:
    """The rows of one kind from one source, the latest first."""

    source: str
    kind: str
    rows: tuple[RecordRow, ...]


def record_groups(file: SubjectFile, by: Instruments) -> tuple[RecordGroup, ...]:
    """Every row that a source sent, then those that were worked out of several."""
    readers = {Dataset.INCOME: _income, Dataset.ASSET: _asset, Dataset.STATUS: _status}
    groups = [
        RecordGroup(
            each.label,
            each.section.dataset.label,
            _versions(each.section.rows.rows(named=True), readers[each.section.dataset], by),
        )
        for each in file.sources
    ]
    others = {Dataset.HOUSEHOLD: _households, Dataset.RESIDENCE: _residences}
    groups += [
        RecordGroup("", part.dataset.label, others[part.dataset](part.rows.rows(named=True), by))
        for part in file.others
        if part.dataset in others and part.rows.height
    ]
    return tuple(groups)


def _versions(
    rows: Sequence[Row], read: Callable[[Row, Instruments], RecordRow], by: Instruments
) -> tuple[RecordRow, ...]:
    """The rows of one source, the latest first; of a row that was stated again all but the last version are marked."""
    last: dict[object, tuple[str, int]] = {}
    for row in rows:
        last[row["native_id"]] = max(last.get(row["native_id"], ("", 0)), _version(row))
    return tuple(replace(read(row, by), is_replaced=_version(row) < last[row["native_id"]]) for row in reversed(rows))


def _version(row: Row) -> tuple[str, int]:
    return str(row["recorded_at"]), int(str(row["batch"]))


def row_of(groups: Sequence[RecordGroup], kind: str, fact: str) -> RecordRow | None:
    """The row of a key, None where the person has none of it."""
    return next((row for group in groups for row in group.rows if (row.kind, row.fact) == (kind, fact)), None)


def requested(fields: Mapping[str, str]) -> tuple[Dataset, str]:
    """Kind and key of the row that a form speaks of. Raises  ProblemsFound for a kind that has no rows of sources"""
    kinds = (Dataset.INCOME, Dataset.ASSET, Dataset.STATUS)
    dataset = next((each for each in kinds if each.value == fields.get("kind")), None)
    if dataset is None or not fields.get("fact", "").strip():
        raise refuse("没有选择哪一条记录。", "更正申请", "请从“我的记录”中选择一条。")
    return dataset, fields["fact"].strip()


def _key(row: Row) -> str:
    return f"{row['batch']}/{row['row']}/{row['part']}"


def _income(row: Row, by: Instruments) -> RecordRow:
    first, last = (month_name(int(str(row[name]))) for name in ("month_from", "month_to"))
    level = {"gross": "税前", "net": "税后"}[str(row["level"])]
    what = f"{by.tree.find(str(row['item'])).label}（{level}）" + ("，冲销" if row["reversal_of"] else "")
    when = first if first == last else f"{first} 至 {last}"
    return RecordRow(Dataset.INCOME.value, _key(row), what, when, yuan(int(str(row["fen"]))))


def _asset(row: Row, by: Instruments) -> RecordRow:
    is_whole = row["share_over"] == row["share_under"]
    share = "" if is_whole else f"，您占 {row['share_over']}/{row['share_under']}"
    what = f"{AssetKind(str(row['kind'])).label}（{AssetAction(str(row['action'])).label}）{share}"
    amount = "" if row["fen"] is None else yuan(int(str(row["fen"])))
    return RecordRow(Dataset.ASSET.value, _key(row), what, str(row["on_date"]), amount)


def _status(row: Row, by: Instruments) -> RecordRow:
    when = f"{row['date_from']} 至 {row['date_to'] or '今'}"
    return RecordRow(Dataset.STATUS.value, _key(row), by.words.status(str(row["status"])), when, "")


def _households(rows: Sequence[Row], by: Instruments) -> tuple[RecordRow, ...]:
    """Each household once, from the first day to the last: a feed states the same member every month."""
    spells: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        spells.setdefault((by.words.household(str(row["kind"])), str(row["relation"])), []).append(row)
    return tuple(
        RecordRow("", "", f"{kind}：{relation}", f"{_first(found)} 至 {_last(found)}", "")
        for (kind, relation), found in spells.items()
    )


def _first(rows: Sequence[Row]) -> str:
    return min(str(row["date_from"]) for row in rows)


def _last(rows: Sequence[Row]) -> str:
    """The last day, or 今 where one of the rows has no end."""
    return "今" if any(row["date_to"] is None for row in rows) else max(str(row["date_to"]) for row in rows)


def _residences(rows: Sequence[Row], by: Instruments) -> tuple[RecordRow, ...]:
    return tuple(
        RecordRow(
            "",
            "",
            f"{row['year']}年 {ResidenceStatus(str(row['status'])).label}",
            f"{_first([row])} 至 {_last([row])}",
            "",
        )
        for row in rows
    )
