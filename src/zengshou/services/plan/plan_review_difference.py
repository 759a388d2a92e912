"""Two versions of a plan side by side: what was added, removed, changed; assignments told apart from other fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.services.plan.plan_review_fields import FIELDS, GROUP, TARGET, TASK
from zengshou.services.plan.plan_review_items import Item, item_for

ASSIGNMENT = ("lead", "cooperating")


@dataclass(frozen=True)
class FieldDifference:
    item: Item
    key: str
    title: str
    before: str
    after: str

    @property
    def is_assignment(self) -> bool:
        return self.key in ASSIGNMENT


@dataclass(frozen=True)
class PlanDifference:
    """From an earlier version to a later one."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[FieldDifference, ...]

    def groups(self) -> tuple[FieldDifference, ...]:
        return tuple(each for each in self.changed if each.item.kind == GROUP)

    def tasks(self) -> tuple[FieldDifference, ...]:
        return tuple(each for each in self.changed if each.item.kind == TASK and not each.is_assignment)

    def assignments(self) -> tuple[FieldDifference, ...]:
        return tuple(each for each in self.changed if each.is_assignment)

    def targets(self) -> tuple[FieldDifference, ...]:
        return tuple(each for each in self.changed if each.item.kind == TARGET)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def difference(before: Sequence[Item], after: Sequence[Item]) -> PlanDifference:
    """Items are the same where their evidence is; of the rest, where id and kind are."""
    pairs: dict[str, Item] = {}
    for item in before:
        found = item_for(after, item.id, item.anchor)
        if found is not None and found.kind == item.kind and found.id not in pairs:
            pairs[found.id] = item
    matched = {item.id for item in pairs.values()}
    rest = {(item.kind, item.id): item for item in before if item.id not in matched}
    for item in after:
        if item.id not in pairs and (item.kind, item.id) in rest:
            pairs[item.id] = rest.pop((item.kind, item.id))
    changed = [
        FieldDifference(
            item, field.key, field.title, field.shown(old.value(field.key)), field.shown(item.value(field.key))
        )
        for item in after
        if (old := pairs.get(item.id)) is not None
        for field in FIELDS[item.kind]
        if old.value(field.key) != item.value(field.key)
    ]
    added = tuple(item for item in after if item.id not in pairs)
    return PlanDifference(added, tuple(rest.values()), tuple(changed))
