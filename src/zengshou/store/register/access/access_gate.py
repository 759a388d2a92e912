"""The gate before every row about a person: decide, read and log in one transaction. No log, no rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from zengshou.concepts.problem import Problem, ProblemsFound, Unavailable, forbid
from zengshou.records.access.context import AccessContext, Subject, Tie, granted_areas
from zengshou.records.access.decision import Allowed, Denied, Reason, decide
from zengshou.records.access.purposes import AreaRule, PurposeTable
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_log import Access, Outcome, append, persons_read_since
from zengshou.store.register.access.authorisations import authorisations_for, grants_of, ties_of
from zengshou.store.register.access.scope import Scope, ScopeSealer, open_scope, persons_within

PERSONS_A_QUERY, PERSONS_A_DAY = 200, 2_000
NOBODY = 0  # subject of a question that was refused as a whole; references of persons are above 0
NO_SUCH_PERSON = Problem("没有这个人，或不在您的管辖地区。", "人员编号", "请核对编号。")
NOT_READ = "同一次查询中有人不能查看，全部未读。"
T = TypeVar("T")


class NoSuchPerson(ProblemsFound):
    """Not in the register, or not in one's area: to the reader the same."""


class ReadFailed(Unavailable):
    """The rows could not be read or the read could not be logged: nothing is handed out."""


@dataclass(frozen=True)
class Gate:
    """One register under one register of purposes.

    sealer  for a PostgreSQL with row security; None for SQLite, and where the database has no roles yet
    """

    database: Database
    purposes: PurposeTable
    sealer: ScopeSealer | None = None

    def through(
        self,
        context: AccessContext,
        persons: Sequence[int],
        fields: Sequence[str],
        channels: Sequence[str],
        read: Callable[[Session, Scope, Sequence[Allowed]], tuple[T, Mapping[int, int]]],
        note: str = "",
    ) -> T:
        """What `read` answers, once every person was allowed; its second value is the number of rows by person.

        note  why, where the purpose alone does not say it; logged with a read that was allowed
        One refusal refuses the whole question. The log is written last and committed with the read.
        Raises  Forbidden, NoSuchPerson: after the refusal was logged; ReadFailed
        """
        asked = tuple(dict.fromkeys(persons))
        if not 0 < len(asked) <= PERSONS_A_QUERY:
            words = f"一次只能查询1到{PERSONS_A_QUERY}人，这次为{len(asked)}人。"
            self._log_apart(context, (NOBODY,), fields, Outcome.DENIED, words)
            raise forbid(words, "请分案办理；不提供批量清单。")
        try:
            with self.database.writing() as session:
                scope, verdicts = self._judged(session, context, asked, fields, channels)
                proofs = [each for each in verdicts if isinstance(each, Allowed)]
                rows: Mapping[int, int] = {}
                answer: T | None = None
                if len(proofs) == len(asked):
                    answer, rows = read(session, scope, proofs)
                append(session, [_logged(context, verdict, fields, rows, answer, note) for verdict in verdicts])
        except Exception as error:
            self._log_apart(context, asked, fields, Outcome.FAILED, type(error).__name__)
            if isinstance(error, SQLAlchemyError):
                words = "读取或登记查阅未能完成，没有返回任何数据。"
                raise ReadFailed(Problem(words, "个人记录", "请稍后再试；仍不行请找系统管理员。")) from error
            raise
        refusal = _refusal(verdicts)
        if refusal is not None:
            raise refusal
        assert answer is not None
        return answer

    def unknown(self, context: AccessContext, fields: Sequence[str]) -> ProblemsFound:
        """What whoever asked for a number that is in no register is told, after it was logged: the same as for a person
        of another area."""
        self._log_apart(context, (NOBODY,), fields, Outcome.DENIED, "查无此人。")
        return NoSuchPerson(NO_SUCH_PERSON)

    def _judged(
        self,
        session: Session,
        context: AccessContext,
        persons: Sequence[int],
        fields: Sequence[str],
        channels: Sequence[str],
    ) -> tuple[Scope, Sequence[Allowed | Denied]]:
        """The scope of the reader, and a verdict on each person in their order."""
        account = context.account.id
        _stand_in_line(session, account)
        open_scope(session, Scope(account), self.sealer)
        grants = grants_of(session, account)
        ties = ties_of(session, account, persons)
        scope = self._scope(context, granted_areas(context, grants), ties)
        open_scope(session, scope, self.sealer)
        known = persons_within(session, scope, persons)
        papers = authorisations_for(session, context, scope, persons)
        read_before = persons_read_since(session, account, context.day_begins)
        is_over = len(read_before | set(persons)) > PERSONS_A_DAY
        verdicts: list[Allowed | Denied] = []
        for person in persons:
            subject = Subject(person, known.get(person, ""), ties.get(person, Tie.NONE))
            verdict = decide(self.purposes, context, subject, fields, grants, papers, channels)
            if isinstance(verdict, Allowed) and is_over:
                verdict = Denied(Reason.LIMIT, f"今日查阅将超过{PERSONS_A_DAY}人。", person)
            verdicts.append(verdict)
        return scope, verdicts

    def _scope(self, context: AccessContext, areas: tuple[str, ...], ties: Mapping[int, Tie]) -> Scope:
        purpose = self.purposes.purposes.get(context.purpose)
        rule = None if purpose is None else purpose.roles.get(context.account.role)
        if rule is None:
            return Scope(context.account.id)
        if rule.area is AreaRule.OWN:
            own = tuple(sorted(person for person, tie in ties.items() if tie is Tie.SELF))
            return Scope(context.account.id, (), own)
        return Scope(context.account.id, areas)

    def _log_apart(
        self, context: AccessContext, persons: Sequence[int], fields: Sequence[str], outcome: Outcome, words: str
    ) -> None:
        """Tell of what did not come to a read, in a transaction of its own; where that fails too, nothing was read."""
        told = [Access(context, person, tuple(fields), 0, outcome, words) for person in persons]
        try:
            with self.database.writing() as session:
                open_scope(session, Scope(context.account.id), self.sealer)
                append(session, told)
        except (SQLAlchemyError, Unavailable):
            return


def _stand_in_line(session: Session, account: str) -> None:
    """One read of an account at a time, or two together would pass the limit of the day. SQLite's writers queue."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(account, 0))))


def _logged(
    context: AccessContext,
    verdict: Allowed | Denied,
    fields: Sequence[str],
    rows: Mapping[int, int],
    answer: object,
    note: str,
) -> Access:
    if isinstance(verdict, Denied):
        return Access(context, verdict.person, tuple(fields), 0, Outcome.DENIED, verdict.words)
    if answer is None:
        return Access(context, verdict.person, tuple(fields), 0, Outcome.DENIED, NOT_READ)
    return Access(context, verdict.person, tuple(fields), rows.get(verdict.person, 0), Outcome.ALLOWED, note)


def _refusal(verdicts: Sequence[Allowed | Denied]) -> ProblemsFound | None:
    """What the reader is told: nothing of who else exists."""
    denied = [each for each in verdicts if isinstance(each, Denied)]
    if not denied:
        return None
    if any(each.reason is Reason.AREA for each in denied):
        return NoSuchPerson(NO_SUCH_PERSON)
    return forbid("；".join(dict.fromkeys(each.words.rstrip("。") for each in denied)) + "。", "已登记这次查询。")
