"""The sealed part of a person: name, birth, sex, address and phone as bytes, and back."""

from dataclasses import dataclass
from datetime import date

import polars as pl

SEPARATOR = "\x1f"
FIELDS = ("name", "birth", "sex", "address", "phone")
CONTROLS = r"[\x00-\x1f\x7f]"


@dataclass(frozen=True, slots=True)
class Body:
    """What is told of a person beside the documents; blank text and None: unknown."""

    name: str
    birth: date | None
    sex: str
    address: str
    phone: str

    def filled(self, other: "Body") -> "Body":
        """Blanks filled by another record of the same person; what is known stays."""
        return Body(
            self.name or other.name,
            self.birth or other.birth,
            self.sex or other.sex,
            self.address or other.address,
            self.phone or other.phone,
        )

    @property
    def text(self) -> str:
        birth = self.birth.isoformat() if self.birth else ""
        return SEPARATOR.join((self.name, birth, self.sex, self.address, self.phone))


def body_of(text: str) -> Body:
    name, birth, sex, address, phone = text.split(SEPARATOR)
    return Body(name, date.fromisoformat(birth) if birth else None, sex, address, phone)


def told_in(text: str) -> str:
    """Name and birth: the part that tells persons apart, which the stored digest covers."""
    name, birth, _ = text.split(SEPARATOR, 2)
    return f"{name}{SEPARATOR}{birth}"


def known_fields(text: str) -> int:
    """One bit for each field that is not blank."""
    return sum(1 << place for place, part in enumerate(text.split(SEPARATOR)) if part)


def body_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Of a frame with the fields: `text` as `Body.text` writes it, `told` its first two parts, `known` the bits."""
    plain = [
        pl.col(name).cast(pl.String).fill_null("").str.replace_all(CONTROLS, " ").str.strip_chars() for name in FIELDS
    ]
    bits = [(part != "").cast(pl.Int16) * (1 << place) for place, part in enumerate(plain)]
    return frame.select(
        text=pl.concat_str(plain, separator=SEPARATOR),
        told=pl.concat_str(plain[:2], separator=SEPARATOR),
        known=pl.sum_horizontal(bits).cast(pl.Int16),
    )
