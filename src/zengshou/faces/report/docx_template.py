"""Documents filled from a template in Word: {{名称}} is replaced, {{#表}} … {{/表}} and table rows are repeated.

The whole language, so that an office can write a template without a programmer:

{{单位}}         replaced by a value; its face and size stay those of the text around it
{{#事项}}        alone in a paragraph: everything up to {{/事项}} is repeated, once an item; inside, {{事项.任务}}
{{^事项}}        alone in a paragraph: everything up to {{/事项}} stands only where the list is empty
{{事项.任务}}    in a row of a table: that row is repeated, once an item

Values are text: nothing in them is read as a placeholder, and there are no expressions to run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

from docx import Document as open_document
from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

Item: TypeAlias = Mapping[str, str]
Values: TypeAlias = Mapping[str, str | Sequence[Item]]
PLACE = re.compile(r"\{\{\s*([#^/]?)\s*([^{}#^/]*?)\s*\}\}")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PARAGRAPH, TABLE_ROW, TEXT = qn("w:p"), qn("w:tr"), qn("w:t")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class TemplateForm:
    """What a template may and must name.

    name      of the document, also that of its file without .docx
    fields    placeholder -> what stands there
    lists     list -> placeholder of its items -> what stands there
    required  placeholders without which the document would be wrong, as 单位 or 事项.任务
    """

    name: str
    fields: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.docx"


@dataclass(frozen=True)
class Mark:
    """One placeholder. sort  '' for a value, '#', '^' or '/' for the ends of a block"""

    sort: str
    name: str

    @property
    def list_name(self) -> str:
        """The list that an item's placeholder belongs to; empty for a plain one."""
        return self.name.rpartition(".")[0]


def filled(template: bytes, values: Values) -> Document:
    """The document with every placeholder replaced. Raises  KeyError for one that is not given: check the template"""
    document = open_document(BytesIO(template))
    lists = {name: value for name, value in values.items() if not isinstance(value, str)}
    plain = {name: value for name, value in values.items() if isinstance(value, str)}
    body = document.element.body
    _repeat_blocks(body, lists)
    for row in list(body.iter(TABLE_ROW)):
        _repeat_row(row, lists)
    for root in (body, *page_parts(document)):
        for paragraph in root.iter(PARAGRAPH):
            _fill(paragraph, plain)
    return document


def document_bytes(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def page_parts(document: Document) -> Iterator[Element]:
    """The heads and feet of all pages."""
    for section in document.sections:
        for part in (
            section.header,
            section.even_page_header,
            section.first_page_header,
            section.footer,
            section.even_page_footer,
            section.first_page_footer,
        ):
            if not part.is_linked_to_previous:
                yield part._element


def text_of(paragraph: Element) -> str:
    """The text of a paragraph's own runs, joined: Word cuts a placeholder into pieces as it likes."""
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def marks_of(text: str) -> list[Mark]:
    return [Mark(found[1], found[2]) for found in PLACE.finditer(text)]


def block_end(paragraph: Element) -> Mark | None:
    """The end of a block that a paragraph is; None for every other paragraph."""
    if paragraph.tag != PARAGRAPH:
        return None
    found = PLACE.fullmatch(text_of(paragraph).strip())
    return Mark(found[1], found[2]) if found and found[1] else None


def _pieces(paragraph: Element) -> list[Element]:
    """The text elements of a paragraph, without those of a text box inside it."""
    return [each for each in paragraph.iter(TEXT) if next(each.iterancestors(PARAGRAPH)) is paragraph]


def _repeat_blocks(body: Element, lists: Mapping[str, Sequence[Item]]) -> None:
    opening: Element | None = None
    for child in list(body):
        mark = block_end(child)
        if mark is None:
            continue
        if mark.sort != "/":
            opening = child
        elif opening is not None:
            _repeat_block(body, opening, child, lists)
            opening = None


def _repeat_block(body: Element, opening: Element, closing: Element, lists: Mapping[str, Sequence[Item]]) -> None:
    mark = block_end(opening)
    assert mark is not None
    first, last = body.index(opening), body.index(closing)
    inside = list(body)[first + 1 : last]
    items: Sequence[Item] = lists[mark.name] if mark.sort == "#" else [{}] if not lists[mark.name] else []
    for item in items:
        own = _own(mark.name, item)
        for element in inside:
            copy = deepcopy(element)
            opening.addprevious(copy)
            for paragraph in copy.iter(PARAGRAPH):
                _fill(paragraph, own, keeps_unknown=True)
    for element in (opening, *inside, closing):
        body.remove(element)


def _repeat_row(row: Element, lists: Mapping[str, Sequence[Item]]) -> None:
    marks = [mark for paragraph in row.iter(PARAGRAPH) for mark in marks_of(text_of(paragraph)) if mark.list_name]
    if not marks:
        return
    name = marks[0].list_name
    for item in lists[name]:
        copy = deepcopy(row)
        row.addprevious(copy)
        for paragraph in copy.iter(PARAGRAPH):
            _fill(paragraph, _own(name, item), keeps_unknown=True)
    parent = row.getparent()
    assert parent is not None
    parent.remove(row)


def _own(name: str, item: Item) -> Item:
    return {f"{name}.{key}": value for key, value in item.items()}


def _fill(paragraph: Element, values: Item, keeps_unknown: bool = False) -> None:
    """Replaces the placeholders of one paragraph, the last one first, so that positions before it stay true."""
    for found in reversed(list(PLACE.finditer(text_of(paragraph)))):
        if keeps_unknown and found[2] not in values:
            continue
        _replace(_pieces(paragraph), found.start(), found.end(), _writable(values[found[2]]))


def _replace(pieces: Sequence[Element], start: int, end: int, value: str) -> None:
    """Puts a value in the place of the characters from start to end; it takes the face of the piece it begins in."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            begins_here = start >= at
            piece.text = text[:first] + (value if begins_here else "") + text[last:]
            piece.set(SPACE, "preserve")
        at += len(text)


def _writable(value: str) -> str:
    """Text as a run holds it; braces are parted, since a value is never a placeholder."""
    return UNWRITABLE.sub("\ufffd", " ".join(value.split("\n"))).replace("{{", "{ {").replace("}}", "} }")
