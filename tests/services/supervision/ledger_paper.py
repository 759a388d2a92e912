"""Desks and workbooks for the tests of the ledger's workbook: edits as a person makes them in a spreadsheet."""

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.services.supervision.ledger_desk import (
    CIVIL_AFFAIRS,
    QUARTER,
    START,
    SUPERVISOR,
    Desk,
    person,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account, Role
from zengshou.plan.ledger.model import Period
from zengshou.services.supervision.ledger_book import BookPreview, LedgerBook, digest_of
from zengshou.services.supervision.ledger_book_changes import Change
from zengshou.services.supervision.ledger_book_columns import COLUMNS
from zengshou.services.supervision.ledger_book_layout import GUIDE, HEAD_ROW
from zengshou.services.supervision.task_ledger import Particulars
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import upgrade

TITLES = {column.key: column.title for column in COLUMNS}
SURVEY, STATISTICS = person("diaocha", Role.REPORTER, "survey_team"), person("tongji", Role.REPORTER, "statistics")
Edit = Callable[[Workbook], None]


def ready(desk: Desk) -> Desk:
    """Registered, one task in hand, in the quarter that is reported."""
    desk.register()
    desk.now += timedelta(days=120)
    desk.bring_in_hand("SL-3", CIVIL_AFFAIRS)
    return desk


@pytest.fixture(name="desk")
def ready_desk(database: Database) -> Desk:  # noqa: F811
    return ready(Desk(database))


@pytest.fixture(scope="module", name="prepared")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that is ready, as a file to copy."""
    file = tmp_path_factory.mktemp("prepared") / "paper.db"
    made = Database(f"sqlite:///{file}")
    upgrade(made)
    ready(Desk(made))
    made.close()
    return file


@pytest.fixture(name="paper")
def paper_desk(prepared: Path, tmp_path: Path) -> Iterator[Desk]:
    """The same desk on SQLite alone: for what concerns the workbook and not the database."""
    made = Database(f"sqlite:///{shutil.copy(prepared, tmp_path / 'paper.db')}")
    yield Desk(made, START + timedelta(days=120))
    made.close()


def book_of(desk: Desk) -> LedgerBook:
    return LedgerBook(desk.database, lambda: desk.now)


def exported(desk: Desk, who: Account, period: Period = QUARTER) -> bytes:
    return book_of(desk).export(who, period)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def edited(content: bytes, edit: Edit) -> bytes:
    book = opened(content)
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Title -> column, from the header's two rows."""
    found = {}
    for row in (HEAD_ROW, HEAD_ROW + 1):
        for cell in sheet[row]:
            if cell.value:
                found[str(cell.value)] = cell.column
    return found


def row_of(sheet: Worksheet, code: str) -> int:
    column = columns_of(sheet)[TITLES["title"]]
    return next(
        row for row in range(HEAD_ROW, sheet.max_row + 1) if str(sheet.cell(row, column).value).startswith(code)
    )


def put(code: str, values: Mapping[str, object], sheet: str = "") -> Edit:
    """An edit of one task's cells, on the first sheet that has it or on a named one."""

    def edit(book: Workbook) -> None:
        pages = [page for page in book if page.sheet_state == "visible" and page.title != GUIDE]
        for page in pages:
            if (not sheet or page.title == sheet) and any(
                str(cell.value).startswith(f"{code} ") for row in page for cell in row
            ):
                for key, value in values.items():
                    page.cell(row_of(page, code), columns_of(page)[TITLES[key]]).value = value
                return
        raise AssertionError(code)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for each in edits:
            each(book)

    return edit


def take_over(desk: Desk, who: Account, content: bytes, choices: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    preview = book_of(desk).preview(who, content, choices or {})
    assert not preview.problems, preview.problems
    return book_of(desk).confirm(who, content, choices or {}, digest_of(preview.comparison))


def told(preview: BookPreview) -> str:
    return "\n".join(str(each) for each in (*preview.problems, *preview.notes))


def described(desk: Desk, code: str, leader: str = "", person: str = "", remark: str = "") -> None:
    task = desk.task(code)
    new = Particulars(leader, person, "", remark, task.deadline)
    desk.ledger.describe(SUPERVISOR, code, task.revision, new)
