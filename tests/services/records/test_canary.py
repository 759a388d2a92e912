"""A thousand marked survey households are measured beside a working register: none of them is ever found in it."""

import csv
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.records.canary import HOUSEHOLDS, survey_file, traces, traces_in_database
from tests.store.register.access_world import NOON, account, reads
from zengshou.concepts.account import Role
from zengshou.concepts.period import month_index
from zengshou.records.access.context import Tie
from zengshou.services.records.access.audit import AuditDesk
from zengshou.services.records.access.subject_file import SubjectDesk, as_csv
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.intake.delivery import Delivery
from zengshou.services.records.intake.import_batch import Intake, import_delivery
from zengshou.services.statistics.measure import MeasureRequest, measure
from zengshou.store.register.access.authorisations import declare_tie
from zengshou.store.register.tables.batch_state import BatchState

CITY = "example"
ZONES = ("register", "exports", "logs")


def delivered(folder: Path) -> Path:
    """The example row that every channel carries, as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    channel = catalogue_of(CITY).channel("iit")
    row = dict(channel.example[0]["row"] if "row" in channel.example[0] else channel.example[0])
    labels = {field.name: field.label for field in channel.fields}
    path = folder / "iit.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([labels[name] for name in row])
        writer.writerow(list(row.values()))
    return path


@pytest.fixture
def run(tmp_path: Path) -> Iterator[tuple[Path, RegisterHome, Path]]:
    """A full run of both zones side by side: the survey is measured, the register imports, reads and exports."""
    survey_path = survey_file(tmp_path / "survey")
    handler = logging.FileHandler(_made(tmp_path / "logs") / "run.log", encoding="utf-8")
    logging.getLogger().addHandler(handler)
    figures = measure(MeasureRequest(survey_path, "income", weight="weight", psu="psu"))
    assert figures[0].n == HOUSEHOLDS
    home = set_up(tmp_path / "register")
    intake = Intake(home, catalogue_of(CITY), lambda: datetime(2025, 4, 20, tzinfo=UTC))
    receipt = import_delivery(intake, Delivery(delivered(tmp_path / "inbox"), "iit", month_index(2025, 3), "custodian"))
    assert receipt.batch.state in (BatchState.PUBLISHED, BatchState.HELD)
    with home.database.reading() as session:
        me = int(session.execute(text("SELECT ref FROM person")).scalars().first() or 0)
    citizen = account("me", Role.CITIZEN)
    with home.database.writing() as session:
        declare_tie(session, citizen.id, me, Tie.SELF, "security", NOON)
    desk = SubjectDesk(reads(home.database), home.vault, {}, lambda: NOON)
    exports = _made(tmp_path / "exports")
    (exports / "mine.csv").write_text(as_csv(desk.file(citizen)), encoding="utf-8")
    (exports / "log.jsonl").write_text("\n".join(AuditDesk(home.database, lambda: NOON).lines()), encoding="utf-8")
    yield tmp_path, home, survey_path
    logging.getLogger().removeHandler(handler)
    handler.close()
    home.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_no_canary_is_found_in_register_vault_logs_and_exports(run: tuple[Path, RegisterHome, Path]) -> None:
    folder, home, survey_path = run
    assert traces([folder / zone for zone in ZONES], survey_path) == []
    assert traces_in_database(home.database) == traces_in_database(home.vault_database) == []


def test_a_canary_that_did_get_over_would_be_found(run: tuple[Path, RegisterHome, Path]) -> None:
    """The search itself is put to the test: in a log, as a copied file, and as a number in a table."""
    folder, home, survey_path = run
    (folder / "logs" / "leak.log").write_bytes("住户 金丝雀户0007 来电".encode("gb18030"))
    (folder / "exports" / "copy.bin").write_bytes(survey_path.read_bytes())
    fill_fen = 98_765_0042_137
    with home.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO income_fact SELECT batch, row + 1000, part, person, item, :fen, month_from, month_to, "
                "level, basis, native_id, payer, reversal_of, household, digest FROM income_fact LIMIT 1"
            ),
            {"fen": fill_fen},
        )
    found = {trace.found for trace in traces([folder / zone for zone in ZONES], survey_path)}
    assert {"金丝雀户", "ZSCANARY", "the survey's file", "an amount"} <= found
    assert [trace.place for trace in traces_in_database(home.database)] == ["income_fact.fen"]
