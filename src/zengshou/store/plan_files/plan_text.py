"""Plan documents of users as lines: txt here; docx and pdf in a process of their own, under limits."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.plan.reader.source import SourceLine
from zengshou.store import sheet_child
from zengshou.store.text import decode

LARGEST_TEXT = 20 * 2**20
LARGEST_PACKAGE = 50 * 2**20
CHILD = "zengshou.store.plan_files.plan_text_child"
CHILD_SECONDS = 120
OLD_KINDS = {
    ".doc": "Word 97—2003",
    ".wps": "WPS 文字",
    ".wpt": "WPS 模板",
    ".rtf": "RTF",
    ".ofd": "OFD",
    ".odt": "ODT",
}
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1a")


@dataclass(frozen=True)
class PlanText:
    """The lines of a document; notes say what its reader could not carry over (pictures, deleted text …)."""

    lines: tuple[SourceLine, ...]
    source: str
    kind: str
    notes: tuple[str, ...] = ()


def read_plan_text(path: str | Path) -> PlanText:
    """The lines of a .txt, .docx or .pdf.

    Raises  ProblemsFound: no such file, unknown kind, empty, too large, damaged, password, scanned pages without text
    """
    file = Path(path)
    where = str(file)
    if not file.exists():
        raise refuse("找不到这个文件。", where, "请检查路径和文件名。")
    if file.is_dir():
        raise refuse("这是一个目录，不是文件。", where, "请指明其中的一个文件。")
    suffix = file.suffix.lower()
    if suffix in OLD_KINDS:
        raise refuse(f"{OLD_KINDS[suffix]} 文件不能直接读。", where, "请用 Word 或 WPS 另存为 .docx，或导出为 .pdf。")
    if suffix in PICTURES:
        raise refuse("这是图片，没有文字。", where, "请先做文字识别（OCR），再存为 .txt 或 .docx。")
    if suffix not in READERS:
        raise refuse(f"不认识的文件类型“{suffix or file.name}”。", where, f"请用 {'、'.join(sorted(READERS))} 之一。")
    try:
        size = file.stat().st_size
        if size == 0:
            raise refuse("文件是空的（0 字节）。", where, "请重新导出。")
        return READERS[suffix](file, size)
    except OSError as error:
        raise refuse(f"文件无法读取：{error.strerror or error}。", where, "请检查文件权限和磁盘。") from None


def _read_txt(file: Path, size: int) -> PlanText:
    if size > LARGEST_TEXT:
        raise refuse(
            f"文本有 {size / 2**20:.0f} MB，超过上限 {LARGEST_TEXT // 2**20} MB。", str(file), "请只留方案正文。"
        )
    decoded = decode(file.read_bytes(), str(file))
    odd = [index for index, char in enumerate(decoded.text[:200_000]) if char in CONTROL]
    if odd:
        place = f"{file} 第 {decoded.text.count(chr(10), 0, odd[0]) + 1} 行"
        raise refuse("文本中有二进制内容。", place, "文件可能并非纯文本，请另存为 UTF-8 文本。")
    lines = text_lines(decoded.text)
    if not any(line.text.strip() for line in lines):
        raise refuse("文件中没有文字。", str(file), "请重新导出。")
    return PlanText(lines, str(file), "txt", (f"编码 {decoded.encoding}",))


def text_lines(text: str) -> tuple[SourceLine, ...]:
    """Lines of a text; a form feed begins a page."""
    lines: list[SourceLine] = []
    page = 1 if "\f" in text else None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a").split("\n"), 1):
        if page is not None:
            page += line.count("\f")
        lines.append(SourceLine(number, line.replace("\f", " ").replace("\v", " "), page=page))
    return tuple(lines)


def _read_in_child(file: Path, size: int) -> PlanText:
    """docx and pdf: a broken or hostile file may take its reader down, and not the one that asked."""
    if size > LARGEST_PACKAGE:
        limit = LARGEST_PACKAGE // 2**20
        raise refuse(f"文件有 {size / 2**20:.0f} MB，超过上限 {limit} MB。", str(file), "请去掉图片，或只留方案正文。")
    kind = file.suffix.lower().removeprefix(".")
    command = [sys.executable, "-I", "-X", "utf8", "-m", CHILD, kind, str(file)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise refuse(f"{CHILD_SECONDS} 秒内没有读完这个文件。", str(file), "请另存为 .txt 再试。") from None
    if child.returncode == sheet_child.REFUSED:
        found, _, cure = child.stderr.decode("utf-8", "replace").partition("\n")
        raise refuse(found, str(file), cure)
    if child.returncode != 0:
        raise refuse("解析进程超出内存或时间限制，或异常退出。", str(file), "文件可能已损坏，请另存为 .txt 再试。")
    answer = json.loads(child.stdout)
    lines = tuple(
        SourceLine(number, row["text"], row["place"], row["page"], tuple(row["cells"]), row["is_full"])
        for number, row in enumerate(answer["lines"], 1)
    )
    return PlanText(lines, str(file), kind, tuple(answer["notes"]))


READERS: Mapping[str, Callable[[Path, int], PlanText]] = {
    ".txt": _read_txt,
    ".docx": _read_in_child,
    ".pdf": _read_in_child,
}
