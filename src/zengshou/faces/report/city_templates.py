"""The templates of an installation: the city's own where it has one and it holds, else those that ship with us."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx.document import Document

from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.report.docx_template import TemplateForm, Values, document_bytes, filled
from zengshou.faces.report.official import mark_pages
from zengshou.faces.report.standard_templates import standard_template
from zengshou.faces.report.template_check import template_faults
from zengshou.store.template_files import replaced_template

INVENTED = "虚构城市　仅供演示"
FOLDER = "templates"


@dataclass(frozen=True)
class Letterhead:
    """issuer  who signs, as 示例市督查室;  is_invented  every page is marked for an invented city"""

    issuer: str
    day: date
    is_invented: bool = False


@dataclass(frozen=True)
class CityTemplates:
    """folder  where the city's own templates lie; None: there are none"""

    folder: Path | None = None

    @classmethod
    def of_home(cls, home: Path | None) -> "CityTemplates":
        return cls(None if home is None else home / FOLDER)

    def content(self, form: TemplateForm) -> bytes:
        """The template of a document. Raises  ProblemsFound with every fault of a city's own"""
        own = replaced_template(self.folder, form.file_name)
        if own is None:
            return standard_template(form.name)
        faults = template_faults(own, form, f"{FOLDER}/{form.file_name}")
        if faults:
            raise ProblemsFound(faults)
        return own


def rendered(form: TemplateForm, values: Values, head: Letterhead, templates: CityTemplates, title: str = "") -> bytes:
    """A document from its template, signed and dated; every page of an invented city is marked."""
    signed = {"落款": head.issuer, "日期": full_day(head.day)}
    document = filled(templates.content(form), {**signed, **values})
    _describe(document, title or form.name, head)
    return document_bytes(document)


def _describe(document: Document, title: str, head: Letterhead) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, head.issuer, ""
    if head.is_invented:
        for section in document.sections:
            mark_pages(section, INVENTED)


def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
