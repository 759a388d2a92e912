"""The whole register nets what a person's own file nets: two ways through random ledgers, no difference. 合成数据。"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from sqlalchemy.orm import Session

from tests.store.database.both import postgres_server
from tests.store.register.both import keys, register
from zengshou.records.income.fact import Fact
from zengshou.records.income.versions import as_known, current
from zengshou.store.database.connection import Database
from zengshou.store.register.persons.whole_register import facts_known, ledger_known
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredFact
from zengshou.store.register.tables.schema import DIGEST_BYTES

__all__ = ["keys", "postgres_server", "register"]
BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
JANUARY, MARCH = 2025 * 12, 2025 * 12 + 2
ROOTS = {1: 1, 2: 1, 3: 3, 4: 4}  # 2 is held for 1
HOLDERS = pl.DataFrame({"person": list(ROOTS), "holder": list(ROOTS.values())})
COUNTED = tuple[int, str, int, int, int]


def moment(day: int) -> datetime:
    return BEGUN + timedelta(days=day)


def random_ledger(rng: np.random.Generator) -> tuple[list[Fact], dict[int, datetime]]:
    """Six batches, each of which states some native ids anew, as often of another person, or as a reversal."""
    facts: list[Fact] = []
    for batch in range(1, 7):
        for row, name in enumerate(rng.permutation(list("ABCDE"))[: rng.integers(1, 5)]):
            person, first = int(rng.integers(1, 5)), JANUARY - 2 + int(rng.integers(0, 4))
            reversal = str(rng.choice(["", "", "A", "B", "C"]))
            for part, item in enumerate(("W.PAY", "T-.TAX.IIT")[: rng.integers(1, 3)]):
                fen = int(rng.integers(1, 4)) * 1_000 * (-1 if reversal and rng.random() < 0.8 else 1)
                facts.append(
                    Fact(batch, row, part, person, item, fen, first, first + int(rng.integers(0, 3)), "gross", "cash",
                         ("iit", "si")[batch % 2], str(name), moment(batch), "", reversal)
                )  # fmt: skip
    superseded = {int(batch): moment(int(batch) + int(rng.integers(1, 4))) for batch in rng.permutation(6)[:2] + 1}
    return facts, superseded


def stored(session: Session, facts: list[Fact], superseded: Mapping[int, datetime]) -> None:
    for batch in range(1, 7):
        kept = StoredBatch(
            id=batch, channel=("iit", "si")[batch % 2], period=JANUARY, sequence=batch, content_hash=f"{batch:064d}",
            state="superseded" if batch in superseded else "published", declared={}, actual={}, uploader="x",
            received_at=moment(batch), published_at=moment(batch), superseded_at=superseded.get(batch),
        )  # fmt: skip
        session.add(kept)
    session.flush()
    names = ("batch", "row", "part", "person", "item", "fen", "month_from", "month_to", "level", "basis", "native_id",
             "payer", "reversal_of", "household")  # fmt: skip
    for fact in facts:
        values = {name: getattr(fact, name) for name in names}
        session.add(StoredFact(**values, digest=bytes(DIGEST_BYTES)))
    session.flush()


def by_the_page(facts: list[Fact], superseded: Mapping[int, datetime], at: datetime) -> Counter[COUNTED]:
    """What a person's own file counts, person after person, each with what is held for the same person."""
    holding = current(facts, at, superseded)
    found: Counter[COUNTED] = Counter()
    for root in sorted(set(ROOTS.values())):
        own = [fact for fact in holding if ROOTS[fact.person] == root]
        of_root = [_as_of(fact, root) for fact in own]
        for fact in as_known(of_root, at, superseded).facts:
            if fact.fen and fact.month_from <= MARCH and fact.month_to >= JANUARY:
                found[root, fact.item, fact.month_from, fact.month_to, fact.part] += fact.fen
    return Counter({key: fen for key, fen in found.items() if fen})


def _as_of(fact: Fact, person: int) -> Fact:
    return Fact(*(person if name == "person" else getattr(fact, name) for name in Fact.__dataclass_fields__))


def by_the_whole(session: Session, at: datetime) -> Counter[COUNTED]:
    rows = facts_known(session, at, (JANUARY, MARCH), HOLDERS).select("person", "item", "month_from", "month_to", "fen")
    found: Counter[COUNTED] = Counter()
    for person, item, first, last, fen in rows.iter_rows():
        found[person, item, first, last, ("W.PAY", "T-.TAX.IIT").index(item)] += fen
    return Counter({key: fen for key, fen in found.items() if fen})


def thrown_away(register: Database) -> Iterator[Session]:
    while True:
        with register.reading() as session:  # what is written in it is thrown away
            yield session


def test_the_whole_register_and_each_person_s_file_count_the_same_of_any_ledger(register: Database) -> None:
    sessions, compared = thrown_away(register), 0
    for seed, session in zip(range(40), sessions, strict=False):
        facts, superseded = random_ledger(np.random.default_rng(seed))
        stored(session, facts, superseded)
        for day in (3, 6, 9):
            page = by_the_page(facts, superseded, moment(day))
            assert by_the_whole(session, moment(day)) == page, (seed, day)
            compared += len(page)
    assert compared > 300


def test_a_reversal_that_names_another_person_s_row_takes_nothing_away(register: Database) -> None:
    own = Fact(1, 1, 0, 1, "W.PAY", 3000, JANUARY, JANUARY, "gross", "cash", "si", "A", moment(1))
    other = Fact(1, 2, 0, 3, "W.PAY", -3000, JANUARY, JANUARY, "gross", "cash", "si", "B", moment(1), "", "A")
    with register.reading() as session:
        stored(session, [own, other], {})
        assert facts_known(session, moment(2), (JANUARY, MARCH)).select("person", "fen").rows() == [(1, 3000)]


def test_a_reversal_nets_an_original_of_another_year_and_never_more_than_it_gave(register: Database) -> None:
    own = Fact(1, 1, 0, 1, "W.PAY", 3000, JANUARY - 1, JANUARY - 1, "gross", "cash", "si", "A", moment(1))
    back = Fact(1, 2, 0, 1, "W.PAY", -9000, JANUARY, JANUARY, "gross", "cash", "si", "B", moment(1), "", "A")
    with register.reading() as session:
        stored(session, [own, back], {})
        assert facts_known(session, moment(2), (JANUARY, MARCH))["fen"].to_list() == [-3000]


def test_nobody_is_seen_by_a_row_that_was_later_stated_of_somebody_else(register: Database) -> None:
    first = Fact(1, 1, 0, 1, "W.PAY", 3000, JANUARY, JANUARY, "gross", "cash", "si", "A", moment(1))
    again = Fact(3, 1, 0, 3, "W.PAY", 3000, JANUARY, JANUARY, "gross", "cash", "si", "A", moment(3))
    with register.reading() as session:
        stored(session, [first, again], {})
        assert ledger_known(session, moment(2), (JANUARY, MARCH)).seen.to_list() == [1]
        assert ledger_known(session, moment(4), (JANUARY, MARCH)).seen.to_list() == [3]


@pytest.mark.parametrize("year", [2024, 2026])
def test_who_is_first_known_after_the_months_is_not_seen(register: Database, year: int) -> None:
    fact = Fact(1, 1, 0, 1, "W.PAY", 3000, year * 12, year * 12, "gross", "cash", "si", "A", moment(1))
    with register.reading() as session:
        stored(session, [fact], {})
        seen = ledger_known(session, moment(2), (JANUARY, MARCH)).seen.to_list()
    assert seen == ([1] if year == 2024 else [])
