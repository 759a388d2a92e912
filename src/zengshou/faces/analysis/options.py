"""What every function of the analyst's face may be told, by name; and the same, checked."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypedDict, TypeVar, cast

from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, ReplicateKind, Replicates
from zengshou.services.statistics.measure import parse_line
from zengshou.services.statistics.survey_columns import DesignColumns
from zengshou.statistics.choices import (
    Amount,
    Choices,
    Density,
    GiniForm,
    IntervalForm,
    Line,
    Mask,
    Negatives,
    PovertyTest,
    Provenance,
    QuantileForm,
    ShareOf,
    ZengaTies,
)

Names = str | Sequence[str]
Choice = TypeVar("Choice", bound=Enum)


class DesignOptions(TypedDict, total=False):
    """How the rows were drawn. Every name is that of a column.

    weights            weight of the row; left out: every row weighs 1
    strata             stratum, one column or a list whose crossing makes the strata
    psu                primary sampling unit, or a list of stages, the outermost first
    fpc                units in the population of each stage (or a fraction up to 1), as `psu`
    household          household of a person: the last stage of a file of persons
    nested             True where each stratum numbers its own PSUs
    lonely             strata of one PSU: fail (default), adjust, average, certainty
    register           True: everyone is in the file, there is no sampling error
    replicates         bootstrap, jk1, jkn, jk2, brr, fay, sdr, or a Replicates
    base_weight        weights before calibration; `weights` are then those after it, and the error is of residuals
    margins            columns whose totals the weights were made to meet, categories or numbers
    draws, seed        how many replicates are drawn, and from where, for bootstrap and sdr
    replicate_weights  columns of replicate weights that came with the file
    """

    weights: str
    strata: Names
    psu: Names
    fpc: str | Sequence[str | None]
    household: str
    nested: bool
    lonely: str
    register: bool
    replicates: str | Replicates
    replicate_weights: Sequence[str]
    base_weight: str
    margins: Names
    draws: int
    seed: int


class Options(DesignOptions, total=False):
    """What is measured, by which conventions, and what the figures are about.

    by          column or columns of groups: figures come for everyone, then for each group
    where       condition (`"年龄 >= 60"`), column of truths, array of truths or Polars expression
    line        poverty line: an amount, or `"0.6*median"`, `"50%mean"`
    line_where  the line's own domain, as `where`; left out: everyone
    rich_line   line above which affluence is measured
    test        who is poor: `<` or `<=`
    negatives   negative income: keep, floor_at_zero, drop, refuse
    convention  gini: lorenz, kish, convey; quantile: inverse_cdf, averaged, interpolated; a word, a list of words, or
                a mapping such as {"gini": "kish", "density": "scale_free"}
    level       coverage aimed at by intervals, 0.95
    intervals   auto, t, skewed_t, percentile, bootstrap_t; `draws` and `seed` serve the last two
    unit, area, period, vintage  printed with each figure
    row         what a row is: person or household
    kind        survey, register, model, grouped, external
    synthetic   True marks every figure 合成数据
    """

    by: Names
    where: object
    line: float | str
    line_where: object
    rich_line: float | str
    test: str
    negatives: str
    convention: Names | Mapping[str, str]
    level: float
    intervals: str
    unit: str
    area: str
    period: str
    vintage: str
    row: str
    kind: str
    synthetic: bool


FORMS: Mapping[str, type[Enum]] = {
    "gini": GiniForm,
    "quantile": QuantileForm,
    "zenga": ZengaTies,
    "density": Density,
}
ROWS = {"person": "人", "household": "户"}
LOWEST_LEVEL = 0.5
FEWEST_DRAWS, MOST_DRAWS = 2, 100_000
PLAIN = Replicates(ReplicateKind.BOOTSTRAP)


@dataclass(frozen=True, eq=False)
class Told:
    """The options of one call, checked; conditions still as they were given."""

    design: DesignColumns
    by: tuple[str, ...]
    where: object
    line: Line | None
    line_where: object
    rich_line: Line | None
    test: PovertyTest | None
    negatives: Negatives | None
    forms: Mapping[str, Enum]
    level: float
    intervals: IntervalForm
    draws: int
    seed: int
    about: Provenance
    row: str

    def choices(self, line: Line | None) -> Choices:
        """The conventions, around a line whose own domain is known by now."""
        plain = Choices()
        return Choices(
            gini=cast(GiniForm, self.forms.get("gini", plain.gini)),
            quantile=cast(QuantileForm, self.forms.get("quantile", plain.quantile)),
            density=cast(Density, self.forms.get("density", plain.density)),
            zenga_ties=cast(ZengaTies, self.forms.get("zenga", plain.zenga_ties)),
            negatives=self.negatives or plain.negatives,
            line=line or plain.line,
            rich_line=self.rich_line or plain.rich_line,
            test=self.test,
            level=self.level,
            intervals=self.intervals,
            draws=self.draws,
            seed=self.seed,
        )


def read_options(options: Options) -> Told:
    """The options of one call. Raises  ProblemsFound for unknown names and values that mean nothing"""
    _refuse_unknown(options, Options)
    level = float(options.get("level", 0.95))
    if not LOWEST_LEVEL <= level < 1:
        raise refuse(f"置信水平 {level:g} 不在 0.5 与 1 之间。", "level", "常用 0.95。")
    row = options.get("row", "")
    if row and row not in ROWS:
        raise refuse(f"没有“{row}”这种行。", "row", "可写 person（人）或 household（户）。")
    return Told(
        design=read_design(options),
        by=_names(options.get("by")),
        where=options.get("where"),
        line=read_line(options.get("line"), "line"),
        line_where=options.get("line_where"),
        rich_line=read_line(options.get("rich_line"), "rich_line"),
        test=None if "test" not in options else chosen(PovertyTest, options["test"], "test"),
        negatives=None if "negatives" not in options else chosen(Negatives, options["negatives"], "negatives"),
        forms=read_forms(options.get("convention", ())),
        level=level,
        intervals=chosen(IntervalForm, options.get("intervals", "auto"), "intervals"),
        draws=_draws(options, Choices().draws),
        seed=int(options.get("seed", 0)),
        about=_about(options),
        row=row,
    )


def read_design(options: DesignOptions) -> DesignColumns:
    """The columns of the design. Raises  ProblemsFound for names that are none"""
    fpc = options.get("fpc", ())
    return DesignColumns(
        weights=options.get("weights"),
        strata=_names(options.get("strata")),
        psu=_names(options.get("psu")),
        fpc=(fpc,) if isinstance(fpc, str) else tuple(fpc),
        household=options.get("household"),
        replicate_weights=tuple(options.get("replicate_weights", ())),
        replicates=_replicates(options),
        base_weight=options.get("base_weight"),
        margins=_names(options.get("margins")),
        lonely=chosen(Lonely, options.get("lonely", "fail"), "lonely"),
        is_nested=bool(options.get("nested", False)),
        is_register=bool(options.get("register", False)),
    )


def refuse_unknown_design(options: DesignOptions) -> None:
    """Raises  ProblemsFound for an option that says nothing of a design"""
    _refuse_unknown(options, DesignOptions)


def _refuse_unknown(options: Options | DesignOptions, known: type) -> None:
    names = list(known.__annotations__)
    problems = []
    for name in options:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=2, cutoff=0.5)
            cure = f"是否指 {'、'.join(near)}？" if near else f"可用的有 {'、'.join(names)}。"
            problems.append(Problem(f"没有“{name}”这个选项。", "", cure))
    if problems:
        raise ProblemsFound(problems)


def chosen(choices: type[Choice], value: str, where: str) -> Choice:
    """A choice by its value. Raises  ProblemsFound with the values there are"""
    try:
        return choices(value)
    except ValueError:
        known = "、".join(str(choice.value) for choice in choices)
        raise refuse(f"没有“{value}”这个选择。", where, f"可用的有 {known}。") from None


def read_line(line: float | str | None, where: str) -> Line | None:
    """A line as an amount or a share of the median or mean. Raises  ProblemsFound for anything else"""
    if line is None or isinstance(line, str):
        return None if line is None else parse_line(line)
    if not line > 0:
        raise refuse(f"线须大于零，读到 {line:g}。", where, "请写成金额，或 “0.6*median”。")
    return Amount(float(line))


def with_domain(line: Line | None, domain: Mask | None) -> Line | None:
    """The line over its own domain, the usual one where none was given; an amount has no domain."""
    if domain is None:
        return line
    relative = Choices().line if line is None else line
    if isinstance(relative, Amount):
        raise refuse("金额线没有参照人群。", "line_where", "line_where 只用于 “0.6*median” 一类的相对线。")
    return ShareOf(relative.share, relative.of, domain)


def read_forms(given: Names | Mapping[str, str]) -> Mapping[str, Enum]:
    """The forms named by `convention`: by their choice, or by themselves where only one choice has such a word."""
    if isinstance(given, Mapping):
        for name in given:
            if name not in FORMS:
                raise refuse(f"没有名为“{name}”的口径。", "convention", f"可用的有 {'、'.join(FORMS)}。")
        return {name: chosen(FORMS[name], word, f"convention {name}") for name, word in given.items()}
    found: dict[str, Enum] = {}
    for word in _names(given):
        home = next((name for name, form in FORMS.items() if word in [choice.value for choice in form]), None)
        if home is None:
            known = "、".join(str(choice.value) for form in FORMS.values() for choice in form)
            raise refuse(f"没有“{word}”这个口径。", "convention", f"可用的有 {known}。")
        found[home] = FORMS[home](word)
    return found


def _names(given: Names | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _replicates(options: DesignOptions) -> Replicates | None:
    given = options.get("replicates")
    if given is None or isinstance(given, Replicates):
        return given
    kind = chosen(ReplicateKind, given, "replicates")
    return Replicates(kind, count=_draws(options, PLAIN.count), seed=int(options.get("seed", PLAIN.seed)))


def _draws(options: DesignOptions, usual: int) -> int:
    count = int(options.get("draws", usual))
    if not FEWEST_DRAWS <= count <= MOST_DRAWS:
        raise refuse(f"复制次数 {count} 不在 {FEWEST_DRAWS} 与 {MOST_DRAWS:,} 之间。", "draws", "常用 500。")
    return count


def _about(options: Options) -> Provenance:
    return Provenance(
        unit=options.get("unit", "yuan"),
        kind=chosen(FigureKind, options.get("kind", "survey"), "kind"),
        area=options.get("area", ""),
        period=options.get("period", ""),
        vintage=options.get("vintage", ""),
        is_synthetic=bool(options.get("synthetic", False)),
    )
