"""A register with its vault, and in both a citizen beside the persons of access_world. 合成数据。"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.store.database.both import made_database
from tests.store.register.access_world import CUSTODIAN, EAST, NOON, account, fill, paper, reads, rows_of
from zengshou.concepts.account import Role
from zengshou.records.access.context import Tie
from zengshou.services.records.access.corrections import CorrectionDesk
from zengshou.services.records.access.subject_file import SubjectDesk
from zengshou.store.channels import channels
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.register.access.authorisations import add_authorisation, declare_tie
from zengshou.store.register.persons.person_reads import PersonReads
from zengshou.store.register.tables.person_tables import StoredPerson
from zengshou.store.register.tables.schema import SCHEMA, STEPS
from zengshou.store.vault.vault import SCHEMA as VAULT_SCHEMA
from zengshou.store.vault.vault import VAULT, IdentityVault

ME = account("me", Role.CITIZEN)
NUMBER = "11010119900307299X"  # 合成：校验码正确，不属于任何人
LABELS = {"iit": "个人所得税扣缴", "bank": "银行存款查询", "si": "社会保险缴费"}


@dataclass(frozen=True)
class World:
    """The register, its vault, and the reference of the citizen."""

    register: Database
    vault: IdentityVault
    me: int

    @property
    def reads(self) -> PersonReads:
        return reads(self.register)

    def subject(self, at: datetime = NOON) -> SubjectDesk:
        return SubjectDesk(self.reads, self.vault, LABELS, lambda: at)

    def corrections(self, at: datetime = NOON) -> CorrectionDesk:
        return CorrectionDesk(self.reads.gate, channels("example"), lambda: at)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    register = made_database(request, tmp_path, request.param, STEPS, SCHEMA)
    vault_database = made_database(request, tmp_path, request.param, VAULT, VAULT_SCHEMA)
    fill(register)
    vault = IdentityVault(vault_database, FileKeys(tmp_path / "vault-key"))
    known = pl.DataFrame(
        {"kind": ["resident_card"], "number": [NUMBER], "name": ["合成某"], "address": ["示例市东河区1号"]}
    )
    me = int(vault.enrol(known, at=NOON, actor="import")["ref"][0])
    with register.writing() as session:
        session.add(StoredPerson(ref=me, area=EAST, own_area=EAST, birth_month=1990 * 12, sex="female", first_batch=1))
        for place, row in enumerate(rows_of(me)):
            if hasattr(row, "row"):
                row.row = 900 + place
            session.add(row)
        declare_tie(session, ME.id, me, Tie.SELF, "security", NOON)
        add_authorisation(session, paper("paper-me", me), "civil", NOON)
    yield World(register, vault, me)
    register.close()
    vault_database.close()


__all__ = ["CUSTODIAN", "ME", "NUMBER", "World", "world"]
