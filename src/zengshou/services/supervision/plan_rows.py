"""The rows that a plan's version makes in the ledger: the version itself, a task, its offices."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account
from zengshou.plan.ledger.model import Assignment
from zengshou.plan.ledger.planned import PlannedTask
from zengshou.plan.ledger.stages import Stage
from zengshou.plan.model import Plan
from zengshou.services.plan.plan import plan_json
from zengshou.store.database.ledger_tables import StoredAssignment, StoredPlan, StoredTask
from zengshou.store.database.schema import canonical


def lock_tasks(session: Session, city: str) -> None:
    """Hold the city's tasks to the end of the transaction, before anything is read: always in one order."""
    wanted = select(StoredTask).where(StoredTask.city == city).order_by(StoredTask.id)
    session.execute(wanted.with_for_update()).scalars().all()


def add_plan(session: Session, plan: Plan, by: Account, now: datetime, note: str, draft: int | None = None) -> int:
    """The next version of the city's plan in the ledger; its number.

    draft  the reviewed version that it was taken from; None for the plan of the country package
    """
    content = {**plan_json(plan), **({} if draft is None else {"draft": draft})}
    latest = session.scalar(select(func.max(StoredPlan.version)).where(StoredPlan.city == plan.city)) or 0
    session.add(
        StoredPlan(
            id=str(uuid.uuid4()),
            city=plan.city,
            version=latest + 1,
            title=plan.title,
            source_digest=sha256(canonical(content).encode()).hexdigest(),
            content=content,
            note=note,
            made_at=now,
            made_by=by.id,
        )
    )
    session.flush()
    return latest + 1


def add_task(session: Session, city: str, planned: PlannedTask, by: Account, now: datetime) -> str:
    """A task at 立项, with its offices; its id."""
    row = StoredTask(
        id=str(uuid.uuid4()),
        city=city,
        code=planned.code,
        place=planned.place,
        group_title=planned.group_title,
        title=planned.title,
        goals=planned.goals,
        stage=Stage.REGISTERED.value,
        deadline=planned.deadline,
        changed_at=now,
        changed_by=by.id,
    )
    session.add(row)
    session.flush()
    set_assignments(session, row.id, planned.assignments)
    return row.id


def set_assignments(session: Session, task_id: str, assignments: Sequence[Assignment]) -> None:
    """These offices and no others have a part in the task."""
    session.execute(delete(StoredAssignment).where(StoredAssignment.task_id == task_id))
    for place, each in enumerate(assignments):
        session.add(
            StoredAssignment(
                task_id=task_id, office=each.office, part=each.party.value, place=place, printed=each.printed
            )
        )
    session.flush()
