"""核对报告: a file as it was opened, as an official document on A4; every figure with the rows that it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from zengshou.concepts.period import month_name
from zengshou.faces.charts.table import Table, text
from zengshou.faces.report.city_templates import Letterhead, full_day
from zengshou.faces.report.docx import CAPTION, CENTRE, HEADING, add_table
from zengshou.faces.report.official import (
    BODY_LINES,
    Face,
    Lines,
    in_chinese,
    mark_pages,
    number_pages,
    set_page,
    write,
)
from zengshou.faces.report.standard_templates import CLOSING, RIGHT, TITLE
from zengshou.faces.words import Words
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.identity.person_ref import shown
from zengshou.records.income.explain import ExplainedLine, yuan
from zengshou.services.records.access.verification import Comparison, VerifiedFile
from zengshou.services.records.access.worked_income import FactLine, ViewFigure, Worked

WORDS = Words()
NAME = "居民家庭经济状况核对报告"
KEYS = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, before=4, after=4, is_exact=False)
LIMITS = "本报告只用于载明的案件，不得用于其他目的；数额按所列口径和时点计算，待核实的规则未与官方文本逐字核对。"


@dataclass
class _Paper:
    """The document while it is written, with the number of its next heading."""

    document: Document
    headings: int = field(default=0)

    def heading(self, title: str) -> None:
        self.headings += 1
        write(self.document, f"{in_chinese(self.headings)}、{title}", Face.LEVEL_ONE, HEADING)

    def says(self, *paragraphs: str) -> None:
        for words in paragraphs:
            write(self.document, words, Face.BODY, BODY_LINES)

    def table(self, caption: str, columns: tuple[str, ...], rows: Iterable[Sequence[str]]) -> None:
        """A table, or a sentence where there is no row."""
        cells = tuple(tuple(text(each) for each in row) for row in rows)
        if not cells:
            return self.says(f"{caption}：没有记录。")
        write(self.document, caption, Face.TABLE_HEAD, CAPTION)
        add_table(self.document, Table(caption, columns, cells), WORDS)
        return None


def verification_docx(file: VerifiedFile, head: Letterhead, officer: str, mark: str) -> bytes:
    """The report. mark  合成数据 where the register says so; every page carries it, the case and who took it away.

    Raises  ValueError for a file without amounts: such a file has no report
    """
    if file.own is None:
        raise ValueError("a file without amounts")
    paper = _Paper(new_document())
    section = set_page(paper.document)
    number_pages(paper.document, section)
    kept = f"仅限案件 {file.case_id} 使用　{officer}　{moment(file.asked_at)}"
    mark_pages(section, f"{mark}　{kept}" if mark else kept)
    properties = paper.document.core_properties
    properties.title, properties.author, properties.comments = NAME, head.issuer, ""
    write(paper.document, NAME, Face.TITLE, TITLE)
    write(paper.document, f"（案件编号：{file.case_id}）", Face.LEVEL_TWO, CENTRE)
    _basis(paper, file)
    paper.heading("本人收入")
    _incomes(paper, file.own)
    if file.together is not None and file.household is not None:
        paper.heading(f"{file.household.label}收入（{len(file.household.members)}人）")
        _incomes(paper, file.together, whose=True)
    _belongings(paper, file.own)
    if file.comparison is not None:
        _compared(paper, file.comparison)
    _lineage(paper, file.own.facts if file.together is None else file.together.facts)
    paper.says(LIMITS)
    write(paper.document, head.issuer, Face.BODY, CLOSING)
    write(paper.document, full_day(head.day), Face.BODY, RIGHT)
    stream = BytesIO()
    paper.document.save(stream)
    return stream.getvalue()


def moment(at: datetime) -> str:
    return at.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")


def _basis(paper: _Paper, file: VerifiedFile) -> None:
    paper.heading("核对依据")
    who = "；".join(f"{label}：{told}" for label, told in file.identity.items())
    paper.says(
        f"被核对人：{file.person}；{who}。" if who else f"被核对人：{file.person}。",
        f"用途：{file.purpose}；法律依据：{file.legal_basis}；授权书：{file.authorisation or '按用途不需要'}。",
        f"核算期：{month_name(file.months[0])} 至 {month_name(file.months[1])}。",
        f"数据时点：截至 {moment(file.known_at)} 已入库的记录。",
    )
    assert file.own is not None
    if file.own.stale:
        paper.says(f"时效提示：{'；'.join(file.own.stale.values())}。")
    if file.is_elsewhere:
        paper.says("另有记录属其他地区，未计入。")
    if file.household_refusal:
        paper.says(f"家庭未能一并核对：{'；'.join(each.found for each in file.household_refusal)}")


def _holder(line: ExplainedLine, whose: bool) -> str:
    """The item; in a household with whose it is."""
    owner = "家庭共有" if line.is_shared else shown(line.person) if whose else ""
    return f"{line.label}（{owner}）" if owner else line.label


def _incomes(paper: _Paper, holder: Worked, whose: bool = False) -> None:
    paper.table(
        "各口径收入",
        ("口径", "版本", "核算期合计（元）", "人均每月（元）", "规则"),
        (
            (each.label, each.version, yuan(each.fen), yuan(each.income.per_capita_monthly_fen), _trust(each))
            for each in holder.views
        ),
    )
    for each in holder.views:
        paper.table(
            f"{each.label}：逐项",
            ("项目", "来源、月份和证据", "是否计入和依据", "计入（元）"),
            ((_holder(line, whose), line.source, line.reason, yuan(line.counted_fen)) for line in each.lines),
        )
    beside = holder.views[0].beside if holder.views else ()
    if beside or holder.doubts:
        paper.says("其他来源和待核实情况：", *beside, *holder.doubts)


def _trust(figure: ViewFigure) -> str:
    return "已核实" if figure.is_verified else "含待核实规则"


def _belongings(paper: _Paper, own: Worked) -> None:
    paper.heading("财产和身份状态")
    paper.table(
        "财产",
        ("种类", "份额", "价值（元）", "起", "来源", "来源行"),
        (
            (
                each.kind,
                each.share,
                "未载明" if each.fen is None else yuan(each.fen),
                str(each.since),
                each.sources,
                "、".join(each.keys),
            )
            for each in own.assets
        ),
    )
    paper.table(
        "身份状态",
        ("状态", "起", "止", "来源", "来源行"),
        (
            (each.label, str(each.date_from), str(each.date_to or "至今"), each.source, "、".join(each.keys))
            for each in own.statuses
        ),
    )


def _compared(paper: _Paper, found: Comparison) -> None:
    paper.heading("两个时点对比")
    earlier, later = moment(found.earlier), moment(found.later)
    paper.table(
        f"截至 {earlier} 与截至 {later}",
        ("口径", "项目", "前（元）", "后（元）"),
        ((each.view, each.label, yuan(each.before), yuan(each.after)) for each in (*found.totals, *found.changes)),
    )
    for label, keys in (("新增来源行", found.came), ("不再有效的来源行", found.went)):
        write(paper.document, f"{label}：{'、'.join(keys) or '无'}", Face.NOTE, KEYS)


def _lineage(paper: _Paper, facts: Sequence[FactLine]) -> None:
    """Row by row: batch/row/part is enough to find the sealed file and its line again."""
    paper.heading("来源行")
    paper.table(
        f"共 {len(facts)} 行（批次/行/分项）",
        ("编号", "来源", "项目", "月份", "金额（元）", "入库"),
        (
            (each.key, each.source, each.label, each.months, yuan(each.fen), moment(each.recorded_at)[:10])
            for each in facts
        ),
    )
