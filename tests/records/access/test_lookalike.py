"""Ninety days of an invented office: those who snoop stand out, those who work do not. 合成数据。"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from numpy.random import Generator

from zengshou.records.access.lookalike import LOOKUP_COLUMNS, Flag, WatchRules, flags

BEGIN = datetime(2026, 8, 3, 1, tzinfo=UTC)
DAYS, NORMAL = 90, 500
KINDS = ("namesakes", "neighbours", "colleagues", "self", "volume", "relatives", "in_real_case")
PLANTED = dict(zip(KINDS, (10, 9, 8, 7, 8, 6, 2), strict=True))
Row = tuple[str, str, datetime, int, str, bool, bool, bool, bool, bool, bool]


@dataclass(frozen=True)
class Officer:
    name: str
    surname_share: float
    cases_a_day: float
    snoops: str = ""


def row(
    officer: Officer, at: datetime, subject: int, case: str, rng: Generator, denied: bool = False, kind: str = ""
) -> Row:
    """One lookup; what officer and person have in common by chance, or by intent."""
    chance, namesake = float(rng.random()), float(rng.random())
    return (
        officer.name, "verifier", at, subject, case, denied, kind == "self", kind == "relatives",
        kind == "colleagues" or chance < 0.0005, kind == "namesakes" or namesake < officer.surname_share,
        kind == "neighbours" or (case != "" and 0.0005 < chance < 0.0007),
    )  # fmt: skip


def work(officer: Officer, rng: Generator) -> Iterator[Row]:
    """Cases of one to six people, each looked at on one to three days; now and then a slip of the finger."""
    for day in range(DAYS):
        if day % 7 >= 5:
            continue
        for place in range(rng.poisson(officer.cases_a_day)):
            case = f"救{officer.name}-{day}-{place}"
            people = rng.integers(1, 1_000_000, size=rng.integers(1, 7))
            for visit in range(rng.integers(1, 4)):
                at = BEGIN + timedelta(days=day + visit, minutes=int(rng.integers(0, 480)))
                yield from (row(officer, at, int(person), case, rng) for person in people)
        if rng.random() < 0.05:
            at = BEGIN + timedelta(days=day, minutes=int(rng.integers(0, 480)))
            yield row(
                officer, at, int(rng.integers(1, 1_000_000)), "" if rng.random() < 0.5 else "错号", rng, denied=True
            )
    if rng.random() < 0.005:  # a case of one's own family, opened before it was handed over
        yield row(officer, BEGIN + timedelta(days=9), 1, f"救{officer.name}-亲", rng, denied=True, kind="relatives")


HOW_OFTEN = {"namesakes": (6, 16), "neighbours": (2, 7), "colleagues": (3, 9), "self": (1, 4), "relatives": (1, 4)}


def snooping(officer: Officer, rng: Generator) -> Iterator[Row]:
    """What is done besides the work, spread over the ninety days."""
    kind = officer.snoops
    days = rng.integers(0, DAYS, size=int(rng.integers(*HOW_OFTEN.get(kind, (4, 9)))))
    for day in days:
        at = BEGIN + timedelta(days=int(day), minutes=int(rng.integers(0, 700)))
        if kind == "volume":
            for person in rng.integers(1, 1_000_000, size=int(rng.integers(30, 60))):
                yield row(officer, at, int(person), f"救{officer.name}-总", rng)
        elif kind == "in_real_case":  # one more person in the file of a real household: this one cannot be seen
            yield row(officer, at, int(rng.integers(1, 1_000_000)), f"救{officer.name}-{day}-0", rng, kind="namesakes")
        else:
            is_denied = bool(rng.random() < 0.5)
            yield row(
                officer, at, int(rng.integers(1, 1_000_000)), "" if not is_denied else "借号", rng, is_denied, kind
            )


@pytest.fixture(scope="module")
def replay() -> tuple[pl.DataFrame, frozenset[str], frozenset[str]]:
    """The lookups, the snoops' names and the others'."""
    rng = np.random.default_rng(90)
    kinds = [""] * NORMAL + [kind for kind, count in PLANTED.items() for _ in range(count)]
    officers = [
        Officer(f"o{n:03}", float(rng.choice([0.09, 0.07, 0.03, 0.005])), float(rng.uniform(0.5, 2.0)), kind)
        for n, kind in enumerate(kinds)
    ]
    rows = [line for officer in officers for line in work(officer, rng)]
    rows += [line for officer in officers if officer.snoops for line in snooping(officer, rng)]
    snoops = frozenset(officer.name for officer in officers if officer.snoops)
    others = frozenset(officer.name for officer in officers) - snoops
    return pl.DataFrame(rows, schema=LOOKUP_COLUMNS, orient="row"), snoops, others


def test_at_least_45_of_50_snoops_are_flagged_and_at_most_2_percent_of_the_others(
    replay: tuple[pl.DataFrame, frozenset[str], frozenset[str]],
) -> None:
    lookups, snoops, others = replay
    assert len(snoops) == 50 and len(others) == NORMAL and lookups.height > 100_000
    flagged = {flag.actor for flag in flags(lookups)}
    caught, wronged = flagged & snoops, flagged & others
    assert len(caught) >= 45, len(caught)
    assert len(wronged) <= 0.02 * NORMAL, len(wronged)


def of(*rows: Row) -> tuple[Flag, ...]:
    return flags(pl.DataFrame(rows, schema=LOOKUP_COLUMNS, orient="row"))


def test_a_flag_says_why_in_words(replay: tuple[pl.DataFrame, frozenset[str], frozenset[str]]) -> None:
    rng = np.random.default_rng(1)
    officer = Officer("o", 0.0, 1.0)
    normal = [row(officer, BEGIN, n, f"救{n}", rng) for n in range(1, 30)]
    assert of(*normal) == ()
    (flag,) = of(*normal, row(officer, BEGIN, 99, "", rng, kind="self"))
    assert flag.reasons == ("案外查询本人1次",) and flag.outside_cases == 1 and flag.lookups == 30


def test_a_case_that_holds_half_the_town_is_no_case() -> None:
    rng = np.random.default_rng(1)
    peers = [row(Officer(f"p{who}", 0.0, 1.0), BEGIN, n, f"救{who}-{n}", rng) for who in range(9) for n in range(1, 9)]
    crowd = [row(Officer("o", 0.0, 1.0), BEGIN, n, "救1", rng) for n in range(1, 40)]
    (flag,) = of(*peers, *crowd)
    assert flag.actor == "o" and flag.outside_cases == 39 and "远多于同岗位" in flag.reasons[0]


def test_nothing_looked_up_is_nothing_flagged() -> None:
    assert flags(pl.DataFrame(schema=LOOKUP_COLUMNS)) == ()
    assert "12人" in WatchRules().convention()
