"""The templates that ship with us, made by code: official documents (GB/T 9704) with placeholders for content."""

from collections.abc import Callable, Mapping
from functools import cache

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zengshou.faces.report.docx_template import TemplateForm, document_bytes
from zengshou.faces.report.official import Face, Lines, number_pages, set_face, set_lines, set_page, write

TITLE = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER, before=12, after=6, is_exact=False)
CENTRE = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER)
LEFT = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT)
HEADING = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, indent=2, is_kept=True)
RIGHT = Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT)
CLOSING = Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT, before=29)
DENSE_SIZE, DENSE_PITCH = Pt(14), Pt(24)  # the page for leaders: 四号, so that it stays one page

SIGNED = {"落款": "署名机关", "日期": "成文日期，2026年11月22日"}
SLIP_ITEM = {
    "序号": "一、二、三",
    "任务": "任务名称",
    "颜色": "蓝、黄、橙、红",
    "文号": "这一项的文号",
    "编号": "任务编号",
    "事由": "督办事由",
    "时限": "回复时限，2026年11月22日",
}
SLIP_FIELDS = {**SIGNED, "单位": "承办单位", "文号": "文号；几张时以、相连"}
SLIP_REQUIRED = ("单位", "文号", "落款", "日期", "事项.任务", "事项.事由", "事项.时限")
SLIP = TemplateForm("督办单", SLIP_FIELDS, {"事项": SLIP_ITEM}, SLIP_REQUIRED)
REMINDER = TemplateForm("催办单", SLIP_FIELDS, {"事项": SLIP_ITEM}, SLIP_REQUIRED)
BULLETIN = TemplateForm(
    "督查通报",
    {**SIGNED, "总体情况": "任务总数、各状态的件数和占比"},
    {"事项": {"序号": "一、二、三", "单位": "牵头单位", "任务": "任务名称", "情况": "编号、灯、理由、逾期督办单"}},
    ("日期", "落款", "总体情况", "事项.单位", "事项.任务", "事项.情况"),
)
ONE_PAGE = TemplateForm(
    "领导一页纸",
    {
        **SIGNED,
        "方案": "方案名称",
        "承诺": "主要目标",
        "进度": "任务总数、办结数和进度灯",
        "指标": "指标灯和主要指标",
        "变化": "比上一季度转好、转差的任务",
        "滞后": "滞后的单位",
    },
    {"决策": {"序号": "1、2、3", "内容": "请领导决定的事"}},
    ("日期", "承诺", "进度", "指标", "变化", "滞后", "决策.内容"),
)
DIVISION = TemplateForm(
    "任务分工表",
    {**SIGNED, "方案": "方案名称", "文号": "方案的文号", "合计": "任务总数"},
    {
        "任务": {
            "序号": "1、2、3",
            "编号": "任务编号",
            "类别": "所属计划或行动",
            "名称": "任务名称",
            "目标": "量化目标",
            "牵头单位": "牵头单位",
            "配合单位": "配合单位",
            "时限": "完成时限",
        }
    },
    ("方案", "任务.名称", "任务.牵头单位", "任务.配合单位"),
)


def _blank() -> Document:
    """An empty page of the standard with page numbers."""
    document = new_document()
    number_pages(document, set_page(document))
    return document


def _sign(document: Document) -> None:
    write(document, "{{落款}}", Face.BODY, CLOSING)
    write(document, "{{日期}}", Face.BODY, RIGHT)


def _slip(title: str, opening: str) -> Document:
    document = _blank()
    write(document, title, Face.TITLE, TITLE)
    write(document, "{{文号}}", Face.BODY, CENTRE)
    write(document, "{{单位}}：", Face.BODY, LEFT)
    write(document, opening, Face.BODY)
    write(document, "{{#事项}}", Face.BODY)
    write(document, "{{事项.序号}}、{{事项.任务}}（{{事项.颜色}}色，{{事项.文号}}）", Face.LEVEL_ONE, HEADING)
    write(document, "任务编号：{{事项.编号}}。", Face.BODY)
    write(document, "督办事由：{{事项.事由}}", Face.BODY)
    write(document, "回复时限：{{事项.时限}}前。", Face.BODY)
    write(document, "{{/事项}}", Face.BODY)
    _sign(document)
    return document


def _bulletin() -> Document:
    document = _blank()
    write(document, "督查通报", Face.TITLE, TITLE)
    write(document, "（{{日期}}）", Face.LEVEL_TWO, CENTRE)
    write(document, "一、总体情况", Face.LEVEL_ONE, HEADING)
    write(document, "{{总体情况}}", Face.BODY)
    write(document, "二、进展滞后的事项", Face.LEVEL_ONE, HEADING)
    write(document, "{{^事项}}", Face.BODY)
    write(document, "截至目前没有记为黄灯或红灯的事项。", Face.BODY)
    write(document, "{{/事项}}", Face.BODY)
    write(document, "{{#事项}}", Face.BODY)
    write(document, "（{{事项.序号}}）{{事项.单位}}：{{事项.任务}}", Face.LEVEL_TWO, HEADING)
    write(document, "{{事项.情况}}", Face.BODY)
    write(document, "{{/事项}}", Face.BODY)
    _sign(document)
    return document


def _one_page() -> Document:
    document = _blank()
    write(document, "居民增收工作一页纸", Face.TITLE, TITLE)
    write(document, "（{{日期}}）", Face.LEVEL_TWO, CENTRE)
    for heading, text in (
        ("承诺了什么", "{{承诺}}"),
        ("任务进度", "{{进度}}"),
        ("居民得到了什么", "{{指标}}"),
        ("有什么变化", "{{变化}}"),
        ("谁滞后", "{{滞后}}"),
    ):
        _dense(document, f"{heading}　", text)
    _dense(document, "请领导决定", "")
    _dense(document, "", "{{#决策}}")
    _dense(document, "", "{{决策.序号}}. {{决策.内容}}")
    _dense(document, "", "{{/决策}}")
    _dense(document, "", "{{^决策}}")
    _dense(document, "", "按规则没有需要提请决定的事项。")
    _dense(document, "", "{{/决策}}")
    _dense(document, "", "{{落款}}", WD_ALIGN_PARAGRAPH.RIGHT)
    return document


def _dense(
    document: Document, heading: str, text: str, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
) -> None:
    """A paragraph whose heading stands in its first line, closer set than a letter's."""
    paragraph = document.add_paragraph()
    for words, face in ((heading, Face.LEVEL_ONE), (text, Face.BODY)):
        if words:
            run = paragraph.add_run(words)
            set_face(run, face)
            run.font.size = DENSE_SIZE
    set_lines(paragraph, Face.BODY, Lines(alignment=alignment, indent=2))
    paragraph.paragraph_format.line_spacing = DENSE_PITCH


def _division() -> Document:
    document = _blank()
    write(document, "任务分工表", Face.TITLE, TITLE)
    write(document, "{{方案}}　{{文号}}", Face.LEVEL_TWO, CENTRE)
    columns = (("序号", 10), ("编号", 16), ("任务", 44), ("牵头单位", 28), ("配合单位", 38), ("完成时限", 20))
    cells = (
        "{{任务.序号}}",
        "{{任务.编号}}",
        "{{任务.名称}}",
        "{{任务.牵头单位}}",
        "{{任务.配合单位}}",
        "{{任务.时限}}",
    )
    table = document.add_table(rows=2, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for row, texts, face in (
        (table.rows[0], tuple(name for name, _ in columns), Face.TABLE_HEAD),
        (table.rows[1], cells, Face.TABLE),
    ):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, (_, width) in zip(row.cells, texts, columns, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            set_face(paragraph.add_run(text), face)
            set_lines(paragraph, face, Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, is_exact=False))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    write(document, "共{{合计}}项。", Face.NOTE, LEFT)
    _sign(document)
    return document


SLIP_OPENING = "下列事项由你单位牵头，经核有需督办之处。请按要求办理，并在时限内书面回复。"
REMINDER_OPENING = "下列事项由你单位牵头，进展报送日期临近或已过。请尽快报送，并在时限内书面回复。"
MADE: Mapping[str, Callable[[], Document]] = {
    SLIP.name: lambda: _slip(SLIP.name, SLIP_OPENING),
    REMINDER.name: lambda: _slip(REMINDER.name, REMINDER_OPENING),
    BULLETIN.name: _bulletin,
    ONE_PAGE.name: _one_page,
    DIVISION.name: _division,
}
FORMS = (SLIP, REMINDER, BULLETIN, ONE_PAGE, DIVISION)


@cache
def standard_template(name: str) -> bytes:
    """The document of a form with its placeholders. Raises  KeyError for a name that is none of FORMS"""
    return document_bytes(MADE[name]())
