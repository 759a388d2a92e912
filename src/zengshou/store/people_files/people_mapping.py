"""The mapping YAML of a city's own people: our column -> theirs, recodes, units, constants."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.simulation.people_form import GROUP_FLAGS, HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Kind, PeopleColumn
from zengshou.store.yaml_files import read_yaml_file

SIZES = {"元": 1.0, "千元": 1e3, "万元": 1e4, "亩": 1.0, "公顷": 15.0, "%": 0.01, "": 1.0}
RULE_KEYS = ("from", "values", "unit", "factor", "if_missing")
Cell = str | float


@dataclass(frozen=True)
class ColumnRule:
    """How one of our columns comes out of theirs.

    source      their column; empty: the one with our name or our Chinese label
    values      their value (as text) -> our category name
    factor      multiplies numbers: 10 000 for 万元; months divides them: 12 from a year to a month
    if_missing  stands for empty cells; None: an empty cell is a Problem
    """

    source: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    factor: float = 1.0
    months: float = 1.0
    if_missing: Cell | None = None


@dataclass(frozen=True)
class PeopleMapping:
    """Rules by our column name, and columns that are the same for everyone."""

    columns: Mapping[str, ColumnRule] = field(default_factory=dict)
    constants: Mapping[str, Cell] = field(default_factory=dict)

    def rule(self, name: str) -> ColumnRule:
        return self.columns.get(name, ColumnRule())


def form_of(name: str, declared: Sequence[PeopleColumn]) -> PeopleColumn | None:
    """The form of a column; `wage_monthly@2024` is `wage_monthly` of an earlier year."""
    plain = name.partition("@")[0]
    return next((column for column in declared if column.name == plain), None)


def nearest(name: str, names: Sequence[str]) -> str:
    """A hint with the nearest names, or the first few where none is near."""
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return f"相近的有：{'、'.join(near)}。"
    return f"现有：{'、'.join(names[:12])}{' 等' if len(names) > 12 else ''}。"


def read_mapping(path: Path, declared: Sequence[PeopleColumn]) -> PeopleMapping:
    """Read and check a mapping file; every fault at once."""
    document = read_yaml_file(path)
    if not isinstance(document, Mapping):
        raise refuse("应为“键: 值”的映射。", str(path), "用模板重写。")
    problems: list[Problem] = []
    for key in document:
        if key not in ("columns", "constants"):
            problems.append(Problem(f"不认识的一节“{key}”。", str(path), "可用：columns、constants。"))
    columns = _section(document, "columns", str(path), declared, problems)
    constants = _section(document, "constants", str(path), declared, problems)
    rules = {name: _rule(name, node, f"{path}: columns.{name}", declared, problems) for name, node in columns.items()}
    fixed = {name: _cell(node, f"{path}: constants.{name}", problems) for name, node in constants.items()}
    if problems:
        raise ProblemsFound(problems)
    return PeopleMapping(rules, fixed)


def _section(
    document: Mapping[str, object], key: str, where: str, declared: Sequence[PeopleColumn], problems: list[Problem]
) -> Mapping[str, object]:
    node = document.get(key) or {}
    if not isinstance(node, Mapping):
        problems.append(Problem(f"{key} 应为映射。", where, "写作“我们的列名: 贵方的列名”。"))
        return {}
    for name in node:
        if form_of(str(name), declared) is None:
            names = [column.name for column in declared]
            problems.append(Problem(f"没有列“{name}”。", f"{where}: {key}", nearest(str(name), names)))
    return {str(name): value for name, value in node.items() if form_of(str(name), declared) is not None}


def _rule(name: str, node: object, where: str, declared: Sequence[PeopleColumn], problems: list[Problem]) -> ColumnRule:
    if isinstance(node, str):
        return ColumnRule(source=node)
    if not isinstance(node, Mapping):
        problems.append(Problem("应写贵方的列名，或带 from 的一节。", where))
        return ColumnRule()
    unknown = [str(key) for key in node if key not in RULE_KEYS]
    problems += [Problem(f"不认识的写法“{key}”。", where, f"可用：{'、'.join(RULE_KEYS)}。") for key in unknown]
    column = form_of(name, declared)
    values = node.get("values") or {}
    recodes = {str(key): str(value) for key, value in values.items()} if isinstance(values, Mapping) else {}
    if column is not None and column.categories:
        wrong = [value for value in recodes.values() if value not in (*column.categories, *column.category_labels)]
        hint = f"可用：{'、'.join(column.categories)}。"
        problems += [Problem(f"“{value}”不是{column.label}的类别。", where, hint) for value in wrong]
    missing, (factor, months) = node.get("if_missing"), _factor(node, column, where, problems)
    return ColumnRule(
        source=str(node.get("from", "")),
        values=recodes,
        factor=factor,
        months=months,
        if_missing=None if missing is None else _cell(missing, where, problems),
    )


def _factor(
    node: Mapping[str, object], column: PeopleColumn | None, where: str, problems: list[Problem]
) -> tuple[float, float]:
    """`factor` as given with what `unit` says: 万元/年 into our yuan per month is 10 000 and 12 months."""
    given = node.get("factor", 1)
    if isinstance(given, bool) or not isinstance(given, int | float):
        problems.append(Problem(f"factor“{given}”不是数。", where, "写数值。"))
        return 1.0, 1.0
    unit = str(node.get("unit", ""))
    size, _, per = unit.partition("/")
    if size not in SIZES or per not in ("", "年", "月"):
        problems.append(Problem(f"不认识的单位“{unit}”。", where, "写作 元、千元、万元，可加 /年 或 /月。"))
        return 1.0, 1.0
    ours = column.unit if column is not None else ""
    months = {("年", "month"): 12.0, ("月", "year"): 1 / 12}.get((per, ours.rpartition(" per ")[2]), 1.0)
    return float(given) * SIZES[size], months


def _cell(node: object, where: str, problems: list[Problem]) -> Cell:
    if isinstance(node, bool):
        return float(node)
    if isinstance(node, str | int | float):
        return node if isinstance(node, str) else float(node)
    problems.append(Problem(f"“{node}”不是文字或数值。", where, "写一个值。"))
    return 0.0


def mapping_template() -> str:
    """The mapping file with every column, its label, unit and categories: to be cut down by the user."""
    lines = [
        "# 人口文件的对照表：一人一行，户的各列在同户每一行写同样的值。",
        "# columns 左边是本系统的列名，右边是贵方的列名；同名或中文名相同的列不必写。标“必填”的列不能缺。",
        "# 复杂写法：wage_monthly: {from: 年工资, unit: 万元/年, if_missing: 0}",
        "#           hukou: {from: 户口性质, values: {1: urban, 2: rural}}",
        "# 往年的值：wage_monthly@2024: 上年月工资",
        "columns:",
    ]
    seen: set[str] = set()
    for title, columns in (
        ("人", PERSON_COLUMNS),
        ("户", HOUSEHOLD_COLUMNS),
        ("重点群体：本市已有认定的", GROUP_FLAGS),
    ):
        lines.append(f"  # ---- {title} ----")
        for column in columns:
            if column.name not in seen:
                lines.append(f"  # {column.name}: {column.label}    # {_explained(column)}")
            seen.add(column.name)
    lines += ["# 全体相同的列写在这里：", "constants:", "  # residence: urban"]
    return "\n".join(lines) + "\n"


UNIT_WORDS = {
    "yuan per month": "元/月",
    "yuan per year": "元/年",
    "yuan": "元",
    "years": "年",
    "mu": "亩",
    "share": "0至1的比例",
    "children": "人",
    "ratio": "比值",
    "households": "户",
    "grade": "级",
}


def _explained(column: PeopleColumn) -> str:
    words = [column.kind.label]
    if column.categories:
        pairs = zip(column.categories, column.category_labels, strict=True)
        words.append("、".join(f"{name}={label}" for name, label in pairs))
    if column.kind is Kind.MONTH:
        words.append("写作 1985-03")
    words += [UNIT_WORDS[column.unit]] if column.unit in UNIT_WORDS else []
    words += ["必填"] if column.is_required else []
    return re.sub(r"\s+", " ", "；".join(words))
