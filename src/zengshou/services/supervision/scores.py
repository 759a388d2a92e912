"""Yearly scores (年终考核): lines proposed from the ledger, confirmed by a person, appealed, decided, locked."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, forbid, refuse
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.score_evidence import DueReport, ProposedLine, proposed_lines
from zengshou.plan.ledger.scoring import AppealState, Score, score
from zengshou.plan.ledger.stages import Party
from zengshou.plan.ledger.supervision_rules import SupervisionRules
from zengshou.services.supervision.ledger_rights import NotFound, office_filter
from zengshou.services.supervision.process_lamps import local_day
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, last_moments, wait_in_line
from zengshou.store.database.ledger import task_heads, tasks_reported
from zengshou.store.database.score_rows import HeldLine, ScoreLock, line_row, lines_of, lock_of
from zengshou.store.database.supervision_tables import StoredScoreLine, StoredScoreLock
from zengshou.store.supervision_files import supervision_rules


@dataclass(frozen=True)
class OfficeScore:
    """One body's year: its total and the lines that made it."""

    office: str
    score: Score
    lines: tuple[HeldLine, ...]


@dataclass(frozen=True)
class ScoreSheet:
    """A year's scores of the offices that a person may see; `proposals` for supervisors while nothing is locked."""

    year: int
    offices: tuple[OfficeScore, ...]
    proposals: tuple[ProposedLine, ...]
    lock: ScoreLock | None
    rules: SupervisionRules


@dataclass(frozen=True)
class ScoreDesk:
    """`rules` are the city's own where none are given."""

    database: Database
    now: Callable[[], datetime]
    rules: SupervisionRules | None = None

    def sheet(self, who: Account, year: int) -> ScoreSheet:
        """Every lead body with its total, in the order of the plan."""
        office = office_filter(who)
        rules = self._rules(who.city)
        with self.database.reading() as session:
            lines = lines_of(session, who.city, year, office)
            lock = lock_of(session, who.city, year)
            is_open = who.role is Role.SUPERVISOR and lock is None
            quarters = (Period(year, 1), Period(year, 4))
            tasks = tasks_reported(session, who.city, "", *quarters) if is_open else task_heads(session, who.city)
            proposals = self._proposals(session, who.city, year, tasks, lines) if is_open else ()
        leads = dict.fromkeys(id for task in tasks for id in task.offices(Party.LEAD))
        return ScoreSheet(
            year,
            tuple(_office_score(id, lines, rules) for id in leads if not office or id == office),
            proposals,
            lock,
            rules,
        )

    def confirm(self, by: Account, year: int, office: str, rule: str, points: float, evidence: str) -> str:
        """Enter one line, proposed or of a person's own judgement; its id.

        Raises  ProblemsFound: unknown rule or office, points out of range, no evidence, entered twice, locked
        """
        _require_supervisor(by, "评分")
        found = self._rules(by.city).score.rule(rule)
        if found is None:
            raise refuse(f"评分规则中没有“{rule}”。", "规则", "请从列表中选择。")
        if not found.allows(points):
            ends = sorted({found.points, found.points if found.least is None else found.least})
            raise refuse(
                f"“{found.label}”不能记{points:g}分。", "分值", f"应为{'至'.join(f'{end:g}' for end in ends)}。"
            )
        if not evidence.strip():
            raise refuse("没有写明依据。", "依据", "每次加减分都要有依据。")
        with self.database.writing() as session:
            self._require_open(session, by.city, year)
            leads = {id for task in task_heads(session, by.city) for id in task.offices(Party.LEAD)}
            if office not in leads:
                raise refuse("该单位没有牵头任务。", "单位", "请从列表中选择。")
            held = lines_of(session, by.city, year, office)
            if any((each.line.rule, each.line.evidence) == (rule, evidence.strip()) for each in held):
                raise refuse("同一依据已经记过分。", "依据", "请刷新后核对。")
            row = StoredScoreLine(
                id=str(uuid.uuid4()),
                city=by.city,
                year=year,
                office=office,
                rule=rule,
                points=points,
                evidence=evidence.strip(),
                entered=local_day(self.now()),
                made_by=by.id,
            )
            session.add(row)
            told = {"year": year, "office": office, "rule": rule, "points": points, "evidence": row.evidence}
            add_event(session, self.now(), by.id, "score", "score", row.id, told)
        return row.id

    def appeal(self, who: Account, id: str, words: str) -> None:
        """申诉: once a line, by the body itself, before the lock."""
        if not self._rules(who.city).has_appeal:
            raise refuse("本市考核办法没有申诉环节。", "申诉", "请向督查机构了解。")
        if who.role is not Role.REPORTER:
            raise forbid(f"{who.role.label}不能申诉。", "请由被考核单位申诉。")
        self._change(who, id, words, AppealState.NONE, AppealState.OPEN)

    def decide(self, by: Account, id: str, is_upheld: bool, words: str) -> None:
        """The decision on an appeal; upheld, the points are given back and the line stays."""
        _require_supervisor(by, "裁定申诉")
        self._change(by, id, words, AppealState.OPEN, AppealState.UPHELD if is_upheld else AppealState.DISMISSED)

    def lock(self, by: Account, year: int) -> None:
        """审定: from now on nothing is added, appealed or decided. Raises  ProblemsFound while an appeal is open"""
        _require_supervisor(by, "审定考核")
        with self.database.writing() as session:
            self._require_open(session, by.city, year)
            lines = lines_of(session, by.city, year)
            waiting = sum(each.line.appeal is AppealState.OPEN for each in lines)
            if waiting:
                raise refuse(f"还有{waiting}件申诉没有裁定。", "考核", "全部裁定后再审定。")
            rules, now = self._rules(by.city), self.now()
            session.add(
                StoredScoreLock(city=by.city, year=year, locked_at=now, locked_by=by.id, rules_version=rules.version)
            )
            totals = {id: _office_score(id, lines, rules).score.total for id in {each.office for each in lines}}
            add_event(session, now, by.id, "lock_scores", "scores", by.city, {"year": year, "totals": totals})

    def _change(self, who: Account, id: str, words: str, before: AppealState, after: AppealState) -> None:
        if not words.strip():
            raise refuse("没有写明理由。", "申诉", "请用一两句话写明。")
        office = office_filter(who)
        with self.database.writing() as session:
            row = line_row(session, who.city, id)
            if row is None or (office and row.office != office):
                raise NotFound(Problem("没有这条记分。", "考核", "请从列表中选择。"))
            self._require_open(session, who.city, row.year)
            if row.appeal != before.value:
                raise refuse(f"这条记分处于“{AppealState(row.appeal).label}”，不能这样办理。", "申诉", "请刷新后查看。")
            row.appeal = after.value
            if after is AppealState.OPEN:
                row.appeal_words, row.appeal_by = words.strip(), who.id
            else:
                row.decision_words, row.decided_by = words.strip(), who.id
            told = {"appeal": [before.value, after.value], "words": words.strip()}
            add_event(session, self.now(), who.id, "appeal", "score", row.id, told)

    def _proposals(
        self, session: Session, city: str, year: int, tasks: Sequence[LedgerTask], lines: Sequence[HeldLine]
    ) -> tuple[ProposedLine, ...]:
        """Those that nobody confirmed yet. tasks  with their reports of the year"""
        rules = self._rules(city)
        moments = last_moments(session, "task", "assign", [task.id for task in tasks])
        assigned: dict[str, date] = {id: local_day(moment) for id, moment in moments.items()}
        quarters = [DueReport(period, rules.report_due(period)) for period in (Period(year, k) for k in range(1, 5))]
        held = {(each.office, each.line.rule, each.line.evidence) for each in lines}
        found = proposed_lines(tasks, assigned, quarters, local_day(self.now()), rules.score)
        return tuple(each for each in found if (each.office, each.rule, each.evidence) not in held)

    def _rules(self, city: str) -> SupervisionRules:
        return self.rules or supervision_rules(city)

    def _require_open(self, session: Session, city: str, year: int) -> None:
        """In line with all other writers, so that nothing slips in beside the lock."""
        wait_in_line(session)
        lock = lock_of(session, city, year)
        if lock is not None:
            raise refuse(f"{year}年考核已于{local_day(lock.at)}审定，不能再改。", "考核", "如有异议请向督查机构反映。")


def _office_score(office: str, lines: Sequence[HeldLine], rules: SupervisionRules) -> OfficeScore:
    own = tuple(each for each in lines if each.office == office)
    unknown = sorted({each.line.rule for each in own if rules.score.rule(each.line.rule) is None})
    if unknown:
        told = f"已有记分用到的规则“{'、'.join(unknown)}”不在现行评分规则中。"
        raise refuse(told, "supervision.yaml: score", "把规则补回；改动评分规则应从下一年度起。")
    return OfficeScore(office, score(rules.score, (each.line for each in own)), own)


def _require_supervisor(who: Account, what: str) -> None:
    if who.role is not Role.SUPERVISOR:
        raise forbid(f"{who.role.label}不能{what}。", "请由督查人员办理。")
