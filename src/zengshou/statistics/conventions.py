"""Why two figures of one name differ: every choice in which they were made differently, by name."""

from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate

LABELS = {
    "indicator": "指标",
    "unit": "单位",
    "kind": "数据来源",
    "domain": "域",
    "area": "地区",
    "period": "时期",
    "vintage": "数据批次",
    "design": "抽样设计",
    "negatives": "负收入的处理",
    "gini": "基尼系数的算法",
    "concentration": "集中系数的算法",
    "quantile": "分位数的算法",
    "density": "密度的带宽",
    "shares": "收入份额的算法",
    "sum": "分组收入合计的算法",
    "poor": "贫困判定",
    "rich": "富裕判定",
    "line": "贫困线（或富裕线）",
    "line_domain": "相对线的参照人群",
    "line_period": "贫困线所属时期",
    "band": "收入区间",
    "fgt": "FGT 的阶数",
    "ge": "广义熵的参数",
    "atkinson": "不平等厌恶系数",
    "affluence": "富裕指数的参数",
    "sen": "森指数的算法",
    "sst": "森—肖罗克斯—托恩指数的算法",
    "wolfson": "沃尔夫森指数的算法",
    "egr_parameters": "极化指数的参数",
    "egr_groups": "极化指数的分组",
    "der_alpha": "极化指数的参数",
    "der_density": "极化指数的密度估计",
    "income_gap_ratio": "收入缺口率的算法",
    "watts": "瓦茨指数的算法",
    "zenga": "曾加指数的算法",
    "j": "J散度的算法",
    "generalised": "广义洛伦兹曲线的算法",
    "between": "组间不平等的算法",
    "shapley": "沙普利分解的次序",
    "correlation": "相关系数的算法",
    "mobility": "流动指数的算法",
    "fields_ok": "收入变动的度量",
    "classes": "等份或分组",
    "groups": "分解所用的分组",
    "sources": "收入来源的构成",
    "borders": "分组界限",
    "absent": "尚未加入的来源取值",
    "close_equals": "近似同等收入组的组距",
    "kakwani": "Kakwani 指数的方向",
    "suits": "Suits 指数的算法",
    "weight": "权数",
    "interval": "区间的算法",
    "replicates": "复制权数的用法",
    "waves": "两期样本的重叠",
    "imputations": "多重插补",
    "limits": "区间界限的取法",
}
# What the figure says about itself, not how it was made.
NOT_CHOICES = ("measured_coverage", "replicates_without_value", "missing_information")
ABSENT = "未列明"


@dataclass(frozen=True)
class Difference:
    """One choice made differently.

    name           of the choice, as printed in the convention, or of the field of the Estimate
    first, second  how either figure has it
    """

    name: str
    first: str
    second: str

    @property
    def text(self) -> str:
        """The difference in words for a reader."""
        return f"{LABELS.get(self.name, self.name)}：{self.first} 与 {self.second}"


def explain_difference(first: Estimate, second: Estimate) -> tuple[Difference, ...]:
    """The choices in which two figures differ: what they are about, then how they were computed.

    Empty where all that is printed is the same: the rows then differ, and no convention explains it.
    """
    sides = [{**_about(one), **named_choices(one)} for one in (first, second)]
    names = dict.fromkeys([*sides[0], *sides[1]])
    pairs = [(name, sides[0].get(name, ABSENT), sides[1].get(name, ABSENT)) for name in names]
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def named_choices(estimate: Estimate) -> dict[str, str]:
    """The convention taken apart: name to value, in the order printed."""
    said = (part.partition("=") for part in estimate.convention.split("; ") if part)
    return {name: value for name, _, value in said if name not in NOT_CHOICES}


def _about(estimate: Estimate) -> dict[str, str]:
    return {
        "indicator": estimate.indicator,
        "unit": estimate.unit,
        "kind": estimate.kind.label,
        "domain": estimate.domain,
        "area": estimate.area,
        "period": estimate.period,
        "vintage": estimate.vintage,
        "design": estimate.design,
    }
