"""Estimates as JSON-stat 2.0: one dataset, a cube of indicator, domain, area, period and measure.

Source  JSON-stat 2.0, json-stat.org (class `dataset`)
"""

import json
from collections.abc import Sequence
from math import prod

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.services.statistics.figure_differences import conventions

Json = dict[str, object]
DIMENSIONS = (("indicator", "指标"), ("domain", "范围"), ("area", "地区"), ("period", "时期"), ("measure", "度量"))
MEASURES = (
    ("value", "估计值"),
    ("se", "标准误"),
    ("ci_low", "区间下限"),
    ("ci_high", "区间上限"),
    ("n", "样本行数"),
    ("df", "自由度"),
)
ROLES = {"time": ["period"], "geo": ["area"], "metric": ["measure"]}
NOT_RELEASED = "未经发布审核，不得对外。"
SYNTHETIC = "合成数据，不得作为统计数据引用。"
EVERYONE = "全体"
NOT_GIVEN = "（未注明）"


def jsonstat(figures: Sequence[Estimate], *, title: str, source: str, is_released: bool = False) -> str:
    """One JSON-stat dataset as text.

    A figure without value stands as null with its reason as status; the flags of the others are their status.
    Raises  ProblemsFound: no figures, or two figures in one place of the cube
    """
    cells = placed(figures)
    names = [list(dict.fromkeys(key[axis] for key in cells)) for axis in range(4)]
    names.append([name for name, _ in MEASURES])
    sizes = [len(of) for of in names]
    values: list[float | None] = [None] * prod(sizes)
    status: dict[str, str] = {}
    for key, figure in cells.items():
        at = 0
        for axis in range(4):
            at = at * sizes[axis] + names[axis].index(key[axis])
        for place, (measure, _) in enumerate(MEASURES):
            values[at * len(MEASURES) + place] = getattr(figure, measure)
        if said := _status(figure):
            status[str(at * len(MEASURES))] = said
    dataset: Json = {
        "version": "2.0",
        "class": "dataset",
        "label": title,
        "source": source,
        "note": _notes(figures, is_released),
        "id": [name for name, _ in DIMENSIONS],
        "size": sizes,
        "role": ROLES,
        "dimension": _dimensions(names, figures),
        "value": values,
        "status": status,
        "extension": _extension(figures, is_released),
    }
    return json.dumps(dataset, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def placed(figures: Sequence[Estimate]) -> dict[tuple[str, str, str, str], Estimate]:
    """Each figure by (indicator, domain, area, period). Raises  ProblemsFound as `jsonstat`"""
    if not figures:
        raise refuse("没有可以导出的数。", "exchange", "请先计算。")
    cells: dict[tuple[str, str, str, str], Estimate] = {}
    for figure in figures:
        key = (figure.indicator, figure.domain, figure.area, figure.period)
        if key in cells:
            said = f"指标 {figure.indicator}、范围“{figure.domain}”、时期“{figure.period or NOT_GIVEN}”有两个数。"
            raise refuse(said, "exchange", "不同口径请分开导出，或注明不同的 period、area。")
        cells[key] = figure
    return cells


def _status(figure: Estimate) -> str:
    return figure.reason if figure.value is None else ",".join(figure.flags)


def _dimensions(names: Sequence[Sequence[str]], figures: Sequence[Estimate]) -> Json:
    labels = {figure.indicator: figure.label for figure in figures} | dict(MEASURES)
    units = {figure.indicator: figure.unit for figure in figures}
    made: Json = {}
    for (axis, title), members in zip(DIMENSIONS, names, strict=True):
        category: Json = {
            "index": {_code(name): place for place, name in enumerate(members)},
            "label": {_code(name): _shown(axis, name, labels) for name in members},
        }
        if axis == "indicator":
            category["note"] = {name: [f"单位：{units[name]}", *_of_indicator(name, figures)] for name in members}
        if axis == "measure":
            category["unit"] = {name: {"decimals": 0 if name in ("n", "df") else 6} for name in members}
        made[axis] = {"label": title, "category": category}
    return made


def _code(name: str) -> str:
    return name or "_Z"


def _shown(axis: str, name: str, labels: dict[str, str]) -> str:
    if axis == "domain" and name == "all":
        return EVERYONE
    return labels.get(name) or name or NOT_GIVEN


def _of_indicator(name: str, figures: Sequence[Estimate]) -> list[str]:
    """The conventions of one indicator, each set once."""
    return list(
        dict.fromkeys(figure.convention for figure in figures if figure.indicator == name and figure.convention)
    )


def _notes(figures: Sequence[Estimate], is_released: bool) -> list[str]:
    notes = [] if is_released else [NOT_RELEASED]
    if any(figure.is_synthetic for figure in figures):
        notes.append(SYNTHETIC)
    notes += [f"口径：{text}" for text in dict.fromkeys(figure.convention for figure in figures) if text]
    return notes + [f"抽样设计：{text}" for text in dict.fromkeys(one.design for one in figures) if text]


def _extension(figures: Sequence[Estimate], is_released: bool) -> Json:
    flags = sorted({flag for figure in figures for flag in figure.flags})
    return {
        "released": is_released,
        "synthetic": any(figure.is_synthetic for figure in figures),
        "kinds": sorted({figure.kind.value for figure in figures}),
        "conventions": [conventions(text) for text in dict.fromkeys(figure.convention for figure in figures)],
        "flags": flags,
        "rests_on": sorted({name for figure in figures for name in figure.rests_on}),
        "vintage": sorted({figure.vintage for figure in figures if figure.vintage}),
    }
