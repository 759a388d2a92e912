"""Puts a native chart into a document, with the workbook behind it, so that the office may restyle or correct it."""

from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from zengshou.faces.charts.block import Block
from zengshou.faces.charts.chart import Chart
from zengshou.faces.charts.office import office_chart

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

INLINE = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="{word}" xmlns:a="{drawing}/main" xmlns:c="{drawing}/chart" xmlns:r="{office}">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{drawing}/chart">
<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def add_chart(document: Document, chart: Chart, title: str) -> None:
    """Appends a paragraph that holds the chart; its description is the figure's alternative text."""
    package = document.part.package
    number = sum(part.content_type == CHART_TYPE for part in package.iter_parts()) + 1
    book = Workbook()
    sheet = book.active
    sheet.title = "data"
    made = office_chart(chart, Block(sheet))
    stream = BytesIO()
    book.save(stream)
    book_part = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK_TYPE, stream.getvalue(), package)
    chart_part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    relation = chart_part.relate_to(book_part, RELATIONSHIP_TYPE.PACKAGE)
    chart_part._blob = _chart_xml(tostring(made._write()), relation)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    inline = parse_xml(
        INLINE.format(
            word=WORD,
            drawing=DRAWING,
            office=OFFICE,
            number=number + 100,
            width=int(Cm(made.width)),
            height=int(Cm(made.height)),
            relation=document.part.relate_to(chart_part, RELATIONSHIP_TYPE.CHART),
        )
    )
    inline.find(f".//{{{WORD}}}docPr").set("descr", f"{title}：{chart.alt}")
    paragraph.add_run()._element.append(inline)


def _chart_xml(xml: bytes, relation: str) -> bytes:
    """The chart with the link to the workbook behind it."""
    space = etree.fromstring(xml)
    chart = f"{{{DRAWING}/chart}}"
    link = etree.SubElement(space, f"{chart}externalData")
    link.set(f"{{{OFFICE}}}id", relation)
    etree.SubElement(link, f"{chart}autoUpdate").set("val", "0")
    xml_text: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml_text
