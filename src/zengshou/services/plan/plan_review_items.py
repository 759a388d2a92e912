"""A reading as items to review: a task or a target with its evidence, its flags and its fields as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from zengshou.services.plan.plan_reading import SECOND_LOOK
from zengshou.services.plan.plan_review_fields import FIELDS, GROUP, TARGET, TASK, number_text

Row = Mapping[str, object]
SURE, ASSUMED = 0.98, 0.6  # of the kind of a group: printed, or taken for an action


@dataclass(frozen=True)
class Correction:
    """What a person put in place of the machine's first reading. takes_back: it undoes the correction before it."""

    item: str
    anchor: str
    field: str
    first: str
    value: str
    version: int
    by: str
    at: datetime
    takes_back: bool = False

    @property
    def is_undone(self) -> bool:
        """A correction back to the machine's own reading: from then on the machine decides again."""
        return self.value == self.first


@dataclass(frozen=True)
class Stretch:
    """A stretch of the source: columns from 1, the end column the first one after it."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Item:
    """path: the chapter of a group, the group of a task, the task of a target ("" for a goal of the whole plan)

    anchor       the printed evidence
    machine      field -> first reading
    corrections  field -> the one in force
    row          the reading's own row, with what no form shows
    """

    id: str
    kind: str
    path: str
    anchor: str
    evidence: tuple[Stretch, ...]
    confidence: float
    flags: tuple[str, ...]
    machine: Mapping[str, str]
    corrections: Mapping[str, Correction]
    row: Row = field(default_factory=dict, repr=False, compare=False)

    def value(self, field: str) -> str:
        found = self.corrections.get(field)
        return self.machine[field] if found is None else found.value

    @property
    def values(self) -> Mapping[str, str]:
        return {field.key: self.value(field.key) for field in FIELDS[self.kind]}

    @property
    def name(self) -> str:
        return f"{self.value('subject')}（{self.anchor}）" if self.kind == TARGET else self.value("title")

    @property
    def lines(self) -> frozenset[int]:
        return frozenset(n for span in self.evidence for n in range(span.line, span.end_line + 1))

    @property
    def needs_a_look(self) -> bool:
        return self.confidence < SECOND_LOOK or bool(self.flags)


def items_of(reading: object) -> tuple[Item, ...]:
    """The groups, tasks and targets of a reading as `plan_reading.reading_json` writes it."""
    content = _row(reading)
    titles = {str(row["id"]): str(row["title"]) for row in _rows(content["groups"])}
    groups = [_group(row) for row in _rows(content["groups"])]
    tasks = [_task(row, titles) for row in _rows(content["tasks"])]
    return (*groups, *tasks, *(_target(row) for row in _rows(content["targets"])))


def with_corrections(
    items: Sequence[Item], corrections: Sequence[Correction]
) -> tuple[tuple[Item, ...], tuple[Correction, ...]]:
    """The items with the latest correction of each field, and the corrections that found no item.

    corrections  the oldest first. A correction belongs to the evidence that it was made for, wherever that now stands.
    """
    held: dict[str, dict[str, Correction]] = {}
    lost: dict[tuple[str, str], Correction] = {}
    for each in corrections:
        found = item_for(items, each.item, each.anchor)
        if found is None:
            lost[each.anchor, each.field] = each
        elif each.is_undone:
            held.get(found.id, {}).pop(each.field, None)
        else:
            held.setdefault(found.id, {})[each.field] = each
    done = tuple(replace(item, corrections=held.get(item.id, {})) for item in items)
    return done, tuple(lost.values())


def before_last(corrections: Sequence[Correction], item: Item, key: str) -> str:
    """What a field said before its last correction that was not taken back; the machine's reading at the end."""
    values = [item.machine[key]]
    for each in corrections:
        if (each.anchor, each.field) != (item.anchor, key):
            continue
        if each.takes_back and len(values) > 1:
            values.pop()
        else:
            values.append(each.value)
    return values[-2] if len(values) > 1 else values[0]


def item_for(items: Sequence[Item], id: str, anchor: str) -> Item | None:
    """The item with this evidence; of several with the same evidence the one with the same id.

    A group and its only task may have the same words: then too the id decides.
    """
    same = [item for item in items if item.anchor == anchor]
    return same[0] if len(same) == 1 else next((item for item in same if item.id == id), None)


def _group(row: Row) -> Item:
    span, flags = _row(row["span"]), _flags(row)
    machine = {"title": str(row["title"]), "kind": str(row["kind"])}
    about = (str(row["id"]), GROUP, str(row["chapter"]), _anchor(span), (_stretch(span),))
    return Item(*about, ASSUMED if flags else SURE, flags, machine, {}, row)


def _task(row: Row, groups: Mapping[str, str]) -> Item:
    assignment = row["assignment"]
    named = _row(assignment) if assignment is not None else {}
    names = {
        part: "、".join(str(each["name"]) for each in _rows(named.get(part, ()))) for part in ("lead", "cooperating")
    }
    span = _row(row["span"])
    places = [_stretch(span)] + ([_stretch(_row(named["span"]))] if named else [])
    machine = {"title": str(row["title"]), **names, "due": _text(row["due"])}
    about = (str(row["id"]), TASK, groups.get(str(row["group"]), ""), _anchor(span), tuple(places))
    return Item(*about, _confidence(row), _flags(row), machine, {}, row)


def _target(row: Row) -> Item:
    evidence = _row(row["evidence"])
    deadline = row["deadline_evidence"]
    places = [_stretch(evidence)] + ([_stretch(_row(deadline))] if deadline is not None else [])
    machine = {field.key: _text(row[field.key]) for field in FIELDS[TARGET]}
    anchor = f"{_anchor(evidence)}｜{row['printed']}"
    flags, task = _flags(row), str(row["task"])
    return Item(str(row["id"]), TARGET, task, anchor, tuple(places), _confidence(row), flags, machine, {}, row)


def _anchor(span: Row) -> str:
    return "".join(str(span["text"]).split())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, float) else str(value)


def _confidence(row: Row) -> float:
    value = row["confidence"]
    assert isinstance(value, int | float)
    return float(value)


def _flags(row: Row) -> tuple[str, ...]:
    return tuple(str(flag["reason"]) for flag in _rows(row["flags"]))


def _stretch(span: Row) -> Stretch:
    line, column, end_line, end_column = (span[name] for name in ("line", "column", "end_line", "end_column"))
    assert isinstance(line, int) and isinstance(column, int)
    assert isinstance(end_line, int) and isinstance(end_column, int)
    return Stretch(line, column, end_line, end_column)


def _row(value: object) -> Row:
    assert isinstance(value, Mapping)
    return value


def _rows(value: object) -> Iterator[Row]:
    assert isinstance(value, Sequence)
    return (_row(each) for each in value)
