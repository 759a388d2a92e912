"""Slip and bulletin as files: page, line pitch, East Asian faces and 〔 〕 read from the XML, one body a document."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from zengshou.faces.report.bulletin_docx import bulletin_docx, overall
from zengshou.faces.report.city_templates import Letterhead
from zengshou.faces.report.slip_docx import slip_docx
from zengshou.plan.ledger.model import Assignment, LedgerTask, Period
from zengshou.plan.ledger.slips import Slip, SlipColour
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.plan.reading import Lamp, LampColour
from zengshou.services.supervision.bulletin import Bulletin, LateItem
from zengshou.store.database.lamps import LampRecord
from zengshou.store.database.slips import IssuedSlip

HEAD = Letterhead("某市人民政府督查室", date(2020, 10, 19))
MOMENT = datetime(2020, 10, 19, tzinfo=UTC)
SLIP = IssuedSlip(
    "1",
    "督〔2020〕1号",
    "t",
    "X-3",
    "低保与就业联动",
    "civil",
    "市民政局",
    Slip(SlipColour.RED, date(2020, 10, 19), date(2020, 10, 22)),
    "本期未报送。",
    "",
    None,
)
TASK = LedgerTask(
    "t", "x", "X-3", 1, "", "低保与就业联动", "", Stage.IN_HAND, 0.0, None, "", "", "", "", 1, MOMENT,
    (Assignment("civil", Party.LEAD, "市民政局"),),
)  # fmt: skip
LATE = LateItem(
    TASK,
    ("市民政局",),
    LampRecord(Period(2020, 3), 1, Lamp(LampColour.RED, "本期未报送。", "report_very_late"), MOMENT),
    ("督〔2020〕1号",),
)
BULLETIN = Bulletin(date(2020, 11, 2), 22, (("办结", 6), ("正在办理", 16), ("尚未开始", 0)), (LATE,), ())


def part(content: bytes, name: str = "word/document.xml") -> str:
    return ZipFile(BytesIO(content)).read(name).decode()


def text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("content", [slip_docx([SLIP], HEAD), bulletin_docx(BULLETIN, HEAD)])
def test_the_page_is_that_of_official_documents(content: bytes) -> None:
    xml = part(content)
    margins = re.search(r"<w:pgMar ([^>]*)/>", xml)
    assert margins is not None
    found = dict(re.findall(r'w:(\w+)="(\d+)"', margins.group(1)))
    millimetres = {side: round(int(found[side]) / 1440 * 25.4) for side in ("top", "bottom", "left", "right")}
    assert millimetres == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    spacings = re.findall(r"<w:spacing [^>]*>", xml)
    assert any('w:line="580"' in each and 'w:lineRule="exact"' in each for each in spacings)  # 29 pt in twentieths
    assert {"仿宋_GB2312", "黑体", "方正小标宋_GBK"} <= set(re.findall(r'w:eastAsia="([^"]+)"', xml))


@pytest.mark.parametrize("content", [slip_docx([SLIP], HEAD), bulletin_docx(BULLETIN, HEAD)])
def test_every_written_run_names_its_chinese_face(content: bytes) -> None:
    runs = re.findall(r"<w:r>.*?</w:r>", part(content), re.S)
    assert runs and all("w:eastAsia=" in run for run in runs if "<w:t" in run)


def test_a_slip_names_the_body_the_number_the_cause_and_the_day() -> None:
    told = text(slip_docx([SLIP], HEAD))
    for words in (
        "督〔2020〕1号",
        "市民政局：",
        "一、低保与就业联动（红色",
        "本期未报送。",
        "2020年10月22日前",
        "2020年10月19日",
    ):
        assert words in told


def test_several_slips_of_one_body_are_items_of_one_document() -> None:
    told = text(slip_docx([SLIP, replace(SLIP, id="2", number="督〔2020〕2号", title="提高低保标准")], HEAD))
    assert "督〔2020〕1号、督〔2020〕2号" in told and "二、提高低保标准" in told


def test_slips_of_two_bodies_or_of_none_are_no_document() -> None:
    for slips in ([SLIP, replace(SLIP, addressee="市财政局")], []):
        with pytest.raises(ValueError, match="one body"):
            slip_docx(slips, HEAD)


def test_an_invented_city_is_marked_on_every_page() -> None:
    marked = slip_docx([SLIP], replace(HEAD, is_invented=True))
    names = [name for name in ZipFile(BytesIO(marked)).namelist() if name.startswith("word/header")]
    assert names and all("虚构城市" in part(marked, name) for name in names)
    assert not any(name.startswith("word/header") for name in ZipFile(BytesIO(slip_docx([SLIP], HEAD))).namelist())


def test_the_bulletin_counts_with_percent_and_names_the_late_body_item_by_item() -> None:
    assert overall(BULLETIN) == "截至2020年11月2日，共22项任务，其中办结6项（27%），正在办理16项（73%）。"
    told = text(bulletin_docx(BULLETIN, HEAD))
    assert (
        "（一）市民政局：低保与就业联动" in told and "2020年三季度红灯■" in told and "督〔2020〕1号逾期未回复" in told
    )


def test_the_bulletin_names_what_was_not_judged_and_says_when_nothing_is_late() -> None:
    told = text(bulletin_docx(replace(BULLETIN, late=(), unrecorded=("X-1", "X-2")), HEAD))
    assert "另有2项没有进度灯记录，未作评价：X-1、X-2。" in told and "没有记为黄灯或红灯" in told
