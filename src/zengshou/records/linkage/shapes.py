"""How a name looks: characters that are easily taken for one another become one, so that look-alikes compare equal."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from zengshou.concepts.problem import Problem, ProblemsFound


def representatives(groups: Sequence[str]) -> dict[str, str]:
    """Each character of a group of look-alikes -> the first of its group.

    Raises  ProblemsFound: a character that stands in two groups, or twice in one
    """
    counts = Counter(character for group in groups for character in group)
    doubled = [character for character, times in counts.items() if times > 1]
    if doubled:
        raise ProblemsFound(
            [Problem(f"“{each}”出现了不止一次。", "形近字表", "一个字只放在一组里。") for each in doubled]
        )
    return {character: group[0] for group in groups for character in group}


def shape(name: pl.Expr, groups: Sequence[str]) -> pl.Expr:
    """The name with every character replaced by the first of its group of look-alikes."""
    found = {character: first for character, first in representatives(groups).items() if character != first}
    return name.str.replace_many(list(found.keys()), list(found.values()))
