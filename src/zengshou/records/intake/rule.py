"""The twenty register rules as data: severity, sentences, thresholds, version and owner come from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

import polars as pl

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.reading import Reader
from zengshou.records.intake.findings import FINDING_SCHEMA, Code, Severity

RULE_IDS = range(1, 21)
# These only ask: a doubt about a person, not about the data, must not keep the person's row out.
ONLY_CONFIRM = frozenset({6, 11, 12, 13, 14, 15, 17, 18, 20})


@dataclass(frozen=True)
class Rule:
    """One rule.

    messages    code -> sentence with places for words: `{label}`
    numbers     thresholds by name;  words  lists of codes or statuses by name
    status      how far thresholds and source were checked
    """

    id: int
    label: str
    severity: Severity
    version: int
    owner: str
    source: str
    status: Status
    messages: Mapping[str, str]
    numbers: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


Rules = Mapping[int, Rule]


def load_rules(document: object, where: str) -> Rules:
    """The rules of a parsed YAML document, all twenty.

    Raises  ProblemsFound: faults of shape, a missing or doubled rule, a rule that may only ask but would block
    """
    problems: list[Problem] = []
    top = Reader(document, where, problems)
    rules = [_rule(row) for row in top.rows("rules")]
    top.finish()
    found = [rule.id for rule in rules]
    for number in RULE_IDS:
        if found.count(number) != 1:
            problems.append(Problem(f"规则 {number} 出现了 {found.count(number)} 次。", where, "每条规则写一次。"))
    if problems:
        raise ProblemsFound(problems)
    return {rule.id: rule for rule in rules}


def _rule(row: Reader) -> Rule:
    number = row.integer("id", min(RULE_IDS), max(RULE_IDS))
    severity = row.choice("severity", Severity)
    if number in ONLY_CONFIRM and severity is Severity.BLOCK:
        row.report(f"规则 {number} 只能请人确认，不能拦截。", "改为 C 或 I。", "severity")
    messages = row.words("messages")
    known = {code.value for code in Code}
    for code in messages.keys() - known:
        row.report(f"不认识的代码“{code}”。", "代码见 findings.py。", "messages")
    numbers = row.value("numbers") or {}
    inner = row.inner("words") if row.has("words") else None
    given = row.value("words")
    words = {str(name): inner.texts(str(name)) for name in given} if inner and isinstance(given, Mapping) else {}
    found = Rule(
        id=number,
        label=row.text("label"),
        severity=severity,
        version=row.integer("version", 1, 9999),
        owner=row.text("owner"),
        source=row.text("source"),
        status=row.choice("status", Status),
        messages=messages,
        numbers={str(name): float(str(value)) for name, value in numbers.items()}
        if isinstance(numbers, Mapping)
        else {},
        words=words,
    )
    row.finish()
    return found


def sentence(rule: Rule, code: Code, **words: str) -> str:
    """The sentence of a code with its words filled in."""
    return rule.messages[code.value].format(**words)


def hits(
    rows: pl.DataFrame,
    rule: Rule,
    code: Code,
    *,
    field: str = "",
    letter: str = "",
    **words: str | pl.Expr,
) -> pl.DataFrame:
    """A finding for each of these rows.

    rows     with a column `row`
    letter   the column's letter in the file, "" for a finding that has no cell
    words    of the sentence: the same text for all, or an expression over `rows`
    Returns  frame of FINDING_SCHEMA
    """
    cell = pl.concat_str(pl.lit(letter), pl.col("row").cast(pl.String)) if letter else pl.lit("")
    return rows.select(
        pl.col("row").cast(pl.Int64),
        rule=pl.lit(rule.id, pl.Int64),
        code=pl.lit(code.value),
        severity=pl.lit(rule.severity.value),
        field=pl.lit(field),
        cell=cell,
        message=_message(rule.messages[code.value], words),
    ).cast(FINDING_SCHEMA)


def _message(template: str, words: Mapping[str, str | pl.Expr]) -> pl.Expr:
    """The sentence of each row; a template without its word is a fault of the caller and raises KeyError."""
    parts: list[pl.Expr] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(pl.lit(literal))
        if name is not None:
            word = words[name]
            parts.append(pl.lit(word) if isinstance(word, str) else word.cast(pl.String))
    return pl.concat_str(parts, ignore_nulls=True)
