"""Invented figures by key group and of middle income, for the tests of faces."""

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.services.statistics.key_groups import GroupRow
from zengshou.services.statistics.middle_income import MiddleIncome, MiddleShare
from zengshou.simulation.outcome import Compared, GroupFigures

LABELS = ("技能人才", "新型职业农民")
UNTOLD = ("自己经营的主体",)
STATEMENT = "中等收入没有唯一的官方标准，下列各口径并列，数值相差很大，引用时须写明口径和价格年份。"


def figure(indicator: str, value: float | None, unit: str = "yuan per person per year", **more: object) -> Estimate:
    """A synthetic model figure; without value it has a reason."""
    found = {"n": 120, "kind": FigureKind.MODEL, "is_synthetic": True, "reason": "" if value is not None else "没有数"}
    if value is not None:
        found |= {"se": abs(value) * 0.02 + 0.01, "ci_low": value * 0.96, "ci_high": value * 1.04}
    return Estimate(indicator, value, unit=unit, **{**found, **more})


def rows() -> tuple[GroupRow, ...]:
    return tuple(
        GroupRow(
            f"is_{at}",
            label,
            figure("group_rate", 0.08, "share"),
            figure("group_unknown_rate", 0.3 * at, "share"),
            UNTOLD if at else (),
            (
                figure("mean", 46_000.0 - 20_000 * at, flags=("caution",) if at else ()),
                figure("median", 38_000.0),
                figure("gini", 0.34, "index"),
                figure("arpr", 0.05, "share"),
            ),
            tuple(figure("mean", value) for value in (70_000.0, 0.0, 6_000.0, -7_000.0)),
        )
        for at, label in enumerate(LABELS)
    )


def group_figures() -> tuple[GroupFigures, ...]:
    change = Compared("mean", "均值", figure("mean", 46_000.0), figure("mean", 46_100.0), figure("change_mean", 100.0))
    return tuple(GroupFigures(row.name, row.label, row.share, row.unknown, row.untold, (change,)) for row in rows())


def middle() -> MiddleIncome:
    def share(name: str, label: str, value: float | None, low: float | None, high: float | None) -> MiddleShare:
        total = figure(name, value, "share")
        places = tuple(figure(name, value, "share", domain=place) for place in ("城镇居民", "农村居民"))
        groups = tuple(figure(name, value, "share", domain=group) for group in LABELS)
        basis = "{base}年价格，推到{year}年"
        return MiddleShare(
            name, label, label, basis, 2018, "示例", Status.UNVERIFIED, "", low, high, total, places, groups
        )

    shares = (
        share("nbs_family", "典型三口之家年收入10万至50万元", 0.33, 36_328.0, 181_641.0),
        share("median_75_200", "收入中位数的75%至200%", 0.46, 19_000.0, 50_000.0),
        share("food_median", "城镇食品支出的3倍至收入中位数的3倍", None, None, None),
    )
    return MiddleIncome(STATEMENT, "人均可支配收入", 2025, "合成人口", True, shares)
