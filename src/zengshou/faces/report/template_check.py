"""Whether a city's template can be filled: every fault by name and place, before any document leaves."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from docx import Document as open_document
from docx.document import Document
from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.report.docx_template import (
    PARAGRAPH,
    PLACE,
    TABLE_ROW,
    Mark,
    TemplateForm,
    block_end,
    marks_of,
    page_parts,
    text_of,
)
from zengshou.store.evidence_kinds import OfficeKind, kind_of

OUTSIDE = re.compile(rb"attachedTemplate[^>]*TargetMode=\"External\"|TargetMode=\"External\"[^>]*attachedTemplate")
LONGEST_SHOWN = 30


def template_faults(content: bytes, form: TemplateForm, where: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a template, or nothing. where  its file, as messages name it"""
    try:
        kind = kind_of(content, where)
    except ProblemsFound as error:
        return error.problems
    if kind is not OfficeKind.DOCX:
        return (Problem(f"模板是{kind.value}，不是 docx。", where, "请用 Word 或 WPS 另存为 docx。"),)
    if _loads_from_outside(content):
        return (Problem("模板引用了外部的模板文件。", where, "请在“开发工具—文档模板”中取消引用后另存。"),)
    try:
        document = open_document(BytesIO(content))
    except (KeyError, ValueError, XMLSyntaxError):
        return (Problem("文件打不开，可能已损坏。", where, "请重新生成默认模板，在其上修改。"),)
    return tuple(_faults(document, form, where))


def _loads_from_outside(content: bytes) -> bool:
    with ZipFile(BytesIO(content)) as archive:
        return any(
            OUTSIDE.search(archive.read(name)) is not None for name in archive.namelist() if name.endswith(".rels")
        )


def _faults(document: Document, form: TemplateForm, where: str) -> Iterator[Problem]:
    body, seen = document.element.body, set[str]()
    yield from _block_faults(body, form, where)
    for paragraph, inside in _paragraphs(document):
        text = text_of(paragraph)
        place = f"{where}“{text.strip()[:LONGEST_SHOWN]}”"
        if "{{" in PLACE.sub("", text) or "}}" in PLACE.sub("", text):
            yield Problem("有没写完整的 {{ 或 }}。", place, "占位符写成 {{名称}}，两边各两个大括号。")
        for mark in marks_of(text):
            seen.add(mark.name)
            if mark.sort:
                if block_end(paragraph) is None or paragraph.getparent() is not body:
                    yield Problem(f"{{{{{mark.sort}{mark.name}}}}}要单独占一段。", place, "移到正文里单独一行。")
            else:
                yield from _name_faults(mark, inside, form, place)
    for name in form.required:
        if name not in seen:
            yield Problem(f"缺少{{{{{name}}}}}。", where, f"这里是：{_meaning(name, form)}。请补上。")


def _name_faults(mark: Mark, inside: str, form: TemplateForm, place: str) -> Iterator[Problem]:
    """inside  the list whose block or row the placeholder stands in"""
    if not mark.list_name:
        if mark.name not in form.fields:
            yield Problem(f"不认识{{{{{mark.name}}}}}。", place, f"可用：{'、'.join(form.fields)}。")
        return
    items = form.lists.get(mark.list_name)
    own = mark.name.rpartition(".")[2]
    if items is None:
        yield Problem(f"没有“{mark.list_name}”这个表。", place, f"可用：{'、'.join(form.lists) or '无'}。")
    elif own not in items:
        known = "、".join(f"{mark.list_name}.{name}" for name in items)
        yield Problem(f"不认识{{{{{mark.name}}}}}。", place, f"可用：{known}。")
    elif inside != mark.list_name:
        block = f"{{{{#{mark.list_name}}}}}与{{{{/{mark.list_name}}}}}之间"
        yield Problem(f"{{{{{mark.name}}}}}不在“{mark.list_name}”的范围内。", place, f"移到{block}，或表格的一行中。")


def _block_faults(body: Element, form: TemplateForm, where: str) -> Iterator[Problem]:
    """Blocks that are not closed, not opened, inside one another, or of a list that there is not."""
    opened: Mark | None = None
    for child in body:
        mark = block_end(child)
        if mark is None:
            continue
        if mark.name not in form.lists:
            yield Problem(f"没有“{mark.name}”这个表。", where, f"可用：{'、'.join(form.lists) or '无'}。")
        if mark.sort == "/":
            if opened is None or opened.name != mark.name:
                yield Problem(f"{{{{/{mark.name}}}}}前面没有对应的开头。", where, "补上 {{#…}} 或删去这一段。")
            opened = None
        else:
            if opened is not None:
                yield Problem(
                    f"{{{{{opened.sort}{opened.name}}}}}还没有结束又开始一段。", where, "一段不能套在另一段里。"
                )
            opened = mark
    if opened is not None:
        yield Problem(f"{{{{{opened.sort}{opened.name}}}}}没有结束。", where, f"补上 {{{{/{opened.name}}}}}。")


def _paragraphs(document: Document) -> Iterator[tuple[Element, str]]:
    """Every paragraph with the list whose block or row it stands in."""
    opened = ""
    for child in document.element.body:
        mark = block_end(child)
        if mark is not None:
            opened = "" if mark.sort != "#" else mark.name
        for paragraph in child.iter(PARAGRAPH):
            yield paragraph, opened or _row_list(paragraph)
    for part in page_parts(document):
        for paragraph in part.iter(PARAGRAPH):
            yield paragraph, ""


def _row_list(paragraph: Element) -> str:
    """The list that a row of a table repeats: that of its first item's placeholder."""
    row = next(paragraph.iterancestors(TABLE_ROW), None)
    if row is None:
        return ""
    names = (mark.list_name for each in row.iter(PARAGRAPH) for mark in marks_of(text_of(each)))
    return next((name for name in names if name), "")


def _meaning(name: str, form: TemplateForm) -> str:
    list_name, _, own = name.rpartition(".")
    return form.lists[list_name][own] if list_name else form.fields[name]
