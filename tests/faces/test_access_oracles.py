"""What a page answers says nothing of who is in the register: not to an officer without a right, nor by its forms."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from tests.faces.person_office import NOON, PersonOffice, first_place, place
from tests.faces.test_access_pages import SCAN, confirm, number_of, record
from zengshou.concepts.account import Role
from zengshou.store.register.access.authorisations import revoke_grants
from zengshou.store.register.linking.links import add_link

PERSON, PAPERS, RIGHTS = "/office/person", "/office/authorisations", "/office/rights"
UNKNOWN = "11010119900307299X"
__all__ = ["first_place", "place"]


def asked(place: PersonOffice, client: TestClient, address: str = PERSON, **fields: str) -> tuple[int, str]:
    answer = client.post(address, data=place.form(client, {**place.question("heduir", "jia"), **fields}))
    return answer.status_code, answer.text.split("problem")[-1][:400].replace(fields["person"], "")


def test_without_a_right_an_enrolled_number_and_an_unknown_one_are_answered_alike(place: PersonOffice) -> None:
    client = place.client("heduir")
    for address, fields in (
        (PERSON, {"purpose": "assistance_decision"}),
        (f"{PERSON}/whole", {"field": "name", "why": "document"}),
    ):
        answers = {
            asked(place, client, address, person=number, **fields) for number in (place.numbers["bing"], UNKNOWN)
        }
        assert {status for status, _ in answers} == {403}
    with place.register.writing() as session:
        revoke_grants(session, place.account("heduir").id, NOON - timedelta(days=1))
    for number in (place.numbers["bing"], place.numbers["jia"], UNKNOWN):
        assert asked(place, client, person=number)[0] == 403


def test_an_empty_form_of_a_paper_tells_its_faults_whoever_it_is_about_and_a_whole_one_is_logged(
    place: PersonOffice,
) -> None:
    client = place.client("heduir")
    for number in (place.numbers["bing"], UNKNOWN, place.numbers["jia"]):
        fields = place.form(client, {"what": "record", "person": number, "case_id": "c"})
        assert client.post(PAPERS, data=fields, files={"evidence": ("a.pdf", b"")}).status_code == 422
    assert not place.log()
    answers = [record(place, client, number)[0] for number in (place.numbers["bing"], UNKNOWN)]
    assert answers == [404, 404] and [event.fields for event in place.log()] == [("paper.record",)] * 2


def test_the_register_gives_papers_their_numbers_and_tells_of_no_other(place: PersonOffice) -> None:
    client = place.client("heduir")
    form = client.get(PAPERS).text
    assert 'name="id"' not in form.split("登记授权书")[1].split("</form>")[0]
    assert record(place, client, place.numbers["jia"], id="核-bing")[0] == 303
    assert number_of(client).startswith("SQ-")


def test_who_recorded_a_paper_is_offered_no_confirmation_of_it_and_another_is(place: PersonOffice) -> None:
    first, second = place.client("heduir"), place.client("minzheng")
    record(place, first, place.numbers["jia"])
    number, address = number_of(first), f"{PAPERS}?case_id=救2026-009"
    assert "与签字件一致，确认" not in first.get(address).text and "与签字件一致，确认" in second.get(address).text
    own = confirm(place, first, number)
    assert own.status_code == 422 and "不能自己确认" in own.text
    other = confirm(place, second, number, SCAN + b"x")
    assert other.status_code == 422 and "不是登记时的签字件" in other.text
    asked_early = asked(place, first, person=place.shown("jia"), case_id="救2026-009")
    assert asked_early[0] == 403
    assert confirm(place, second, number).status_code == 303
    assert asked(place, first, person=place.shown("jia"), case_id="救2026-009")[0] == 200
    assert "示例minzheng" in first.get(address).text


@pytest.mark.parametrize("number", ["救" * 5_000, "救\x00", "救\n1"])
def test_a_case_number_that_is_none_is_refused_in_words_for_everybody(place: PersonOffice, number: str) -> None:
    client = place.client("heduir")
    for person in (place.numbers["jia"], UNKNOWN):
        fields = place.form(client, {**place.question("heduir", "jia"), "person": person, "case_id": number})
        answer = client.post(PERSON, data=fields)
        assert answer.status_code == 422 and "案件编号最长64个字" in answer.text
    assert not place.log()


def test_a_file_says_that_records_lie_elsewhere_and_names_no_reference_of_theirs(place: PersonOffice) -> None:
    with place.register.writing() as session:
        add_link(session, place.refs["bing"], place.refs["yi"], "review", 0.9, "guiji", NOON)
    client = place.client("heduir")
    page = client.post(PERSON, data=place.form(client, place.question("heduir", "yi"))).text
    assert "另有记录属其他地区，未计入" in page and place.shown("bing") not in page
    assert [event.subject for event in place.log()] == [place.refs["yi"]]


def test_a_right_sent_twice_by_the_form_is_refused_the_second_time(place: PersonOffice) -> None:
    place.invite("xinren", Role.VERIFIER, place.account("admin"))
    client, fields = place.client("anquan"), {
        "what": "grant", "account": place.account("xinren").id, "area": "999902", "purposes": "assistance_verification",
        "valid_from": "2026-11-20", "valid_to": "2027-06-30",
    }  # fmt: skip
    first, second = (client.post(RIGHTS, data=place.form(client, fields)) for _ in range(2))
    assert first.status_code == 200 and second.status_code == 422 and "已有同样的权限" in second.text
