"""The slip as an official document (督办单, 催办单): one document a body, every item with its number and its day."""

from collections.abc import Sequence

from zengshou.faces.report.city_templates import CityTemplates, Letterhead, full_day, rendered
from zengshou.faces.report.docx_template import Item, TemplateForm, Values
from zengshou.faces.report.official import in_chinese
from zengshou.faces.report.standard_templates import REMINDER, SLIP
from zengshou.store.database.slips import IssuedSlip

STANDARD = CityTemplates()


def slip_docx(slips: Sequence[IssuedSlip], head: Letterhead, templates: CityTemplates = STANDARD) -> bytes:
    """One body's slips. Raises  ValueError for slips of several bodies, or none"""
    return _document(SLIP, slips, head, templates)


def reminder_docx(slips: Sequence[IssuedSlip], head: Letterhead, templates: CityTemplates = STANDARD) -> bytes:
    """The same as a reminder of reports. Raises  ValueError for slips of several bodies, or none"""
    return _document(REMINDER, slips, head, templates)


def _document(form: TemplateForm, slips: Sequence[IssuedSlip], head: Letterhead, templates: CityTemplates) -> bytes:
    if len({each.addressee for each in slips}) != 1:
        raise ValueError("a slip's document goes to one body")
    body = slips[0].addressee
    items = [_item(each, place) for place, each in enumerate(slips, start=1)]
    values: Values = {"单位": body, "文号": "、".join(each.number for each in slips), "事项": items}
    return rendered(form, values, head, templates, f"{form.name}（{body}）")


def _item(each: IssuedSlip, place: int) -> Item:
    return {
        "序号": in_chinese(place),
        "任务": each.title,
        "颜色": each.slip.colour.label,
        "文号": each.number,
        "编号": each.code,
        "事由": each.cause,
        "时限": full_day(each.slip.due),
    }
