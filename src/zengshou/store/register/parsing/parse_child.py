"""Reads one delivered file in a process of its own, under limits, and hands over its cells as text in Arrow IPC.

A broken or hostile file may abort its reader or eat the machine; then this process ends, and the one that asked lives
on. Run as a module: `parse_child SOURCE OUTPUT_FOLDER`, the known words of headers in `words.json` of that folder. What
kind a file is, its first bytes decide; its name is the sender's and is never asked. A refusal is one sentence on
standard error and exit code 3.
"""

import json
import sys
from pathlib import Path

from zengshou.store.register.parsing.parse_child_output import WORDS, Output
from zengshou.store.register.parsing.parse_child_parquet import read_parquet
from zengshou.store.register.parsing.parse_child_text import read_text
from zengshou.store.register.parsing.parse_child_workbook import read_old_workbook, read_workbook
from zengshou.store.sheet_child import GIBIBYTE, REFUSED, Refused, last_line, limit_process

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

MAX_WRITTEN = 4 * GIBIBYTE
MAX_SOURCE = 2 * GIBIBYTE
READERS = (
    (b"PK\x03\x04", read_workbook),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", read_old_workbook),
    (b"PAR1", read_parquet),
)
FOREIGN = (
    (b"%PDF", "这是 PDF，不是数据表。"),
    (b"\x1f\x8b", "这是 gzip 压缩包，请解压后再报送。"),
    (b"Rar!", "这是 rar 压缩包，请解压后再报送。"),
    (b"7z\xbc\xaf", "这是 7z 压缩包，请解压后再报送。"),
    (b"<html", "这是网页，不是表格：有的系统导出的 .xls 其实是网页，请用表格软件打开后另存为 xlsx。"),
    (b"<!doctype", "这是网页，不是表格：有的系统导出的 .xls 其实是网页，请用表格软件打开后另存为 xlsx。"),
    (b"<?xml", "这是 XML，不是数据表，请另存为 csv 或 xlsx。"),
    (b"<table", "这是网页，不是表格：请用表格软件打开后另存为 xlsx。"),
)
HEAD = 64


def parse(source: Path, output: Output) -> None:
    """The file's table into the output folder.

    Raises  Refused: too large, empty, of a kind that is no table, or refused by the reader of its kind
    """
    size = source.stat().st_size
    if size == 0:
        raise Refused("文件是空的（0 字节）。")
    if size > MAX_SOURCE:
        raise Refused(f"文件超过 {MAX_SOURCE // GIBIBYTE} GiB，请分批报送。")
    with source.open("rb") as stream:
        head = stream.read(HEAD)
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, words in FOREIGN:
        if head.startswith(mark) or opening.startswith(mark):
            raise Refused(words)
    reader = next((read for mark, read in READERS if head.startswith(mark)), read_text)
    reader(source, output)


def main() -> int:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        limit_process()
        if resource is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN, MAX_WRITTEN))
        parse(source, Output(folder, tuple(json.loads((folder / WORDS).read_text(encoding="utf-8")))))
    except Refused as ground:
        sys.stderr.buffer.write(last_line(ground))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
