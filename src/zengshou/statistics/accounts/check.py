"""One identity of published figures in one area and year: what is printed, what follows, and whether they agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.problem import Problem
from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.names import Residence
from zengshou.statistics.accounts.period import is_part_year
from zengshou.statistics.accounts.rounding import Range

Held = Mapping[tuple[str, int], PublishedFigure]


class Identity(Enum):
    """What must hold between printed figures."""

    SOURCES = "sources_sum_to_mean"
    GROWTH = "growth_matches_levels"
    REAL = "real_is_nominal_over_prices"
    CHAIN = "index_chain_matches_levels"
    RATIO = "urban_rural_ratio_matches_means"
    SECTORS = "sectors_sum_to_gdp"

    @property
    def label(self) -> str:
        return {
            "sources_sum_to_mean": "四项来源之和等于人均可支配收入",
            "growth_matches_levels": "名义增速与相邻两年水平相符",
            "real_is_nominal_over_prices": "实际增速等于名义增速扣除价格",
            "index_chain_matches_levels": "逐年增速连乘与首尾水平相符",
            "urban_rural_ratio_matches_means": "城乡收入比等于两个均值之比",
            "sectors_sum_to_gdp": "三次产业之和等于地区生产总值",
        }[self.value]

    @property
    def is_one_statement(self) -> bool:
        """True where all figures are of one year's release: no revision can part them, so an import is refused."""
        return self in (Identity.SOURCES, Identity.REAL, Identity.RATIO, Identity.SECTORS)


class Verdict(Enum):
    """How an identity stands."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNTESTABLE = "untestable"

    @property
    def label(self) -> str:
        return {"holds": "相符", "broken": "不符", "untestable": "无法核验"}[self.value]


@dataclass(frozen=True)
class Check:
    """One identity tested.

    period      2023, or 2015–2025 of a chain
    printed     the printed side, None where it is not held
    computed    what the other figures give, None where one is missing
    tolerance   how far the two may be apart by rounding alone
    sources     offices and publications of every figure used
    reason      why it cannot be tested
    """

    identity: Identity
    area: str
    period: str
    residence: Residence
    verdict: Verdict
    unit: str
    printed: float | None = None
    computed: float | None = None
    tolerance: float | None = None
    sources: tuple[str, ...] = ()
    reason: str = ""
    is_secondary: bool = False

    @property
    def difference(self) -> float | None:
        return None if self.printed is None or self.computed is None else self.computed - self.printed

    @property
    def problem(self) -> Problem:
        """The finding as a Problem; only for a check that is broken."""
        found = (
            f"{self.residence.label}：“{self.identity.label}”不成立，公布 {_told(self.printed)}{self.unit}，"
            f"算得 {_told(self.computed)}{self.unit}，相差超出四舍五入可解释的 {_told(self.tolerance)}{self.unit}。"
        )
        return Problem(found, f"{self.area} {self.period}年", "回到原件核对各数；修订过的年份请注明版次。")


def _told(value: float | None) -> str:
    """A number for a sentence, two decimals at most."""
    return "—" if value is None else f"{round(value, 2):.12g}"


def compared(
    identity: Identity,
    used: Sequence[PublishedFigure],
    period: str,
    residence: Residence,
    unit: str,
    printed: tuple[float, Range],
    computed: tuple[float, Range],
) -> Check:
    """A check whose two sides are held, each a value with the range that rounding leaves it."""
    (value, around), (other, wide) = printed, computed
    tolerance = (around.high - around.low + wide.high - wide.low) / 2
    return Check(
        identity,
        used[0].area,
        period,
        residence,
        Verdict.HOLDS if around.meets(wide) else Verdict.BROKEN,
        unit,
        value,
        other,
        tolerance,
        tuple(dict.fromkeys(figure.source for figure in used)),
        is_secondary=any(figure.confidence is Confidence.MEDIUM for figure in used),
    )


def held_in(area: str, figures: Sequence[PublishedFigure]) -> Held:
    """The annual figures of one area. Values that were never printed and parts of a year are left out: the first prove
    nothing, the second are no years."""
    return {
        (figure.indicator, figure.year): figure
        for figure in figures
        if figure.area == area and figure.confidence is not Confidence.DERIVED and not is_part_year(figure.indicator)
    }
