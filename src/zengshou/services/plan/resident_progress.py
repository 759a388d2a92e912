"""What residents were promised and where it stands, group by group: published figures only, never simulated ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.plan.model import Group, GroupKind, Plan, Target, Task
from zengshou.plan.reading import Lamp, TargetReading
from zengshou.services.plan.plan import JsonValue, plan_readings, show_plan
from zengshou.store.country import COUNTRY

STATISTICAL = ("统计局", "调查队")


@dataclass(frozen=True)
class Promise:
    """One target as residents read it.

    figure      what was published; None where nothing is
    publishers  who leads the task and so would have to publish; for goals of the whole plan the statistical bodies
                that it names
    is_assigned True where the plan itself makes the publishers responsible
    """

    target: Target
    lamp: Lamp
    figure: Estimate | None
    source: str
    publishers: tuple[str, ...]
    is_assigned: bool


@dataclass(frozen=True)
class ProgressSection:
    """A programme or action with its promises; `plain_tasks` are promised in words that name nothing to count.

    id, title, kind  empty and None for the goals of the whole plan
    """

    id: str
    title: str
    kind: GroupKind | None
    promises: tuple[Promise, ...]
    plain_tasks: tuple[Task, ...]


@dataclass(frozen=True)
class ResidentProgress:
    """title, number and date of the plan, then its sections: the whole plan, the groups of people, the actions."""

    plan: Plan
    sections: tuple[ProgressSection, ...]

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(promise for section in self.sections for promise in section.promises)


def resident_progress(city: str, country: str = COUNTRY) -> ResidentProgress:
    """The promises of a city's plan and what is published about them."""
    return progress_of(show_plan(city, country), plan_readings(city, None, None, country))


def progress_of(plan: Plan, readings: Sequence[TargetReading]) -> ResidentProgress:
    """The same of a plan and readings that are held. A reading that is no published figure is refused as a fault."""
    by_task: dict[str, list[Promise]] = {}
    for reading in readings:
        by_task.setdefault(reading.target.task, []).append(_promise(reading, plan))
    whole = ProgressSection("", "", None, tuple(by_task.get("", ())), ())
    ranked = sorted(plan.groups, key=lambda group: (group.kind is not GroupKind.PROGRAMME, group.number))
    return ResidentProgress(plan, (whole, *(_section(group, plan, by_task) for group in ranked)))


def _section(group: Group, plan: Plan, by_task: Mapping[str, Sequence[Promise]]) -> ProgressSection:
    tasks = [task for task in plan.tasks if task.group == group.id]
    promises = tuple(promise for task in tasks for promise in by_task.get(task.id, ()))
    plain = tuple(task for task in tasks if not by_task.get(task.id))
    return ProgressSection(group.id, group.title, group.kind, promises, plain)


def _promise(reading: TargetReading, plan: Plan) -> Promise:
    figure = reading.reading
    if figure is not None and figure.kind is not FigureKind.EXTERNAL:
        raise ValueError(f"{reading.target.id}: the public page takes published figures only, not {figure.kind.value}")
    leads = next((task.lead for task in plan.tasks if task.id == reading.target.task), ())
    named = tuple(office.name for office in plan.offices if office.name.endswith(STATISTICAL))
    is_known = figure is not None and figure.value is not None
    return Promise(
        reading.target,
        reading.lamp,
        figure if is_known else None,
        reading.source if is_known else "",
        leads or named,
        bool(leads),
    )


FIELDS: Mapping[str, str] = {
    "group": "激励计划或行动的名称；空为全市总目标",
    "target": "目标编号",
    "label": "目标名称",
    "goal": "目标：reach达到，ge不低于，le不超过，gt高于，all全部，multiple基年倍数，increment累计，rise升，fall降",
    "goal_value": "目标值，以unit计",
    "unit": "目标值单位",
    "deadline": "期限（年）；空为方案未写明",
    "figure": "公布数或由公布数计算的数；空为没有公布",
    "figure_unit": "公布数单位",
    "figure_year": "公布数年份",
    "source": "公布数来源",
    "lamp": "done办结，green绿，yellow黄，red红，grey灰（不能判断）",
    "reason": "亮灯理由",
    "publishers": "应公布结果的单位，以顿号分隔",
}


def progress_rows(progress: ResidentProgress) -> tuple[Mapping[str, JsonValue], ...]:
    """One row a promise with the keys of FIELDS."""
    return tuple(_row(section, promise) for section in progress.sections for promise in section.promises)


def _row(section: ProgressSection, promise: Promise) -> Mapping[str, JsonValue]:
    target, figure = promise.target, promise.figure
    return {
        "group": section.title,
        "target": target.id,
        "label": target.label,
        "goal": target.operator.value,
        "goal_value": target.value,
        "unit": target.unit,
        "deadline": target.deadline,
        "figure": None if figure is None else figure.value,
        "figure_unit": "" if figure is None else figure.unit,
        "figure_year": "" if figure is None else figure.period,
        "source": promise.source,
        "lamp": promise.lamp.colour.value,
        "reason": promise.lamp.reason,
        "publishers": "、".join(promise.publishers),
    }
