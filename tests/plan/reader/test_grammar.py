"""The grammar, form by form: numbering, wrapped lines, offices, targets; traps that must not be taken for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.reader.reading import flags_of, names, one_goal, one_task, read, short_targets
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.load import load_plan
from zengshou.plan.reader.draft import draft_of
from zengshou.plan.reader.numbering import Level, token_of
from zengshou.plan.reader.numerals import chinese_number
from zengshou.plan.reader.office_names import names_of
from zengshou.plan.reader.source import SourceLine, fold, passage_of
from zengshou.store.plan_files.plan_text import text_lines
from zengshou.store.plan_files.plan_text_numbering import chinese


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("一、总体要求", Level.CHAPTER, 1),
        ("第十二章 附则", Level.CHAPTER, 12),
        ("（三）行动", Level.GROUP, 3),
        ("(十一)行动", Level.GROUP, 11),
        ("2.1 行动", Level.GROUP, 1),
        ("3.“十三五”期间", Level.ITEM, 3),
        ("１２．完善制度", Level.ITEM, 12),
        ("7、完善制度", Level.ITEM, 7),
        ("（4）分点", Level.SUB, 4),
        ("③分点", Level.SUBSUB, 3),
    ],
)
def test_numbering_is_read_at_its_level(line: str, level: Level, number: int) -> None:
    token = token_of(fold(line))
    assert token and (token.level, token.number) == (level, number)


@pytest.mark.parametrize(
    "line", ["38.3%以上", "2018年再建成", "一村一品", "三农工作", "10个千亩以上", "（含技工学校）"]
)
def test_decimals_years_and_words_are_no_numbering(line: str) -> None:
    assert token_of(fold(line)) is None


@given(st.integers(1, 999))
def test_chinese_numerals_come_back_as_they_were_printed(number: int) -> None:
    assert chinese_number(chinese(number)) == number


def listed(text: str, city: str = "") -> list[str]:
    return [mention.name for mention in names_of(passage_of(SourceLine(1, text)), city).mentions]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("市教育局、财政局，团市委", ["市教育局", "市财政局", "团市委"]),
        ("市委组织部、统战部", ["市委组织部", "市委统战部"]),
        ("市委组织部，市教育局、公安局", ["市委组织部", "市教育局", "市公安局"]),
        ("国家统计局某市调查队、市统计局、财政局", ["国家统计局某市调查队", "市统计局", "市财政局"]),
        ("市发展改革委、市场监管局", ["市发展改革委", "市市场监管局"]),
        ("市人力资源和社会保障局", ["市人力资源和社会保障局"]),
        ("市教育局和市财政局", ["市教育局", "市财政局"]),
        ("县财政局、各县（市、区）人民政府", ["县财政局", "各县(市、区)人民政府"]),
        ("市政府法制办、市公安局", ["市政府法制办", "市公安局"]),
        ("教育局、财政局", ["教育局", "财政局"]),
    ],
)
def test_prefixes_are_handed_on_within_a_run_alone(printed: str, expected: list[str]) -> None:
    assert listed(printed) == expected


def test_bodies_named_after_the_city_take_no_prefix() -> None:
    assert listed("市金融局、云汀监管分局、保险行业协会", "云汀") == ["市金融局", "云汀监管分局", "市保险行业协会"]


@pytest.mark.parametrize(
    "printed",
    [
        "（牵头单位：市教育局；配合单位：市财政局、市科技局）",
        "（牵头单位：市教育局，配合单位：市财政局、市科技局）。",
        "（市教育局牵头，市财政局、科技局配合）",
        "由市教育局牵头，市财政局、市科技局配合。",
        "【牵头单位】市教育局【配合单位】市财政局、市科技局",
        "主办单位：市教育局；协办单位：市财政局、市科技局",
        "牵头单位：市教育局；责任单位：市财政局、市科技局",
        "\n牵头单位：市教育局\n参与单位：市财政局、科技局",
        "\n（责任单位：市教育局、市财政局、市科技局，列第一位的为牵头单位）",
        "（市教育局、财政局、科技局负责，排在首位的为牵头单位，下同）",
    ],
)
def test_every_form_of_assignment_gives_the_same_offices(printed: str) -> None:
    plan = one_task(f"1. 完善制度。落实政策。{printed}")
    assert names(plan) == {"T-1": (("市教育局",), ("市财政局", "市科技局"))}


def test_an_assignment_amid_the_text_is_read_too_and_its_deadline_with_it() -> None:
    plan = one_task("1. 完善制度。稳岗扩岗（市教育局负责）。再做好。［责任单位：市财政局；完成时限：2025年12月］")
    assert names(plan) == {"T-1": (("市教育局", "市财政局"), ())} and plan.tasks[0].due == 2025
    assert "several_assignments" in flags_of(plan, "T-1")


def test_what_quotation_marks_hold_stays_in_the_subject() -> None:
    (target,) = one_goal("到2025年，“个转企”企业总数达到300家。").targets
    assert target.subject == "“个转企”企业总数"


def test_without_a_lead_label_all_responsible_bodies_lead() -> None:
    assert names(one_task("1. 完善制度。（责任单位：市教育局、市财政局）")) == {"T-1": (("市教育局", "市财政局"), ())}


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("（市教育局、财政局）", "no_verb"),
        ("（市教育局、财政局负责）", "assumed_lead"),
        ("（市教育局、财政局等负责）", "open_list"),
        ("（市教育局，财政局负责）", "prefix_borrowed"),
        ("（市教育局、财政局按职责分工负责）", "joint"),
        ("（牵头单位：市教育局；配合单位：市教育局、市财政局）", "both_roles"),
        ("（市教育局负责）。继续推进。（市财政局负责）", "several_assignments"),
    ],
)
def test_what_is_unsure_is_flagged(printed: str, code: str) -> None:
    body = "1. 完善制度。落实。" + printed.replace("。继续", "。\n继续")
    assert code in flags_of(one_task(body), "T-1")


@pytest.mark.parametrize(
    "tail", ["（含技工学校）。", "（中心）", "培育示范点（户）。", "由企业负责人说明。", "压实责任，各负其责。"]
)
def test_brackets_and_responsibility_in_running_text_are_no_assignment(tail: str) -> None:
    plan = read(f"方案\n二、任务\n1. 完善制度。落实政策{tail}\n2. 做好。落实。（市财政局负责）\n")
    assert names(plan)["T-1"] is None and "no_assignment" in flags_of(plan, "T-1")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，失业率控制在5.5%以内。", ["numeric", "le", 5.5, "%", 2025]),
        ("“十四五”期间城镇新增就业人数17.5万。", ["numeric", "increment", 175000, "人", 2025]),
        ("力争到2025年，劳动者报酬占比提高到48%左右。", ["numeric", "reach", 48, "%", 2025]),
        ("到2025年，人均收入比2015年翻两番。", ["numeric", "multiple", 4, "倍", 2025]),
        ("2025年底前，6.5万低收入人口全部脱贫。", ["implied", "all", 0, "人", 2025]),
        ("到2025年，城乡收入差距持续缩小。", ["directional", "fall", 0, "", 2025]),
        ("2023—2025年，居民收入增长与经济增长基本同步。", ["relational", "reach", 0, "百分点", 2025]),
        ("每半年发布一次监测报告。", ["recurring", "reach", 2, "次/年", None]),
        ("到2025年，基本建成统一的人力资源市场。", ["milestone", "reach", 1, "完成", 2025]),
        ("到2025年，每年开展培训5万人次以上。", ["numeric", "ge", 50000, "人次/年", 2025]),
    ],
)
def test_each_kind_of_target_is_read(sentence: str, expected: list[object]) -> None:
    assert list(short_targets(one_goal(sentence)).values()) == [expected]


def test_numbers_paired_by_分别_belong_to_their_own_subjects() -> None:
    plan = one_goal("到2025年，城镇登记失业率、调查失业率分别控制在4%和5.5%以内。")
    assert [(t.subject, t.value) for t in plan.targets] == [("城镇登记失业率", 4), ("调查失业率", 5.5)]


def test_a_later_stage_carries_the_subject_and_begins_at_the_earlier() -> None:
    first, second = one_goal("到2023年，参保率达到95%，到2025年达98%。").targets
    assert second.subject == first.subject == "参保率" and second.deadline == 2025
    assert (second.start_year, second.start_value) == (2023, 95)


@pytest.mark.parametrize(
    "sentence",
    [
        "贯彻《关于增收的意见》（某政发〔2016〕56号）。",
        "无正当理由连续3次拒绝介绍工作的，停发低保金。",
        "对符合条件的企业按规定给予每人2000元补贴。",
        "年满60周岁的居民按月领取养老金。",
        "落实“三权分置”和一址多照改革，实施八项工程。",
        "支持年营业收入1000万元以上的企业扩大投资。",
        "允许提取不低于70%的收益用于奖励。",
    ],
)
def test_document_numbers_rules_and_names_are_no_targets(sentence: str) -> None:
    plan = one_task(f"1. 完善制度。{sentence}（市财政局负责）")
    assert plan.targets == ()
    assert not [number for number in plan.coverage.numbers if number.use == "unread"]


def test_a_number_that_no_rule_places_is_flagged_and_never_dropped() -> None:
    plan = one_goal("到2025年，有关方面达成77共识。")
    assert "number_unread" in flags_of(plan, "") and any("77" in held.span.text for held in plan.held_back)


def test_what_a_draft_cannot_hold_is_left_out_in_words_and_the_rest_loads() -> None:
    tasks = "1. 做好工作。落实。（市财政局负责）\n2. 再做好。落实。\n"
    text = f"方案\n一、主要目标\n到2025年，居民收入翻一番。\n二、任务\n{tasks}"
    draft = draft_of(read(text))
    plan = load_plan(draft.plan, draft.offices, "x", "cn.x")
    assert [task.id for task in plan.tasks] == ["T-1"] and plan.targets == ()
    assert any("翻番缺基年" in line for line in draft.left_out) and any(
        "没有牵头单位" in line for line in draft.left_out
    )


@pytest.mark.parametrize("text", ["一段没有编号的话。", "一、任务\n1. 没有单位。\n2. 也没有。\n", "（一）\n1.\n"])
def test_a_text_without_tasks_or_offices_is_refused_and_no_empty_success(text: str) -> None:
    with pytest.raises(ProblemsFound, match=r"没有读到任务|没有一处写明"):
        read(text)


@given(
    st.lists(
        st.text(alphabet="一二（）()1.、，,。；市局委负责牵头配合单位：:达到5%年20到“”《》〔〕 \t|", max_size=40),
        max_size=25,
    )
)
def test_any_text_is_read_or_refused_and_every_line_gets_a_role(lines: list[str]) -> None:
    text = "\n".join([*lines, "二、任务", "1. 做好。落实。（市财政局负责）"])
    plan = read(text)
    assert set(plan.coverage.roles) == {line.number for line in text_lines(text)}
