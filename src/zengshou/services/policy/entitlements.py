"""我能享受哪些政策: what a household is entitled to, as far as its answers settle it, and what is still to be asked.

The same plan as every case, on values within their limits: 符合 and 不符合 hold whatever the open answers are.
Nothing is stored.
"""

from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.citation import Status
from zengshou.policy.benefit import Benefit
from zengshou.policy.column import Entity
from zengshou.policy.open_case import Enclosure, OpenCase, enclose
from zengshou.policy.plan_parameters import MissingValue
from zengshou.policy.run_plan import Output
from zengshou.policy.schedule import OpenValue
from zengshou.policy.span import Maybe, Span
from zengshou.services.policy.finder_law import FinderLaw, finder_law
from zengshou.services.policy.finder_pages import MEMBERS, TOPICS, Answers, Page, Topic, page_of, topic_of

UNKNOWN_FROM = 1e9  # an upper end beyond any benefit means that nothing encloses the amount yet
MOST_SENTENCES = 3


class Fit(Enum):
    """How a benefit stands with a household."""

    MEETS = "符合"
    MAY = "可能符合"
    NOT = "不符合"


@dataclass(frozen=True)
class MemberFit:
    """One member, or the household: how it stands and the sentences that settled it."""

    name: str
    fit: Fit
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Entitlement:
    """One benefit for one household.

    sentences  what decided it, or what is still missing
    amount     (least, most) yuan per `benefit.per`, of those who meet or may meet it; None where nothing encloses it
    open       labels of the answers on which it still depends
    local      sentences that name who publishes a missing local value
    rests_on   labels of values that are not verified, on which it rests
    """

    benefit: Benefit
    fit: Fit
    sentences: tuple[str, ...]
    members: tuple[MemberFit, ...]
    amount: tuple[float, float] | None
    open: tuple[str, ...]
    local: tuple[str, ...]
    rests_on: tuple[str, ...]

    @property
    def who(self) -> tuple[str, ...]:
        """The members who stand as the household does, where members stand apart."""
        return tuple(member.name for member in self.members if member.fit is self.fit and len(self.members) > 1)

    @property
    def is_amount_known(self) -> bool:
        return self.amount is not None and self.amount[0] == self.amount[1]


def entitlements(city: str, answers: Answers, day: str) -> tuple[Entitlement, ...]:
    """Every benefit in force: those that are met first, then those that may be."""
    law = finder_law(city, day)
    return judged(law, answers.case(law.book))


def judged(law: FinderLaw, case: OpenCase) -> tuple[Entitlement, ...]:
    """Every benefit in force for one case, on a plan that was made for its columns."""
    slots = [slot for output in law.plan.outputs for slot in output.slots]
    found = enclose(law.plan, case, slots, law.book.inputs)
    made = [_judged(law, found, case, benefit) for benefit in law.benefits if law.is_in_force(benefit)]
    return tuple(sorted(made, key=lambda each: list(Fit).index(each.fit)))


def next_page(city: str, answers: Answers, day: str) -> Page | None:
    """The next page of questions that still matter; None when nothing is left to ask. Never more than seven."""
    law = finder_law(city, day)
    if MEMBERS not in answers.seen:
        return first_page(city, day)
    names = tuple(name for name in _relevant(law, answers) if name not in answers.seen)
    for topic in TOPICS:
        page = page_of(topic, names, law.book)
        if page.questions:
            return page
    return None


def first_page(city: str, day: str) -> Page:
    """The household: how many live in it, and what the laws ask of it."""
    law = finder_law(city, day)
    return page_of(TOPICS[0], _relevant(law, Answers()), law.book)


def seen_page(city: str, topic: Topic, answers: Answers, day: str) -> Page:
    """A page that was answered before, with the questions it had."""
    book = finder_law(city, day).book
    return page_of(topic, tuple(name for name in book.inputs if name in answers.seen), book)


def seen_topics(city: str, answers: Answers, day: str) -> tuple[Topic, ...]:
    """The pages that were answered, in their order."""
    book = finder_law(city, day).book
    found = {topic_of(book.inputs[name]) for name in answers.seen if name in book.inputs}
    return tuple(topic for topic in TOPICS if topic in found or (topic is TOPICS[0] and MEMBERS in answers.seen))


def _relevant(law: FinderLaw, answers: Answers) -> tuple[str, ...]:
    """Inputs on which a benefit that is not ruled out, or its amount, still depends; in the order of the lawbook."""
    slots = [slot for output in law.plan.outputs for slot in output.slots]
    found = enclose(law.plan, answers.case(law.book), slots, law.book.inputs)
    wanted: set[str] = set()
    for benefit in law.benefits:
        if law.is_in_force(benefit) and not _is_ruled_out(law, found, benefit):
            outputs = [output for name in benefit.columns if (output := _output(law, name)) is not None]
            wanted.update(found.open_inputs([slot for output in outputs for slot in output.slots]))
    return tuple(name for name in law.book.inputs if name in wanted)


def _output(law: FinderLaw, name: str) -> Output | None:
    return next((output for output in law.plan.outputs if output.name == name), None)


def _is_ruled_out(law: FinderLaw, found: Enclosure, benefit: Benefit) -> bool:
    output = _output(law, benefit.eligible)
    return output is not None and not any(truth.can for truth in _truths(found, output))


def _truths(found: Enclosure, output: Output) -> tuple[Maybe, ...]:
    rows = found.members if output.type.entity is Entity.PERSON else 1
    values = [found.value(output.slots[0], row) for row in range(rows)]
    return tuple(value for value in values if isinstance(value, Maybe))


def _judged(law: FinderLaw, found: Enclosure, case: OpenCase, benefit: Benefit) -> Entitlement:
    output = _output(law, benefit.eligible)
    if output is None:
        told = _missing(law, benefit.eligible)
        return Entitlement(benefit, Fit.MAY, told, (), None, (), told, ())
    truths = _truths(found, output)
    names = case.members if output.type.entity is Entity.PERSON else ("全家",)
    members = tuple(MemberFit(name, _fit(truth), _sentences(truth)) for name, truth in zip(names, truths, strict=True))
    fit = next((fit for fit in Fit if any(member.fit is fit for member in members)), Fit.NOT)
    open_names = () if fit is Fit.NOT else found.open_inputs(_slots(law, benefit))
    labels = tuple(law.book.label(name) for name in open_names)
    local = () if fit is Fit.NOT else _local(law, benefit)
    return Entitlement(
        benefit,
        fit,
        _decided(fit, members, labels, local),
        members,
        None if fit is Fit.NOT else _amount(law, found, benefit, truths),
        labels,
        local,
        _rests_on(law, benefit),
    )


def _fit(truth: Maybe) -> Fit:
    return Fit.MEETS if truth.must else Fit.MAY if truth.can else Fit.NOT


def _sentences(truth: Maybe) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason.sentence for reason in truth.reasons))[:MOST_SENTENCES]


def _decided(
    fit: Fit, members: tuple[MemberFit, ...], labels: tuple[str, ...], local: tuple[str, ...]
) -> tuple[str, ...]:
    """The sentences of the first member that stands as the household does; for 可能符合 what is missing."""
    if fit is Fit.MAY:
        shown = "、".join(labels[:4]) + (f"等{len(labels)}项" if len(labels) > 4 else "")
        return (*((f"还要知道：{shown}。",) if labels else ()), *local)
    first = next((member for member in members if member.fit is fit), None)
    return first.sentences if first else ()


def _slots(law: FinderLaw, benefit: Benefit) -> list[int]:
    outputs = (_output(law, name) for name in benefit.columns)
    return [slot for output in outputs if output is not None for slot in output.slots]


def _missing(law: FinderLaw, column: str) -> tuple[str, ...]:
    problems = law.refused.get(column, ())
    told = [
        _published(law, problem.name) if isinstance(problem, MissingValue) else str(problem) for problem in problems
    ]
    return tuple(dict.fromkeys(told))


def _published(law: FinderLaw, name: str) -> str:
    """Which local value is missing and who publishes it."""
    placed = law.book.parameters[name]
    note = next((each.note for each in placed if each.note), "")
    label = next((each.label for each in placed if each.label), name)
    return f"“{label}”还没有本地公布的数值{f'：{note}' if note else ''}。"


def _local(law: FinderLaw, benefit: Benefit) -> tuple[str, ...]:
    uses = law.plan.uses(_slots(law, benefit))
    own = [_published(law, use.name) for use in uses if isinstance(use.value, OpenValue)]
    amount = _missing(law, benefit.amount) if benefit.amount else ()
    return tuple(dict.fromkeys((*own, *amount)))


def _rests_on(law: FinderLaw, benefit: Benefit) -> tuple[str, ...]:
    uses = law.plan.uses(_slots(law, benefit))
    unsettled = [use.label for use in uses if use.status in (Status.UNVERIFIED, Status.SCENARIO)]
    return tuple(dict.fromkeys(unsettled))


def _amount(
    law: FinderLaw, found: Enclosure, benefit: Benefit, truths: tuple[Maybe, ...]
) -> tuple[float, float] | None:
    output = _output(law, benefit.amount) if benefit.amount else None
    if output is None:
        return None
    rows = range(found.members) if output.type.entity is Entity.PERSON else range(1)
    low = high = 0.0
    for row in rows:
        truth = truths[row] if len(truths) == len(rows) else truths[0]
        value = found.value(output.slots[0], row)
        assert isinstance(value, Span)
        if truth.can:
            # Who may still turn out not to be entitled may get nothing, and an amount may be negative.
            low += value.low if truth.must else min(0.0, value.low)
            high += value.high if truth.must else max(0.0, value.high)
    return (low, high) if high < UNKNOWN_FROM else None


def asked_page(city: str, topic: str, names: tuple[str, ...], day: str) -> Page:
    """A page as it was asked: shown again when an answer cannot be read."""
    book = finder_law(city, day).book
    found = next((each for each in TOPICS if each.id == topic), TOPICS[0])
    return page_of(found, tuple(name for name in book.inputs if name in names), book)
