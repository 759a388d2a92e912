"""What the names of a target stand for in a city and year: parameters, published figures, the reader's own values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.published import PublishedFigure
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.services.policy.differences import unit_in_words
from zengshou.services.policy.parameter_keys import keyed_value, split_key
from zengshou.simulation.named_figures import BY_NAME, NAMED
from zengshou.store.country import city as find_city
from zengshou.store.country import published, read_yaml

DECLARED = "national/seek.yaml"
BASELINE = "_baseline"  # a simulated figure under the law in force
DATED = re.compile(r"(?P<name>.+?)(?:_(?P<lag>last_year)|_(?P<year>\d{4}))?")


@dataclass(frozen=True)
class NamedValue:
    """One name of a target.

    value     None for a simulated figure, which each run gives anew, and for the parameter that is sought
    source    where the number comes from, in words
    times     what the sought parameter is multiplied by (12: a month's amount as a year's)
    baseline  the simulated figure whose value under the law in force this is; empty for any other name
    """

    name: str
    label: str
    value: float | None
    unit: str
    source: str
    is_sought: bool = False
    times: float = 1.0
    baseline: str = ""


@dataclass(frozen=True)
class SeekExample:
    """A target that pages offer."""

    parameter: str
    target: str
    label: str


def examples() -> tuple[SeekExample, ...]:
    """Targets to begin with."""
    rows = cast(Sequence[Mapping[str, str]], _document()["examples"])
    return tuple(SeekExample(row["parameter"], row["target"], row["label"]) for row in rows)


def _document() -> Mapping[str, object]:
    return cast(Mapping[str, object], read_yaml(DECLARED))


def named_values(
    names: Sequence[str], sought: str, book: Lawbook, city: str, year: int, given: Mapping[str, float]
) -> tuple[NamedValue, ...]:
    """What each name stands for, in their order.

    sought  key of the parameter whose value is looked for
    given   values the reader fills in, by name; they take precedence
    Raises  ProblemsFound with every name that has no value, and what could be written instead
    """
    reader = _Names(sought, book, find_city(city).key, year, given, published(city))
    found: list[NamedValue] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(reader.value(name))
        except ProblemsFound as error:
            problems += error.problems
    unused = [name for name in given if name not in names]
    problems += [Problem(f"“{name}”不在目标式中。", "补充数值", f"目标式中有：{'、'.join(names)}。") for name in unused]
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


@dataclass(frozen=True)
class _Names:
    """Where names are looked up."""

    sought: str
    book: Lawbook
    city: str
    year: int
    given: Mapping[str, float]
    figures: Sequence[PublishedFigure]

    def value(self, name: str) -> NamedValue:
        if name in self.given:
            return NamedValue(name, name, self.given[name], "", "读者填写")
        aliases = cast(Mapping[str, Mapping[str, object]], _document()["parameters"])
        if name in aliases:
            row = aliases[name]
            return self._parameter(name, str(row["parameter"]), float(cast(float, row["times"])), str(row["label"]))
        if split_key(name)[0] in self.book.parameters:
            return self._parameter(name, name, 1.0, "")
        stem = name.removesuffix(BASELINE)
        if stem in BY_NAME and stem != name:
            figure = BY_NAME[stem]
            label = f"{figure.label}（现行政策下）"
            return NamedValue(name, label, None, unit_in_words(figure.unit), "模拟，现行政策", baseline=stem)
        if name in BY_NAME:
            figure = BY_NAME[name]
            return NamedValue(name, figure.label, None, unit_in_words(figure.unit), "模拟")
        return self._published(name)

    def _parameter(self, name: str, key: str, times: float, label: str) -> NamedValue:
        found = keyed_value(self.book, key, self.year)
        unit = unit_in_words(found.use.unit) if times == 1 else ""
        if found.key == self.sought:
            return NamedValue(name, label or found.label, None, unit, "所求参数", True, times)
        source = str(found.use.citation) or found.use.status.label
        return NamedValue(name, label or found.label, found.value * times, unit, source)

    def _published(self, name: str) -> NamedValue:
        text, _, area = name.partition("@")
        parts = cast(re.Match[str], DATED.fullmatch(text))
        short = cast(Mapping[str, str], _document()["published"])
        indicator = short.get(parts["name"], parts["name"])
        year = int(parts["year"]) if parts["year"] else self.year - 1 if parts["lag"] else self.year
        wanted = area or find_city(self.city).area
        held = [figure for figure in self.figures if figure.indicator == indicator]
        for figure in held:
            if figure.area == wanted and figure.year == year:
                source = f"{figure.source}，{figure.year}年，{figure.confidence.label}"
                return NamedValue(name, text, figure.amount, figure.base_unit, source)
        if held or parts["name"] in short:
            raise ProblemsFound(_missing(name, parts["name"], indicator, wanted, year, held))
        raise ProblemsFound(self._unknown(name, tuple(short)))

    def _unknown(self, name: str, short: tuple[str, ...]) -> Problem:
        indicators = {figure.indicator for figure in self.figures}
        simulated = tuple(figure.name for figure in NAMED)
        aliases = tuple(cast(Mapping[str, object], _document()["parameters"]))
        known = (*simulated, *aliases, *short, *sorted(indicators), *self.book.parameters)
        cure = nearest(name.partition("@")[0], known) or f"模拟指标有：{'、'.join(simulated)}。"
        return Problem(f"目标式中的“{name}”无法识别。", "目标式", cure)


def _missing(name: str, stem: str, indicator: str, area: str, year: int, held: Sequence[PublishedFigure]) -> Problem:
    """No such figure: the years and areas that have one, and that the reader may fill it in."""
    here = sorted(figure.year for figure in held if figure.area == area)
    choices = [f"{stem}_{here[-1]}（本地已有{here[0]}至{here[-1]}年）"] if here else []
    others = {figure.area for figure in held if figure.year == year and figure.area != area}
    choices += [f"{name.partition('@')[0]}@{other}" for other in sorted(others)]
    written = f"可改写为 {'，或 '.join(choices)}；或" if choices else ""
    cure = f"{written}在“补充数值”（--given）中写 {name}=数值，填入本地掌握的数。"
    return Problem(f"没有{area}的{year}年“{indicator}”公布数。", f"目标式 {name}", cure)
