"""Reading one parameters.yaml: every value with since, source and status, or all its problems at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.parameter import DatedValue, Parameter
from zengshou.policy.schedule import Lookup, ParameterValue, Schedule, Table

Yaml = object
KINDS = ("scalar", "schedule", "lookup", "table")
FIELDS = {"label", "unit", "range", "carry", "kind", "by", "values", "required", "note"}
VALUE_FIELDS = {"since", "until", "value", "bands", "lookup", "table", "source", "status", "note"}
SEAM_TOLERANCE = 0.01  # yuan: a quick deduction that jumps by more is a typing error


def read_parameters(law: str, area: str, document: Yaml, where: str) -> tuple[Parameter, ...]:
    """All parameters of one law in one area.

    document  the parsed YAML mapping name -> declaration
    where     the file, for messages
    Raises    ProblemsFound with every problem of the file
    """
    if document is None:
        return ()
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为“参数名: 内容”的映射。", where, "请对照 docs 中的参数文件格式。"))
    problems: list[Problem] = []
    found = [_parameter(law, area, str(name), body, f"{where}: {name}", problems) for name, body in document.items()]
    if problems:
        raise ProblemsFound(problems)
    return tuple(parameter for parameter in found if parameter is not None)


def _parameter(law: str, area: str, name: str, body: Yaml, where: str, problems: list[Problem]) -> Parameter | None:
    if not isinstance(body, Mapping):
        problems.append(Problem("参数应为映射，含 label、unit、values。", where))
        return None
    for unknown in sorted(set(map(str, body)) - FIELDS):
        problems.append(Problem(f"不认识的字段“{unknown}”。", where, f"可用字段：{'、'.join(sorted(FIELDS))}。"))
    kind = str(body.get("kind", "scalar"))
    if kind not in KINDS:
        problems.append(Problem(f"kind“{kind}”不存在。", where, f"可用：{'、'.join(KINDS)}。"))
        return None
    low, high = cast(Sequence[float | None], body.get("range") or (None, None))
    rows = body.get("values") or []
    values = tuple(
        value
        for index, row in enumerate(cast(Sequence[Yaml], rows))
        for value in _dated(row, kind, str(body.get("by", "")), (low, high), f"{where}.values[{index}]", problems)
    )
    is_required = bool(body.get("required", False))
    if not values and not is_required:
        problems.append(Problem("没有取值，也没有声明 required: true。", where, "补充取值，或声明为本地必填。"))
    if list(values) != sorted(values, key=lambda value: value.since, reverse=True):
        problems.append(Problem("取值应按 since 从新到旧排列。", where))
    return Parameter(
        law,
        name,
        area,
        str(body.get("label", name)),
        str(body.get("unit", "")),
        kind,
        values,
        low,
        high,
        bool(body.get("carry", False)),
        is_required,
        str(body.get("note", "")),
        where,
        str(body.get("by", "")),
    )


def _dated(
    row: Yaml, kind: str, by: str, bounds: tuple[float | None, float | None], where: str, problems: list[Problem]
) -> Iterator[DatedValue]:
    if not isinstance(row, Mapping) or "since" not in row:
        problems.append(Problem("每个取值都要有 since。", where))
        return
    for unknown in sorted(set(map(str, row)) - VALUE_FIELDS):
        problems.append(Problem(f"不认识的字段“{unknown}”。", where))
    try:
        status = Status(str(row.get("status", "")))
    except ValueError:
        choices = "、".join(status.value for status in Status)
        problems.append(Problem(f"status“{row.get('status')}”不存在。", where, f"可用：{choices}。"))
        return
    value = parse_value(row, kind, by, where, problems)
    if value is None:
        return
    _check_range(value, bounds, where, problems)
    citation = _citation(row.get("source"))
    if status is Status.SOURCED and not citation.title:
        problems.append(
            Problem("sourced 的取值必须写明文件名称。", where, "补充 source，或把 status 改为 unverified。")
        )
    until = row.get("until")
    yield DatedValue(
        str(row["since"]), None if until is None else str(until), value, citation, status, str(row.get("note", ""))
    )


def _citation(source: Yaml) -> Citation:
    if isinstance(source, Mapping):
        return Citation(*(str(source.get(key) or "") for key in ("title", "number", "date", "article")))
    return Citation(str(source or ""))


def parse_value(
    row: Mapping[Yaml, Yaml], kind: str, by: str, where: str, problems: list[Problem]
) -> ParameterValue | None:
    """The value of one row, by the parameter's kind; None after a problem was noted."""
    key = {"scalar": "value", "schedule": "bands", "lookup": "lookup", "table": "table"}[kind]
    raw = row.get(key)
    if raw is None:
        problems.append(Problem(f"缺少“{key}”。", where))
        return None
    try:
        if kind == "scalar":
            return _number(raw)
        if kind == "schedule":
            return _schedule(raw, where, problems)
        pairs = cast(Mapping[Yaml, Yaml], raw).items()
        if kind == "lookup":
            ordered = sorted((_number(at), _number(value)) for at, value in pairs)
            return Lookup(tuple(at for at, _ in ordered), tuple(value for _, value in ordered))
        return Table(by, tuple((str(category), _number(value)) for category, value in pairs))
    except (TypeError, ValueError, AttributeError) as error:
        problems.append(Problem(f"“{key}”无法识别：{raw!r}。", where, f"原因：{error}"))
        return None


def _number(raw: Yaml) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"应为数字，读到 {raw!r}")
    return float(raw)


def _schedule(raw: Yaml, where: str, problems: list[Problem]) -> Schedule:
    bands = [tuple(band) for band in cast(Sequence[Sequence[float | None]], raw)]
    limits = tuple(_number(band[0]) for band in bands[:-1])
    if bands[-1][0] is not None or list(limits) != sorted(limits):
        raise ValueError("级距上限应递增，最高一级写 null")
    schedule = Schedule(limits, tuple(_number(b[1]) for b in bands), tuple(_number(b[2]) for b in bands))
    for limit, jump in schedule.seams():
        if abs(jump) > SEAM_TOLERANCE:
            problems.append(Problem(f"级距{limit:g}处税额跳动{jump:g}元，速算扣除数有误。", where))
    return schedule


def _check_range(
    value: ParameterValue, bounds: tuple[float | None, float | None], where: str, problems: list[Problem]
) -> None:
    numbers = [value] if isinstance(value, float) else [v for _, v in value.entries] if isinstance(value, Table) else []
    low, high = bounds
    for number in numbers:
        if (low is not None and number < low) or (high is not None and number > high):
            problems.append(Problem(f"取值{number:g}超出允许范围[{low}, {high}]。", where))
