"""The one-way valve: what leaves the register for statistics, and what does not. 合成数据。"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.services.records.register_desk import NOON, Desk, row
from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.context import RoleGrant
from zengshou.records.access.valve import read_valve
from zengshou.services.records.whole.statistics_extract import PURPOSE, extract_year
from zengshou.store.country import read_yaml
from zengshou.store.register.access.authorisations import add_grant
from zengshou.store.statistics_valve import EXTRACT, statistics_valve

STATISTICIAN = Account("s-1", "tong", "统计甲", Role.STATISTICIAN, "example")


def granted(desk: Desk, area: str = "99") -> None:
    right = RoleGrant(STATISTICIAN.id, Role.STATISTICIAN, area, (PURPOSE,), date(2026, 1, 1), date(2026, 12, 31))
    with desk.home.database.writing() as session:
        add_grant(session, "g-1", right, "sec", NOON)


def placed(desk: Desk, area: str) -> None:
    """Everybody of the register lives in an area."""
    with desk.home.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE person SET area = '{area}'")


def extracted(desk: Desk) -> pl.DataFrame:
    path = desk.folder / "z4" / "2025.parquet"
    extract_year(desk.home, STATISTICIAN, 2025, NOON, path)
    return pl.read_parquet(path)


def test_only_the_approved_columns_leave_and_no_reference_among_them(either_desk: Desk) -> None:
    either_desk.send([row(place) for place in range(5)])
    placed(either_desk, "999902000000")
    granted(either_desk)
    table = extracted(either_desk)
    assert table.columns == list(statistics_valve().names)
    refs = {str(ref) for (ref,) in either_desk.ask("SELECT ref FROM person")}
    assert not refs & {str(value) for name in table.columns for value in table[name].to_list()}


def test_the_income_of_a_person_is_that_of_the_statistical_view(either_desk: Desk) -> None:
    either_desk.send([row(0), row(1)])
    placed(either_desk, "999902000000")
    granted(either_desk)
    table = extracted(either_desk).sort("wage")
    assert table["wage"].to_list() == [3000.50, 3001.50]
    assert table["transfer"].to_list() == [-12.30, -12.30]
    assert table["income"].to_list() == pytest.approx([2988.20, 2989.20], abs=1e-9)


def test_a_corrected_row_counts_once_with_its_last_amount(either_desk: Desk) -> None:
    either_desk.send([row(0)])
    either_desk.send([row(0, 收入额="5000.00")], "iit_2025-03_2.csv")
    placed(either_desk, "999902000000")
    granted(either_desk)
    assert extracted(either_desk)["wage"].to_list() == [5000.00]


def test_a_row_that_a_correction_moved_to_another_year_counts_in_that_year_alone(either_desk: Desk) -> None:
    either_desk.send([row(0), row(1)])
    either_desk.send([row(0, 税款所属期起="2024-12")], "iit_2025-03_2.csv")
    placed(either_desk, "999902000000")
    granted(either_desk)
    assert sorted(extracted(either_desk)["wage"].to_list()) == [0.0, 3001.50]


def test_persons_outside_the_granted_area_do_not_leave(either_desk: Desk) -> None:
    either_desk.send([row(0), row(1)])
    placed(either_desk, "441702000000")
    granted(either_desk, "9999")
    assert extracted(either_desk).height == 0


def test_every_extract_is_one_event_of_the_access_log_with_its_columns(either_desk: Desk) -> None:
    either_desk.send([row(0), row(1)])
    placed(either_desk, "999902000000")
    granted(either_desk)
    extracted(either_desk)
    told = either_desk.ask("SELECT purpose, rows, subject, outcome FROM access_event ORDER BY sequence DESC LIMIT 1")
    assert told == [(PURPOSE, 2, 0, "allowed")]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STATISTICIAN])
def test_nobody_but_a_statistician_opens_the_valve(desk: Desk, role: Role) -> None:
    account = Account("x", "x", "某", role, "example")
    with pytest.raises(Forbidden):
        extract_year(desk.home, account, 2025, NOON, desk.folder / "no.parquet")
    assert not (desk.folder / "no.parquet").exists()


def test_a_statistician_without_a_grant_gets_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        extract_year(desk.home, STATISTICIAN, 2025, NOON, tmp_path / "no.parquet")


def test_a_column_without_a_level_does_not_load_and_a_new_column_of_the_source_stays_behind() -> None:
    document = dict(read_yaml(EXTRACT))  # type: ignore[call-overload]
    valve = read_valve(document, EXTRACT)
    frame = pl.DataFrame({name: ["x"] for name in (*valve.names, "id_number")})
    assert "id_number" not in valve.passed(frame).columns
    with pytest.raises(ProblemsFound, match="未分级"):
        read_valve({**document, "columns": [{"name": "id_number", "label": "证件号码", "level": None}]}, EXTRACT)
