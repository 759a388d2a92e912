"""A rule as a formula in words: the rule itself, run on numbers of which nothing is known but the name."""

import dataclasses
from dataclasses import dataclass
from typing import cast

from zengshou.policy.column import Unit
from zengshou.policy.lawbook import BUILT_IN, Lawbook
from zengshou.policy.rule import Argument, Read, Rule
from zengshou.policy.span import LIMIT, Maybe, Span, span_of

SO_FAR = "本年以前各月的累计数"


@dataclass(frozen=True)
class NamedTable:
    """A schedule or a look-up of which only the name is told."""

    label: str

    def tax(self, x: object) -> Span:
        return self._of(x)

    def rate(self, x: object) -> Span:
        return self._of(x, "的税率")

    def quick(self, x: object) -> Span:
        return self._of(x, "的速算扣除数")

    def at(self, x: object) -> Span:
        return self._of(x)

    def interpolate(self, x: object) -> Span:
        return self._of(x)

    def _of(self, x: object, what: str = "") -> Span:
        return Span(-LIMIT, LIMIT, f"按“{self.label}”查({span_of(x).text}){what}")


def formula_of(rule: Rule, book: Lawbook) -> str:
    """The formula of one version of a rule; of a scan, the step of one month."""
    arguments = [_named(argument, rule, book) for argument in rule.arguments]
    if rule.is_scan:
        result = cast(tuple[object, object], rule.function(_so_far(rule.start), *arguments))[1]
    else:
        result = rule.function(*arguments)
    return _bare(result.text if isinstance(result, Span | Maybe) else span_of(result).text)


def label_of(name: str, rule: Rule, book: Lawbook) -> str:
    """The label of an argument: of a column, or of the parameter it stands for."""
    read = rule.reads.get(name)
    if read is None and (book.has_column(name) or name in BUILT_IN):
        return book.label(name)
    wanted = read.parameter if isinstance(read, Read) else read or name
    full = wanted if "." in wanted else f"{book.law_of.get(rule.name, '')}.{wanted}"
    placed = book.parameters.get(full, ())
    return placed[-1].label if placed else name


def _named(argument: Argument, rule: Rule, book: Lawbook) -> object:
    label = label_of(argument.name, rule, book)
    if argument.unit in (None, Unit.SCHEDULE, Unit.LOOKUP):
        return NamedTable(label)
    if argument.unit is Unit.FLAG:
        return Maybe(False, True, label)
    if argument.unit is Unit.CATEGORY:
        column = book.inputs.get(argument.name)
        words = column.words if column is not None else ()
        return Span(0, max(len(words) - 1, 1), label, names=words)
    return Span(-LIMIT, LIMIT, label)


def _so_far(start: object) -> object:
    """The state of a scan of which nothing is known."""
    if not dataclasses.is_dataclass(start) or isinstance(start, type):
        return Span(-LIMIT, LIMIT, SO_FAR)
    fields = {field.name: Span(-LIMIT, LIMIT, SO_FAR) for field in dataclasses.fields(start)}
    return dataclasses.replace(start, **fields)


def _bare(text: str) -> str:
    """The text without brackets around the whole of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]
