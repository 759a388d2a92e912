"""A docx as lines: paragraphs with their automatic numbers, rows of tables with merged cells repeated.

Only three members of the package are unpacked, each up to a limit, so that a bomb among the rest is never opened.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from zengshou.store.plan_files.plan_text_numbering import Element, Numbering, W, read_numbering
from zengshou.store.plan_files.plan_text_row import Row, Rows, Unreadable, table_row

BODY, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
LARGEST_MEMBER = 64 * 2**20
CHUNK = 2**20
DAMAGED = "文件可能已损坏或已加密，请用 Word 或 WPS 打开后另存一份 .docx。"
NO_TEXT = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "instrText")}
OLE = b"\xd0\xcf\x11\xe0"


def docx_lines(path: str) -> Rows:
    """Paragraphs and rows in the order of the document.

    Raises  Unreadable: no docx, a password, damaged XML, a member that unpacks beyond the limit, no text
    """
    with open(path, "rb") as file:
        if file.read(4) == OLE:
            raise Unreadable("这个 docx 有密码，或其实是旧版 .doc。", "请取消密码，或另存为 .docx。")
    try:
        with zipfile.ZipFile(path) as archive:
            body, numbering, styles = (_member(archive, name) for name in (BODY, NUMBERING, STYLES))
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise Unreadable("不是有效的 docx 文件。", DAMAGED) from error
    if body is None:
        raise Unreadable("压缩包里没有 Word 正文。", DAMAGED)
    walker = _Walker(read_numbering(numbering, styles))
    rows = list(walker.rows(body))
    if not any(row.text.strip() for row in rows):
        raise Unreadable("文档中没有文字，可能只有图片。", "扫描件请先做文字识别（OCR），再存为 .docx 或 .txt。")
    return Rows(rows, walker.notes(body))


def _member(archive: zipfile.ZipFile, name: str) -> Element | None:
    """One member, parsed; None where it is absent. Sizes are counted as they unpack: the archive's own list may lie."""
    if name not in archive.namelist():
        return None
    blocks: list[bytes] = []
    size = 0
    with archive.open(name) as stream:
        while block := stream.read(CHUNK):
            size += len(block)
            if size > LARGEST_MEMBER:
                raise Unreadable("解压后的内容过大，疑似压缩炸弹。", "请检查文件来源。")
            blocks.append(block)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return etree.fromstring(b"".join(blocks), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("docx 内部的 XML 已损坏。", DAMAGED) from error


class _Walker:
    """Goes through the body once; numbering counts as it goes."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0

    def rows(self, body: Element) -> Iterator[Row]:
        yield from self._blocks(body.find(f"{W}body"))

    def _blocks(self, parent: Element | None) -> Iterator[Row]:
        """Paragraphs and tables, also inside content controls and kept insertions."""
        for node in () if parent is None else parent:
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag == f"{W}sdt":
                yield from self._blocks(node.find(f"{W}sdtContent"))
            elif node.tag in (f"{W}ins", f"{W}customXml", f"{W}smartTag"):
                yield from self._blocks(node)

    def _paragraph(self, node: Element) -> Iterator[Row]:
        self.paragraphs += 1
        text = _text(node)
        label = self.numbering.label(node) if text.strip() else ""
        for line in (label + text).split("\n"):
            yield Row(line, f"第{self.paragraphs}段")

    def _table(self, table: Element) -> Iterator[Row]:
        self.tables += 1
        order = self.tables
        above: dict[int, str] = {}
        for number, row in enumerate(table.findall(f"{W}tr"), 1):
            cells: list[str] = []
            for cell in row.iter(f"{W}tc"):
                if _nearest_table(cell) is not table:
                    continue
                text = self._cell(cell)
                properties = cell.find(f"{W}tcPr")
                merge = None if properties is None else properties.find(f"{W}vMerge")
                if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                    text = above.get(len(cells), text)
                above[len(cells)] = text
                cells += [text] * _columns(properties)
            yield table_row(cells, f"表{order}第{number}行")

    def _cell(self, cell: Element) -> str:
        """Paragraphs of a cell, a line each; a table inside it is read as text."""
        parts = []
        for paragraph in cell.iter(f"{W}p"):
            text = _text(paragraph)
            parts.append((self.numbering.label(paragraph) if text.strip() else "") + text)
        return "\n".join(part.strip() for part in parts if part.strip())

    def notes(self, body: Element) -> list[str]:
        """What stands in the document and is not read."""
        found = (
            (f"{W}del", "处修订中已删除的文字未读"),
            (f"{W}drawing", "个图形或图片未读，其中如有文字请自行核对"),
            (f"{W}footnoteReference", "个脚注未读"),
            (f"{W}txbxContent", "个文本框未读，其中如有文字请自行核对"),
        )
        counts = ((sum(1 for _ in body.iter(tag)), words) for tag, words in found)
        return [f"{count}{words}" for count, words in counts if count]


def _text(paragraph: Element) -> str:
    """Text of the runs: tabs and line breaks kept, deleted text, field codes and text boxes left out."""
    parts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab":
            parts.append("\t")
        elif node.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif isinstance(node.tag, str) and node.tag not in NO_TEXT and not node.tag.endswith("}AlternateContent"):
            stack.append(iter(node))
    return "".join(parts)


def _columns(properties: Element | None) -> int:
    span = None if properties is None else properties.find(f"{W}gridSpan")
    text = "" if span is None else span.get(f"{W}val", "1")
    return min(int(text), 64) if text.isdigit() and int(text) > 0 else 1


def _nearest_table(cell: Element) -> Element | None:
    node = cell.getparent()
    while node is not None and node.tag != f"{W}tbl":
        node = node.getparent()
    return node
