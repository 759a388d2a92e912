"""Invented persons, and the proof under which one of them may be opened. 合成数据。"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from zengshou.records.identity.id_number import check_digit

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SURNAMES, GIVEN = "陈李张黄林王吴梁刘郑", "伟娜芳敏静强磊军洋勇艳杰涛明超秀霞平刚桂"
CARD = "resident_card"


@dataclass(frozen=True)
class Permit:
    """A grant as `records.access` makes it."""

    person: int
    case_id: str = "2026-0001"
    purpose: str = "dibao_verification"
    actor: str = "officer"
    moment: datetime = NOON


def permits(refs: Sequence[int]) -> list[Permit]:
    """One grant for each person of a page."""
    return [Permit(ref) for ref in refs]


def number(place: int) -> str:
    """The card of the person of a place, from 0 to 999 999: sequence and county differ, dates repeat."""
    day = date(1950, 1, 1) + timedelta(days=place // 40)
    stem = f"4417{(2, 4, 21, 81)[place % 4]:02d}{day:%Y%m%d}{place % 40 // 4:03d}"
    return stem + check_digit(stem)


def name(place: int) -> str:
    return SURNAMES[place % 10] + GIVEN[place // 10 % 20] + GIVEN[place // 200 % 20]


def people(count: int) -> pl.DataFrame:
    """The first persons as a feed would send them."""
    return pl.DataFrame(
        {
            "kind": [CARD] * count,
            "number": [number(place) for place in range(count)],
            "name": [name(place) for place in range(count)],
            "address": ["示例市示例区示例街道"] * count,
            "phone": [f"138{place:08d}" for place in range(count)],
        }
    )


def row(**fields: object) -> pl.DataFrame:
    """One record; a card of 陈伟伟 born 1950-01-01 unless it says otherwise."""
    whole = {"kind": CARD, "number": number(0), "name": "陈伟伟", "birth": None} | fields
    return pl.DataFrame({name: [value] for name, value in whole.items()}, schema_overrides={"birth": pl.Date})
