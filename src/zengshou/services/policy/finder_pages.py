"""The questions of the entitlement finder: which page asks what of whom, made from the rules' own inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zengshou.policy.column import Entity, Unit
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.open_case import OpenCase, limits

MEMBERS = "members"  # the one question that no law asks: how many live in the household
MOST_MEMBERS = 20


@dataclass(frozen=True)
class Topic:
    """One page of questions: its name, its heading, and the `page` words of the inputs that stand on it."""

    id: str
    title: str
    holds: tuple[str, ...]


# What settles most comes first: incomes close most questions of insurance, health and deductions.
TOPICS = (
    Topic("household", "家庭", ("household",)),
    Topic("person", "家庭成员", ("person",)),
    Topic("work", "工作和工资", ("work",)),
    Topic("business", "经营和务农", ("business", "farm")),
    Topic("property", "财产和其他收入", ("property",)),
    Topic("insurance", "社会保险和养老金", ("insurance",)),
    Topic("health", "健康和医疗", ("health",)),
)
PAGE_OF = {word: topic.id for topic in TOPICS for word in topic.holds}


class Ask(Enum):
    """How an answer is given."""

    FLAG = "flag"
    CATEGORY = "category"
    NUMBER = "number"
    MONTH = "month"


@dataclass(frozen=True)
class Question:
    """One question of a page, put to the household or to each member.

    blank     what an answer left blank means; None: it must be filled in
    choices   (code as text, words) of a category
    unit      元 for amounts; otherwise empty
    """

    name: str
    text: str
    note: str
    ask: Ask
    is_person: bool
    blank: float | None
    choices: tuple[tuple[str, str], ...]
    least: float
    most: float
    unit: str

    @property
    def may_stay_open(self) -> bool:
        """A truth of the household or a choice may be left as unknown."""
        return self.ask is Ask.CATEGORY or (self.ask is Ask.FLAG and not self.is_person)


@dataclass(frozen=True)
class Page:
    """Questions of one topic. number  which of the topics, from 1."""

    topic: Topic
    questions: tuple[Question, ...]

    @property
    def number(self) -> int:
        return TOPICS.index(self.topic) + 1


@dataclass(frozen=True)
class Answers:
    """What a resident has said so far. Nothing of it is kept: it travels with the form.

    members  how many live in the household
    values   column -> one value a member, or one for the household; None where it was left open
    seen     columns that were asked
    names    of the members; empty: 第1人, 第2人 …
    """

    members: int = 1
    values: Mapping[str, tuple[float | None, ...]] | None = None
    seen: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def member_names(self) -> tuple[str, ...]:
        return self.names or tuple("您本人" if row == 0 else f"第{row + 1}人" for row in range(self.members))

    @property
    def given(self) -> Mapping[str, tuple[float | None, ...]]:
        return self.values or {}

    def case(self, book: Lawbook) -> OpenCase:
        """The answers as a case; a column that is never asked has its plain meaning."""
        taken: dict[str, tuple[float | None, ...]] = {}
        for name, column in book.inputs.items():
            if column.page not in PAGE_OF and column.if_absent is not None:
                size = self.members if column.type.entity is Entity.PERSON else 1
                taken[name] = (column.if_absent,) * size
        return OpenCase(self.member_names, {**taken, **self.given})


def topic_of(column: InputColumn) -> Topic | None:
    """The page on which a column is asked; None where it is never asked."""
    identity = PAGE_OF.get(column.page)
    return next((topic for topic in TOPICS if topic.id == identity), None)


def question_of(name: str, column: InputColumn) -> Question:
    """How a resident is asked for a column."""
    low, high = limits(name, column)
    unit = column.type.unit
    words = column.words
    return Question(
        name,
        column.question or f"{column.label}？",
        column.note if not column.question else "",
        _way(name, unit),
        column.type.entity is Entity.PERSON,
        None if unit is Unit.CATEGORY else column.if_absent,
        tuple((str(code), word) for code, word in enumerate(words)) if unit is Unit.CATEGORY else (),
        low,
        high,
        "元" if unit is Unit.YUAN else "",
    )


def _way(name: str, unit: Unit) -> Ask:
    if unit is Unit.FLAG:
        return Ask.FLAG
    if unit is Unit.CATEGORY:
        return Ask.CATEGORY
    return Ask.MONTH if name.endswith("_month") else Ask.NUMBER


def page_of(topic: Topic, names: tuple[str, ...], book: Lawbook) -> Page:
    """The page of a topic with those of `names` that stand on it, truths of all members last."""
    found = [question_of(name, book.inputs[name]) for name in names if topic_of(book.inputs[name]) is topic]
    return Page(topic, tuple(sorted(found, key=lambda question: question.ask is Ask.FLAG)))
