"""Identity: a person as a document names them, and the columns of many of them."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.mask import masked_name, masked_number


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """kind, number  the document; birth  None where unknown; sex  "male", "female" or ""; blank text: unknown"""

    name: str
    kind: IdentifierKind
    number: str
    birth: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        """Masked: an identity in a log or a traceback must not tell whose it is."""
        return f"Identity({masked_name(self.name)} {self.kind.label} {masked_number(self.number)})"


# What the vault enrols, one row a record: kind by its value; name, address, phone and sex may be "" or null.
IDENTITY_COLUMNS = pl.Schema(
    {
        "kind": pl.String,
        "number": pl.String,
        "name": pl.String,
        "birth": pl.Date,
        "sex": pl.String,
        "address": pl.String,
        "phone": pl.String,
    }
)
