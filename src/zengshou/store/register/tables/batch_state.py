"""The states of a batch, in the order in which it goes through them; readers see the facts of published ones alone."""

from enum import Enum


class BatchState(Enum):
    """Any state may end in REJECTED; HELD waits for a person; PUBLISHED may later be SUPERSEDED."""

    RECEIVED = "received"
    SCHEMA_OK = "schema_ok"
    DEDUPED = "deduped"
    VALIDATED = "validated"
    LINKED = "linked"
    STAGED = "staged"
    RECONCILED = "reconciled"
    HELD = "held"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_final(self) -> bool:
        """Whether the sender has an answer: nothing more happens without a person or another batch."""
        return self in FINAL


LABELS = {
    BatchState.RECEIVED: "已接收",
    BatchState.SCHEMA_OK: "格式合格",
    BatchState.DEDUPED: "已去重",
    BatchState.VALIDATED: "已校验",
    BatchState.LINKED: "已认人",
    BatchState.STAGED: "已入库待核",
    BatchState.RECONCILED: "已对账",
    BatchState.HELD: "待人工决定",
    BatchState.PUBLISHED: "已发布",
    BatchState.SUPERSEDED: "已被更正替代",
    BatchState.REJECTED: "已拒收",
}
FINAL = frozenset({BatchState.HELD, BatchState.PUBLISHED, BatchState.SUPERSEDED, BatchState.REJECTED})
FOLLOWS = {
    BatchState.RECEIVED: (BatchState.SCHEMA_OK,),
    BatchState.SCHEMA_OK: (BatchState.DEDUPED,),
    BatchState.DEDUPED: (BatchState.VALIDATED,),
    BatchState.VALIDATED: (BatchState.LINKED,),
    BatchState.LINKED: (BatchState.STAGED,),
    BatchState.STAGED: (BatchState.RECONCILED,),
    BatchState.RECONCILED: (BatchState.PUBLISHED, BatchState.HELD),
    BatchState.HELD: (BatchState.PUBLISHED,),
    BatchState.PUBLISHED: (BatchState.SUPERSEDED,),
}
UNFINISHED = tuple(state for state in BatchState if state not in FINAL)


def may_follow(before: BatchState, after: BatchState) -> bool:
    """Whether a batch may go from one state to another."""
    if after is BatchState.REJECTED:
        return before not in (BatchState.PUBLISHED, BatchState.SUPERSEDED, BatchState.REJECTED)
    return after in FOLLOWS.get(before, ())
