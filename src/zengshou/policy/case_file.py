"""A case as people write it: a household and its persons in YAML, checked against the lawbook's columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.period import parse_month
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.case import Case, CaseInput, Given
from zengshou.policy.column import Entity, Unit
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.reform import Change, apply_changes

Yaml = object
NAME_KEY = "name"
LOCAL_NOTE = "本地填写"


@dataclass(frozen=True)
class ReadCase:
    """case      the household with every column that it or its defaults give
    assumed   columns the case left out, filled in openly: `name=value`
    """

    case: Case
    assumed: tuple[str, ...]


def read_case(book: Lawbook, persons: Yaml, household: Yaml, year: int, where: str) -> ReadCase:
    """The case's columns; raises ProblemsFound with every unknown name and unreadable value at once."""
    problems: list[Problem] = []
    rows = _rows(persons, where, problems)
    household_row = cast(Mapping[str, Yaml], household or {})
    if not isinstance(household_row, Mapping):
        problems.append(Problem("household 应为映射。", where))
        household_row = {}
    if problems:
        raise ProblemsFound(problems)
    names = tuple(str(row.get(NAME_KEY, f"成员{index + 1}")) for index, row in enumerate(rows))
    columns = _columns(book, rows, Entity.PERSON, year, f"{where}: persons", problems)
    columns |= _columns(book, [household_row], Entity.HOUSEHOLD, year, f"{where}: household", problems)
    if len(set(names)) < len(names):
        problems.append(Problem("两位成员同名。", where, "请让每位成员的 name 不同。"))
    if problems:
        raise ProblemsFound(problems)
    assumed: list[str] = []
    for name, column in book.inputs.items():
        if name not in columns and column.if_absent is not None:
            size = len(rows) if column.type.entity is Entity.PERSON else 1
            columns[name] = CaseInput((column.if_absent,) * size, {})
            assumed.append(f"{name}={_shown(column, column.if_absent)}")
    return ReadCase(Case(names, columns), tuple(assumed))


def with_local_values(book: Lawbook, values: Yaml, since: str, where: str) -> Lawbook:
    """The lawbook with values that the case itself gives for local parameters."""
    if not values:
        return book
    if not isinstance(values, Mapping):
        raise ProblemsFound(Problem("parameters 应为“law.parameter: 值”的映射。", where))
    changes = [
        Change(
            str(name),
            since,
            None,
            "table" if isinstance(value, Mapping) else "value",
            value,
            LOCAL_NOTE,
            f"{where}.{name}",
        )
        for name, value in values.items()
    ]
    return apply_changes(book, changes)


def _rows(persons: Yaml, where: str, problems: list[Problem]) -> list[Mapping[str, Yaml]]:
    if not isinstance(persons, Sequence) or isinstance(persons, str) or not persons:
        problems.append(Problem("persons 应为至少一人的列表。", where, "可用 zs case --template 看样子。"))
        return []
    rows = [row if isinstance(row, Mapping) else None for row in persons]
    problems += [Problem(f"第{i + 1}位成员应为映射。", where) for i, row in enumerate(rows) if row is None]
    return [cast(Mapping[str, Yaml], row) for row in rows if row is not None]


def _columns(
    book: Lawbook,
    rows: Sequence[Mapping[str, Yaml]],
    entity: Entity,
    year: int,
    where: str,
    problems: list[Problem],
) -> dict[str, CaseInput]:
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name != NAME_KEY]
    columns: dict[str, CaseInput] = {}
    for name in names:
        declared = _entity_and_unit(book, name, entity, where, problems)
        if declared is None:
            continue
        given: list[Mapping[int, Given]] = []
        for index, row in enumerate(rows):
            place = f"{where}[{index + 1}].{name}"
            raw = row.get(name, _absent(book, name))
            if raw is None:
                problems.append(Problem(f"“{name}”没有填写。", place, "其他成员填了，这一位也要填。"))
                continue
            given.append(_by_year(book, name, declared, raw, year, place, problems))
        columns[name] = _merged(given, year)
    return columns


def _absent(book: Lawbook, name: str) -> Yaml:
    column = book.inputs.get(name)
    return None if column is None else column.if_absent


def _merged(given: Sequence[Mapping[int, Given]], year: int) -> CaseInput:
    earlier = sorted({each for values in given for each in values} - {year})
    at = {each: tuple(values.get(each, values.get(year, 0.0)) for values in given) for each in [year, *earlier]}
    return CaseInput(at[year], {each: at[each] for each in earlier})


def _entity_and_unit(book: Lawbook, name: str, entity: Entity, where: str, problems: list[Problem]) -> Unit | None:
    if name in book.inputs:
        type_ = book.inputs[name].type
    elif name in book.rules:
        type_ = book.rules[name][0].type
    else:
        known = [*book.inputs, *book.rules]
        problems.append(Problem(f"没有名为“{name}”的列。", where, nearest(name, known) or "见 zs case --template。"))
        return None
    if type_.entity is not entity:
        right = "persons" if type_.entity is Entity.PERSON else "household"
        problems.append(Problem(f"“{name}”应写在 {right} 下。", where))
        return None
    return type_.unit


def _by_year(
    book: Lawbook, name: str, unit: Unit, raw: Yaml, year: int, where: str, problems: list[Problem]
) -> dict[int, Given]:
    if isinstance(raw, Mapping):
        years = {int(str(key)): value for key, value in raw.items() if str(key).isdigit()}
        if len(years) < len(raw) or year not in years:
            problems.append(
                Problem("按年给值时，键应为年份，并含模拟年。", where, f"例如 {{{year - 1}: 3000, {year}: 3200}}。")
            )
            return {year: 0.0}
        return {each: _months(book, name, unit, value, where, problems) for each, value in years.items()}
    return {year: _months(book, name, unit, raw, where, problems)}


def _months(book: Lawbook, name: str, unit: Unit, raw: Yaml, where: str, problems: list[Problem]) -> Given:
    if isinstance(raw, list):
        if len(raw) != 12:
            problems.append(Problem(f"按月给值应有12个，读到{len(raw)}个。", where))
            return 0.0
        return tuple(_number(book, name, unit, value, where, problems) for value in raw)
    return _number(book, name, unit, raw, where, problems)


def _number(book: Lawbook, name: str, unit: Unit, raw: Yaml, where: str, problems: list[Problem]) -> float:
    column = book.inputs.get(name)
    if unit is Unit.CATEGORY and column is not None and isinstance(raw, str):
        if raw not in column.categories:
            problems.append(Problem(f"“{raw}”不在类别内。", where, f"可选：{'、'.join(column.categories)}。"))
            return 0.0
        return float(column.categories.index(raw))
    if isinstance(raw, bool | int | float):
        value = float(raw)
        if value != value or value in (float("inf"), float("-inf")):
            problems.append(Problem("应为有限的数字。", where))
        return value
    if name.endswith("_month") and raw is not None:
        try:
            return float(parse_month(str(raw), where))
        except ProblemsFound as error:
            problems += error.problems
            return 0.0
    problems.append(Problem(f"应为数字，读到“{raw}”。", where))
    return 0.0


def _shown(column: InputColumn, value: float) -> str:
    if column.type.unit is Unit.CATEGORY and column.categories:
        return column.categories[int(value)]
    return "是" if column.type.unit is Unit.FLAG and value else "否" if column.type.unit is Unit.FLAG else f"{value:g}"


def case_template(book: Lawbook, area: str, year: int) -> str:
    """A YAML form that names every input with its label, unit and choices."""
    lines = [
        f"# 案例模板：{area} {year}年。可省略的项写了默认值；带“必填”的不能省略。",
        f"area: {area}",
        f"year: {year}",
    ]
    for entity, head, lead in ((Entity.HOUSEHOLD, "household:", "  "), (Entity.PERSON, "persons:", "    ")):
        lines.append(head)
        rows = [item for item in book.inputs.items() if item[1].type.entity is entity]
        for index, (name, column) in enumerate(rows):
            dash = "  - name: 张三\n" if entity is Entity.PERSON and index == 0 else ""
            lines.append(f"{dash}{lead}{name}: {_example(name, column)}    # {_about(column)}")
    lines += [
        "# 金额列可写一个数（每月相同）、12个数的列表，或按年 {2024: 3000, 2025: 3200}。",
        "# 也可直接给出任何计算项（如 own_contributions_monthly），它将替代相应规则。",
        "outputs: []          # 空：能算的全部列出；也可写 [income_tax_yearly, dibao_monthly]",
        "parameters: {}       # 本地必填参数，例如 {dibao.standard_monthly: {urban: 600, rural: 420}}",
    ]
    return "\n".join(lines) + "\n"


def _example(name: str, column: InputColumn) -> str:
    if column.if_absent is not None and column.type.unit is Unit.CATEGORY and column.categories:
        return column.categories[int(column.if_absent)]
    if column.type.unit is Unit.FLAG:
        return "true" if column.if_absent else "false"
    if column.if_absent is not None:
        return f"{column.if_absent:g}"
    if column.type.unit is Unit.CATEGORY and column.categories:
        return column.categories[0]
    return "1985-03" if name.endswith("_month") else "0"


def _about(column: InputColumn) -> str:
    choices = f"；可选 {'|'.join(column.categories)}" if column.categories else ""
    need = "；必填" if column.if_absent is None else ""
    return f"{column.label}（{column.type.in_words()}{choices}{need}）"
