"""Evidence (佐证材料) of a task: take files in, hand them out to those who may, strike them out, check them all."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.plan.ledger.model import EvidenceFile, LedgerTask
from zengshou.plan.ledger.stages import Party
from zengshou.services.supervision.ledger_rights import NotFound, not_found, office_filter
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event
from zengshou.store.database.evidence import every_evidence, evidence_row
from zengshou.store.database.ledger import task_of, task_row
from zengshou.store.database.ledger_tables import StoredFile
from zengshou.store.evidence_files import EvidenceFolder, digest_of
from zengshou.store.evidence_kinds import OfficeKind, kind_of

MEBIBYTE = 2**20
LARGEST = 20 * MEBIBYTE
MOST_AT_ONCE, MOST_OF_TASK = 5, 100
LONGEST_NAME = 120
UNSHOWN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")  # controls and turned-round text
NOT_OPEN = "本机没有设置佐证材料的存放目录。"


@dataclass(frozen=True)
class Upload:
    """A file as it came: the client's name is words to show, never a path."""

    name: str
    content: bytes


@dataclass(frozen=True)
class EvidenceFault:
    """A registered file that cannot be given back as it was."""

    task_code: str
    name: str
    found: str


@dataclass(frozen=True)
class EvidenceCheck:
    """checked  rows whose bytes were read and compared;  faults  those that failed"""

    checked: int
    faults: tuple[EvidenceFault, ...]


@dataclass(frozen=True)
class EvidenceDesk:
    """`files` is None where the installation has no folder for them. `now` gives a moment with its zone."""

    database: Database
    files: EvidenceFolder | None
    now: Callable[[], datetime]

    def add(self, who: Account, code: str, uploads: Sequence[Upload]) -> tuple[str, ...]:
        """Takes all the files in, or none; their ids.

        Raises  NotFound; Forbidden for all but the lead body and supervisors; ProblemsFound with every fault of every
                file: empty, too large, not an office file, named as another kind, held already
        """
        kept = self._open()
        checked = _checked(uploads)
        with self.database.writing() as session:
            task_row(session, who.city, code)  # locked: two uploads at once are counted one after the other
            task = self._own(session, who, code, "上传")
            _check_room(task, checked)
            now, ids = self.now(), []
            for upload in checked:
                row = StoredFile(
                    id=str(uuid.uuid4()),
                    task_id=task.id,
                    name=upload.name,
                    size=len(upload.content),
                    digest=kept.put(upload.content),
                    added_at=now,
                    added_by=who.id,
                )
                session.add(row)
                told = {"name": row.name, "size": row.size, "digest": row.digest}
                add_event(session, now, who.id, "add_evidence", "task", task.id, told)
                ids.append(row.id)
        return tuple(ids)

    def content(self, who: Account, code: str, id: str) -> tuple[EvidenceFile, OfficeKind, bytes]:
        """A file to download. Raises  NotFound, Forbidden, ProblemsFound for bytes that are lost or altered"""
        kept = self._open()
        with self.database.reading() as session:
            task = self._own(session, who, code, "下载")
        file = next((each for each in task.files if each.id == id), None)
        if file is None:
            raise _no_file()
        content = kept.content(file.digest)
        return file, kind_of(content, file.name), content

    def remove(self, who: Account, code: str, id: str, reason: str) -> None:
        """Strikes a file out: it no longer counts, the row, the bytes and the reason stay."""
        if not reason.strip():
            raise refuse("移除佐证材料须写明理由。", "理由", "请用一句话写明。")
        with self.database.writing() as session:
            task = self._own(session, who, code, "移除")
            row = evidence_row(session, task.id, id)
            if row is None:
                raise _no_file()
            row.removed_at, row.removed_by = self.now(), who.id
            told = {"name": row.name, "digest": row.digest, "reason": reason.strip()}
            add_event(session, self.now(), who.id, "remove_evidence", "task", task.id, told)

    def verify(self) -> EvidenceCheck:
        """Reads every registered file of every city, struck out ones too, and compares it with its digest."""
        with self.database.reading() as session:
            rows = tuple(every_evidence(session))
        if not rows:
            return EvidenceCheck(0, ())
        kept, faults = self._open(), []
        for row in rows:
            try:
                kept.content(row.file.digest)
            except ProblemsFound as error:
                faults.append(EvidenceFault(row.task_code, row.file.name, error.problems[0].found))
        return EvidenceCheck(len(rows), tuple(faults))

    def _open(self) -> EvidenceFolder:
        if self.files is None:
            raise refuse(NOT_OPEN, "佐证材料", "请用 zs serve --home 数据目录 打开网页。")
        return self.files

    def _own(self, session: Session, who: Account, code: str, what: str) -> LedgerTask:
        """Raises  NotFound, Forbidden"""
        task = task_of(session, who.city, code, office_filter(who))
        if task is None:
            raise not_found(code)
        if not may_handle(who, task):
            raise forbid(f"{who.role.label}不能{what}这项任务的佐证材料。", "请由牵头单位或督查人员办理。")
        return task


def may_handle(who: Account, task: LedgerTask) -> bool:
    """The lead body handles its own task's evidence, supervisors all of it."""
    return who.role is Role.SUPERVISOR or (who.role is Role.REPORTER and task.party_of(who.office) is Party.LEAD)


def _checked(uploads: Sequence[Upload]) -> list[Upload]:
    """Every file with the name that is kept. Raises  ProblemsFound with all faults"""
    if not uploads:
        raise refuse("没有选择文件。", "佐证材料", "请选择要上传的文件。")
    if len(uploads) > MOST_AT_ONCE:
        raise refuse(f"一次选了{len(uploads)}个文件，最多{MOST_AT_ONCE}个。", "佐证材料", "请分几次上传。")
    checked: list[Upload] = []
    problems: list[Problem] = []
    for upload in uploads:
        name = shown_name(upload.name)
        try:
            _check_file(name, upload.content)
        except ProblemsFound as error:
            problems += error.problems
        checked.append(Upload(name, upload.content))
    if problems:
        raise ProblemsFound(problems)
    return checked


def _check_file(name: str, content: bytes) -> None:
    if not content:
        raise refuse("文件是空的。", name, "请核对后重传。")
    if len(content) > LARGEST:
        size = f"{len(content) / MEBIBYTE:.1f}兆"
        raise refuse(f"文件{size}，超过{LARGEST // MEBIBYTE}兆。", name, "请压缩图片或分成几个文件。")
    kind = kind_of(content, name)
    if not name.casefold().endswith(kind.endings):
        raise refuse(f"内容是{kind.value}，文件名却不是。", name, f"请把扩展名改为 {kind.endings[0]}。")


def _check_room(task: LedgerTask, uploads: Sequence[Upload]) -> None:
    problems = []
    held = {file.digest: file.name for file in task.files}
    for upload in uploads:
        digest = digest_of(upload.content)
        if digest in held:
            problems.append(Problem(f"与已有的“{held[digest]}”内容相同。", upload.name, "不必重复上传。"))
        held[digest] = upload.name
    if len(task.files) + len(uploads) > MOST_OF_TASK:
        problems.append(Problem(f"一项任务最多{MOST_OF_TASK}个文件。", "佐证材料", "请先移除不再需要的。"))
    if problems:
        raise ProblemsFound(problems)


def shown_name(name: str) -> str:
    """What a client called a file, fit to be shown: no folders, no controls, not too long; its ending stays."""
    last = re.split(r"[/\\／＼]", unicodedata.normalize("NFC", name))[-1]
    plain = UNSHOWN.sub("", last).strip(" .") or "未命名"
    ending = PurePosixPath(plain).suffix[:LONGEST_NAME]
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - len(ending)] + ending


def _no_file() -> NotFound:
    return NotFound(Problem("没有这个文件。", "佐证材料", "请从任务页的列表中选择。"))
