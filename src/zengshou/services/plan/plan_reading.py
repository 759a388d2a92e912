"""Read a plan document into tasks, offices and targets; tell it as JSON; write it as a draft of plan.yaml."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from zengshou.concepts.problem import refuse
from zengshou.plan.load import load_plan
from zengshou.plan.reader.assignments import Assignment
from zengshou.plan.reader.draft import draft_of
from zengshou.plan.reader.office_names import Mention
from zengshou.plan.reader.read import read_plan
from zengshou.plan.reader.result import ReadGroup, ReadPlan, ReadTarget, ReadTask
from zengshou.plan.reader.source import Flag, Span
from zengshou.store.plan_files.plan_text import PlanText, read_plan_text

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]
FORMAT = "zengshou-plan-reading-1"
PREFIX = "T"
SECOND_LOOK = 0.8  # confidence below which a value is listed first for a person


def read_plan_file(path: str | Path, prefix: str = PREFIX) -> tuple[ReadPlan, PlanText]:
    """A plan from .txt, .docx or .pdf, and the lines it was read from.

    prefix  what ids begin with, e.g. YJ for YJ-17
    Raises  ProblemsFound: the file cannot be read, or there is no task in it
    """
    if not prefix.isascii() or not prefix.replace("_", "").isalnum():
        raise refuse(f"编号前缀“{prefix}”只能用英文字母和数字。", "--prefix", "例如 YJ。")
    text = read_plan_text(path)
    notes = [Flag("not_carried", note + "。") for note in text.notes if not note.startswith("编码")]
    return read_plan(text.lines, prefix, text.source, notes), text


def reading_json(read: ReadPlan, text: PlanText) -> JsonObject:
    """The whole reading; its shape is documented in docs/plan-reading.md."""
    places = {line.number: line.place for line in text.lines}
    front = read.front
    return {
        "format": FORMAT,
        "file": {
            "name": Path(text.source).name,
            "kind": text.kind,
            "lines": len(text.lines),
            "notes": list(text.notes),
        },
        "title": front.title,
        "notice_title": front.notice_title,
        "number": front.number,
        "date": front.date,
        "city": read.city,
        "source": front.source,
        "basis": [_span(span, places) for span in front.basis],
        "lead_convention": _span(read.first_leads, places),
        "stated_groups": {kind.value: count for kind, count in read.stated_groups.items()},
        "counts": {
            "groups": len(read.groups),
            "tasks": len(read.tasks),
            "targets": len(read.targets),
            "mentions": read.mentions(),
            "offices": len(read.offices()),
            "flags": sum(1 for _ in read.all_flags()),
        },
        "groups": [_group(group, places) for group in read.groups],
        "tasks": [_task(task, read, places) for task in read.tasks],
        "targets": [_target(target, places) for target in read.targets],
        "held_back": [
            {"task": held.task, "reason": held.reason, "evidence": _span(held.span, places)} for held in read.held_back
        ],
        "offices": [{"name": name, "aliases": aliases} for name, *aliases in read.offices()],
        "flags": [{"about": about, **_flag(flag, places)} for about, flag in read.all_flags()],
        "coverage": _coverage(read, places),
    }


def _span(span: Span | None, places: Mapping[int, str]) -> JsonObject | None:
    if span is None:
        return None
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "place": places.get(span.line, ""),
        "text": span.text,
    }


def _flag(flag: Flag, places: Mapping[int, str]) -> JsonObject:
    return {"code": flag.code, "reason": flag.reason, "span": _span(flag.span, places)}


def _group(group: ReadGroup, places: Mapping[int, str]) -> JsonObject:
    return {
        "id": group.id,
        "kind": group.kind.value,
        "number": group.number,
        "title": group.title,
        "chapter": group.chapter,
        "span": _span(group.span, places),
        "flags": [_flag(flag, places) for flag in group.flags],
    }


def _task(task: ReadTask, read: ReadPlan, places: Mapping[int, str]) -> JsonObject:
    return {
        "id": task.id,
        "group": task.group,
        "number": task.number,
        "title": task.title,
        "title_kind": "heading" if task.is_heading else "sentence",
        "due": task.due,
        "span": _span(task.span, places),
        "assignment": _assignment(task.assignment, places),
        "targets": [target.id for target in read.targets if target.task == task.id],
        "confidence": task.confidence,
        "flags": [_flag(flag, places) for flag in task.flags],
    }


def _assignment(assignment: Assignment | None, places: Mapping[int, str]) -> JsonObject | None:
    if assignment is None:
        return None
    return {
        "style": assignment.style.value,
        "lead": [_mention(mention, places) for mention in assignment.lead],
        "cooperating": [_mention(mention, places) for mention in assignment.cooperating],
        "open_list": assignment.is_open,
        "span": _span(assignment.span, places),
    }


def _mention(mention: Mention, places: Mapping[int, str]) -> JsonObject:
    return {
        "name": mention.name,
        "printed": mention.printed,
        "generic": mention.is_generic,
        "span": _span(mention.span, places),
    }


def _target(target: ReadTarget, places: Mapping[int, str]) -> JsonObject:
    return {
        "id": target.id,
        "task": target.task,
        "kind": target.kind.value,
        "subject": target.subject,
        "operator": target.operator.value,
        "value": target.value,
        "unit": target.unit,
        "printed": target.printed,
        "deadline": target.deadline,
        "start_year": target.start_year,
        "start_value": target.start_value,
        "base_year": target.base_year,
        "hold": target.hold,
        "falling": target.is_falling,
        "price_basis": target.price_basis.value,
        "reference": target.reference,
        "reference_lag": target.reference_lag,
        "evidence": _span(target.evidence, places),
        "deadline_evidence": _span(target.deadline_span, places),
        "confidence": target.confidence,
        "flags": [_flag(flag, places) for flag in target.flags],
    }


def _coverage(read: ReadPlan, places: Mapping[int, str]) -> JsonObject:
    coverage = read.coverage
    return {
        "lines": {role.value: count for role, count in coverage.counts().items()},
        "roles": [{"line": line, "role": role.value} for line, role in sorted(coverage.roles.items())],
        "numbers": [{"use": number.use, "span": _span(number.span, places)} for number in coverage.numbers],
        "unread": [_span(span, places) for span in coverage.unread],
    }


def draft_texts(read: ReadPlan, source: str) -> tuple[str, str]:
    """plan.yaml and offices.yaml as text; what they cannot hold stands in comments at the end of plan.yaml.

    Raises  ProblemsFound where the loader would not take the draft: every problem, none worked around
    """
    draft = draft_of(read)
    load_plan(draft.plan, draft.offices, "draft", "", "plan.yaml")
    head = f"# 由 zs plan read 从“{_one_line(Path(source).name)}”读出的草稿，待人工核对；单位和指标的英文编号请另起。\n"
    tail = "".join(f"#   {_one_line(line)}\n" for line in draft.left_out)
    flags = "".join(f"#   {about or '全文'}：{_one_line(flag.reason)}\n" for about, flag in read.all_flags())
    plan = head + _yaml(draft.plan)
    plan += f"\n# 未写入草稿（缺必要内容，不代填）：\n{tail}" if tail else ""
    plan += f"\n# 请核对：\n{flags}" if flags else ""
    return plan, head + _yaml(draft.offices)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _yaml(document: Mapping[str, object]) -> str:
    return yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False, width=116)


def write_draft(read: ReadPlan, source: str, folder: Path) -> tuple[Path, Path]:
    """plan.yaml and offices.yaml in a folder; files that are there are never overwritten."""
    plan, offices = draft_texts(read, source)
    paths = folder / "plan.yaml", folder / "offices.yaml"
    for path in paths:
        if path.exists():
            raise refuse("文件已存在，不覆盖。", str(path), "请换一个目录，或先移走原文件。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (plan, offices), strict=True):
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise refuse(f"不能写入：{error.strerror or error}。", str(folder), "请检查目录权限和磁盘。") from None
    return paths
