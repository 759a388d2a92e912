"""合成数据: a year of an invented administration, and the register knows of everybody what is true, to the fen."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.services.records.synthetic_year import incomes_that_reach_an_office, persons_with_a_slip, read_decoded
from zengshou.concepts.period import month_index
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.linkage.linkage import LinkageOptions
from zengshou.records.synthetic.slips import NUMBER_CHANGES, Slip
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.import_folder import import_folder
from zengshou.services.records.linking.link_register import link_register
from zengshou.services.records.synthetic.synthetic_administration import write_administration
from zengshou.services.records.whole.statistics_extract import incomes_of
from zengshou.store.register.linking.link_reviews import asked_pairs
from zengshou.store.register.linking.links import live_links
from zengshou.store.register.persons.whole_register import facts_known

PERSONS, YEAR = 20_000, 2025
AFTERWARDS = datetime(2026, 1, 21, 12, tzinfo=UTC)
PARTS = ("wage", "business", "property", "transfer")


def register_of(sent: Path, folder: Path) -> RegisterHome:
    home = set_up(folder)
    results = import_folder(Intake(home, catalogue_of("example"), lambda: AFTERWARDS), sent, "wang")
    assert [one.words for one in results if one.receipt is None] == []
    assert all(one.receipt and one.receipt.batch.rows_ok + one.receipt.batch.rows_bad == one.receipt.batch.rows_read
               for one in results)  # fmt: skip
    return home


def incomes(home: RegisterHome, persons: pl.DataFrame) -> pl.DataFrame:
    """person and PARTS in fen, as the register knows them."""
    with home.database.reading() as session:
        facts = facts_known(session, AFTERWARDS, (month_index(YEAR, 1), month_index(YEAR, 12)))
    table, _ = incomes_of(facts, YEAR)
    known = table.group_by("person").agg((pl.col(PARTS).sum() * 100).round().cast(pl.Int64))
    refs = home.vault.resolve(IdentifierKind.RESIDENT_CARD, persons["number"].to_list())
    named = persons.select("person", ref=pl.Series(refs, dtype=pl.Int64))
    return named.join(known, left_on="ref", right_on="person", how="left").with_columns(pl.col(PARTS).fill_null(0))


def true_pairs(home: RegisterHome, truth: Path, persons: pl.DataFrame) -> set[tuple[int, int]]:
    """The references of those whom an office knows by their old number beside those of their number."""
    told = pl.concat([pl.read_parquet(file) for file in truth.glob("*_*.parquet")])
    old = told.filter(pl.col("slip") == Slip.OLD_NUMBER.value)["person"].unique()
    numbers = persons.filter(pl.col("person").is_in(old.implode()))["number"].to_list()
    before = home.vault.resolve(IdentifierKind.RESIDENT_CARD, [NUMBER_CHANGES[Slip.OLD_NUMBER](one) for one in numbers])
    now = home.vault.resolve(IdentifierKind.RESIDENT_CARD, numbers)
    return {(min(one, other), max(one, other)) for one, other in zip(before, now, strict=True) if one and other}


@pytest.mark.slow
def test_everybody_without_a_slip_has_the_true_income_to_the_fen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_delivery, "parse", read_decoded)
    sent = tmp_path / "sent"
    write_administration("example", PERSONS, YEAR, 1, sent)
    persons = pl.read_parquet(sent / "truth" / "persons.parquet")
    home = register_of(sent, tmp_path / "register")
    slipped = persons_with_a_slip(sent / "truth")
    known = incomes(home, persons)
    both = incomes_that_reach_an_office(persons).join(known, on="person", suffix="_known")
    clean = both.filter(~pl.col("person").is_in(list(slipped)))
    wrong = clean.filter(pl.any_horizontal(pl.col(part) != pl.col(f"{part}_known") for part in PARTS))
    assert clean.height > 0.9 * PERSONS
    assert wrong.height == 0, wrong.head()
    for part in PARTS:  # what slips cost is small, and never an invention
        assert both[f"{part}_known"].sum() <= both[part].sum() or part == "transfer"
        assert both[f"{part}_known"].sum() == pytest.approx(both[part].sum(), rel=0.01)
    found = link_register(home, AFTERWARDS, "wang", LinkageOptions())
    truth = true_pairs(home, sent / "truth", persons)
    with home.database.reading() as session:
        linked = {one.pair for one in live_links(session)}
        proposed = linked | asked_pairs(session)
    print(f"\n{clean.height} persons without a slip, {wrong.height} wrong; {len(truth)} old numbers, "
          f"{len(linked)} linked, {found.review} to review, {len(proposed & truth)} of them right")  # fmt: skip
    assert linked <= truth
    assert len(proposed & truth) >= max(0.7 * len(truth), 0.8 * len(proposed))
    home.close()
