"""更正办理: a handler sees the row of a request beside the version that its source sent since. 合成数据。"""

import pytest
from fastapi.testclient import TestClient

from tests.faces.person_office import EAST, FOREVER, NOON, WEST, PersonOffice, first_place, place
from zengshou.concepts.account import Role
from zengshou.records.access.context import RoleGrant
from zengshou.store.register.access.access_log import Outcome
from zengshou.store.register.access.authorisations import add_grant

__all__ = ["first_place", "place"]
PAGE = "/office/corrections"


def custodian(place: PersonOffice, login: str, area: str) -> TestClient:
    place.invite(login, Role.DATA_CUSTODIAN, place.account("admin"))
    right = RoleGrant(place.account(login).id, Role.DATA_CUSTODIAN, area, ("correction_handling",), *FOREVER)
    with place.register.writing() as session:
        add_grant(session, f"g-{login}", right, "anquan", NOON)
    return place.client(login)


def asked(place: PersonOffice, fact: str) -> str:
    """The id of a request of 甲 about one of their wages."""
    place.citizen("jia")
    client = place.client("jia")
    ask = {"what": "ask", "kind": "income", "fact": fact, "words": "三月工资不对"}
    assert client.post("/office/me/corrections", data=place.form(client, ask)).status_code == 303
    handler = custodian(place, "first", EAST[:6])
    page = handler.get(PAGE).text
    return page.split(f'href="{PAGE}/')[1].split('"')[0]


def test_the_handler_sees_the_row_and_the_key_of_the_version_that_replaced_it(place: PersonOffice) -> None:
    id = asked(place, "1/0/0")
    client = place.client("first")
    client.post(PAGE, data=place.form(client, {"what": "send", "id": id}))
    text = client.get(f"{PAGE}/{id}").text
    assert "5,000.00 元" in text and "4,000.00 元" in text and "三月工资不对" in text
    assert "申请更正的版本" in text and 'name="new_fact" value="2/0/0"' in text and "2026-03" in text
    assert place.numbers["jia"] not in text and "示例jia" not in text
    closing = {"what": "accept", "id": id, "new_fact": "2/0/0"}
    assert client.post(PAGE, data=place.form(client, closing)).status_code == 303


def test_a_row_without_a_newer_version_says_so(place: PersonOffice) -> None:
    text = custodian_page(place, "2/0/0")
    assert "4,000.00 元" in text and "还没有报送新版本" in text and "以新版本" not in text and "税前" in text


def custodian_page(place: PersonOffice, fact: str) -> str:
    id = asked(place, fact)
    return place.client("first").get(f"{PAGE}/{id}").text


@pytest.mark.parametrize("login", ["second", "third"])
def test_a_custodian_of_another_area_or_without_a_right_sees_no_row_and_the_try_is_logged(
    place: PersonOffice, login: str
) -> None:
    id = asked(place, "1/0/0")
    other = custodian(place, login, WEST[:6] if login == "second" else "11")
    before = len(place.log())
    answer = other.get(f"{PAGE}/{id}")
    assert answer.status_code in (403, 404, 422) and "5,000" not in answer.text and "三月工资" not in answer.text
    assert {each.outcome for each in place.log()[before:]} == {Outcome.DENIED}


def test_a_request_that_is_none_is_told_in_words(place: PersonOffice) -> None:
    client = custodian(place, "first", EAST[:6])
    assert "没有编号为“none”的更正申请" in client.get(f"{PAGE}/none").text
    assert client.get(f"{PAGE}/{'x' * 5_000}").status_code == 422
