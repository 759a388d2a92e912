"""A plan in other styles, of an invented county: labels on their own line, 由X牵头, 主办 and 协办, tables."""

from pathlib import Path

import yaml

from tests.plan.reader.reading import HERE, flags_of, names, read, short_targets
from tests.store.plan_files import write_numbered_docx, write_pdf, write_table_docx, write_table_pdf
from zengshou.plan.reader.assignments import Style
from zengshou.services.plan.plan_reading import read_plan_file

TEXT = (HERE / "third_plan.txt").read_text(encoding="utf-8")
TRUTH = yaml.safe_load((HERE / "third_plan.yaml").read_text(encoding="utf-8"))
HEAD = ("序号", "类别", "重点任务", "牵头单位", "配合单位", "完成时限")
ROWS = (
    HEAD,
    ("1", "技能强基工程", "建设公共实训基地3个", "县人力资源社会保障局", "县财政局、教育局", "2025年12月"),
    ("2", "技能强基工程", "开展订单培训5000人次。突出重点群体。", "县人力资源社会保障局", "县总工会，团县委", "2026年"),
    ("3", "产业富民工程", "发展民宿经济", "县文化旅游局", "县农业农村局、县林业局", "2026年底前"),
    ("4", "产业富民工程", "完善联农带农机制", "县乡村振兴局", "各乡镇人民政府、县财政局等", "长期坚持"),
)
TABLE_NAMES = {
    "QY-1": (("县人力资源社会保障局",), ("县财政局", "县教育局")),
    "QY-2": (("县人力资源社会保障局",), ("县总工会", "团县委")),
    "QY-3": (("县文化旅游局",), ("县农业农村局", "县林业局")),
    "QY-4": (("县乡村振兴局",), ("各乡镇人民政府", "县财政局")),
}


def test_every_assignment_of_the_third_plan_is_exact() -> None:
    plan = read(TEXT, "QY")
    truth = TRUTH["tasks"]
    assert len(plan.tasks) == 22
    assert names(plan) == {key: (tuple(row["lead"]), tuple(row["cooperating"])) for key, row in truth.items()}
    assert {task.id: task.due for task in plan.tasks if task.due} == {
        key: row["due"] for key, row in truth.items() if "due" in row
    }
    assert {t.id for t in plan.tasks if t.assignment and t.assignment.is_open} == {"QY-2.3.2"}
    assert {task.assignment.style for task in plan.tasks if task.assignment} >= {
        Style.OWN_LINE,
        Style.LABELLED,
        Style.SPOKEN,
        Style.LISTED,
    }


def test_every_target_of_the_third_plan_is_exact_and_no_subsidy_rule_is_one() -> None:
    plan = read(TEXT, "QY")
    assert short_targets(plan) == TRUTH["targets"]
    rules = {number.span.text for number in plan.coverage.numbers if number.use.startswith("rule：规则参数")}
    assert {"2000", "12", "1500", "30", "6"} <= rules


def test_the_head_of_the_third_plan_is_read_and_every_line_accounted_for() -> None:
    plan = read(TEXT, "QY")
    assert (plan.front.title, plan.front.number, plan.front.date) == (TRUTH["title"], TRUTH["number"], TRUTH["date"])
    assert plan.city == "青砚" and plan.coverage.unread == ()
    assert "late_convention" in flags_of(plan, "")


def test_the_third_plan_as_numbered_docx_and_as_pdf_gives_the_same_reading(tmp_path: Path) -> None:
    lines = TEXT.split("\n")
    for path in (write_pdf(lines, tmp_path / "a.pdf"), write_numbered_docx(lines, tmp_path / "a.docx", False)):
        again, _ = read_plan_file(path, "QY")
        assert names(again) == names(read(TEXT, "QY")), path.name
        assert short_targets(again) == TRUTH["targets"], path.name


def test_a_table_of_task_division_is_read_from_docx_pdf_and_text(tmp_path: Path) -> None:
    bars, tabs = tmp_path / "bars.txt", tmp_path / "tabs.txt"
    bars.write_text("青砚县任务分工表\n" + "\n".join(f"| {' | '.join(row)} |" for row in ROWS), encoding="utf-8")
    tabs.write_text("青砚县任务分工表\n" + "\n".join("\t".join(row) for row in ROWS), encoding="utf-8")
    word = write_table_docx(ROWS, tmp_path / "t.docx", merged=1, title="青砚县任务分工表")
    pdf = write_table_pdf(ROWS, (4, 8, 12, 10, 9, 6), tmp_path / "t.pdf")
    for path in (bars, tabs, word, pdf):
        plan, _ = read_plan_file(path, "QY")
        assert names(plan) == TABLE_NAMES, path.name
        assert [group.title for group in plan.groups] == ["技能强基工程", "产业富民工程"], path.name
        assert [task.due for task in plan.tasks] == [2025, 2026, 2026, None], path.name
        assert short_targets(plan) == {
            "QY-1-T1": ["numeric", "increment", 3, "个", 2025],
            "QY-2-T1": ["numeric", "increment", 5000, "人次", 2026],
        }, path.name
        assert plan.coverage.unread == (), path.name


def test_a_table_beside_the_text_is_checked_against_it() -> None:
    text = "方案\n二、任务\n1. 发展民宿。落实政策。（县文旅局负责）\n2. 培训农民。落实政策。\n"
    table = "序号\t任务\t牵头单位\n1\t发展民宿\t县商务局\n2\t培训农民\t县农业局\n"
    plan = read(text + table)
    assert names(plan) == {"T-1": (("县文旅局",), ()), "T-2": (("县农业局",), ())}
    assert "table_differs" in flags_of(plan, "T-1") and "no_assignment" not in flags_of(plan, "T-2")
