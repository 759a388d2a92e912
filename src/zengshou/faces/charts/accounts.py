"""Figures of the page of income accounts: identities, traps, shares of the product, growth, what comes from abroad."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.grouped_band import grouped_figures
from zengshou.faces.charts.published_cells import area_name, reason, shown, sources
from zengshou.faces.charts.real_growth import lead, real_growth
from zengshou.faces.charts.reconciliation import reconciliation_figures
from zengshou.faces.charts.table import Badge, Cell, Table, change, text
from zengshou.faces.words import Words
from zengshou.services.statistics.accounts import AreaAccounts, CityAccounts
from zengshou.statistics.accounts.check import Check, Identity, Verdict

OFFICIAL = (Badge.EXTERNAL,)


def figures(found: CityAccounts, words: Words) -> tuple[Figure, ...]:
    """Everything the page shows, in reading order; what has no rows is left out."""
    made = (
        traps(found, words),
        summary(found, words),
        checks(found, words),
        *(figure for area in found.areas for figure in grouped_figures(area, words)),
        income_share(found, words),
        real_growth(found, words),
        lead(found, words),
        urban_share(found, words),
        *reconciliation_figures(found, words),
        from_abroad(found, words),
    )
    return tuple(figure for figure in made if figure.table.rows)


def traps(found: CityAccounts, words: Words) -> Figure:
    """What may be read wrongly, how it stands here, and the evidence; areas with the same verdict stand together."""
    title = words("容易读错之处及判定")
    told: dict[tuple[str, str, str, str], list[str]] = {}
    for place in range(len(found.areas[0].traps)):
        for area in found.areas:
            trap = area.traps[place]
            key = (
                words(trap.name.label),
                words(trap.standing.label),
                words(trap.template, **trap.values),
                sources(trap.sources),
            )
            told.setdefault(key, []).append(area_name(area, words))
    rows = tuple(
        (text(name), text(standing), text(words.listing(tuple(areas))), text(evidence), text(printed))
        for (name, standing, evidence, printed), areas in told.items()
    )
    heads = tuple(words(head) for head in ("陷阱", "判定", "地区", "判定依据", "来源"))
    note = words("“存在，已防范”指公布数中有这种情形，本系统按依据所述处理，不会误用；“无法判断”指所需的数没有收录。")
    return Figure("traps", title, None, Table(title, heads, rows), note, badges=OFFICIAL)


def summary(found: CityAccounts, words: Words) -> Figure:
    """How many identities hold, by identity and area."""
    title = words("公布数恒等式核验")
    rows = []
    for identity in Identity:
        for area in found.areas:
            own = [check.verdict for check in area.checks if check.identity is identity]
            if own:
                counts = tuple(Cell(own.count(verdict), Quantity.WHOLE) for verdict in Verdict)
                rows.append((text(words(identity.label)), text(area_name(area, words)), *counts))
    heads = (words("恒等式"), words("地区"), *(words(verdict.label) for verdict in Verdict))
    note = words(
        "相差不超过四舍五入所能解释的为相符。同一公报内的数不符，导入即被拒绝；跨年的数不符可能出于修订，只作标记。倒推值不参加核验。"
    )
    return Figure("checks-summary", title, None, Table(title, heads, tuple(rows)), note, badges=OFFICIAL)


def checks(found: CityAccounts, words: Words) -> Figure:
    """Every identity tested, broken ones first."""
    title = words("逐项核验")
    heads = ("恒等式", "地区", "期间", "范围", "公布", "算得", "相差", "四舍五入容许", "判定", "来源")
    ordered = sorted(
        ((area, check) for area in found.areas for check in area.checks),
        key=lambda pair: (pair[1].verdict is not Verdict.BROKEN, pair[1].verdict is Verdict.UNTESTABLE),
    )
    rows = tuple(_check_row(area, check, words) for area, check in ordered)
    return Figure("checks", title, None, Table(title, tuple(words(head) for head in heads), rows), badges=OFFICIAL)


def _check_row(area: AreaAccounts, check: Check, words: Words) -> tuple[Cell, ...]:
    quantity = Quantity.PLAIN if check.unit in ("倍", "元") else Quantity.PERCENT
    untested = Estimate("", None, reason=check.reason)
    computed = text(reason(untested, words)) if check.computed is None else Cell(round(check.computed, 2), quantity)
    gap = None if check.difference is None else round(check.difference, 2)
    secondary = words("（二手引用，待核）") if check.is_secondary else ""
    return (
        text(words(check.identity.label)),
        text(area_name(area, words)),
        text(check.period),
        text(words(check.residence.label)),
        Cell(check.printed, quantity),
        computed,
        change(gap, quantity),
        Cell(None if check.tolerance is None else round(check.tolerance, 2), quantity),
        text(words(check.verdict.label)),
        text(sources(check.sources) + secondary),
    )


def income_share(found: CityAccounts, words: Words) -> Figure:
    """The two concepts side by side, in two columns that are never joined."""
    title = words("居民收入占地区生产总值：两个口径")
    rows = tuple(
        (
            text(f"{area_name(area, words)} {row.year}"),
            shown(row.survey, words),
            shown(row.flow_of_funds, words),
            text(words("人口与生产总值出自不同文献") if "editions_differ" in row.survey.flags else ""),
            text(sources((row.survey.vintage, row.flow_of_funds.vintage))),
        )
        for area in found.areas
        for row in area.shares
    )
    heads = ("地区与年份", "住户调查口径", "资金流量表口径", "版次", "来源")
    note = words(
        "住户调查口径＝人均可支配收入×年末常住人口÷地区生产总值；资金流量表口径＝住户部门可支配总收入÷地区生产总值，全国两者相差十余个百分点。"
        "两者是两个指标，不相互替代，也不连成一线。"
    )
    return Figure("income-share", title, None, Table(title, tuple(map(words, heads)), rows), note, badges=OFFICIAL)


def urban_share(found: CityAccounts, words: Words) -> Figure:
    """The implied urban share beside what the urbanisation rate would make of the mean."""
    title = words("三个均值隐含的城镇权数")
    rows = tuple(
        (
            text(f"{area_name(area, words)} {row.year}"),
            shown(row.implied, words, Quantity.RATIO),
            shown(row.joined.mean, words, Quantity.YUAN),
            change(row.joined.difference, Quantity.PERCENT)
            if row.joined.difference is None
            else change(round(row.joined.difference, 1), Quantity.PERCENT),
            text(row.implied.vintage),
        )
        for area in found.areas
        for row in area.urban
    )
    heads = ("地区与年份", "隐含权数", "若用城镇化率加权（元）", "与公布均值相差", "来源")
    note = words(
        "隐含权数＝（全体均值－农村均值）÷（城镇均值－农村均值）。住户调查的城乡划分与城镇化率不同，不可用城镇化率加权。"
    )
    return Figure("urban-share", title, None, Table(title, tuple(map(words, heads)), rows), note, badges=OFFICIAL)


def from_abroad(found: CityAccounts, words: Words) -> Figure:
    """GDP, GNI and net primary income from abroad, as recorded."""
    title = words("国民总收入与来自国外的初次分配收入净额")
    rows = tuple(
        (
            text(f"{area_name(area, words)} {row.year}"),
            shown(row.product, words, Quantity.MONEY),
            shown(row.income, words, Quantity.MONEY),
            shown(row.net, words, Quantity.MONEY),
            Cell(row.gap.value, Quantity.MONEY),  # what it lacks stands in the two columns before
            text(sources((row.product.vintage, row.income.vintage, row.net.vintage))),
        )
        for area in found.areas
        for row in area.abroad
    )
    heads = ("地区与年份", "地区生产总值", "国民总收入", "来自国外的净额", "余数", "来源")
    note = words("只记录公布数；没有收录的留空。市、省一级通常不公布国民总收入。")
    return Figure("from-abroad", title, None, Table(title, tuple(map(words, heads)), rows), note, badges=OFFICIAL)
