"""CheckedNumber: what a validator says of a number, one value or a column of them."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from zengshou.records.identity.identifier import Caution, Fault, IdentifierKind


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A number as it stands after checking.

    normalised  the one spelling under which it is looked up; 15 digits are written as 18; "" where refused
    original    as it was given, folded; differs from `normalised` for a 15-digit number, which is then kept beside it
    birth, sex  as the number tells them; None and "" where it tells nothing; sex is "male" or "female"
    cautions    never a reason to refuse
    """

    ok: bool
    normalised: str
    original: str
    kind: IdentifierKind | None = None
    birth: date | None = None
    sex: str = ""
    cautions: tuple[Caution, ...] = ()
    fault: Fault | None = None


# The columns of the same, for a column of numbers: kinds, faults and cautions by their values.
CHECKED = pl.Schema(
    {
        "ok": pl.Boolean,
        "normalised": pl.String,
        "original": pl.String,
        "kind": pl.String,
        "birth": pl.Date,
        "sex": pl.String,
        "caution": pl.String,
        "fault": pl.String,
    }
)


def refused(original: str, fault: Fault) -> CheckedNumber:
    return CheckedNumber(False, "", original, fault=fault)
