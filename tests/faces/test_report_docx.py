from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from openpyxl import load_workbook

from tests.faces import invented
from zengshou.faces.report.content import build_report
from zengshou.faces.report.docx import docx_bytes
from zengshou.faces.report.official import in_chinese
from zengshou.faces.words import Language


@pytest.fixture(scope="module")
def data() -> bytes:
    return docx_bytes(build_report(invented.findings()))


@pytest.fixture(scope="module")
def document(data: bytes) -> DocumentType:
    return Document(BytesIO(data))


def test_the_page_has_the_margins_of_official_documents(document: DocumentType) -> None:
    section = document.sections[0]
    found = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    for length, wanted in zip(found, (37, 28, 26, 35), strict=True):
        assert length is not None and abs(length - Mm(wanted)) <= Pt(0.05)
    assert section.page_width is not None and abs(section.page_width - Mm(210)) <= Pt(0.05)


def test_body_lines_stand_exactly_29_points_apart_in_fangsong_16(document: DocumentType) -> None:
    body = next(one for one in document.paragraphs if one.text.startswith("1. 方案共有"))
    assert body.paragraph_format.line_spacing == Pt(29)
    assert body.runs[0].font.size == Pt(16)
    assert body.paragraph_format.first_line_indent == Pt(32)


def test_every_run_names_its_chinese_face(document: DocumentType) -> None:
    faces = {}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                properties = run._element.rPr
                assert properties is not None
                faces[properties.rFonts.get(qn("w:eastAsia"))] = run.font.size
    assert {"方正小标宋_GBK", "黑体", "楷体_GB2312", "仿宋_GB2312"} <= faces.keys()
    assert faces["方正小标宋_GBK"] == Pt(22)


def test_headings_run_yi_er_san_and_then_in_brackets(document: DocumentType) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "一、要点" in texts and "二、指标与目标" in texts
    assert "（一）指标与目标一览" in texts


def test_chinese_numerals_of_headings() -> None:
    assert [in_chinese(n) for n in (1, 9, 10, 11, 20, 23)] == ["一", "九", "十", "十一", "二十", "二十三"]


def test_every_page_is_numbered_and_marked_as_synthetic(document: DocumentType) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for header, footer in ((section.header, section.footer), (section.even_page_header, section.even_page_footer)):
        assert "合成数据" in header.paragraphs[0].text
        assert "PAGE" in footer.paragraphs[0]._element.xml


def test_table_heads_repeat_and_rows_are_not_cut(document: DocumentType) -> None:
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_are_native_with_their_numbers_and_the_workbook_behind(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
        assert len(charts) >= 8
        for name in charts:
            space = etree.fromstring(package.read(name))
            assert space.findall(".//{*}numCache/{*}pt")
            assert space.find("{*}externalData") is not None
        book = next(name for name in package.namelist() if name.startswith("word/embeddings/"))
        assert load_workbook(BytesIO(package.read(book))).active is not None


def test_charts_carry_a_description(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    described = [one.get("descr") for one in tree.iter("{*}docPr")]
    assert described and all(described)


def test_an_english_document_numbers_its_headings_with_digits() -> None:
    document = Document(BytesIO(docx_bytes(build_report(invented.findings(), Language.EN))))
    assert "1. Key points" in [paragraph.text for paragraph in document.paragraphs]
