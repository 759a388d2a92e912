"""Import one delivery: keep the file, read it in a child process, judge every row, know its persons, and publish.

Everything that readers may see is written in one transaction; whatever was durable before it is either finished or
cleared away at the next start. The sender is told of nothing that could still be lost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from zengshou.concepts.plain_text import shown_name
from zengshou.concepts.problem import ProblemsFound, Unavailable, refuse
from zengshou.records.channels.channel import Channel
from zengshou.records.intake.control_sheet import ControlTotals
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.intake.batch_content import Content, content_of, without_persons
from zengshou.services.records.intake.delivery import CaseGate, Delivery, NoCases, Receipt
from zengshou.services.records.intake.read_delivery import Read, declared_json, read_delivery, sender_totals
from zengshou.services.records.intake.store_batch import store_content
from zengshou.store.register.delivery.batches import (
    Batch,
    NewBatch,
    add_batch,
    batch,
    batch_by_key,
    begin_again,
    enter,
    record_reading,
    steps,
    unfinished,
)
from zengshou.store.register.delivery.recovery import Leftovers, clear_leftovers
from zengshou.store.register.facts.household_rows import known_from_alone
from zengshou.store.register.parsing.parse import sweep
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.writing.crash_points import reached

Tell = Callable[[float, str], None]
SYSTEM = "(系统)"
NO_CASES = NoCases()
MOST_TRIES = 5  # a file that ends the process each time must not stop every later import


def quiet(share: float, words: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Intake:
    """What every import needs: the register, the channels and rules of the city, the gate for cases, and a clock."""

    home: RegisterHome
    catalogue: Catalogue
    now: Callable[[], datetime]
    gate: CaseGate = NO_CASES


def import_delivery(intake: Intake, delivery: Delivery, tell: Tell = quiet) -> Receipt:
    """The receipt of a delivery, once it is durable. A delivery that came before gets its first receipt again.

    Raises  ProblemsFound: nothing was taken in: no such channel, no authorisation, a gap in the numbers. A file whose
            content is refused is no such case: it has a batch that is rejected, with the reason.
    """
    channel = intake.catalogue.channel(delivery.channel)
    _admit(intake, channel, delivery)
    totals = sender_totals(delivery.control, channel)
    with intake.home.importing(), _in_words():
        _finish_leftovers(intake, tell)
        tell(0.02, "保存原始文件")
        content_hash = intake.home.files.take(delivery.file)
        found = _known(intake, delivery, content_hash)
        if found is not None:
            return Receipt(found, is_again=True)
        with intake.home.database.writing() as session:
            new = NewBatch(
                channel=channel.id,
                period=delivery.period,
                content_hash=content_hash,
                uploader=delivery.uploader,
                file_name=shown_name(delivery.file_name or delivery.file.name),
                channel_version=intake.catalogue.version(channel),
                declared=_declared(totals, delivery),
                sequence=delivery.sequence,
                supersedes=delivery.supersedes,
                supplements=delivery.supplements,
                case_id=delivery.case_id,
                authorisation_id=delivery.authorisation_id,
            )
            received = add_batch(session, new, intake.now())
        reached("received")
        return Receipt(_carried(intake, received, tell))


def recover(intake: Intake, tell: Tell = quiet) -> Leftovers:
    """Finish or clear away what a stopped process left; called by every import before its own work."""
    with intake.home.importing(), _in_words():
        return _finish_leftovers(intake, tell)


def decide_held(intake: Intake, id: int, is_accepted: bool, by: str, reason: str) -> Batch:
    """A person publishes a batch that was held, or rejects it: then whoever it alone had named is forgotten again."""
    with intake.home.importing():
        with intake.home.database.writing() as session:
            held = batch(session, id)
            if held.state is not BatchState.HELD:
                raise refuse(
                    f"批次{held.state.label}，不等待决定。", f"批次 {id}", "用 zs records batches 查看各批次状态。"
                )
            if held.uploader == by:
                raise refuse("上传人不能决定自己上传的批次。", f"批次 {id}", "请由另一名归集管理员决定。")
            state = BatchState.PUBLISHED if is_accepted else BatchState.REJECTED
            decided = enter(session, id, state, intake.now(), by, reason)
            nobody_elses = [] if is_accepted else known_from_alone(session, id)
        if nobody_elses:
            intake.home.vault.forget_many(nobody_elses, at=intake.now(), actor=by, reason=f"批次 {id} 被拒收")
        return decided


@contextmanager
def _in_words() -> Iterator[None]:
    """A full disk or a lost database in words. What was begun is finished by the next import, not lost."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        told = error.orig if isinstance(error, DBAPIError) else error.strerror
        cure = "请检查磁盘空间和数据库后重新运行；文件若已收下会接着导入，不会重复。"
        raise refuse(f"没有写成：{told}。", "登记库", cure) from None


def _admit(intake: Intake, channel: Channel, delivery: Delivery) -> None:
    """Rule 19, before a byte is kept: case data need a live authorisation."""
    if not channel.is_case_only:
        return
    refused = intake.gate.refusals(
        channel.id, delivery.case_id, delivery.authorisation_id, (), delivery.uploader, intake.now()
    )
    if refused:
        raise refuse(
            next(iter(refused.values())), channel.label, "取得本人授权并登记后，填写案件号和授权书编号再导入。"
        )


def _known(intake: Intake, delivery: Delivery, content_hash: str) -> Batch | None:
    """The batch of the same file that came before; None where its content is to be put in force again.

    Raises  ProblemsFound: it is said to correct another batch, and is itself in use
    """
    with intake.home.database.reading() as session:
        found = batch_by_key(session, delivery.channel, delivery.period, content_hash)
    if found is None or delivery.supersedes is None or found.supersedes == delivery.supersedes:
        return found
    if found.state is BatchState.SUPERSEDED:
        return None
    words = f"这个文件就是批次 {found.id}（{found.state.label}），不能再用来更正批次 {delivery.supersedes}。"
    raise refuse(words, delivery.file_name or delivery.file.name, "请核对文件和要更正的批次号。")


def _finish_leftovers(intake: Intake, tell: Tell) -> Leftovers:
    sweep()
    found = clear_leftovers(intake.home.database, intake.home.files)
    for one in found.unfinished:
        with intake.home.database.writing() as session:
            tries = sum(step.state is BatchState.RECEIVED for step in steps(session, one.id))
            if tries >= MOST_TRIES:
                enter(
                    session,
                    one.id,
                    BatchState.REJECTED,
                    intake.now(),
                    SYSTEM,
                    f"导入 {tries} 次都被中断，请检查文件和内存",
                )
                continue
            again = begin_again(session, one.id, intake.now(), SYSTEM)
        _carried(intake, again, tell)
    return found


def _carried(intake: Intake, received: Batch, tell: Tell) -> Batch:
    """Lead a received batch to its end; a file that cannot be taken ends as a rejected batch, with the reason."""
    channel = intake.catalogue.channel(received.channel)
    try:
        # The text of the file is needed no longer than for its content: no name keeps it here while rows are stored.
        content = _content(intake, channel, received, _read(intake, channel, received, tell), tell)
    except ProblemsFound as error:
        return _reject(intake, received, "；".join(str(problem) for problem in error.problems[:5]))
    try:
        with intake.home.database.writing() as session:
            done = store_content(session, intake.home.keys, received, content, intake.now(), tell)
            reached("before-commit")
    except Unavailable:
        raise
    except ProblemsFound as error:
        return _reject(intake, received, "；".join(map(str, error.problems)))
    reached("committed")
    tell(1.0, done.state.label)
    return done


def _read(intake: Intake, channel: Channel, received: Batch, tell: Tell) -> Read:
    tell(0.08, "解析")
    with intake.home.files.opened(received.content_hash) as plain:
        read = read_delivery(plain, channel, received, intake.catalogue, intake.now())
    with intake.home.database.writing() as session:
        record_reading(session, received.id, read.text.encoding, read.parser)
        enter(session, received.id, BatchState.SCHEMA_OK, intake.now(), received.uploader)
        enter(session, received.id, BatchState.DEDUPED, intake.now(), received.uploader)
    reached("parsed")
    return read


def _content(intake: Intake, channel: Channel, received: Batch, read: Read, tell: Tell) -> Content:
    tell(0.35, "认人")
    content = content_of(intake.home, intake.catalogue, channel, received, read, intake.now())
    reached("enrolled")
    if channel.is_case_only:
        content = _within_case(intake, channel, received, read, content)
    with intake.home.database.writing() as session:
        enter(session, received.id, BatchState.VALIDATED, intake.now(), received.uploader)
        enter(session, received.id, BatchState.LINKED, intake.now(), received.uploader)
    reached("validated")
    tell(0.5, "入库")
    return content


def _declared(totals: ControlTotals | None, delivery: Delivery) -> dict[str, object]:
    """What is said of a file beside it, kept with the batch so that an interrupted import can be led on."""
    told = declared_json(totals)
    if delivery.is_backfill:
        told["backfill"] = True
    if delivery.rows_of:
        told["rows_of"] = list(delivery.rows_of)
    return told


def _within_case(intake: Intake, channel: Channel, received: Batch, read: Read, content: Content) -> Content:
    """Rule 19 once more, row by row: data about anybody whom the authorisation does not cover stay out."""
    persons = content.persons_of["person"].unique().sort().to_list()
    refused = intake.gate.refusals(
        channel.id, received.case_id, received.authorisation_id, persons, received.uploader, intake.now()
    )
    if 0 in refused:
        raise refuse(refused[0], channel.label, "取得本人授权并登记后再导入。")
    return without_persons(content, channel, intake.catalogue.rules, refused, read) if refused else content


def _reject(intake: Intake, received: Batch, reason: str) -> Batch:
    with intake.home.database.writing() as session:
        rejected = enter(session, received.id, BatchState.REJECTED, intake.now(), received.uploader, reason)
    reached("committed")
    return replace(rejected, reason=reason)


def unfinished_batches(home: RegisterHome) -> tuple[Batch, ...]:
    """Batches between two states, as after a power failure."""
    with home.database.reading() as session:
        return unfinished(session)
