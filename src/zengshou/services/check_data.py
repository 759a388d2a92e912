"""Checks of the country package: lawbooks compile on every date on which anything changes, plans load, cases hold."""

from collections.abc import Callable, Iterable, Iterator

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.benefit import benefit_problems
from zengshou.policy.planning import plan_what_can_be
from zengshou.policy.reform import read_reform
from zengshou.policy.run_plan import InputForm
from zengshou.services.policy.worked_cases import all_worked_cases, failures
from zengshou.store.benefits import all_benefits, key_groups
from zengshou.store.country import city_names, city_plan, published
from zengshou.store.lawbooks import demonstration_values, lawbook_of, lawbook_of_city, reform_names, shipped_reform

Check = tuple[str, Callable[[], Iterable[str]]]
FIRST_YEAR, LAST_YEAR = 2015, 2027
# Gaps of a place are known and named; what may not happen is a graph that does not hold together.
GAPS = ("没有取值", "必须由本地填写", "没有有效版本")


def checks() -> Iterator[Check]:
    """(title, check) pairs; a check yields one sentence a fault."""
    yield "各地法规目录可以打开", _lawbooks
    for name in city_names():
        yield f"{name}：{FIRST_YEAR}至{LAST_YEAR}年的规则图完整、无循环", lambda name=name: _graphs(name)  # type: ignore[misc]
        yield f"{name}：方案、单位、公布数", lambda name=name: _city(name)  # type: ignore[misc]
        yield f"{name}：改革文件", lambda name=name: _reforms(name)  # type: ignore[misc]
    yield "待遇清单中的列和群体都存在", _benefits
    yield "算例逐条相符", lambda: (line for case in all_worked_cases() for line in failures(case))


def _lawbooks() -> Iterator[str]:
    for place in ("cn", *city_names()):
        try:
            lawbook_of(place)
        except ProblemsFound as error:
            yield from (f"{place}：{problem}" for problem in error.problems)


def _graphs(name: str) -> Iterator[str]:
    book = lawbook_of_city(name)
    given = {column: InputForm() for column in book.inputs}
    outputs = [*book.rules, *book.edges]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        _, refused = plan_what_can_be(book, year, outputs, given)
        for output, problems in refused.items():
            for problem in problems:
                if not any(gap in problem.found for gap in GAPS):
                    yield f"{year}年 {output}：{problem}"


def _benefits() -> Iterator[str]:
    for place in city_names():
        problems = benefit_problems(all_benefits(), lawbook_of_city(place), key_groups())
        yield from (f"{place}：{problem}" for problem in problems)


def _city(name: str) -> Iterator[str]:
    plan = city_plan(name)
    if not plan.tasks:
        yield "方案没有任务。"
    if not published(name):
        yield "没有公布数。"


def _reforms(name: str) -> Iterator[str]:
    book = lawbook_of_city(name).with_parameters(demonstration_values(name))
    for reform in reform_names(name):
        found = read_reform(shipped_reform(name, reform), reform)
        try:
            found.applied_baseline(book)
            found.applied(book)
        except ProblemsFound as error:
            yield from (str(problem) for problem in error.problems)
