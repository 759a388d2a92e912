"""A person's file in a register of 5,000 invented persons: milliseconds of one opening, all three views, twelve months.

Wall-clock time of the service, from the question to the worked-out file: the decision, the rows, the line in the log
(committed with a flush to the disk), the masked identity from the vault, incomes of twelve months in three views with
every line in words. Median and 95th percentile over the persons with the most rows and as many others. 合成数据.

python -P bench/person_view.py --json      (-P: bench/statistics.py would hide the library of that name)
"""

import argparse
import json
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_index
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import RoleGrant
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.look import reads_of
from zengshou.services.records.access.verification import Question, VerificationDesk
from zengshou.services.records.access.worked_income import instruments
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import RegisterHome, opened, set_up
from zengshou.services.records.intake.delivery import NoCases
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.import_folder import import_folder
from zengshou.services.records.synthetic.synthetic_administration import write_administration
from zengshou.store.register.access.authorisations import (
    add_authorisation,
    add_grant,
    authorisation,
    confirm_authorisation,
)
from zengshou.store.register.tables.fact_tables import StoredFact

CITY, PERSONS, YEAR, SEED = "example", 5_000, 2025, 7
MOST, LATER = 40, 40  # persons with the most rows, and others; the vault shows an officer 200 identities an hour
CASE, PURPOSE = "救2026-000", "assistance_verification"
OFFICER = Account(str(uuid.uuid4()), "bench", "核对员", Role.VERIFIER, CITY)
AREAS = ("99", "44")
TARGET_MS = 20.0


def now() -> datetime:
    return datetime.now(UTC)


def made_register(folder: Path, persons: int) -> RegisterHome:
    """A register of an invented city with every regular feed of a year; taken as it is where the folder holds one."""
    if (folder / "register.db").exists():
        return opened(folder)
    sent = folder.parent / f"{folder.name}-sent"
    write_administration(CITY, persons, YEAR, SEED, sent)
    home = set_up(folder)
    import_folder(Intake(home, catalogue_of(CITY), now, NoCases()), sent, "bench")
    return home


def permitted(home: RegisterHome) -> list[int]:
    """The persons to be opened, each with a paper for every channel, and an officer with a right to them."""
    counted = select(StoredFact.person).group_by(StoredFact.person).order_by(func.count().desc())
    today = now().date()
    with home.database.writing() as session:
        persons = list(session.scalars(counted))
        chosen = persons[:MOST] + persons[MOST :: max(1, len(persons) // LATER)][:LATER]
        for area in AREAS:
            right = RoleGrant(OFFICER.id, OFFICER.role, area, (PURPOSE,), today, today + timedelta(days=30))
            add_grant(session, str(uuid.uuid4()), right, "bench", now())
        for person in chosen:
            paper = authorisation(session, f"bench-{person}") or _paper(session, person, today)
            if paper.confirmed_at is None:
                confirm_authorisation(session, paper.id, "second", now())
    return chosen


def _paper(session: Session, person: int, today: date) -> Authorisation:
    channels = frozenset(catalogue_of(CITY).channels)
    paper = Authorisation(f"bench-{person}", person, CASE, channels, today, today + timedelta(days=30), "00" * 32)
    add_authorisation(session, paper, "bench", now())
    return paper


def measured(home: RegisterHome) -> dict[str, float]:
    desk = VerificationDesk(reads_of(home, CITY), home.vault, instruments(CITY), now)
    months = (month_index(YEAR, 1), month_index(YEAR, 12))
    times, rows = [], []
    for person in permitted(home):
        question = Question(PURPOSE, CASE, shown(person), months)
        desk.open(OFFICER, question)
        started = time.perf_counter()
        file = desk.open(OFFICER, question)
        times.append((time.perf_counter() - started) * 1_000)
        assert file.own is not None
        rows.append(len(file.own.facts))
    return {
        "person_view_median_ms": round(float(np.median(times)), 2),
        "person_view_p95_ms": round(float(np.percentile(times, 95)), 2),
        "person_view_facts_median": float(np.median(rows)),
        "person_view_facts_most": float(max(rows)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--register", type=Path, help="folder of a register made earlier by this bench")
    parser.add_argument("--persons", type=int, default=PERSONS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = made_register(given.register or Path(scratch) / "register", given.persons)
        found = measured(home)
        home.close()
    if given.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:28} {value:10.2f}" for name, value in found.items()))
    return 0 if found["person_view_median_ms"] < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
