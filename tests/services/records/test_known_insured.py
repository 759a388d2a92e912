"""What earlier deliveries say of a person's insurance is found by the person, however large the register. 合成数据。"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.services.records.register_desk import Desk, desk_at, read_here
from tests.services.records.test_check_register import INSURED, OTHER_FIRM, insured, send
from tests.store.query_plans import plans
from zengshou.services.records.intake import read_delivery
from zengshou.store.register.persons.known_insured import AskedSpells, known_insured

STATUS = "insured_pension_employee"
JANUARY = (date(2025, 1, 1), date(2025, 1, 31))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    made = desk_at(tmp_path, channels={"social_insurance": "channels/social_insurance.yaml"})
    yield made
    made.home.close()


def asked(desk: Desk, superseded: int | None = None) -> list[tuple[object, ...]]:
    persons = [int(str(ref)) for (ref,) in desk.ask("SELECT ref FROM person ORDER BY ref")]
    with desk.home.database.reading() as session:
        found = known_insured(session, AskedSpells(persons, [STATUS], "insured_in.", JANUARY, superseded))
    return found.select("employer", "place", "date_from").rows()


def test_a_spell_is_told_once_in_its_last_version_and_of_the_days_alone(office: Desk) -> None:
    places = (*INSURED, "参保地")
    send(office, "social_insurance", places, (*insured(0, "2025-01", "5000.00"), "21"))
    send(office, "social_insurance", INSURED, insured(0, "2024-12", "5000.00"))
    (first,) = asked(office)
    assert first[1:] == ("21", date(2025, 1, 1))
    again = insured(0, "2025-01", "5000.00")
    send(office, "social_insurance", INSURED, (*again[:3], OTHER_FIRM, *again[4:]))
    assert asked(office) == [(OTHER_FIRM, None, date(2025, 1, 1))]
    assert asked(office, superseded=3) == [first]  # a batch that is being replaced says nothing any more


def test_an_import_of_insurances_reads_no_table_as_a_whole(office: Desk) -> None:
    send(office, "social_insurance", INSURED, *(insured(0, f"2025-{month:02d}", "5000.00") for month in range(1, 2)))
    with plans() as seen:
        send(office, "social_insurance", INSURED, insured(0, "2025-01", "5000.00", OTHER_FIRM))
    asked_rows = [one for one, _ in seen.statements if "income_fact" in one or "status_event" in one]
    assert len(asked_rows) >= 2
    assert not seen.whole_readings()
