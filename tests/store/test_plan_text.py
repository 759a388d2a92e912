"""Plan documents of users as lines: every kind, every fault named, nothing hostile let in."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.store.plan_files import pdf_bytes, write_docx, write_numbered_docx, write_pdf, write_table_docx
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.plan_files.plan_text import read_plan_text, text_lines
from zengshou.store.plan_files.plan_text_numbering import chinese, printed_number, roman
from zengshou.store.plan_files.plan_text_pdf import _tidy

LINES = ["方案", "一、总体要求", "（一）主要目标", "1.到2020年达到38.3%。", "二、任务", "（一）行动", "1.做好。"]
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LOCKED = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format("00" * 32)


def problem_of(path: Path) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_plan_text(path)
    return str(caught.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_of_the_ladder(encoding: str, tmp_path: Path) -> None:
    found = read_plan_text(written(tmp_path / "a.txt", "\r\n".join(LINES).encode(encoding)))
    assert [line.text for line in found.lines] == LINES and found.lines[3].number == 4


def test_a_form_feed_begins_a_page() -> None:
    assert [line.page for line in text_lines("a\n\fb\nc")] == [1, 2, 2]


def test_typed_and_automatic_numbers_of_a_docx_give_the_same_lines(tmp_path: Path) -> None:
    typed = read_plan_text(write_docx(LINES, tmp_path / "a.docx"))
    automatic = read_plan_text(write_numbered_docx(LINES, tmp_path / "b.docx", False))
    assert [line.text for line in typed.lines] == [line.text for line in automatic.lines] == LINES
    assert automatic.lines[2].place == "第3段"


@pytest.mark.parametrize(
    ("is_running", "expected"), [(True, ["1.甲", "2.乙", "3.丙"]), (False, ["1.甲", "2.乙", "1.丙"])]
)
def test_items_are_counted_through_groups_or_begin_again_as_the_file_says(
    is_running: bool, expected: list[str], tmp_path: Path
) -> None:
    lines = ["一、总则", "二、任务", "（一）行动", "1.甲", "2.乙", "（二）计划", "1.丙"]
    found = read_plan_text(write_numbered_docx(lines, tmp_path / "a.docx", is_running))
    assert [line.text for line in found.lines if line.text[0].isdigit()] == expected


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (12, "chineseCounting", "十二"),
        (105, "chineseCountingThousand", "一百零五"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (5, "unknownForm", "5"),
    ],
)
def test_numbers_are_printed_as_word_prints_them(count: int, form: str, printed: str) -> None:
    assert printed_number(count, form) == printed
    assert chinese(1000) == "1000" and roman(1999) == "MCMXCIX"


def test_merged_cells_are_repeated_and_paragraphs_of_a_cell_kept(tmp_path: Path) -> None:
    rows = (("类别", "任务"), ("甲类", "一\n二"), ("甲类", "三"))
    found = read_plan_text(write_table_docx(rows, tmp_path / "t.docx", merged=0))
    cells = [line.cells for line in found.lines if line.cells]
    assert cells == [("类别", "任务"), ("甲类", "一\n二"), ("甲类", "三")]
    assert found.lines[-1].place == "表1第3行"


def test_deleted_text_is_left_out_and_told_and_content_controls_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("留下")
    run = '<w:r><w:delText xml:space="preserve">删去</w:delText></w:r>'
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x">{run}</w:del>'))
    kept = "<w:sdtContent><w:p><w:r><w:t>控件里的字</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(1, parse_xml(f"<w:sdt {nsdecls('w')}>{kept}</w:sdt>"))
    document.save(str(tmp_path / "a.docx"))
    found = read_plan_text(tmp_path / "a.docx")
    assert [line.text for line in found.lines] == ["留下", "控件里的字"]
    assert found.notes == ("1处修订中已删除的文字未读",)


def test_lines_of_a_pdf_keep_page_and_indent(tmp_path: Path) -> None:
    found = read_plan_text(write_pdf(["一、任务", "字" * 60, "完。"], tmp_path / "a.pdf"))
    assert [line.text for line in found.lines][:2] == ["　　一、任务", "　　" + "字" * 25]
    assert found.lines[-1].text.strip() == "— 1 —" and {line.page for line in found.lines} == {1}
    assert [line.is_full for line in found.lines][:4] == [False, True, True, False]


def test_radical_code_points_and_gaps_of_justified_setting_are_mended() -> None:
    assert _tidy("⼈⼒资源 社会保障局，居⺠ 收入") == "人力资源社会保障局，居民收入"


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf"])
def test_an_empty_file_is_refused(name: str, tmp_path: Path) -> None:
    assert "0 字节" in problem_of(written(tmp_path / name, b""))


def test_files_that_are_no_text_are_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "二进制" in problem_of(written(tmp_path / "a.txt", b"abc\x00\x01\x02"))
    assert "UTF-8" in problem_of(written(tmp_path / "b.txt", bytes(range(256)) * 9))
    assert "没有文字" in problem_of(written(tmp_path / "c.txt", b" \n\n "))
    assert "另存为 .docx" in problem_of(written(tmp_path / "d.doc", b"x"))
    assert "OCR" in problem_of(written(tmp_path / "e.png", b"x"))
    assert "“.zip”" in problem_of(written(tmp_path / "f.zip", b"x"))
    assert "找不到" in problem_of(tmp_path / "g.txt") and "目录" in problem_of(tmp_path)


def test_text_in_two_encodings_at_once_is_refused(tmp_path: Path) -> None:
    mixed = "增收方案，居民收入。".encode() + "增收方案，居民收入。".encode("gb18030")
    assert "既不是 UTF-8 也不是 GB18030" in problem_of(written(tmp_path / "a.txt", mixed + b"\xff"))


def test_a_pdf_with_a_password_a_scan_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    assert "密码" in problem_of(written(tmp_path / "a.pdf", pdf_bytes(["BT ET"], LOCKED)))
    assert "OCR" in problem_of(written(tmp_path / "b.pdf", pdf_bytes(["", ""])))
    assert "损坏" in problem_of(written(tmp_path / "c.pdf", b"%PDF-1.4 junk"))


def test_a_docx_with_a_password_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    assert "密码" in problem_of(written(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600))
    assert "不是有效的 docx" in problem_of(written(tmp_path / "b.docx", b"PK\x03\x04" + b"\0" * 90))
    with zipfile.ZipFile(tmp_path / "c.docx", "w") as archive:
        archive.writestr("x.xml", "<a/>")
    assert "没有 Word 正文" in problem_of(tmp_path / "c.docx")


def test_a_docx_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b"0" * 80_000_000)
    assert "压缩炸弹" in problem_of(tmp_path / "a.docx")


def test_entities_of_a_docx_are_never_expanded(tmp_path: Path) -> None:
    entities = '<!DOCTYPE l [<!ENTITY a "秘密"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", entities + body)
    assert "没有文字" in problem_of(tmp_path / "a.docx")
