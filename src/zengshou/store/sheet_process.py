"""Runs the process that reads workbooks, and turns whatever ends it into words."""

import subprocess
import sys
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store import sheet_child

CHILD_SECONDS = 120


def run_sheet_child(file: Path, *options: str) -> str:
    """What the reading process prints of a workbook.

    Raises  ProblemsFound: refused by the reader, out of time or memory, or ended in any other way
    """
    command = [sys.executable, "-I", str(Path(sheet_child.__file__)), str(file), *options]
    try:
        child = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise refuse(f"{CHILD_SECONDS} 秒内没有读完这个工作簿。", str(file), "请另存为 csv 或 parquet。") from None
    if child.returncode == sheet_child.REFUSED:
        raise refuse(
            child.stderr.decode("utf-8", "replace").rpartition("\n")[2],
            str(file),
            "请用原来的软件打开后另存一份，或导出为 csv。",
        )
    if child.returncode != 0:
        raise refuse("解析工作簿的进程超出内存或时间限制，或异常退出。", str(file), "请另存为 csv 或 parquet。")
    return child.stdout.decode("utf-8")
