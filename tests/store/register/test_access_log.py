"""The log of reads holds together; whatever was done to it before the last signed head is found and named."""

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.store.register.access_world import NOON, VERIFIER, context
from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.cli.standalone import verify_audit
from zengshou.services.records.access.audit import AuditDesk
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import BrokenLink
from zengshou.store.register.access.access_log import (
    BEGINNING,
    Access,
    AccessEvent,
    Anchor,
    Outcome,
    append,
    broken_link,
    event_digest,
    event_row,
    events_from,
    exported_line,
    verified,
)

LENGTH, HEADS = 120, (40, 80, 120)
Chain = list[AccessEvent]


def chain(length: int = LENGTH) -> Chain:
    """Events as they would stand in the log, without a database."""
    made: Chain = []
    previous = BEGINNING
    for number in range(1, length + 1):
        bare = AccessEvent(
            number, NOON + timedelta(seconds=number), "verifier", "verifier", "民政局", "p", "法", "救1",
            ("income.fen",), number % 7, 11 + number % 5, Outcome.ALLOWED, "", previous, "",
        )  # fmt: skip
        made.append(replace(bare, digest=event_digest(event_row(bare), previous)))
        previous = made[-1].digest
    return made


def fill(register: Database, count: int = 6) -> None:
    for number in range(count):
        with register.writing() as session:
            append(session, [Access(context(), 11 + number, ("income.fen",), 1, Outcome.ALLOWED)])


def test_events_are_numbered_from_one_and_hold_together(register: Database) -> None:
    fill(register)
    with register.reading() as session:
        assert verified(session) == 6
        assert verified(session, first=3, last=5) == 3
        assert [event.sequence for event in events_from(session)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("statement", ["UPDATE access_event SET rows = 9", "DELETE FROM access_event"])
def test_an_event_can_be_neither_changed_nor_deleted(register: Database, statement: str) -> None:
    fill(register, 2)
    with pytest.raises(DBAPIError, match="never changed"), register.writing() as session:
        session.execute(text(statement))


def unguarded(register: Database, *statements: str) -> None:
    """What only the owner of the tables could do."""
    with register.writing() as session:
        names = ("access_event_no_update", "access_event_no_delete") if register.is_sqlite else ()
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}"))
        if not register.is_sqlite:
            session.execute(text("DROP TRIGGER access_event_is_kept ON access_event"))
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE access_event SET subject = 99 WHERE sequence = 3", 3),
        ("DELETE FROM access_event WHERE sequence = 2", 2),
        ("DELETE FROM access_event WHERE sequence >= 5", 5),
    ],
)
def test_what_is_done_behind_the_guards_is_found(register: Database, statement: str, first: int) -> None:
    fill(register)
    unguarded(register, statement)
    with register.reading() as session:
        found = verified(session)
    assert isinstance(found, BrokenLink) and found.sequence == first


def test_a_cut_that_moves_the_end_too_is_found_by_the_head_kept_outside(register: Database, tmp_path: Path) -> None:
    fill(register)
    desk = AuditDesk(register, lambda: NOON)
    head = desk.sign_head(tmp_path / "key.pem", "example")
    anchor = tmp_path / "head.json"
    anchor.write_text(json.dumps(head.document()), encoding="utf-8")
    with register.reading() as session:
        kept = {event.sequence: event.digest for event in events_from(session)}
    unguarded(
        register,
        "DELETE FROM access_event WHERE sequence > 4",
        f"UPDATE access_chain_end SET sequence = 4, digest = '{kept[4]}'",
    )
    assert desk.verify().broken is None
    found = desk.verify(anchors=[anchor], public_key=head.public_key)
    assert found.broken is not None and found.broken.sequence == 5 and found.is_key_given


def test_a_head_under_another_key_is_refused(register: Database, tmp_path: Path) -> None:
    fill(register, 2)
    desk = AuditDesk(register, lambda: NOON)
    head = desk.sign_head(tmp_path / "key.pem", "example")
    other = desk.sign_head(tmp_path / "other.pem", "example")
    anchor = tmp_path / "head.json"
    anchor.write_text(json.dumps(other.document()), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="签名与公钥不符"):
        desk.verify(anchors=[anchor], public_key=head.public_key)
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


def test_a_day_without_a_head_is_an_alarm(register: Database, tmp_path: Path) -> None:
    fill(register, 1)
    assert AuditDesk(register, lambda: NOON).is_head_late()
    AuditDesk(register, lambda: NOON).sign_head(tmp_path / "key.pem", "example")
    assert not AuditDesk(register, lambda: NOON + timedelta(hours=23)).is_head_late()
    assert AuditDesk(register, lambda: NOON + timedelta(hours=25)).is_head_late()


def edited(events: Chain, at: int, rng: random.Random) -> Chain:
    change: list[Callable[[AccessEvent], AccessEvent]] = [
        lambda event: replace(event, subject=event.subject + 1),
        lambda event: replace(event, actor="nobody"),
        lambda event: replace(event, at=event.at + timedelta(microseconds=1)),
        lambda event: replace(event, rows=event.rows + 1),
        lambda event: replace(event, outcome=Outcome.DENIED),
        lambda event: replace(event, case_id=event.case_id + " "),
    ]
    return [*events[:at], rng.choice(change)(events[at]), *events[at + 1 :]]


def deleted(events: Chain, at: int, _: random.Random) -> Chain:
    return [*events[:at], *events[at + 1 :]]


def deleted_and_renumbered(events: Chain, at: int, _: random.Random) -> Chain:
    return [*events[:at], *(replace(event, sequence=event.sequence - 1) for event in events[at + 1 :])]


def swapped(events: Chain, at: int, rng: random.Random) -> Chain:
    other = rng.randrange(at + 1, LENGTH) if at + 1 < LENGTH else at - 1
    low, high = min(at, other), max(at, other)
    out = list(events)
    out[low], out[high] = replace(events[high], sequence=low + 1), replace(events[low], sequence=high + 1)
    return out


def inserted(events: Chain, at: int, _: random.Random) -> Chain:
    extra = replace(events[at], subject=77)
    return [*events[:at], extra, *(replace(event, sequence=event.sequence + 1) for event in events[at:])]


def truncated(events: Chain, at: int, _: random.Random) -> Chain:
    return events[:at]


def rewritten(events: Chain, at: int, rng: random.Random) -> Chain:
    """An edit with every digest after it made anew: the chain holds, the heads do not."""
    out, previous = [], BEGINNING
    for event in edited(events, at, rng):
        fresh = replace(event, previous=previous)
        out.append(replace(fresh, digest=event_digest(event_row(fresh), previous)))
        previous = out[-1].digest
    return out


TAMPERINGS = (edited, deleted, deleted_and_renumbered, swapped, inserted, truncated, rewritten)


def tampered(count: int) -> Iterator[tuple[str, int, Chain]]:
    """What was done, the number at which it must be found, and the log afterwards."""
    whole, rng = chain(), random.Random(6)
    for _ in range(count):
        work, at = rng.choice(TAMPERINGS), rng.randrange(LENGTH)
        due = next(head for head in HEADS if head > at) if work is rewritten else at + 1
        if work is swapped and at + 1 == LENGTH:
            due = at
        yield work.__name__, due, work(whole, at, rng)


def test_a_thousand_tamperings_are_all_found_with_their_first_event() -> None:
    whole = chain()
    anchors = [Anchor(number, whole[number - 1].digest) for number in HEADS]
    assert broken_link(whole, anchors, 1, None, BEGINNING) == (None, LENGTH)
    wrong = []
    for work, due, events in tampered(1_000):
        found, _ = broken_link(events, anchors, 1, None, BEGINNING)
        if found is None or found.sequence != due:
            wrong.append((work, due, found))
    assert not wrong


def test_the_verifier_that_stands_alone_finds_the_same() -> None:
    whole = chain()
    anchors = {number: whole[number - 1].digest for number in HEADS}
    assert verify_audit.verify(map(exported_line, whole), anchors) == LENGTH
    for work, due, events in tampered(300):
        found = verify_audit.verify(map(exported_line, events), anchors)
        assert isinstance(found, verify_audit.Finding) and found.sequence == due, work


def test_the_verifier_that_stands_alone_imports_nothing_of_this_software() -> None:
    source = Path(verify_audit.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    assert "import zengshou" not in source and "from zengshou" not in source


def test_an_exported_log_is_verified_by_the_program_alone(
    register: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(register)
    desk = AuditDesk(register, lambda: datetime.now(UTC))
    head = desk.sign_head(tmp_path / "key.pem", "example")
    anchor, log = tmp_path / "head.json", tmp_path / "log.jsonl"
    anchor.write_text(json.dumps(head.document()), encoding="utf-8")
    log.write_text("\n".join(desk.lines()) + "\n", encoding="utf-8")
    asked = [str(log), "--anchor", str(anchor), "--key", head.public_key]
    assert verify_audit.main(asked) == 0
    assert "6 events hold together" in capsys.readouterr().out
    log.write_text(log.read_text(encoding="utf-8").replace('"subject":13', '"subject":14'), encoding="utf-8")
    assert verify_audit.main(asked) == 1
    assert "BROKEN at event 3" in capsys.readouterr().out
    assert verify_audit.main([str(log), "--anchor", str(anchor), "--key", "00" * 32]) == 2


def test_a_broken_log_is_not_signed(register: Database, tmp_path: Path) -> None:
    fill(register, 3)
    unguarded(register, "UPDATE access_event SET actor = 'x' WHERE sequence = 2")
    with pytest.raises(ProblemsFound, match="第2条"):
        AuditDesk(register, lambda: NOON).sign_head(tmp_path / "key.pem", "example")
    assert VERIFIER.is_active


@pytest.mark.slow
def test_a_million_events_are_verified_within_thirty_seconds(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with log.open("w", encoding="utf-8") as file:
        for event in chain(1_000_000):
            file.write(exported_line(event) + "\n")
    began = time.process_time()  # of this process: what else the machine does is not the verifier's
    with log.open(encoding="utf-8") as lines:
        assert verify_audit.verify(lines, {}) == 1_000_000
    assert time.process_time() - began < 30
