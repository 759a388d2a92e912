"""注销隔离行: rows that will never come again are set aside for good, with a reason, by a person."""

from collections.abc import Sequence

from zengshou.concepts.problem import refuse
from zengshou.services.records.intake.import_batch import Intake
from zengshou.store.register.delivery.batches import batch, note
from zengshou.store.register.delivery.quarantine import RowState, resolve

SHORTEST_REASON, LONGEST_REASON = 4, 200


def dismiss_rows(intake: Intake, id: int, rows: Sequence[int], by: str, reason: str) -> int:
    """Dismiss open rows of a batch; how many rows. The raw file keeps them, and the step tells who did it and why.

    Raises  ProblemsFound: no reason, no rows, or none of them is open any more
    """
    words = reason.strip()
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise refuse(f"理由应为 {SHORTEST_REASON} 至 {LONGEST_REASON} 字。", f"批次 {id}", "请写明为何不再补正。")
    wanted = sorted(set(rows))
    if not wanted:
        raise refuse("没有选择行。", f"批次 {id}", "请勾选要注销的行。")
    now = intake.now()
    with intake.home.database.writing() as session:
        batch(session, id)
        if not resolve(session, id, wanted, RowState.DISMISSED, by, now):
            raise refuse("所选各行都已处理。", f"批次 {id}", "刷新列表后再试。")
        told = "、".join(map(str, wanted[:20])) + ("等" if len(wanted) > 20 else "")
        note(session, id, now, by, f"注销隔离行 {told}（共 {len(wanted)} 行）：{words}")
    return len(wanted)
