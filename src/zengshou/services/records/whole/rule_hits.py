"""Hits of the rules: counted, listed, and decided by an officer who did not send the batch."""

from collections.abc import Sequence
from datetime import datetime

from zengshou.concepts.problem import refuse
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.store.register.delivery.batches import batch
from zengshou.store.register.delivery.rule_hits import Hit, HitCount, HitDecision, decide_hit, hit_counts, hits


def counted_hits(home: RegisterHome) -> tuple[HitCount, ...]:
    """Hits by rule and code."""
    with home.database.reading() as session:
        return hit_counts(session)


def listed_hits(home: RegisterHome, rule: int | None = None, is_open: bool = True, most: int = 200) -> Sequence[Hit]:
    """The newest hits; the sentences name nobody."""
    with home.database.reading() as session:
        return hits(session, rule, is_open, most)


def judge_hit(home: RegisterHome, name: tuple[int, int, int], decision: HitDecision, by: str, at: datetime) -> Hit:
    """Decide one hit. name  batch, row, place

    Raises  ProblemsFound: no decision, no such hit, decided before, or the officer's own batch
    """
    where = "疑点 " + "/".join(str(part) for part in name)
    if decision is HitDecision.OPEN:
        raise refuse("没有写明结论。", where, "写明属实还是不成立。")
    with home.database.writing() as session:
        if batch(session, name[0]).uploader == by:
            raise refuse("上传人不能确认自己上传的批次的疑点。", where, "请由另一名经办人确认。")
        return decide_hit(session, name, decision, by, at)
