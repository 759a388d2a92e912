"""Who does it: the forms in which a task names its lead and cooperating offices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from zengshou.plan.reader.assignment_words import (
    CLOSERS,
    CONVENTION_WORDS,
    COOP_VERB,
    FIRST_LEADS,
    INNER,
    JOINED,
    LABEL,
    LABEL_START,
    LEAD_VERB,
    LONGEST,
    OPENERS,
    SAID,
    SHARED_VERB,
    SHORTEST_NAME,
    SPOKEN_START,
    TIMING,
)
from zengshou.plan.reader.office_names import Mark, Mention, NameList, looks_like_office, names_of, split_items
from zengshou.plan.reader.source import Flag, Passage, Span


class Style(Enum):
    """Which form the assignment is printed in."""

    LISTED = "listed"  # （A、B负责）, the first leads by convention
    LABELLED = "labelled"  # （牵头单位：A；配合单位：B）
    RESPONSIBLE = "responsible"  # （责任单位：A、B）, all lead
    OWN_LINE = "own_line"  # 牵头单位：A on a line of its own
    SPOKEN = "spoken"  # 由A牵头，B配合
    TABLE = "table"  # columns of a table


@dataclass(frozen=True)
class Assignment:
    """Lead and cooperating offices of one task; `generic` are bodies such as 各县（市、区）政府, which no office is."""

    style: Style
    lead: tuple[Mention, ...]
    cooperating: tuple[Mention, ...]
    span: Span
    is_open: bool = False
    flags: tuple[Flag, ...] = ()

    @property
    def generic(self) -> tuple[Mention, ...]:
        return tuple(mention for mention in (*self.lead, *self.cooperating) if mention.is_generic)


@dataclass(frozen=True)
class Convention:
    """What the whole document says of its assignments. city: name without 市. first_leads: 列第一位的为牵头单位."""

    city: str = ""
    first_leads: Span | None = None


@dataclass(frozen=True)
class Found:
    """An assignment and what is left of the text before it."""

    assignment: Assignment
    rest: Passage | None


def convention_in(passage: Passage) -> Span | None:
    """Where the text states that the first office leads."""
    match = FIRST_LEADS.search(passage.folded) if CONVENTION_WORDS.search(passage.folded) else None
    return passage.span(match.start(), match.end()) if match else None


def find_assignment(passage: Passage, convention: Convention) -> Found | None:
    """The assignment that ends a paragraph, or that is the paragraph."""
    is_label = LABEL_START.match(passage.folded) and passage.folded.lstrip(" ")[0] not in OPENERS
    if is_label and (labelled := _labelled_tail(passage, convention)):
        return labelled
    tail = _bracketed_tail(passage)
    if tail:
        start, inner = tail
        found = parse_assignment(inner, convention, passage.span(start, len(passage.text)))
        if found:
            own_line = not passage.folded[:start].strip(" 。")
            style = Style.OWN_LINE if own_line else found.style
            return Found(replace(found, style=style), None if own_line else passage.cut(0, start))
        return None
    return _labelled_tail(passage, convention) or _spoken_tail(passage, convention)


def inner_assignments(passage: Passage, convention: Convention) -> list[Assignment]:
    """Assignments in brackets amid the text, each after its own sentence; only those with a verb or a label."""
    found: list[Assignment] = []
    for match in INNER.finditer(passage.folded):
        content = passage.cut(match.start(1), match.end(1))
        span = passage.span(match.start(), match.end())
        said = parse_assignment(content, convention, span) if SAID.search(content.folded) else None
        found += [said] if said and not any(flag.code == "no_verb" for flag in said.flags) else []
    return found


def _bracketed_tail(passage: Passage) -> tuple[int, Passage] | None:
    """Where the last bracket opens, and what stands in it, if the paragraph ends with it."""
    text = passage.folded.rstrip(" 。;,.")
    if not text or text[-1] not in CLOSERS:
        return None
    depth = 0
    for index in range(len(text) - 1, max(len(text) - LONGEST, -1), -1):
        depth += (text[index] in CLOSERS) - (text[index] in OPENERS)
        if depth == 0:
            return index, passage.cut(index + 1, len(text) - 1)
    return None


def _labelled_tail(passage: Passage, convention: Convention) -> Found | None:
    text = passage.folded
    begin = max(len(text) - LONGEST, 0)
    for match in LABEL.finditer(text, begin):
        before = text[: match.start()].rstrip(" ")
        if not match["coop"] and not match["other"] and (not before or before[-1] in "。;!(【["):
            start = len(before) - 1 if before and before[-1] in "(【[" else match.start()
            found = parse_assignment(passage.cut(match.start()), convention, passage.span(start, len(text)))
            if found:
                rest = passage.cut(0, start)
                style = found.style if rest.text else Style.OWN_LINE
                return Found(replace(found, style=style), rest if rest.text else None)
    return None


def _spoken_tail(passage: Passage, convention: Convention) -> Found | None:
    """The last sentence, where it says 由A牵头，B配合."""
    text = passage.folded.rstrip(" 。")
    start = max(text.rfind(mark) for mark in "。;") + 1
    match = SPOKEN_START.match(text[start:])
    if not match and not re.search(r"牵头[^。]{0,300}(?:配合|参与|协助)", text[start:]):
        return None
    first = start + match.end() if match else start
    if not text[first:] or len(text) - first > LONGEST:
        return None
    said = _untimed(passage.cut(first, len(text)))
    span = passage.span(start, len(passage.text))
    found = _spoken(said, convention, span)
    if not found and match and SHARED_VERB.search(said.folded):
        found = _listed(said, convention, span)
    if not found:
        return None
    rest = passage.cut(0, start)
    return Found(replace(found, style=Style.SPOKEN), rest if rest.text else None)


def parse_assignment(content: Passage, convention: Convention, span: Span) -> Assignment | None:
    """The text of an assignment; None where it is none."""
    stated = FIRST_LEADS.search(content.folded)
    if stated:
        content = content.cut(0, stated.start())
    content = _untimed(content)
    if not content.text:
        return None
    return (
        _labelled(content, convention, span) or _spoken(content, convention, span) or _listed(content, convention, span)
    )


def _untimed(content: Passage) -> Passage:
    """Without the deadline that follows the bodies."""
    text = content.folded.rstrip(" 。")
    timing = TIMING.search(text)
    return content.cut(0, timing.start()) if timing and timing.group() else content


def _labelled(content: Passage, convention: Convention, span: Span) -> Assignment | None:
    """牵头单位：A；配合单位：B. Where no lead is labelled, 责任单位 lead; beside a labelled lead they cooperate."""
    labels = list(LABEL.finditer(content.folded))
    if not labels or content.folded[: labels[0].start()].strip(" ([【"):
        return None
    ends = [*(label.start() for label in labels[1:]), len(content.text)]
    lists: dict[str, list[NameList]] = {"lead": [], "shared": [], "coop": [], "other": []}
    head = ""
    for label, end in zip(labels, ends, strict=True):
        kind = label.lastgroup or "shared"
        if kind == "other":
            continue
        names = names_of(content.cut(label.end(), end).trimmed(" ,;。、([【"), convention.city, head)
        lists[kind].append(names)
        explicit = next((m.name[0] for m in names.mentions if m.name[:1] in "省市州县区"), "")
        head = head or explicit
    lead, shared, coop = (_merged(lists[kind]) for kind in ("lead", "shared", "coop"))
    if not lead.mentions and not shared.mentions:
        return None
    if lead.mentions:
        return _assignment(Style.LABELLED, lead, _merged([shared, coop]), span)
    if marked := _marked(shared):
        return _assignment(Style.RESPONSIBLE, marked[0], _merged([marked[1], coop]), span)
    if convention.first_leads and not coop.mentions:
        return _first_leads(Style.RESPONSIBLE, shared, convention, span)
    return _assignment(Style.RESPONSIBLE, shared, coop, span)


def _spoken(content: Passage, convention: Convention, span: Span) -> Assignment | None:
    """A牵头，B、C配合; A会同B负责; A负责，B配合: pieces without a verb belong to the verb that follows."""
    leads: list[NameList] = []
    helpers: list[NameList] = []
    start, head = 0, ""
    has_verb = False
    cuts = [match.start() for match in re.finditer(r"[,;。]", content.folded)] + [len(content.text)]
    for end in cuts:
        text = content.folded[start:end].strip(" 由")
        lead, coop, shared = LEAD_VERB.search(text), COOP_VERB.search(text), SHARED_VERB.search(text)
        verb = lead or coop or shared
        if not verb:
            continue
        piece = content.cut(start, end).trimmed("由 ,;")
        piece = piece.cut(0, len(piece.text) - len(verb.group()))
        joined = JOINED.search(piece.folded)
        if not lead and not coop and not leads and not joined and (shared is None or shared["joint"]):
            return None
        parts = [piece] if joined is None else [piece.cut(0, joined.start()), piece.cut(joined.end())]
        if not all(part.text and _all_offices(part) for part in parts):
            return None
        lists = []
        for part in parts:
            lists.append(names_of(part, convention.city, head))
            head = head or next((m.name[0] for m in lists[-1].mentions if m.name[:1] in "省市州县区"), "")
        is_lead = bool(lead) or bool(joined) or (not coop and not leads)
        (leads if is_lead else helpers).append(lists[0])
        helpers += lists[1:]
        has_verb = has_verb or bool(lead or joined)
        start = end + 1
    # A, B、C负责 alone is a list whose first body leads or not: see _listed.
    if not leads or not (has_verb or helpers) or content.folded[start:].strip(" ,;。"):
        return None
    return _assignment(Style.SPOKEN, _merged(leads), _merged(helpers), span)


def _listed(content: Passage, convention: Convention, span: Span) -> Assignment | None:
    """A、B，C负责. Without 负责 only where every item ends as an office does, and then flagged."""
    text = content.folded.rstrip(" 。")
    verb = SHARED_VERB.search(text)
    body = content.cut(0, verb.start() if verb else len(text))
    if not body.text or not _all_offices(body):
        return None
    names = names_of(body, convention.city)
    if marked := _marked(names):
        return _assignment(Style.LISTED, *marked, span)
    is_named = all(len(mention.name) >= SHORTEST_NAME for mention in names.mentions)
    if not names.mentions or not (verb or is_named):
        return None
    if verb and verb["joint"] and not convention.first_leads:
        flag = Flag("joint", f"“{verb.group()}”：没有写明牵头单位，全部按牵头读，请核对。", span)
        return _assignment(Style.RESPONSIBLE, names, NameList(), span, flag)
    found = _first_leads(Style.LISTED, names, convention, span)
    if verb:
        return found
    flag = Flag("no_verb", "括号内只有单位名称，没有“负责”二字，按分工读，请核对。", span)
    return replace(found, flags=(*found.flags, flag))


def _all_offices(passage: Passage) -> bool:
    items = split_items(passage.folded)
    return bool(items) and all(looks_like_office(passage.folded[start:end]) for start, end, _ in items)


def _marked(names: NameList) -> tuple[NameList, NameList] | None:
    """A（牵头）、B、C: the marked bodies lead, the others cooperate; None where none is marked."""
    leads = tuple(mention for mention in names.mentions if mention.mark is Mark.LEAD)
    if not leads:
        return None
    rest = tuple(mention for mention in names.mentions if mention.mark is not Mark.LEAD)
    return replace(names, mentions=leads), NameList(rest, names.is_open)


def _first_leads(style: Style, names: NameList, convention: Convention, span: Span) -> Assignment:
    lead = replace(names, mentions=names.mentions[:1])
    rest = NameList(names.mentions[1:], names.is_open)
    if convention.first_leads or len(names.mentions) == 1:
        return _assignment(style, lead, rest, span)
    flag = Flag("assumed_lead", "全文没有写明“列第一位的为牵头单位”，按首列单位牵头读，请核对。", span)
    return _assignment(style, lead, rest, span, flag)


def _merged(lists: Sequence[NameList]) -> NameList:
    mentions: dict[str, Mention] = {}
    for names in lists:
        for mention in names.mentions:
            mentions.setdefault(mention.name, mention)
    flags = tuple(flag for names in lists for flag in names.flags)
    return NameList(tuple(mentions.values()), any(names.is_open for names in lists), flags)


def _assignment(style: Style, lead: NameList, coop: NameList, span: Span, *more: Flag) -> Assignment:
    """Leads and helpers; a body named as both stays a lead, flagged."""
    names = {mention.name for mention in lead.mentions}
    twice = [mention for mention in coop.mentions if mention.name in names]
    flags = [*lead.flags, *coop.flags, *more]
    flags += [Flag("both_roles", f"“{m.name}”既列为牵头又列为配合，按牵头读。", m.span) for m in twice]
    rest = tuple(mention for mention in coop.mentions if mention.name not in names)
    is_open = lead.is_open or coop.is_open
    if is_open:
        flags.append(Flag("open_list", "单位名单以“等”字结尾，可能还有未列出的单位。", span))
    return Assignment(style, lead.mentions, rest, span, is_open, tuple(flags))


def merged(found: Sequence[Assignment]) -> Assignment:
    """Several assignments of one task as one, flagged."""
    if len(found) == 1:
        return found[0]
    lead = _merged([NameList(each.lead) for each in found])
    coop = _merged([NameList(each.cooperating) for each in found])
    reason = f"这项任务有{len(found)}处分工，已合并：各处牵头单位都列为牵头，请核对。"
    whole = _assignment(found[0].style, lead, coop, found[0].span, Flag("several_assignments", reason, found[-1].span))
    flags = tuple(flag for each in found for flag in each.flags)
    return replace(whole, is_open=any(each.is_open for each in found), flags=(*flags, *whole.flags))
