"""Records on their way into the vault: columns completed, numbers checked, bodies written; and what is answered."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.records.identity.checked_identifier import checked_identifiers
from zengshou.records.identity.identifier import Fault
from zengshou.records.identity.identity import IDENTITY_COLUMNS
from zengshou.records.identity.mask import masked_number
from zengshou.store.vault.body import body_texts
from zengshou.store.vault.enrolment import Answers

REQUIRED = ("kind", "number")
MOST_NAMED = 20  # rows of a refused batch that are named one by one


def checked_rows(identities: pl.DataFrame, today: date) -> pl.DataFrame:
    """The rows as `Rows` takes them. Birth and sex that a record leaves blank are those of its number.

    Raises  ProblemsFound for a missing column, and naming the rows whose number is refused
    """
    missing = [name for name in REQUIRED if name not in identities.columns]
    if missing:
        raise refuse(f"缺少列：{'、'.join(missing)}。", "身份记录", "每条记录都要有证件种类和号码。")
    checked = checked_identifiers(identities["kind"], identities["number"], today=today, first_years=None)
    _refuse_faults(checked)
    given = identities.select(
        (pl.col(name) if name in identities.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in IDENTITY_COLUMNS.items()
    )
    completed = given.with_columns(
        birth=pl.coalesce(given["birth"], checked["birth"]),
        sex=pl.when(given["sex"].fill_null("") == "").then(checked["sex"]).otherwise(given["sex"]),
    )
    documents = checked.select("kind", "original", number="normalised")
    return pl.concat([documents, body_texts(completed)], how="horizontal")


def answered(runs: Sequence[Answers]) -> pl.DataFrame:
    """The answers of all runs as columns: ref, conflict, is_new."""
    return pl.DataFrame(
        {
            "ref": np.concatenate([run.ref for run in runs] or [np.zeros(0, np.int64)]),
            "conflict": np.concatenate([run.conflict for run in runs] or [np.zeros(0, bool)]),
            "is_new": np.concatenate([run.is_new for run in runs] or [np.zeros(0, bool)]),
        },
        schema={"ref": pl.Int64, "conflict": pl.Boolean, "is_new": pl.Boolean},
    )


def _refuse_faults(checked: pl.DataFrame) -> None:
    wrong = checked.with_row_index("row").filter(~pl.col("ok"))
    if wrong.is_empty():
        return
    problems = [
        Problem(Fault(fault).label, f"第{row + 1}条 {masked_number(original)}", "请隔离这条记录，更正后再登记。")
        for row, original, fault in wrong.select("row", "original", "fault").head(MOST_NAMED).iter_rows()
    ]
    if wrong.height > MOST_NAMED:
        problems.append(Problem(f"另有{wrong.height - MOST_NAMED}条的号码不合格。", "身份记录"))
    raise ProblemsFound(problems)
