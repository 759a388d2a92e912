"""Yearly scores (考核评分): points taken off by rule, each with its evidence; appeals; a lock after approval."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class AppealState(Enum):
    NONE = "none"
    OPEN = "open"
    UPHELD = "upheld"  # the points are given back
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return {"none": "无申诉", "open": "申诉中", "upheld": "申诉成立", "dismissed": "申诉不成立"}[self.value]


@dataclass(frozen=True)
class ScoreRule:
    """One line of the score file.

    id      stable name, as the ledger stores it
    points  taken off each time (negative), or the most a judgement may give (positive)
    most    the most that a year may bring by this rule, given or taken off, as a positive number; None without a limit
    least   the other end of what a person may choose, -5 of -10 … -5; None where the points are fixed
    """

    id: str
    label: str
    points: float
    most: float | None = None
    least: float | None = None

    def allows(self, points: float) -> bool:
        """Whether a line of this rule may carry so many points."""
        other = self.points if self.least is None else self.least
        return min(self.points, other) <= points <= max(self.points, other)


@dataclass(frozen=True)
class ScoreRules:
    version: str
    start: float
    rules: tuple[ScoreRule, ...]

    def rule(self, id: str) -> ScoreRule | None:
        return next((rule for rule in self.rules if rule.id == id), None)


@dataclass(frozen=True)
class ScoreLine:
    """One change of points: rule, evidence in words, day, and what became of an appeal."""

    rule: str
    points: float
    evidence: str
    on: date
    appeal: AppealState = AppealState.NONE

    @property
    def counted(self) -> float:
        return 0.0 if self.appeal is AppealState.UPHELD else self.points


@dataclass(frozen=True)
class Score:
    """Total of a body in a year, never below 0, with every line that made it."""

    total: float
    lines: tuple[ScoreLine, ...]


def score(rules: ScoreRules, lines: Iterable[ScoreLine]) -> Score:
    """The start less every line; a rule's limit holds over the year, and lines of unknown rules are refused.

    Raises  KeyError for a line whose rule the file does not have
    """
    kept = tuple(lines)
    known = {rule.id: rule for rule in rules.rules}
    taken: dict[str, float] = {}
    for line in kept:
        taken[known[line.rule].id] = taken.get(line.rule, 0.0) + line.counted
    points = sum(_limited(known[id], amount) for id, amount in taken.items())
    return Score(max(rules.start + points, 0.0), kept)


def _limited(rule: ScoreRule, amount: float) -> float:
    return amount if rule.most is None else max(min(amount, rule.most), -rule.most)
