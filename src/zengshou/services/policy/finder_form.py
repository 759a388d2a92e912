"""The finder's answers as the fields of a form, both ways: they travel with the form and are kept nowhere.

Fields: `members`; `seen` (one a column that was asked); `asked` (one a column of the page just filled in);
`q.COLUMN` for the household, `q.COLUMN.ROW` for a member. What cannot be read comes back as problems by field.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.concepts.period import month_name, parse_month
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import Entity
from zengshou.policy.lawbook import Lawbook
from zengshou.services.policy.finder_law import finder_law
from zengshou.services.policy.finder_pages import MEMBERS, MOST_MEMBERS, Answers, Ask, Question, question_of

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FieldProblem:
    """A problem and the field of the form that it stands at."""

    field: str
    problem: Problem


def field_of(name: str, is_person: bool, row: int) -> str:
    """The name of the field of one answer."""
    return f"q.{name}.{row}" if is_person else f"q.{name}"


def read_answers(book: Lawbook, fields: Fields, is_skipped: bool = False) -> tuple[Answers, tuple[FieldProblem, ...]]:
    """The answers of a form.

    is_skipped  what the page just shown asked is left open
    """
    given = dict(fields)
    asked = [text for name, text in fields if name == "asked" and (text in book.inputs or text == MEMBERS)]
    seen = {text for name, text in fields if name == "seen" and (text in book.inputs or text == MEMBERS)}
    problems: list[FieldProblem] = []
    members = _members(given, problems)
    values: dict[str, tuple[float | None, ...]] = {}
    for name in dict.fromkeys([*seen, *asked]):
        if name not in book.inputs:
            continue
        question, is_new = question_of(name, book.inputs[name]), name in asked
        values[name] = _row_values(question, given, members, is_new, is_skipped and is_new, problems)
    if MEMBERS in asked and given.get("before", str(members)) != str(members):
        # Somebody came or went: what was asked of each member has to be asked again.
        kept = {name for name in seen if name in book.inputs and book.inputs[name].type.entity is Entity.HOUSEHOLD}
        seen = kept | {MEMBERS}
    names = seen | set(asked)
    return Answers(members, {name: values[name] for name in names if name in values}, frozenset(names)), tuple(problems)


def hidden_fields(book: Lawbook, answers: Answers) -> tuple[tuple[str, str], ...]:
    """What the next form carries along, so that nothing need be kept anywhere else."""
    fields = [(MEMBERS, str(answers.members)), *(("seen", name) for name in sorted(answers.seen))]
    for name in sorted(answers.given):
        question = question_of(name, book.inputs[name])
        for row, value in enumerate(answers.given[name]):
            if value is not None:
                fields.append((field_of(name, question.is_person, row), as_text(question, value)))
    return tuple(fields)


def typed_texts(fields: Fields) -> Mapping[str, str]:
    """What the form held, field by field, to be shown again beside what was wrong with it."""
    return {name: text for name, text in fields if name.startswith("q.") or name == MEMBERS}


def as_text(question: Question, value: float) -> str:
    """A value as the form's field holds it; no month at all is written 0."""
    if question.ask is Ask.MONTH and value:
        return month_name(int(value))
    return repr(value).removesuffix(".0")


def in_words(question: Question, value: float | None) -> str:
    """A value as the page of all answers shows it."""
    if value is None:
        return "没有回答"
    if question.ask is Ask.FLAG:
        return "是" if value else "否"
    if question.ask is Ask.CATEGORY:
        return dict(question.choices).get(str(int(value)), "")
    if question.ask is Ask.MONTH:
        return as_text(question, value) if value else "没有"
    return f"{value:,.10g}{question.unit}"


def _members(given: Mapping[str, str], problems: list[FieldProblem]) -> int:
    text = unicodedata.normalize("NFKC", given.get(MEMBERS, "1")).strip()
    if text.isdecimal() and 1 <= int(text) <= MOST_MEMBERS:
        return int(text)
    found = f"家里人数应为1至{MOST_MEMBERS}，读到“{text}”。" if text else "没有填写家里有几口人。"
    problems.append(FieldProblem(MEMBERS, Problem(found, "家里有几口人", "请填整数，例如 3。")))
    return 1


def _row_values(
    question: Question,
    given: Mapping[str, str],
    members: int,
    is_new: bool,
    is_skipped: bool,
    problems: list[FieldProblem],
) -> tuple[float | None, ...]:
    rows = range(members if question.is_person else 1)
    if is_skipped:
        return tuple(None for _ in rows)
    return tuple(_value(question, given, row, is_new, problems) for row in rows)


def _value(
    question: Question, given: Mapping[str, str], row: int, is_new: bool, problems: list[FieldProblem]
) -> float | None:
    field = field_of(question.name, question.is_person, row)
    text = unicodedata.normalize("NFKC", given.get(field, "")).strip()
    if not text:
        return _blank(question, field, is_new, problems)
    try:
        value = _parsed(question, text)
    except (ValueError, ProblemsFound):
        found = f"读不懂“{text}”。"
        problems.append(FieldProblem(field, Problem(found, question.text, _how(question))))
        return None
    if not question.least <= value <= question.most and not (question.ask is Ask.MONTH and value == question.blank):
        ends = f"应不小于{question.least:g}" if value < question.least else f"应不大于{question.most:g}"
        problems.append(FieldProblem(field, Problem(f"{ends}，读到“{text}”。", question.text, _how(question))))
        return None
    return value


def _blank(question: Question, field: str, is_new: bool, problems: list[FieldProblem]) -> float | None:
    """A box of a list left empty is a no; a choice left empty stays open; a number left empty has its plain meaning."""
    if not is_new or question.may_stay_open:
        return None
    if question.ask is Ask.FLAG:
        return 0.0
    if question.blank is None:
        problems.append(FieldProblem(field, Problem("没有填写。", question.text, _how(question))))
    return question.blank


def _parsed(question: Question, text: str) -> float:
    if question.ask is Ask.FLAG:
        return 1.0 if text in ("1", "on", "是") else 0.0
    if question.ask is Ask.CATEGORY:
        return float(_code(question, text))
    if question.ask is Ask.MONTH:
        return 0.0 if text == "0" else float(parse_month(_month_text(text)))
    value = float(text.replace(",", "").removesuffix("元"))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _code(question: Question, text: str) -> int:
    if text not in dict(question.choices):
        raise ValueError(text)
    return int(text)


def _month_text(text: str) -> str:
    """2025年7月, 2025.7, 2025/7 and 202507 as 2025-7."""
    plain = text.rstrip("月日号").replace("年", "-").replace(".", "-").replace("/", "-").replace("月", "-")
    return f"{plain[:4]}-{plain[4:]}" if plain.isdecimal() and len(plain) == 6 else plain


def _how(question: Question) -> str:
    if question.ask is Ask.MONTH:
        return "请写成 1985-03。"
    if question.ask is Ask.CATEGORY:
        return "请在所列各项中选一项。"
    return "请只填数字，例如 3000。" if question.unit else "请只填数字。"


def answers_of(
    city: str, day: str, fields: Fields, is_skipped: bool = False
) -> tuple[Answers, tuple[FieldProblem, ...]]:
    """The answers of a form in a city on a day."""
    return read_answers(finder_law(city, day).book, fields, is_skipped)


def fields_of(city: str, day: str, answers: Answers) -> tuple[tuple[str, str], ...]:
    """What the next form of a city carries along."""
    return hidden_fields(finder_law(city, day).book, answers)
