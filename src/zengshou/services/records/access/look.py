"""An officer opens a person's file in a case: what the purpose gives, masked, as one read that the person can see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from zengshou.concepts.account import Account
from zengshou.concepts.problem import refuse
from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import BY_FIELD, Dataset
from zengshou.records.access.purposes import PurposeTable
from zengshou.records.identity.identity import Identity
from zengshou.records.identity.mask import masked_name, masked_number
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.home.database_roles import scope_sealer
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.persons.person_reads import Months, PersonReads
from zengshou.store.vault.vault import IdentityVault

NAME_FIELDS = {"name_masked": ("name", masked_name), "number_masked": ("number", masked_number)}


@dataclass(frozen=True)
class Section:
    """One kind of rows: its columns with their labels, and the rows as a frame."""

    dataset: Dataset
    labels: Mapping[str, str]
    rows: pl.DataFrame


@dataclass(frozen=True)
class PersonFile:
    """What an officer sees. `identity`: label -> text, masked unless it was asked for unmasked and allowed.

    is_elsewhere  whether records of this person belong to another area, which were not read
    """

    person: str
    purpose: str
    legal_basis: str
    case_id: str
    known_at: datetime
    identity: Mapping[str, str]
    sections: Sequence[Section]
    is_elsewhere: bool


def reads_of(home: RegisterHome, city: str = "") -> PersonReads:
    """The reads of an opened register, under a city's register of purposes."""
    return PersonReads(Gate(home.database, access_purposes(city), scope_sealer(home.database, home.keys)))


def case_context(
    purposes: PurposeTable, who: Account, purpose: str, case_id: str, at: datetime, authorisation_id: str = ""
) -> AccessContext:
    """The context of a read, with the legal basis that the register of purposes states.

    Raises  ProblemsFound for a purpose that is not registered: such a read has no basis to name
    """
    found = purposes.purposes.get(purpose)
    if found is None:
        known = "、".join(f"{each.id}（{each.label}）" for each in purposes.for_role(who.role))
        raise refuse(f"用途“{purpose}”没有登记。", "用途", f"可用：{known or '无'}。")
    return AccessContext(who, purpose, found.legal_basis, case_id.strip(), authorisation_id.strip(), at)


def opened_file(
    reads: PersonReads,
    vault: IdentityVault,
    context: AccessContext,
    person: int,
    *,
    months: Months | None = None,
    known_at: datetime | None = None,
    unmasked: Collection[str] = (),
) -> PersonFile:
    """Open a file.

    unmasked  fields of the identity (`name`, `number`, `address`, `phone`) to show whole: told as such in the log
    Raises    Forbidden, NoSuchPerson, ReadFailed
    """
    found = reads.file(context, person, months=months, known_at=known_at, besides=unmasked)
    purpose = reads.gate.purposes.purposes[context.purpose]
    return PersonFile(
        shown(person),
        purpose.label,
        purpose.legal_basis,
        context.case_id,
        known_at or context.at,
        identity_lines(vault, found.proof, person),
        tuple(section(dataset, frame) for dataset, frame in found.frames.items()),
        found.proof.is_elsewhere,
    )


def section(dataset: Dataset, frame: pl.DataFrame) -> Section:
    """A frame with the labels of its columns; the column `person` is the file's own and left out."""
    rows = frame.drop("person")
    if "member" in rows.columns:
        rows = rows.with_columns(pl.col("member").map_elements(shown, return_dtype=pl.String))
    return Section(dataset, {name: BY_FIELD[f"{dataset.value}.{name}"].label for name in rows.columns}, rows)


def identity_lines(vault: IdentityVault, proof: Allowed, person: int) -> dict[str, str]:
    """What may be shown of who the person is; the vault is opened only for the person of the proof."""
    wanted = [name for name in proof.fields if name.startswith(f"{Dataset.IDENTITY.value}.")]
    if not wanted:
        return {}
    if proof.person != person:
        raise ValueError("a proof of another person")
    identity = vault.reveal(person, proof)
    return {BY_FIELD[name].label: _line(identity, name.partition(".")[2]) for name in sorted(wanted)}


def _line(identity: Identity, name: str) -> str:
    if name in NAME_FIELDS:
        source, mask = NAME_FIELDS[name]
        return mask(str(getattr(identity, source)))
    value: object = getattr(identity, name)
    return value.isoformat() if isinstance(value, date) else str(value or "")
