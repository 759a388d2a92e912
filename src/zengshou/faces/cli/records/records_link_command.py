"""zs records link: the same persons in two files, or persons who stand more than once in one."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.records.linkage.blocks import DEFAULT_CAP
from zengshou.records.linkage.decide import Thresholds
from zengshou.records.linkage.linkage import LinkageOptions
from zengshou.services.records.linking.link_files import LinkedFiles, LinkRequest, link_files
from zengshou.services.records.linking.link_pairs import link_json, summary_rows, write_pairs
from zengshou.services.records.linking.review_workbook import write_review

BY_HEADER = "auto"


@guarded
def link(
    first: Annotated[Path, typer.Argument(help="文件甲（csv/xlsx/parquet）")],
    second: Annotated[Path | None, typer.Argument(help="文件乙；不写则在文件甲内查重")] = None,
    mapping: Annotated[str, typer.Option("--map", help="列对照表 YAML；auto 为按表头识别")] = BY_HEADER,
    auto: Annotated[float, typer.Option(help="概率达到多少自动关联", min=0.5, max=0.999999)] = 0.99,
    review: Annotated[float, typer.Option(help="概率达到多少交人工复核", min=0.01, max=0.999999)] = 0.5,
    many: Annotated[bool, typer.Option("--many", help="两个文件时，允许一条记录关联多条")] = False,
    block_cap: Annotated[int, typer.Option(help="一个分块至多多少条记录", min=2)] = DEFAULT_CAP,
    out: Annotated[Path | None, typer.Option(help="全部记录对写到哪里（csv）")] = None,
    review_out: Annotated[Path | None, typer.Option(help="待复核的记录对写到哪里（xlsx）")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """人员比对：两个文件关联，或一个文件查重。 Link the persons of two files, or find repeats in one."""
    options = LinkageOptions(Thresholds(auto, review), not many, block_cap)
    request = LinkRequest(first, second, None if mapping == BY_HEADER else Path(mapping), date.today(), options)
    with progress_bar("人员比对", as_json) as tell:
        found = link_files(request, tell)
    if out is not None:
        write_pairs(found, out)
    reviewed = write_review(found, review_out) if review_out is not None and found.review_pairs else 0
    if as_json:
        print_json(link_json(found))
        return
    _print(found)
    if out is not None:
        console().print(f"全部记录对已写入 {out}。")
    if review_out is not None:
        done = f"{reviewed:,} 对待复核记录已写入 {review_out}。" if reviewed else "没有待复核的记录对，未写复核表。"
        console().print(done)


def _print(found: LinkedFiles) -> None:
    screen, linkage = console(), found.linkage
    for table, columns in zip(found.tables, found.columns, strict=True):
        screen.print(f"{Path(table.source).name}　{columns.in_words()}", markup=False)
    print_table("人员比对结果", ("项目", "数值"), summary_rows(found), right=(1,))
    reasons = linkage.pairs.group_by("decision", "reason").len().sort("decision", "len", descending=[False, True])
    if reasons.height:
        labels = {"auto": "自动关联", "review": "人工复核"}
        rows = [(labels[decision], reason, f"{n:,}") for decision, reason, n in reasons.iter_rows()]
        print_table("判定理由", ("判定", "理由", "对数"), rows, right=(2,))
    unusable = [(words, f"{rows:,}") for words, rows in linkage.counts.items() if rows]
    if unusable:
        print_table("未能用于比对的内容", ("情形", "记录数"), unusable, right=(1,))
    for each in (*linkage.left_out, *linkage.notes):
        screen.print(str(each), style="dim", markup=False)
    screen.print("概率和误连数由模型按数据自身估计，不是核实结果；同名同日生和双胞胎以人工复核为准。", style="dim")
