"""Who owns what on a day, from events alone (合成数据)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.income.asset import AssetAction, AssetEvent, AssetKind
from zengshou.records.income.finding import Doubt
from zengshou.records.income.positions import positions_on

BOUGHT = date(2020, 5, 6)
LATER = date(2024, 12, 31)
HOME = AssetEvent(
    batch=1,
    row=1,
    part=1,
    person=1,
    asset="粤（2020）示例市不动产权第0000001号",
    kind=AssetKind.DWELLING,
    action=AssetAction.ACQUIRE,
    share_over=1,
    share_under=2,
    fen=40_000_000,
    on=BOUGHT,
    channel="real_estate",
    native_id="D1",
    recorded_at=datetime(2020, 6, 1),
)
WIFE = replace(HOME, row=2, person=2, native_id="D2")
CAR = replace(HOME, row=3, asset="车辆摘要", kind=AssetKind.VEHICLE, share_under=1, fen=None, channel="vehicle")


def test_halves_of_one_home_are_two_holdings_and_no_doubt() -> None:
    result = positions_on([HOME, WIFE], LATER)
    assert [(each.person, each.share, each.fen) for each in result.held] == [
        (1, Fraction(1, 2), 40_000_000),
        (2, Fraction(1, 2), 40_000_000),
    ]
    assert not result.findings
    assert result.of(2)[0].keys == ("1/2/1",)


def test_nothing_is_held_before_it_was_acquired() -> None:
    assert not positions_on([HOME], BOUGHT - timedelta(days=1)).held
    assert positions_on([HOME], BOUGHT).held


def test_shares_that_sum_to_more_than_the_whole_are_found_for_every_owner() -> None:
    result = positions_on([HOME, replace(WIFE, share_over=2, share_under=3)], LATER)
    assert [(each.doubt, each.person) for each in result.findings] == [(Doubt.SHARES, 1), (Doubt.SHARES, 2)]
    assert "7/6" in result.findings[0].words
    assert Doubt.SHARES.rule == 18


def test_a_third_held_three_times_is_the_whole_exactly() -> None:
    thirds = [replace(HOME, row=row, person=row, share_under=3) for row in (1, 2, 3)]
    assert not positions_on(thirds, LATER).findings


def test_a_sale_of_half_of_a_holding_leaves_half_of_its_value() -> None:
    sale = replace(HOME, row=9, action=AssetAction.DISPOSE, share_under=4, on=date(2023, 1, 1), native_id="D9")
    (left,) = positions_on([HOME, sale], LATER).held
    assert (left.share, left.fen) == (Fraction(1, 4), 20_000_000)
    assert positions_on([HOME, sale, replace(sale, row=10)], LATER).held == ()


def test_a_sale_of_what_was_never_acquired_is_found() -> None:
    sale = replace(HOME, row=9, action=AssetAction.DISPOSE)
    result = positions_on([sale], LATER)
    assert [each.doubt for each in result.findings] == [Doubt.DISPOSED_UNOWNED]
    assert not result.held


def test_a_vehicle_that_was_registered_and_moved_in_is_held_once() -> None:
    moved_in = replace(CAR, row=4, on=date(2022, 2, 2), fen=5_000_000)
    result = positions_on([CAR, moved_in], LATER)
    assert [(each.share, each.fen, each.since) for each in result.held] == [(1, 5_000_000, BOUGHT)]
    assert not result.findings


def test_a_statement_without_a_value_leaves_the_value_of_an_unchanged_share() -> None:
    changed = replace(HOME, row=4, action=AssetAction.REVALUE, fen=None, on=date(2022, 2, 2))
    assert positions_on([HOME, changed], LATER).held[0].fen == 40_000_000
    assert positions_on([HOME, replace(changed, share_under=3)], LATER).held[0].fen is None


def test_a_cancelled_vehicle_is_held_no_more() -> None:
    cancelled = replace(CAR, row=9, action=AssetAction.CANCEL, on=date(2023, 1, 1))
    result = positions_on([CAR, cancelled], LATER)
    assert not result.held
    assert not result.findings
    assert positions_on([CAR, cancelled], date(2022, 12, 31)).held


def test_a_vehicle_cancelled_yet_owned_by_another_is_shown_and_found() -> None:
    cancelled = replace(CAR, row=9, action=AssetAction.CANCEL, on=date(2023, 1, 1))
    for since in (date(2021, 1, 1), date(2023, 6, 1)):
        result = positions_on([CAR, replace(CAR, row=10, person=2, on=since), cancelled], LATER)
        assert [each.person for each in result.held] == [2]
        assert [(each.doubt, each.person) for each in result.findings] == [(Doubt.CANCELLED_OWNED, 2)]
        assert "2023-01-01" in result.findings[0].words


def test_the_last_balance_of_an_account_holds_though_it_was_never_acquired() -> None:
    balance = replace(CAR, asset="账户代号", kind=AssetKind.DEPOSIT, action=AssetAction.REVALUE, fen=500_000)
    newer = replace(balance, row=4, fen=320_000, on=date(2024, 6, 30))
    assert [each.fen for each in positions_on([newer, balance], LATER).held] == [320_000]


def test_a_share_that_is_none_is_refused_by_key() -> None:
    with pytest.raises(ProblemsFound, match="3/2"):
        replace(HOME, share_over=3, share_under=2)


@given(st.permutations([HOME, WIFE, CAR, replace(HOME, row=9, action=AssetAction.DISPOSE, on=date(2023, 1, 1))]))
def test_the_order_in_which_events_arrive_changes_nothing(events: list[AssetEvent]) -> None:
    assert positions_on(events, LATER) == positions_on(sorted(events, key=lambda each: each.row), LATER)
