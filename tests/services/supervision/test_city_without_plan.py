"""A city whose plan nobody typed: ledger, workbook, slips and pages live from the imported version alone."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.services.plan.plan_desk import TEXT
from tests.services.supervision.ledger_desk import Desk, person
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Role
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.stages import Action, Party
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.plan.plan_review import PlanReview
from zengshou.services.supervision.ledger_book import LedgerBook
from zengshou.services.supervision.plan_intake import PlanIntake
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.services.supervision.result_lamps import ResultLamps
from zengshou.services.supervision.slips import SlipDesk
from zengshou.store import country
from zengshou.store.database.connection import Database

CITY = "qingyan"
WHO = person("ducha.qy", Role.SUPERVISOR, city=CITY)
MOMENT = datetime(2024, 4, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def without_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A country package with one more city, of which only city.yaml is there."""
    root = tmp_path / "country"
    shutil.copytree(str(country.country_root()), root, ignore=shutil.ignore_patterns("__pycache__"))
    place = root / "cities" / CITY
    place.mkdir()
    text = (root / "cities/example/city.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("示例市", "青砚市"),
        ("Example City", "Qingyan"),
        ("shili.shili", "shili.qingyan"),
        ("9999", "9998"),
    ):
        text = text.replace(before, after)
    (place / "city.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(country, "country_root", lambda name="": root)
    yield
    country.city.cache_clear()


@pytest.fixture(name="desk")
def taken_in(database: Database) -> Desk:  # noqa: F811
    review, intake = PlanReview(database, lambda: MOMENT), PlanIntake(database, lambda: MOMENT)
    review.upload(WHO, "方案.txt", TEXT.encode())
    found = intake.preview(WHO, 1)
    assert found.is_first and not found.barred
    intake.confirm(WHO, 1, found.agreed)
    return Desk(database, MOMENT)


def test_before_any_import_there_is_an_empty_plan_and_no_refusal(database: Database) -> None:  # noqa: F811
    with database.reading() as session:
        plan = plan_in_force(session, CITY)
    assert (plan.title, plan.tasks, plan.offices) == ("", (), ())
    assert ResultLamps(database, lambda: MOMENT).readings(WHO) == ()


def test_the_workbook_is_made_of_the_imported_version_and_reads_back(desk: Desk) -> None:
    book = LedgerBook(desk.database, lambda: MOMENT)
    content = book.export(WHO, Period(2024, 2))
    pages = openpyxl.load_workbook(BytesIO(content))
    assert "县民政局" in pages.sheetnames
    page = pages["县民政局"]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert any("青砚政办发〔2024〕6号" in text for text in texts) and any("完善分层分类救助" in text for text in texts)
    assert not book.preview(WHO, content).changes


def test_lamps_and_slips_work_for_bodies_of_the_imported_version(desk: Desk) -> None:
    code = "T-3.1.2"
    ledger = desk.ledger
    lead = ledger.task(WHO, code).offices(Party.LEAD)[0]
    ledger.act(WHO, code, Action.ASSIGN, ledger.task(WHO, code).revision)
    later = MOMENT + timedelta(days=150)
    ProcessLamps(desk.database, lambda: later).record(WHO, Period(2024, 2))
    slips = SlipDesk(desk.database, lambda: later)
    (proposal,) = [each for each in slips.proposals(WHO) if each.task.code == code]
    assert (proposal.name, proposal.office) == ("县民政局", lead)
    slips.issue(WHO, code, lead, proposal.proposal.colour.value)
    assert [each.addressee for each in slips.issued(WHO)] == ["县民政局"]


def test_targets_of_the_imported_version_have_their_lamps_with_a_reason(desk: Desk) -> None:
    readings = ResultLamps(desk.database, lambda: MOMENT).readings(WHO)
    assert len(readings) == 27
    assert all(each.reading.lamp.reason for each in readings)
