"""The typed answers of the held-out plans, and how far a reading agrees with them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.plan.reader.held_out import yuanbei
from zengshou.plan.reader.result import ReadPlan, ReadTask
from zengshou.plan.reader.source import fold
from zengshou.services.plan.plan_reading import read_plan_file

HERE = Path(__file__).parent
PLANS = ("lanchuan", "qinghe", "yuanbei", "moyun")
Short = tuple[object, ...]


@dataclass(frozen=True)
class Agreement:
    """tasks, assignments, targets: how many of the typed ones were read exactly, of how many; wrong: what was not.

    silent  what differs from the answer and carries no flag
    """

    tasks: tuple[int, int]
    assignments: tuple[int, int]
    dues: tuple[int, int]
    numeric: tuple[int, int]
    other: tuple[int, int]
    surplus: int
    wrong: tuple[str, ...]
    silent: tuple[str, ...]


def read_held_out(name: str, folder: Path) -> ReadPlan:
    """A held-out plan as its file is read."""
    path = yuanbei.write(folder / "yuanbei.docx") if name == "yuanbei" else HERE / f"{name}.txt"
    return read_plan_file(path)[0]


def answer(name: str) -> dict[str, object]:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def agreement(plan: ReadPlan, typed: dict[str, object]) -> Agreement:
    """A task belongs to its title; targets are compared as kind, operator, value, unit and deadline."""
    by_title = {fold(task.title): task for task in plan.tasks}
    wrong: list[str] = []
    silent: list[str] = []
    counts: Counter[str] = Counter()
    for row in typed["tasks"]:
        task = by_title.get(fold(row["title"]))
        if task is None:
            wrong.append(f"no task {row['title']}")
            continue
        counts["tasks"] += 1
        found = _names(task)
        is_flagged = any(flag.code != "sentence_title" for flag in task.flags)
        if found == (tuple(row["lead"]), tuple(row["cooperating"])):
            counts["assignments"] += 1
        else:
            wrong.append(f"{row['title']}: {found}")
            silent += [] if is_flagged else [row["title"]]
        if task.due == row.get("due"):
            counts["dues"] += 1
        else:
            wrong.append(f"{row['title']}: due {task.due}")
    for task_id, rows in _typed_targets(by_title, typed).items():
        mine = Counter(_short(each) for each in plan.targets if each.task == task_id)
        wanted = Counter(tuple(row) for row in rows)
        for row in (mine & wanted).elements():
            counts["numeric" if row[0] == "numeric" else "other"] += 1
        counts["surplus"] += (mine - wanted).total()
        wrong += [f"{task_id}: missing {row}" for row in (wanted - mine).elements()]
        wrong += [f"{task_id}: surplus {row}" for row in (mine - wanted).elements()]
    targets = [*typed["goals"], *(row for task in typed["tasks"] for row in task.get("targets", ()))]
    numeric = sum(row[0] == "numeric" for row in targets)
    total = len(typed["tasks"])
    return Agreement(
        (counts["tasks"], total),
        (counts["assignments"], total),
        (counts["dues"], total),
        (counts["numeric"], numeric),
        (counts["other"], len(targets) - numeric),
        counts["surplus"],
        tuple(wrong),
        tuple(silent),
    )


def _typed_targets(tasks: dict[str, ReadTask], typed: dict[str, object]) -> dict[str, list[list[object]]]:
    found = {"": typed["goals"]}
    for row in typed["tasks"]:
        task = tasks.get(fold(row["title"]))
        found[task.id if task else row["title"]] = row.get("targets", [])
    return found


def _names(task: ReadTask) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if task.assignment is None:
        return None
    lead, helpers = task.assignment.lead, task.assignment.cooperating
    return tuple(each.name for each in lead), tuple(each.name for each in helpers)


def _short(target) -> Short:
    return (target.kind.value, target.operator.value, target.value, target.unit, target.deadline)
