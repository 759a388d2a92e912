"""Invented answers of every service, for the tests of faces: a small city whose figures mean nothing."""

import math

from tests.faces import invented_groups
from tests.faces.invented_targets import readings
from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.city import City
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.faces.report.content import Findings
from zengshou.plan.model import Plan
from zengshou.services.answers import (
    Curve,
    Distribution,
    FitRow,
    HouseholdAnswer,
    HouseholdLine,
    Lever,
    ReformChoice,
    Residence,
    SourceMix,
)
from zengshou.simulation.outcome import BudgetLine, Compared, GainRow, Manifest, SimulationResult

CITIES = (
    City("yangjiang", "阳江市", "Yangjiang", "cn.guangdong.yangjiang", "广东省", "441700", ()),
    City("liaoyang", "辽阳市", "Liaoyang", "cn.liaoning.liaoyang", "辽宁省", "211000", ()),
    City("example", "示例市", "Example City", "cn.example.example", "示例省", "000000", (), is_invented=True),
)
GROUPS = (
    "技能人才",
    "新型职业农民",
    "科研人员",
    "小微创业者",
    "企业经营管理人员",
    "基层干部队伍",
    "有劳动能力的困难群体",
)


def estimate(
    indicator: str,
    value: float | None,
    se: float = 0.0,
    unit: str = "yuan per person per year",
    label: str = "",
    **more: str,
) -> Estimate:
    """A synthetic model figure with a symmetric interval."""
    low, high = (None, None) if value is None or not se else (value - 1.96 * se, value + 1.96 * se)
    return Estimate(
        indicator,
        value,
        se or None,
        low,
        high,
        n=20000,
        n_psu=400,
        df=380,
        unit=unit,
        label=label,
        kind=FigureKind.MODEL,
        is_synthetic=True,
        vintage="invented-1",
        **more,
    )


def density(middle: float, width: float) -> tuple[tuple[float, float], ...]:
    """A smooth hump of 40 bins that sums to one."""
    places = [2500.0 + 5000 * i for i in range(40)]
    heights = [math.exp(-((math.log(x / middle)) ** 2) / (2 * width**2)) / x for x in places]
    return tuple((x, y / sum(heights)) for x, y in zip(places, heights, strict=True))


def lorenz(power: float) -> tuple[tuple[float, float], ...]:
    return tuple((i / 20, (i / 20) ** power) for i in range(21))


def source_mix(residence: Residence, parts: tuple[float, float, float, float]) -> SourceMix:
    names = ("wage", "business", "property", "transfer")
    made = [estimate(name, value, value * 0.01) for name, value in zip(names, parts, strict=True)]
    return SourceMix(residence, *made, total=estimate("disposable", sum(parts), sum(parts) * 0.008))


def distribution(city: str = "example") -> Distribution:
    indicators = (
        estimate("mean", 31250.0, 240.0, label="人均可支配收入"),
        estimate("mean_urban", 38120.0, 350.0, label="城镇居民人均可支配收入"),
        estimate("mean_rural", 21980.0, 260.0, label="农村居民人均可支配收入"),
        estimate("urban_rural_ratio", 1.734, 0.02, "ratio", "城乡收入比"),
        estimate("gini", 0.387, 0.004, "ratio", "基尼系数"),
        estimate("median", 26400.0, 210.0, label="人均可支配收入中位数"),
        estimate("arpr", 0.112, 0.004, "share", "相对贫困发生率"),
        estimate("s80s20", 7.12, 0.15, "ratio", "高低收入组之比（S80/S20）"),
        estimate("fgt0", 0.061, 0.003, "share", "低收入人口比重"),
    )
    return Distribution(
        city,
        2025,
        "按公布边际数抽取的合成人口",
        True,
        60000,
        20000,
        "invented-1",
        density=(Curve(Residence.URBAN, density(33000, 0.6)), Curve(Residence.RURAL, density(18000, 0.55))),
        bin_width=5000.0,
        lorenz=(
            Curve(Residence.ALL, lorenz(2.2)),
            Curve(Residence.URBAN, lorenz(2.0)),
            Curve(Residence.RURAL, lorenz(1.9)),
        ),
        deciles=tuple(estimate("mean", 6200.0 * 1.32**i, 60.0 * 1.3**i, domain=f"第{i + 1}组") for i in range(10)),
        sources=(
            source_mix(Residence.ALL, (18300, 6100, 1450, 5400)),
            source_mix(Residence.URBAN, (24600, 5200, 2300, 6020)),
            source_mix(Residence.RURAL, (9900, 7300, 310, 4470)),
        ),
        indicators=indicators,
        fit=(
            FitRow("常住人口", "人", 2602959, 2602961, 0.0, "人口普查公报"),
            FitRow("城镇化率", "%", 56.99, 57.02, 0.0005, "统计公报"),
            FitRow("平均家庭户规模", "人/户", 3.05, 3.08, 0.0098, "人口普查公报"),
        ),
        groups=invented_groups.rows(),
        middle=invented_groups.middle(),
    )


def plan(city: str) -> Plan:
    found = next(one for one in CITIES if one.key == city)
    return Plan(
        city, f"{found.name_zh}增收方案", "", "2017-11-01", (), (), tuple(reading.target for reading in readings()), ()
    )


def gain(by: str, label: str, change: float, win: float, lose: float) -> GainRow:
    return GainRow(
        by,
        label,
        260296.0,
        estimate("mean", 21000.0, 150.0),
        estimate("change", change, abs(change) * 0.06 + 1),
        estimate("gain_rate", win, 0.004, "share"),
        estimate("lose_rate", lose, 0.002, "share"),
    )


def manifest(reform: str = "dibao_plus_10") -> Manifest:
    return Manifest(
        "example",
        "cn.example",
        2025,
        "按公布边际数抽取的合成人口",
        True,
        60000,
        20000,
        7,
        "cn-2025-1f3a",
        reform,
        "低保标准提高10%",
        ("不含行为反应", "全部符合条件者都申领"),
        ("家庭财产按合格计",),
        ("dibao.standard_monthly",),
        "0.1.0",
        3.2,
    )


def budget() -> tuple[BudgetLine, ...]:
    def line(fund: str, level: str, before: float, after: float) -> BudgetLine:
        change = after - before
        return BudgetLine(
            *fund.split("："),
            "employer" if "单位" in fund else "government",
            level,
            "2025",
            before,
            after,
            change,
            abs(change) * 0.05,
            change * 0.9,
            change * 1.1,
            Status.UNVERIFIED,
            ("dibao.standard_monthly",),
        )

    return (
        line("一般公共预算：最低生活保障金", "all", 3.53e8, 3.933e8),
        line("一般公共预算：最低生活保障金", "central", 2.1e8, 2.34e8),
        line("一般公共预算：最低生活保障金", "province", 5.2e7, 5.81e7),
        line("一般公共预算：最低生活保障金", "county", 9.1e7, 1.012e8),
        line("职工基本养老保险基金：单位缴费", "all", -3.1e9, -3.1e9),
        line("一般公共预算：个人所得税", "all", -4.2e8, -4.23e8),
    )


def result(title: str = "低保标准提高10%") -> SimulationResult:
    deciles = tuple(
        gain("decile", f"第{i + 1}组", 420.0 / (i + 1) ** 1.4 - 6, 0.42 / (i + 1), 0.001 * i) for i in range(10)
    )
    groups = tuple(gain("group", name, 60.0 + 9 * i, 0.12 + 0.03 * i, 0.01 * i) for i, name in enumerate(GROUPS))
    before, after = estimate("fgt0", 0.061, 0.003, "share"), estimate("fgt0", 0.052, 0.003, "share")
    compared = (
        Compared("fgt0", "低收入人口比重", before, after, estimate("fgt0", -0.009, 0.0012, "share")),
        Compared(
            "gini",
            "基尼系数",
            estimate("gini", 0.387, 0.004, "ratio"),
            estimate("gini", 0.384, 0.004, "ratio"),
            estimate("gini", -0.0031, 0.0004, "ratio"),
        ),
    )
    return SimulationResult(
        title,
        ("城镇低保标准：每人每月 800 元改为 880 元", "农村低保标准：每人每月 620 元改为 682 元"),
        budget(),
        (
            *deciles,
            gain("residence", "城镇居民", 21.0, 0.041, 0.0),
            gain("residence", "农村居民", 96.0, 0.13, 0.002),
            *groups,
            gain("all", "全体居民", 53.0, 0.08, 0.001),
        ),
        compared,
        manifest(),
        invented_groups.group_figures(),
    )


def household() -> HouseholdAnswer:
    return HouseholdAnswer(
        "三口之家，一人就业",
        ("42岁，月工资3200元", "40岁，无业", "12岁，在校"),
        (
            HouseholdLine("工资性收入", 38400.0, 38400.0),
            HouseholdLine("个人缴纳的社会保险费", -4032.0, -4032.0, "社会保险法"),
            HouseholdLine("最低生活保障金", 0.0, 1416.0, "社会救助暂行办法 第十二条"),
            HouseholdLine("可支配收入", 34368.0, 35784.0),
        ),
    )


def reforms() -> tuple[ReformChoice, ...]:
    return (
        ReformChoice(
            "dibao_plus_10",
            "低保标准提高10%",
            "城乡低保标准各提高一成",
            "dibao:\n  standard_monthly: {urban: 880, rural: 682}\n",
        ),
        ReformChoice("dibao_share", "低保标准与消费支出挂钩", "按上年人均消费支出的30%和50%确定", "dibao: {}\n"),
    )


def levers() -> tuple[Lever, ...]:
    source = Citation("示例市民政局关于低保标准的通知", "示民〔2024〕3号", "2024-12-20", "第一条")
    return (
        Lever(
            "dibao.standard_monthly[urban]",
            "城镇低保标准",
            "最低生活保障",
            "yuan per person per month",
            800.0,
            0.0,
            10000.0,
            "2025-01-01",
            source,
            Status.SOURCED,
        ),
        Lever(
            "dibao.standard_monthly[rural]",
            "农村低保标准",
            "最低生活保障",
            "yuan per person per month",
            620.0,
            0.0,
            10000.0,
            "2025-01-01",
            source,
            Status.UNVERIFIED,
        ),
        Lever(
            "iit.basic_deduction_yearly",
            "基本减除费用",
            "个人所得税",
            "yuan per year",
            60000.0,
            0.0,
            1000000.0,
            "2019-01-01",
            Citation("中华人民共和国个人所得税法", article="第六条"),
            Status.SOURCED,
        ),
    )


def findings(city: str = "example") -> Findings:
    found = next(one for one in CITIES if one.key == city)
    return Findings(
        found, "2026-11-21", readings(), distribution(city), (result(), result("=低保与消费支出挂钩")), household()
    )
