"""Figures in the formats that other programs read, as text or as a file."""

from enum import Enum
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.figures import Figures


class Format(Enum):
    """The formats; the value is what is typed."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    JSONSTAT = "jsonstat"
    SDMX_CSV = "sdmx-csv"


def export(figures: Figures, kind: Format, out: Path | None) -> str:
    """The text of a format; written to `out` where one is given, and "" then.

    Raises  ProblemsFound: a workbook without a file, figures that the format cannot hold, a file that cannot be written
    """
    if kind is Format.XLSX:
        if out is None:
            raise refuse("工作簿须写成文件。", "--out", "请加 --out 结果.xlsx。")
        figures.to_excel(out)
        return ""
    if kind is Format.CSV:
        text = figures.to_csv(out)
        return text if out is None else ""
    text = {Format.JSON: figures.to_json, Format.JSONSTAT: figures.to_jsonstat, Format.SDMX_CSV: figures.to_sdmx_csv}[
        kind
    ]()
    if out is None:
        return text
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise refuse(f"写不了文件：{error.strerror}。", str(out), "请检查目录权限，并关闭已打开的文件。") from None
    return ""
