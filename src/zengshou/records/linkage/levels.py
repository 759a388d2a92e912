"""The vocabulary of comparisons: levels from best to worst, each with its words and its prior probabilities."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One degree of agreement between two records.

    words    in Chinese, for the officer who reviews a pair
    sql      condition over columns ending in _l and _r; "ELSE" for what is left
    m        prior share among pairs of one person; learning replaces it
    u        prior share among pairs of two persons; learning replaces it
    is_fixed True keeps m and u as given: the level is too rare to be learned, or known by law of construction
    frequency  column whose term frequencies weigh an agreement: a rare name says more than 张伟
    """

    words: str
    sql: str
    m: float
    u: float
    is_fixed: bool = False
    frequency: str = ""


@dataclass(frozen=True)
class Comparison:
    """One property of a person, compared.

    name     column name of its outcome
    label    in Chinese
    missing  condition under which nothing can be said
    levels   best first; the last is ELSE
    """

    name: str
    label: str
    missing: str
    levels: tuple[Level, ...]

    @property
    def outcome(self) -> str:
        """The column in which the scored pairs hold the level reached."""
        return f"gamma_{self.name}"

    def words(self) -> dict[int, str]:
        """Outcome -> words: Splink counts levels downwards to 0, and -1 is missing."""
        top = len(self.levels) - 1
        return {-1: "缺失，未比较", **{top - place: level.words for place, level in enumerate(self.levels)}}

    def outcome_of(self, words: str) -> int:
        """The outcome number of the level with these words."""
        return {text: number for number, text in self.words().items()}[words]
