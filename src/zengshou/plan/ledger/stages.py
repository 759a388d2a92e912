"""The way of a task from 立项 to 销号: which step each party may take at each stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.problem import refuse


class Stage(Enum):
    """Where a task stands."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    BROKEN_DOWN = "broken_down"
    IN_HAND = "in_hand"
    REPORTED = "reported"
    SUSPENDED = "suspended"
    FINISHED = "finished"
    CLOSED = "closed"
    REVOKED = "revoked"  # a later version of the plan no longer has the task: nothing is due, all stays on record

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]


STAGE_LABELS = {
    Stage.REGISTERED: "立项",
    Stage.ASSIGNED: "交办",
    Stage.SIGNED: "签收",
    Stage.BROKEN_DOWN: "分解",
    Stage.IN_HAND: "办理",
    Stage.REPORTED: "待审核",
    Stage.SUSPENDED: "中止",
    Stage.FINISHED: "办结",
    Stage.CLOSED: "销号",
    Stage.REVOKED: "撤销",
}
NOT_STARTED = frozenset({Stage.REGISTERED, Stage.ASSIGNED, Stage.SIGNED, Stage.BROKEN_DOWN})
DONE = frozenset({Stage.FINISHED, Stage.CLOSED})
RUNNING = frozenset(Stage) - DONE - {Stage.SUSPENDED, Stage.REVOKED}


class Party(Enum):
    """Who acts on a task."""

    SUPERVISION = "supervision"
    LEAD = "lead"
    COOPERATING = "cooperating"

    @property
    def label(self) -> str:
        return {"supervision": "督查机构", "lead": "牵头单位", "cooperating": "配合单位"}[self.value]


class Action(Enum):
    """One step on the way."""

    ASSIGN = "assign"
    SIGN = "sign"
    BREAK_DOWN = "break_down"
    START = "start"
    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    FINISH = "finish"
    CLOSE = "close"
    SUSPEND = "suspend"
    RESUME = "resume"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return ACTION_LABELS[self]


ACTION_LABELS = {
    Action.ASSIGN: "交办",
    Action.SIGN: "签收",
    Action.BREAK_DOWN: "分解",
    Action.START: "开始办理",
    Action.REPORT: "反馈",
    Action.ACCEPT: "审核通过",
    Action.RETURN: "退回",
    Action.FINISH: "认定办结",
    Action.CLOSE: "销号",
    Action.SUSPEND: "批准中止",
    Action.RESUME: "恢复办理",
    Action.REOPEN: "撤销办结",
    Action.WITHDRAW: "撤回",
}


@dataclass(frozen=True)
class Step:
    """One arrow: who may go from which stages to which. `needs_reason`: a sentence is kept with the event."""

    action: Action
    party: Party
    before: frozenset[Stage]
    after: Stage
    needs_reason: bool = False


def _step(action: Action, party: Party, before: Iterable[Stage], after: Stage, needs_reason: bool = False) -> Step:
    return Step(action, party, frozenset(before), after, needs_reason)


SUPERVISION, LEAD = Party.SUPERVISION, Party.LEAD
STEPS: tuple[Step, ...] = (
    _step(Action.ASSIGN, SUPERVISION, [Stage.REGISTERED], Stage.ASSIGNED),
    _step(Action.SIGN, LEAD, [Stage.ASSIGNED], Stage.SIGNED),
    _step(Action.BREAK_DOWN, LEAD, [Stage.SIGNED, Stage.BROKEN_DOWN], Stage.BROKEN_DOWN),
    _step(Action.START, LEAD, [Stage.BROKEN_DOWN], Stage.IN_HAND),
    _step(Action.REPORT, LEAD, [Stage.IN_HAND], Stage.REPORTED),
    _step(Action.ACCEPT, SUPERVISION, [Stage.REPORTED], Stage.IN_HAND),
    _step(Action.RETURN, SUPERVISION, [Stage.REPORTED], Stage.IN_HAND, True),
    _step(Action.FINISH, SUPERVISION, [Stage.REPORTED], Stage.FINISHED),
    _step(Action.CLOSE, SUPERVISION, [Stage.FINISHED], Stage.CLOSED),
    _step(Action.SUSPEND, SUPERVISION, RUNNING, Stage.SUSPENDED, True),
    _step(Action.RESUME, SUPERVISION, [Stage.SUSPENDED], Stage.IN_HAND, True),
    _step(Action.REOPEN, SUPERVISION, DONE, Stage.IN_HAND, True),
    # Undo of the step just taken, by whoever took it, before the other side has acted.
    _step(Action.WITHDRAW, SUPERVISION, [Stage.ASSIGNED], Stage.REGISTERED, True),
    _step(Action.WITHDRAW, LEAD, [Stage.REPORTED], Stage.IN_HAND, True),
)


def open_steps(stage: Stage, party: Party) -> tuple[Step, ...]:
    """What a party may do with a task at a stage."""
    return tuple(step for step in STEPS if step.party is party and stage in step.before)


def taken(stage: Stage, action: Action, party: Party, reason: str = "") -> Step:
    """The step that an action is at this stage.

    Raises  ProblemsFound when the party may not take it now (and what it may do), or a reason is wanting
    """
    allowed = open_steps(stage, party)
    step = next((step for step in allowed if step.action is action), None)
    if step is None:
        may = "、".join(each.action.label for each in allowed) or "无"
        raise refuse(
            f"任务处于“{stage.label}”，{party.label}不能“{action.label}”。", "任务状态", f"此时可以办理的：{may}。"
        )
    if step.needs_reason and not reason.strip():
        raise refuse(f"“{action.label}”须写明理由。", "理由", "请用一句话写明。")
    return step
