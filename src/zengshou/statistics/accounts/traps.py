"""The traps of published income figures, each measured where the figures of an area allow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from zengshou.concepts.problem import Problem
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.caliber import is_old_scope
from zengshou.statistics.accounts.check import Check, Held, Verdict, held_in
from zengshou.statistics.accounts.groups_in import fifths_of, years_with_fifths
from zengshou.statistics.accounts.names import label_of
from zengshou.statistics.accounts.period import is_part_year
from zengshou.statistics.accounts.urban_share import implied_share, joined_by_urbanisation
from zengshou.statistics.grouped.estimates import grouped
from zengshou.statistics.grouped.persons import simple_average_ratio

GINI = "gini"


class TrapName(Enum):
    """What may be read wrongly."""

    FIFTHS_OF_HOUSEHOLDS = "fifths_of_households"
    URBANISATION_RATE = "urbanisation_rate"
    GROUPED_GINI = "grouped_gini"
    IDENTITIES = "identities"
    CUMULATIVE = "cumulative"
    OLD_SCOPE = "old_scope"
    CONFLICT = "conflict"
    BACK_COMPUTED = "back_computed"

    @property
    def label(self) -> str:
        return {
            "fifths_of_households": "把户的五等份当作人的五等份",
            "urbanisation_rate": "用城镇化率给城乡均值加权",
            "grouped_gini": "把分组推算值当作基尼系数",
            "identities": "来源、增速与水平互不相符",
            "cumulative": "把季度累计数当作全年数",
            "old_scope": "新旧口径连成一线",
            "conflict": "不同来源的数互相矛盾",
            "back_computed": "把倒推值当作公布值",
        }[self.value]


class Standing(Enum):
    """How a trap stands in these figures.

    GUARDED  the figures hold the trap, and the product keeps out of it as `words` says
    CLEAR    the figures do not hold it
    FOUND    something is wrong and a person must look
    SILENT   the figures do not allow a judgement
    """

    GUARDED = "guarded"
    CLEAR = "clear"
    FOUND = "found"
    SILENT = "silent"

    @property
    def label(self) -> str:
        return {"guarded": "存在，已防范", "clear": "不存在", "found": "发现问题", "silent": "无法判断"}[self.value]


@dataclass(frozen=True)
class Trap:
    """One trap in one area.

    template, values  the evidence measured: a sentence with places, and what fills them, so that it can be told in
                      another language
    sources           offices and publications behind the evidence
    """

    name: TrapName
    area: str
    standing: Standing
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return self.template.format(**self.values)


NO_FIFTHS = "没有五等份分组均值或人均值"
FIFTHS_RATIO = "五组均值的简单平均与公布人均值之比：{ratios}；分组为户的等份，换算成人口比重后才计算份额"
NO_RATE = "没有同年的城镇化率和城乡、全体三个均值"
JOINED = (
    "{year}年：用常住人口城镇化率给城乡均值加权得 {mean} 元，与公布的人均值相差 {difference}%，不可使用；"
    "三个均值隐含的城镇权数为 {share}"
)
NO_GROUPS = "没有同年的分组均值和官方基尼系数"
GROUPS_ALONE = "有分组均值而无同年官方数，推算值只以界限给出"
GROUPS_AND_OFFICIAL = "推算界限、各法拟合、官方数：{years}。两者是不同的数，不连成一线"
NOT_TESTED = "没有可以互相核验的数"
ALL_HOLD = "核验 {tested} 项，全部在四舍五入范围内相符；另有 {silent} 项缺数"
QUOTED = "{found}"
NONE_SUCH = "没有这类数"
CUMULATIVE_RULE = "{figures}：累计数，只与上年同期比较，不进入年度序列"
OLD_SCOPE_RULE = "{figures}：旧口径，不指明口径不与新口径相连"
BACK_COMPUTED_RULE = "{figures}：倒推值，不作读数，不参加核验"
AGREED = "每个数只有一个来源，或各来源一致"


def traps_of(
    area: str, figures: Sequence[PublishedFigure], checks: Sequence[Check], conflicts: Sequence[Problem] = ()
) -> tuple[Trap, ...]:
    """Every trap of one area.

    figures    all published figures, of any area
    checks     the identities tested on them
    conflicts  Problems of sources that disagree, from `settled`
    """
    held = held_in(area, figures)
    own = [figure for figure in figures if figure.area == area]
    parts = [figure for figure in own if is_part_year(figure.indicator)]
    old = [figure for figure in own if is_old_scope(figure.indicator)]
    derived = [figure for figure in own if figure.confidence is Confidence.DERIVED]
    return (
        _fifths(held, area),
        _urbanisation(held, area),
        _grouped(held, area),
        _identities(area, [check for check in checks if check.area == area]),
        _listed(TrapName.CUMULATIVE, area, parts, CUMULATIVE_RULE),
        _listed(TrapName.OLD_SCOPE, area, old, OLD_SCOPE_RULE),
        _conflict(area, conflicts),
        _listed(TrapName.BACK_COMPUTED, area, derived, BACK_COMPUTED_RULE),
    )


def _fifths(held: Held, area: str) -> Trap:
    name = TrapName.FIFTHS_OF_HOUSEHOLDS
    ratios = {year: simple_average_ratio(fifths_of(held, area, year)) for year in years_with_fifths(held)}
    known = {year: ratio for year, ratio in ratios.items() if ratio is not None}
    if not known:
        return Trap(name, area, Standing.SILENT, NO_FIFTHS)
    told = {"ratios": "，".join(f"{year} {ratio:.3f}" for year, ratio in known.items())}
    found = (figure.source for (of, year), figure in held.items() if year in known and of.startswith("income_fifth"))
    return Trap(name, area, Standing.GUARDED, FIFTHS_RATIO, told, tuple(dict.fromkeys(found)))


def _urbanisation(held: Held, area: str) -> Trap:
    name = TrapName.URBANISATION_RATE
    years = sorted((year for indicator, year in held if indicator == "urban_share"), reverse=True)
    for year in years:
        wrong, share = joined_by_urbanisation(held, area, year), implied_share(held, area, year)
        if wrong.mean.value is None or wrong.difference is None or share.value is None:
            continue
        told = {
            "year": str(year),
            "mean": f"{wrong.mean.value:,.0f}",
            "difference": f"{wrong.difference:+.1f}",
            "share": f"{share.value:.3f}",
        }
        return Trap(name, area, Standing.GUARDED, JOINED, told, tuple(wrong.mean.vintage.split("；")))
    return Trap(name, area, Standing.SILENT, NO_RATE)


def _grouped(held: Held, area: str) -> Trap:
    name, years = TrapName.GROUPED_GINI, years_with_fifths(held)
    official = {year: figure for (indicator, year), figure in held.items() if indicator == GINI}
    both = sorted(set(years) & set(official))
    if not both:
        standing = Standing.GUARDED if years else Standing.SILENT
        return Trap(name, area, standing, GROUPS_ALONE if years else NO_GROUPS)
    told = []
    for year in both:
        found = grouped(fifths_of(held, area, year))
        if found.bounds is not None and found.spread is not None:
            low, high = found.spread
            told.append(f"{year} {found.bounds} / {low:.3f}–{high:.3f} / {official[year].value:.3f}")
    sources = tuple(dict.fromkeys(official[year].source for year in both))
    return Trap(name, area, Standing.GUARDED, GROUPS_AND_OFFICIAL, {"years": "；".join(told)}, sources)


def _identities(area: str, checks: Sequence[Check]) -> Trap:
    name = TrapName.IDENTITIES
    broken = [str(check.problem) for check in checks if check.verdict is Verdict.BROKEN]
    tested = [check for check in checks if check.verdict is not Verdict.UNTESTABLE]
    if broken:
        return Trap(name, area, Standing.FOUND, QUOTED, {"found": "；".join(broken)})
    if not tested:
        return Trap(name, area, Standing.SILENT, NOT_TESTED)
    told = {"tested": str(len(tested)), "silent": str(len(checks) - len(tested))}
    return Trap(name, area, Standing.CLEAR, ALL_HOLD, told)


def _listed(name: TrapName, area: str, figures: Sequence[PublishedFigure], rule: str) -> Trap:
    if not figures:
        return Trap(name, area, Standing.CLEAR, NONE_SUCH)
    told = {"figures": "、".join(f"{figure.year}年{label_of(figure.indicator)}" for figure in figures)}
    return Trap(name, area, Standing.GUARDED, rule, told, tuple(dict.fromkeys(figure.source for figure in figures)))


def _conflict(area: str, conflicts: Sequence[Problem]) -> Trap:
    own = [str(problem) for problem in conflicts if problem.where.startswith(f"{area} ")]
    if own:
        return Trap(TrapName.CONFLICT, area, Standing.FOUND, QUOTED, {"found": "；".join(own)})
    return Trap(TrapName.CONFLICT, area, Standing.CLEAR, AGREED)
