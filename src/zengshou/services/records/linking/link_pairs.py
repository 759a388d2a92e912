"""The pairs of a linkage as people read them: both rows side by side, the words of every comparison, the summary."""

from pathlib import Path

import polars as pl

from zengshou.concepts.problem import refuse
from zengshou.records.linkage.decide import Decision
from zengshou.records.linkage.prepare import GIVEN
from zengshou.records.linkage.score import OUTCOMES, words_of
from zengshou.services.records.linking.link_columns import LABELS, given_columns
from zengshou.services.records.linking.link_files import LinkedFiles

SAME_ROWS = "各项完全相同"
DECISIONS = {decision.value: decision.label for decision in Decision}


def pair_rows(found: LinkedFiles) -> pl.DataFrame:
    """One row a pair, the surest first: decision, score, reason, both rows, the words of each comparison."""
    linkage = found.linkage
    words = words_of(linkage.pairs).rename(lambda label: f"比较：{label}")
    pairs = linkage.pairs.drop(OUTCOMES, "weight").hstack(words)
    copies = linkage.copies.select(
        left=pl.col("record").cast(pl.Int64),
        right=pl.col("copy").cast(pl.Int64),
        probability=pl.lit(1.0),
        decision=pl.lit(Decision.AUTO.value),
        reason=pl.lit(SAME_ROWS),
    )
    everything = pl.concat([pairs, copies], how="diagonal")
    values = _values(found)
    sides = everything.join(
        values.select(pl.all().name.prefix("甲：")), left_on="left", right_on="甲：record", how="left"
    )
    sides = sides.join(values.select(pl.all().name.prefix("乙：")), left_on="right", right_on="乙：record", how="left")
    return (
        sides.sort(["decision", "probability", "left", "right"], descending=[False, True, False, False])
        .with_columns(pl.col("decision").replace_strict(DECISIONS, return_dtype=pl.String))
        .rename({"decision": "判定", "probability": "同一人概率", "reason": "理由"})
        .select(
            "判定",
            "同一人概率",
            "理由",
            pl.selectors.starts_with("甲："),
            pl.selectors.starts_with("乙："),
            pl.selectors.starts_with("比较："),
        )
    )


def _values(found: LinkedFiles) -> pl.DataFrame:
    """(record, 文件, 行, values as written) of both files, in the order of records."""
    parts = []
    for table, columns in zip(found.tables, found.columns, strict=True):
        frame = given_columns(table, columns)
        kept = [name for name in GIVEN if any(name in each.columns for each in found.columns)]
        cells = [
            (pl.col(name) if name in frame.columns else pl.lit(None, pl.String)).alias(LABELS[name]) for name in kept
        ]
        parts.append(
            frame.select(
                pl.lit(Path(table.source).name).alias("文件"),
                (pl.int_range(pl.len()) + table.first_row).alias("行"),
                *cells,
            )
        )
    return pl.concat(parts).with_row_index("record").cast({"record": pl.Int64})


def write_pairs(found: LinkedFiles, path: Path) -> None:
    """All pairs as CSV, with the mark by which spreadsheets know UTF-8.

    Raises  ProblemsFound: the file cannot be written
    """
    try:
        pair_rows(found).write_csv(path, include_bom=True, float_precision=6)
    except OSError as error:
        raise refuse(f"文件写不了：{error.strerror or error}。", str(path), "请检查路径和权限。") from None


def summary_rows(found: LinkedFiles) -> list[tuple[str, str]]:
    """What was found, in words, for a table of two columns."""
    linkage = found.linkage
    auto = linkage.of(Decision.AUTO)
    rows = [("记录", f"{linkage.records:,} 条（{'、'.join(f'{table.n:,}' for table in found.tables)}）")]
    if linkage.copies.height:
        rows.append(("各项完全相同，直接合并", f"{linkage.copies.height:,} 条"))
    rows += [
        ("自动关联", f"{auto.height:,} 对"),
        ("待人工复核", f"{found.review_pairs:,} 对"),
        ("自动关联后的人数", f"{found.persons:,} 人"),
        (
            "自动关联中预计误连（模型估计）",
            f"{linkage.expected_false_links:,.1f} 对{_share(linkage.expected_false_links, auto.height)}",
        ),
        ("复核中预计确为同一人（模型估计）", f"{linkage.expected_matches_in_review:,.0f} 对"),
    ]
    return rows


def _share(part: float, whole: int) -> str:
    return f"（{part / whole:.3%}）" if whole else ""


def link_json(found: LinkedFiles) -> dict[str, object]:
    """The stable form: counts, columns, notes and every pair by row numbers."""
    linkage = found.linkage
    pairs = pair_rows(found)
    return {
        "records": [table.n for table in found.tables],
        "columns": [dict(columns.columns) for columns in found.columns],
        "identical_rows": linkage.copies.height,
        "linked": linkage.of(Decision.AUTO).height,
        "review": found.review_pairs,
        "persons": found.persons,
        "expected_false_links": round(linkage.expected_false_links, 4),
        "expected_matches_in_review": round(linkage.expected_matches_in_review, 4),
        "unusable": linkage.counts,
        "left_out": [str(each) for each in linkage.left_out],
        "notes": list(linkage.notes),
        "pairs": [
            {
                "decision": decision,
                "probability": round(probability, 6),
                "reason": reason,
                "a": [file_a, a],
                "b": [file_b, b],
            }
            for decision, probability, reason, file_a, a, file_b, b in pairs.select(
                "判定", "同一人概率", "理由", "甲：文件", "甲：行", "乙：文件", "乙：行"
            ).iter_rows()
        ],
    }
