"""What the pages of marginal view, goal seek and lever ranking ask of the services, and how their forms are read."""

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.services.plan.lever_ranking import LeverRanking, RankingRequest, rank_levers
from zengshou.services.plan.target_names import SeekExample, examples
from zengshou.services.policy.marginal import (
    MarginalAnswer,
    MarginalRange,
    declared_ranges,
    marginal_of_sample,
    sample_members,
)
from zengshou.services.simulation.seek import seek_parameter
from zengshou.services.simulation.seek_answer import SeekAnswer, SeekRequest

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class MarginalOrder:
    """The sample household over a range; None: as the country declares it."""

    city: str
    year: int
    over: str
    low: int | None = None
    high: int | None = None
    step: int | None = None
    member: str = ""


@dataclass(frozen=True)
class SeekOrder:
    """What a reader looks for."""

    city: str
    year: int
    parameter: str
    target: str
    given: tuple[tuple[str, float], ...] = ()


def view_sample(order: MarginalOrder) -> MarginalAnswer:
    """The sample household of an order."""
    return marginal_of_sample(order.city, order.year, order.over, order.low, order.high, order.step, order.member)


def seek_on_people(order: SeekOrder, progress: Progress) -> SeekAnswer:
    """A goal seek on the city's synthetic people."""
    return seek_parameter(SeekRequest(order.city, order.year, order.parameter, order.target, order.given), progress)


def rank_on_people(city: str, year: int, progress: Progress) -> LeverRanking:
    """The ranking on the city's synthetic people."""
    return rank_levers(RankingRequest(city, year), progress)


@dataclass(frozen=True)
class PolicyTools:
    """One callable a verb. Those that take a Progress may take a minute and run beside the pages."""

    marginal_ranges: Callable[[str], tuple[MarginalRange, ...]] = declared_ranges
    marginal_members: Callable[[], tuple[str, ...]] = sample_members
    marginal: Callable[[MarginalOrder], MarginalAnswer] = view_sample
    seek_examples: Callable[[], tuple[SeekExample, ...]] = examples
    seek: Callable[[SeekOrder, Progress], SeekAnswer] = seek_on_people
    rank_levers: Callable[[str, int, Progress], LeverRanking] = rank_on_people


def plainly(text: str) -> str:
    """Full-width digits and signs as plain ones, without spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def marginal_order(city: str, year: int, fields: Mapping[str, str], ranges: Sequence[MarginalRange]) -> MarginalOrder:
    """The order of a form; empty fields fall back on what is declared.

    Raises  ProblemsFound: every field that is no whole number
    """
    problems: list[Problem] = []
    low, high, step = (
        _whole(fields.get(name, ""), label, problems)
        for name, label in (("from", "从"), ("to", "到"), ("step", "步长"))
    )
    if problems:
        raise ProblemsFound(problems)
    return MarginalOrder(
        city, year, fields.get("over", "") or ranges[0].over, low, high, step, fields.get("member", "")
    )


def _whole(text: str, label: str, problems: list[Problem]) -> int | None:
    digits = plainly(text).replace(",", "")
    if not digits:
        return None
    if not digits.lstrip("-").isdecimal() or len(digits) > 9:
        problems.append(Problem(f"应为整数，读到“{text}”。", label, "请填整数元，例如 30000。"))
        return None
    return int(digits)


def seek_order(city: str, year: int, fields: Mapping[str, str]) -> SeekOrder:
    """The order of a form.

    Raises  ProblemsFound: no parameter, no target, a filled-in value that cannot be read
    """
    problems: list[Problem] = []
    parameter, target = fields.get("parameter", "").strip(), fields.get("target", "").strip()
    if not parameter:
        problems.append(Problem("没有选择参数。", "参数", "请选择要求的参数。"))
    if not target:
        problems.append(Problem("没有写目标式。", "目标式", "例如 poverty_rate = 0.15。"))
    given = tuple(_given(fields.get("given", ""), problems))
    if problems:
        raise ProblemsFound(problems)
    return SeekOrder(city, year, parameter, target, given)


def _given(text: str, problems: list[Problem]) -> list[tuple[str, float]]:
    """`name=number` pairs, separated by commas, semicolons or lines."""
    found: list[tuple[str, float]] = []
    for part in plainly(text).replace("；", ";").replace("，", ";").replace(",", ";").replace("\n", ";").split(";"):
        name, _, number = part.partition("=")
        if not part.strip():
            continue
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not name.strip() or not math.isfinite(value):
            problems.append(Problem(f"读不出“{part.strip()}”。", "补充数值", "请写成 名称=数值，不写千分位。"))
        else:
            found.append((name.strip(), value))
    return found


def seek_query(order: SeekOrder) -> str:
    """The order as an address that anyone may be sent."""
    fields = [("year", str(order.year)), ("parameter", order.parameter), ("target", order.target)]
    if order.given:
        fields.append(("given", ";".join(f"{name}={value!r}" for name, value in order.given)))
    return urlencode(fields)
