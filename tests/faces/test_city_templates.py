"""Documents from templates: ours by default, a city's own where it holds, and every fault of one that does not."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as OpenDocument

from tests.faces.office_files import pdf_file, with_macro
from tests.faces.test_supervision_docx import BULLETIN, HEAD, SLIP
from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.report.bulletin_docx import bulletin_docx
from zengshou.faces.report.city_templates import CityTemplates
from zengshou.faces.report.docx_template import TemplateForm, document_bytes, filled
from zengshou.faces.report.slip_docx import reminder_docx, slip_docx
from zengshou.faces.report.standard_templates import DIVISION, FORMS, ONE_PAGE, standard_template
from zengshou.faces.report.standard_templates import SLIP as SLIP_FORM
from zengshou.faces.report.template_check import template_faults

FORM = TemplateForm("样例", {"单位": "单位"}, {"事项": {"任务": "任务", "事由": "事由"}}, ("单位", "事项.任务"))


def made(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document_bytes(document)


def lines(document: OpenDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def said(content: bytes, form: TemplateForm = FORM) -> list[str]:
    return [str(problem) for problem in template_faults(content, form, "样例.docx")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_template_that_ships_has_no_fault_and_stands_on_the_official_page(form: TemplateForm) -> None:
    content = standard_template(form.name)
    assert not template_faults(content, form, form.name)
    section = Document(BytesIO(content)).sections[0]
    assert (round(section.top_margin.mm), round(section.left_margin.mm), round(section.right_margin.mm)) == (37, 28, 26)


def test_blocks_are_repeated_rows_are_repeated_and_empty_lists_say_so() -> None:
    template = made(
        "{{单位}}：", "{{#事项}}", "{{事项.任务}}因{{事项.事由}}", "{{/事项}}", "{{^事项}}", "没有。", "{{/事项}}"
    )
    items = [{"任务": "甲", "事由": "迟"}, {"任务": "乙", "事由": "缓"}]
    assert lines(filled(template, {"单位": "市民政局", "事项": items})) == ["市民政局：", "甲因迟", "乙因缓"]
    assert lines(filled(template, {"单位": "市民政局", "事项": []})) == ["市民政局：", "没有。"]
    document = Document()
    table = document.add_table(rows=2, cols=2)
    texts = ("任务", "事由", "{{事项.任务}}", "{{事项.事由}}")
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), texts, strict=True):
        cell.text = text
    rows = filled(document_bytes(document), {"事项": items}).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [["任务", "事由"], ["甲", "迟"], ["乙", "缓"]]


def test_a_placeholder_that_word_cut_into_pieces_is_one_and_keeps_its_face() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("致", "{", "{单", "位}", "}", "：请办"):
        paragraph.add_run(piece).bold = piece == "{"
    result = filled(document_bytes(document), {"单位": "市财政局"})
    assert lines(result) == ["致市财政局：请办"]
    assert [run.text for run in result.paragraphs[0].runs if run.bold] == ["市财政局"]


def test_nothing_in_a_value_is_read_as_a_placeholder_or_breaks_the_file() -> None:
    template = made("{{#事项}}", "{{事项.任务}}", "{{/事项}}", "{{单位}}")
    attack = "{{单位}}{{#事项}}\x00<w:p/>\n&{{"
    result = filled(template, {"单位": "市民政局", "事项": [{"任务": attack, "事由": ""}]})
    assert lines(result) == ["{ {单位} }{ {#事项} }\ufffd<w:p/> &{ {", "市民政局"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (made("{{单位}}", "{{#事项}}", "{{事项.任务}}"), "{{#事项}}没有结束"),
        (made("{{单位}}", "{{事项.任务}}"), "不在“事项”的范围内"),
        (made("{{单位}}{{单们}}", "{{#事项}}", "{{事项.任务}}", "{{/事项}}"), "不认识{{单们}}"),
        (made("{{单位}}", "{{#事项}}", "{{事项.任务}}{{事项.编码}}", "{{/事项}}"), "不认识{{事项.编码}}"),
        (made("{{单位}}", "{{#东西}}", "{{/东西}}"), "没有“东西”这个表"),
        (made("{{单位}}"), "缺少{{事项.任务}}"),
        (made("{{单位", "{{#事项}}", "{{事项.任务}}", "{{/事项}}"), "没写完整"),
        (made("{{单位}} {{#事项}}", "{{事项.任务}}", "{{/事项}}"), "要单独占一段"),
        (made("{{单位}}", "{{/事项}}"), "前面没有对应的开头"),
        (made("{{单位}}", "{{#事项}}", "{{^事项}}", "{{事项.任务}}", "{{/事项}}"), "还没有结束又开始一段"),
        (pdf_file(), "不是 docx"),
        (b"PK\x03\x04", "不是有效"),
        (with_macro(made("{{单位}}")), "宏"),
    ],
)
def test_every_fault_of_a_template_is_named_with_its_place(content: bytes, words: str) -> None:
    found = said(content)
    assert any(words in text for text in found), found
    assert all("样例.docx" in text for text in found)


def test_a_template_that_would_load_another_from_elsewhere_is_refused() -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://elsewhere.example/x.dotm" TargetMode="External"/></Relationships>'
    )
    stream = BytesIO(made("{{单位}}"))
    with ZipFile(stream, "a") as archive:
        archive.writestr("word/_rels/settings.xml.rels", link)
    assert "外部的模板" in said(stream.getvalue())[0]


def test_a_citys_own_template_makes_its_documents_and_a_broken_one_makes_none(tmp_path: Path) -> None:
    templates = CityTemplates(tmp_path)
    whole = ["某市督查文书", "{{单位}} {{文号}}", "{{#事项}}", "{{事项.任务}}/{{事项.事由}}/{{事项.时限}}", "{{/事项}}"]
    (tmp_path / SLIP_FORM.file_name).write_bytes(made(*whole, "{{落款}}{{日期}}"))
    told = lines(Document(BytesIO(slip_docx([SLIP], HEAD, templates))))
    assert told == [
        *("某市督查文书", "市民政局 督〔2020〕1号", "低保与就业联动/本期未报送。/2020年10月22日"),
        "某市人民政府督查室2020年10月19日",
    ]
    (tmp_path / SLIP_FORM.file_name).write_bytes(made(*whole))
    with pytest.raises(ProblemsFound) as found:
        slip_docx([SLIP], HEAD, templates)
    assert {problem.found for problem in found.value.problems} == {"缺少{{落款}}。", "缺少{{日期}}。"}
    assert "督查通报" in lines(Document(BytesIO(bulletin_docx(BULLETIN, HEAD, templates))))


@pytest.mark.parametrize("make", [slip_docx, reminder_docx])
def test_no_placeholder_is_left_and_every_page_of_an_invented_city_is_marked(make: Callable[..., bytes]) -> None:
    content = make([SLIP, SLIP], replace(HEAD, is_invented=True, day=date(2020, 10, 19)))
    document = Document(BytesIO(content))
    assert not re.search(r"\{\{|\}\}", "".join(lines(document)))
    assert "虚构城市" in document.sections[0].header.paragraphs[0].text
    assert "一、低保与就业联动" in "".join(lines(document)) and "二、低保与就业联动" in "".join(lines(document))


def test_the_forms_say_in_words_what_each_placeholder_is() -> None:
    for form in (ONE_PAGE, DIVISION):
        assert all(form.fields.values()) and all(
            meaning for fields in form.lists.values() for meaning in fields.values()
        )
