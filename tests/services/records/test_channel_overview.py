"""The custodian's first page in figures: late, small, unagreed, unclean; and what a batch's page tells. 合成数据。"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.records.register_desk import HEADERS, NOON, Desk, number, read_here, row, written
from zengshou.concepts.period import month_index
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.channels.channel import FieldKind
from zengshou.services.records.home.register_about import about, describe, note_source
from zengshou.services.records.intake import uploads
from zengshou.services.records.intake.batch_view import PersonCounts, batch_view, quarantine_page
from zengshou.services.records.intake.channel_overview import (
    Agreement,
    ChannelState,
    Size,
    Timeliness,
    channel_overview,
)
from zengshou.services.records.intake.dismiss_rows import dismiss_rows
from zengshou.services.records.intake.masked_cells import masked_cell
from zengshou.services.records.intake.uploads import Uploads
from zengshou.store.register.delivery.delivery_tokens import holder_of, holders_in, make_token, revoke_token
from zengshou.store.register.delivery.quarantine import RowState

APRIL = datetime(2025, 4, 20, 12, tzinfo=UTC)


def state(desk: Desk, at: datetime = APRIL) -> ChannelState:
    (found,) = channel_overview(desk.home, desk.intake.catalogue, at).channels
    return found


def month(desk: Desk, period: int, rows: int) -> None:
    """A clean delivery of a month of 2025."""
    told = [row(place, 申报明细序号=f"M{period}-{place}", 税款所属期起=f"2025-{period:02d}") for place in range(rows)]
    desk.send(told, f"iit_2025-{period:02d}.csv", period=month_index(2025, period))


def test_a_channel_that_never_delivered_says_so(desk: Desk) -> None:
    found = state(desk)
    assert found.timeliness is Timeliness.NEVER and found.last is None and found.bad_rate is None
    assert found.agreement is Agreement.NONE and found.size is Size.UNKNOWN


def test_a_feed_is_stale_from_the_day_after_its_due_date(desk: Desk) -> None:
    month(desk, 3, 2)
    found = state(desk)
    assert (found.covered_to, found.due) == (date(2025, 3, 31), date(2025, 5, 20))
    assert found.timeliness is Timeliness.FRESH
    assert state(desk, datetime(2025, 5, 20, 12, tzinfo=UTC)).timeliness is Timeliness.FRESH
    late = state(desk, datetime(2025, 5, 21, 12, tzinfo=UTC))
    assert late.timeliness is Timeliness.STALE and late.days_late == 1
    assert channel_overview(desk.home, desk.intake.catalogue, NOON).stale[0].days_late == 550


def test_the_last_delivery_is_compared_with_the_median_of_those_before(desk: Desk) -> None:
    for period, rows in ((1, 4), (2, 10), (3, 7)):
        month(desk, period, rows)
    found = state(desk)
    assert found.usual == 7 and found.share_of_usual == 1.0 and found.size is Size.USUAL
    month(desk, 4, 2)
    assert state(desk).size is Size.FEW


def test_totals_without_a_control_sheet_are_not_called_agreed(desk: Desk) -> None:
    desk.send([row(0)])
    assert state(desk).agreement is Agreement.NO_SHEET
    control = desk.folder / "control.csv"
    control.write_text("项目,数值\n行数,1\n收入额,3001.50\n已缴税额,12.30\n", encoding="utf-8")
    desk.send(
        [row(1, 申报明细序号="Y1", 税款所属期起="2025-04")], "b.csv", control=control, period=month_index(2025, 4)
    )
    assert state(desk).agreement is Agreement.AGREES
    view = batch_view(desk.intake, 2, PersonCounts())
    sums = {view.label_of(line.name): (line.declared, line.counted, line.agrees) for line in view.totals}
    assert sums["收入额"] == (300150, 300150, True) and sums["行数"] == (1, 1, True)


def test_a_held_batch_and_its_quarantine_wait_on_the_page_and_in_the_batch(desk: Desk) -> None:
    bad = [row(place, 证件号码=number(place)[:-1] + "*") for place in range(3)]
    desk.send([*bad, row(9)])
    found = state(desk)
    assert found.held == (1,) and found.open == 3 and found.last is None
    view = batch_view(desk.intake, 1, PersonCounts())
    assert view.batch.rows_read == view.batch.rows_ok + view.batch.rows_bad == 4
    assert view.open == 3 and view.persons == 1 and dict(view.events)["收入"] == 2
    assert [(line.rule, line.severity.value, line.rows) for line in view.rules] == [(5, "B", 3)]


def test_rows_put_aside_are_shown_masked_with_the_fault_at_its_cell(desk: Desk) -> None:
    broken = number(0)[:-1] + "*"
    desk.send([row(0, 证件号码=broken), row(1), row(2)])
    page = quarantine_page(desk.intake, 1, RowState.OPEN, 1)
    (aside,) = page.rows
    assert aside.row == 2 and aside.findings[0].cell == "C2" and page.total == 1
    cells = {cell.header: cell for cell in aside.cells}
    assert cells["姓名"].text == "示**" and cells["证件号码"].text == broken[:6] + "********" + broken[-4:]
    assert cells["证件号码"].fault and not cells["收入额"].fault and cells["收入额"].text == "3000.50"


def test_rows_are_dismissed_by_a_person_with_a_reason_and_once(desk: Desk) -> None:
    desk.send([row(0, 证件号码="1"), row(1), row(2)])
    with pytest.raises(ProblemsFound, match="理由"):
        dismiss_rows(desk.intake, 1, [2], "li", "无")
    assert dismiss_rows(desk.intake, 1, [2], "li", "对方确认为测试数据") == 1
    with pytest.raises(ProblemsFound, match="都已处理"):
        dismiss_rows(desk.intake, 1, [2], "li", "对方确认为测试数据")
    assert quarantine_page(desk.intake, 1, RowState.DISMISSED, 1).total == 1 and state(desk).open == 0
    assert "对方确认为测试数据" in batch_view(desk.intake, 1, PersonCounts()).steps[-1].words


@pytest.mark.parametrize("kind", list(FieldKind))
def test_no_kind_of_cell_shows_a_whole_identity_number(desk: Desk, kind: FieldKind) -> None:
    """Whatever column a number was typed into."""
    from_channel = desk.intake.catalogue.channel("iit").of_kind(kind)
    for field in from_channel:
        if kind is not FieldKind.USCC:
            assert number(5) not in masked_cell(number(5), field)
    assert number(5) not in masked_cell(number(5), None)


def test_a_preview_tells_columns_and_masks_persons_and_the_file_is_sealed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "parse", read_here)
    moment = datetime.now(UTC)
    kept = Uploads(desk.home, lambda: moment)
    with written(desk.folder / "x.csv", [row(place) for place in range(12)]).open("rb") as file:
        key = kept.keep(file)
    preview = kept.preview(key, "x.csv", desk.intake.catalogue.channel("iit"))
    assert preview.is_usable and preview.rows == 12 and len(preview.cells) == uploads.ROWS_SHOWN
    assert preview.headers == HEADERS and preview.cells[0][1] == "示**" and number(0) not in str(preview)
    for path in (desk.home.folder / "uploads").rglob("*"):
        assert not path.is_file() or number(0).encode() not in path.read_bytes()
    with written(desk.folder / "y.csv", [row(20)]).open("rb") as file:
        other = kept.keep(file)
    moment += timedelta(hours=25)
    with written(desk.folder / "z.csv", [row(21)]).open("rb") as file:
        last = kept.keep(file)
    assert {path.name for path in (desk.home.folder / "uploads" / "raw").iterdir()} == {last} - {other}
    kept.drop(last)
    for wrong in (key, "../../keys/register", ""):
        with pytest.raises(ProblemsFound, match="过期"), kept.opened(wrong):
            pass


def test_a_token_opens_its_channels_until_it_is_revoked(desk: Desk) -> None:
    home = desk.home
    token = make_token(home.folder, home.keys, "税务局", ("iit",), date(2026, 12, 31), "guiji")
    holder = holder_of(home.folder, home.keys, token)
    assert holder is not None and holder.name == "税务局"
    assert holder.may_deliver("iit", date(2026, 12, 31)) and not holder.may_deliver("iit", date(2027, 1, 1))
    assert not holder.may_deliver("bank_accounts", date(2026, 1, 1))
    assert holder_of(home.folder, home.keys, token[:-1]) is None
    assert token not in (home.folder / "delivery_tokens.json").read_text(encoding="utf-8")
    home.keys.rotate()  # type: ignore[attr-defined]
    assert holder_of(home.folder, home.keys, token) is not None
    with pytest.raises(ProblemsFound, match="已有"):
        make_token(home.folder, home.keys, "税务局", ("iit",), date(2026, 12, 31), "guiji")
    revoke_token(home.folder, "税务局")
    assert holder_of(home.folder, home.keys, token) is None and holders_in(home.folder)[0].is_revoked


def test_a_register_says_whose_it_is_and_an_invented_citys_is_synthetic(tmp_path: Path) -> None:
    assert about(tmp_path).mark == ""
    assert describe(tmp_path, "example", False).is_synthetic
    assert about(tmp_path).mark == "合成数据，非真实个人"
    with pytest.raises(ProblemsFound, match="example"):
        describe(tmp_path, "yangjiang", False)


def test_deliveries_beside_their_truth_mark_the_register_before_they_come_in(tmp_path: Path) -> None:
    register, source = tmp_path / "register", tmp_path / "source"
    register.mkdir()
    source.mkdir()
    note_source(register, source)
    assert not about(register).is_synthetic
    (source / "truth").mkdir()
    (source / "truth" / "about.json").write_text("{}", encoding="utf-8")
    note_source(register, source)
    assert about(register).is_synthetic and describe(register, "yangjiang", False).is_synthetic
