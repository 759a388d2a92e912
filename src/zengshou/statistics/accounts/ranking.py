"""Sources by rank: statistics office, yearbook, press, other. Figures in conflict are Problems, never averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources

import yaml

from zengshou.concepts.problem import Problem
from zengshou.concepts.published import PublishedFigure

Key = tuple[str, int, str]


class SourceRank(IntEnum):
    """The lower, the nearer to the office that made the figure."""

    OFFICE = 1
    YEARBOOK = 2
    PRESS = 3
    OTHER = 4

    @property
    def label(self) -> str:
        return {1: "统计机构", 2: "统计年鉴", 3: "新闻转引", 4: "其他"}[self.value]


@dataclass(frozen=True)
class RankWords:
    """The words of `sources.yaml`."""

    second_hand: tuple[str, ...]
    ranks: tuple[tuple[SourceRank, tuple[str, ...]], ...]


@cache
def rank_words() -> RankWords:
    """The words shipped with the room."""
    text = resources.files("zengshou.statistics.accounts").joinpath("sources.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    ranks = tuple((SourceRank[row["rank"].upper()], tuple(row["words"])) for row in document["ranks"])
    return RankWords(tuple(document["second_hand"]), ranks)


def rank_of(source: str) -> SourceRank:
    """The rank of a source by its words; a yearbook is one even where its office is named beside it."""
    words = rank_words()
    if any(word in source for word in words.second_hand):
        return SourceRank.PRESS
    found = [rank for rank, marks in words.ranks if any(mark in source for mark in marks)]
    return max(found, default=SourceRank.OTHER)


@dataclass(frozen=True)
class Settled:
    """One figure a key, in the order met, and what could not be settled.

    figures   where several sources print one value, that of the best rank
    problems  one for every key whose sources disagree; such a key has no figure
    """

    figures: tuple[PublishedFigure, ...]
    problems: tuple[Problem, ...]


def settled(figures: Sequence[PublishedFigure]) -> Settled:
    """Figures of several files or publications, each area, year and indicator once."""
    by_key: dict[Key, list[PublishedFigure]] = {}
    for figure in figures:
        by_key.setdefault((figure.area, figure.year, figure.indicator), []).append(figure)
    kept, problems = [], []
    for key, group in by_key.items():
        if len({(figure.amount, figure.base_unit) for figure in group}) == 1:
            kept.append(min(group, key=lambda figure: rank_of(figure.source)))
        else:
            problems.append(_conflict(key, group))
    return Settled(tuple(kept), tuple(problems))


def _conflict(key: Key, group: Sequence[PublishedFigure]) -> Problem:
    ordered = sorted(group, key=lambda figure: rank_of(figure.source))
    told = "；".join(
        f"{figure.value:g}{figure.unit}（{rank_of(figure.source).label}：{figure.source}）" for figure in ordered
    )
    area, year, indicator = key
    return Problem(
        f"各来源不一致：{told}。", f"{area} {year}年 {indicator}", "回到统计机构原件核对，只留一个；不取平均。"
    )
