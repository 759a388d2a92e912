"""Figures drawn with the house's charts: a bar or a point with its interval; what may not share an axis is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from os import PathLike, fspath
from pathlib import Path

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.amounts import Quantity, quantity_of, unit_name
from zengshou.faces.analysis.heading import SYNTHETIC, Heading, domain_name, is_synthetic
from zengshou.faces.analysis.notebook import html_of
from zengshou.faces.charts import svg
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.palette import FONT, TEXT, Colour
from zengshou.faces.words import Words
from zengshou.services.release.exchange import NOT_RELEASED
from zengshou.services.statistics.figure_differences import differences, in_words
from zengshou.statistics.conventions import ABSENT, Difference

FREE = {
    "indicator",
    "domain",
    "design",
    "period",
    "missing_income",
    "missing_group",
    "measured_coverage",
    "interval",
    "limits",
}
OWN = {"fgt", "ge", "atkinson"}  # what makes one indicator of a family differ from the next
MANY = 8  # names beside their bars rather than under them
LONGEST_NAME = 6
MOST_NAMED = 3
TITLE, FOOT, LINE = 34, 40, 18
PER_CENT = 100.0
CURVE = "lorenz"
ZH = Words()


@dataclass(frozen=True)
class Drawing:
    """A drawing with its title, the marks it carries and the table behind it."""

    chart: Chart
    title: str
    marks: tuple[str, ...]
    table: str

    def _repr_svg_(self) -> str:
        """The drawing with title and marks inside, so that they stay with it wherever it goes."""
        height = self.chart.height + TITLE + FOOT
        drawn = svg.draw(self.chart).replace("<svg ", f'<svg y="{TITLE}" ', 1)
        foot = "　".join(self.marks)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {svg.WIDTH} {height}" width="{svg.WIDTH}" '
            f'height="{height}" role="img" aria-label="{escape(f"{self.title}。{self.chart.alt}{foot}")}" '
            f'font-family="{escape(FONT)}" fill="{TEXT}">'
            f'<rect width="{svg.WIDTH}" height="{height}" fill="#ffffff"/>'
            f'<text x="4" y="22" font-size="16" font-weight="600">{escape(self.title)}</text>{drawn}'
            f'<text x="4" y="{height - LINE / 2:.0f}" font-size="12" fill="#8f2b20">{escape(foot)}</text></svg>'
        )

    def _repr_html_(self) -> str:
        """The drawing, and the table of its figures to be opened under it."""
        return (
            f'<figure lang="zh-CN" style="margin:0">{self._repr_svg_()}'
            f"<details><summary>图中的数</summary>{self.table}</details></figure>"
        )

    def __repr__(self) -> str:
        return f"图：{self.title}（{self.chart.alt}）"

    def save(self, path: str | PathLike[str]) -> None:
        """Writes .svg or .html. Raises  ProblemsFound for another kind, or where the file cannot be written"""
        file = Path(fspath(path))
        kinds = {".svg": self._repr_svg_, ".html": self._page}
        if file.suffix.lower() not in kinds:
            raise refuse(f"图不能存成“{file.suffix or file.name}”。", str(file), "请用 .svg 或 .html。")
        try:
            file.write_text(kinds[file.suffix.lower()](), encoding="utf-8")
        except OSError as error:
            raise refuse(f"写不了文件：{error.strerror}。", str(file), "请检查目录权限。") from None

    def _page(self) -> str:
        return (
            '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title></head><body>{self._repr_html_()}</body></html>\n"
        )


def drawing_of(estimates: Sequence[Estimate], heading: Heading) -> Drawing:
    """The figures of one axis.

    Raises  ProblemsFound: nothing with a value, or figures that differ in unit, kind or convention
    """
    valued = [one for one in estimates if one.value is not None]
    if not valued:
        raise refuse("没有可画的数。", "plot", "各数都没有值，原因见表。")
    _refuse_mixed(valued)
    is_curve = all(one.indicator.startswith(CURVE) for one in valued)
    chart = _curve(valued) if is_curve else _bars(valued, heading)
    label = "洛伦兹曲线" if is_curve else _subject([one.label for one in valued])
    unvalued = len(estimates) - len(valued)
    marks = [SYNTHETIC] if is_synthetic(valued) else []
    marks += [NOT_RELEASED] + ([f"有 {unvalued} 个数没有值，未画。"] if unvalued else [])
    return Drawing(chart, f"{label}：{heading.line(valued)}", tuple(marks), html_of(estimates, heading))


def _refuse_mixed(estimates: Sequence[Estimate]) -> None:
    """Figures on one axis share unit, kind and conventions."""
    for other in estimates[1:]:
        apart = _apart(estimates[0], other)
        if apart:
            raise refuse(
                f"这些数不能画在同一条轴上：{'；'.join(in_words(one) for one in apart)}。",
                "plot",
                "请先取出同一指标、同一口径的数，例如 结果[“gini”].plot()。",
            )


def _apart(left: Estimate, right: Estimate) -> list[Difference]:
    """What keeps two figures from one axis; of two indicators only the conventions that both have."""
    found = differences(left, right)
    if left.indicator == right.indicator:
        return [one for one in found if one.name not in FREE]
    if _family(left.indicator) != _family(right.indicator):
        return [one for one in found if one.name in ("indicator", "unit")]
    return [one for one in found if one.name not in FREE | OWN and ABSENT not in (one.first, one.second)]


def _family(name: str) -> str:
    """Indicators of one kind: points of a curve, fifths, percentiles, poverty of several orders, parts of one whole."""
    plain = re.sub(r"_?\d+$", "", name.split("(")[0])
    return "quantile" if plain in ("p", "median") else plain


def _bars(estimates: Sequence[Estimate], heading: Heading) -> Chart:
    """Domains along the axis; several indicators of one family are series beside each other."""
    indicators = list(dict.fromkeys(one.indicator for one in estimates))
    domains = list(dict.fromkeys(domain_name(one) for one in estimates))
    if len(domains) == 1:
        labels = [one.label for one in estimates]
        ending = _ending(labels)
        names, series = [label.removesuffix(ending) for label in labels], [_series(estimates, domains[0], Colour.BLUE)]
    else:
        names = domains
        colours = [Colour.BLUE, Colour.ORANGE, Colour.TEAL, Colour.PLUM, Colour.GOLD, Colour.SKY, Colour.GREY]
        held = {(one.indicator, domain_name(one)): one for one in estimates}
        series = []
        for place, indicator in enumerate(indicators):
            row = [held.get((indicator, domain)) for domain in domains]
            label = next(one.label for one in row if one)
            series.append(_series(row, label, colours[place % len(colours)]))
    is_horizontal = len(names) > MANY or max(map(len, names)) > LONGEST_NAME
    unit = "" if quantity_of(estimates[0].unit) in (Quantity.SHARE, Quantity.RATIO) else estimates[0].unit
    return Chart(
        Axis("", tuple(names)),
        Axis(unit_name(unit, ZH) if unit else "", suffix="%" if _scale(estimates[0]) == PER_CENT else ""),
        tuple(series),
        alt=f"{_subject([one.label for one in estimates])}，线段为{heading.interval}。",
        is_horizontal=is_horizontal,
        height=max(160, 70 + (26 + 12 * len(series)) * len(names)) if is_horizontal else 340,
    )


def _ending(labels: Sequence[str]) -> str:
    """What all labels end in, from a 对 or 的 on: 工资性收入对基尼系数的贡献 and its fellows share 对基尼系数的贡献."""
    if len(set(labels)) < 2:
        return ""
    from_the_end = zip(*(label[::-1] for label in labels), strict=False)
    shared = [letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, from_the_end)]
    found = re.search("[对的].+", "".join(reversed(shared)))
    return found[0] if found else ""


def _subject(labels: Sequence[str]) -> str:
    """What the drawing is of: what the labels share, or the first of them."""
    names = list(dict.fromkeys(labels))
    ending = _ending(names).removeprefix("的")
    if ending:
        return ending
    return "、".join(names[:MOST_NAMED]) + (f"等{len(names)}项" if len(names) > MOST_NAMED else "")


def _scale(estimate: Estimate) -> float:
    return PER_CENT if quantity_of(estimate.unit) is Quantity.SHARE else 1.0


def _series(row: Sequence[Estimate | None], name: str, colour: Colour) -> Series:
    def scaled(field: str) -> tuple[float | None, ...]:
        values = [(one, getattr(one, field)) if one else (None, None) for one in row]
        return tuple(None if one is None or value is None else value * _scale(one) for one, value in values)

    return Series(name, scaled("value"), colour, Mark.BAR, lows=scaled("ci_low"), highs=scaled("ci_high"))


def _curve(estimates: Sequence[Estimate]) -> Chart:
    """Lorenz curves of the domains with their intervals, and the line of equality."""
    colours = [Colour.BLUE, Colour.ORANGE, Colour.TEAL, Colour.PLUM, Colour.GOLD, Colour.SKY]
    curves = []
    for place, domain in enumerate(dict.fromkeys(domain_name(one) for one in estimates)):
        points = sorted((_share(one), one) for one in estimates if domain_name(one) == domain)
        curves.append(
            Series(
                domain,
                (0.0, *(PER_CENT * (one.value or 0.0) for _, one in points), PER_CENT),
                colours[place % len(colours)],
                Mark.LINE,
                at=(0.0, *(PER_CENT * share for share, _ in points), PER_CENT),
                lows=(None, *(None if one.ci_low is None else PER_CENT * one.ci_low for _, one in points), None),
                highs=(None, *(None if one.ci_high is None else PER_CENT * one.ci_high for _, one in points), None),
            )
        )
    equal = Series("完全平均线", (0.0, PER_CENT), Colour.GREY, Mark.LINE, at=(0.0, PER_CENT))
    return Chart(
        Axis("人口累计比重（从低收入到高收入）", low=0.0, high=PER_CENT, suffix="%"),
        Axis("收入累计比重", low=0.0, high=PER_CENT, suffix="%"),
        (*curves, equal),
        alt="洛伦兹曲线：离完全平均线越远，收入差距越大；竖线为区间。",
        height=460,
    )


def _share(estimate: Estimate) -> float:
    return float(estimate.indicator.removeprefix(f"{CURVE}(").removesuffix(")"))
