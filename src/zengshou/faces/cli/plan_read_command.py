"""zs plan read: a plan document in, its tasks, offices and targets out, each with its place and its doubts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.plan.model import Target
from zengshou.plan.reader.result import ReadPlan, ReadTarget, ReadTask
from zengshou.plan.reader.source import Span
from zengshou.plan.wording import deadline_text, goal_text
from zengshou.services.plan.plan_reading import PREFIX, SECOND_LOOK, read_plan_file, reading_json, write_draft

MOST_FLAGS = 40
LONGEST_EVIDENCE = 60


@guarded
def plan_read(
    file: Annotated[Path, typer.Argument(help="方案文件：.docx、.pdf 或 .txt")],
    prefix: Annotated[str, typer.Option("--prefix", help="编号前缀，如 YJ")] = PREFIX,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（位置、把握、疑点齐全）")] = False,
    yaml_folder: Annotated[
        Path | None, typer.Option("--yaml", help="把草稿 plan.yaml 和 offices.yaml 写入这个目录")
    ] = None,
) -> None:
    """读方案文件，列出任务、单位、目标、疑点和逐行交代。 Read a plan document."""
    read, text = read_plan_file(file, prefix)
    written = None if yaml_folder is None else write_draft(read, text.source, yaml_folder)
    if as_json:
        print_json(reading_json(read, text))
        return
    _print_front(read)
    _print_tree(read)
    _print_targets(read)
    _print_held_back(read)
    _print_flags(read)
    _print_coverage(read, text.lines[-1].number if text.lines else 0)
    if written is not None:
        console().print(f"草稿已写入 {written[0]} 和 {written[1]}，请人工核对后使用。", markup=False)


def _print_front(read: ReadPlan) -> None:
    front = read.front
    rows = (
        ("标题", front.title),
        ("印发通知", front.notice_title),
        ("文号", front.number),
        ("日期", front.date),
        ("地名", read.city),
        ("依据", "；".join(span.text for span in front.basis)),
    )
    for name, value in rows:
        console().print(f"{name}：{value or '（文中没有）'}", markup=False)


def _print_tree(read: ReadPlan) -> None:
    offices = len(read.offices())
    tree = Tree(f"{len(read.tasks)}项任务，{len(read.groups)}个计划或行动，单位{read.mentions()}次、{offices}个")
    tasks: dict[str, list[ReadTask]] = {}
    for task in read.tasks:
        tasks.setdefault(task.group, []).append(task)
    for group in read.groups:
        branch = tree.add(Text(f"{group.id} {group.title}（{group.kind.label}，{len(tasks.get(group.id, []))}项）"))
        for task in tasks.get(group.id, []):
            mark = " ⚑" if task.confidence < SECOND_LOOK else ""
            leaf = branch.add(Text(f"{task.id} {task.title}{mark}"))
            leaf.add(Text(_offices_text(task), style="dim"))
    console().print(tree)


def _offices_text(task: ReadTask) -> str:
    if task.assignment is None:
        return "牵头：（没有读到）"
    lead = "、".join(mention.name for mention in task.assignment.lead)
    helpers = "、".join(mention.name for mention in task.assignment.cooperating)
    return f"牵头：{lead}" + (f"；配合：{helpers}" if helpers else "")


def _print_targets(read: ReadPlan) -> None:
    rows = [
        (
            target.id,
            target.kind.label,
            target.subject,
            goal_text(_as_target(target)),
            deadline_text(_as_target(target)),
            f"{target.confidence:.2f}{' ⚑' if target.flags else ''}",
            _place(target.evidence),
            _short(target.evidence.text),
        )
        for target in read.targets
    ]
    heads = ("编号", "类别", "指标", "目标", "期限", "把握", "位置", "原文")
    print_table(f"{len(rows)}项目标（把握是按规则定的等级，不是概率）", heads, rows)


def _as_target(target: ReadTarget) -> Target:
    """In the model's terms, for its wording."""
    return Target(
        id=target.id,
        task=target.task,
        label=target.subject,
        kind=target.kind,
        indicator="",
        operator=target.operator,
        value=target.value,
        unit=target.unit,
        deadline=target.deadline,
        base_year=target.base_year,
        hold=target.hold,
        is_falling=target.is_falling,
    )


def _print_held_back(read: ReadPlan) -> None:
    rows = [(held.task or "总目标", _place(held.span), held.reason, _short(held.span.text)) for held in read.held_back]
    if rows:
        print_table(f"看过而没有读成目标的{len(rows)}句", ("所属", "位置", "理由", "原文"), rows)


def _print_flags(read: ReadPlan) -> None:
    rows = [(about or "全文", _place(flag.span), flag.reason) for about, flag in read.all_flags()]
    if not rows:
        console().print("没有疑点。")
        return
    print_table(f"请核对：{len(rows)}处", ("关于", "位置", "理由"), rows[:MOST_FLAGS])
    if len(rows) > MOST_FLAGS:
        console().print(f"……另有{len(rows) - MOST_FLAGS}处，全部见 --json。")


def _print_coverage(read: ReadPlan, lines: int) -> None:
    counts = "，".join(f"{role.label}{count}" for role, count in read.coverage.counts().items())
    console().print(f"逐行交代：共{lines}行：{counts}。", markup=False)
    numbers = list(_unread_numbers(read))
    if read.coverage.unread:
        rows = [(_place(span), _short(span.text)) for span in read.coverage.unread[:MOST_FLAGS]]
        print_table(f"未读懂的{len(read.coverage.unread)}行", ("位置", "原文"), rows)
    if numbers:
        console().print(f"任务和目标中未归类的数字：{'、'.join(numbers[:MOST_FLAGS])}", markup=False)


def _unread_numbers(read: ReadPlan) -> Iterator[str]:
    for number in read.coverage.numbers:
        if number.use == "unread":
            yield f"{number.span.text}（{_place(number.span)}）"


def _place(span: Span | None) -> str:
    return "" if span is None else f"{span.line}:{span.column}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_EVIDENCE else plain[: LONGEST_EVIDENCE - 1] + "…"
