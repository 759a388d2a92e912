"""The only functions that read rows of persons: a context first, at most 200 persons, the purpose's columns alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import Dataset, fields_of
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.scope import Scope
from zengshou.store.register.persons.person_rows import Asked, person_rows, under_who_was_asked

Months = tuple[int, int]
NOT_OF_A_FILE = (Dataset.IDENTITY, Dataset.CORRECTION)  # the one lies in the vault, the other in a list of its own
KEPT_HERE = tuple(dataset for dataset in Dataset if dataset not in NOT_OF_A_FILE)
REVEALED = ("identity.name_masked", "identity.number_masked")


@dataclass(frozen=True)
class PersonFrames:
    """One person's whole file: a frame for each kind of rows that the purpose gives, and the proof for the vault."""

    frames: Mapping[Dataset, pl.DataFrame]
    proof: Allowed


@dataclass(frozen=True)
class PersonReads:
    """Reads through the gate. `fields` are column names; none for those that the purpose gives to the role.

    A person is answered for under every reference that the scope shows, as `person` the reference that was asked for.
    Every method raises Forbidden, NoSuchPerson or ReadFailed; every refusal is in the log before it is raised.
    """

    gate: Gate

    def basics(self, context: AccessContext, persons: Sequence[int], fields: Collection[str] = ()) -> pl.DataFrame:
        """Area, month of birth and sex."""
        return self._read(context, Dataset.PERSON, persons, fields)

    def incomes(
        self,
        context: AccessContext,
        persons: Sequence[int],
        fields: Collection[str] = (),
        *,
        months: Months | None = None,
        known_at: datetime | None = None,
        channels: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Income facts as known at a moment, by default that of the read.

        months    first and last month, inclusive; None for all
        channels  sources asked for; none for all that the authorisation names
        """
        return self._read(context, Dataset.INCOME, persons, fields, months, known_at, channels)

    def assets(
        self,
        context: AccessContext,
        persons: Sequence[int],
        fields: Collection[str] = (),
        *,
        known_at: datetime | None = None,
        channels: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Asset events; else as `incomes`."""
        return self._read(context, Dataset.ASSET, persons, fields, None, known_at, channels)

    def statuses(
        self,
        context: AccessContext,
        persons: Sequence[int],
        fields: Collection[str] = (),
        *,
        known_at: datetime | None = None,
        channels: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Status events; else as `incomes`."""
        return self._read(context, Dataset.STATUS, persons, fields, None, known_at, channels)

    def households(self, context: AccessContext, persons: Sequence[int], fields: Collection[str] = ()) -> pl.DataFrame:
        """The households of the persons and, where the purpose gives `member`, who belongs to them."""
        return self._read(context, Dataset.HOUSEHOLD, persons, fields)

    def residences(self, context: AccessContext, persons: Sequence[int], fields: Collection[str] = ()) -> pl.DataFrame:
        """Spells of tax residence by year."""
        return self._read(context, Dataset.RESIDENCE, persons, fields)

    def found(self, context: AccessContext, persons: Sequence[int], fields: Collection[str] = ()) -> pl.DataFrame:
        """Whether there is any income, asset or status row of each person: yes or no."""
        return self._read(context, Dataset.FOUND, persons, fields)

    def file(
        self,
        context: AccessContext,
        person: int,
        *,
        months: Months | None = None,
        known_at: datetime | None = None,
        besides: Collection[str] = (),
    ) -> PersonFrames:
        """Everything that the purpose gives of one person, as one read with one line in the log.

        besides  fields of the identity to be shown unmasked; without them only the masked forms are asked for
        """
        allowed = self.gate.purposes.fields(context.purpose, context.account.role)
        here = {name for name in allowed if not name.startswith(f"{Dataset.IDENTITY.value}.")}
        masked = {name for name in REVEALED if name in allowed}
        names = sorted(here | masked | {f"{Dataset.IDENTITY.value}.{name}" for name in besides})

        def rows(session: Session, scope: Scope, proofs: Sequence[Allowed]) -> tuple[PersonFrames, Mapping[int, int]]:
            frames, counts = dict[Dataset, pl.DataFrame](), Counter[int]()
            for dataset in KEPT_HERE:
                if columns := fields_of(dataset, names):
                    asked = Asked(context, scope, proofs, columns, moment, months)
                    found = person_rows(session, dataset, asked)
                    counts.update(found["person"].to_list())
                    frames[dataset] = under_who_was_asked(found, asked)
            return PersonFrames(frames, proofs[0]), counts

        moment = known_at or context.at
        return self.gate.through(context, (person,), names, (), rows)

    def allowance(self, context: AccessContext, person: int, fields: Collection[str] = ()) -> Allowed:
        """The proof on which the vault shows an identity; logged before it is handed out.

        fields  of the identity; none for the masked forms
        """
        asked = sorted(f"{Dataset.IDENTITY.value}.{name}" for name in fields) or list(REVEALED)

        def proven(_: Session, __: Scope, proofs: Sequence[Allowed]) -> tuple[Allowed, Mapping[int, int]]:
            return proofs[0], {person: 1}

        return self.gate.through(context, (person,), asked, (), proven)

    def _read(
        self,
        context: AccessContext,
        dataset: Dataset,
        persons: Sequence[int],
        fields: Collection[str],
        months: Months | None = None,
        known_at: datetime | None = None,
        channels: Sequence[str] = (),
    ) -> pl.DataFrame:
        names = self._names(context, dataset, fields)

        def rows(session: Session, scope: Scope, proofs: Sequence[Allowed]) -> tuple[pl.DataFrame, Mapping[int, int]]:
            asked = Asked(context, scope, proofs, fields_of(dataset, names), known_at or context.at, months)
            frame = person_rows(session, dataset, asked)
            return under_who_was_asked(frame, asked), Counter(frame["person"].to_list())

        return self.gate.through(context, persons, names, channels, rows)

    def _names(self, context: AccessContext, dataset: Dataset, fields: Collection[str]) -> list[str]:
        """Field names in full, those asked for or those of the purpose; unknown ones go on, to be refused."""
        prefix = f"{dataset.value}."
        given = [f"{prefix}{name}" for name in fields]
        allowed = self.gate.purposes.fields(context.purpose, context.account.role)
        return sorted(given or [name for name in allowed if name.startswith(prefix)])
