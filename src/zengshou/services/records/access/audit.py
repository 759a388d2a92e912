"""The audit of reads: verify the chain against heads kept outside, sign the head of a day, export the log."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.access.context import OFFICE_TIME
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import BrokenLink
from zengshou.store.register.access.access_log import events_from, exported_line, verified
from zengshou.store.register.access.audit_heads import HeadKey, SignedHead, last_head_at, read_heads

LATE = timedelta(hours=24)


@dataclass(frozen=True)
class Verdict:
    """What a verification found. `events` that hold; `broken` the first that does not; `key_names` of the anchors.

    is_key_given  whether the public key came from outside: a head that vouches for itself proves little
    """

    events: int
    broken: BrokenLink | None
    anchors: int
    key_names: tuple[str, ...]
    is_key_given: bool


@dataclass(frozen=True)
class AuditDesk:
    """Where the log is verified and signed. `now` gives a moment with its zone."""

    register: Database
    now: Callable[[], datetime]

    def verify(
        self, first: int = 1, last: int | None = None, anchors: Sequence[Path] = (), public_key: str = ""
    ) -> Verdict:
        """Verify a range of events against the heads in some files.

        Raises  ProblemsFound: a file that holds no head, or a head whose signature does not fit
        """
        heads = [head for path in anchors for head in read_heads(path)]
        forged = [head for head in heads if not head.is_signed_by(public_key or head.public_key)]
        if forged:
            where = "、".join(f"{head.day} 第{head.sequence}条" for head in forged)
            cure = "核对公钥；公钥无误则锚点文件被改动，请封存并报告审计管理员。"
            raise ProblemsFound(Problem("锚点的签名与公钥不符。", where, cure))
        with self.register.reading() as session:
            found = verified(session, [head.anchor for head in heads], first, last)
        broken = found if isinstance(found, BrokenLink) else None
        events = broken.sequence - first if broken else found if isinstance(found, int) else 0
        names = tuple(sorted({head.public_key[:16] for head in heads}))
        return Verdict(events, broken, len(heads), names, bool(public_key))

    def sign_head(self, key: Path, city: str) -> SignedHead:
        """Sign the log as it stands now. Raises  ProblemsFound for a chain that does not hold: it is not signed."""
        now = self.now()
        with self.register.writing() as session:
            found = verified(session)
            if isinstance(found, BrokenLink):
                raise ProblemsFound(
                    Problem(f"查阅日志已断：{found.found}", "access_event", "不能为断开的链签名。请封存数据库并核查。")
                )
            return HeadKey(key).signed(session, city, now.astimezone(OFFICE_TIME).date(), now)

    def is_head_late(self) -> bool:
        """Whether the log was last signed more than a day ago, or never."""
        with self.register.reading() as session:
            last = last_head_at(session)
        return last is None or self.now() - last > LATE

    def lines(self, first: int = 1, last: int | None = None) -> Iterator[str]:
        """The log as lines of JSON, for the verifier that stands alone and for whoever supervises."""
        with self.register.reading() as session:
            for event in events_from(session, first, last):
                yield exported_line(event)
