"""The sentences a reader takes away: each holds a figure with its interval and says what kind of figure it is."""

from collections import Counter

from zengshou.faces.amounts import Quantity, money, quantity_of, show
from zengshou.faces.charts.budget import whole_lines
from zengshou.faces.charts.gains import TELLING, change_phrase, rows_by
from zengshou.faces.charts.indicators import headline_indicators, mean_sentence
from zengshou.faces.charts.targets import LAMP_NAMES, lamp_word
from zengshou.faces.words import Words
from zengshou.plan.reading import LampColour, TargetReading
from zengshou.services.answers import Distribution
from zengshou.services.records.synthetic.synthetic_demonstration import ShownRegister
from zengshou.simulation.outcome import Compared, SimulationResult

URGENT = (LampColour.RED, LampColour.YELLOW)


def sentences(
    readings: tuple[TargetReading, ...],
    found: Distribution | None,
    simulations: tuple[SimulationResult, ...],
    words: Words,
) -> tuple[str, ...]:
    """The report's opening: targets, level and gap of income, one sentence for each reform."""
    said = list(lamp_sentences(readings, words)[:1]) if readings else []
    if found:
        said += distribution_sentences(found, words)[:1]
    return (*said, *(reform_sentence(result, words) for result in simulations))


def lamp_counts(readings: tuple[TargetReading, ...]) -> tuple[tuple[LampColour, int], ...]:
    """How many targets stand under each lamp, in the order of the lamps; empty lamps are left out."""
    counts = Counter(reading.lamp.colour for reading in readings)
    return tuple((colour, counts[colour]) for colour in LampColour if counts[colour])


def lamp_sentences(readings: tuple[TargetReading, ...], words: Words) -> tuple[str, ...]:
    """How the targets stand, then each that needs attention with its reason."""
    counts = words.listing(
        tuple(
            words("{lamp} {count} 项", lamp=words(LAMP_NAMES[colour]), count=count)
            for colour, count in lamp_counts(readings)
        )
    )
    open_count = sum(reading.lamp.is_undecidable for reading in readings)
    undecided = words("其中 {count} 项无法判定", count=open_count) if open_count else ""
    joined = (
        "，".join(part for part in (counts, undecided) if part)
        if words.is_chinese
        else "; ".join(part for part in (counts, undecided) if part)
    )
    first = words("方案共有定量目标 {count} 项：{lamps}。", count=len(readings), lamps=joined)
    urgent = (reading for reading in readings if reading.lamp.colour in URGENT)
    return (
        first,
        *(
            words(
                "{label}（{lamp}）：{reason}",
                label=words(reading.target.label),
                lamp=lamp_word(reading.lamp, words),
                reason=reading.lamp.reason,
            )
            for reading in urgent
        ),
    )


def distribution_sentences(found: Distribution, words: Words) -> tuple[str, ...]:
    """The indicators in one sentence, marked as synthetic where they are."""
    mark = words("（合成数据）") if found.is_synthetic else ""
    parts = tuple(f"{words(e.label or e.indicator)} {mean_sentence(e, words)}" for e in headline_indicators(found))
    joined = "；".join(parts) if words.is_chinese else "; ".join(parts)
    return (words("{year}年测算结果{mark}：{parts}。", year=found.year, mark=mark, parts=joined),)


def reform_sentence(result: SimulationResult, words: Words) -> str:
    """One reform in one sentence: its bill, who gains, poverty and inequality."""
    mark = words("（模拟，合成数据）") if result.manifest.is_synthetic else words("（模拟）")
    parts = [bill(result, words), *(_everyone(result, words)), *(_moved(row, words) for row in telling(result))]
    joined = "；".join(parts) if words.is_chinese else "; ".join(parts)
    return words("“{title}”{mark}：{parts}。", title=result.title, mark=mark, parts=joined)


def telling(result: SimulationResult) -> tuple[Compared, ...]:
    """The comparisons that a headline names."""
    return tuple(row for row in result.compared if row.indicator in TELLING) or result.compared[:2]


def bill(result: SimulationResult, words: Words) -> str:
    """What government and funds pay more (or less) in a year: benefits residents gain less levies they pay."""
    total = public_change(result)
    said = "财政和基金每年净支出增加 {amount}" if total >= 0 else "财政和基金每年净支出减少 {amount}"
    return words(said, amount=money(abs(total), words))


def public_change(result: SimulationResult) -> float:
    """Sum of the changes of all public flows, each counted once: benefits positive, levies negative."""
    return sum(line.change for line in whole_lines(result.budget))


def _everyone(result: SimulationResult, words: Words) -> tuple[str, ...]:
    return tuple(
        words(
            "受益人口占 {win}，受损人口占 {lose}，人均增收 {change} 元/年",
            win=show(row.gain_rate.value, Quantity.SHARE, words),
            lose=show(row.lose_rate.value, Quantity.SHARE, words),
            change="—" if row.mean_change.value is None else f"{row.mean_change.value:,.1f}",
        )
        for row in rows_by(result, "all")
    )


def _moved(row: Compared, words: Words) -> str:
    return words(
        "{label}由 {before} 变为 {after}，变动 {change}",
        label=words(row.label),
        before=show(row.baseline.value, quantity_of(row.baseline.unit), words),
        after=show(row.reform.value, quantity_of(row.reform.unit), words),
        change=change_phrase(row.change, words),
    )


def simulation_sentences(result: SimulationResult, words: Words) -> tuple[str, ...]:
    """The reform's own paragraph, and the warning where parameters wait for verification."""
    said = [reform_sentence(result, words)]
    if result.manifest.unverified:
        said.append(
            words(
                "结果依据 {count} 个待核实的参数，仅供内部研究，不得作为公布数。", count=len(result.manifest.unverified)
            )
        )
    return tuple(said)


def method_sentences(is_synthetic: bool, words: Words) -> tuple[str, ...]:
    """What the figures are and are not."""
    said = [
        words("模拟数为静态测算：按法规和参数逐户计算，不含行为反应；置信区间只反映抽样误差。"),
        words("公布数、调查数和模拟数分别注明，不在同一条线上相连。"),
    ]
    if is_synthetic:
        said.insert(0, words("本报告使用合成数据：人口按公布的边际数抽取生成，不是调查结果，不得作为统计数据引用。"))
    return tuple(said)


def register_sentences(shown: ShownRegister, words: Words) -> tuple[str, ...]:
    """What the register took in, what it put aside and why, and that everything is as it was put in."""
    taken = words(
        "合成数据：{persons} 人的 {files} 个部门文件，读入 {read} 行 = 接受 {ok} 行 + 隔离 {bad} 行。",
        persons=f"{shown.persons:,}",
        files=shown.files,
        read=f"{shown.rows_read:,}",
        ok=f"{shown.rows_ok:,}",
        bad=f"{shown.rows_bad:,}",
    )
    aside = words("隔离的原因：{reasons}", reasons=" ".join(shown.reasons)) if shown.reasons else ""
    whole = (
        words("在库 {rows} 行的摘要、批次和原始文件核对无误。", rows=f"{shown.verified:,}")
        if shown.is_whole
        else words("在库 {rows} 行核对时发现损坏，见 zs records verify。", rows=f"{shown.verified:,}")
    )
    return tuple(line for line in (taken, aside, whole) if line)
