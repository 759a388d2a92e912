"""The ledger's workbook as paper: what is handed out, what of it can be read, what is refused."""

import io
import zipfile

import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from sqlalchemy import update

from tests.services.supervision.ledger_desk import (
    CIVIL_AFFAIRS,
    HUMAN_RESOURCES,
    QUARTER,
    STRANGER,
    SUPERVISOR,
    VIEWER,
    Desk,
)
from tests.services.supervision.ledger_paper import (  # noqa: F401
    TITLES,
    book_of,
    columns_of,
    described,
    edited,
    exported,
    opened,
    paper_desk,
    prepared_file,
    put,
    ready_desk,
    row_of,
    told,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.services.supervision.ledger_book_columns import COLUMNS, Kind, head_of, shown
from zengshou.services.supervision.ledger_book_layout import GUIDE, HEAD_ROW, RECORD
from zengshou.services.supervision.ledger_book_values import Unreadable, deadline_of, percent_of, settled
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.store.database.ledger_tables import StoredTask

# Handing out


def test_a_supervisor_gets_a_sheet_for_each_lead_body_and_a_reporter_their_own(paper: Desk) -> None:
    whole = opened(exported(paper, SUPERVISOR))
    visible = [page.title for page in whole if page.sheet_state == "visible"]
    leads = {office for task in paper.ledger.tasks(SUPERVISOR) for office in task.offices(task.assignments[0].party)}
    assert visible[0] == GUIDE and len(visible) == 1 + len(leads)
    own = opened(exported(paper, HUMAN_RESOURCES))
    assert "配合任务" in [page.title for page in own]
    codes = {str(page["F6"].value).split()[0] for page in whole if page["F6"].value}
    assert "SL-3" in codes


def test_the_sheet_is_ready_to_print_and_to_fill(paper: Desk) -> None:
    book = opened(exported(paper, SUPERVISOR))
    page = book.worksheets[1]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.freeze_panes, page.print_title_rows, page.print_title_cols) == ("G5", "$3:$4", "$A:$F")
    titles = set(columns_of(page))
    assert {column.title for column in COLUMNS} <= titles
    assert page.column_dimensions["A"].hidden and page.column_dimensions["B"].hidden
    assert book[RECORD].sheet_state == "veryHidden"
    rules = {rule.formula1: rule.type for rule in page.data_validations.dataValidation}
    assert sorted(kind for kind in rules.values() if kind) == ["list", "list"]
    assert any(
        spread.min_row == spread.max_row == 5 and spread.max_col == len(COLUMNS) for spread in page.merged_cells.ranges
    )


def test_no_text_becomes_a_formula(paper: Desk) -> None:
    signs = ["=1+1", "+86", "-3", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "#N/A", "=HYPERLINK(1)", "=", "'=1"]
    for number, code in enumerate(("SL-1", "SL-2", "SL-3", "SL-4")):
        described(paper, code, *signs[3 * number : 3 * number + 3])
    content = exported(paper, SUPERVISOR)
    cells = [cell for sheet in opened(content) for row in sheet for cell in row]
    assert {cell.value for cell in cells if cell.value in signs and cell.data_type == "s"} == set(signs)
    assert all(cell.data_type in ("s", "n") for cell in cells)
    preview = book_of(paper).preview(SUPERVISOR, content)
    assert (preview.changes, preview.problems, preview.notes) == ((), (), ())


def test_awkward_texts_come_back_as_unchanged(paper: Desk) -> None:
    awkward = ["_x0041_", "a\r\nb", "  两边有空格 ", "一" * 40_000, "a\x0bb", '"><script>', "&amp;", "a\tb", "🙂"]
    for code, remark in zip(("SL-1", "SL-2", "SL-3", "SL-4", "SL-5"), awkward, strict=False):
        described(paper, code, "_x000D_", "甲\n乙", remark)
    for code, remark in zip(("SL-1", "SL-2", "SL-3", "SL-4"), awkward[5:], strict=True):
        described(paper, code, *awkward[:1], remark=remark + paper.task(code).remark)
    preview = book_of(paper).preview(SUPERVISOR, exported(paper, SUPERVISOR))
    assert (preview.changes, preview.conflicts, preview.problems, preview.notes) == ((), (), (), ())


def test_a_text_that_exceeds_a_cell_is_written_whole_on_a_sheet_of_its_own(paper: Desk) -> None:
    text = "长" * 70_000
    described(paper, "SL-3", remark=text)
    book = opened(exported(paper, SUPERVISOR))
    assert "".join(str(row[1].value) for row in book["长文"]) == text
    assert "70000字" in shown("SL-3", COLUMNS[-1], text)


def test_the_lamp_column_shows_the_recorded_lamp_as_sign_and_word(desk: Desk) -> None:
    def lamp() -> object:
        page = opened(exported(desk, CIVIL_AFFAIRS)).worksheets[1]
        return page.cell(row_of(page, "SL-4"), columns_of(page)[TITLES["lamp"]]).value

    assert lamp() is None
    ProcessLamps(desk.database, lambda: desk.now).record(SUPERVISOR, QUARTER)
    assert lamp() == "○ 灰"


# Hostile and broken books


def test_ids_that_are_unknown_or_of_another_city_are_refused(desk: Desk) -> None:
    with desk.database.writing() as session:
        foreign = desk.task("SL-5").id
        session.execute(update(StoredTask).where(StoredTask.code == "SL-5").values(city="yangjiang"))
    for id in ("0" * 36, foreign):

        def edit(book: Workbook, id: str = id) -> None:
            page = book.worksheets[1]
            page.cell(row_of(page, "SL-3"), 1).value = id

        preview = book_of(desk).preview(CIVIL_AFFAIRS, edited(exported(desk, CIVIL_AFFAIRS), edit))
        assert "任务标识不是本市台账中的任务" in told(preview)


def test_a_book_of_another_city_and_people_who_only_read_are_refused(desk: Desk) -> None:
    content = exported(desk, VIEWER)
    with pytest.raises(Forbidden, match="不是本市的"):
        book_of(desk).preview(STRANGER, content)
    with pytest.raises(Forbidden, match="不能导入"):
        book_of(desk).preview(VIEWER, content)


def test_a_header_that_was_merged_or_doubled_stops_the_import(paper: Desk) -> None:
    def merged(book: Workbook) -> None:
        page = book.worksheets[1]
        first = columns_of(page)[TITLES["leader"]]
        for spread in [each for each in page.merged_cells.ranges if each.min_col in (first, first + 1)]:
            if spread.min_row == HEAD_ROW:
                page.unmerge_cells(str(spread))
        page.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW, start_column=first, end_column=first + 1)

    def doubled(book: Workbook) -> None:
        page = book.worksheets[1]
        page.cell(HEAD_ROW, columns_of(page)[TITLES["remark"]]).value = "责任人"

    for edit, words in ((merged, "缺少“责任人”列"), (doubled, "“责任人”列出现了2次")):
        assert words in told(book_of(paper).preview(CIVIL_AFFAIRS, edited(exported(paper, CIVIL_AFFAIRS), edit)))


def test_cells_merged_down_a_column_share_their_value_and_across_columns_are_refused(paper: Desk) -> None:
    content = edited(exported(paper, CIVIL_AFFAIRS), put("SL-3", {"leader": "李某"}))
    page = opened(content).worksheets[1]
    rows, columns = [row_of(page, code) for code in ("SL-3", "SL-4")], columns_of(page)

    def down(book: Workbook) -> None:
        column = columns[TITLES["leader"]]
        book.worksheets[1].unmerge_cells(start_row=7, end_row=7, start_column=3, end_column=len(COLUMNS))
        book.worksheets[1].merge_cells(start_row=rows[0], end_row=rows[1], start_column=column, end_column=column)

    def across(book: Workbook) -> None:
        first = columns[TITLES["leader"]]
        book.worksheets[1].merge_cells(start_row=rows[0], end_row=rows[0], start_column=first, end_column=first + 1)

    preview = book_of(paper).preview(CIVIL_AFFAIRS, edited(content, down))
    assert {each.code: each.after for each in preview.changes} == {"SL-3": "李某", "SL-4": "李某"}
    assert "分不清填的是哪一栏" in told(book_of(paper).preview(CIVIL_AFFAIRS, edited(content, across)))


def test_ranges_that_cover_the_whole_sheet_or_each_other_do_no_harm(paper: Desk) -> None:
    def edit(book: Workbook) -> None:
        page = book.worksheets[1]
        page.merged_cells.ranges.add(CellRange("A1:XFD1048576"))
        page.merged_cells.ranges.add(CellRange("B2:D9"))

    content = edited(exported(paper, CIVIL_AFFAIRS), edit)
    assert opened(book_of(paper).marked(CIVIL_AFFAIRS, content)).worksheets


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return stream.getvalue()


def other_workbook() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "没有选择文件"),
        (b"not a workbook", "不是有效的 xlsx"),
        (bomb(), "疑似压缩炸弹"),
        (b"\0" * (4 * 2**20 + 1), "文件超过4兆"),
        (other_workbook(), "不是从本系统导出的台账"),
    ],
    ids=["empty", "text", "bomb", "large", "foreign"],
)
def test_what_is_no_book_of_ours_is_refused_in_words(paper: Desk, content: bytes, words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        book_of(paper).preview(CIVIL_AFFAIRS, content)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{", "已损坏"),
        ("[" * 25_000, "已损坏"),
        ('{"format":"zengshou-ledger-book","edition":0}', "旧版式"),
        ('{"format":"other"}', "已损坏"),
    ],
)
def test_a_damaged_record_of_the_export_is_told(paper: Desk, record: str, words: str) -> None:
    def edit(book: Workbook) -> None:
        book[RECORD].delete_rows(1, book[RECORD].max_row)
        book[RECORD]["A1"] = record

    with pytest.raises(ProblemsFound, match=words):
        book_of(paper).preview(CIVIL_AFFAIRS, edited(exported(paper, CIVIL_AFFAIRS), edit))


def test_a_quarter_that_has_not_begun_is_not_handed_out(paper: Desk) -> None:
    with pytest.raises(ProblemsFound, match="还没有开始"):
        exported(paper, CIVIL_AFFAIRS, QUARTER.next)


# Values


@pytest.mark.parametrize(
    ("text", "value"), [("80", 80), ("８０％", 80), ("99.5 %", 99.5), ("0", 0), ("100", 100), ("0.5%", 0.5), ("１", 1)]
)
def test_shares_are_read_as_people_write_them(text: str, value: float) -> None:
    assert percent_of(text) == value


@pytest.mark.parametrize("text", ["", "八成", "-1", "100.1", "nan", "inf", "1_0", "0.8", "80%%", "1e999"])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        percent_of(text)


@pytest.mark.parametrize("text", ["2020-02-30", "明年", "20200101", "2020-13-01"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="完成时限应为日期"):
        deadline_of(text)


def test_days_are_read_as_people_write_them() -> None:
    for text in ("2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日", "2026-12-31T00:00:00"):
        assert settled("deadline", text) == "2026-12-31"
    assert deadline_of(" ") is None


def test_titles_of_columns_are_told_apart() -> None:
    assert len({head_of(column.title) for column in COLUMNS}) == len(COLUMNS)
    assert sum(column.kind is Kind.HIDDEN for column in COLUMNS) == 2
