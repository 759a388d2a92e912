"""Every page of the office on a ledger of 1,000 tasks over 20 quarters: milliseconds of CPU on the server.

Median of ten calls of each page, by the person who sees most of it, and by one reporter. The ledger is invented.

python -P bench/office_pages.py --json      (-P: bench/statistics.py would hide the library of that name)
"""

import argparse
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyotp
from fastapi.testclient import TestClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.faces.cli.web_services import web_settings
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE, Office
from zengshou.plan.ledger.model import Period, ReportState
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database
from zengshou.store.country import city_plan
from zengshou.store.database.event_log import add_event
from zengshou.store.database.ledger_tables import (
    StoredAssignment,
    StoredLamp,
    StoredMilestone,
    StoredReport,
    StoredTask,
)

TASKS, QUARTERS, CALLS = 1_000, 20, 10
CITY, PASSWORD = "example", "三只松鼠-看海-2026-forty"
OPENED, REPORTER_OF = "T-0501", "finance"  # the task whose pages are opened, and whose body reports
NOW = datetime(2024, 12, 20, 2, tzinfo=UTC)
COLOURS = ("green", "green", "green", "yellow", "red", "blue")
PAGES = (
    "/office/",
    "/office/ledger",
    "/office/ledger?page=20",
    "/office/ledger?q=0500",
    f"/office/task/{OPENED}",
    "/office/review",
    "/office/reports",
    f"/office/report/{OPENED}",
    "/office/targets",
    "/office/slips",
    "/office/scores?year=2024",
    "/office/one-page",
    "/office/book",
    "/office/plan",
    "/office/accounts",
)


def quarters() -> Iterator[Period]:
    """The quarters of the ledger; the last one is that of NOW."""
    period = Period(2020, 1)
    for _ in range(QUARTERS):
        yield period
        period = period.next


def fill(session: Session, supervisor: Account) -> None:
    """Tasks with two to five bodies, a goal, a report and a lamp for each quarter."""
    rng = np.random.default_rng(20_240)
    offices = [office.id for office in city_plan(CITY).offices]
    tasks, assignments, milestones, reports, lamps = [], [], [], [], []
    for place in range(1, TASKS + 1):
        id, code = str(uuid.UUID(int=place)), f"T-{place:04}"
        tasks.append(_task(id, code, place, supervisor))
        bodies = [str(office) for office in rng.permutation(offices)[: rng.integers(2, 6)]]
        if code == OPENED:
            bodies = [REPORTER_OF, *(office for office in bodies if office != REPORTER_OF)]
        for number, office in enumerate(bodies):
            part = Party.COOPERATING if number else Party.LEAD
            assignments.append(
                {"task_id": id, "office": office, "part": part.value, "place": number, "printed": office}
            )
        for number, period in enumerate(quarters(), start=1):
            share = 100 * number / QUARTERS
            milestones.append({"task_id": id, "period": str(period), "planned": share, "words": "完成一批"})
            if number < QUARTERS:
                reports.append(_report(id, number, period, share, supervisor))
            lamps.append(_lamp(id, period, COLOURS[int(rng.integers(len(COLOURS)))]))
    for table, rows in (
        (StoredTask, tasks),
        (StoredAssignment, assignments),
        (StoredMilestone, milestones),
        (StoredReport, reports),
        (StoredLamp, lamps),
    ):
        session.execute(insert(table), rows)
    for row in tasks:
        day = datetime(2020, 1, 6, tzinfo=UTC)
        add_event(session, day, supervisor.id, "assign", "task", str(row["id"]), {"stage": ["registered", "assigned"]})


def _task(id: str, code: str, place: int, by: Account) -> dict[str, object]:
    return {
        "id": id,
        "city": CITY,
        "code": code,
        "place": place,
        "group_title": f"第{(place - 1) // 50 + 1}项行动",
        "title": f"测量用任务{place}",
        "goals": "覆盖率达到98%以上",
        "stage": (Stage.REPORTED if place % 40 == 0 else Stage.IN_HAND).value,
        "deadline": date(2025, 12, 31),
        "changed_at": NOW - timedelta(days=place % 90),
        "changed_by": by.id,
    }


def _report(id: str, number: int, period: Period, share: float, by: Account) -> dict[str, object]:
    return {
        "id": str(uuid.uuid5(uuid.UUID(id), str(number))),
        "task_id": id,
        "number": number,
        "period": str(period),
        "office": "finance",
        "percent": share,
        "progress": "按计划推进，完成一批，核对名单并公示。",
        "state": ReportState.ACCEPTED.value,
        "filed_at": datetime(period.year, period.last_month, 20, tzinfo=UTC),
        "filed_by": by.id,
    }


def _lamp(id: str, period: Period, colour: str) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "city": CITY,
        "kind": "process",
        "subject": id,
        "period": str(period),
        "record": 1,
        "colour": colour,
        "reason": "应完成50%，报告40%，落后10个百分点。",
        "rule": "behind",
        "inputs": ["状态办理"],
        "rules_version": "1",
        "recorded_at": NOW,
    }


def opened(home: Path) -> tuple[Office, dict[str, tuple[Account, str]]]:
    """The office with its people: login -> account and secret of the six digits."""
    office = Office(made_database(home), keys_of(home), lambda: NOW, home)
    desk = office.accounts
    first = desk.accept(desk.first_link("admin", "王某", CITY), PASSWORD)
    people = {"admin": (first.account, first.secret)}
    for login, role, body in (("ducha", Role.SUPERVISOR, ""), ("caizheng", Role.REPORTER, REPORTER_OF)):
        made = desk.accept(desk.invite(first.account, NewAccount(login, login, role, CITY, body)), PASSWORD)
        people[login] = (made.account, made.secret)
    with office.database.writing() as session:
        fill(session, people["ducha"][0])
    return office, people


def measure() -> dict[str, object]:
    """Page and person -> milliseconds; refused pages are left out by name."""
    with tempfile.TemporaryDirectory() as folder:
        office, people = opened(Path(folder))
        app = create_app(replace(web_settings(CITY), office=office))
        found: dict[str, object] = {"tasks": TASKS, "quarters": QUARTERS}
        for login, (_, secret) in people.items():
            client = TestClient(app, follow_redirects=False)
            token = office.door.begin(login, PASSWORD)
            client.cookies.set(COOKIE, office.door.finish(token, pyotp.TOTP(secret).at(NOW)))
            for page in PAGES:
                if client.get(page).status_code == 200:  # the first call also loads templates and plans
                    found[f"{login} {page}"] = _median_ms(client, page)
        office.database.close()
    return found


def _median_ms(client: TestClient, page: str) -> float:
    times = []
    for _ in range(CALLS):
        started = time.process_time()
        client.get(page)
        times.append(time.process_time() - started)
    return round(float(np.median(times)) * 1_000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    found = measure()
    if parser.parse_args().json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    else:
        sys.stdout.writelines(f"{name:44} {value}\n" for name, value in found.items())


if __name__ == "__main__":
    main()
