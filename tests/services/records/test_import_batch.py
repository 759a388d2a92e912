"""A delivery becomes a batch: once, with every row accounted for, its totals to the fen, or not at all."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.services.records.register_desk import HEADERS, MARCH, Desk, desk_at, number, read_here, row, written
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.home.register_home import opened
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake.delivery import Receipt
from zengshou.services.records.intake.import_batch import decide_held, recover
from zengshou.services.records.intake.import_folder import import_folder
from zengshou.services.records.intake.look_up import batch_rows, batch_story, quarantine_rows
from zengshou.store.register.delivery.batches import NewBatch, add_batch
from zengshou.store.register.parsing.parse import parse
from zengshou.store.register.tables.batch_state import BatchState

MANY = 30


def good(count: int = MANY, begin: int = 0) -> list[list[str]]:
    return [row(place) for place in range(begin, begin + count)]


def accounted(receipt: Receipt) -> tuple[int, int, int]:
    one = receipt.batch
    return one.rows_read, one.rows_ok, one.rows_bad


def test_a_delivery_is_published_with_its_facts_and_steps(either_desk: Desk) -> None:
    receipt = either_desk.send([*good(), row(90, 证件号码="44170219800101000?")])
    assert receipt.batch.state is BatchState.PUBLISHED and accounted(receipt) == (31, 30, 1)
    wages = either_desk.ask("SELECT fen, month_from, native_id FROM income_fact WHERE item = 'W.PAY' ORDER BY fen")
    assert wages[0] == (300_050, MARCH, "X0") and len(wages) == 30
    assert either_desk.ask("SELECT count(*) FROM person") == [(30,)]
    assert either_desk.ask("SELECT DISTINCT area, birth_month FROM person ORDER BY 2")[0] == ("441702000000", 23_760)
    story = batch_story(either_desk.home, receipt.batch.id)
    assert [step.state.value for step in story.steps] == [
        "received", "schema_ok", "deduped", "validated", "linked", "staged", "reconciled", "published",
    ]  # fmt: skip
    (aside,) = quarantine_rows(either_desk.home, receipt.batch.id)
    assert (aside.row, aside.cell, aside.rule) == (32, "C32", 5)
    assert verify_register(either_desk.home).is_whole


def test_the_reading_process_gives_what_these_tests_read_by_themselves(tmp_path: Path) -> None:
    file = written(tmp_path / "x.csv", [*good(3), row(4, 收入额="")])
    one, other = parse(file, HEADERS), read_here(file, HEADERS)
    assert one.frame.with_columns(pl.col(pl.String).replace("", None)).equals(other.frame)
    assert (one.headers, one.header_row, one.broken) == (other.headers, other.header_row, other.broken)


def test_the_same_file_again_gives_the_same_receipt(either_desk: Desk) -> None:
    first = either_desk.send(good())
    again = either_desk.send(good(), "renamed.csv")
    assert again.is_again and again.batch == first.batch
    assert either_desk.ask("SELECT count(*) FROM batch") == [(1,)]


def test_no_number_or_name_of_anybody_lies_in_the_register(desk: Desk) -> None:
    bad = row(90, 收入额="多少")
    desk.send([*good(), bad])
    desk.home.close()
    for path in desk.home.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for planted in (number(3), number(90), "示例一", bad[1]):
                assert planted.encode() not in content, path


def test_five_deliveries_of_one_file_at_once_are_one_batch(desk: Desk) -> None:
    files = [written(desk.folder / f"{place}.csv", good()) for place in range(5)]
    receipts: list[Receipt] = []
    desks = [replace(desk, intake=replace(desk.intake, home=opened(desk.home.folder))) for _ in files]
    threads = [threading.Thread(target=lambda at=at: receipts.append(desks[at].deliver(files[at]))) for at in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.batch.id for one in receipts}) == 1 and sorted(one.is_again for one in receipts) == [False] + 4 * [
        True
    ]
    assert desk.ask("SELECT count(*) FROM income_fact WHERE item = 'W.PAY'") == [(MANY,)]


# Control totals and numbers


def sheet(desk: Desk, rows: int, gross: str, tax: str) -> Path:
    path = desk.folder / "control.csv"
    path.write_text(f"项目,合计\n行数,{rows}\n收入额,{gross}\n已缴税额,{tax}\n", encoding="utf-8")
    return path


def test_totals_that_agree_to_the_fen_are_taken(desk: Desk) -> None:
    total = f"{sum(3_000 + place for place in range(MANY)) + MANY * 0.5:.2f}"
    receipt = desk.send(good(), control=sheet(desk, MANY, total, f"{MANY * 12.3:.2f}"))
    assert receipt.batch.state is BatchState.PUBLISHED
    assert receipt.batch.declared == receipt.batch.actual


@pytest.mark.parametrize(("rows", "cents"), [(MANY, 1), (MANY, -1), (MANY + 1, 0)])
def test_totals_that_differ_by_a_fen_or_a_row_reject_the_file(desk: Desk, rows: int, cents: int) -> None:
    total = f"{sum(3_000 + place for place in range(MANY)) + MANY * 0.5 + cents / 100:.2f}"
    receipt = desk.send(good(), control=sheet(desk, rows, total, f"{MANY * 12.3:.2f}"))
    assert receipt.batch.state is BatchState.REJECTED and "相差" in receipt.batch.reason
    assert desk.ask("SELECT count(*) FROM income_fact") == [(0,)]
    right = f"{sum(3_000 + place for place in range(MANY)) + MANY * 0.5:.2f}"
    again = desk.send(good(), control=sheet(desk, MANY, right, f"{MANY * 12.3:.2f}"))
    assert again.batch.state is BatchState.PUBLISHED and again.batch.id == 2


def test_a_gap_in_the_senders_numbers_is_refused(desk: Desk) -> None:
    desk.send(good(), sequence=7)
    with pytest.raises(ProblemsFound, match="不接着上一批 7"):
        desk.send(good(5, 40), "later.csv", sequence=9)
    assert desk.send(good(5, 40), "later.csv", sequence=8).batch.sequence == 8


# Bad rows


def test_one_bad_row_never_holds_a_file(desk: Desk) -> None:
    receipt = desk.send([*good(2), row(50, 收入额="三千")])
    assert receipt.batch.state is BatchState.PUBLISHED and accounted(receipt) == (3, 2, 1)


def test_many_bad_rows_hold_a_batch_until_another_person_decides(desk: Desk) -> None:
    receipt = desk.send([*good(20), row(50, 收入额="三千"), row(51, 税款所属期起="去年")])
    assert receipt.batch.state is BatchState.HELD and "5%" in receipt.batch.reason
    assert desk.send([*good(20), row(50, 收入额="三千"), row(51, 税款所属期起="去年")]).batch.state is BatchState.HELD
    with pytest.raises(ProblemsFound, match="不能决定自己"):
        decide_held(desk.intake, receipt.batch.id, True, "wang", "已核")
    assert decide_held(desk.intake, receipt.batch.id, True, "li", "已核").state is BatchState.PUBLISHED
    with pytest.raises(ProblemsFound, match="不等待决定"):
        decide_held(desk.intake, receipt.batch.id, False, "li", "再想想")


def test_a_file_without_a_required_column_is_rejected_in_words(desk: Desk) -> None:
    path = desk.folder / "short.csv"
    path.write_text("姓名,收入额\n甲,1\n", encoding="utf-8")
    receipt = desk.deliver(path)
    assert receipt.batch.state is BatchState.REJECTED and "证件号码" in receipt.batch.reason
    assert desk.deliver(path).batch.id == 2


def test_a_number_under_another_name_is_put_aside(desk: Desk) -> None:
    desk.send(good(3))
    receipt = desk.send([row(10), row(11), row(1, 申报明细序号="Y1", 姓名="王某某")], "later.csv")
    assert accounted(receipt) == (3, 2, 1)
    assert quarantine_rows(desk.home, receipt.batch.id)[0].code == "E_ID_REUSED"


# Corrections and case data


def test_a_correction_replaces_a_batch_as_a_whole(desk: Desk) -> None:
    first = desk.send(good(3))
    second = desk.send([row(0, 收入额="9999.99")], "corrected.csv", supersedes=first.batch.id)
    states = {one.batch.id: one.batch.state for one in batch_rows(desk.home)}
    assert states == {first.batch.id: BatchState.SUPERSEDED, second.batch.id: BatchState.PUBLISHED}
    assert desk.ask("SELECT count(*) FROM income_fact WHERE batch = 1 AND item = 'W.PAY'") == [(3,)]


class Paper:
    """A gate that knows one live authorisation, of whoever is named."""

    def __init__(self, allowed: Sequence[int] | None) -> None:
        self.allowed, self.asked = allowed, 0

    def refusals(
        self, channel: str, case_id: str, authorisation_id: str, persons: Sequence[int], uploader: str, at: datetime
    ) -> Mapping[int, str]:
        self.asked += 1
        if (case_id, authorisation_id) != ("A-1", "S-1"):
            return {0: "没有这份授权书。"}
        return {one: "授权书没有写这个人。" for one in persons[1:]} if self.allowed is None else {}


def test_case_data_without_a_live_authorisation_are_refused_before_a_byte_is_kept(desk: Desk) -> None:
    for gate, more in ((Paper([]), {"case_id": "A-2"}), (desk.intake.gate, {"case_id": "A-1"})):
        with pytest.raises(ProblemsFound, match=r"授权"):
            desk.gated(gate).send(good(2), **more)
    assert desk.home.files.kept() == frozenset() and batch_rows(desk.home) == ()


def test_a_case_delivery_keeps_only_those_whom_the_authorisation_names(desk: Desk) -> None:
    gate = Paper(None)
    receipt = desk.gated(gate).send(good(3), case_id="A-1", authorisation_id="S-1")
    assert gate.asked == 2 and accounted(receipt) == (3, 1, 2)
    assert desk.ask("SELECT count(DISTINCT person) FROM income_fact") == [(1,)]
    assert {one.code for one in quarantine_rows(desk.home, receipt.batch.id)} == {"E_AUTHORISATION"}


# Interruption and folders


def test_an_import_that_stopped_is_finished_by_the_next(desk: Desk) -> None:
    content_hash = desk.home.files.take(written(desk.folder / "stopped.csv", good(4)))
    with desk.home.database.writing() as session:
        add_batch(session, NewBatch("iit", MARCH, content_hash, "wang", "stopped.csv"), desk.intake.now())
    found = recover(desk.intake)
    assert [one.id for one in found.unfinished] == [1]
    (one,) = batch_rows(desk.home)
    assert one.batch.state is BatchState.PUBLISHED and one.batch.rows_ok == 4
    assert recover(desk.intake).is_nothing


def test_a_folder_is_imported_in_order_and_again_without_effect(desk: Desk) -> None:
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    written(inbox / "iit_2025-03.csv", good(3))
    written(inbox / "iit_2025-02.csv", [row(9, 税款所属期起="2025-02")])
    first = import_folder(desk.intake, inbox, "wang")
    assert [one.file.name for one in first] == ["iit_2025-02.csv", "iit_2025-03.csv"]
    again = import_folder(desk.intake, inbox, "wang")
    assert all(one.receipt is not None and one.receipt.is_again for one in again)
    (inbox / "notes_final.csv").write_text("x")
    with pytest.raises(ProblemsFound, match="看不出渠道和月份"):
        import_folder(desk.intake, inbox, "wang")


def test_a_manifest_names_the_deliveries_and_leads_nowhere_else(desk: Desk) -> None:
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    written(inbox / "甲.csv", good(3))
    (inbox / "manifest.csv").write_text("文件,渠道,月份,序号\n甲.csv,iit,2025-03,1\n", encoding="utf-8")
    (only,) = import_folder(desk.intake, inbox, "wang")
    assert only.receipt is not None and only.receipt.batch.sequence == 1
    (inbox / "manifest.csv").write_text("文件,渠道,月份\n../甲.csv,iit,2025-03\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="目录里没有文件"):
        import_folder(desk.intake, inbox, "wang")


def test_a_register_without_its_keys_or_tables_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="zs records setup"):
        opened(tmp_path / "nothing")
    made = desk_at(tmp_path)
    made.home.close()
    (tmp_path / "register" / "keys" / "vault").unlink()
    with pytest.raises(ProblemsFound, match="密钥文件不见了"):
        opened(tmp_path / "register")


def test_of_two_corrections_of_one_batch_only_one_can_be_published(either_desk: Desk) -> None:
    first = either_desk.send(good(40)).batch
    bad = [row(place, 证件号码="44170219800101000?") for place in range(100, 110)]
    held = either_desk.send([*good(40), *bad], "held.csv", supersedes=first.id).batch
    assert held.state is BatchState.HELD
    second = either_desk.send(good(39), "second.csv", supersedes=first.id).batch
    assert second.state is BatchState.PUBLISHED
    with pytest.raises(ProblemsFound, match=f"现由批次 {second.id} 代替"):
        decide_held(either_desk.intake, held.id, True, "li", "核对过")
    assert either_desk.ask("SELECT count(*) FROM batch WHERE state = 'published'") == [(1,)]
    assert decide_held(either_desk.intake, held.id, False, "li", "重复").state is BatchState.REJECTED


def test_a_wrong_correction_is_undone_by_sending_the_first_file_as_its_correction(either_desk: Desk) -> None:
    first = either_desk.send(good(3)).batch
    wrong = either_desk.send(good(2), "wrong.csv", supersedes=first.id).batch
    again = either_desk.send(good(3))
    assert again.is_again and "--supersedes" in again.sentence and "已被更正替代" in again.sentence
    restored = either_desk.send(good(3), supersedes=wrong.id)
    assert not restored.is_again and restored.batch.state is BatchState.PUBLISHED
    assert either_desk.ask("SELECT id FROM batch WHERE state = 'published'") == [(restored.batch.id,)]
    assert either_desk.send(good(3), supersedes=wrong.id).is_again  # the same order once more: the same receipt


def test_a_file_in_use_cannot_be_the_correction_of_another_batch(desk: Desk) -> None:
    one, other = desk.send(good(3)).batch, desk.send(good(2), "other.csv").batch
    with pytest.raises(ProblemsFound, match=f"就是批次 {one.id}（已发布）"):
        desk.send(good(3), supersedes=other.id)


def test_the_same_file_for_another_month_waits_for_a_person(desk: Desk) -> None:
    first = desk.send(good(3)).batch
    twin = desk.send(good(3), "iit_2025-04.csv", period=MARCH + 1).batch
    assert twin.state is BatchState.HELD and f"与批次 {first.id}（2025-03）完全相同" in twin.reason
