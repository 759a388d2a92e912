"""A reviewed version as the city's plan: what people corrected in, offices resolved by the register."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zengshou.plan.model import (
    Group,
    GroupKind,
    Office,
    Operator,
    Plan,
    PriceBasis,
    Target,
    TargetKind,
    Task,
)
from zengshou.plan.office_match import Match, folded_name
from zengshou.services.plan.office_register import Register
from zengshou.services.plan.plan_review import Reviewed
from zengshou.services.plan.plan_review_fields import GROUP, TARGET, TASK
from zengshou.services.plan.plan_review_items import Item
from zengshou.store.country import city

FALLING = (Operator.AT_MOST, Operator.FALL)


@dataclass(frozen=True)
class ReviewedPlan:
    """The plan of a version, and what its names were matched to.

    unsure   names that a person must settle before the plan can go into the ledger
    unled    tasks without any lead body
    """

    plan: Plan
    matches: tuple[Match, ...]
    unled: tuple[str, ...]

    @property
    def unsure(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if not match.kind.is_sure)


def plan_of(reviewed: Reviewed, register: Register) -> ReviewedPlan:
    """The plan that a version says, for the register's city."""
    items = reviewed.items
    matches = register.match(reviewed.offices())
    tasks = tuple(_task(item) for item in items if item.kind == TASK)
    plan = Plan(
        city=register.city,
        title=reviewed.title,
        number=reviewed.document_number,
        date=reviewed.date,
        groups=tuple(_group(item, place) for place, item in enumerate(_of(items, GROUP), start=1)),
        tasks=tasks,
        targets=tuple(_target(item, place) for place, item in enumerate(_of(items, TARGET), start=1)),
        offices=_offices(register, matches),
        area=city(register.city).area,
    )
    return ReviewedPlan(plan, tuple(matches), tuple(task.id for task in tasks if not task.lead))


def _of(items: Sequence[Item], kind: str) -> list[Item]:
    return [item for item in items if item.kind == kind]


def _group(item: Item, place: int) -> Group:
    number = item.row.get("number")
    return Group(item.id, GroupKind(item.value("kind")), number if isinstance(number, int) else place, item.name)


def _task(item: Item) -> Task:
    number, due = item.row.get("number"), item.value("due")
    lead, cooperating = (_names(item.value(part)) for part in ("lead", "cooperating"))
    group = str(item.row["group"])
    return Task(
        item.id,
        group,
        number if isinstance(number, int) else 0,
        item.name,
        lead,
        cooperating,
        int(due) if due else None,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(folded_name(name) for name in text.split("、") if name)


def _target(item: Item, place: int) -> Target:
    """The indicator stays unnamed: a person ties the target to a series."""
    operator = Operator(item.value("operator"))
    return Target(
        id=item.id,
        task=item.path,
        label=item.value("subject"),
        kind=TargetKind(item.value("kind")),
        indicator=f"unnamed_{place}",
        operator=operator,
        value=float(item.value("value")),
        unit=item.value("unit"),
        deadline=_year(item.value("deadline")),
        start_year=_year(item.value("start_year")),
        start_value=float(item.value("start_value")) if item.value("start_value") else None,
        base_year=_year(item.value("base_year")),
        hold=item.value("hold") == "true",
        is_falling=operator in FALLING or bool(item.row.get("falling")),
        price_basis=PriceBasis(item.value("price_basis")),
        printed=str(item.row.get("printed", "")),
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def _offices(register: Register, matches: Sequence[Match]) -> tuple[Office, ...]:
    """The register's bodies with the spellings of this plan as aliases, then the bodies that it does not know yet."""
    spelled: dict[str, list[str]] = {}
    for match in matches:
        spelled.setdefault(match.office, []).append(match.printed)
    known = {office.id for office in register.offices}
    found = [_spelled(office, spelled.get(office.id, [])) for office in register.offices]
    return (*found, *(Office(id, id) for id in spelled if id not in known))


def _spelled(office: Office, names: Sequence[str]) -> Office:
    held = (office.name, *office.aliases)
    return replace(office, aliases=(*office.aliases, *(name for name in names if name not in held)))
