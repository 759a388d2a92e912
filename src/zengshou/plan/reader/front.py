"""The head of a document: its title, notice, number, date, city, and the documents it rests on."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.plan.reader.numerals import DATE_PARTS, DOCUMENT_NUMBER, chinese_number
from zengshou.plan.reader.outline import Role
from zengshou.plan.reader.source import Flag, Passage, Span, join_all

OWN_NUMBER = re.compile(rf" *(?:(?:发文字号|发文号|文号) *:? *)?({DOCUMENT_NUMBER.pattern}) *$")
LABELLED = re.compile(
    r" *(?:来源|时间|发布时间|发布日期|信息来源|索引号|主题分类|发文机关|发布机构|成文日期|浏览次数)[^。]{0,12}[:]"
)
DATE = re.compile(rf"^ *{DATE_PARTS}(?:印发)? *$")
DATED = re.compile(r"成文日期 *: *(\d{4})年(\d{1,2})月(\d{1,2})日")
ADDRESSEE = re.compile(r"(?:政府|部门|单位|机构|委员会|办事处|企业|局)[^。]*:$")
SIGNATURE = re.compile(
    r"^[一-龥]{2,20}(?:人民政府|办公室|办公厅|委员会|局|厅|领导小组|指挥部|联席会议|党组)(?:\([^()]*\))?$"
)
MASTHEAD = re.compile(r"^[一-龥、 ]{4,40}文件$")
RELEASED = re.compile(r"^\(?(?:此件|本件)[^()]{0,30}\)?$")
FURNITURE = (MASTHEAD, RELEASED, ADDRESSEE)
TITLE_END = re.compile(r"(?:方案|规划|意见|计划|通知|措施|办法|要点|分工|分工表|细则|纲要|清单|决定)(?:\([^()]*\))?$")
NOTICE = re.compile(r"通知(?:\([^()]*\))?$")
LONGEST_TITLE_LINE = 45
CITY = (
    re.compile(r"国家统计局([一-龥]{2,5}?)(?:市|州|县|区)?调查队"),
    re.compile(r"(?:人民银行|人行)([一-龥]{2,5}?)(?:市|州|县|区)?(?:中心)?支行"),
    re.compile(r"([一-龥]{2,4}?)(?:市)?(?:银监|银保监|金融监管)分局"),
    re.compile(r"(?:印发|关于|^)([一-龥]{2,5}?)(?:市|州|县|区|盟)(?!场|民|政|域|委|属)"),
    re.compile(r"^ *([一-龥]{2,5}?)(?:市|州|县|区|盟)人民政府"),
)
BASIS = re.compile(r"《(?:[^《》]|《[^《》]*》)+》(?:\([^()]*号\))?")


@dataclass(frozen=True)
class Front:
    """What the head of the document says; empty where it does not say it, never guessed."""

    title: str = ""
    title_span: Span | None = None
    notice_title: str = ""
    number: str = ""
    number_span: Span | None = None
    date: str = ""
    date_span: Span | None = None
    source: str = ""
    basis: tuple[Span, ...] = ()
    roles: tuple[tuple[Passage, Role], ...] = ()
    flags: tuple[Flag, ...] = ()


def read_front(paragraphs: Sequence[Passage], footer: Sequence[Passage]) -> Front:
    """Sort the paragraphs before the first chapter; the date may also stand at the end of the document."""
    roles: list[tuple[Passage, Role]] = []
    titles: list[Passage] = []
    number = date = date_span = number_span = source = None
    basis: list[Span] = []
    for passage in paragraphs:
        text = passage.folded
        role = Role.FRONT
        if own := OWN_NUMBER.match(text):
            number, number_span = passage.text[own.start(1) : own.end(1)], passage.span(own.start(1), own.end(1))
        elif DATE.match(text) or DATED.search(text):
            date, date_span = _date(text), passage.span(0, len(text))
        elif LABELLED.match(text):
            source = source or passage.text
        elif (
            MASTHEAD.match(text)
            or RELEASED.match(text)
            or ADDRESSEE.search(text.rstrip())
            or (SIGNATURE.match(text) and titles)
        ):
            pass
        elif "。" in text or text.rstrip()[-1:] in ";:" or len(text) > LONGEST_TITLE_LINE:
            role = Role.PREFACE
            basis += [
                passage.span(m.start(), m.end()) for m in BASIS.finditer(text) if "号" in m.group() or "〈" in m.group()
            ]
        else:
            role = Role.TITLE
            titles.append(passage)
        roles.append((passage, role))
    for passage in footer:
        if date is None and DATE.match(passage.folded):
            date, date_span = _date(passage.folded), passage.span(0, len(passage.text))
    whole = _titles(titles)
    notice = next((title for title in whole if NOTICE.search(title.folded)), None)
    plans = [title for title in whole if title is not notice]
    title = plans[-1] if plans else notice
    flags = () if title else (Flag("no_title", "没有读到文件标题，请补上。"),)
    return Front(
        title=title.text if title else "",
        title_span=title.span(0, len(title.text)) if title else None,
        notice_title=notice.text if notice and notice is not title else "",
        number=number or "",
        number_span=number_span,
        date=date or "",
        date_span=date_span,
        source=source or "",
        basis=tuple(basis),
        roles=tuple(roles),
        flags=flags,
    )


def _titles(pieces: Sequence[Passage]) -> list[Passage]:
    """Pieces of broken titles joined; each ends with a kind of document, unless 的 follows."""
    whole: list[Passage] = []
    held: list[Passage] = []
    for index, piece in enumerate(pieces):
        held.append(piece)
        follower = pieces[index + 1].folded if index + 1 < len(pieces) else ""
        if TITLE_END.search(piece.folded) and not follower.startswith(("的", "(")):
            whole.append(join_all(held))
            held = []
    if held:
        whole.append(join_all(held))
    return whole


def _date(text: str) -> str:
    """ISO date; "" where the figures are no date."""
    match = DATED.search(text) or DATE.match(text)
    if not match:
        return ""
    year, month, day = (chinese_number(match[k]) or 0 for k in (1, 2, 3))
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def city_of(front: Sequence[str], texts: Sequence[str]) -> str:
    """The city's name without 市, from the bodies named after it and the head of the document; "" where unsure."""
    votes: Counter[str] = Counter()
    for pattern in CITY[:3]:
        for text in texts:
            votes.update(pattern.findall(text))
    for pattern in CITY[3:]:
        for text in front:
            votes.update(pattern.findall(text))
    return votes.most_common(1)[0][0] if votes else ""
