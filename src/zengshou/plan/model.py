"""The city's plan as data: groups, tasks, assignments, targets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum


class GroupKind(Enum):
    PROGRAMME = "programme"  # 激励计划
    ACTION = "action"  # 支撑行动
    SAFEGUARD = "safeguard"  # 保障措施 that has tasks of its own

    @property
    def label(self) -> str:
        return {"programme": "激励计划", "action": "支撑行动", "safeguard": "保障措施"}[self.value]


class TargetKind(Enum):
    """What sort of promise it is; kinds other than numeric say how they were read from the text."""

    NUMERIC = "numeric"
    IMPLIED = "implied"  # 全部、全覆盖: a number that is not printed
    RELATIONAL = "relational"  # one series against another
    DIRECTIONAL = "directional"  # 提高、缩小
    MILESTONE = "milestone"  # done or not done
    RECURRING = "recurring"  # 每年

    @property
    def label(self) -> str:
        words = {"numeric": "数量", "implied": "隐含数量", "relational": "比较", "directional": "方向"}
        return (words | {"milestone": "里程碑", "recurring": "定期"})[self.value]


class Operator(Enum):
    REACH = "reach"
    AT_LEAST = "ge"
    AT_MOST = "le"
    GREATER = "gt"
    ALL = "all"
    MULTIPLE = "multiple"  # of the base year's value: 翻一番 is 2
    INCREMENT = "increment"  # added since the start year, not a stock
    RISE = "rise"
    FALL = "fall"


class PriceBasis(Enum):
    NOMINAL = "nominal"
    REAL = "real"
    UNKNOWN = "unknown"
    NOT_MONEY = "not_money"

    @property
    def label(self) -> str:
        return {"nominal": "名义", "real": "实际（扣除价格）", "unknown": "未定", "not_money": "不涉及"}[self.value]


@dataclass(frozen=True)
class Office:
    """A body as printed.

    level       国家、省、市、县; empty where not stated
    valid_from, valid_to  first and last day of the body under this name; None where unknown
    successors  ids of the bodies that took over; empty where the national list of reforms decides
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    id: str
    kind: GroupKind
    number: int
    title: str


@dataclass(frozen=True)
class Task:
    """id carries the path (LY-2.3.7); lead and cooperating are office names as printed, prefixes resolved.

    due  the year of a deadline of its own; None where the text names none
    """

    id: str
    group: str
    printed_number: int
    title: str
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    due: int | None = None


@dataclass(frozen=True)
class Target:
    """One target. `task` is empty for a goal of the whole plan.

    value      as a plain number in `unit` (37.9 for 37.9 %); 0 for a direction, 1 for a milestone
    deadline   the year by whose end it is promised; None when the text names none
    start_year, start_value  where its path begins: the year before the period, or a stock the text states
    base_year, base_value  what growth is counted from; None when the text names none
    hold       reached and kept from the deadline on
    is_falling less is better
    reference_series, reference_lag  the other series of a share or a relation, and how many years it lies back
    printed    the amount or word as the document prints it
    """

    id: str
    task: str
    label: str
    kind: TargetKind
    indicator: str
    operator: Operator
    value: float
    unit: str
    deadline: int | None = None
    start_year: int | None = None
    start_value: float | None = None
    base_year: int | None = None
    base_value: float | None = None
    hold: bool = False
    is_falling: bool = False
    price_basis: PriceBasis = PriceBasis.NOT_MONEY
    reference_series: str = ""
    reference_lag: int = 0
    printed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """city is the folder name, area its dotted code."""

    city: str
    title: str
    number: str
    date: str
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    offices: tuple[Office, ...]
    area: str = ""

    def office(self, name: str) -> Office | None:
        """The office of a printed name or of one of its aliases."""
        return next((office for office in self.offices if name == office.name or name in office.aliases), None)

    def mentions(self) -> Iterator[str]:
        """Every printed assignment, lead and cooperating, task by task."""
        for task in self.tasks:
            yield from task.lead
            yield from task.cooperating

    def targets_of(self, task: str) -> tuple[Target, ...]:
        """The targets of one task; "" gives the goals of the whole plan."""
        return tuple(target for target in self.targets if target.task == task)
