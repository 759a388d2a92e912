"""The gate before every row about a person: decide, read and log in one transaction. No log, no rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from zengshou.concepts.problem import Problem, ProblemsFound, Unavailable, forbid
from zengshou.records.access.context import AccessContext, Subject
from zengshou.records.access.decision import Allowed, Denied, Reason, decide, denied_reach
from zengshou.records.access.purposes import PurposeTable
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.authorisations import authorisations_for
from zengshou.store.register.access.scope import Scope, ScopeSealer, open_scope
from zengshou.store.register.access.standing import Standing, standing_of

PERSONS_A_QUERY = 200
NO_SUCH_PERSON = Problem("没有这个人，或不在您的管辖地区。", "人员编号", "请核对编号。")
NOT_READ = "同一次查询中有人不能查看，全部未读。"
NOT_DONE = Problem("读取或登记查阅未能完成，没有返回任何数据。", "个人记录", "请稍后再试；仍不行请找系统管理员。")
NOT_LOGGED = Problem("查阅登记不上，没有返回任何数据。", "查阅日志", "请稍后再试；仍不行请找系统管理员。")
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
        """What `read` answers, once every person was allowed; its second value is the number of rows by reference.

        persons  NOBODY for a number that is in no register: judged, logged and told like a person of another area
        note     why, where the purpose alone does not say it; logged with a read that was allowed
        One refusal refuses the whole question. The log is written last and committed with the read; a person known
        under several references finds the read under each that was read.
        Raises  Forbidden, NoSuchPerson: after the refusal was logged; ReadFailed
        """
        asked = tuple(dict.fromkeys(persons))
        if not 0 < len(asked) <= PERSONS_A_QUERY:
            words = f"一次只能查询1到{PERSONS_A_QUERY}人，这次为{len(asked)}人。"
            self._log_apart(context, (NOBODY,), fields, Outcome.DENIED, words)
            raise forbid(words, "请分案办理；不提供批量清单。")

        def answered(session: Session) -> tuple[T | None, Sequence[Allowed | Denied]]:
            standing = standing_of(session, context, self.purposes, asked, self.sealer)
            verdicts = self._verdicts(session, context, standing, fields, channels)
            proofs = [each for each in verdicts if isinstance(each, Allowed)]
            if len(proofs) < len(asked):
                append(session, [_refused(context, verdict, fields) for verdict in verdicts])
                return None, verdicts
            answer, rows = read(session, standing.scope, proofs)
            append(
                session,
                [
                    Access(context, ref, tuple(fields), rows.get(ref, 0), Outcome.ALLOWED, note)
                    for ref in dict.fromkeys(ref for proof in proofs for ref in (proof.person, *proof.refs))
                ],
            )
            return answer, verdicts

        answer, verdicts = self._safely(context, asked, fields, answered)
        refusal = _refusal([each for each in verdicts if isinstance(each, Denied)])
        if refusal is not None:
            raise refusal
        assert answer is not None
        return answer

    def acting(
        self,
        context: AccessContext,
        person: int,
        what: str,
        act: Callable[[Session, Scope, Subject], T],
        is_told: bool = False,
    ) -> T:
        """What `act` answers: something done about a person without reading a row, as a paper that is recorded.

        person   NOBODY for a number that is in no register
        what     what is done, in the place of the fields of a read
        is_told  whether it stands in the log also when it was allowed; a refusal always does
        Raises   Forbidden, NoSuchPerson: after the refusal was logged; ReadFailed; what `act` raises
        """

        def acted(session: Session) -> tuple[T | None, Denied | None]:
            standing = standing_of(session, context, self.purposes, (person,), self.sealer)
            (subject,) = standing.subjects
            denied = _limited(standing, subject) or denied_reach(self.purposes, context, subject, standing.grants)
            if denied is not None:
                append(session, [_refused(context, denied, (what,))])
                return None, denied
            answer = act(session, standing.scope, subject)
            if is_told:
                append(session, [Access(context, person, (what,), 0, Outcome.ALLOWED)])
            return answer, None

        answer, denied = self._safely(context, (person,), (what,), acted)
        if denied is not None:
            refusal = _refusal([denied])
            assert refusal is not None
            raise refusal
        assert answer is not None
        return answer

    def _safely(
        self,
        context: AccessContext,
        persons: Sequence[int],
        fields: Sequence[str],
        work: Callable[[Session], T],
    ) -> T:
        """One transaction; where it breaks off, that is logged apart, and the database's own words stay inside."""
        try:
            with self.database.writing() as session:
                return work(session)
        except Exception as error:
            self._log_apart(context, persons, fields, Outcome.FAILED, type(error).__name__)
            if isinstance(error, SQLAlchemyError):
                raise ReadFailed(NOT_DONE) from error
            raise

    def _verdicts(
        self,
        session: Session,
        context: AccessContext,
        standing: Standing,
        fields: Sequence[str],
        channels: Sequence[str],
    ) -> Sequence[Allowed | Denied]:
        """A verdict on each person in their order."""
        papers = authorisations_for(session, context, standing.scope, standing.refs)
        return [
            _limited(standing, subject)
            or decide(self.purposes, context, subject, fields, standing.grants, papers, channels)
            for subject in standing.subjects
        ]

    def _log_apart(
        self, context: AccessContext, persons: Sequence[int], fields: Sequence[str], outcome: Outcome, words: str
    ) -> None:
        """Tell of what did not come to a read, in a transaction of its own. Raises  ReadFailed where that fails too"""
        told = [Access(context, person, tuple(fields), 0, outcome, words) for person in persons]
        try:
            with self.database.writing() as session:
                open_scope(session, Scope(context.account.id), self.sealer)
                append(session, told)
        except (SQLAlchemyError, Unavailable) as error:
            raise ReadFailed(NOT_LOGGED) from error


def _limited(standing: Standing, subject: Subject) -> Denied | None:
    return Denied(Reason.LIMIT, standing.limit, subject.person) if standing.limit else None


def _refused(context: AccessContext, verdict: Allowed | Denied, fields: Sequence[str]) -> Access:
    words = verdict.words if isinstance(verdict, Denied) else NOT_READ
    return Access(context, verdict.person, tuple(fields), 0, Outcome.DENIED, words)


def _refusal(denied: Sequence[Denied]) -> ProblemsFound | None:
    """What the reader is told: nothing of who else exists."""
    if not denied:
        return None
    if any(each.reason is Reason.AREA for each in denied):
        return NoSuchPerson(NO_SUCH_PERSON)
    return forbid("；".join(dict.fromkeys(each.words.rstrip("。") for each in denied)) + "。", "已登记这次查询。")
