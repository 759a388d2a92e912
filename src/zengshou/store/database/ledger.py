"""The task ledger as the database keeps it, read into values and changed row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Select, case, exists, func, select
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

Row: TypeAlias = Sequence[Any]  # columns of one row, whose types the select names
MILESTONE = (StoredMilestone.task_id, StoredMilestone.period, StoredMilestone.planned, StoredMilestone.words)
DRAFT = 0  # number of a report that was saved and not filed: it counts nowhere else


HEAD = (
    StoredTask.id,
    StoredTask.city,
    StoredTask.code,
    StoredTask.place,
    StoredTask.group_title,
    StoredTask.title,
    StoredTask.goals,
    StoredTask.stage,
    StoredTask.percent,
    StoredTask.deadline,
    StoredTask.leader,
    StoredTask.person,
    StoredTask.telephone,
    StoredTask.remark,
    StoredTask.revision,
    StoredTask.changed_at,
)
STAGE = 7  # its place among them
REPORT = (
    StoredReport.task_id,
    StoredReport.id,
    StoredReport.number,
    StoredReport.period,
    StoredReport.office,
    StoredReport.percent,
    StoredReport.progress,
    StoredReport.state,
    StoredReport.filed_at,
    StoredReport.filed_by,
    StoredReport.problem,
    StoredReport.next_step,
    StoredReport.decided_at,
    StoredReport.decided_by,
    StoredReport.reason,
)  # columns in the order of the values' fields: a page reads thousands of rows, and mapped objects cost far more


def tasks_of(session: Session, city: str, office: str = "") -> tuple[LedgerTask, ...]:
    """The tasks of a city in the order of its plan, with assignments, milestones, reports and files.

    office  only those in which this office has a part; empty: all
    """
    return _with_parts(session, _heads(session, city, office), _in_city(city))


def tasks_reported(session: Session, city: str, office: str, first: Period, last: Period) -> tuple[LedgerTask, ...]:
    """The same tasks with the reports of some quarters alone, and of their milestones the first one, if any."""
    heads, ids = _heads(session, city, office), _in_city(city)
    of_task = select(StoredMilestone.task_id, func.min(StoredMilestone.period).label("period"))
    earliest = of_task.where(StoredMilestone.task_id.in_(ids)).group_by(StoredMilestone.task_id).subquery()
    is_first = (StoredMilestone.task_id == earliest.c.task_id) & (StoredMilestone.period == earliest.c.period)
    in_span = StoredReport.period.between(str(first), str(last))
    assignments = _by_task(session.execute(_assignments(ids)))
    milestones = _by_task(session.execute(select(*MILESTONE).join(earliest, is_first)))
    reports = _by_task(session.execute(_filed(ids).where(in_span)))
    return tuple(
        replace(
            head,
            assignments=_assigned(assignments.get(head.id, [])),
            milestones=_planned(milestones.get(head.id, [])),
            reports=_reported(reports.get(head.id, [])),
        )
        for head in heads
    )


def task_heads(session: Session, city: str, office: str = "") -> tuple[LedgerTask, ...]:
    """The same tasks with their assignments alone: two queries, for lists of a thousand tasks."""
    heads = _heads(session, city, office)
    assignments = _by_task(session.execute(_assignments(_in_city(city))))
    return tuple(replace(head, assignments=_assigned(assignments.get(head.id, []))) for head in heads)


def task_of(session: Session, city: str, code: str, office: str = "") -> LedgerTask | None:
    """One task; None when it is not there, or not this office's."""
    wanted = select(*HEAD).where(StoredTask.city == city, StoredTask.code == code)
    heads = [_head(row) for row in session.execute(wanted)]
    found = _with_parts(session, heads, [head.id for head in heads])
    return next((task for task in found if not office or task.party_of(office)), None)


def task_row(session: Session, city: str, code: str) -> StoredTask | None:
    """The row of a task, locked until the end of the transaction."""
    wanted = select(StoredTask).where(StoredTask.city == city, StoredTask.code == code).with_for_update()
    return session.execute(wanted).scalar_one_or_none()


def draft_row(session: Session, task_id: str) -> StoredReport | None:
    """The report that was saved and not filed, if there is one."""
    wanted = select(StoredReport).where(StoredReport.task_id == task_id, StoredReport.number == DRAFT)
    return session.execute(wanted).scalar_one_or_none()


def _heads(session: Session, city: str, office: str) -> list[LedgerTask]:
    wanted = select(*HEAD).where(StoredTask.city == city).order_by(StoredTask.place)
    if office:
        of_task = StoredAssignment.task_id == StoredTask.id
        wanted = wanted.where(exists().where(of_task, StoredAssignment.office == office))
    return [_head(row) for row in session.execute(wanted)]


def _in_city(city: str) -> Select[str]:
    return select(StoredTask.id).where(StoredTask.city == city)


def _with_parts(
    session: Session, heads: Sequence[LedgerTask], ids: Sequence[str] | Select[str]
) -> tuple[LedgerTask, ...]:
    """Four queries for any number of tasks."""
    planned = select(*MILESTONE).where(StoredMilestone.task_id.in_(ids)).order_by(StoredMilestone.period)
    assignments = _by_task(session.execute(_assignments(ids)))
    milestones = _by_task(session.execute(planned))
    reports = _by_task(session.execute(_filed(ids)))
    present = select(StoredFile).where(StoredFile.task_id.in_(ids), StoredFile.removed_at.is_(None))
    files: dict[str, list[EvidenceFile]] = {}
    for file in session.scalars(present.order_by(StoredFile.added_at, StoredFile.id)):
        files.setdefault(file.task_id, []).append(file_of(file))
    return tuple(
        replace(
            head,
            assignments=_assigned(assignments.get(head.id, [])),
            milestones=_planned(milestones.get(head.id, [])),
            reports=_reported(reports.get(head.id, [])),
            files=tuple(files.get(head.id, [])),
        )
        for head in heads
    )


def _filed(ids: Sequence[str] | Select[str]) -> Select[*tuple[Any, ...]]:
    """Reports that were filed; a draft counts nowhere."""
    return (
        select(*REPORT).where(StoredReport.task_id.in_(ids), StoredReport.number > DRAFT).order_by(StoredReport.number)
    )


def _assignments(ids: Sequence[str] | Select[str]) -> Select[str, str, str, str]:
    """Lead bodies first, then the cooperating ones, each in the order of the document."""
    columns = (StoredAssignment.task_id, StoredAssignment.office, StoredAssignment.part, StoredAssignment.printed)
    is_other = case((StoredAssignment.part == Party.LEAD.value, 0), else_=1)
    return select(*columns).where(StoredAssignment.task_id.in_(ids)).order_by(is_other, StoredAssignment.place)


def _assigned(rows: Iterable[Row]) -> tuple[Assignment, ...]:
    return tuple(Assignment(str(office), Party(part), str(printed)) for _, office, part, printed in rows)


def _by_task(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by their first column."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[0]), []).append(row)
    return found


@cache
def _period(text: str) -> Period:
    """A thousand tasks name the same few quarters."""
    return Period.parse(text)


def _head(row: Row) -> LedgerTask:
    """A task without its parts, from the columns of HEAD."""
    values = list(row)
    values[STAGE] = Stage(values[STAGE])
    return LedgerTask(*values)


def _planned(rows: Iterable[Row]) -> tuple[Milestone, ...]:
    return tuple(Milestone(_period(period), planned, words) for _, period, planned, words in rows)


def _reported(rows: Iterable[Row]) -> tuple[Report, ...]:
    """Reports from the columns of REPORT."""
    return tuple(
        Report(id, number, _period(period), office, percent, progress, ReportState(state), *rest)
        for _, id, number, period, office, percent, progress, state, *rest in rows
    )


def file_of(row: StoredFile) -> EvidenceFile:
    return EvidenceFile(row.id, row.name, row.size, row.digest, row.added_at, row.added_by)
