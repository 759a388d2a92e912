"""A calculation as an officer writes it down: what is known, which values hold, numbered steps, the result.

Made from the tree of an explanation. What is zero from nothing but zeros is named once and not told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zengshou.concepts.period import month_name
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.reason import WANTED, Measure
from zengshou.policy.schedule import Table
from zengshou.policy.trace import Compared, TraceNode, parameter_text
from zengshou.services.policy.category_words import CategoryWords, entries_in_words

HOUSEHOLD = "全家"
HOLDS = {
    "<": lambda d: d < 0,
    "≤": lambda d: d <= 0,
    ">": lambda d: d > 0,
    "≥": lambda d: d >= 0,
    "=": lambda d: d == 0,
    "≠": lambda d: d != 0,
}
AGE = "本月 − 出生年月"
AGE_TEST = re.compile(rf"{AGE} ([<>≤≥=]) ([\d,]+)")
SUMS = ("家庭合计", "全年合计")


@dataclass(frozen=True)
class WrittenStep:
    """One step.

    formula  in words; figures: the same with values; empty where it says no more than the result
    law      the article, with the day since which this version holds
    tests    each test that was made, and how far from the line
    """

    number: int
    title: str
    formula: str
    figures: str
    result: str
    law: str
    branches: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class WrittenValue:
    """A legal value that was used: what it is, since when, where it stands, how far it may be trusted."""

    label: str
    value: str
    since: str
    source: str
    status: str


@dataclass(frozen=True)
class Calculation:
    """The whole sheet.

    facts   (who, what is known of them)
    folded  what is zero and was not told
    """

    title: str
    result: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    values: tuple[WrittenValue, ...]
    steps: tuple[WrittenStep, ...]
    folded: tuple[str, ...]


@dataclass
class _Sheet:
    """The sheet while it is written."""

    facts: dict[str, dict[str, TraceNode]] = field(default_factory=dict)
    values: dict[tuple[str, str], ParameterUse] = field(default_factory=dict)
    told: list[TraceNode] = field(default_factory=list)
    folded: dict[str, None] = field(default_factory=dict)
    # Nodes are told in full once and then by reference, so that a fold must know the whole of what it folds.
    full: dict[str, TraceNode] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)


def written(tree: TraceNode, words: CategoryWords) -> Calculation:
    """The sheet of one explanation; `words` names the categories of tables."""
    sheet = _Sheet(full={node.id: node for node in _nodes(tree) if not node.reference})
    _write(sheet, tree, None)
    facts = tuple((who, _fact_lines(tuple(known.values()))) for who, known in sheet.facts.items())
    values = tuple(_value(use, words) for use in sheet.values.values())
    steps = tuple(_step(number, group) for number, group in enumerate(_groups(sheet.told), start=1))
    return Calculation(_title((tree,)), amount(tree), facts, values, steps, tuple(sheet.folded))


def amount(node: TraceNode) -> str:
    """A value as people write it: amounts to the fen, truths as 是 and 否, months as months."""
    if node.unit == "flag":
        return "是" if node.value else "否"
    if node.unit == "category":
        return node.formula or f"{node.value:g}"
    if node.unit == "yuan":
        return f"{node.value:,.2f}元".replace("-", "−")
    if node.name.endswith("_month"):
        return month_name(int(node.value)) if node.value else "没有"
    return f"{node.value:,.6f}".rstrip("0").rstrip(".").replace("-", "−")


def _nodes(node: TraceNode) -> Iterator[TraceNode]:
    yield node
    for child in node.inputs:
        yield from _nodes(child)


def _title(nodes: tuple[TraceNode, ...]) -> str:
    """The label, with whose it is and when: several members or months that came out alike stand together."""
    members = tuple(dict.fromkeys(node.member for node in nodes if node.member))
    periods = sorted({node.period for node in nodes if node.period})
    when = f"{periods[0]}至{periods[-1]}" if len(periods) > 1 else "".join(periods)
    about = "，".join(part for part in ("、".join(members), when) if part)
    return f"{nodes[0].label}（{about}）" if about else nodes[0].label


def _groups(told: list[TraceNode]) -> list[tuple[TraceNode, ...]]:
    """Steps that say the same: of one member in several months, and truths of several members."""
    months: dict[tuple[object, ...], list[TraceNode]] = {}
    for node in told:
        key = (node.name, node.member, node.value, node.formula, node.figures, node.law, node.branch, node.notes)
        months.setdefault(key, []).append(node)
    members: dict[tuple[object, ...], list[TraceNode]] = {}
    for number, group in enumerate(months.values()):
        first = group[0]
        alike = (first.name, first.value, first.branch, first.compared, tuple(node.period for node in group))
        members.setdefault(alike if first.unit == "flag" else (number,), []).extend(group)
    return [tuple(group) for group in members.values()]


def _write(sheet: _Sheet, told: TraceNode, parent: TraceNode | None) -> None:
    """What a node rests on first, then the node itself."""
    node = sheet.full[told.id]
    if node.id in sheet.done:
        return
    if parent is not None and _is_folded(sheet, node, parent):
        sheet.folded[node.label] = None
        return
    sheet.done.add(node.id)
    if not node.law and not node.inputs and not node.parameters:
        _note_fact(sheet, node)
        return
    for child in node.inputs:
        _write(sheet, child, node)
    for use in node.parameters:
        sheet.values.setdefault((use.label, use.since), use)
    if node.law or len(node.inputs) > 1:
        sheet.told.append(node)


def _is_folded(sheet: _Sheet, node: TraceNode, parent: TraceNode) -> bool:
    """A zero that adds nothing: under a result that is not zero, or itself made of nothing but zeros."""
    if node.value != 0 or node.unit in ("flag", "category"):
        return False
    is_beside_the_point = parent.value != 0 and parent.unit not in ("flag",)
    return is_beside_the_point or node.is_folded or _is_zero_throughout(sheet, node)


def _is_zero_throughout(sheet: _Sheet, node: TraceNode) -> bool:
    full = sheet.full[node.id]
    return full.value == 0 and all(_is_zero_throughout(sheet, child) for child in full.inputs)


def _note_fact(sheet: _Sheet, node: TraceNode) -> None:
    if node.name in ("this_month", "this_year", "month_of_year"):
        return
    sheet.facts.setdefault(node.member or HOUSEHOLD, {})[node.id] = node


def _fact_lines(known: tuple[TraceNode, ...]) -> tuple[str, ...]:
    """What is known of one member; what was denied stands together at the end."""
    denied = [node.label for node in known if node.unit == "flag" and not node.value]
    lines = [f"{node.label}：{amount(node)}" for node in known if node.unit != "flag" or node.value]
    return tuple(dict.fromkeys((*lines, *((f"以下均为“否”：{'、'.join(dict.fromkeys(denied))}",) if denied else ()))))


def _step(number: int, group: tuple[TraceNode, ...]) -> WrittenStep:
    node = group[0]
    law = f"{node.law}（{node.since}起施行）" if node.law and node.since else node.law
    formula, figures = (node.formula, node.figures) if node.law else _edge_words(node)
    is_plain = formula in ("", node.label) or node.unit == "flag"
    return WrittenStep(
        number,
        _title(group),
        formula if node.unit != "flag" else "",
        "" if is_plain or figures == _bare(amount(node)) else figures,
        amount(node),
        law,
        tuple(_in_years(text) for text in (*node.branch, *node.notes)),
        tuple(sentence for test in node.compared if (sentence := told_test(test))),
    )


def _bare(text: str) -> str:
    return text.removesuffix("元").removesuffix(".00")


def _edge_words(node: TraceNode) -> tuple[str, str]:
    """A sum or a mean of what stands before it, in words and in figures."""
    counts_truths = all(child.unit == "flag" for child in node.inputs)
    inputs = [child for child in node.inputs if counts_truths or child.unit != "flag"]
    labels = tuple(dict.fromkeys(child.label for child in node.inputs))
    if counts_truths:
        return f"{node.formula}：{'、'.join(labels)}", f"{sum(child.value != 0 for child in inputs)}人为“是”"
    shown = [amount(child).removesuffix("元") for child in inputs]
    words = f"{node.formula}：{'、'.join(labels)}"
    if node.formula in SUMS and len(shown) <= 12 and (node.formula in SUMS[:1] or len(shown) == 12):
        return words, " + ".join(shown)
    return words, ""


def told_test(test: Compared) -> str:
    """A test in words, with how far from the line; empty where a limit did not bind."""
    if test.left == AGE:
        return _age_sentence(test)
    far = f"{abs(test.difference):,.2f}".rstrip("0").rstrip(".")
    if test.sign in ("不低于", "不高于"):
        is_binding = test.difference < 0 if test.sign == "不低于" else test.difference > 0
        word = "低于" if test.sign == "不低于" else "高于"
        return f"{test.left} {word} {test.right}，按 {test.right} 计" if is_binding else ""
    holds = HOLDS[test.sign](test.difference)
    answer = "是" if holds else "否"
    if test.sign in ("=", "≠") and not test.right.replace(",", "").replace(".", "").isdigit():
        return f"{test.left} {'是' if test.sign == '=' else '不是'} {test.right}？{answer}"
    gap = "恰好相等" if test.difference == 0 else f"{'高出' if test.difference > 0 else '低了'} {far}"
    return f"{test.left} {WANTED[test.sign]} {test.right}？{answer}，{gap}"


def _age_sentence(test: Compared) -> str:
    """A test of the months since somebody was born, told in years."""
    months = test.right.replace(",", "")
    line = Measure.AGE.written(float(months)) if months.isdecimal() else test.right
    answer = "是" if HOLDS[test.sign](test.difference) else "否"
    gap = "超过" if test.difference > 0 else "还差" if test.difference < 0 else "恰好"
    far = Measure.AGE.written(abs(test.difference)) if test.difference else ""
    return f"年龄 {WANTED[test.sign]} {line}？{answer}，{gap}{f' {far}' if far else ''}"


def _in_years(text: str) -> str:
    """The same for the words of a branch or a formula."""
    return AGE_TEST.sub(lambda found: f"年龄 {found[1]} {Measure.AGE.written(float(found[2].replace(',', '')))}", text)


def _value(use: ParameterUse, words: CategoryWords) -> WrittenValue:
    source = str(use.citation) or "没有列出文件"
    text = parameter_text(use)
    if isinstance(use.value, Table):
        text = "、".join(f"{word} {number:,.6g}" for word, number in entries_in_words(use.value, words))
    return WrittenValue(use.label, text, use.since, source, use.status.label)
