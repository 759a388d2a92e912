"""The fields of a read plan that a person may correct: names, choices, and how a typed text is settled."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from zengshou.plan.model import GroupKind, Operator, PriceBasis, TargetKind

GROUP, TASK, TARGET = "group", "task", "target"
LONGEST = 128
SEPARATORS = re.compile(r"[、，,；;\n]+")
YEAR = re.compile(r"(?:19|20)\d\d")
OPERATORS = {
    Operator.REACH: "达到",
    Operator.AT_LEAST: "不低于",
    Operator.AT_MOST: "不超过",
    Operator.GREATER: "快于",
    Operator.ALL: "全部",
    Operator.MULTIPLE: "倍数",
    Operator.INCREMENT: "新增",
    Operator.RISE: "提高",
    Operator.FALL: "降低",
}
YES, NO = "是", "否"


class Unreadable(ValueError):
    """What is wrong with a typed value, in Chinese."""


@dataclass(frozen=True)
class Field:
    """One field. form: text, names, year, number or choice; choices: stored value -> word for people"""

    key: str
    title: str
    form: str = "text"
    is_required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)

    def settled(self, typed: str) -> str:
        """The text as it is kept. Raises  Unreadable"""
        text = " ".join(unicodedata.normalize("NFC", typed).split())
        if not text:
            if self.is_required:
                raise Unreadable(f"{self.title}不能为空")
            return ""
        if self.form == "choice":
            return self._choice(text)
        if self.form == "names":
            return _names(self.title, typed)
        if self.form == "year":
            return _year(self.title, text)
        if self.form == "number":
            return _number(self.title, text)
        if len(text) > LONGEST:
            raise Unreadable(f"{self.title}不超过{LONGEST}字，读到{len(text)}字")
        return text

    def shown(self, value: str) -> str:
        """The value as people read it."""
        return self.choices.get(value, value)

    def _choice(self, text: str) -> str:
        for value, word in self.choices.items():
            if text in (value, word):
                return value
        raise Unreadable(f"{self.title}应为{'、'.join(self.choices.values())}之一，读到“{text[:40]}”")


def _names(title: str, typed: str) -> str:
    names = list(dict.fromkeys(name.strip() for name in SEPARATORS.split(typed) if name.strip()))
    if not names:
        raise Unreadable(f"{title}没有写明单位，读到“{typed.strip()[:40]}”")
    for name in names:
        if len(name) > LONGEST:
            raise Unreadable(f"单位名称不超过{LONGEST}字，读到{len(name)}字")
    return "、".join(names)


def _year(title: str, text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).removesuffix("年").strip()
    if not YEAR.fullmatch(narrow):
        raise Unreadable(f"{title}应为四位年份，如 2026，读到“{text[:40]}”")
    return narrow


def _number(title: str, text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).replace(",", "")
    try:
        number = float(narrow)
    except ValueError:
        raise Unreadable(f"{title}应为数字，读到“{text[:40]}”") from None
    if not math.isfinite(number):
        raise Unreadable(f"{title}应为数字，读到“{text[:40]}”")
    return number_text(number)


def number_text(number: float) -> str:
    """Whole numbers without a point, others as short as they are exact."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


FIELDS: Mapping[str, tuple[Field, ...]] = {
    GROUP: (
        Field("title", "名称", is_required=True),
        Field("kind", "性质", "choice", True, {kind.value: kind.label for kind in GroupKind}),
    ),
    TASK: (
        Field("title", "标题", is_required=True),
        Field("lead", "牵头单位", "names", is_required=True),
        Field("cooperating", "配合单位", "names"),
        Field("due", "完成时限", "year"),
    ),
    TARGET: (
        Field("subject", "目标对象"),
        Field("kind", "类型", "choice", True, {kind.value: kind.label for kind in TargetKind}),
        Field("operator", "关系", "choice", True, {each.value: word for each, word in OPERATORS.items()}),
        Field("value", "数值", "number", is_required=True),
        Field("unit", "单位"),
        Field("deadline", "期限", "year"),
        Field("start_year", "起算年", "year"),
        Field("start_value", "起点值", "number"),
        Field("base_year", "基年", "year"),
        Field("price_basis", "价格口径", "choice", True, {basis.value: basis.label for basis in PriceBasis}),
        Field("hold", "须保持", "choice", True, {"true": YES, "false": NO}),
        Field("reference", "比照对象"),
    ),
}


def field_of(kind: str, key: str) -> Field | None:
    return next((each for each in FIELDS[kind] if each.key == key), None)
