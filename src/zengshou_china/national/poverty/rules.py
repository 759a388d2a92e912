"""贫困标准: who is rural poor by the line of the years 2010 to 2020."""

from zengshou.policy.dsl import Category, Flags, Household, OnDate, Yearly, Yuan, both, rule
from zengshou_china.national.inputs import residence

RURAL = residence.code("rural")


@rule(entity=Household, until="2020-12-31", law="国家统计局 农村贫困监测标准", label="现行标准下农村贫困家庭")
def is_rural_poor_household(
    residence: OnDate[Category], disposable_per_head_yearly: Yearly[Yuan], line_yearly: Yearly[Yuan]
) -> Yearly[Flags]:
    """Rural, with disposable income per head below the year's line; no national line is published after 2020."""
    return both(residence == RURAL, disposable_per_head_yearly < line_yearly)
