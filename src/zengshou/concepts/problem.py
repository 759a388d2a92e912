"""A Problem: what was found, where, and what to do next. A list of Problems is an answer, never a traceback."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what the user gave.

    found  what was found, in words
    where  file, sheet, row and column, or YAML path
    next   what to do now
    """

    found: str
    where: str = ""
    next: str = ""

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        cure = f" {self.next}" if self.next else ""
        return f"{place}{self.found}{cure}"


class ProblemsFound(Exception):
    """Raised with every Problem found at once; faces print them and exit with code 2."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Forbidden(ProblemsFound):
    """The person may not do this, or may not see it."""


class Unavailable(ProblemsFound):
    """Nothing is wrong with what was asked: something that the answer needs did not answer. Asking later may help."""


def forbid(found: str, next: str = "") -> Forbidden:
    """The exception for something that a person has no right to, to be raised by the caller."""
    return Forbidden(Problem(found, "权限", next))


def refuse(found: str, where: str = "", next: str = "") -> ProblemsFound:
    """The exception for a single Problem, to be raised by the caller."""
    return ProblemsFound(Problem(found, where, next))
