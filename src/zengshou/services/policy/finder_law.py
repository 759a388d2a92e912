"""What the entitlement finder rests on in one city and month: benefits, the lawbook, one plan for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.benefit import Benefit, benefit_problems
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.open_case import with_open_values
from zengshou.policy.planning import plan_what_can_be
from zengshou.policy.run_plan import InputForm, RunPlan
from zengshou.store.benefits import all_benefits, key_groups
from zengshou.store.country import city as find_city
from zengshou.store.lawbooks import lawbook_of_city

KEPT = 12  # cities times months whose plans are kept
NOT_IN_FORCE = "没有有效版本"


@dataclass(frozen=True)
class FinderLaw:
    """refused  column that cannot be computed -> why
    day        first day of the month for which the plan was made
    """

    city: str
    day: str
    book: Lawbook
    benefits: tuple[Benefit, ...]
    plan: RunPlan
    refused: Mapping[str, tuple[Problem, ...]]

    def is_in_force(self, benefit: Benefit) -> bool:
        """Whether the law has a rule for it on the day; a missing value is another matter."""
        problems = self.refused.get(benefit.eligible, ())
        return not any(NOT_IN_FORCE in problem.found for problem in problems)


@lru_cache(maxsize=KEPT)
def finder_law(city: str, day: str) -> FinderLaw:
    """The benefits of a city's law in the month of a day, with what each rests on.

    Raises  ProblemsFound: unknown city, unreadable day, a benefits.yaml that names what is not there
    """
    key = find_city(city).key
    return planned(key, lawbook_of_city(key), first_of_month(day), {})


def planned(city: str, law: Lawbook, day: str, forms: Mapping[str, InputForm]) -> FinderLaw:
    """The plan of all benefits; `forms` says how a case gives its columns, every other input is one value."""
    benefits = checked_benefits(law)
    book = with_open_values(law, day)
    given = {name: InputForm() for name in book.inputs} | dict(forms)
    columns = list(dict.fromkeys(column for benefit in benefits for column in benefit.columns))
    plan, refused = plan_what_can_be(book, int(day[:4]), columns, given, int(day[5:7]))
    return FinderLaw(city, day, book, benefits, plan, refused)


def checked_benefits(law: Lawbook) -> tuple[Benefit, ...]:
    """Every benefit of the country, all of whose columns and groups exist."""
    benefits = all_benefits()
    problems = benefit_problems(benefits, law, key_groups())
    if problems:
        raise ProblemsFound(problems)
    return benefits


def first_of_month(day: str) -> str:
    """The first day of a day's month, YYYY-MM-01."""
    year, _, rest = day.partition("-")
    month = rest.partition("-")[0]
    if not (year.isdecimal() and len(year) == 4 and month.isdecimal() and 1 <= int(month) <= 12):
        raise refuse(f"无法识别的日期“{day}”。", "日期", "请写成 2026-11 或 2026-11-21。")
    return f"{year}-{int(month):02d}-01"
