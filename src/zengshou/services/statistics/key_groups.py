"""Who is in each key group, for a run; the columns a city's own file may bring for it; what a page shows by group."""

from collections.abc import Mapping
from dataclasses import dataclass

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import Column, People
from zengshou.policy.column import Entity, Unit
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import plan_what_can_be
from zengshou.policy.run_plan import InputForm
from zengshou.simulation.compare import Measured
from zengshou.simulation.concept import IncomeConcept, NamedColumn
from zengshou.simulation.group_tables import levels_of, sizes, sources_of
from zengshou.simulation.key_groups import Classification, Membership, classification_of, inputs_of, memberships
from zengshou.simulation.people_form import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Kind, PeopleColumn
from zengshou.statistics.variance.design import design_of
from zengshou.store.key_groups import classifications

KINDS = {Unit.FLAG: Kind.FLAG, Unit.CATEGORY: Kind.CATEGORY}


@dataclass(frozen=True)
class GroupRow:
    """One key group as it stands.

    share, unknown  shares of all people: in the group; cannot be told, for want of the columns in `untold`
    levels          mean, median, Gini, relative poverty of income per head
    sources         means of the members' own income by source, in the order of the concept
    is_own          the city brought the flag itself
    """

    name: str
    label: str
    share: Estimate
    unknown: Estimate
    untold: tuple[str, ...]
    levels: tuple[Estimate, ...]
    sources: tuple[Estimate, ...]
    is_own: bool = False


def classification_for(year: int) -> Classification | None:
    """The version of the classification in force in a year."""
    return classification_of(classifications(), year)


def group_columns(concept: IncomeConcept, year: int) -> tuple[NamedColumn, ...]:
    """The flag columns that a run has to compute, with their labels; none before the first version."""
    version = classification_for(year)
    return () if version is None else tuple(group for group in concept.groups if group.name in version.columns)


def members_of(
    concept: IncomeConcept, brought: People, complete: People, book: Lawbook, year: int, flags: Mapping[str, Column]
) -> tuple[Membership, ...]:
    """Everyone's groups; `brought` are the people before absent columns were filled."""
    version = classification_for(year)
    if version is None:
        return ()
    return memberships(version, group_columns(concept, year), brought, complete, book, year, flags)


def said_of_groups(groups: tuple[Membership, ...], year: int) -> tuple[str, ...]:
    """What the manifest repeats: the version, the city's own flags, and what cannot be told."""
    version = classification_for(year)
    if version is None:
        return (f"{year}年没有生效的重点群体认定版本，不分群体",)
    said = [f"重点群体按 {version.id} 认定，可以重叠，不能相加"]
    own = [group.label for group in groups if group.is_own]
    said += [f"人口数据自带认定、不再按规则计算的群体：{'、'.join(own)}"] if own else []
    said += [
        f"“{group.label}”有一部分人无法判定：人口数据没有{'、'.join(group.untold)}" for group in groups if group.untold
    ]
    return tuple(said)


def group_rows(data: Measured) -> tuple[GroupRow, ...]:
    """Size, level, inequality, poverty and sources of every group under the law in force."""
    design = design_of(data.sample)
    return tuple(
        GroupRow(
            group.name,
            group.label,
            *sizes(group, design, data.about),
            group.untold,
            levels_of(data, group, design),
            sources_of(data, group, design),
            group.is_own,
        )
        for group in data.groups
    )


def evidence_columns(book: Lawbook, concept: IncomeConcept, year: int) -> tuple[PeopleColumn, ...]:
    """The personal inputs behind the groups, besides the form's own, as columns that a city's file may bring."""
    names = [group.name for group in group_columns(concept, year)]
    given = {name: InputForm() for name in book.inputs}
    plan, _ = plan_what_can_be(book, year, names, given)
    asked = sorted(inputs_of(plan) - {column.name for column in (*PERSON_COLUMNS, *HOUSEHOLD_COLUMNS)})
    return tuple(_form(name, book.inputs[name]) for name in asked if book.inputs[name].type.entity is Entity.PERSON)


def _form(name: str, column: InputColumn) -> PeopleColumn:
    kind = Kind.MONTH if name.endswith("_month") else KINDS.get(column.type.unit, Kind.NUMBER)
    can_fall = column.least is not None and column.least < 0
    return PeopleColumn(name, column.label, kind, "", column.categories, column.choices, may_be_negative=can_fall)
