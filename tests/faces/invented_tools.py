"""Invented answers of marginal view, goal seek and lever ranking, for the tests of their pages."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tests.faces import invented
from zengshou.concepts.citation import Citation, Status
from zengshou.faces.web.policy_tools import MarginalOrder, PolicyTools, Progress, SeekOrder
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.reform import Change, Reform
from zengshou.policy.turns import Turn
from zengshou.services.plan.lever_map import LeverEntry
from zengshou.services.plan.lever_ranking import LeverRanking, LeverRow
from zengshou.services.plan.target_names import NamedValue, SeekExample
from zengshou.services.policy.marginal import MarginalAnswer, MarginalRange
from zengshou.services.policy.parameter_keys import KeyedValue
from zengshou.services.simulation.seek_answer import SeekAnswer, SeekRequest
from zengshou.simulation.lever_effects import LeverEffect, Standing
from zengshou.simulation.marginal import Cliff, MarginalView, Trap
from zengshou.simulation.seek import Probe
from zengshou.simulation.target_expression import read_target

WAGE = MarginalRange("wage_monthly", "工资薪金（税前）", "元/月", 0, 6000, 200)
KEY = "dibao.standard_monthly[urban]"
Pause = Callable[[], None]


def marginal(order: MarginalOrder) -> MarginalAnswer:
    """A line that falls once, at 3,000 yuan."""
    high = 6000 if order.high is None else order.high
    amounts = np.arange(0.0, high + 1, 200)
    net = 20000 + amounts * 9 - np.where(amounts > 3000, 8000.0, 0.0)
    rates = 1 - np.diff(net) / (np.diff(amounts) * 12)
    edge = Turn("is_edge", "低保边缘家庭", "审核确认办法 第八条", "", 1.0, 0.0, ("“人均收入 < 标准”由是变否",))
    view = MarginalView(
        amounts,
        net,
        rates,
        (Cliff(3000.0, 3001.0, 7991.0, 47000.0, 39009.0, 3889.0, (edge,)),),
        (Trap(400.0, 1200.0, 0.97, (edge,)),),
    )
    asked = replace(WAGE, high=high)
    people = ("父亲", "母亲")
    facts = ("稳态假定",), ("dibao.standard_monthly",)
    return MarginalAnswer(
        "example",
        2025,
        "虚构的四口之家",
        people,
        "父亲",
        asked,
        12,
        "家庭可支配收入",
        view,
        (),
        *facts,
        Status.SCENARIO,
    )


def seek(order: SeekOrder) -> SeekAnswer:
    """A seek that found 880 yuan."""
    use = ParameterUse(
        "dibao.standard_monthly",
        "城镇低保标准",
        "yuan per person per month",
        "cn",
        "2025-01-01",
        800.0,
        Citation("例"),
        Status.SCENARIO,
        False,
        "",
        "",
    )
    request = SeekRequest("example", 2025, order.parameter, order.target)
    figure = invented.estimate("poverty_rate", 0.1502, 0.003, "share", "贫困发生率")
    probes = (Probe(800.0, 0.16), Probe(880.0, 0.1502), Probe(960.0, 0.141))
    return SeekAnswer(
        request,
        KeyedValue(KEY, "城镇低保标准", use, 800.0, 0.0, 8000.0),
        880.0,
        24.5,
        read_target(order.target),
        (NamedValue("poverty_rate", "贫困发生率", None, "比例", "模拟"),),
        0.15,
        0.1502,
        0.0005,
        False,
        True,
        figure,
        probes,
        2,
        "title: 倒推\n",
        invented.result("城镇低保标准改为880"),
    )


def ranking(city: str) -> LeverRanking:
    """Two tasks with a lever, one without."""
    change = Change("dibao.standard_monthly", "2025-01-01", None, "add", 10, "", "例")
    reform = Reform("低保标准每月提高10元", "", (), (), (change,), "abc")
    rows = [
        LeverRow(_entry(f"T-{i}", reform), i, ("低保标准由800改为810。",), _effect(0.9 / i, 1e6 * i), "", _lead(i))
        for i in (1, 2)
    ]
    silent = LeverRow(_entry("T-3", None), None, (), None, "只作文字跟踪。")
    facts = (Status.SCENARIO, ("dibao.standard_monthly",), ("不含行为反应",))
    return LeverRanking(city, 2025, "合成人口", True, 60000, 20000, "cn-1", "0.1.0", *facts, (*rows, silent))


def _entry(task: str, reform: Reform | None) -> LeverEntry:
    return LeverEntry(task, f"任务{task}", ("dibao_monthly",), ("dibao.standard_monthly",), (), (), reform)


def _effect(each: float, cost: float) -> LeverEffect:
    money = "yuan per year"
    return LeverEffect(
        Standing.RANKED,
        invented.estimate("cost", cost, cost / 20, money),
        invented.estimate("gain", cost, cost / 20, money),
        invented.estimate("poorer_gain", cost * each, cost / 20, money),
        invented.estimate("poorer_share", each, 0.01, "share"),
        invented.estimate("poorer_gain_per_yuan", each, 0.02, "ratio"),
    )


def _lead(rank: int):
    return invented.estimate("lead", 0.45, 0.02, "ratio") if rank == 1 else None


def tools(pause: Pause = lambda: None) -> PolicyTools:
    """Invented answers; `pause` stands for the time that long work takes."""

    def slow_seek(order: SeekOrder, tell: Progress) -> SeekAnswer:
        tell(0.4, "求解")
        pause()
        return seek(order)

    def slow_ranking(city: str, year: int, tell: Progress) -> LeverRanking:
        tell(0.5, "各项任务的单位改革")
        pause()
        return ranking(city)

    return PolicyTools(
        lambda city: (WAGE,),
        lambda: ("父亲", "母亲"),
        marginal,
        lambda: (SeekExample(KEY, "poverty_rate = 0.15", "贫困发生率降到15%"),),
        slow_seek,
        slow_ranking,
    )
