"""The task ledger as the database keeps it, read into values and changed row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.model import Assignment, EvidenceFile, LedgerTask, Milestone, Period, Report, ReportState
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.store.database.ledger_tables import (
    StoredAssignment,
    StoredFile,
    StoredMilestone,
    StoredReport,
    StoredTask,
)

Part = TypeVar("Part", StoredAssignment, StoredMilestone, StoredReport, StoredFile)


def tasks_of(session: Session, city: str, office: str = "") -> tuple[LedgerTask, ...]:
    """The tasks of a city in the order of its plan, with assignments, milestones and reports.

    office  only those in which this office has a part; empty: all
    """
    wanted = select(StoredTask).where(StoredTask.city == city).order_by(StoredTask.place)
    if office:
        of_task = StoredAssignment.task_id == StoredTask.id
        wanted = wanted.where(exists().where(of_task, StoredAssignment.office == office))
    return _with_parts(session, session.scalars(wanted).all())


def task_of(session: Session, city: str, code: str, office: str = "") -> LedgerTask | None:
    """One task; None when it is not there, or not this office's."""
    return next((task for task in _one(session, city, code) if not office or task.party_of(office)), None)


def task_row(session: Session, city: str, code: str) -> StoredTask | None:
    """The row of a task, locked until the end of the transaction."""
    wanted = select(StoredTask).where(StoredTask.city == city, StoredTask.code == code).with_for_update()
    return session.execute(wanted).scalar_one_or_none()


def _one(session: Session, city: str, code: str) -> tuple[LedgerTask, ...]:
    wanted = select(StoredTask).where(StoredTask.city == city, StoredTask.code == code)
    return _with_parts(session, session.scalars(wanted).all())


def _with_parts(session: Session, rows: Sequence[StoredTask]) -> tuple[LedgerTask, ...]:
    """Four queries for any number of tasks."""
    ids = [row.id for row in rows]
    assignments = _by_task(session.scalars(select(StoredAssignment).where(StoredAssignment.task_id.in_(ids))))
    milestones = _by_task(session.scalars(select(StoredMilestone).where(StoredMilestone.task_id.in_(ids))))
    reports = _by_task(session.scalars(select(StoredReport).where(StoredReport.task_id.in_(ids))))
    present = select(StoredFile).where(StoredFile.task_id.in_(ids), StoredFile.removed_at.is_(None))
    files = _by_task(session.scalars(present))
    return tuple(
        replace(
            _task(row),
            assignments=tuple(_assignment(part) for part in sorted(assignments.get(row.id, []), key=_place)),
            milestones=tuple(_milestone(part) for part in sorted(milestones.get(row.id, []), key=_period)),
            reports=tuple(report_of(part) for part in sorted(reports.get(row.id, []), key=_number)),
            files=tuple(file_of(part) for part in sorted(files.get(row.id, []), key=_added)),
        )
        for row in rows
    )


def _by_task(rows: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found


def _place(row: StoredAssignment) -> tuple[str, int]:
    return ("" if row.part == Party.LEAD.value else row.part, row.place)


def _period(row: StoredMilestone) -> str:
    return row.period


def _number(row: StoredReport) -> int:
    return row.number


def _added(row: StoredFile) -> tuple[object, ...]:
    return (row.added_at, row.id)


def _task(row: StoredTask) -> LedgerTask:
    return LedgerTask(
        id=row.id,
        city=row.city,
        code=row.code,
        place=row.place,
        group_title=row.group_title,
        title=row.title,
        goals=row.goals,
        stage=Stage(row.stage),
        percent=row.percent,
        deadline=row.deadline,
        leader=row.leader,
        person=row.person,
        telephone=row.telephone,
        remark=row.remark,
        revision=row.revision,
        changed_at=row.changed_at,
    )


def _assignment(row: StoredAssignment) -> Assignment:
    return Assignment(row.office, Party(row.part), row.printed)


def _milestone(row: StoredMilestone) -> Milestone:
    return Milestone(Period.parse(row.period), row.planned, row.words)


def report_of(row: StoredReport) -> Report:
    return Report(
        id=row.id,
        number=row.number,
        period=Period.parse(row.period),
        office=row.office,
        percent=row.percent,
        progress=row.progress,
        state=ReportState(row.state),
        filed_at=row.filed_at,
        filed_by=row.filed_by,
        problem=row.problem,
        next_step=row.next_step,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
    )


def file_of(row: StoredFile) -> EvidenceFile:
    return EvidenceFile(row.id, row.name, row.size, row.digest, row.added_at, row.added_by)
