"""A household as the second calculator sees it: plain numbers, amounts in whole fen."""

from dataclasses import dataclass

Fen = int
Months = tuple[Fen, ...]


@dataclass(frozen=True)
class Member:
    """One person.

    wages          this year's twelve months; `before` and `long_before`: those of the two years before
    second         the part of this year's wages that a second employer pays
    shares         quarters of: children in education, children under three, support of parents
    home           0 nothing, 1 mortgage, 2 rent, 3 both claimed
    pension        last December's pension of an employee; 0: not retired
    """

    wages: Months
    before: Months
    long_before: Months
    second: Months
    bonus: Fen
    other: Fen
    insured: bool
    housing_percent: int
    shares: tuple[int, int, int]
    home: int
    degree: bool
    certificate: bool
    illness: Fen
    private_pension: Fen
    same_employer: bool
    pension: Fen
    unemployed: bool
    grade: int
    mental: bool
    ill: bool
    refusals: int
    is_other: bool


@dataclass(frozen=True)
class Home:
    """A household of the invented city."""

    year: int
    members: tuple[Member, ...]
    urban: bool
    property_fits: bool
    claims: bool
