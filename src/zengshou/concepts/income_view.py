"""Views: what each purpose counts of the one income concept, as rows of data. No programme has an `if` of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from zengshou.concepts.citation import Status, worst
from zengshou.concepts.employment_cost import EmploymentCost
from zengshou.concepts.income_item import IncomeItem, ItemTree, is_below, parent_code
from zengshou.concepts.problem import Problem, ProblemsFound, refuse


class ViewOp(StrEnum):
    """What a row does with an amount. NORM: the amount is worked out by a parameter, whatever sources state of it."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    DEDUCT = "deduct"
    NORM = "norm"

    @property
    def label(self) -> str:
        return {"include": "计入", "exclude": "不计入", "deduct": "扣除", "norm": "按规则计算"}[self.value]

    @property
    def sign(self) -> int:
        """What a stated amount is multiplied by: 1, -1, or 0 for what does not count."""
        return {"include": 1, "deduct": -1}.get(self.value, 0)


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One row of a view.

    pattern   an item code; it rules the item and all below it that no longer pattern rules
    share     of the amount that counts, 0 to 1; a parameter may give it
    cap_monthly_fen   the most that counts of one item, person and month; None for no cap
    parameter name of the view's parameter that gives the share, or for NORM the amount; "" for none
    base      NORM only: the items the amount is worked out from
    valid_to  last day; None while in force
    """

    view: str
    version: str
    pattern: str
    op: ViewOp
    valid_from: date
    valid_to: date | None = None
    share: Fraction = Fraction(1)
    cap_monthly_fen: int | None = None
    parameter: str = ""
    base: str = ""
    legal_ref: str = ""
    note: str = ""
    status: Status = Status.UNVERIFIED

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ViewParameter:
    """A number of a view that a city may set: a share, or the cost of employment.

    local  the parameter of the law folders that holds the city's own value, e.g. `dibao.employment_cost_rate`
    """

    name: str
    label: str
    value: Fraction | EmploymentCost
    status: Status
    legal_ref: str = ""
    local: str = ""
    note: str = ""


@dataclass(frozen=True)
class View:
    """One view as it stands on one day: rows in force, parameters filled in.

    Raises  ProblemsFound: two rows for one pattern, or a row whose parameter is missing or of the wrong kind
    """

    name: str
    version: str
    label: str
    day: date
    rows: tuple[ViewRow, ...]
    parameters: Mapping[str, ViewParameter]

    def __post_init__(self) -> None:
        problems = [*self._doubled(), *self._unfilled()]
        if problems:
            raise ProblemsFound(problems)

    def rule(self, code: str) -> ViewRow:
        """The row of the longest pattern that the code lies at or below, with its parameter filled in.

        Raises  ProblemsFound naming the item: without a rule an amount is no zero, it is unknown
        """
        pattern = code
        while pattern:
            row = self._effective.get(pattern)
            if row is not None:
                return row
            pattern = parent_code(pattern)
        raise refuse(
            f"口径“{self.name}”（{self.version}）没有规定收入项目“{code}”如何计算。",
            "收入口径表",
            "在 income_views.yaml 中补上该项目的一行。",
        )

    @cached_property
    def norms(self) -> tuple[ViewRow, ...]:
        """The rows whose amount is worked out by a parameter."""
        return tuple(row for row in self._effective.values() if row.op is ViewOp.NORM)

    def employment_cost(self, row: ViewRow) -> EmploymentCost:
        """The parameter of a NORM row."""
        value = self.parameters[row.parameter].value
        if not isinstance(value, EmploymentCost):
            raise refuse(f"参数“{row.parameter}”不是就业成本。", self._where, "核对该参数的 kind。")
        return value

    def with_parameter(self, parameter: ViewParameter) -> "View":
        """The same view with one parameter set anew; a name the view does not know is refused."""
        if parameter.name not in self.parameters:
            known = "、".join(self.parameters) or "无"
            raise refuse(f"口径“{self.name}”没有参数“{parameter.name}”。", self._where, f"可用：{known}。")
        return replace(self, parameters={**self.parameters, parameter.name: parameter})

    def gaps(self, tree: ItemTree) -> tuple[Problem, ...]:
        """What keeps the view from ruling every item of the tree: leaves without a rule, patterns that are no items,
        and rows that would count what is never income."""
        unruled = (
            Problem(f"项目“{item.code}（{item.label}）”没有规则。", self._where, "补上一行。")
            for item in tree
            if not any(is_below(item.code, row.pattern) for row in self.rows)
            if not tree.children(item.code)
        )
        return (*self._strange(tree), *unruled, *self._wrongly_counted(tree))

    @cached_property
    def _effective(self) -> dict[str, ViewRow]:
        return {row.pattern: self._filled(row) for row in self.rows}

    def _filled(self, row: ViewRow) -> ViewRow:
        if not row.parameter:
            return row
        parameter = self.parameters[row.parameter]
        share = parameter.value if isinstance(parameter.value, Fraction) else row.share
        return replace(row, share=share, status=worst([row.status, parameter.status]))

    @property
    def _where(self) -> str:
        return f"收入口径 {self.version}"

    def _doubled(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for row in self.rows:
            if row.pattern in seen:
                yield Problem(f"项目“{row.pattern}”在 {self.day} 有两行规则。", self._where, "写清各行的起止日期。")
            seen.add(row.pattern)

    def _unfilled(self) -> Iterator[Problem]:
        for row in self.rows:
            parameter = self.parameters.get(row.parameter)
            is_cost = parameter is not None and isinstance(parameter.value, EmploymentCost)
            if row.parameter and parameter is None:
                yield Problem(f"项目“{row.pattern}”引用的参数“{row.parameter}”不存在。", self._where, "补上该参数。")
            elif (row.op is ViewOp.NORM) is not is_cost or (row.op is ViewOp.NORM and not row.base):
                found = f"项目“{row.pattern}”：按规则计算的行要有就业成本参数和 base，其余行不得引用就业成本。"
                yield Problem(found, self._where, "核对 op、parameter 和 base。")

    def _strange(self, tree: ItemTree) -> Iterator[Problem]:
        for row in self.rows:
            for code in (row.pattern, row.base):
                if code and code not in tree:
                    yield Problem(f"规则所写的项目“{code}”不在项目表中。", self._where, "核对编码。")

    def _wrongly_counted(self, tree: ItemTree) -> Iterator[Problem]:
        for item in tree:
            if item.item_class.part is None and self._rule_of(item) not in (None, ViewOp.EXCLUDE):
                found = f"项目“{item.code}（{item.label}）”属于{item.item_class.label}，不得计入收入。"
                yield Problem(found, self._where, "该行的 op 应为 exclude。")

    def _rule_of(self, item: IncomeItem) -> ViewOp | None:
        longest = max((row for row in self.rows if is_below(item.code, row.pattern)), key=_length, default=None)
        return longest.op if longest else None


def _length(row: ViewRow) -> int:
    return len(row.pattern)
