"""政策清单: every benefit of a city's law, searched by text, key group and stage of a business."""

from dataclasses import dataclass

from zengshou.concepts.problem import refuse
from zengshou.policy.benefit import Benefit, Stage
from zengshou.services.policy.finder_law import finder_law
from zengshou.store.benefits import key_groups
from zengshou.store.country import law_title


@dataclass(frozen=True)
class Policy:
    """One line of the list.

    groups  labels of the key groups it is meant for; () for everyone
    tasks   tasks of the city's plan that promise it
    is_in_force  False: the law has no rule for it in the month asked
    """

    benefit: Benefit
    law_title: str
    groups: tuple[str, ...]
    tasks: tuple[str, ...]
    is_in_force: bool


def policy_list(
    city: str, day: str, group: str | None = None, stage: str | None = None, text: str = ""
) -> tuple[Policy, ...]:
    """The benefits of a city, those in force first.

    group  key group (`new_farmer`); benefits for everyone are listed after its own
    stage  stage of a business (`idea`, `first_year`, `growing`, `failed`)
    text   words that must all occur in what the entry says
    Raises ProblemsFound: unknown group or stage
    """
    labels = key_groups()
    if group and group not in labels:
        known = "、".join(f"{name}（{label}）" for name, label in labels.items())
        raise refuse(f"没有群体“{group}”。", "群体", f"可用：{known}。")
    if stage and stage not in {each.value for each in Stage}:
        known = "、".join(f"{each.value}（{each.label}）" for each in Stage if each.value)
        raise refuse(f"没有创业阶段“{stage}”。", "创业阶段", f"可用：{known}。")
    law = finder_law(city, day)
    words = text.split()
    found = [
        Policy(
            benefit,
            law_title(benefit.law_folder),
            tuple(labels[name] for name in benefit.groups),
            benefit.plan_tasks.get(law.city, ()),
            law.is_in_force(benefit),
        )
        for benefit in law.benefits
        if (not group or not benefit.groups or group in benefit.groups)
        and (not stage or benefit.stage.value == stage)
        and all(word in _text(benefit) for word in words)
    ]
    # What is meant for the group stands before what is for everyone.
    return tuple(sorted(found, key=lambda each: (not each.is_in_force, bool(group) and not each.benefit.groups)))


def _text(benefit: Benefit) -> str:
    parts = (benefit.title, benefit.summary, benefit.law, benefit.apply_at, benefit.note, *benefit.bring)
    return " ".join((*parts, law_title(benefit.law_folder), *(key_groups()[name] for name in benefit.groups)))


def group_choices() -> tuple[tuple[str, str], ...]:
    """(name, label) of the key groups, in the order of the country's list."""
    return tuple(key_groups().items())


def stage_choices() -> tuple[tuple[str, str], ...]:
    """(name, label) of the stages of a business."""
    return tuple((stage.value, stage.label) for stage in Stage if stage.value)
