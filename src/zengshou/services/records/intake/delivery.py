"""A delivery as it comes to the door, and the receipt that its sender gets. The same delivery gets the same receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from zengshou.concepts.period import MonthIndex, month_name
from zengshou.store.register.delivery.batches import Batch
from zengshou.store.register.tables.batch_state import BatchState


class CaseGate(Protocol):
    """Who may send case data. A case-only channel without a live authorisation is refused, and that is logged."""

    def refusals(
        self, channel: str, case_id: str, authorisation_id: str, persons: Sequence[int], uploader: str, at: datetime
    ) -> Mapping[int, str]:
        """Person -> why this delivery may not hold data about them; key 0 for a refusal of the whole delivery.

        persons  none before the file is read: then only the paper itself is looked at
        """
        ...


class NoCases:
    """The gate of an office that works no cases: every case-only delivery is refused."""

    def refusals(
        self, channel: str, case_id: str, authorisation_id: str, persons: Sequence[int], uploader: str, at: datetime
    ) -> Mapping[int, str]:
        return {0: "本机没有登记核对授权书，不能接收逐案查询的数据。"}


@dataclass(frozen=True)
class Delivery:
    """One file of one channel.

    control      the sender's control sheet, or None where none came with the file
    sequence     the sender's number of the delivery; None where the sender does not number
    supersedes   the batch that this one corrects as a whole
    supplements  the batch whose quarantined rows this one brings again; rows_of  the numbers they had in it
    is_backfill  rows older than the usual limit are meant (rule 8)
    """

    file: Path
    channel: str
    period: MonthIndex
    uploader: str
    control: Path | None = None
    sequence: int | None = None
    supersedes: int | None = None
    supplements: int | None = None
    case_id: str = ""
    authorisation_id: str = ""
    is_backfill: bool = False
    file_name: str = ""
    rows_of: tuple[int, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery. is_again  it had come before, and this is the first receipt once more."""

    batch: Batch
    is_again: bool = False

    @property
    def sentence(self) -> str:
        """The receipt in words."""
        one = self.batch
        again = "（此前已收到同一文件）" if self.is_again else ""
        if self.is_again and one.state is BatchState.SUPERSEDED:
            again += "，要恢复其内容，请写明更正现在用的批次（--supersedes）后重新报送"
        counted = f"读入 {one.rows_read:,} 行 = 接受 {one.rows_ok:,} 行 + 隔离 {one.rows_bad:,} 行"
        reason = f"；{one.reason}" if one.reason else ""
        return f"批次 {one.id} {one.channel} {month_name(one.period)}：{one.state.label}{again}；{counted}{reason}"


def receipt_json(receipt: Receipt) -> dict[str, object]:
    return batch_json(receipt.batch) | {"is_again": receipt.is_again}


def batch_json(batch: Batch) -> dict[str, object]:
    """A batch as programs read it."""
    return {
        "batch": batch.id,
        "channel": batch.channel,
        "period": month_name(batch.period),
        "sequence": batch.sequence,
        "state": batch.state.value,
        "content_hash": batch.content_hash,
        "rows_read": batch.rows_read,
        "rows_ok": batch.rows_ok,
        "rows_bad": batch.rows_bad,
        "declared": dict(batch.declared),
        "actual": dict(batch.actual),
        "uploader": batch.uploader,
        "received_at": batch.received_at.isoformat(),
        "published_at": None if batch.published_at is None else batch.published_at.isoformat(),
        "supersedes": batch.supersedes,
        "supplements": batch.supplements,
        "head_digest": batch.head_digest,
        "reason": batch.reason,
    }
