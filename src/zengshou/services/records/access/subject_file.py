"""本人查询: my records by source, who looked and why, all of it to take away as JSON or CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid
from zengshou.records.access.context import OFFICE_TIME, AccessContext
from zengshou.records.access.minimum import BY_FIELD, Dataset
from zengshou.records.access.purposes import PurposeTable
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.look import Section, case_context, identity_lines, section
from zengshou.store.register.access.access_log import AccessEvent, Outcome, accesses_to
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.register.access.standing import own_references
from zengshou.store.register.persons.person_reads import PersonReads
from zengshou.store.vault.vault import IdentityVault

OWN = "subject_access"
BY_SOURCE = (Dataset.INCOME, Dataset.ASSET, Dataset.STATUS)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TOLD_OF_DENIED = "未获准，没有看到任何内容"
TOLD_OF_FAILED = "未能完成，没有看到任何内容"


@dataclass(frozen=True)
class SourceSection:
    """What one source sent about the person, of one kind of rows."""

    channel: str
    label: str
    section: Section


@dataclass(frozen=True)
class LookedAt:
    """One look at the person's rows, in plain words. It never names an officer or another person.

    at      by the office's clock;  fields  labels of what was asked for;  result  what came of it
    """

    at: datetime
    organisation: str
    role: str
    purpose: str
    legal_basis: str
    case_id: str
    fields: tuple[str, ...]
    result: str
    number: int


@dataclass(frozen=True)
class SubjectFile:
    """Everything that is kept about one person. `others`: rows that no single source sent."""

    person: str
    at: datetime
    identity: Mapping[str, str]
    sources: Sequence[SourceSection]
    others: Sequence[Section]
    looks: Sequence[LookedAt]


@dataclass(frozen=True)
class SubjectDesk:
    """The citizen's own page. `channel_labels` by channel id; `now` gives a moment with its zone."""

    reads: PersonReads
    vault: IdentityVault
    channel_labels: Mapping[str, str]
    now: Callable[[], datetime]

    def file(self, who: Account) -> SubjectFile:
        """The whole file of whoever is signed in; the look is in the log like any other.

        Raises  Forbidden for other accounts, and for one that is bound to nobody
        """
        refs, person, context = self._who(who)
        found = self.reads.file(context, person)
        frames = dict(found.frames)
        sources = [
            SourceSection(channel, self.channel_labels.get(channel, channel), section(dataset, rows))
            for dataset in BY_SOURCE
            for channel, rows in _by_channel(frames.pop(dataset))
        ]
        return SubjectFile(
            shown(person),
            context.at,
            identity_lines(self.vault, found.proof, person),
            sources,
            tuple(section(dataset, frame) for dataset, frame in frames.items()),
            self._looks(who, refs),
        )

    def looks(self, who: Account) -> tuple[LookedAt, ...]:
        """Who looked at me, the latest first; those that were refused too."""
        refs, _, _ = self._who(who)
        return self._looks(who, refs)

    def _who(self, who: Account) -> tuple[tuple[int, ...], int, AccessContext]:
        """Every reference of whoever is signed in, the one that the account is bound to, and why they look."""
        if who.role is not Role.CITIZEN:
            raise forbid("本页只供本人查询。", "请用本人账号登录。")
        with self.reads.gate.database.writing() as session:
            own = own_references(session, who.id, self.reads.gate.sealer)
        if len(set(own.values())) != 1:
            raise forbid("账号没有绑定本人身份。", "请到政务服务窗口核验身份后绑定。")
        person, refs = min(own.items())
        return refs, person, case_context(self.reads.gate.purposes, who, OWN, "", self.now())

    def _looks(self, who: Account, refs: Sequence[int]) -> tuple[LookedAt, ...]:
        gate = self.reads.gate
        with gate.database.writing() as session:
            open_scope(session, Scope(who.id, (), tuple(refs)), gate.sealer)
            events = [event for ref in refs for event in accesses_to(session, ref)]
        return tuple(_look(event, gate.purposes) for event in reversed(_as_one_look(events)))


def _as_one_look(events: Iterable[AccessEvent]) -> list[AccessEvent]:
    """A read of several references of one person stands in the log once for each, in a row: it is one look."""
    found, seen = list[AccessEvent](), set[int]()
    last = 0
    for event in sorted(events, key=lambda each: each.sequence):
        follows = bool(found) and event.sequence == last + 1 and event.subject not in seen
        last = event.sequence
        if follows and _question(event) == _question(found[-1]):
            found[-1] = replace(found[-1], rows=found[-1].rows + event.rows)
            seen.add(event.subject)
        else:
            found.append(event)
            seen = {event.subject}
    return found


def _question(event: AccessEvent) -> tuple[object, ...]:
    return event.at, event.actor, event.purpose, event.case_id, event.fields, event.outcome, event.reason


def _by_channel(frame: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    names = frame["channel"].unique(maintain_order=True).sort().to_list() if frame.height else []
    return [(str(name), frame.filter(pl.col("channel") == name)) for name in names]


def _look(event: AccessEvent, purposes: PurposeTable) -> LookedAt:
    """One event in plain words. The reason of a refusal stays inside: it may tell of an officer's own family."""
    purpose = purposes.purposes.get(event.purpose)
    role = next((role.label for role in Role if role.value == event.role), event.role)
    results = {
        Outcome.ALLOWED: f"看到{event.rows}条记录",
        Outcome.DENIED: TOLD_OF_DENIED,
        Outcome.FAILED: TOLD_OF_FAILED,
    }
    return LookedAt(
        event.at.astimezone(OFFICE_TIME),
        event.organisation,
        role,
        "用途没有登记" if purpose is None else purpose.told,
        event.legal_basis,
        event.case_id,
        tuple(_labels(event.fields)),
        results[event.outcome],
        event.sequence,
    )


def _labels(fields: Sequence[str]) -> list[str]:
    """The kinds of rows and their columns, in words: 收入记录：金额（分）."""
    known = [BY_FIELD[name] for name in fields if name in BY_FIELD]
    return [f"{column.dataset.label}：{column.label}" for column in known]


def as_json(file: SubjectFile) -> dict[str, object]:
    """The file for another machine: every row with its source, every look."""
    return {
        "person": file.person,
        "at": file.at.isoformat(),
        "identity": dict(file.identity),
        "sources": [
            {
                "channel": each.channel,
                "label": each.label,
                "kind": each.section.dataset.label,
                "rows": _plain(each.section),
            }
            for each in file.sources
        ],
        "others": [{"kind": each.dataset.label, "rows": _plain(each)} for each in file.others],
        "looks": [
            {
                "number": look.number,
                "at": look.at.isoformat(),
                "organisation": look.organisation,
                "role": look.role,
                "purpose": look.purpose,
                "legal_basis": look.legal_basis,
                "case": look.case_id,
                "fields": list(look.fields),
                "result": look.result,
            }
            for look in file.looks
        ],
    }


def as_csv(file: SubjectFile) -> str:
    """The file as one table: source, kind, lineage, column, value. A cell that a spreadsheet would reckon is quoted."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(("来源", "种类", "行", "栏目", "内容"))
    parts = [(each.label, each.section) for each in file.sources] + [("", each) for each in file.others]
    for label, part in parts:
        for number, row in enumerate(part.rows.iter_rows(named=True), start=1):
            for name, value in row.items():
                writer.writerow(_safe(cell) for cell in (label, part.dataset.label, number, part.labels[name], value))
    for look in file.looks:
        words = (look.at.isoformat(), look.organisation, look.role, look.purpose, look.case_id, look.result)
        writer.writerow(_safe(cell) for cell in ("查阅记录", "谁看过我", look.number, "查阅", "；".join(words)))
    return sink.getvalue()


def _safe(value: object) -> object:
    """Numbers stay numbers; a text that begins like a formula gets an apostrophe."""
    if isinstance(value, bool | int | float):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(part: Section) -> list[dict[str, object]]:
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in part.rows.iter_rows(named=True)
    ]
