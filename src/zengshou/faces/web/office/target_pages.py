"""指标与目标 for the office: lamps with their reasons, the price basis that people settle, entered survey figures."""

from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, Problem, ProblemsFound, refuse
from zengshou.faces.web.office.door import Office, posted
from zengshou.faces.web.office.pages import office_page
from zengshou.plan.ledger.target_notes import TargetAction
from zengshou.plan.model import PriceBasis
from zengshou.services.supervision.cockpit import ordered
from zengshou.services.supervision.ledger_rights import NotFound
from zengshou.services.supervision.result_lamps import (
    SETTABLE,
    SETTLERS,
    NewEstimate,
    takes_basis,
    takes_estimates,
)
from zengshou.store.database.accounts import SessionState


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.get("/office/targets", response_class=HTMLResponse)
    def listed(request: Request) -> HTMLResponse:
        return _page(office, request, office.state(request))

    @pages.post("/office/targets")
    async def change(request: Request) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        try:
            _apply(office, state, fields)
        except (Forbidden, NotFound):
            raise
        except ProblemsFound as error:
            return _page(office, request, state, error, fields)
        return RedirectResponse(f"/office/targets#{fields.get('target', '')}", 303)

    return pages


def _page(
    office: Office,
    request: Request,
    state: SessionState,
    error: ProblemsFound | None = None,
    draft: Mapping[str, str] | None = None,
) -> HTMLResponse:
    readings, role = office.results.readings(state.account), state.account.role
    return office_page(
        "targets.html",
        request,
        state,
        422 if error else 200,
        readings=readings,
        records=office.results.records(state.account),
        counts=ordered(Counter(each.reading.lamp.colour for each in readings)),
        people={each.id: each.name for each in office.accounts.all()},
        bases=SETTABLE,
        may_settle=role in SETTLERS,
        may_enter=role is Role.STATISTICIAN,
        takes_basis=takes_basis,
        takes_estimates=takes_estimates,
        problems=error.problems if error else (),
        draft=draft or {},
    )


def _apply(office: Office, state: SessionState, fields: Mapping[str, str]) -> None:
    """What the pressed button asks for."""
    who, target, results = state.account, fields.get("target", ""), office.results
    action = next((each for each in TargetAction if each.value == fields.get("what")), None)
    if action is TargetAction.SET_BASIS:
        basis = next((each for each in PriceBasis if each.value == fields.get("basis")), PriceBasis.UNKNOWN)
        results.set_basis(who, target, basis, fields.get("note", ""), fields.get("source", ""))
    elif action is TargetAction.UNDO_BASIS:
        results.undo_basis(who, target, fields.get("reason", ""))
    elif action is TargetAction.ENTER_ESTIMATE:
        results.enter(who, target, _estimate(fields))
    elif action is TargetAction.WITHDRAW_ESTIMATE:
        number = fields.get("number", "")
        results.withdraw(who, target, int(number) if number.isdecimal() else 0, fields.get("reason", ""))
    else:
        raise refuse("不认识的操作。", "表单", "请刷新页面。")


def _estimate(fields: Mapping[str, str]) -> NewEstimate:
    """Raises  ProblemsFound for every field that is no number"""
    problems: list[Problem] = []

    def number(name: str, label: str) -> float:
        text = fields.get(name, "").replace("，", "").replace(",", "").strip()
        try:
            return float(text)
        except ValueError:
            problems.append(Problem(f"应为数字，{f'读到“{text}”' if text else '没有填写'}。", label, "请改正。"))
            return 0.0

    value, se = number("value", "估计值"), number("se", "标准误")
    year, size = fields.get("year", "").strip(), fields.get("n", "").strip()
    problems += [
        Problem(f"读不懂“{text}”。", label, "请写整数。")
        for text, label in ((year, "年份"), (size, "样本量"))
        if not text.isdecimal() and (text or label == "年份")
    ]
    if problems:
        raise ProblemsFound(problems)
    return NewEstimate(int(year), value, se, fields.get("source", ""), int(size) if size else None)
