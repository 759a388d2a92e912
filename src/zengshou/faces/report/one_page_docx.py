"""领导一页纸: the sentences of the page, for the document and the screen alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.faces.report.city_templates import CityTemplates, Letterhead, rendered
from zengshou.faces.report.docx_template import Values
from zengshou.faces.report.slip_docx import STANDARD
from zengshou.faces.report.standard_templates import ONE_PAGE
from zengshou.plan.reading import LampColour
from zengshou.plan.wording import amount_text
from zengshou.services.supervision.one_page import LateBody, Move, OnePage
from zengshou.services.supervision.result_lamps import SettledReading

MOST_MOVES = 2
RESULT = {LampColour.DONE: "已达到", LampColour.GREY: "暂不能判断"}


@dataclass(frozen=True)
class Sentences:
    """One paragraph each; `decisions` are at most three."""

    promised: str
    process: str
    result: str
    moved: str
    late: str
    decisions: tuple[str, ...]


def sentences(page: OnePage) -> Sentences:
    """What the page says, short enough to stay one page."""
    return Sentences(
        f"{'；'.join(page.promises)}。" if page.promises else "方案没有量化目标。",
        _process(page),
        _result(page),
        _moved(page),
        _late(page),
        page.decisions,
    )


def one_page_docx(page: OnePage, head: Letterhead, templates: CityTemplates = STANDARD) -> bytes:
    """The whole document."""
    said = sentences(page)
    decisions = [{"序号": str(place), "内容": text} for place, text in enumerate(said.decisions, start=1)]
    values: Values = {
        "方案": page.plan.title,
        "承诺": said.promised,
        "进度": said.process,
        "指标": said.result,
        "变化": said.moved,
        "滞后": said.late,
        "决策": decisions,
    }
    return rendered(ONE_PAGE, values, head, templates)


def _lamps(counts: Sequence[tuple[LampColour, int]]) -> str:
    return "、".join(f"{colour.label}{colour.icon}{count}" for colour, count in counts)


def _process(page: OnePage) -> str:
    told = f"共{page.total}项任务，已办结{page.closed}项。"
    if page.process:
        told += f"{page.period.label}进度灯：{_lamps(page.process)}。"
    return told + (f"{page.unrecorded}项还没有记录。" if page.unrecorded else "")


def _result(page: OnePage) -> str:
    told = f"指标灯：{_lamps(page.result)}" if page.result else "没有指标"
    told += f"（其中无法判定{page.undecidable}）。" if page.undecidable else "。"
    return told + "".join(_reading(each) for each in page.targets)


def _reading(each: SettledReading) -> str:
    lamp, found = each.reading.lamp, each.reading.reading
    value = ""
    if found is not None and found.value is not None:
        value = amount_text(found.value, found.unit)
        if found.se:
            value += f"（标准误{amount_text(found.se, '')}）"
    word = "无法判定" if lamp.is_undecidable else RESULT.get(lamp.colour, f"{lamp.colour.label}灯")
    return f"{each.target.label}{value or '没有数'}，{word}。"


def _moved(page: OnePage) -> str:
    if not page.better and not page.worse:
        return "与上一季度相比，没有进度灯变化。"
    parts = [_moves("转好", page.better), _moves("转差", page.worse)]
    return f"{'；'.join(part for part in parts if part)}。"


def _moves(word: str, moves: Sequence[Move]) -> str:
    if not moves:
        return ""
    named = "、".join(f"{each.task.title}（{each.before.label}→{each.after.label}）" for each in moves[:MOST_MOVES])
    return f"{word}{len(moves)}项：{named}{'等' if len(moves) > MOST_MOVES else ''}"


def _late(page: OnePage) -> str:
    if not page.bodies:
        return "没有记为黄灯或红灯的单位。"
    more = f"；另有{page.more_bodies}个单位" if page.more_bodies else ""
    return f"{'；'.join(_body(each) for each in page.bodies)}{more}。"


def _body(body: LateBody) -> str:
    lamps = [(colour, body.count(colour)) for colour in (LampColour.RED, LampColour.YELLOW) if body.count(colour)]
    silent = f"，{body.slips}张督办单逾期未复" if body.slips else ""
    return f"{body.name}{_lamps(lamps)}{silent}"
