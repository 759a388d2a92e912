"""The way of a task: who may take which step, and nobody any other."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.stages import DONE, STEPS, Action, Party, Stage, open_steps, taken

USUAL_WAY = (
    (Action.ASSIGN, Party.SUPERVISION, Stage.ASSIGNED),
    (Action.SIGN, Party.LEAD, Stage.SIGNED),
    (Action.BREAK_DOWN, Party.LEAD, Stage.BROKEN_DOWN),
    (Action.START, Party.LEAD, Stage.IN_HAND),
    (Action.REPORT, Party.LEAD, Stage.REPORTED),
    (Action.RETURN, Party.SUPERVISION, Stage.IN_HAND),
    (Action.REPORT, Party.LEAD, Stage.REPORTED),
    (Action.FINISH, Party.SUPERVISION, Stage.FINISHED),
    (Action.CLOSE, Party.SUPERVISION, Stage.CLOSED),
)


def test_the_usual_way_leads_from_registration_to_closing() -> None:
    stage = Stage.REGISTERED
    for action, party, after in USUAL_WAY:
        stage = taken(stage, action, party, "材料不全").after
        assert stage is after


def test_every_stage_but_revoked_can_be_reached_and_left_and_only_a_new_plan_revokes() -> None:
    reached, grown = {Stage.REGISTERED}, True
    while grown:
        more = {step.after for step in STEPS if step.before & reached} - reached
        reached, grown = reached | more, bool(more)
    assert reached == set(Stage) - {Stage.REVOKED}
    assert all(open_steps(stage, Party.LEAD) or open_steps(stage, Party.SUPERVISION) for stage in reached)
    assert not any(open_steps(Stage.REVOKED, party) for party in Party)


def test_no_party_may_judge_its_own_work() -> None:
    assert not {Action.ACCEPT, Action.RETURN, Action.FINISH, Action.CLOSE} & {
        step.action for stage in Stage for step in open_steps(stage, Party.LEAD)
    }
    assert not {Action.SIGN, Action.REPORT} & {
        step.action for stage in Stage for step in open_steps(stage, Party.SUPERVISION)
    }


def test_a_cooperating_body_moves_no_task() -> None:
    assert not any(open_steps(stage, Party.COOPERATING) for stage in Stage)


def test_a_step_that_is_not_open_is_refused_with_those_that_are() -> None:
    with pytest.raises(ProblemsFound, match="牵头单位不能“反馈”。 此时可以办理的：签收"):
        taken(Stage.ASSIGNED, Action.REPORT, Party.LEAD)


@pytest.mark.parametrize("action", [Action.RETURN, Action.SUSPEND])
def test_a_step_against_the_other_side_needs_a_reason(action: Action) -> None:
    with pytest.raises(ProblemsFound, match="须写明理由"):
        taken(Stage.REPORTED, action, Party.SUPERVISION, "  ")


@pytest.mark.parametrize("stage", sorted(DONE, key=lambda each: each.value))
def test_what_was_closed_by_mistake_can_be_opened_again_with_a_reason(stage: Stage) -> None:
    assert taken(stage, Action.REOPEN, Party.SUPERVISION, "误操作").after is Stage.IN_HAND
