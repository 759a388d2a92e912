"""合成数据: an invented administration sends a year, the register takes it in, and the truth is known beforehand."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.services.records.register_desk import NOON
from tests.services.records.synthetic_year import read_decoded
from tests.store.query_plans import Plans, plans
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.import_folder import FolderResult, import_folder
from zengshou.services.records.synthetic.synthetic_administration import MARK, Written, write_administration
from zengshou.store.channels import channels

PERSONS = 1_000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_administration("example", PERSONS, 2025, 7, tmp_path_factory.mktemp("year") / "feeds")


def test_every_delivery_carries_headers_of_its_channel_and_a_control_sheet(written: Written) -> None:
    known = channels("example")
    files = [path for path in written.folder.glob("*.csv") if ".control" not in path.name]
    assert len(files) == written.files > 50
    for file in files:
        channel = known[file.stem.rpartition("_")[0]]
        encoding = "gb18030" if channel.id in ("iit", "civil_affairs") else "utf-8-sig"
        headers = file.read_text(encoding=encoding).split("\n", 1)[0].split(",")
        assert set(headers) <= {field.label for field in channel.fields}, file.name
        assert file.with_name(f"{file.stem}.control.csv").exists(), file.name


def test_the_same_seed_writes_the_same_files(written: Written, tmp_path: Path) -> None:
    again = write_administration("example", PERSONS, 2025, 7, tmp_path / "again")
    for file in written.folder.glob("*.csv"):
        assert (again.folder / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_folder_that_is_not_empty_is_refused(written: Written) -> None:
    with pytest.raises(ProblemsFound, match="不是空的"):
        write_administration("example", PERSONS, 2025, 7, written.folder)


def test_the_truth_says_that_it_is_synthetic(written: Written) -> None:
    about = json.loads((written.folder / "truth" / "about.json").read_text(encoding="utf-8"))
    assert about["mark"] == MARK and "合成数据" in MARK


@dataclass(frozen=True)
class Spring:
    """Two months of every office, taken in: what came of each file, and the plans of what was asked meanwhile."""

    home: RegisterHome
    results: Sequence[FolderResult]
    plans: Plans


@pytest.fixture(scope="module")
def spring(written: Written, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spring]:
    folder = tmp_path_factory.mktemp("spring")
    home, sent = set_up(folder / "register"), folder / "sent"
    sent.mkdir()
    for file in [*written.folder.glob("*_2025-01.*"), *written.folder.glob("*_2025-05.*")]:
        shutil.copy(file, sent)
    with pytest.MonkeyPatch.context() as patch, plans() as seen:
        patch.setattr(read_delivery, "parse", read_decoded)
        results = import_folder(Intake(home, catalogue_of("example"), lambda: NOON), sent, "wang")
    yield Spring(home, results, seen)
    home.close()


def test_the_register_puts_aside_exactly_the_rows_that_it_should(written: Written, spring: Spring) -> None:
    assert [one.words for one in spring.results if one.receipt is None] == []
    for one in spring.results:
        assert one.receipt is not None
        told = pl.read_parquet(written.folder / "truth" / f"{one.file.stem}.parquet")
        expected = set(told.filter(pl.col("outcome") == "quarantined")["row"].to_list())
        with spring.home.database.reading() as session:
            found = session.connection().exec_driver_sql(
                f"SELECT DISTINCT row FROM quarantine WHERE batch = {one.receipt.batch.id}"
            )
            assert {row for (row,) in found} == expected, one.file.name


def test_an_import_asks_by_person_and_reads_no_table_of_rows_as_a_whole(spring: Spring) -> None:
    """What an office sends a second time must not take longer because the others have sent ten million rows."""
    assert len(spring.plans.statements) > 100
    assert not spring.plans.whole_readings()
