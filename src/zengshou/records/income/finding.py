"""What stands out in what the sources state of one person: for an officer to confirm, never decided here."""

from dataclasses import dataclass
from enum import Enum

from zengshou.records.income.fact import FactKey


class Doubt(Enum):
    """What was found; the codes of the register's rules where one of the twenty speaks of it."""

    REVERSAL_ALONE = "E_REVERSAL_ALONE"
    REVERSAL_EXCEEDS = "E_REVERSAL_EXCEEDS"
    REVERSAL_SIGN = "E_REVERSAL_SIGN"
    BASES_APART = "W_BASES_APART"
    EQUAL_SOURCES = "W_EQUAL_SOURCES"
    BASE_WITHOUT_PAYER = "W_BASE_WITHOUT_PAYER"
    NET_AND_DEDUCTED = "W_NET_AND_DEDUCTED"
    SHARES = "W_SHARES"
    CANCELLED_OWNED = "W_CANCELLED_OWNED"
    DISPOSED_UNOWNED = "W_DISPOSED_UNOWNED"

    @property
    def rule(self) -> int:
        """Number of the register rule, 0 where none of the twenty speaks of it."""
        return RULES.get(self, 0)


RULES = {
    Doubt.BASES_APART: 14,
    Doubt.REVERSAL_ALONE: 16,
    Doubt.REVERSAL_EXCEEDS: 16,
    Doubt.REVERSAL_SIGN: 16,
    Doubt.SHARES: 18,
    Doubt.CANCELLED_OWNED: 18,
}


@dataclass(frozen=True, slots=True)
class IncomeFinding:
    """One doubt about one person, in words, with the facts or events it rests on."""

    doubt: Doubt
    person: int
    words: str
    keys: tuple[FactKey, ...]
