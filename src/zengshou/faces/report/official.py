"""The official page of GB/T 9704: margins, faces, sizes, the line pitch, page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINE_PITCH = Pt(29)
LATIN = "Times New Roman"
DIGITS = "零一二三四五六七八九"


class Face(Enum):
    """A Chinese face of official documents and the size in points where it is used."""

    TITLE = ("方正小标宋_GBK", 22.0)
    LEVEL_ONE = ("黑体", 16.0)
    LEVEL_TWO = ("楷体_GB2312", 16.0)
    BODY = ("仿宋_GB2312", 16.0)
    NOTE = ("仿宋_GB2312", 12.0)
    TABLE = ("仿宋_GB2312", 9.0)
    TABLE_HEAD = ("黑体", 9.0)
    PAGE_NUMBER = ("宋体", 14.0)
    MARK = ("黑体", 12.0)

    @property
    def font(self) -> str:
        return self.value[0]

    @property
    def size(self) -> float:
        return self.value[1]


@dataclass(frozen=True)
class Lines:
    """How a paragraph stands: alignment, indent of the first line in characters, space around, kept with the next."""

    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 0
    before: float = 0.0
    after: float = 0.0
    is_kept: bool = False
    is_exact: bool = True


BODY_LINES = Lines(indent=2)


def set_face(run: Run, face: Face, colour: str = "") -> None:
    """Sets the face; the font's name alone leaves Chinese in the wrong one, so w:eastAsia is set too."""
    run.font.name = LATIN
    run.font.size = Pt(face.size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face.font)
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def set_lines(paragraph: Paragraph, face: Face, lines: Lines) -> None:
    """Alignment, indent and the exact line pitch."""
    layout = paragraph.paragraph_format
    layout.alignment = lines.alignment
    layout.space_before, layout.space_after = Pt(lines.before), Pt(lines.after)
    layout.first_line_indent = Pt(face.size * lines.indent) if lines.indent else None
    layout.keep_with_next = lines.is_kept
    if lines.is_exact:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE_PITCH


def write(document: Document, text: str, face: Face, lines: Lines = BODY_LINES, colour: str = "") -> Paragraph:
    """One paragraph in one face."""
    paragraph = document.add_paragraph()
    set_face(paragraph.add_run(text), face, colour)
    set_lines(paragraph, face, lines)
    return paragraph


def set_page(document: Document) -> Section:
    """A4 with the margins of the standard: 版心 156 x 225 mm."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    section.header_distance = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(Face.BODY.size)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), Face.BODY.font)
    return section


def number_pages(document: Document, section: Section) -> None:
    """— 1 — at the outer edge: odd pages right, even pages left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        _runs(paragraph, ("— ", None, " —"))
        paragraph.alignment = alignment
        side = "right" if alignment is WD_ALIGN_PARAGRAPH.RIGHT else "left"
        setattr(paragraph.paragraph_format, f"{side}_indent", Pt(Face.PAGE_NUMBER.size))


def _runs(paragraph: Paragraph, parts: Sequence[str | None]) -> None:
    """Texts and, for None, the field of the page number."""
    for part in parts:
        run = paragraph.add_run(part or "")
        set_face(run, Face.PAGE_NUMBER)
        if part is None:
            for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
                run._element.append(_field(kind, instruction))


def _field(kind: str, instruction: str) -> object:
    if instruction:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = instruction
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def mark_pages(section: Section, text: str) -> None:
    """The mark that every page carries in its head, such as 合成数据."""
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        set_face(paragraph.add_run(text), Face.MARK, "B5392B")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def in_chinese(number: int) -> str:
    """1 to 99 as the numerals of headings: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
