"""Which column of a file is the name, the number, the birth date: by a mapping file, or by the words of the header."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.records.linkage.prepare import GIVEN
from zengshou.store.table import Table
from zengshou.store.yaml_files import read_yaml_file

LABELS: Mapping[str, str] = {
    "name": "姓名",
    "number": "身份号码",
    "birth": "出生日期",
    "sex": "性别",
    "area": "区划代码",
    "address": "地址",
    "phone": "电话",
}
# A header is taken for a column where it is one of the words, or else holds one; the first word that fits decides.
HEADER_WORDS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "公民身份号码",
        "身份证号码",
        "身份证号",
        "证件号码",
        "身份号码",
        "身份证",
        "证件号",
        "id_no",
        "idcard",
        "number",
    ),
    "name": ("姓名", "名字", "户主姓名", "申请人", "name"),
    "birth": ("出生日期", "出生年月日", "出生年月", "生日", "birth"),
    "sex": ("性别", "sex", "gender"),
    "area": ("行政区划代码", "区划代码", "地区代码", "area"),
    "address": ("户籍地址", "家庭住址", "现住址", "居住地址", "住址", "地址", "address"),
    "phone": ("手机号码", "联系电话", "手机号", "手机", "电话", "phone", "mobile"),
}
SIDES = ("a", "b")


@dataclass(frozen=True)
class LinkColumns:
    """Our column -> the file's own, and how it was found."""

    columns: Mapping[str, str]
    is_detected: bool

    def in_words(self) -> str:
        how = "按表头识别" if self.is_detected else "按对照表"
        pairs = "、".join(f"{LABELS[name]}←“{column}”" for name, column in self.columns.items())
        missing = "、".join(LABELS[name] for name in GIVEN if name not in self.columns)
        return f"{how}：{pairs}{f'；没有：{missing}' if missing else ''}。"


def detected_columns(table: Table) -> LinkColumns:
    """By the header alone; each column of the file serves once.

    Raises  ProblemsFound: neither a name nor a number is recognised
    """
    found: dict[str, str] = {}
    for is_whole in (True, False):
        for name, words in HEADER_WORDS.items():
            free = [column for column in table.names if column not in found.values()]
            column = _first_fit(free, words, is_whole)
            if name not in found and column is not None:
                found[name] = column
    if "name" not in found and "number" not in found:
        shown = "、".join(table.names[:12])
        raise refuse(f"表头中认不出姓名或身份号码。现有列：{shown}。", table.source, "用 --map 指明各列。")
    return LinkColumns({name: found[name] for name in GIVEN if name in found}, True)


def _first_fit(columns: list[str], words: tuple[str, ...], is_whole: bool) -> str | None:
    for word in words:
        for column in columns:
            plain = column.strip().lower()
            if plain == word or (not is_whole and word in plain):
                return column
    return None


def mapped_columns(path: Path, table: Table, side: str) -> LinkColumns:
    """By a mapping file: `name: 姓名` and so on, for both files or apart under `a:` and `b:`.

    Raises  ProblemsFound: unknown keys, columns that the file lacks, every fault at once
    """
    document = read_yaml_file(path)
    if not isinstance(document, Mapping):
        raise refuse("应为“键: 值”的映射，如 name: 姓名。", str(path), "可用的键：" + "、".join(GIVEN))
    part = document.get(side, document) if set(document) <= set(SIDES) else document
    if not isinstance(part, Mapping):
        raise refuse(f"“{side}”一节应为“键: 值”的映射。", str(path), "可用的键：" + "、".join(GIVEN))
    problems = [
        Problem(f"不认识的键“{key}”。", str(path), "可用：" + "、".join(GIVEN)) for key in part if key not in GIVEN
    ]
    problems += [
        Problem(f"文件 {table.source} 没有列“{column}”。", f"{path}: {key}", f"现有：{'、'.join(table.names[:12])}。")
        for key, column in part.items()
        if key in GIVEN and column not in table.names
    ]
    if not problems and not {"name", "number"} & set(part):
        problems.append(Problem("没有指明姓名列或身份号码列。", str(path), "至少写一个。"))
    if problems:
        raise ProblemsFound(problems)
    return LinkColumns({name: str(part[name]) for name in GIVEN if name in part}, False)


def given_columns(table: Table, found: LinkColumns) -> pl.DataFrame:
    """The file's columns under our names, as text."""
    return table.frame.select(pl.col(column).cast(pl.String).alias(name) for name, column in found.columns.items())
