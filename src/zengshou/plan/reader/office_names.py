"""Lists of offices: split, prefixes handed on within a run, trailing 等 taken off."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from zengshou.plan.reader.source import Flag, Passage, Span

OFFICE_END = re.compile(
    r"(?:局|委|办|部|厅|院|署|会|联|社|行|队|府|中心|公司|集团|海关|学校|大学|馆|站|所|处|室|关|银行|党校|报社|"
    r"园区|开发区|新区|街道|乡镇|机关|企业|单位|部门|机构|县|区|镇|州|旗|组|军区|科协|侨联|妇联|残联|工商联|台)$"
)
GENERIC = re.compile(
    r"^(?:各|有关|相关|其他|其它|属地|全[市省县]各)|各有关|相关(?:部门|单位)|有关(?:部门|单位)|各?县(?:级)?\(|"
    r"^(?:县|区)(?:市)?(?:、?区)?(?:人民)?政府$|^县[、]?(?:市(?!场|政|容)|区(?!域))"
)
GENERIC_HEAD = re.compile(r" *(?:单位|部门|机构|企业) *$")
LEVELS = "省市州县区盟旗"
# 市 in 市场监管局, 市政工程 and 市容 is no level; nor 区 in 区域 and 县 in 县域.
HEAD = re.compile(
    r"^(?:自治区(?:党委|政府)?|(?P<level>[省市州县区盟旗])(?P<organ>委|政府)?)"
    r"(?<!市(?=场))(?<!市(?=容))(?<!市(?=政(?:局|公用|管理|工程|设施|园林)))(?<!区(?=域))(?<!县(?=域))(?<!州(?=立))"
)
SELF_STANDING = re.compile(
    r"^(?:国家|中国|中共|人行|人民银行|中央|驻|团[省市县区州盟旗]|共青团|国网|中储粮|农发行|国开行)|"
    r"(?:银监|银保监|金融监管|证监|保监)(?:分)?局$|海关$|调查队$|支行$|银行$"
)
UNSURE_BARE = re.compile(r"(?:公司|集团|企业|学校|大学|学院)$")
GOVERNMENT_BODY = re.compile(r"[局厅院]$")
PARTY_BODY = re.compile(r"(?:宣传部|组织部|统战部|政法委|编办|编委办|农办|老干部局|党校|网信办)$")
LONGEST_NAME = 30
# 责任单位：A（牵头）、B、C: the mark belongs to the body before it.
LEAD_MARK = re.compile(r"\((?:负责|总)?(?:牵头|主办|主责)(?:单位|部门|负责)?\)$")
HELP_MARK = re.compile(r"\((?:配合|协办|参与|协助)(?:单位|部门)?\)$")
# Words of a sentence that are in no body's name: whoever finds them has cut the sentence at the wrong place.
ODD = re.compile(r"牵头|主办|会同|配合|协助|负责|职责|^由|以上|上述|工作由|任务由")


class Mark(Enum):
    """What stands in brackets behind a name: which part this body has."""

    NONE = ""
    LEAD = "lead"
    HELPS = "helps"


@dataclass(frozen=True)
class Mention:
    """One office in one assignment: the name with its prefix, what is printed, and its part where marked."""

    name: str
    printed: str
    span: Span
    is_generic: bool = False
    mark: Mark = Mark.NONE


@dataclass(frozen=True)
class NameList:
    """Offices of one list. is_open: it ended in 等."""

    mentions: tuple[Mention, ...] = ()
    is_open: bool = False
    flags: tuple[Flag, ...] = ()


def looks_like_office(folded: str) -> bool:
    """Ends as bodies end, and is no sentence."""
    name = re.sub(r"(?:等)+$", "", _unmarked(folded.strip())[0].strip(" ()"))
    return 2 <= len(name) <= LONGEST_NAME and bool(OFFICE_END.search(name)) and not re.search(r"[。;:《]|^含", name)


def split_items(folded: str) -> list[tuple[int, int, bool]]:
    """(start, end, begins a run) of every item; separators inside brackets do not count."""
    items: list[tuple[int, int, bool]] = []
    depth, start, begins = 0, 0, True
    for index, char in enumerate([*folded, ","]):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        is_end = index == len(folded)
        is_blank = char in " \n" and looks_like_office(folded[start:index])
        if is_end or (depth == 0 and (char in "、,;/。" or is_blank)):
            if folded[start:index].strip(" \n"):
                items += _joined_by_and(folded, start, index, begins)
                begins = char in ",;。"
            elif char in ",;":
                begins = True
            start = index + 1
    return items


def _joined_by_and(folded: str, start: int, end: int, begins: bool) -> list[tuple[int, int, bool]]:
    """A和B is two bodies only where both sides end as bodies do: 人力资源和社会保障局 is one."""
    for match in re.finditer(r"以及|和|及|与", folded[start:end]):
        left, right = folded[start : start + match.start()], folded[start + match.end() : end]
        is_whole = not GENERIC_HEAD.match(right)  # 各有关部门和单位 is one
        if is_whole and looks_like_office(left) and looks_like_office(right) and len(left.strip()) > 2:
            middle = start + match.start()
            return [(start, middle, begins), *_joined_by_and(folded, start + match.end(), end, False)]
    return [(start, end, begins)]


def names_of(passage: Passage, city: str = "", head: str = "") -> NameList:
    """The offices of one list.

    city  the city's name without 市: bodies that carry it take no prefix
    head  the prefix of the list before, used with a flag where this one states none
    """
    mentions: list[Mention] = []
    flags: list[Flag] = []
    is_open, current, is_borrowed = False, "", bool(head)
    last_head = head
    for start, end, begins in split_items(passage.folded):
        part = passage.cut(start, end)
        text = part.folded.replace("\n", "").strip(" 。")
        text, mark = _unmarked(text)
        bare = re.sub(r"(?:等(?:有关|相关)?(?:部门|单位)?)+$", "", text)
        is_open = is_open or bare != text
        if not bare:
            continue
        span = part.span(0, len(part.text.rstrip(" 。")))
        if ODD.search(bare):
            flags.append(Flag("odd_name", f"“{bare}”不像一个单位的名称，请核对分工是否读对。", span))
        if bare.count("(") != bare.count(")"):
            flags.append(Flag("brackets", f"“{bare}”的括号不成对，请核对名单是否完整。", span))
            bare = bare.strip("()")
        if begins:
            current, is_borrowed = "", bool(last_head)
        own = HEAD.match(bare)
        if GENERIC.search(bare):
            mentions.append(Mention(bare, bare, span, True))
        elif own and len(bare) > own.end():
            current, is_borrowed = own.group(), False
            last_head = current
            mentions.append(Mention(bare, bare, span))
        elif SELF_STANDING.search(bare) or (city and city in bare):
            mentions.append(Mention(bare, bare, span))
        else:
            name, flag = _prefixed(bare, current or (last_head if is_borrowed else ""), is_borrowed, span)
            mentions.append(Mention(name, bare, span))
            flags += [flag] if flag else []
        if mark is not Mark.NONE:
            mentions[-1] = replace(mentions[-1], mark=mark)
    return NameList(_once(mentions), is_open, tuple(flags))


def _unmarked(text: str) -> tuple[str, Mark]:
    """A name without （牵头） behind it, and what the mark says."""
    for pattern, mark in ((LEAD_MARK, Mark.LEAD), (HELP_MARK, Mark.HELPS)):
        if found := pattern.search(text):
            return text[: found.start()].rstrip(), mark
    return text, Mark.NONE


def _prefixed(bare: str, head: str, is_borrowed: bool, span: Span) -> tuple[str, Flag | None]:
    """A bare name with the prefix in force, and a flag where that is a guess."""
    if not head:
        return bare, None
    if UNSURE_BARE.search(bare):
        return bare, Flag("prefix_unsure", f"“{bare}”前面没有“{head}”字，未补冠字，请核对。", span)
    level = head[0] if len(head) <= 3 and head[0] in LEVELS else head
    if head != level and GOVERNMENT_BODY.search(bare) and not PARTY_BODY.search(bare):
        reason = f"“{bare}”列在“{head}”之后，按政府部门补为“{level}{bare}”，请核对。"
        return level + bare, Flag("prefix_unsure", reason, span)
    if is_borrowed:
        reason = f"“{bare}”所在一段没有冠字，按前一段补为“{level}{bare}”，请核对。"
        return level + bare, Flag("prefix_borrowed", reason, span)
    return head + bare, None


def _once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Each office once, in order."""
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.name, mention)
    return tuple(seen.values())
