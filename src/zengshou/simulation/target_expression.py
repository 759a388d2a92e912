"""A target as people write it, `EXPR = VALUE`: numbers, names, + - * / and brackets. Parsed, never evaluated as code.

target    = sum ( "=" | "<=" | ">=" ) sum
sum       = product { ("+" | "-") product }
product   = factor { ("*" | "/") factor }
factor    = number | name | "-" factor | "(" sum ")"
number    = digits [ "%" | "万" | "亿" ]
name      = letters, digits and _ with parts joined by ".", then "[cell]" and "@area" where they are needed
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.problem import ProblemsFound, refuse

EXAMPLES = "例如 poverty_rate = 0.05，或 cost <= 2亿。"
LONGEST = 300
DEEPEST = 30
SCALES = {"": 1.0, "%": 0.01, "万": 1e4, "亿": 1e8}
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?P<scale>[%万亿]?)"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*(?:\[\w+\])?(?:@\w+(?:\.\w+)*)?)"
    r"|(?P<sign><=|>=|[-+*/()=]))"
)
WRITTEN = str.maketrans({"≤": "<=", "≥": ">=", "×": "*", "÷": "/", "−": "-"})
Values = Callable[[str], float]


class Relation(Enum):
    """How the two sides should stand."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="

    @property
    def words(self) -> str:
        return {"=": "等于", "<=": "不高于", ">=": "不低于"}[self.value]


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    text: str


@dataclass(frozen=True)
class Operation:
    """sign is one of + - * /"""

    sign: str
    left: "Expression"
    right: "Expression"


Expression = Number | Name | Operation


@dataclass(frozen=True)
class Target:
    """text  as it was written"""

    text: str
    left: Expression
    relation: Relation
    right: Expression

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of both sides, once each, in order."""
        return tuple(dict.fromkeys((*names_of(self.left), *names_of(self.right))))


def names_of(expression: Expression) -> tuple[str, ...]:
    """The names of an expression, in order, once each."""
    match expression:
        case Name():
            return (expression.text,)
        case Operation():
            return tuple(dict.fromkeys((*names_of(expression.left), *names_of(expression.right))))
        case Number():
            return ()


def value_of(expression: Expression, values: Values) -> float:
    """The number an expression comes to.

    Raises  ProblemsFound: division by zero, or what `values` raises for a name
    """
    match expression:
        case Number():
            return expression.value
        case Name():
            return values(expression.text)
        case Operation():
            left, right = value_of(expression.left, values), value_of(expression.right, values)
            match expression.sign:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
            if right == 0:
                raise refuse("目标式的分母为零。", "目标式", "请检查分母所用的指标。")
            return left / right


def read_target(text: str) -> Target:
    """The target of a line of text.

    Raises  ProblemsFound with the place where it cannot be read
    """
    if len(text) > LONGEST:
        raise refuse(f"目标式有{len(text)}个字，最长{LONGEST}个。", "目标式", EXAMPLES)
    reader = _Reader(text, _tokens(unicodedata.normalize("NFKC", text).translate(WRITTEN)))
    left = reader.sum()
    sign = reader.take()
    if sign not in {relation.value for relation in Relation}:
        raise reader.fault("目标式中应有一个“=”“<=”或“>=”")
    right = reader.sum()
    if reader.peek():
        raise reader.fault("目标式在此处应结束")
    return Target(text.strip(), left, Relation(sign), right)


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text) of every token; kind is number, name or sign."""
    found: list[tuple[str, str]] = []
    place = 0
    rest = len(text.rstrip())
    while place < rest:
        match = TOKEN.match(text, place)
        if match is None:
            raise refuse(f"目标式第{place + 1}个字起无法识别：“{text[place:].strip()[:12]}”。", "目标式", EXAMPLES)
        if match["number"]:
            found.append(("number", repr(float(match["number"]) * SCALES[match["scale"]])))
        else:
            found.append(("name", match["name"]) if match["name"] else ("sign", match["sign"]))
        place = match.end()
    return found


class _Reader:
    """Reads tokens from left to right, one rule of the grammar a method."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def peek(self) -> str:
        """The sign that comes next; another token or the end is no sign."""
        if self.place >= len(self.tokens):
            return ""
        kind, text = self.tokens[self.place]
        return text if kind == "sign" else f"{kind} {text}"

    def take(self) -> str:
        found = self.peek()
        self.place += 1
        return found

    def fault(self, found: str) -> ProblemsFound:
        read = " ".join(text for _, text in self.tokens[: max(self.place, 1)])
        return refuse(f"{found}，读到“{read}”。", "目标式", EXAMPLES)

    def sum(self) -> Expression:
        made = self.product()
        while self.peek() in ("+", "-"):
            made = Operation(self.take(), made, self.product())
        return made

    def product(self) -> Expression:
        made = self.factor()
        while self.peek() in ("*", "/"):
            made = Operation(self.take(), made, self.factor())
        return made

    def factor(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise refuse(f"目标式的括号和负号套得太深，最多{DEEPEST}层。", "目标式", EXAMPLES)
        made = self._factor()
        self.depth -= 1
        return made

    def _factor(self) -> Expression:
        token = self.take()
        kind, _, text = token.partition(" ")
        if kind == "number":
            return Number(float(text))
        if kind == "name":
            return Name(text)
        if token == "-":
            return Operation("-", Number(0.0), self.factor())
        if token == "(":
            made = self.sum()
            if self.take() != ")":
                raise self.fault("括号没有合上")
            return made
        raise self.fault("此处应为数字、名称或括号")
