"""注销隔离行: rows that will never come again are set aside, with a reason, by a person; who erred takes it back."""

from collections.abc import Sequence

from zengshou.concepts.problem import refuse
from zengshou.services.records.intake.import_batch import Intake
from zengshou.store.register.delivery.batches import batch, note
from zengshou.store.register.delivery.quarantine import RowState, reopen, resolve

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
        note(session, id, now, by, f"注销隔离行 {_told(wanted)}（共 {len(wanted)} 行）：{words}")
    return len(wanted)


def restore_rows(intake: Intake, id: int, rows: Sequence[int], by: str) -> int:
    """Take a dismissal back: the rows wait again. The step of the dismissal stays, a second one tells of its end.

    Raises  ProblemsFound: no rows, or none of them is dismissed
    """
    wanted = sorted(set(rows))
    if not wanted:
        raise refuse("没有选择行。", f"批次 {id}", "请勾选要恢复的行。")
    with intake.home.database.writing() as session:
        batch(session, id)
        if not reopen(session, id, wanted):
            raise refuse("所选各行都不是已注销的。", f"批次 {id}", "刷新列表后再试。")
        note(session, id, intake.now(), by, f"撤销注销，恢复隔离行 {_told(wanted)}（共 {len(wanted)} 行）")
    return len(wanted)


def _told(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:20])) + ("等" if len(rows) > 20 else "")
