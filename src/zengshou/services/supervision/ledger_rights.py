"""Who sees and moves which task: supervisors the city's, reporters those of their office, viewers without moving."""

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Party

READERS = (Role.SUPERVISOR, Role.REPORTER, Role.STATISTICIAN, Role.VIEWER)


class NotFound(ProblemsFound):
    """There is no such thing for this person: what they may not see does not exist for them."""


class Changed(ProblemsFound):
    """Somebody else changed it in the meantime: nothing was written, and a person decides."""


def office_filter(who: Account) -> str:
    """The office to whose tasks a person is held; empty for the whole city.

    Raises  Forbidden for administrators: they run the system and read no business data (三权分立)
    """
    if who.role not in READERS:
        raise forbid(f"{who.role.label}不查看业务数据。", "请用业务账号登录。")
    return who.office if who.role is Role.REPORTER else ""


def party_of(who: Account, task: LedgerTask) -> Party:
    """As whom a person acts on a task. Raises  Forbidden for those who may only read."""
    if who.role is Role.SUPERVISOR:
        return Party.SUPERVISION
    party = task.party_of(who.office) if who.role is Role.REPORTER else None
    if party is None:
        raise forbid(f"{who.role.label}只能查看，不能办理。", "请由督查人员或牵头单位办理。")
    return party


def not_found(code: str) -> NotFound:
    return NotFound(Problem(f"没有编号为“{code}”的任务。", "任务编号", "请从台账中选择。"))
