"""The address codes of identity numbers, as the country package lists them."""

from datetime import date

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.identity.id_number import check_digit, checked_id_number
from zengshou.records.identity.identifier import Caution
from zengshou.records.linkage.invented_draws import INVENTED_COUNTIES
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.store import area_codes
from zengshou.store.area_codes import first_years
from zengshou.store.country import city

TODAY = date(2026, 11, 21)


def cautions(stem: str) -> tuple[Caution, ...]:
    return checked_id_number(stem + check_digit(stem), today=TODAY, first_years=first_years()).cautions


@pytest.mark.parametrize("name", ["yangjiang", "liaoyang"])
def test_every_county_of_the_two_cities_is_known(name: str) -> None:
    assert {county.code for county in city(name).counties} <= set(first_years())


def test_a_code_newer_than_the_birth_is_a_caution_and_a_retired_code_is_none() -> None:
    assert cautions("21100219750101000") == (Caution.CODE_NEWER,)
    assert cautions("44172319700101000") == ()  # 阳东县, before it became a district


def test_a_code_that_the_city_never_had_is_a_caution_and_one_of_another_city_is_not_judged() -> None:
    assert cautions("44176619800101000") == (Caution.CODE_UNKNOWN,)
    assert cautions("11010119800101000") == ()


def test_the_numbers_of_synthetic_people_raise_no_caution() -> None:
    assert all(cautions(f"{county}19800101000") == () for county in INVENTED_COUNTIES)


def test_every_import_reads_the_table() -> None:
    assert catalogue_of("yangjiang").first_years == first_years()


def test_a_code_outside_its_prefecture_and_one_written_twice_are_named_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [{"code": code, "name": "某区", "first_year": None} for code in ("441702", "441702", "110101")]
    document = {
        "status": "unverified",
        "prefectures": [{"prefix": "4417", "name": "某市", "source": "测试", "codes": rows}],
    }
    monkeypatch.setattr(area_codes, "read_yaml", lambda path, country: document)
    with pytest.raises(ProblemsFound) as found:
        first_years.__wrapped__("elsewhere")
    assert [part in str(found.value) for part in ("写了两次", "不是 4417 之下")] == [True, True]
