"""虚构方案三: a letter of a city's leading group with the plan and its table of task division, as a Word file."""

from collections.abc import Sequence
from pathlib import Path

import docx

HERE = Path(__file__).parent
LETTER = (
    "沅北市城乡居民增收工作领导小组文件",
    "沅增收发〔2023〕2号",
    "关于印发《沅北市促进城乡居民增收2023—2025年工作要点及任务分工》的通知",
    "各县（市、区）委、人民政府，市直各有关单位：",
    "现将《沅北市促进城乡居民增收2023—2025年工作要点及任务分工》印发给你们，请对照分工抓好落实。",
    "沅北市城乡居民增收工作领导小组",
    "2023年2月17日",
    "沅北市促进城乡居民增收2023—2025年工作要点及任务分工",
    "（虚构文件：沅北市并不存在，任何数字和单位都是为测试编写的。）",
    "一、总体要求",
    "坚持目标导向和问题导向，着力提高居民收入水平，健全增收长效机制。",
    "二、主要目标",
    "到2025年，全市居民人均可支配收入年均增长6.5%以上，农村居民人均可支配收入达到2.4万元，登记失业率控制在4.5%以内。",
    "三、工作安排",
    "市增收办每季度调度一次，年底对照任务分工逐项验收，具体任务见附表。",
)
TABLE_TITLE = "附表：沅北市促进城乡居民增收任务分工表（2023—2025年）"
ROWS = tuple(tuple(line.split("\t")) for line in (HERE / "yuanbei.tsv").read_text(encoding="utf-8").splitlines())
GROUP = 1


def write(path: Path) -> Path:
    """The file: the letter and the plan as paragraphs, then the table; equal neighbours of 类别 are one cell."""
    document = docx.Document()
    for line in (*LETTER, TABLE_TITLE):
        document.add_paragraph(line)
    _write_table(document, ROWS)
    document.save(str(path))
    return path


def _write_table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            is_same = column == GROUP and index > 1 and rows[index - 1][GROUP] == text
            table.cell(index, column).text = "" if is_same else text
            if is_same:
                table.cell(index - 1, GROUP).merge(table.cell(index, 1))
