"""What a reform changes, in words: parameter, date, old value, new value."""

from collections.abc import Sequence

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.reform import Change
from zengshou.policy.schedule import Table
from zengshou.policy.trace import parameter_text

CATEGORY_WORDS = {"urban": "城镇", "rural": "农村"}


def differences_in_words(before: Lawbook, after: Lawbook, changes: Sequence[Change], year: int) -> tuple[str, ...]:
    """One sentence a changed parameter; a change that leaves the value as it was is said too."""
    lines: dict[str, str] = {}
    for change in changes:
        day = max(change.since, f"{year}-01-01")
        old, new = _use(before, change.parameter, day), _use(after, change.parameter, day)
        if new is None:
            continue
        lines[change.parameter] = _sentence(old, new, day)
    return tuple(lines.values())


def _use(book: Lawbook, name: str, day: str) -> ParameterUse | None:
    try:
        return book.parameter(name, day)
    except ProblemsFound:
        return None


def _sentence(old: ParameterUse | None, new: ParameterUse, day: str) -> str:
    if old is not None and isinstance(old.value, Table) and isinstance(new.value, Table):
        before = dict(old.value.entries)
        cells = [
            f"{CATEGORY_WORDS.get(category, category)}由{before.get(category, 0):,.6g}改为{number:,.6g}"
            for category, number in new.value.entries
            if before.get(category) != number
        ]
        change = "、".join(cells) or "不变"
        return f"自{day}起，{new.label}（{unit_in_words(new.unit)}）：{change}。"
    previous = "（原无取值）" if old is None else parameter_text(old)
    if old is not None and old.value == new.value:
        return f"{new.label}不变，为{parameter_text(new)}（{unit_in_words(new.unit)}）。"
    return f"自{day}起，{new.label}由{previous}改为{parameter_text(new)}（{unit_in_words(new.unit)}）。"


def unit_in_words(unit: str) -> str:
    """A parameter's unit as readers know it; one without a translation stands as declared."""
    return UNIT_WORDS.get(unit, unit)


UNIT_WORDS = {
    "yuan per year": "元/年",
    "yuan per month": "元/月",
    "yuan per hour": "元/小时",
    "yuan per payment": "元/次",
    "yuan per admission": "元/次住院",
    "yuan per person per month": "元/人·月",
    "yuan per person per year": "元/人·年",
    "yuan per month and year": "元/月·年",
    "yuan per child and month": "元/孩·月",
    "yuan": "元",
    "yuan per person": "元/人",
    "yuan per firm": "元/户企业",
    "yuan per certificate": "元/证",
    "yuan per mu": "元/亩",
    "yuan per mu and year": "元/亩·年",
    "yuan per station and year": "元/站·年",
    "yuan per month by row": "元/月，按行号",
    "yuan per month by grade and step": "元/月，按级别和档次",
    "100 million yuan": "亿元",
    "share of what was paid": "占实际缴费",
    "share of last year's unemployment contributions": "占上年失业保险费",
    "share of the premium": "占保费",
    "share of the average price": "占平均价格",
    "education level 0 to 3": "学历层次（0至3）",
    "share": "比例",
    "share by grade": "比例，按伤残等级",
    "months by grade": "个月，按伤残等级",
    "months by years paid": "个月，按缴费年限",
    "share of base": "占缴费基数",
    "share of base, each side": "占缴费基数，单位和个人各",
    "share of wage": "占工资",
    "share of the minimum wage": "占最低工资",
    "share of the standard": "占标准",
    "share of last year's pension": "占上年养老金",
    "share by level of government": "各级政府分担比例",
    "share per year": "每年比例",
    "share of average wage": "占平均工资",
    "share of the own part": "占本人部分",
    "share of payroll by class": "按行业类别，占工资总额",
    "share per deemed year": "每视同年比例",
    "multiple": "倍",
    "multiple of average wage": "平均工资的倍数",
    "multiple of the standard": "标准的倍数",
    "yuan per month by tier": "元/月，按档次",
    "yuan per year by tier": "元/年，按档次",
    "yuan per person over three years": "元/人，三年合计",
    "month 1 to 12": "月份",
    "month index, year x 12 + month - 1": "年月",
    "months of birth": "出生月数",
    "months by age in years": "个月，按年龄",
    "tier 1 to 3": "档次",
    "class": "类别",
    "persons": "人",
    "10000 persons": "万人",
    "refusals": "次",
    "months": "个月",
    "years": "年",
    "index": "指数",
    "flag": "是否",
}
