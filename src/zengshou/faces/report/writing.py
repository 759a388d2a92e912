"""Writes a report's files all at once: complete files take their names together, or none does."""

import os
import tempfile
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.faces.report.content import ReportContent
from zengshou.faces.report.docx import docx_bytes
from zengshou.faces.report.html import html_text
from zengshou.faces.report.xlsx import xlsx_bytes

NAME = "report"


def write_report(content: ReportContent, folder: Path) -> tuple[Path, ...]:
    """Writes report.html, report.docx and report.xlsx into `folder` and answers their paths.

    Everything is rendered before the first file is written; each is written beside its place and then renamed.
    Raises  ProblemsFound when the folder cannot be written
    """
    files = {
        f"{NAME}.html": html_text(content).encode("utf-8"),
        f"{NAME}.docx": docx_bytes(content),
        f"{NAME}.xlsx": xlsx_bytes(content),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return write_together(files, folder)
    except OSError as error:
        raise refuse(
            f"报告无法写入：{error.strerror or error}。",
            str(folder),
            "请检查目录权限和磁盘空间，并关闭已打开的报告文件。",
        ) from error


def write_together(files: dict[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Writes all files under temporary names, then gives them their names."""
    waiting: list[tuple[str, Path]] = []
    try:
        for name, data in files.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, 0o644)
        for temporary, place in waiting:
            os.replace(temporary, place)
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
    return tuple(place for _, place in waiting)
