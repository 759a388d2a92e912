"""The bulletin of supervision (督查通报) as an official document: counts with percent, then late bodies by item."""

from docx.document import Document

from zengshou.faces.report.official import Face, in_chinese, write
from zengshou.faces.report.slip_docx import CENTRE, HEADING, TITLE, Letterhead, full_day, new_official, saved, sign
from zengshou.services.supervision.bulletin import Bulletin, LateItem


def bulletin_docx(bulletin: Bulletin, head: Letterhead) -> bytes:
    """The whole document."""
    document = new_official("督查通报", head)
    write(document, "督查通报", Face.TITLE, TITLE)
    write(document, f"（{full_day(bulletin.on)}）", Face.LEVEL_TWO, CENTRE)
    write(document, "一、总体情况", Face.LEVEL_ONE, HEADING)
    write(document, overall(bulletin), Face.BODY)
    write(document, "二、进展滞后的事项", Face.LEVEL_ONE, HEADING)
    if not bulletin.late:
        write(document, "截至目前没有记为黄灯或红灯的事项。", Face.BODY)
    for place, item in enumerate(bulletin.late, start=1):
        _item(document, item, place)
    sign(document, head)
    return saved(document)


def overall(bulletin: Bulletin) -> str:
    """One paragraph: the total, each state with its share, the tasks whose lamp nobody recorded."""
    shares = "，".join(f"{label}{count}项（{bulletin.percent(count)}）" for label, count in bulletin.counts if count)
    told = f"截至{full_day(bulletin.on)}，共{bulletin.total}项任务，其中{shares}。"
    if bulletin.unrecorded:
        told += f"另有{len(bulletin.unrecorded)}项没有进度灯记录，未作评价：{'、'.join(bulletin.unrecorded)}。"
    return told


def _item(document: Document, item: LateItem, place: int) -> None:
    lamp = item.record.lamp
    bodies = "、".join(item.bodies)
    write(document, f"（{in_chinese(place)}）{bodies}：{item.task.title}", Face.LEVEL_TWO, HEADING)
    told = f"任务编号{item.task.code}，{item.record.period.label}{lamp.colour.label}灯{lamp.colour.icon}。{lamp.reason}"
    if item.overdue_slips:
        told += f"督办单{'、'.join(item.overdue_slips)}逾期未回复。"
    write(document, told, Face.BODY)
