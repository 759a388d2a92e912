"""Accepted rows become rows of the ledger: nothing that was stated is lost, and no number of anybody stands in them."""

from datetime import date

import polars as pl

from tests.records.made_channel import GOOD, channel, document, row, typed
from zengshou.concepts.period import month_index
from zengshou.records.channels.channel import Channel
from zengshou.records.identity.identity import IDENTITY_COLUMNS
from zengshou.records.intake.build import ASSETS, FACTS, MEMBERS, RESIDENCE, STATUSES, BuiltRows, build, identities

MARCH = month_index(2025, 3)
MONTHS = {"month_from": "period", "month_to": "period_to"}


def seal(texts: pl.Series) -> pl.Series:
    return texts.str.replace(r"^", "#")


def built(*rows: tuple[str, ...], of: Channel, persons: list[int] | None = None) -> BuiltRows:
    frame = typed(*rows, of=of).frame
    return build(frame, pl.Series(persons or [7] * frame.height), of, seal)


def test_each_row_gives_the_facts_of_the_rules_that_hold_for_it() -> None:
    rent = row(serial="S2", type="租金", amount="30.05", period_to="2025-05", uscc="")
    found = built(GOOD, rent, of=channel(), persons=[9, 7]).facts
    assert found.rows() == [
        (3, 2, 7, "P.RENT", 3_005, MARCH, MARCH + 2, "gross", "cash", "S2", "", "", False),
        (2, 1, 9, "W.PAY", 620_000, MARCH, MARCH, "gross", "cash", "S1", "91441700MA0000000J", "", False),
    ]
    assert found.schema == FACTS


def test_deductions_signs_and_holders_follow_the_rule() -> None:
    fact = {"item": "B.SER", "amount": "amount", "less": ["amount"], "holder": "household", "sign": -1, **MONTHS}
    assert built(GOOD, of=channel(facts=[fact])).facts["household"].to_list() == [True]
    negative = channel(facts=[{"item": "T-.TAX", "amount": "amount", "sign": -1, **MONTHS}])
    assert built(row(amount="-5", reversal="S0"), of=negative).facts.select("fen", "reversal_of").rows() == [
        (500, "S0")
    ]


def test_zeros_beside_an_amount_are_left_out_and_a_row_of_zeros_leaves_one_fact() -> None:
    """A correction to nothing replaces what stood before only if something of it is stored."""
    both = channel(
        facts=[
            {"item": "W.PAY", "amount": "amount", **MONTHS},
            {"item": "T-.TAX", "amount": "amount", "less": ["amount"], **MONTHS},
        ]
    )
    assert built(GOOD, of=both).facts["item"].to_list() == ["W.PAY"]
    assert built(row(amount="0"), of=both).facts.select("item", "fen").rows() == [("W.PAY", 0)]


def test_keys_hold_the_persons_reference_and_sealed_tokens_but_never_a_number() -> None:
    fields = [each for each in _fields() if each["name"] != "reversal"]
    plate = {"name": "plate", "label": "号牌", "kind": "text", "required": True, "level": 4, "sealed": True}
    feed = channel(
        fields=[*fields, plate],
        keys=["plate", "id_number", "period"],
        reversal_of=None,
        facts=None,
        assets=[
            {
                "asset": "plate",
                "kind": "vehicle",
                "action": "acquire",
                "date": "period",
                "amount": "amount",
                "detail": ["type", "period", "amount"],
            }
        ],
    )
    headers = ("流水号", "姓名", "证件号码", "单位代码", "种类", "所属期", "所属期止", "金额", "号牌")
    frame = typed((*GOOD[:8], "粤Q12345"), of=feed, headers=headers).frame
    found = build(frame, pl.Series([7]), feed, seal).assets
    detail = '{"type":"1","period":"2025-03","amount":"6200.00"}'
    native_id = "#粤Q12345|P7|2025-03"
    assert found.rows() == [
        (2, 1, 7, "#粤Q12345", "vehicle", "acquire", 1, 1, 620_000, date(2025, 3, 1), native_id, detail)
    ]
    assert found.schema == ASSETS


def _fields() -> list[dict[str, object]]:
    given = document()["fields"]
    assert isinstance(given, list)
    return given


def test_statuses_and_members_run_from_the_first_day_to_the_last() -> None:
    feed = channel(
        facts=None,
        statuses=[
            {"status_by": {"field": "type", "map": {"1": "employed"}}, "date_from": "period", "date_to": "period_to"}
        ],
        members=[{"household": "reversal", "kind": "hukou", "relation": "type", "date_from": "period"}],
    )
    found = built(row(period_to="2025-04", reversal="H1"), row(serial="S2", type="租金"), of=feed)
    assert found.statuses.rows() == [(2, 1, 7, "employed", date(2025, 3, 1), date(2025, 4, 30), "S1")]
    assert found.members.rows() == [(2, "hukou:H1", "hukou", 7, "1", date(2025, 3, 1), None)]
    assert found.statuses.schema == STATUSES and found.members.schema == MEMBERS


def test_residence_is_kept_in_spells_so_that_a_change_within_a_year_keeps_both() -> None:
    by = {"field": "type", "map": {"1": "resident", "02": "non_resident"}}
    feed = channel(residence={"month": "period", "status_by": by, "basis": "扣缴申报"})
    months = [
        ("2024-12", "1"),
        ("2025-01", "1"),
        ("2025-02", "1"),
        ("2025-03", "02"),
        ("2025-05", "1"),
        ("2025-05", "1"),
    ]
    rows = [row(serial=f"S{n}", period=month, type=kind) for n, (month, kind) in enumerate(months)]
    found = built(*rows, of=feed).residence
    assert [(each[1], each[2], each[3].isoformat(), each[4].isoformat()) for each in found.rows()] == [
        (2024, "resident", "2024-12-01", "2024-12-31"),
        (2025, "resident", "2025-01-01", "2025-02-28"),
        (2025, "non_resident", "2025-03-01", "2025-03-31"),
        (2025, "resident", "2025-05-01", "2025-05-31"),
    ]
    assert found.schema == RESIDENCE


def test_the_vault_gets_what_the_row_says_and_what_the_number_tells() -> None:
    found = identities(typed(GOOD).frame, channel())
    assert found.rows() == [("resident_card", GOOD[2], "陈一", date(1980, 5, 6), "female", "", "")]
    assert found.schema == IDENTITY_COLUMNS
