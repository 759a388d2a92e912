"""方案导入: a document becomes a version of the city's plan; people correct it; versions are kept and compared."""

import tempfile
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path, PureWindowsPath

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.services.plan.plan_reading import read_plan_file, reading_json
from zengshou.services.plan.plan_review_difference import PlanDifference, difference
from zengshou.services.plan.plan_review_fields import Unreadable, field_of
from zengshou.services.plan.plan_review_items import Correction, Item, before_last, items_of, with_corrections
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.store.database.accounts import accounts
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event
from zengshou.store.database.plan_tables import StoredCorrection, StoredDraft, StoredReading

WHERE = "方案导入"
LARGEST_FILE = 8 * 2**20
LONGEST_NAME = 200


class Cause(Enum):
    """How a version came about."""

    UPLOAD = "upload"
    FORM = "form"
    SHEET = "sheet"
    UNDO = "undo"

    @property
    def label(self) -> str:
        return {"upload": "上传方案", "form": "页面订正", "sheet": "订正表导入", "undo": "撤销订正"}[self.value]


@dataclass(frozen=True)
class Version:
    """A version in the list. corrections: how many fields it corrected"""

    number: int
    file_name: str
    cause: Cause
    made_at: datetime
    made_by: str
    corrections: int


@dataclass(frozen=True)
class Reviewed:
    """A version in full. lost: corrections whose evidence this reading no longer holds; they are kept.

    number, date  of the document as printed; "" where it prints none
    """

    version: Version
    title: str
    document_number: str
    date: str
    lines: tuple[str, ...]
    items: tuple[Item, ...]
    lost: tuple[Correction, ...]

    def by_confidence(self) -> tuple[Item, ...]:
        """The lowest confidence first, flagged ones before others."""
        return tuple(sorted(self.items, key=lambda item: (item.confidence, not item.flags)))

    def offices(self) -> tuple[str, ...]:
        """Every body that a task names, in the order of the plan."""
        parts = (item.values.get(part, "") for item in self.items for part in ("lead", "cooperating"))
        return tuple(dict.fromkeys(name for text in parts for name in text.split("、") if name))

    def item(self, id: str) -> Item:
        """Raises  NotFound"""
        for each in self.items:
            if each.id == id:
                return each
        raise NotFound(Problem(f"这一版方案中没有“{id}”。", WHERE, "请从列表中选择。"))


NewValues = Mapping[tuple[str, str], str]  # (id of an item, field) -> settled value


@dataclass(frozen=True)
class PlanReview:
    """For the supervisors of a city. `now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def upload(self, who: Account, name: str, content: bytes) -> int:
        """Read a docx, pdf or txt as the next version; corrections of former versions stay in force.

        Raises  ProblemsFound: no supervisor, file too large, unreadable, or without any task
        """
        _require_supervisor(who)
        file_name = PureWindowsPath(name).name[-LONGEST_NAME:]
        lines, reading = _read(file_name, content)
        with self.database.writing() as session:
            stored = StoredReading(
                id=str(uuid.uuid4()),
                city=who.city,
                file_name=file_name,
                source_digest=sha256(content).hexdigest(),
                lines=lines,
                content=reading,
            )
            session.add(stored)
            session.flush()
            return self._add(session, who, stored.id, _latest(session, who.city) + 1, Cause.UPLOAD).version

    def versions(self, who: Account) -> tuple[Version, ...]:
        """The latest first. Raises  Forbidden"""
        _require_supervisor(who)
        with self.database.reading() as session:
            names = {account.id: account.name for account in accounts(session)}
            wanted = _rows(who.city).order_by(StoredDraft.version.desc())
            return tuple(
                _version(draft, file_name, count, names) for draft, file_name, count in session.execute(wanted)
            )

    def version(self, who: Account, number: int) -> Reviewed:
        """Raises  NotFound, Forbidden"""
        _require_supervisor(who)
        with self.database.reading() as session:
            return _reviewed(session, who.city, number)

    def correct(self, who: Account, number: int, id: str, typed: Mapping[str, str]) -> int:
        """Correct fields of one item as typed on the page; the number of the version that holds them.

        typed   field -> text; fields that say what the version says already are left alone
        Raises  Changed when `number` is not the latest version; ProblemsFound names each field that cannot be read
        """
        item = self.version(who, number).item(id)
        new: dict[tuple[str, str], str] = {}
        problems = []
        for key, text in typed.items():
            field = field_of(item.kind, key)
            if field is None:
                raise refuse("不认识的栏目。", key, "请刷新页面。")
            if text.strip() == field.shown(item.value(key)):
                continue
            try:
                new[id, key] = field.settled(text)
            except Unreadable as error:
                problems.append(Problem(f"{error}。", f"{id} {field.title}", "请改正。"))
        if problems:
            raise ProblemsFound(problems)
        return self.save(who, number, new, Cause.FORM)

    def undo(self, who: Account, number: int, id: str, key: str) -> int:
        """Take back the correction in force of one field: the value before it, at the end the machine's, counts again.

        Raises  ProblemsFound where nothing is corrected; Changed, NotFound
        """
        _require_supervisor(who)
        with self.database.reading() as session:
            item = _reviewed(session, who.city, number).item(id)
            if key not in item.corrections:
                raise refuse("这一栏没有订正。", f"{id} {key}", "请刷新页面。")
            value = before_last(_corrections(session, who.city, number, {}), item, key)
        return self.save(who, number, {(id, key): value}, Cause.UNDO)

    def save(self, who: Account, number: int, new: NewValues, cause: Cause) -> int:
        """A new version with these values; without a changed value no version is made. Raises  Changed, NotFound"""
        _require_supervisor(who)
        try:
            with self.database.writing() as session:
                latest = _latest(session, who.city)
                if number != latest:
                    found = f"方案已有第{latest}版，您看到的是第{number}版。"
                    raise Changed(Problem(found, WHERE, "请刷新后核对，再决定是否订正。"))
                former = _reviewed(session, who.city, number)
                changed = {at: value for at, value in new.items() if former.item(at[0]).value(at[1]) != value}
                if not changed:
                    return number
                before = session.scalars(_draft(who.city, number)).one()
                draft = self._add(session, who, before.reading_id, number + 1, cause, len(changed))
                for (id, key), value in changed.items():
                    item = former.item(id)
                    first = item.machine[key]
                    session.add(
                        StoredCorrection(
                            draft_id=draft.id, item=id, field=key, anchor=item.anchor, first=first, value=value
                        )
                    )
                return draft.version
        except IntegrityError:
            raise Changed(Problem("同时有人存了新版本，没有写入。", WHERE, "请刷新后核对。")) from None

    def differences(self, who: Account, before: int, after: int) -> PlanDifference:
        """Raises  NotFound, Forbidden"""
        return difference(self.version(who, before).items, self.version(who, after).items)

    def _add(
        self, session: Session, who: Account, reading: str, version: int, cause: Cause, corrections: int = 0
    ) -> StoredDraft:
        draft = StoredDraft(
            id=str(uuid.uuid4()),
            city=who.city,
            version=version,
            reading_id=reading,
            cause=cause.value,
            made_at=self.now(),
            made_by=who.id,
        )
        session.add(draft)
        session.flush()
        told = {"version": version, "cause": cause.value, "corrections": corrections}
        add_event(session, draft.made_at, who.id, "save_draft", "plan", who.city, told)
        return draft


def _require_supervisor(who: Account) -> None:
    if who.role is not Role.SUPERVISOR:
        raise forbid(f"{who.role.label}不能导入和订正方案。", "请由本市督查人员办理。")


def _read(name: str, content: bytes) -> tuple[list[str], object]:
    """Lines and reading of a file that was sent; problems name the file as its sender knows it."""
    if not content:
        raise refuse("没有选择文件，或文件是空的。", WHERE, "请选择方案的 docx、pdf 或 txt。")
    if len(content) > LARGEST_FILE:
        raise refuse(f"文件超过{LARGEST_FILE // 2**20}兆。", name, "请去掉图片，或只留方案正文。")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"plan{Path(name).suffix.lower()}"
        file.write_bytes(content)
        try:
            read, text = read_plan_file(file)
        except ProblemsFound as error:
            told = [Problem(each.found, each.where.replace(str(file), name), each.next) for each in error.problems]
            raise ProblemsFound(told) from None
    return [line.text for line in text.lines], reading_json(read, text)


def _draft(city: str, number: int) -> Select[StoredDraft]:
    return select(StoredDraft).where(StoredDraft.city == city, StoredDraft.version == number)


def _latest(session: Session, city: str) -> int:
    return session.scalar(select(func.max(StoredDraft.version)).where(StoredDraft.city == city)) or 0


def _rows(city: str) -> Select[StoredDraft, str, int]:
    """Versions with the name of their file and the count of their corrections."""
    count = (
        select(func.count())
        .select_from(StoredCorrection)
        .where(StoredCorrection.draft_id == StoredDraft.id)
        .scalar_subquery()
    )
    wanted = select(StoredDraft, StoredReading.file_name, count)
    return wanted.join(StoredReading, StoredReading.id == StoredDraft.reading_id).where(StoredDraft.city == city)


def _version(draft: StoredDraft, file_name: str, corrections: int, names: Mapping[str, str]) -> Version:
    by = names.get(draft.made_by, draft.made_by)
    return Version(draft.version, file_name, Cause(draft.cause), draft.made_at, by, corrections)


def _reviewed(session: Session, city: str, number: int) -> Reviewed:
    found = session.execute(_rows(city).where(StoredDraft.version == number)).one_or_none()
    if found is None:
        raise NotFound(Problem(f"没有第{number}版方案。", WHERE, "请从列表中选择。"))
    draft, file_name, count = found
    reading = session.get_one(StoredReading, draft.reading_id)
    names = {account.id: account.name for account in accounts(session)}
    items, lost = with_corrections(items_of(reading.content), _corrections(session, city, number, names))
    assert isinstance(reading.content, dict) and isinstance(reading.lines, list)
    version = _version(draft, file_name, count, names)
    title, number_, date = (str(reading.content[key] or "") for key in ("title", "number", "date"))
    return Reviewed(version, title or file_name, number_, date, tuple(map(str, reading.lines)), items, lost)


def _corrections(session: Session, city: str, until: int, names: Mapping[str, str]) -> list[Correction]:
    """Of every version up to this one, the oldest first."""
    wanted = select(StoredCorrection, StoredDraft).join(StoredDraft, StoredDraft.id == StoredCorrection.draft_id)
    wanted = wanted.where(StoredDraft.city == city, StoredDraft.version <= until).order_by(StoredDraft.version)
    return [
        Correction(
            each.item,
            each.anchor,
            each.field,
            each.first,
            each.value,
            draft.version,
            names.get(draft.made_by, draft.made_by),
            draft.made_at,
            draft.cause == Cause.UNDO.value,
        )
        for each, draft in session.execute(wanted)
    ]
