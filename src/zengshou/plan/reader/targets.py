"""The targets of one section of a plan: goals of the whole, or the text of one task."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from zengshou.plan.model import Operator, PriceBasis, TargetKind
from zengshou.plan.reader.clauses import DATED, LONGEST_CLAUSE, RANGE, Clause, body_text, sentences, unmasked
from zengshou.plan.reader.multiple_targets import covered, doubled
from zengshou.plan.reader.number_targets import numbered
from zengshou.plan.reader.numerals import FIVE_YEARS, NUMBER
from zengshou.plan.reader.promise import Promise, RuleNumber
from zengshou.plan.reader.result import HeldBack, ReadTarget
from zengshou.plan.reader.source import Flag, Passage
from zengshou.plan.reader.subjects import is_money
from zengshou.plan.reader.worded_targets import (
    DIRECTION,
    directions,
    milestones,
    recurring,
    relations,
    whole_groups,
)

Place = tuple[int, int]
RULE_WORDS = re.compile(
    r"允许|可以|可按|可在|可从|提取|给予|按不|按照不|符合|资助|奖励|补贴|补助|贴息|减按|征收|税率|费率|缴费比例|扣除"
)
UNDECIDED = re.compile(r"定期|(?<!健)全覆盖|翻番|倍增|同步|高于|快于")
YEARLY = re.compile(r"每年|年均")
LEVELS = (Operator.REACH, Operator.AT_LEAST, Operator.AT_MOST, Operator.GREATER)
MOST_TARGETS = 500  # of one section: beyond it the text is no plan
MOST_CLAUSES = 500  # of one sentence
FIGURE = re.compile(NUMBER)


@dataclass(frozen=True)
class Section:
    """What is searched. task: "" for the goals; stem: how ids begin (YJ-G1, YJ-34-T).

    due        a deadline of its own
    is_strict  text that is not headed as goals: only what has a deadline is taken, and mere narrative is not listed
    """

    task: str
    stem: str
    passages: tuple[Passage, ...]
    due: int | None = None
    is_strict: bool = False

    @property
    def is_goal(self) -> bool:
        return not self.task


@dataclass
class Search:
    """What a section gave: targets, clauses held back, and what each printed number was taken for."""

    section: Section
    targets: list[ReadTarget] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    uses: dict[Place, str] = field(default_factory=dict)

    def hold(self, clause: Clause, reason: str) -> None:
        span = clause.passage.trimmed(" ")
        self.held_back.append(HeldBack(self.section.task, span.span(0, len(span.text)), reason))


def search(section: Section) -> Search:
    """Every target of a section, in order."""
    found = Search(section)
    for passage in section.passages:
        for clauses in sentences(passage):
            if clauses and len(found.targets) >= MOST_TARGETS:
                found.hold(clauses[0], "这一段读出的目标过多，其后未再查找")
                break
            _sentence(clauses[:MOST_CLAUSES], found)
            if len(clauses) > MOST_CLAUSES:
                found.hold(clauses[MOST_CLAUSES], "一句之内分句过多，其后未再查找")
    found.targets = _chained(found.targets)
    return found


def _sentence(clauses: Sequence[Clause], found: Search) -> None:
    subject = ""
    taken: list[Promise] = []
    for clause in clauses:
        _mark_years(clause, found)
        if len(clause.masked) > LONGEST_CLAUSE:
            found.hold(clause, "分句过长，没有逐字查找目标")
            continue
        if not body_text(clause).strip():
            continue
        promises, reason = _promises(clause, found, taken)
        for shown in promises:
            promise = replace(shown, subject=unmasked(shown.subject, clause))
            full = (
                promise if promise.subject else replace(promise, subject=subject, confidence=promise.confidence - 0.05)
            )
            _add(full, clause, found, is_carried=not promise.subject)
            subject = full.subject or subject
            taken.append(full)
        if not promises and (reason or (found.section.is_goal and not found.section.is_strict)):
            found.hold(clause, reason or _why_not(clause))


def _promises(clause: Clause, found: Search, taken: Sequence[Promise]) -> tuple[list[Promise], str]:
    """The promises of a clause, or why it has none; "" where nothing asked for one."""
    section = found.section
    is_asked = clause.period is not None or section.due is not None or (section.is_goal and not section.is_strict)
    for form in (covered(clause), whole_groups(clause, is_asked), doubled(clause), recurring(clause)):
        if promises := list(form):
            return promises, ""
    numbers = list(numbered(clause))
    promises = [each for each in numbers if isinstance(each, Promise)]
    reason = ""
    for each in numbers:
        if isinstance(each, RuleNumber):
            _use(clause, each.start, each.end, f"rule：{each.reason}", found)
            reason = each.reason if "目标动词" in each.reason else reason
    if promises and not is_asked and RULE_WORDS.search(clause.masked):
        for each in promises:
            _use(clause, each.start, each.end, "rule：没有期限的比例或金额", found)
        return [], "没有期限，像是规则参数"
    if promises or not is_asked:
        is_open = UNDECIDED.search(clause.masked) if not promises else None
        return promises, reason or (f"“{is_open.group()}”没有期限或频次，不能核对" if is_open else "")
    for form in (relations(clause), directions(clause)):
        if promises := list(form):
            return promises, ""
    return _deeds(clause, section, taken, reason)


def _deeds(clause: Clause, section: Section, taken: Sequence[Promise], reason: str) -> tuple[list[Promise], str]:
    """Milestones, which need a deadline in force."""
    if clause.period is None and section.due is None:
        return [], reason
    deeds = list(milestones(clause))
    reasons = [each for each in deeds if isinstance(each, str)]
    promises = [each for each in deeds if isinstance(each, Promise)]
    if promises and any(each.subject[-2:] == promises[0].subject[-2:] for each in taken if each.value != 1):
        return [], "复述前面的量化目标"
    return promises, (reasons[0] if reasons else reason or (_why_not(clause) if clause.period else ""))


def _why_not(clause: Clause) -> str:
    match = DIRECTION.match(body_text(clause))
    if match:
        return f"“{match['subject'].strip()[-12:]}”不是可度量的指标名称"
    return "没有数字、方向或可核对的事项"


def _add(promise: Promise, clause: Clause, found: Search, is_carried: bool) -> None:
    """A promise with its deadline, base year, id and flags."""
    section = found.section
    period = clause.period
    deadline = period.deadline if period else section.due
    start_year = period.start_year if period else None
    operator, unit, start_value = promise.operator, promise.unit, promise.start_value
    if operator is Operator.INCREMENT and YEARLY.search(clause.masked):
        is_least = re.search(r"以上|不少于|不低于|至少", clause.masked)
        operator, unit = Operator.AT_LEAST if is_least else Operator.REACH, f"{unit}/年"
    if operator is Operator.INCREMENT:
        if period and clause.is_single_year:
            start_year = period.deadline - 1
        start_value = 0.0 if start_year is not None else None
    # 开展活动每年4次 is 每年开展4次活动.
    kind = TargetKind.RECURRING if unit == "次/年" else promise.kind
    base_year = clause.base_year if operator is Operator.MULTIPLE or clause.base_year else None
    basis = PriceBasis.NOT_MONEY
    if unit == "元" or (operator is Operator.MULTIPLE and is_money(promise.subject)):
        basis = PriceBasis.UNKNOWN
    text = clause.passage.trimmed(" ")
    target = ReadTarget(
        id=f"{section.stem}{'-' if section.is_goal else ''}{len(found.targets) + 1}",
        task=section.task,
        kind=kind,
        subject=promise.subject,
        operator=operator,
        value=promise.value,
        unit=unit,
        printed=promise.printed,
        evidence=text.span(0, len(text.text)),
        confidence=promise.confidence,
        deadline=deadline,
        deadline_span=clause.due_span,
        start_year=start_year,
        start_value=start_value,
        base_year=base_year,
        hold=promise.hold,
        is_falling=promise.is_falling,
        price_basis=basis,
        reference=unmasked(promise.reference, clause),
        reference_lag=clause.lag if promise.reference else 0,
    )
    found.targets.append(_flagged(target, promise, clause, is_carried))
    _use(clause, promise.start, promise.end, "target", found)


def _flagged(target: ReadTarget, promise: Promise, clause: Clause, is_carried: bool) -> ReadTarget:
    """The reasons why a person should look at this target; each takes something from its confidence."""
    flags = [(code, reason, 0.0) for code, reason in promise.notes]
    if target.deadline is None and target.kind is not TargetKind.RECURRING:
        words = "用了“今年、三年内”一类相对时间" if clause.is_relative else "没有写明期限"
        flags.append(("no_deadline", f"{words}，请补上年份。", 0.15))
    if not target.subject:
        flags.append(("no_subject", "没有读到指标的主语，请补上。", 0.3))
    if is_carried and target.subject:
        flags.append(("carried_subject", f"主语承前省略，按“{target.subject}”读。", 0.0))
    if target.operator is Operator.MULTIPLE and target.base_year is None:
        flags.append(("no_base_year", "翻番没有写明比哪一年，请补上基年。", 0.2))
    if target.operator is Operator.INCREMENT and target.start_year is None:
        flags.append(("no_start_year", "增量没有写明从哪一年起算，请补上起点。", 0.1))
    if target.price_basis is PriceBasis.UNKNOWN:
        flags.append(("price_basis", "没有写明按现价还是按可比价，请核定价格口径。", 0.0))
    if clause.period and not clause.is_own and target.kind is TargetKind.MILESTONE:
        flags.append(("inherited_deadline", "期限承前句，请核对是否也管这一项。", 0.0))
    confidence = max(round(target.confidence - sum(lost for _, _, lost in flags), 2), 0.1)
    return replace(
        target, confidence=confidence, flags=tuple(Flag(code, reason, target.evidence) for code, reason, _ in flags)
    )


def _use(clause: Clause, start: int, end: int, use: str, found: Search) -> None:
    """Mark the numbers between two offsets of a clause; years keep their mark."""
    for match in FIGURE.finditer(clause.masked, start, end):
        found.uses.setdefault(clause.passage.origin(match.start()), use)


def _mark_years(clause: Clause, found: Search) -> None:
    for match in DATED.finditer(clause.masked):
        year = int(match["year"])
        use = "base_year" if year == clause.base_year else "year"
        if clause.is_own and clause.period and year in (clause.period.deadline, clause.period.start_year):
            use = "deadline"
        found.uses[clause.passage.origin(match.start("year"))] = use
    for match in RANGE.finditer(clause.masked):
        for group in (1, 2):
            found.uses[clause.passage.origin(match.start(group))] = "deadline"
    for match in FIVE_YEARS.finditer(clause.masked):
        for figure in FIGURE.finditer(match.group()):
            found.uses[clause.passage.origin(match.start() + figure.start())] = "deadline"


def _chained(targets: Sequence[ReadTarget]) -> list[ReadTarget]:
    """Two levels of one figure at two dates: the path to the later one begins at the earlier."""
    chained: list[ReadTarget] = []
    last: dict[tuple[str, str], ReadTarget] = {}
    for target in targets:
        if target.kind is TargetKind.NUMERIC and target.operator in LEVELS:
            before = last.get((target.subject, target.unit))
            if before and before.deadline and target.deadline and before.deadline < target.deadline:
                target = replace(target, start_year=before.deadline, start_value=before.value)
            last[target.subject, target.unit] = target
        chained.append(target)
    return chained


def unique(targets: Sequence[ReadTarget]) -> Iterator[ReadTarget]:
    """Ids that stand twice (two goal sections numbered alike) get a suffix."""
    seen: dict[str, int] = {}
    for target in targets:
        seen[target.id] = seen.get(target.id, 0) + 1
        yield target if seen[target.id] == 1 else replace(target, id=f"{target.id}-{seen[target.id]}")
