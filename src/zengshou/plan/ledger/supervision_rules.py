"""The city's rules of supervision: when reports are due, how slips are coloured and numbered, what costs points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import cast

import yaml

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.scoring import ScoreRule, ScoreRules
from zengshou.plan.ledger.slips import SlipColour, SlipMode, SlipRules

Fields = Mapping[str, object]
LAST_REPORT_DAY = 28  # the last day that every month has
KNOWN = {
    "": ("version", "issuer", "report_day", "slips", "score"),
    "slips": ("mode", "sequence", "days_to_answer", "number"),
    "score": ("start", "appeal", "rules"),
}


@dataclass(frozen=True)
class SupervisionRules:
    """What a city set for its supervision.

    issuer      who signs slips and bulletins; {city} stands for the city's name
    report_day  of a quarter's last month
    number      pattern of a slip's number
    has_appeal  bodies may appeal
    """

    version: str
    issuer: str
    report_day: int
    slips: SlipRules
    number: str
    score: ScoreRules
    has_appeal: bool

    def report_due(self, period: Period) -> date:
        return date(period.year, period.last_month, self.report_day)


@cache
def _standard() -> Fields:
    text = resources.files("zengshou.plan.ledger").joinpath("supervision.yaml").read_text(encoding="utf-8")
    return cast(Fields, yaml.safe_load(text))


@cache
def standard_supervision() -> SupervisionRules:
    """The rules that ship with this room."""
    return read_supervision({}, "supervision.yaml")


def read_supervision(document: object, where: str) -> SupervisionRules:
    """Rules from a parsed YAML mapping; lines that are absent keep the standard value.

    Raises  ProblemsFound for unknown lines and values out of their range, all at once
    """
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为“键: 值”的映射。", where, "对照随系统发布的 supervision.yaml。"))
    given = {"": document, **{part: document.get(part, {}) for part in ("slips", "score")}}
    problems = [
        Problem(f"不认识的字段“{name}”。", f"{where} {part}".strip(), f"可用字段：{'、'.join(KNOWN[part])}。")
        for part, fields in given.items()
        for name in fields
        if name not in KNOWN[part]
    ]
    merged = {**_standard(), **document}
    for part in ("slips", "score"):
        merged[part] = {**cast(Fields, _standard()[part]), **given[part]}
    problems += _faults(merged, where)
    if problems:
        raise ProblemsFound(problems)
    return _rules(merged)


def _faults(merged: Fields, where: str) -> list[Problem]:
    problems: list[Problem] = []
    slips, score = cast(Fields, merged["slips"]), cast(Fields, merged["score"])
    day = merged["report_day"]
    if not isinstance(day, int) or not 1 <= day <= LAST_REPORT_DAY:
        problems.append(Problem(f"report_day 读到 {day!r}。", where, f"写1至{LAST_REPORT_DAY}。"))
    if slips["mode"] not in {mode.value for mode in SlipMode}:
        problems.append(Problem(f"mode 读到 {slips['mode']!r}。", f"{where} slips", "写 by_cause 或 sequential。"))
    colours = {colour.value for colour in SlipColour}
    days = cast(Mapping[str, object], slips["days_to_answer"])
    for name in [*cast(Sequence[str], slips["sequence"]), *days]:
        if name not in colours:
            problems.append(Problem(f"没有颜色“{name}”。", f"{where} slips", f"可用：{'、'.join(sorted(colours))}。"))
    problems += [
        Problem(f"缺少“{name}”的回复天数。", f"{where} slips", "写几个工作日。")
        for name in sorted(colours)
        if not isinstance(days.get(name), int) or cast(int, days[name]) < 1
    ]
    if "{number}" not in str(slips["number"]):
        problems.append(Problem("文号中没有 {number}。", f"{where} slips", "写成 督〔{year}〕{number}号。"))
    for row in cast(Sequence[Fields], score["rules"]):
        if not {"id", "label", "points"} <= set(row) or not isinstance(row["points"], int | float):
            problems.append(Problem(f"评分规则不完整：{dict(row)}。", f"{where} score", "写明 id、label、points。"))
    return problems


def _rules(merged: Fields) -> SupervisionRules:
    slips, score = cast(Fields, merged["slips"]), cast(Fields, merged["score"])
    version = str(merged["version"])
    days = cast(Mapping[str, int], slips["days_to_answer"])
    rules = tuple(
        ScoreRule(str(row["id"]), str(row["label"]), _number(row["points"]), _limit(row, "most"), _limit(row, "least"))
        for row in cast(Sequence[Fields], score["rules"])
    )
    return SupervisionRules(
        version,
        str(merged["issuer"]),
        cast(int, merged["report_day"]),
        SlipRules(
            SlipMode(slips["mode"]),
            tuple(SlipColour(name) for name in cast(Sequence[str], slips["sequence"])),
            {SlipColour(name): count for name, count in days.items()},
        ),
        str(slips["number"]),
        ScoreRules(version, _number(score["start"]), rules),
        bool(score["appeal"]),
    )


def _number(value: object) -> float:
    return float(cast(float, value))


def _limit(row: Fields, name: str) -> float | None:
    return None if row.get(name) is None else _number(row[name])
