"""The slip as an official document (督办单, GB/T 9704): one document a body, every item with its number and its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from zengshou.faces.report.official import Face, Lines, in_chinese, mark_pages, number_pages, set_page, write
from zengshou.store.database.slips import IssuedSlip

TITLE = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER, before=12, after=6, is_exact=False)
CENTRE = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER)
LEFT = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT)
HEADING = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, indent=2, is_kept=True)
RIGHT = Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT)
CLOSING = Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT, before=29)
INVENTED = "虚构城市　仅供演示"


@dataclass(frozen=True)
class Letterhead:
    """issuer  who signs, as 示例市督查室;  is_invented  every page is marked for an invented city"""

    issuer: str
    day: date
    is_invented: bool = False


def slip_docx(slips: Sequence[IssuedSlip], head: Letterhead) -> bytes:
    """One body's slips. Raises  ValueError for slips of several bodies, or none"""
    if len({each.addressee for each in slips}) != 1:
        raise ValueError("a slip's document goes to one body")
    document = new_official(f"督办单（{slips[0].addressee}）", head)
    write(document, "督办单", Face.TITLE, TITLE)
    numbers = "、".join(each.number for each in slips)
    write(document, numbers, Face.BODY, CENTRE)
    write(document, f"{slips[0].addressee}：", Face.BODY, LEFT)
    opening = "下列事项由你单位牵头，经核有需督办之处。请按要求办理，并在时限内书面回复。"
    write(document, opening, Face.BODY)
    for place, each in enumerate(slips, start=1):
        _item(document, each, place)
    sign(document, head)
    return saved(document)


def _item(document: Document, each: IssuedSlip, place: int) -> None:
    title = f"{in_chinese(place)}、{each.title}（{each.slip.colour.label}色，{each.number}）"
    write(document, title, Face.LEVEL_ONE, HEADING)
    write(document, f"任务编号：{each.code}。", Face.BODY)
    write(document, f"督办事由：{each.cause}", Face.BODY)
    write(document, f"回复时限：{full_day(each.slip.due)}前。", Face.BODY)


def new_official(title: str, head: Letterhead) -> Document:
    """An empty page of the standard with numbers, and the mark of an invented city."""
    document = new_document()
    document.core_properties.title, document.core_properties.author = title, head.issuer
    document.core_properties.comments = ""
    section = set_page(document)
    number_pages(document, section)
    if head.is_invented:
        mark_pages(section, INVENTED)
    return document


def sign(document: Document, head: Letterhead) -> None:
    """Issuer and day at the end, set right."""
    write(document, head.issuer, Face.BODY, CLOSING)
    write(document, full_day(head.day), Face.BODY, RIGHT)


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
