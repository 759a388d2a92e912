"""The ledger's workbook brought back: only what was altered is written, and what collides is put to a person."""

import threading
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from openpyxl.workbook.workbook import Workbook

from tests.services.supervision.ledger_desk import (
    CIVIL_AFFAIRS,
    HUMAN_RESOURCES,
    SUPERVISOR,
    Desk,
)
from tests.services.supervision.ledger_paper import (  # noqa: F401
    STATISTICS,
    SURVEY,
    TITLES,
    book_of,
    both,
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
    take_over,
    told,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account
from zengshou.plan.ledger.stages import Action, Stage
from zengshou.services.supervision.ledger_book import BookPreview, digest_of
from zengshou.services.supervision.ledger_book_changes import Version
from zengshou.services.supervision.ledger_book_layout import HEAD_ROW
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.store.database.event_log import events_of, verified

# Bringing back


def test_three_edits_are_exactly_three_changes(desk: Desk) -> None:
    desk.report("SL-3", CIVIL_AFFAIRS, 30)
    desk.ledger.act(SUPERVISOR, "SL-3", Action.RETURN, desk.task("SL-3").revision, "请补充")
    edit = both(put("SL-3", {"telephone": "０６６２－１２３", "percent": "４５％"}), put("SL-4", {"leader": "王某"}))
    content = edited(exported(desk, CIVIL_AFFAIRS), edit)
    before = {task.code: task for task in desk.ledger.tasks(SUPERVISOR)}
    changes = take_over(desk, CIVIL_AFFAIRS, content)
    assert [(each.code, each.key, each.after) for each in changes] == [
        ("SL-3", "telephone", "０６６２－１２３"),
        ("SL-3", "percent", "45"),
        ("SL-4", "leader", "王某"),
    ]
    after = {task.code: task for task in desk.ledger.tasks(SUPERVISOR)}
    assert {code for code in after if after[code] != before[code]} == {"SL-3", "SL-4"}
    report = after["SL-3"].reports[-1]
    assert (report.percent, report.progress, report.filed_by) == (45, "已完成第一批。", CIVIL_AFFAIRS.id)
    assert after["SL-3"].stage is Stage.REPORTED and after["SL-4"].leader == "王某"
    details = [event.detail for event in desk.ledger.history(SUPERVISOR, "SL-4")]
    assert details == [{"leader": ["", "王某"]}]
    with desk.database.reading() as session:
        assert isinstance(verified(session), int)
        assert [event.action for event in events_of(session, "ledger", "example")] == ["export_book", "import_book"]


def test_a_supervisor_moves_a_deadline_and_a_body_does_not(desk: Desk) -> None:
    edit = put("SL-4", {"deadline": "２０２２年６月３０日"})
    take_over(desk, SUPERVISOR, edited(exported(desk, SUPERVISOR), edit))
    assert desk.task("SL-4").deadline == date(2022, 6, 30)
    preview = book_of(desk).preview(CIVIL_AFFAIRS, edited(exported(desk, CIVIL_AFFAIRS), put("SL-4", {"deadline": ""})))
    assert "完成时限只能由督查机构调整" in told(preview) and not preview.changes


def test_columns_and_rows_may_be_moved_and_sheets_renamed(paper: Desk) -> None:
    def shuffled(book: Workbook) -> None:
        put("SL-3", {"leader": "李某"})(book)
        page = book.worksheets[1]
        for spread in list(page.merged_cells.ranges):
            page.unmerge_cells(str(spread))
        rows = [[cell.value for cell in row] for row in page]
        head, body = rows[: HEAD_ROW + 1], rows[HEAD_ROW + 1 :]
        for number, row in enumerate([*head, *reversed(body)], start=1):
            for column, value in enumerate(reversed(row), start=1):
                page.cell(number, column).value = value
        page.title = "改过的名字"

    preview = book_of(paper).preview(CIVIL_AFFAIRS, edited(exported(paper, CIVIL_AFFAIRS), shuffled))
    assert [(each.code, each.key, each.after) for each in preview.changes] == [("SL-3", "leader", "李某")]
    assert not preview.problems


def test_rows_deleted_added_and_locked_cells_are_told_and_nothing_is_done(paper: Desk) -> None:
    def edit(book: Workbook) -> None:
        page = book.worksheets[1]
        put("SL-4", {"title": "换个题目"})(book)
        page.cell(page.max_row + 1, 6).value = "新任务"
        page.cell(page.max_row, 10).value = "王某"
        page.delete_rows(row_of(page, "SL-3"))

    before = paper.ledger.tasks(SUPERVISOR)
    content = edited(exported(paper, CIVIL_AFFAIRS), lambda book: edit(book))
    preview = book_of(paper).preview(CIVIL_AFFAIRS, content)
    words = told(preview)
    assert "这些行不在表中：SL-3" in words and "“新任务”" in words and not preview.changes
    assert paper.ledger.tasks(SUPERVISOR) == before


def test_a_sheet_handed_in_alone_is_told_once_and_read(paper: Desk) -> None:
    def edit(book: Workbook) -> None:
        put("SL-3", {"leader": "李某"})(book)
        kept = next(
            page for page in book.worksheets[1:] if any("SL-3 " in str(cell.value) for row in page for cell in row)
        )
        for page in [page for page in book.worksheets if page.sheet_state == "visible" and page is not kept]:
            del book[page.title]

    preview = book_of(paper).preview(SUPERVISOR, edited(exported(paper, SUPERVISOR), edit))
    assert len(preview.changes) == 1 and "整张工作表不在册中" in told(preview)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"percent": "约八成", "progress": "好"}, "完成比例应为0–100，读到“约八成”"),
        ({"percent": 101, "progress": "好"}, "完成比例应为0–100，读到“101”"),
        ({"percent": 0.8, "progress": "好"}, "分不清是百分之几，读到“0.8”"),
        ({"percent": 50}, "没有填写本期进展"),
        ({"leader": "王" * 65}, "分管领导不超过64字，读到65字"),
        ({"telephone": "找王某"}, "联系电话应为号码，读到“找王某”"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_written(
    paper: Desk, values: Mapping[str, object], words: str
) -> None:
    content = edited(exported(paper, CIVIL_AFFAIRS), both(put("SL-3", values), put("SL-4", {"leader": "王某"})))
    preview = book_of(paper).preview(CIVIL_AFFAIRS, content)
    assert words in told(preview) and "工作表“" in preview.problems[0].where
    with pytest.raises(Changed):
        book_of(paper).confirm(CIVIL_AFFAIRS, content, {}, digest_of(preview.comparison))
    assert paper.task("SL-4").leader == "" and paper.task("SL-3").reports == ()


def test_the_marked_copy_shows_the_cell_says_why_and_can_be_sent_back(paper: Desk) -> None:
    content = edited(exported(paper, CIVIL_AFFAIRS), put("SL-3", {"percent": "约八成", "progress": "@1+1"}))
    marked = book_of(paper).marked(CIVIL_AFFAIRS, content)
    page = opened(marked).worksheets[2]
    cell = page.cell(row_of(page, "SL-3"), columns_of(page)[TITLES["percent"]])
    assert "应为0–100，读到“约八成”" in cell.comment.text and cell.fill.fgColor.rgb == "00FFC7CE"
    assert not [each for sheet in opened(marked) for row in sheet for each in row if each.data_type == "f"]
    again = book_of(paper).preview(CIVIL_AFFAIRS, edited(marked, put("SL-3", {"percent": "80%"})))
    assert {each.key: each.after for each in again.changes} == {"percent": "80", "progress": "@1+1"}
    assert not again.problems


def test_progress_is_reported_only_where_a_report_is_due_and_only_by_the_lead_body(paper: Desk) -> None:
    values = {"progress": "好", "percent": 10}
    for who, code, words in (
        (CIVIL_AFFAIRS, "SL-4", "任务处于“立项”，现在不能反馈进展"),
        (HUMAN_RESOURCES, "SL-3", "配合单位不能填写"),
        (SUPERVISOR, "SL-3", "督查人员不能代填"),
    ):
        preview = book_of(paper).preview(who, edited(exported(paper, who), put(code, values)))
        assert words in told(preview) and not preview.changes, who.login


def test_an_office_fills_only_its_own_tasks_in_the_whole_city_s_book(paper: Desk) -> None:
    whole = exported(paper, SUPERVISOR)
    edit = both(put("SL-3", {"leader": "李某"}), put("SL-5", {"leader": "赵某"}))
    assert "不是本单位的任务" in told(book_of(paper).preview(CIVIL_AFFAIRS, edited(whole, edit)))
    preview = book_of(paper).preview(CIVIL_AFFAIRS, edited(whole, put("SL-3", {"leader": "李某"})))
    assert len(preview.changes) == 1 and not preview.problems


# Conflicts


def versions_of(preview: BookPreview) -> list[tuple[str, str]]:
    (conflict,) = preview.conflicts
    return [(each.text, each.author) for each in conflict.versions]


def chosen(preview: BookPreview, text: str) -> dict[str, str]:
    found: Version = next(each for each in preview.conflicts[0].versions if each.text == text)
    return {preview.conflicts[0].name: found.token}


def test_what_was_changed_since_the_export_is_put_beside_the_book_and_a_person_chooses(desk: Desk) -> None:
    content = edited(exported(desk, CIVIL_AFFAIRS), put("SL-3", {"leader": "李某", "person": "钱某"}))
    desk.now += timedelta(hours=1)
    moved_at, deadline = desk.now, desk.task("SL-3").deadline
    described(desk, "SL-3", leader="王某")
    desk.now += timedelta(hours=1)
    preview = book_of(desk).preview(CIVIL_AFFAIRS, content)
    assert versions_of(preview) == [("王某", SUPERVISOR.id), ("李某", CIVIL_AFFAIRS.name)]
    assert [each.at for each in preview.conflicts[0].versions] == [moved_at, desk.now]
    assert [each.key for each in preview.changes] == ["person"]
    with pytest.raises(Changed):
        book_of(desk).confirm(CIVIL_AFFAIRS, content, {}, digest_of(preview.comparison))
    assert desk.task("SL-3").person == ""
    take_over(desk, CIVIL_AFFAIRS, content, chosen(preview, "王某"))
    assert (desk.task("SL-3").leader, desk.task("SL-3").person) == ("王某", "钱某")
    assert desk.task("SL-3").deadline == deadline


def test_two_bodies_that_fill_the_same_cell_see_both_values(desk: Desk) -> None:
    desk.bring_in_hand("SL-6", SURVEY)
    values = {"progress": "调查队的进展", "percent": 40}
    first = edited(exported(desk, SURVEY), put("SL-6", values))
    second = edited(exported(desk, STATISTICS), put("SL-6", {**values, "progress": "统计局的进展"}))
    take_over(desk, SURVEY, first)
    preview = book_of(desk).preview(STATISTICS, second)
    assert versions_of(preview) == [("调查队的进展", SURVEY.id), ("统计局的进展", STATISTICS.name)]
    assert "待审核" in preview.conflicts[0].closed and not preview.changes


def test_two_sheets_of_one_book_that_differ_are_put_side_by_side(paper: Desk) -> None:
    content = exported(paper, SUPERVISOR)
    sheets = [page.title for page in opened(content) if any("SL-6 " in str(cell.value) for row in page for cell in row)]
    assert len(sheets) == 2
    edit = both(*(put("SL-6", {"leader": f"领导{number}"}, name) for number, name in enumerate(sheets)))
    preview = book_of(paper).preview(SUPERVISOR, edited(content, edit))
    assert {text for text, _ in versions_of(preview)} == {"", "领导0", "领导1"}
    assert {author.split("（")[0] for _, author in versions_of(preview)[1:]} == set(sheets)
    take_over(paper, SUPERVISOR, edited(content, edit), chosen(preview, "领导1"))
    assert paper.task("SL-6").leader == "领导1"


def test_a_choice_holds_for_the_values_that_were_seen_and_no_others(desk: Desk) -> None:
    content = edited(exported(desk, CIVIL_AFFAIRS), put("SL-3", {"leader": "李某"}))
    for leader in ("王某", "孙某"):
        described(desk, "SL-3", leader=leader)
        preview = book_of(desk).preview(CIVIL_AFFAIRS, content)
        if leader == "王某":
            choices = chosen(preview, "李某")
    assert len(book_of(desk).preview(CIVIL_AFFAIRS, content, choices).conflicts) == 1


def test_what_changed_between_preview_and_confirmation_is_not_overwritten(desk: Desk) -> None:
    content = edited(exported(desk, CIVIL_AFFAIRS), put("SL-3", {"leader": "李某"}))
    agreed = digest_of(book_of(desk).preview(CIVIL_AFFAIRS, content).comparison)
    described(desk, "SL-3", leader="王某")
    with pytest.raises(Changed, match="没有写入"):
        book_of(desk).confirm(CIVIL_AFFAIRS, content, {}, agreed)
    assert desk.task("SL-3").leader == "王某"


def test_of_many_books_confirmed_at_once_one_is_written_and_the_others_are_told(desk: Desk) -> None:
    content = exported(desk, CIVIL_AFFAIRS)
    books = [edited(content, put("SL-3", {"leader": f"领导{number}"})) for number in range(4)]
    agreed = [digest_of(book_of(desk).preview(CIVIL_AFFAIRS, each).comparison) for each in books]
    outcomes: list[str] = []

    def confirm(number: int) -> None:
        try:
            book_of(desk).confirm(CIVIL_AFFAIRS, books[number], {}, agreed[number])
            outcomes.append("written")
        except Changed:
            outcomes.append("told")

    threads = [threading.Thread(target=confirm, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 3 + ["written"]


def test_an_older_book_writes_only_its_own_cells(desk: Desk) -> None:
    content = edited(exported(desk, CIVIL_AFFAIRS), put("SL-3", {"leader": "李某"}))
    described(desk, "SL-3", person="孙某")
    take_over(desk, CIVIL_AFFAIRS, content)
    assert (desk.task("SL-3").leader, desk.task("SL-3").person) == ("李某", "孙某")
    assert take_over(desk, CIVIL_AFFAIRS, content) == ()


def test_all_of_a_book_is_written_or_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = both(put("SL-3", {"leader": "李某"}), put("SL-4", {"leader": "王某"}))
    content = edited(exported(desk, CIVIL_AFFAIRS), edit)
    preview = book_of(desk).preview(CIVIL_AFFAIRS, content)
    plain = desk.ledger.__class__.describe

    def failing(self: object, who: Account, code: str, *rest: object) -> None:
        if code == "SL-4":
            raise RuntimeError("power cut")
        plain(self, who, code, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.ledger.__class__, "describe", failing)
    with pytest.raises(RuntimeError):
        book_of(desk).confirm(CIVIL_AFFAIRS, content, {}, digest_of(preview.comparison))
    assert (desk.task("SL-3").leader, desk.task("SL-4").leader) == ("", "")
