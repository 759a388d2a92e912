"""The bulletin of supervision (督查通报) as an official document: counts with percent, then late bodies by item."""

from zengshou.faces.report.city_templates import CityTemplates, Letterhead, full_day, rendered
from zengshou.faces.report.docx_template import Item, Values
from zengshou.faces.report.official import in_chinese
from zengshou.faces.report.slip_docx import STANDARD
from zengshou.faces.report.standard_templates import BULLETIN
from zengshou.services.supervision.bulletin import Bulletin, LateItem


def bulletin_docx(bulletin: Bulletin, head: Letterhead, templates: CityTemplates = STANDARD) -> bytes:
    """The whole document."""
    items = [_item(item, place) for place, item in enumerate(bulletin.late, start=1)]
    values: Values = {"日期": full_day(bulletin.on), "总体情况": overall(bulletin), "事项": items}
    return rendered(BULLETIN, values, head, templates)


def overall(bulletin: Bulletin) -> str:
    """One paragraph: the total, each state with its share, the tasks whose lamp nobody recorded."""
    shares = "，".join(f"{label}{count}项（{bulletin.percent(count)}）" for label, count in bulletin.counts if count)
    told = f"截至{full_day(bulletin.on)}，共{bulletin.total}项任务，其中{shares}。"
    if bulletin.unrecorded:
        told += f"另有{len(bulletin.unrecorded)}项没有进度灯记录，未作评价：{'、'.join(bulletin.unrecorded)}。"
    return told


def _item(item: LateItem, place: int) -> Item:
    lamp = item.record.lamp
    told = f"任务编号{item.task.code}，{item.record.period.label}{lamp.colour.label}灯{lamp.colour.icon}。{lamp.reason}"
    if item.overdue_slips:
        told += f"督办单{'、'.join(item.overdue_slips)}逾期未回复。"
    return {"序号": in_chinese(place), "单位": "、".join(item.bodies), "任务": item.task.title, "情况": told}
