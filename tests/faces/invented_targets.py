"""Invented targets with every kind of reading and lamp, for the tests of faces."""

from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.reading import Lamp, LampColour, PathPoint, TargetReading

Points = tuple[PathPoint, ...]
NUMERIC, REACH = TargetKind.NUMERIC, Operator.REACH
UNDECIDED = "目标值落在本期估计的95%置信区间内（±0.5），本期数据不能判断是否达标"


def published(indicator: str, value: float, unit: str, year: int) -> Estimate:
    return Estimate(indicator, value, unit=unit, period=str(year), kind=FigureKind.EXTERNAL)


def points(first: int, values: Sequence[float]) -> Points:
    """One point a year from `first` on."""
    return tuple(PathPoint(first + step, value) for step, value in enumerate(values))


def readings() -> tuple[TargetReading, ...]:
    """Undecided, behind, silent, open, done, far behind."""
    return (income_share(), new_jobs(), *silent(), no_longer_poor(), skilled())


def income_share() -> TargetReading:
    target = Target("YJ-G-1", "", "居民可支配收入占地区生产总值的比重", NUMERIC, "income_share", REACH, 38.3, "%", 2020)
    seen = (PathPoint(2015, 36.4), PathPoint(2016, 36.6, 36.1, 37.1), PathPoint(2017, 36.9, 36.4, 37.4))
    path = points(2015, [36.4 + 0.38 * step for step in range(6)])
    now, start = published("income_share", 36.9, "%", 2017), published("income_share", 36.4, "%", 2015)
    lamp = Lamp(LampColour.GREY, UNDECIDED, "result-ci", True)
    return TargetReading(target, now, start, path, seen, lamp, "市统计公报（公布数）")


def new_jobs() -> TargetReading:
    target = Target("YJ-G-2", "", "城镇新增就业", NUMERIC, "jobs", Operator.INCREMENT, 17.5, "万人", 2020)
    lamp = Lamp(LampColour.YELLOW, "三年累计完成52%，低于时序进度60%", "result-pace")
    path, seen = points(2016, [3.5, 7.0, 10.5, 14.0, 17.5]), points(2016, [3.1, 6.2, 9.3])
    return TargetReading(target, published("jobs", 9.1, "万人", 2018), None, path, seen, lamp, "市统计公报（公布数）")


def silent() -> tuple[TargetReading, TargetReading]:
    """Two targets that nobody can read: no data, no price basis."""
    insured = Target(
        "YJ-G-3", "", "基本社会保险覆盖率", NUMERIC, "insured", Operator.AT_LEAST, 98.0, "%", 2020, hold=True
    )
    doubled = Target(
        "YJ-G-4", "", "居民人均可支配收入比基期翻一番", NUMERIC, "income", Operator.MULTIPLE, 2.0, "倍", 2020,
        base_year=2010, price_basis=PriceBasis.UNKNOWN,
    )  # fmt: skip
    no_data = Lamp(LampColour.GREY, "没有数据：请由市人力资源社会保障局填报", "no-data")
    no_basis = Lamp(LampColour.GREY, "价格口径未定", "price-basis")
    return (
        TargetReading(insured, None, None, (), (), no_data, "无"),
        TargetReading(doubled, None, None, (), (), no_basis, "无"),
    )


def no_longer_poor() -> TargetReading:
    target = Target("YJ-G-5", "", "相对贫困人口稳定脱贫", NUMERIC, "poor", REACH, 8.17, "万人", 2018)
    path, seen = points(2016, [3.0, 5.5, 8.17]), points(2016, [3.3, 5.9, 8.17])
    lamp = Lamp(LampColour.DONE, "已达到目标值", "result-met")
    now = published("poor", 8.17, "万人", 2018)
    return TargetReading(target, now, None, path, seen, lamp, "市政府工作报告（公布数）")


def skilled() -> TargetReading:
    target = Target("YJ-G-6", "", "高技能人才占技能劳动者比重", NUMERIC, "skilled", REACH, 35.0, "%", 2020)
    path, seen = points(2015, [25.0, 27, 29, 31, 33, 35]), (PathPoint(2015, 25.0), PathPoint(2018, 27.0))
    lamp = Lamp(LampColour.RED, "增速只有所需的33%", "result-pace")
    now = published("skilled", 27.0, "%", 2018)
    return TargetReading(target, now, None, path, seen, lamp, "市人力资源社会保障局（公布数）")
