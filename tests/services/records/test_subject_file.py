"""Everybody sees what is kept about them and who looked, and can have a row put right."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.records.citizen_world import CUSTODIAN, ME, NUMBER, World
from tests.store.register.access_world import (
    CIVIL,
    MONTH,
    NOON,
    TOWN,
    VERIFIER,
    context,
)
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.minimum import Dataset
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.look import case_context, opened_file
from zengshou.services.records.access.subject_file import TOLD_OF_DENIED, as_csv, as_json
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.access.access_log import events_from
from zengshou.store.register.access.corrections import CorrectionState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredFact


def test_a_person_sees_every_own_row_by_source(world: World) -> None:
    file = world.subject().file(ME)
    assert file.person == shown(world.me)
    assert file.identity == {"姓名（遮盖）": "合**", "证件号码（遮盖）": "110101********299X"}
    assert [(each.label, each.section.dataset) for each in file.sources] == [
        ("个人所得税扣缴", Dataset.INCOME),
        ("社会保险缴费", Dataset.INCOME),
        ("银行存款查询", Dataset.ASSET),
        ("社会保险缴费", Dataset.STATUS),
    ]
    with world.register.reading() as session:
        kept = session.scalars(select(StoredFact.fen).where(StoredFact.person == world.me, StoredFact.batch != 3)).all()
    assert sorted(fen for each in file.sources[:2] for fen in each.section.rows["fen"]) == sorted(kept)


def test_the_list_of_looks_is_exactly_what_an_officer_did_denied_ones_too(world: World) -> None:
    read = world.reads
    read.incomes(context(), [world.me])
    read.assets(context(), [world.me])
    for case, person in (("", world.me), ("救2026-999", world.me), (context().case_id, 12)):
        try:
            read.incomes(context(case_id=case), [person])
        except Forbidden:
            continue
    looks = world.subject().looks(ME)
    assert [look.result for look in looks] == [TOLD_OF_DENIED, TOLD_OF_DENIED, "看到1条记录", "看到1条记录"]
    assert {look.case_id for look in looks} == {"", "救2026-999", context().case_id}
    assert looks[-1].role == "核对人员" and looks[-1].organisation == "民政局"
    assert looks[-1].purpose == access_purposes().purposes["assistance_verification"].told
    assert "收入记录：金额（分）" in looks[-1].fields


def test_the_log_tells_of_no_officer_and_of_nobody_else(world: World) -> None:
    """The lesson of the tracker that showed a relative's notary business."""
    world.reads.incomes(context(), [12, world.me])
    with pytest.raises(Forbidden):
        world.reads.incomes(context(VERIFIER), [13, world.me])
    told = json.dumps(as_json(world.subject().file(ME))["looks"], ensure_ascii=False)
    for other in ("verifier", VERIFIER.name, shown(12), shown(13), "亲属", str(world.me)):
        assert other not in told


def test_what_is_taken_away_equals_what_is_kept_field_by_field(world: World) -> None:
    file = world.subject().file(ME)
    out = as_json(file)
    rows = [row for source in out["sources"] for row in source["rows"]]  # type: ignore[attr-defined, index]
    shown_rows = [row for each in file.sources for row in each.section.rows.iter_rows(named=True)]
    assert len(rows) == len(shown_rows) == 4
    assert [row["native_id"] for row in rows] == [row["native_id"] for row in shown_rows]
    table = list(csv.reader(io.StringIO(as_csv(file))))
    assert table[0] == ["来源", "种类", "行", "栏目", "内容"]
    cells = sum(len(each.section.rows.columns) * each.section.rows.height for each in file.sources)
    others = sum(len(each.rows.columns) * each.rows.height for each in file.others)
    assert len(table) == 1 + cells + others + len(file.looks)
    assert not any(cell.startswith(("=", "+", "@")) for line in table for cell in line)


def test_only_the_person_bound_to_an_account_is_shown(world: World) -> None:
    for who in (VERIFIER, CUSTODIAN):
        with pytest.raises(Forbidden):
            world.subject().file(who)


def test_an_officer_opens_a_masked_file_and_unmasking_is_told(world: World) -> None:
    purposes = access_purposes()
    asked = case_context(purposes, CIVIL, "assistance_decision", context().case_id, NOON)
    file = opened_file(world.reads, world.vault, asked, world.me, months=(MONTH, MONTH))
    assert file.identity["证件号码（遮盖）"] == "110101********299X" and "证件号码" not in file.identity
    assert [part.dataset for part in file.sections][:3] == [Dataset.PERSON, Dataset.INCOME, Dataset.ASSET]
    whole = opened_file(world.reads, world.vault, asked, world.me, unmasked=["number"])
    assert whole.identity["证件号码"] == NUMBER
    with world.register.reading() as session:
        first, second = list(events_from(session))
    assert "identity.number" not in first.fields and "identity.number" in second.fields
    clerk = case_context(purposes, TOWN, "assistance_decision", context().case_id, NOON)
    assert {part.dataset for part in opened_file(world.reads, world.vault, clerk, world.me).sections} == {
        Dataset.HOUSEHOLD,
        Dataset.FOUND,
    }
    with pytest.raises(Forbidden):
        opened_file(world.reads, world.vault, clerk, world.me, unmasked=["number"])
    with pytest.raises(ProblemsFound, match="没有登记"):
        case_context(purposes, CIVIL, "curiosity", "", NOON)


def wages(_: World) -> str:
    return "1/900/0"


def corrected(world: World, native_id: str, row: int) -> str:
    """The agency sends the row again, in a batch of its own: the new version."""
    with world.register.writing() as session:
        batch = 50 + row
        session.add(
            StoredBatch(
                id=batch, channel="iit", period=MONTH, sequence=batch, content_hash=f"{batch:064}", state="published",
                declared={}, actual={}, uploader="custodian", received_at=NOON, published_at=NOON + timedelta(days=3),
                supersedes=None, superseded_at=None, supplements=None,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            StoredFact(
                batch=batch, row=row, part=0, person=world.me, item="W.PAY", fen=1, month_from=MONTH, month_to=MONTH,
                level="gross", basis="cash", native_id=native_id, payer="", reversal_of="", household=False,
                digest=b"\0" * 32,
            )
        )  # fmt: skip
    return f"{batch}/{row}/0"


def test_a_correction_is_asked_routed_accepted_as_a_new_version_and_told(world: World) -> None:
    desk = world.corrections()
    asked = desk.ask(ME, Dataset.INCOME, wages(world), "六月没有在这家单位上班")
    assert asked.state is CorrectionState.ASKED and desk.waiting(CUSTODIAN).requests == (asked,)
    routed = desk.send(CUSTODIAN, asked.id)
    assert routed.state is CorrectionState.ROUTED and routed.agency
    with pytest.raises(ProblemsFound, match="新版本"):
        desk.accept(CUSTODIAN, asked.id, "4/902/0")
    other = corrected(world, "another number", 7)
    with pytest.raises(ProblemsFound, match="新版本"):
        desk.accept(CUSTODIAN, asked.id, other)
    new = corrected(world, f"n1-{world.me}", 8)
    closed = desk.accept(CUSTODIAN, asked.id, new)
    assert closed.state is CorrectionState.ACCEPTED and closed.new_fact == new and closed.seen_at is None
    with world.register.reading() as session:
        assert session.get(StoredFact, (1, 900, 0)) is not None  # the original stays
    told = world.corrections(NOON + timedelta(days=9)).mine(ME)
    assert [each.seen_at for each in told] == [NOON + timedelta(days=9)]
    with pytest.raises(ProblemsFound, match="已更正"):
        desk.turn_down(CUSTODIAN, asked.id, "太晚")


def test_a_refusal_carries_its_reason_to_the_person(world: World) -> None:
    desk = world.corrections()
    asked = desk.ask(ME, Dataset.INCOME, wages(world), "金额不对")
    desk.send(CUSTODIAN, asked.id)
    with pytest.raises(ProblemsFound, match="理由"):
        desk.turn_down(CUSTODIAN, asked.id, " ")
    desk.turn_down(CUSTODIAN, asked.id, "来源单位核对工资单，无误")
    assert desk.mine(ME)[0].answer == "来源单位核对工资单，无误"


def test_nobody_asks_about_anothers_row_and_officers_without_the_right_see_no_request(world: World) -> None:
    desk = world.corrections()
    with pytest.raises(ProblemsFound, match="您名下没有"):
        desk.ask(ME, Dataset.INCOME, "1/12/0", "不对")
    with pytest.raises(ProblemsFound, match="您名下没有"):
        desk.ask(ME, Dataset.INCOME, "1/99999/0", "不对")
    with pytest.raises(Forbidden):
        desk.waiting(VERIFIER)
    asked = desk.ask(ME, Dataset.INCOME, wages(world), "金额不对")
    assert not desk.waiting(CUSTODIAN).overdue
    assert world.corrections(NOON + timedelta(days=16)).waiting(CUSTODIAN).overdue == {asked.id}
