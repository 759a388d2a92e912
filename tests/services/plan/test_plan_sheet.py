"""The correction sheet: one corrected cell is one corrected field, untouched cells are none, faults stand at theirs."""

import io
from collections.abc import Mapping

import openpyxl
import pytest

from tests.services.plan.plan_desk import TEXT, PlanDesk
from tests.services.supervision.ledger_desk import STRANGER, SUPERVISOR
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.services.plan.plan_review import Cause
from zengshou.services.plan.plan_sheet_read import PlanSheet
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import upgrade


@pytest.fixture(name="desk")
def uploaded(database: Database) -> PlanDesk:  # noqa: F811
    desk = PlanDesk(database)
    desk.upload()
    return desk


@pytest.fixture(name="paper")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> PlanDesk:
    """For what concerns the workbook and not the database."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('paper') / 'paper.db'}")
    upgrade(made)
    desk = PlanDesk(made)
    desk.upload()
    return desk


def filled(content: bytes, sheet: str, id: str, values: Mapping[str, object]) -> bytes:
    """The workbook with cells of one row typed in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book[sheet]
    titles = {str(cell.value): cell.column for cell in page[1]}
    row = next(row[0].row for row in page.iter_rows(min_row=2) if row[0].value == id)
    for title, value in values.items():
        page.cell(row, titles[title]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def problems_of(desk: PlanDesk, content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        PlanSheet(desk.review).bring_back(SUPERVISOR, content)
    return [(each.where, each.found) for each in caught.value.problems]


def test_export_fix_one_lead_import_changes_exactly_that_assignment_and_a_re_parse_keeps_it(desk: PlanDesk) -> None:
    sheet = PlanSheet(desk.review)
    content = filled(sheet.export(SUPERVISOR, 1), "任务", "T-2.2.4", {"订正：牵头单位": "县自然资源局"})
    assert sheet.bring_back(SUPERVISOR, content) == (1, 2)
    found = desk.review.differences(SUPERVISOR, 1, 2)
    assert [(each.item.id, each.key, each.before, each.after) for each in found.changed] == [
        ("T-2.2.4", "lead", "县农业农村局", "县自然资源局")
    ]
    second = desk.version(2)
    assert (second.version.cause, second.version.corrections) == (Cause.SHEET, 1)
    desk.upload()
    assert desk.review.differences(SUPERVISOR, 2, 3).is_empty
    assert desk.version(3).item("T-2.2.4").corrections["lead"].first == "县农业农村局"


def test_an_untouched_sheet_changes_nothing_and_makes_no_version(desk: PlanDesk) -> None:
    sheet = PlanSheet(desk.review)
    assert sheet.bring_back(SUPERVISOR, sheet.export(SUPERVISOR, 1)) == (1, 1)
    assert len(desk.review.versions(SUPERVISOR)) == 1


def test_the_sheet_has_a_row_each_the_lowest_confidence_first_dropdowns_and_a_hidden_id(paper: PlanDesk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(PlanSheet(paper.review).export(SUPERVISOR, 1)))
    for name, rows in (("任务", 22), ("目标", 27)):
        page = book[name]
        titles = {str(cell.value): cell.column for cell in page[1]}
        grades = [float(str(page.cell(row, titles["可信度"]).value)) for row in range(2, page.max_row + 1)]
        assert len(grades) == rows and grades == sorted(grades)
        assert page.column_dimensions["A"].hidden and page.data_validations.dataValidation
    task = next(row for row in book["任务"].iter_rows(min_row=2, values_only=True) if row[0] == "T-2.1.1")
    assert task[1] == "技能强基工程" and "5000人次" in str(task[6]) and "第31行 牵头单位" in str(task[7])


def test_targets_are_corrected_and_optional_fields_emptied(paper: PlanDesk) -> None:
    sheet = PlanSheet(paper.review)
    content = filled(sheet.export(SUPERVISOR, 1), "目标", "T-G-1", {"订正：数值": 33000, "订正：类型": "方向"})
    content = filled(content, "任务", "T-2.1.1", {"订正：配合单位": "无"})
    sheet.bring_back(SUPERVISOR, content)
    found = paper.review.differences(SUPERVISOR, 1, 2)
    assert {(each.item.id, each.key, each.after) for each in found.changed} == {
        ("T-2.1.1", "cooperating", ""),
        ("T-G-1", "kind", "方向"),
        ("T-G-1", "value", "33000"),
    }


@pytest.mark.parametrize(
    ("sheet", "id", "values", "told"),
    [
        ("目标", "T-G-1", {"订正：数值": "约三万"}, "数值应为数字，读到“约三万”。"),
        ("目标", "T-G-1", {"订正：类型": "口号"}, "类型应为数量、隐含数量、比较、方向、里程碑、定期之一，读到“口号”。"),
        ("任务", "T-2.1.1", {"订正：牵头单位": "无"}, "牵头单位不能为空。"),
        ("任务", "T-2.1.1", {"订正：完成时限": "明年"}, "完成时限应为四位年份，如 2026，读到“明年”。"),
        ("任务", "T-2.1.1", {"牵头单位": "县财政局"}, "这一栏不导入，内容却改过。"),
        ("任务", "T-2.1.1", {"标识": "T-9.9.9"}, "标识“T-9.9.9”不是导出时的任务或目标。"),
    ],
)
def test_a_fault_is_told_at_its_cell_and_nothing_is_written(
    paper: PlanDesk, sheet: str, id: str, values: Mapping[str, object], told: str
) -> None:
    content = PlanSheet(paper.review).export(SUPERVISOR, 1)
    ready = filled(content, "任务", "T-2.2.4", {"订正：牵头单位": "县自然资源局"})
    ((where, found),) = problems_of(paper, filled(ready, sheet, id, values))
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    column = next(cell.column_letter for cell in page[1] if cell.value == next(iter(values)))
    row = next(row[0].row for row in page.iter_rows(min_row=2) if row[0].value == id)
    assert (where, found) == (f"工作表“{sheet}”{column}{row}", told)
    assert len(paper.review.versions(SUPERVISOR)) == 1


def test_a_cell_that_somebody_corrected_since_the_export_is_not_overwritten(paper: PlanDesk) -> None:
    exported = PlanSheet(paper.review).export(SUPERVISOR, 1)
    paper.review.correct(SUPERVISOR, 1, "T-2.2.4", {"lead": "县财政局"})
    content = filled(exported, "任务", "T-2.2.4", {"订正：牵头单位": "县自然资源局"})
    assert [found for _, found in problems_of(paper, content)] == ["导出之后这一栏已改为“县财政局”。"]
    other = filled(exported, "任务", "T-2.2.4", {"订正：标题": "盘活闲置宅基地"})
    assert PlanSheet(paper.review).bring_back(SUPERVISOR, other) == (2, 3)
    assert paper.version(3).item("T-2.2.4").values["lead"] == "县财政局"


def test_another_workbook_and_another_city_s_sheet_are_refused(paper: PlanDesk) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert "不是从本系统导出的订正表" in problems_of(paper, stream.getvalue())[0][1]
    assert "文件是空的" in problems_of(paper, b"")[0][1]
    content = PlanSheet(paper.review).export(SUPERVISOR, 1)
    paper.review.upload(STRANGER, "方案.txt", TEXT.encode())
    with pytest.raises(Forbidden, match="不是本市的"):
        PlanSheet(paper.review).bring_back(STRANGER, content)
