"""Where an insurance runs: what the row states, else the place of the agency; only another place is kept."""

from dataclasses import replace

import polars as pl
import pytest

from tests.records.made_channel import GOOD, channel, document, row, rules, typed
from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import build
from zengshou.records.intake.insured_place import are_apart, are_of_two_provinces, place_code
from zengshou.records.intake.rules_person import INSURED, doubly_insured, insured_spells


def insurance(home: str) -> Channel:
    """A channel of the city of `home` whose rows may state where the insurance runs."""
    fields = [*document()["fields"], {"name": "area", "label": "参保地", "kind": "code", "level": 1}]  # type: ignore[misc]
    spell = {"status": "insured_medical_resident", "date_from": "period", "date_to": "period", "place": "area"}
    return replace(channel(fields=fields, facts=None, statuses=[spell]), agency_area=home)


def built(home: str, *places: str) -> pl.DataFrame:
    feed = insurance(home)
    headers = [each.label for each in feed.fields]
    rows = [(*row(serial=f"S{number}"), place) for number, place in enumerate(places)]
    frame = typed(*rows, of=feed, headers=headers).frame
    return build(frame, pl.Series([1] * len(places), dtype=pl.Int64), feed, lambda texts: texts).statuses


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("44", "44"),
        ("4417", "4417"),
        ("441702", "4417"),
        ("440000", "44"),
        (" 4400 ", "44"),
        ("广东", None),
        ("", None),
    ],
)
def test_a_place_is_the_province_or_the_city_of_an_area_code(told: str, code: str | None) -> None:
    assert pl.select(place_code(pl.lit(told))).item() == code


@pytest.mark.parametrize(
    ("one", "other", "apart", "provinces"),
    [
        ("44", "44", False, False),
        ("44", "4417", False, False),
        ("4401", "4417", True, False),
        ("2110", "44", True, True),
    ],
)
def test_a_province_and_a_city_of_it_are_not_apart(one: str, other: str, apart: bool, provinces: bool) -> None:
    frame = pl.DataFrame({"one": [one], "other": [other]})
    told = frame.select(
        are_apart(pl.col("one"), pl.col("other")), p=are_of_two_provinces(pl.col("one"), pl.col("other"))
    )
    assert told.row(0) == (apart, provinces)


def test_the_ledger_keeps_a_place_beside_the_insurance_only_where_it_is_not_the_agencys() -> None:
    found = built("441700", "44", "441702", "", "210200", "广东")
    places = found.filter(pl.col("status").str.starts_with("insured_in."))
    assert places.select("row", "part", "status").rows() == [(5, 2, "insured_in.2102")]
    assert (
        found.height == 6
        and places.select("date_from", "date_to").rows() == found.select("date_from", "date_to").rows()[:1]
    )
    assert built("", "44")["status"].to_list() == [
        "insured_medical_resident",
        "insured_in.44",
    ]  # no home to be left out


@pytest.mark.parametrize(("place", "words"), [("", None), ("44", None), ("4401", "两个市"), ("21", "两个省")])
def test_rule_13_one_insurance_in_two_provinces_or_cities_is_asked_about(place: str, words: str | None) -> None:
    feed = insurance("441700")
    headers = [each.label for each in feed.fields]
    frame = typed((*GOOD, ""), (*row(serial="S2"), place), of=feed, headers=headers).frame
    found = doubly_insured(insured_spells(frame, pl.Series([1, 1]), feed), INSURED.to_frame(), rules())
    assert found["row"].to_list() == ([2, 3] if words else [])
    assert all(f"同一险种同时在{words}参保" in message for message in found["message"])
    alone = doubly_insured(insured_spells(frame, pl.Series([1, 2]), feed), INSURED.to_frame(), rules())
    assert alone.is_empty()
