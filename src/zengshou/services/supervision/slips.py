"""Slips of supervision (督办单): proposed by rule, issued by a person alone, answered by the body, never deleted."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, forbid, refuse
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.slips import Slip, SlipProposal, proposed
from zengshou.plan.ledger.stages import RUNNING, Party
from zengshou.plan.ledger.supervision_rules import SupervisionRules
from zengshou.plan.offices import Body, Lineage, addressee
from zengshou.services.plan.office_register import register_in
from zengshou.services.supervision.ledger_rights import Changed, NotFound, office_filter
from zengshou.services.supervision.process_lamps import KIND, local_day
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, wait_in_line
from zengshou.store.database.lamps import LampRecord, latest_lamps
from zengshou.store.database.ledger import task_heads
from zengshou.store.database.slips import IssuedSlip, issued_in, slip_row, slips_of
from zengshou.store.database.supervision_tables import StoredSlip
from zengshou.store.supervision_files import supervision_rules, working_calendar


@dataclass(frozen=True)
class Proposal:
    """A slip that the rules call for and nobody has issued yet.

    name        of the lead body: one name for one body, whichever alias a task prints
    successors  bodies of which a person must choose one, where the lead body has ended; else none
    """

    task: LedgerTask
    office: str
    name: str
    lamp: LampRecord
    proposal: SlipProposal
    successors: tuple[Body, ...] = ()


@dataclass(frozen=True)
class SlipDesk:
    """`rules` are the city's own where none are given."""

    database: Database
    now: Callable[[], datetime]
    rules: SupervisionRules | None = None

    def proposals(self, who: Account) -> tuple[Proposal, ...]:
        """What a supervisor may issue today, in the order of the plan; nothing for anyone else."""
        if who.role is not Role.SUPERVISOR:
            return ()
        with self.database.reading() as session:
            tasks, lamps = task_heads(session, who.city), latest_lamps(session, who.city, KIND)
            issued = slips_of(session, who.city)
            lineages = register_in(session, who.city).lineages
        return tuple(self._proposals(who.city, tasks, lamps, issued, lineages))

    def issued(self, who: Account) -> tuple[IssuedSlip, ...]:
        """Slips that a person may see, the latest first."""
        office = office_filter(who)
        with self.database.reading() as session:
            return tuple(reversed(slips_of(session, who.city, office)))

    def issue(self, by: Account, code: str, office: str, colour: str, successor: str = "") -> str:
        """Send one proposed slip; its id. `colour` is the one that the person saw and confirmed.

        Raises  Forbidden, Changed when the rules call for another slip or none by now,
                ProblemsFound for a body that has ended and no successor chosen
        """
        _require_supervisor(by, "签发督办单")
        today = local_day(self.now())
        with self.database.writing() as session:
            wait_in_line(session)
            tasks, lamps = task_heads(session, by.city), latest_lamps(session, by.city, KIND)
            lineages = register_in(session, by.city).lineages
            open_now = self._proposals(by.city, tasks, lamps, slips_of(session, by.city), lineages)
            found = next((each for each in open_now if (each.task.code, each.office) == (code, office)), None)
            if found is None or found.proposal.colour.value != colour:
                raise Changed(Problem("情况已有变化，这张督办单不再是拟发的样子。", "督办单", "请刷新后核对。"))
            to = addressee(lineages[office], today, successor) if office in lineages else None
            number = self._rules(by.city).number.format(
                year=today.year, number=issued_in(session, by.city, today.year) + 1
            )
            row = StoredSlip(
                id=str(uuid.uuid4()),
                task_id=found.task.id,
                number=number,
                office=office,
                addressee=to.name if to else found.name,
                colour=colour,
                cause=found.proposal.cause,
                issued=today,
                due=found.proposal.due,
                issued_by=by.id,
            )
            session.add(row)
            session.flush()
            told = {"number": number, "colour": colour, "to": row.addressee, "due": row.due.isoformat()}
            add_event(session, self.now(), by.id, "issue_slip", "task", found.task.id, told)
        return row.id

    def answer(self, who: Account, id: str, words: str) -> None:
        """The body's answer; once. Raises  NotFound for a slip that is not theirs, ProblemsFound"""
        if not words.strip():
            raise refuse("没有填写回复。", "回复", "请写明办理情况和完成时间。")
        with self.database.writing() as session:
            row = self._own(slip_row(session, who.city, id), who)
            if who.role is not Role.REPORTER:
                raise forbid(f"{who.role.label}不能回复督办单。", "请由承办单位回复。")
            if row.withdrawn_at is not None or row.answered is not None:
                raise refuse("督办单已回复或已撤回。", "督办单", "请刷新后查看。")
            row.answered, row.answered_by, row.answer = local_day(self.now()), who.id, words.strip()
            told = {"number": row.number, "answer": row.answer, "is_late": row.answered > row.due}
            add_event(session, self.now(), who.id, "answer_slip", "task", row.task_id, told)

    def withdraw(self, by: Account, id: str, reason: str) -> None:
        """Take back a slip that was not answered; it stays on record with its number."""
        _require_supervisor(by, "撤回督办单")
        if not reason.strip():
            raise refuse("撤回须写明理由。", "理由", "请用一句话写明。")
        with self.database.writing() as session:
            row = self._own(slip_row(session, by.city, id), by)
            if row.withdrawn_at is not None or row.answered is not None:
                raise refuse("督办单已回复或已撤回，不能再撤回。", "督办单", "请刷新后查看。")
            row.withdrawn_at, row.withdrawn_by = self.now(), by.id
            told = {"number": row.number, "reason": reason.strip()}
            add_event(session, self.now(), by.id, "withdraw_slip", "task", row.task_id, told)

    def _proposals(
        self,
        city: str,
        tasks: Iterable[LedgerTask],
        lamps: Mapping[str, LampRecord],
        issued: Iterable[IssuedSlip],
        lineages: Mapping[str, Lineage],
    ) -> list[Proposal]:
        rules, calendar, today = self._rules(city), working_calendar(), local_day(self.now())
        former = [each for each in issued if each.withdrawn is None]
        found = []
        for task in tasks:
            latest = lamps.get(task.id)
            if latest is None or latest.lamp.rule == "caught_up" or task.stage not in RUNNING:
                continue
            for assignment in task.assignments:
                if assignment.party is not Party.LEAD:
                    continue
                office = assignment.office
                own = tuple(each.slip for each in former if (each.task, each.office) == (task.id, office))
                proposal = proposed(latest.lamp, own, today, rules.slips, calendar)
                if proposal is not None and not _is_settled(latest, own):
                    lineage = lineages.get(office)
                    name = assignment.printed if lineage is None else lineage.office.name
                    found.append(Proposal(task, office, name, latest, proposal, _choices(lineage, today)))
        return found

    def _rules(self, city: str) -> SupervisionRules:
        return self.rules or supervision_rules(city)

    def _own(self, row: StoredSlip | None, who: Account) -> StoredSlip:
        office = office_filter(who)
        if row is None or (office and row.office != office):
            raise NotFound(Problem("没有这张督办单。", "督办单", "请从列表中选择。"))
        return row


def _is_settled(record: LampRecord, former: Sequence[Slip]) -> bool:
    """Whether this very lamp was already chased and answered in time: a new slip waits for a newer lamp."""
    last = former[-1] if former else None
    if last is None or last.answered is None or last.answered > last.due:
        return False
    return local_day(record.recorded_at) <= last.issued


def _choices(lineage: Lineage | None, today: date) -> tuple[Body, ...]:
    return lineage.heirs if lineage is not None and lineage.has_ended(today) else ()


def _require_supervisor(who: Account, what: str) -> None:
    if who.role is not Role.SUPERVISOR:
        raise forbid(f"{who.role.label}不能{what}。", "请由督查人员办理。")
