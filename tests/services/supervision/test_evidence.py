"""Evidence on both databases: who may, what is refused, what stays after it is struck out, what the check finds."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.faces.office_files import docx_file, pdf_file, png_file, with_macro
from tests.services.supervision.ledger_desk import (
    ADMIN,
    CIVIL_AFFAIRS,
    FINANCE,
    HUMAN_RESOURCES,
    STRANGER,
    SUPERVISOR,
    VIEWER,
    Desk,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.services.supervision.evidence import LARGEST, EvidenceDesk, Upload, shown_name
from zengshou.services.supervision.ledger_book import LedgerBook
from zengshou.services.supervision.ledger_rights import NotFound
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified
from zengshou.store.evidence_files import EvidenceFolder

CODE = "SL-3"  # led by civil affairs, human resources cooperate
PDF = Upload("核对名单.pdf", pdf_file())


class Files(Desk):
    """The ledger's desk with a folder for files."""

    @property
    def evidence(self) -> EvidenceDesk:
        return EvidenceDesk(self.database, self.folder, lambda: self.now)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Files:  # noqa: F811
    made = Files(database)
    made.folder = EvidenceFolder(tmp_path / "evidence", FileKeys(tmp_path / "keys" / "master"))
    made.register()
    return made


def names(desk: Files) -> list[str]:
    return [file.name for file in desk.task(CODE).files]


def test_files_are_taken_in_listed_given_back_and_told_in_the_history(desk: Files) -> None:
    ids = desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF, Upload("会议.docx", docx_file())])
    assert set(names(desk)) == {"核对名单.pdf", "会议.docx"}
    file, kind, content = desk.evidence.content(SUPERVISOR, CODE, ids[0])
    assert (file.name, kind.value, content) == ("核对名单.pdf", "pdf", pdf_file())
    assert desk.task(CODE).revision == 1  # a report under way is not disturbed
    told = [event.action for event in desk.ledger.history(SUPERVISOR, CODE)]
    assert told == ["add_evidence", "add_evidence"]


@pytest.mark.parametrize("who", [HUMAN_RESOURCES, VIEWER])
def test_those_who_may_only_look_at_the_task_neither_add_nor_fetch_nor_remove(desk: Files, who: Account) -> None:
    (id,) = desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])
    for attempt in (
        lambda: desk.evidence.add(who, CODE, [Upload("b.png", png_file())]),
        lambda: desk.evidence.content(who, CODE, id),
        lambda: desk.evidence.remove(who, CODE, id, "试试"),
    ):
        with pytest.raises(Forbidden):
            attempt()


@pytest.mark.parametrize("who", [FINANCE, STRANGER])
def test_for_those_who_may_not_see_the_task_it_does_not_exist(desk: Files, who: Account) -> None:
    (id,) = desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])
    with pytest.raises(NotFound):
        desk.evidence.content(who, CODE, id)
    with pytest.raises(Forbidden):
        desk.evidence.content(ADMIN, CODE, id)


def test_a_file_of_one_task_is_not_given_out_through_another(desk: Files) -> None:
    (id,) = desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])
    with pytest.raises(NotFound):
        desk.evidence.content(SUPERVISOR, "SL-1", id)


def test_removing_needs_a_reason_and_leaves_row_bytes_and_event(desk: Files) -> None:
    (id,) = desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])
    with pytest.raises(ProblemsFound, match="理由"):
        desk.evidence.remove(CIVIL_AFFAIRS, CODE, id, " ")
    desk.evidence.remove(CIVIL_AFFAIRS, CODE, id, "传错文件")
    assert names(desk) == []
    last = desk.ledger.history(SUPERVISOR, CODE)[-1]
    assert last.action == "remove_evidence" and last.detail["reason"] == "传错文件"
    with pytest.raises(NotFound):
        desk.evidence.remove(SUPERVISOR, CODE, id, "再来一次")
    assert desk.evidence.verify().checked == 1
    desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])  # the same file may come again


def test_all_files_are_taken_or_none_and_every_fault_is_named(desk: Files) -> None:
    wrong = [
        PDF,
        Upload("空.pdf", b""),
        Upload("病毒.pdf", b"MZ"),
        Upload("名单.docx", pdf_file()),
        Upload("宏.docx", with_macro(docx_file())),
    ]
    with pytest.raises(ProblemsFound) as found:
        desk.evidence.add(CIVIL_AFFAIRS, CODE, wrong)
    assert [each.where for each in found.value.problems] == ["空.pdf", "病毒.pdf", "名单.docx", "宏.docx"]
    assert names(desk) == [] and list(desk.folder.digests()) == []
    with pytest.raises(ProblemsFound, match="超过20兆"):
        desk.evidence.add(CIVIL_AFFAIRS, CODE, [Upload("大.pdf", pdf_file() + b" " * LARGEST)])
    desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF])
    with pytest.raises(ProblemsFound, match="内容相同"):
        desk.evidence.add(CIVIL_AFFAIRS, CODE, [Upload("又一份.pdf", pdf_file())])


def test_the_check_reads_every_file_and_names_the_altered_one(desk: Files) -> None:
    desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF, Upload("图.png", png_file())])
    assert desk.evidence.verify().checked == 2 and not desk.evidence.verify().faults
    digest = next(file.digest for file in desk.task(CODE).files if file.name == "图.png")
    (desk.folder.folder / digest[:2] / digest).write_text("0" * 90)
    (fault,) = desk.evidence.verify().faults
    assert (fault.task_code, fault.name) == (CODE, "图.png")
    with desk.database.reading() as session:
        assert isinstance(verified(session), int)


def test_without_a_folder_nothing_is_taken_in(desk: Files) -> None:
    with pytest.raises(ProblemsFound, match="没有设置"):
        EvidenceDesk(desk.database, None, lambda: desk.now).add(SUPERVISOR, CODE, [PDF])


def test_the_workbook_names_the_files_in_its_column(desk: Files) -> None:
    desk.evidence.add(CIVIL_AFFAIRS, CODE, [PDF, Upload("图.png", png_file())])
    content = LedgerBook(desk.database, lambda: desk.now).export(CIVIL_AFFAIRS, Period.of(desk.now.date()))
    cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    column = next(cell.column for cell in cells if cell.value == "佐证材料")
    told = {str(cell.value) for cell in cells if cell.column == column}
    assert any("核对名单.pdf" in text and "图.png" in text for text in told)


HOSTILE = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\win.ini.pdf", "win.ini.pdf"),
    ("／etc／名单.pdf", "名单.pdf"),
    ("名\x00单.pdf", "名单.pdf"),
    ("名\u202efdp.exe.pdf", "名fdp.exe.pdf"),
    ("...", "未命名"),
    ("/", "未命名"),
    ("", "未命名"),
    ("CON.pdf", "CON.pdf"),
    (f"{'长' * 300}.pdf", f"{'长' * 116}.pdf"),
]


@pytest.mark.parametrize(("given", "kept"), HOSTILE)
def test_what_a_client_calls_a_file_is_words_and_never_a_path(given: str, kept: str) -> None:
    assert shown_name(given) == kept
