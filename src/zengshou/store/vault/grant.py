"""What must be shown before a sealed identity is opened, and how often one account may have one opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from zengshou.records.identity.person_ref import PersonRef


class Grant(Protocol):
    """The proof of an allowed decision; `records.access` makes it, nobody else does.

    person   the only one who may be opened under it
    case_id  the case it was allowed for, "" where the purpose needs none;  actor  account id;  moment  with its zone
    """

    @property
    def person(self) -> PersonRef: ...

    @property
    def case_id(self) -> str: ...

    @property
    def purpose(self) -> str: ...

    @property
    def actor(self) -> str: ...

    @property
    def moment(self) -> datetime: ...


@dataclass(frozen=True)
class RevealLimit:
    """The most identities that one account may have opened in an hour and in a day."""

    per_hour: int = 200
    per_day: int = 1_000
