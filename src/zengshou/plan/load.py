"""Reading a plan: two parsed YAML documents in, a Plan out, or every problem of both at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.model import Group, GroupKind, Office, Operator, Plan, PriceBasis, Target, TargetKind, Task
from zengshou.plan.shape import shape_problems

Fields = Mapping[str, object]
OFFICE_DAYS = ("valid_from", "valid_to")


def load_plan(document: object, offices: object, city: str, area: str, where: str = "plan.yaml") -> Plan:
    """The plan of one city.

    document  parsed plan.yaml;  offices  parsed offices.yaml
    city      folder name;  area  dotted code;  where  the file, for messages
    Raises    ProblemsFound: shape first; if that holds, doubled ids, unknown groups, offices and tasks, all together
    """
    beside = where.replace("plan.yaml", "offices.yaml")
    problems = shape_problems(document, "plan.schema.json", where)
    problems += shape_problems(offices, "offices.schema.json", beside)
    if not problems:
        problems += tuple(_no_days(cast(Fields, offices), beside))
    if problems:
        raise ProblemsFound(problems)
    plan = _plan(cast(Fields, document), cast(Fields, offices), city, area)
    stated = cast(Mapping[str, int], cast(Fields, document).get("stated_groups", {}))
    faults = [*_doubled(plan, where), *_dangling(plan, where), *_offices(plan, beside)]
    faults += _miscounted(plan, stated, where)
    faults += [problem for target in plan.targets for problem in _impossible(target, f"{where}: targets {target.id}")]
    if faults:
        raise ProblemsFound(faults)
    return plan


def load_offices(offices: object, where: str = "offices.yaml") -> tuple[Office, ...]:
    """The bodies of a city whose plan nobody typed. Raises  ProblemsFound"""
    problems = shape_problems(offices, "offices.schema.json", where)
    if not problems:
        problems += tuple(_no_days(cast(Fields, offices), where))
    if problems:
        raise ProblemsFound(problems)
    return tuple(_office(row) for row in _rows(cast(Fields, offices), "offices"))


def _plan(document: Fields, offices: Fields, city: str, area: str) -> Plan:
    return Plan(
        city=city,
        title=_text(document, "title"),
        number=_text(document, "number"),
        date=_text(document, "date"),
        groups=tuple(
            Group(_text(row, "id"), GroupKind(row["kind"]), cast(int, row["number"]), _text(row, "title"))
            for row in _rows(document, "groups")
        ),
        tasks=tuple(_task(row) for row in _rows(document, "tasks")),
        targets=tuple(_target(row) for row in _rows(document, "targets")),
        offices=tuple(_office(row) for row in _rows(offices, "offices")),
        area=area,
    )


def _office(row: Fields) -> Office:
    first, last = (_day(_text(row, field)) for field in OFFICE_DAYS)
    id, name = _text(row, "id"), _text(row, "name")
    return Office(id, name, _names(row, "aliases"), _text(row, "level"), first, last, _names(row, "successors"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _task(row: Fields) -> Task:
    number = cast(int, row["number"])
    lead, cooperating = _names(row, "lead"), _names(row, "cooperating")
    return Task(_text(row, "id"), _text(row, "group"), number, _text(row, "title"), lead, cooperating)


def _target(row: Fields) -> Target:
    return Target(
        id=_text(row, "id"),
        task=_text(row, "task"),
        label=_text(row, "label"),
        kind=TargetKind(row["kind"]),
        indicator=_text(row, "indicator"),
        operator=Operator(row["operator"]),
        value=float(cast(float, row["value"])),
        unit=_text(row, "unit"),
        deadline=cast("int | None", row.get("deadline")),
        start_year=cast("int | None", row.get("start_year")),
        start_value=cast("float | None", row.get("start_value")),
        base_year=cast("int | None", row.get("base_year")),
        base_value=cast("float | None", row.get("base_value")),
        hold=bool(row.get("hold", False)),
        is_falling=bool(row.get("falling", False)),
        price_basis=PriceBasis(row.get("price_basis", PriceBasis.NOT_MONEY.value)),
        reference_series=_text(row, "reference_series"),
        reference_lag=cast(int, row.get("reference_lag", 0)),
        printed=_text(row, "printed"),
        note=_text(row, "note"),
    )


def _text(row: Fields, field: str) -> str:
    return str(row.get(field, ""))


def _rows(document: Fields, field: str) -> Sequence[Fields]:
    return cast(Sequence[Fields], document[field])


def _names(row: Fields, field: str) -> tuple[str, ...]:
    return tuple(cast(Sequence[str], row.get(field, ())))


def _doubled(plan: Plan, where: str) -> Iterator[Problem]:
    lists = {
        "groups": [group.id for group in plan.groups],
        "tasks": [task.id for task in plan.tasks],
        "targets": [target.id for target in plan.targets],
    }
    for field, ids in lists.items():
        for name, times in Counter(ids).items():
            if times > 1:
                yield Problem(f"编号“{name}”出现{times}次。", f"{where}: {field}", "组内重新编号的任务要带上路径。")


def _dangling(plan: Plan, where: str) -> Iterator[Problem]:
    """Names that point at nothing: groups and offices of tasks, tasks of targets."""
    groups = {group.id for group in plan.groups}
    tasks = {task.id for task in plan.tasks}
    for task in plan.tasks:
        place = f"{where}: tasks {task.id}"
        if task.group not in groups:
            yield Problem(f"所属“{task.group}”不在 groups 中。", place, "补上该计划或行动，或改正所属。")
        for name in (*task.lead, *task.cooperating):
            if plan.office(name) is None:
                yield Problem(f"单位“{name}”不在 offices.yaml 中。", place, "登记该单位，或写成已登记的名称、别名。")
        for name in sorted(set(task.lead) & set(task.cooperating)):
            yield Problem(f"“{name}”既是牵头又是配合单位。", place, "保留其中之一。")
    for target in plan.targets:
        if target.task and target.task not in tasks:
            yield Problem(f"任务“{target.task}”不存在。", f"{where}: targets {target.id}", "改正任务编号；总目标写空。")


def _offices(plan: Plan, where: str) -> Iterator[Problem]:
    for name, times in Counter(name for o in plan.offices for name in (o.name, *o.aliases)).items():
        if times > 1:
            yield Problem(f"单位名称或别名“{name}”登记了{times}次。", where, "一个名称只能属于一个单位。")
    for name, times in Counter(office.id for office in plan.offices).items():
        if times > 1:
            yield Problem(f"单位编号“{name}”出现{times}次。", where, "编号不得重复。")

    for office in plan.offices:
        if office.valid_from and office.valid_to and office.valid_from > office.valid_to:
            yield Problem(f"“{office.name}”的 valid_from 晚于 valid_to。", where, "核对日期。")
        if office.id in office.successors:
            yield Problem(f"“{office.name}”不能承接自己。", where, "改正 successors。")


def _no_days(offices: Fields, where: str) -> Iterator[Problem]:
    """Dates of the right shape that no calendar has."""
    for row in _rows(offices, "offices"):
        for field in OFFICE_DAYS:
            try:
                _day(_text(row, field))
            except ValueError:
                yield Problem(f"{field} 没有{_text(row, field)}这一天。", f"{where}: {_text(row, 'id')}", "改正日期。")


def _miscounted(plan: Plan, stated: Mapping[str, int], where: str) -> Iterator[Problem]:
    """The document says how many programmes and actions it has; a different count is an error of transcription."""
    for kind, count in stated.items():
        found = sum(group.kind is GroupKind(kind) for group in plan.groups)
        if found != count:
            name = GroupKind(kind).label
            yield Problem(f"文件称有{count}项{name}，这里登记了{found}项。", f"{where}: groups", "对照原文补齐或改正。")


def _impossible(target: Target, where: str) -> Iterator[Problem]:
    if target.operator is Operator.MULTIPLE and target.base_year is None:
        yield Problem("“翻番”类目标缺少 base_year。", where, "写明比哪一年。")
    for name, year in (("start_year", target.start_year), ("base_year", target.base_year)):
        if year is not None and target.deadline is not None and year >= target.deadline:
            yield Problem(f"{name} {year} 不早于期限 {target.deadline}。", where, "核对年份。")
    if target.operator is Operator.INCREMENT and target.start_year is None:
        yield Problem("增量目标缺少 start_year。", where, "写明从哪一年末起累计。")
