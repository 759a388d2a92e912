"""The urban share that the three printed means imply, and what multiplying by the urbanisation rate would give."""

from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.accounts.check import Held
from zengshou.statistics.accounts.external import all_of, computed, empty, missing
from zengshou.statistics.accounts.formulas import implied_urban_share, weighted_mean
from zengshou.statistics.accounts.identities import MEAN
from zengshou.statistics.accounts.names import Residence

IMPLIED = "urban_share_implied_by_means"
IMPLIED_LABEL = "三个均值隐含的城镇权数"
CONVENTION = "(mean - rural)/(urban - rural)；调查的城乡划分与人口城镇化率不是一回事，不用城镇化率加权"


@dataclass(frozen=True)
class JoinedByUrbanisation:
    """The wrong mean: urban and rural means weighted by the urbanisation rate.

    mean        what it would be, yuan
    difference  over the printed mean, per cent
    """

    mean: Estimate
    difference: float | None

    @property
    def warning(self) -> str:
        """What to tell someone who multiplies; empty where the difference cannot be measured."""
        if self.mean.value is None or self.difference is None:
            return ""
        return (
            f"用常住人口城镇化率给城乡均值加权得 {self.mean.value:,.0f} 元，"
            f"比公布的人均值{'高' if self.difference > 0 else '低'} {abs(self.difference):.1f}%，不可使用。"
        )


def implied_share(held: Held, area: str, year: int) -> Estimate:
    """(mean - rural)/(urban - rural), 0 to 1."""
    wanted = tuple((residence.of(MEAN), year) for residence in Residence)
    reason = missing(held, wanted)
    if reason:
        return empty(IMPLIED, IMPLIED_LABEL, "share", CONVENTION, area, str(year), reason)
    used = all_of(held, wanted)
    mean, urban, rural = (figure.amount for figure in used)
    if urban == rural or not min(urban, rural) <= mean <= max(urban, rural):
        ground = "人均值不在城乡两个均值之间，三个数不一致"
        return empty(IMPLIED, IMPLIED_LABEL, "share", CONVENTION, area, str(year), ground)
    return computed(IMPLIED, IMPLIED_LABEL, implied_urban_share(mean, urban, rural), "share", CONVENTION, used)


def joined_by_urbanisation(held: Held, area: str, year: int) -> JoinedByUrbanisation:
    """The trap, measured. The figure carries the flag `not_for_use`."""
    name, label = "income_per_head_by_urbanisation", "按城镇化率加权的人均值（错误做法）"
    convention = "urban × 城镇化率 + rural × (1 - 城镇化率)"
    wanted = ((Residence.URBAN.of(MEAN), year), (Residence.RURAL.of(MEAN), year), ("urban_share", year))
    reason = missing(held, wanted)
    if reason:
        return JoinedByUrbanisation(empty(name, label, "元", convention, area, str(year), reason), None)
    used = all_of(held, wanted)
    value = weighted_mean(used[0].amount, used[1].amount, used[2].value / 100)
    printed = held.get((MEAN, year))
    difference = None if printed is None else (value / printed.amount - 1) * 100
    return JoinedByUrbanisation(computed(name, label, value, "元", convention, used, ("not_for_use",)), difference)
