"""What a report says, before any file format: headline sentences, sections, figures, readings, manifest."""

from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.city import City
from zengshou.faces.charts import budget, distribution, gains, groups, indicators, targets
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.table import Table, text
from zengshou.faces.report import headlines
from zengshou.faces.words import Language, Words
from zengshou.plan.reading import TargetReading
from zengshou.services.answers import Distribution, HouseholdAnswer
from zengshou.services.records.synthetic.synthetic_demonstration import ShownRegister
from zengshou.simulation.outcome import Manifest, SimulationResult


class Part(Enum):
    """What a section is about; the workbook puts each part on its own sheets."""

    TARGETS = "targets"
    DISTRIBUTION = "distribution"
    SIMULATION = "simulation"
    METHOD = "method"


@dataclass(frozen=True)
class Section:
    """A titled run of paragraphs and figures."""

    part: Part
    title: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Findings:
    """The results that a report is written from. `day` is YYYY-MM-DD."""

    city: City
    day: str
    readings: tuple[TargetReading, ...]
    distribution: Distribution | None
    simulations: tuple[SimulationResult, ...]
    household: HouseholdAnswer | None = None
    register: ShownRegister | None = None


@dataclass(frozen=True)
class ReportContent:
    """A report ready to be written in any format."""

    title: str
    city: str
    day: str
    headlines: tuple[str, ...]
    sections: tuple[Section, ...]
    readings: tuple[TargetReading, ...]
    manifests: tuple[Manifest, ...]
    is_synthetic: bool
    language: Language

    @property
    def words(self) -> Words:
        return Words(self.language)


def build_report(found: Findings, language: Language = Language.ZH) -> ReportContent:
    """The report of one city: its targets, its distribution, the reforms that were run, and the method behind them."""
    words = Words(language)
    city = found.city.name_zh if words.is_chinese else found.city.name_en
    sections = [section for section in (_targets(found, words), _distribution(found, words)) if section]
    if len(found.simulations) > 1:
        sections.append(_comparison(found.simulations, words))
    sections += [_simulation(result, words) for result in found.simulations]
    if found.household:
        sections.append(_household(found.household, words))
    if found.register:
        paragraphs = headlines.register_sentences(found.register, words)
        sections.append(Section(Part.METHOD, words("信息归集演示（合成数据）"), paragraphs, ()))
    sections.append(_method(found, words))
    return ReportContent(
        title=words("{city}居民增收目标监测与政策测算报告", city=city),
        city=city,
        day=words.date(found.day),
        headlines=headlines.sentences(found.readings, found.distribution, found.simulations, words),
        sections=tuple(sections),
        readings=found.readings,
        manifests=tuple(result.manifest for result in found.simulations),
        is_synthetic=is_synthetic(found),
        language=language,
    )


def is_synthetic(found: Findings) -> bool:
    """True when any figure rests on people who were drawn, not surveyed."""
    simulated = any(result.manifest.is_synthetic for result in found.simulations)
    return simulated or bool(found.distribution and found.distribution.is_synthetic)


def _targets(found: Findings, words: Words) -> Section | None:
    if not found.readings:
        return None
    read = tuple(reading for reading in found.readings if reading.reading and reading.reading.value is not None)
    silent = tuple(reading for reading in found.readings if reading not in read)
    paths = (targets.path(reading, words) for reading in read)
    figures = (
        *((targets.lamp_table(read, words),) if read else ()),
        *(figure for figure in paths if figure.chart),
        *((targets.silent_table(silent, words),) if silent else ()),
    )
    return Section(Part.TARGETS, words("指标与目标"), headlines.lamp_sentences(found.readings, words), figures)


def _distribution(found: Findings, words: Words) -> Section | None:
    if found.distribution is None:
        return None
    shown = tuple(figure for figure in distribution.figures(found.distribution, words) if figure.id != "fit")
    return Section(
        Part.DISTRIBUTION, words("收入分布"), headlines.distribution_sentences(found.distribution, words), shown
    )


def _comparison(results: tuple[SimulationResult, ...], words: Words) -> Section:
    table = gains.reforms_side_by_side(results, tuple(headlines.public_change(result) for result in results), words)
    return Section(Part.SIMULATION, words("改革方案比较"), (), (table,))


def simulation_figures(result: SimulationResult, words: Words) -> tuple[Figure, ...]:
    """The figures of one run, in reading order."""
    return (
        budget.by_fund(result, words),
        gains.decile_gains(result, words),
        gains.group_gains(result, words),
        gains.compared_table(result, words),
        *groups.compared(result, words),
    )


def _simulation(result: SimulationResult, words: Words) -> Section:
    paragraphs = (
        words("参数变动：{changes}。", changes="；".join(line.rstrip("。") for line in result.differences))
        if result.differences
        else words("没有参数变动。"),
        *headlines.simulation_sentences(result, words),
    )
    return Section(
        Part.SIMULATION, words("政策模拟：{title}", title=result.title), paragraphs, simulation_figures(result, words)
    )


def _household(answer: HouseholdAnswer, words: Words) -> Section:
    return Section(
        Part.SIMULATION, words("一户人家的前后对比"), (answer.title,), (gains.household_table(answer, words),)
    )


def _method(found: Findings, words: Words) -> Section:
    manifests = tuple(result.manifest for result in found.simulations)
    figures = [manifest_table(manifests, words)] if manifests else []
    if found.distribution and found.distribution.fit:
        figures.append(indicators.fit_table(found.distribution, words))
    return Section(
        Part.METHOD, words("口径与参数"), headlines.method_sentences(is_synthetic(found), words), tuple(figures)
    )


def manifest_table(manifests: tuple[Manifest, ...], words: Words) -> Figure:
    """Everything needed to repeat the runs and to judge them; several reforms on the same people share one table."""
    first = manifests[0]
    rows = (
        ("改革方案", "；".join(f"{one.reform_title}（{one.reform}）" for one in manifests)),
        ("测算年度", str(first.year)),
        ("地区", first.area),
        ("人口", first.people),
        ("人数", f"{first.persons:,}"),
        ("户数", f"{first.households:,}"),
        ("随机种子", "" if first.seed is None else str(first.seed)),
        ("法规库", joined(tuple((one.lawbook,) for one in manifests))),
        ("测算假设", joined(tuple(one.assumptions for one in manifests))),
        ("以情景值填补的参数", joined(tuple(one.filled for one in manifests))),
        ("待核实的参数", joined(tuple(one.unverified for one in manifests))),
        ("软件版本", first.version),
        ("用时（秒）", f"{sum(one.seconds for one in manifests):.1f}"),
    )
    title = words("运行清单")
    cells = tuple((text(words(name)), text(value)) for name, value in rows)
    table = Table(title, (words("项目"), words("内容")), cells)
    return Figure("manifest", title, None, table, badges=gains.marks(first))


def joined(lists: tuple[tuple[str, ...], ...]) -> str:
    """What any of the runs names, each once, in the order of the runs."""
    return "；".join(dict.fromkeys(item for items in lists for item in items))
