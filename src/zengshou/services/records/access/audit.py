"""The audit of reads: verify the chain against heads kept outside, sign the head of a day, export the log."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.access.context import OFFICE_TIME
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import BrokenLink
from zengshou.store.register.access.access_counts import last_head
from zengshou.store.register.access.access_log import BEGINNING, Anchor, chain_end, events_from, exported_line, verified
from zengshou.store.register.access.audit_heads import HeadKey, SignedHead, last_head_at, read_heads
from zengshou.store.register.access.kept_verdict import KeptVerdict

LATE = timedelta(hours=24)
MOST_AT_ONCE = 2_000  # events that a page verifies before it answers: a quarter of a second


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
class RecentVerdict:
    """What a look at the end of the log found. first, last  the events that were verified

    is_joined  whether they begin where a head was signed or a whole verification ended; else events between are not
               verified since
    """

    first: int
    last: int
    broken: BrokenLink | None
    is_joined: bool

    @property
    def events(self) -> int:
        return max(self.last - self.first + 1, 0)


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

    def verify_recent(self, kept: KeptVerdict | None = None) -> RecentVerdict:
        """Verify the events since the last signed head or the last whole verification, `MOST_AT_ONCE` at most.

        The event at which it begins must have the digest that was signed or kept. A page asks this at every look;
        what lies before is for `verify`.
        """
        with self.register.reading() as session:
            end, head = chain_end(session).sequence, last_head(session)
            anchors = [Anchor(head.sequence, head.digest)] if head is not None else []
            if kept is not None and kept.is_whole:
                anchors.append(Anchor(kept.sequence, kept.digest))
            known = max((each.sequence for each in anchors), default=0)
            first = max(min(known, end + 1), end - MOST_AT_ONCE + 1, 1)
            found = verified(session, anchors, first)
        broken = found if isinstance(found, BrokenLink) else None
        return RecentVerdict(first, end, broken, first <= known + 1)

    def verify_whole(self, by: str) -> KeptVerdict:
        """Verify the log from its first event: what the register keeps as its last whole verification."""
        return self.kept_of(self.verify(), by)

    def kept_of(self, found: Verdict, by: str) -> KeptVerdict:
        """What a verification from the first event on leaves for later looks."""
        with self.register.reading() as session:
            last = next(events_from(session, found.events, found.events), None) if found.events else None
        words = f"第{found.broken.sequence}条：{found.broken.found}" if found.broken else ""
        return KeptVerdict(self.now(), by, found.events, last.digest if last else BEGINNING, words)

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
