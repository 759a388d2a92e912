"""核对 over HTTP: nothing without a case and a paper, nothing of another area, no number in any address."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from tests.faces.person_office import CASE, NOON, PersonOffice, first_place, place
from zengshou.records.access.authorisation import Invalid
from zengshou.store.register.access.access_log import NOBODY, Outcome
from zengshou.store.register.access.authorisations import revoke_authorisation
from zengshou.store.register.linking.links import add_link, undo_link

PERSON = "/office/person"
__all__ = ["first_place", "place"]


def asked(place: PersonOffice, login: str, name: str, **changes: str) -> tuple[int, str]:
    """Status and text of a question."""
    client = place.client(login)
    answer = client.post(PERSON, data=place.form(client, place.question(login, name, **changes)))
    return answer.status_code, answer.text


def test_a_file_shows_every_view_with_source_evidence_article_and_marks(place: PersonOffice) -> None:
    status, page = asked(place, "heduir", "jia")
    assert status == 200
    for words in (
        *("4,000.00", "居民可支配收入（统计口径）", "家庭经济状况核对（低保口径）", "建档立卡和防返贫监测口径"),
        *("证据第 1 级", "依据", "银行存款", "99,000.00", "低保", "2/0/0", "已过时", "合成数据", "91999900MA00000001"),
    ):
        assert words in page, words
    assert "w-jia" not in page  # the source's own number is worked with and not shown


def test_the_file_shows_what_each_view_makes_of_the_same_income(place: PersonOffice) -> None:
    page = asked(place, "heduir", "jia")[1]
    table = page.split("同一笔收入，各口径怎样计（元）</h3>")[1].split("</table>")[0]
    cost = next(row for row in table.split("<tr")[1:] if "必要就业成本" in row)
    assert "pair-different" in cost and "−400.00" in cost and cost.count(">—<") == 3


def test_a_look_without_a_paper_leads_to_the_papers_of_the_case(place: PersonOffice) -> None:
    status, page = asked(place, "heduir", "jia", case_id="救2026-777")
    assert status == 403 and "没有查到，或不能查看" in page
    assert "/office/authorisations?case_id=%E6%95%912026-777" in page


def test_names_and_numbers_are_masked_and_stand_in_no_address(place: PersonOffice) -> None:
    status, page = asked(place, "heduir", "jia", person=place.numbers["jia"], kind="resident_card")
    assert status == 200 and place.shown("jia") in page
    assert place.numbers["jia"] not in page and "示例jia" not in page
    assert place.numbers["jia"][:6] + "*" * 8 in page


def test_a_correction_of_may_is_known_in_may_and_not_in_april(place: PersonOffice) -> None:
    assert "<strong>5,000.00" in asked(place, "heduir", "jia", known_on="2026-04-30")[1]
    assert "<strong>4,000.00" in asked(place, "heduir", "jia", known_on="2026-05-31")[1]
    _, page = asked(place, "heduir", "jia", known_on="2026-05-31", compare_on="2026-04-30")
    compared = page.split("两个时点对比")[1]
    assert "5,000.00" in compared and "4,000.00" in compared and "2/0/0" in compared and "1/0/0" in compared


def test_a_household_is_verified_together_under_a_paper_of_each(place: PersonOffice) -> None:
    _, page = asked(place, "heduir", "jia", household="H1")
    together = page.split("家庭收入")[1]
    assert "9,000.00" in together  # 4,000 and 5,000
    with place.register.writing() as session:
        revoke_authorisation(session, "核-yi", "yi", NOON)
    status, page = asked(place, "heduir", "jia", household="H1")
    assert status == 200 and "家庭未能一并核对" in page and Invalid.REVOKED.words in page and ">9,000.00" not in page


INVALID = {
    Invalid.MISSING: {"case_id": "救2026-777"},
    Invalid.WRONG_PERSON: {"authorisation_id": "核-yi"},
    Invalid.WRONG_SCOPE: {"authorisation_id": "other"},
    Invalid.UNCONFIRMED: {"authorisation_id": "unseen"},
    Invalid.REVOKED: {"authorisation_id": "revoked"},
    Invalid.NOT_YET: {"authorisation_id": "early"},
    Invalid.EXPIRED: {"authorisation_id": "old"},
}


@pytest.mark.parametrize(
    ("login", "fault"),
    [*(("heduir", fault) for fault in INVALID), ("minzheng", Invalid.EXPIRED), ("xiangzhen", Invalid.MISSING)],
)
def test_seven_kinds_of_invalid_authorisation_are_refused_in_words_and_logged(
    place: PersonOffice, login: str, fault: Invalid
) -> None:
    with place.register.writing() as session:
        place.paper(session, "other", "jia", case_id="救2025-009")
        place.paper(session, "early", "jia", valid_from=date(2026, 12, 1))
        place.paper(session, "old", "jia", valid_to=date(2026, 11, 1))
        place.paper(session, "unseen", "jia", confirmed_by="", confirmed_at=None)
        place.paper(session, "revoked", "jia")
        revoke_authorisation(session, "revoked", "jia", NOON - timedelta(hours=1))
    status, page = asked(place, login, "jia", **INVALID[fault])
    assert status == 403 and fault.words in page and "4,000.00" not in page and "示*" not in page
    (event,) = place.log()
    assert event.outcome is Outcome.DENIED and fault.words in event.reason and event.subject == place.refs["jia"]


def test_a_person_of_another_area_is_told_like_a_number_that_is_not_there(place: PersonOffice) -> None:
    foreign = asked(place, "heduir", "bing")
    missing = asked(place, "heduir", "jia", person="11010119900307299X")
    assert foreign[0] == missing[0] == 404
    for status, page in (foreign, missing):
        assert "没有这个人，或不在您的管辖地区" in page and status == 404
    assert [event.subject for event in place.log()] == [place.refs["bing"], NOBODY]
    assert place.shown("bing") not in missing[1]


def test_an_officer_does_not_open_the_file_of_the_own_family(place: PersonOffice) -> None:
    status, page = asked(place, "heduir", "ding")
    assert status == 403 and "利害关系" in page and "回避" in page
    assert asked(place, "minzheng", "ding")[0] == 200


def test_what_is_missing_in_the_form_is_told_all_at_once_and_asks_nothing(place: PersonOffice) -> None:
    status, page = asked(place, "heduir", "jia", case_id=" ", person="", purpose="")
    assert status == 422 and page.count("<li><strong>") == 3 and not place.log()
    assert asked(place, "heduir", "jia", month_from="2020-01")[0] == 422
    assert asked(place, "heduir", "jia", purpose="subject_access")[0] == 403


def test_a_town_officer_sees_whether_there_is_anything_and_no_amount(place: PersonOffice) -> None:
    status, page = asked(place, "xiangzhen", "jia")
    assert status == 200 and "有无收入记录" in page and "配偶" in page
    for amount in ("4,000.00", "5,000.00", "99,000.00", "W.PAY"):
        assert amount not in page
    client = place.client("xiangzhen")
    answer = client.post(f"{PERSON}/report", data=place.form(client, place.question("xiangzhen", "jia")))
    assert answer.status_code == 403


def test_an_identity_is_shown_whole_for_a_reason_that_the_log_keeps(place: PersonOffice) -> None:
    client = place.client("minzheng")

    def whole(**fields: str) -> tuple[int, str]:
        sent = place.form(client, {**place.question("minzheng", "jia"), **fields})
        answer = client.post(f"{PERSON}/whole", data=sent)
        return answer.status_code, answer.text

    assert whole(field="number")[0] == 422 and whole(field="number", why="curious")[0] == 422
    status, page = whole(field="number", why="document")
    assert status == 200 and place.numbers["jia"] in page
    (event,) = place.log()
    assert (
        event.reason == "制作审核确认文书" and "identity.number" in event.fields and "identity.name" not in event.fields
    )
    verifier = place.client("heduir")
    sent = place.form(verifier, {**place.question("heduir", "jia"), "field": "number", "why": "document"})
    assert verifier.post(f"{PERSON}/whole", data=sent).status_code == 403
    assert place.log()[-1].outcome is Outcome.DENIED


def test_the_report_is_a_document_with_case_officer_lineage_and_its_mark(place: PersonOffice) -> None:
    client = place.client("heduir")
    fields = place.question("heduir", "jia", household="H1", compare_on="2026-04-30")
    answer = client.post(f"{PERSON}/report", data=place.form(client, fields))
    document = Document(BytesIO(answer.content))
    texts = [each.text for each in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    head = document.sections[0].header.paragraphs[0].text
    assert CASE in head and "示例heduir" in head and "合成数据" in head
    assert round(document.sections[0].page_height.mm) == 297 and "居民家庭经济状况核对报告" in texts
    assert {"2/0/0", "4,000.00", "银行存款"} <= set(cells) and "1/0/0" not in cells
    assert "9,000.00" in cells
    assert len(place.log()) == 3  # the person, then both members of the household


def test_linked_references_are_one_person_until_the_link_is_taken_back(place: PersonOffice) -> None:
    jia, bing = place.refs["jia"], place.refs["ding"]
    before = asked(place, "minzheng", "jia")[1]
    with place.register.writing() as session:
        made = add_link(session, jia, bing, "review", 0.99, "guiji", NOON)
    _, linked = asked(place, "minzheng", "jia")
    assert "9,000.00" in linked and "198,000" not in before and place.shown("ding") in linked
    assert [event.subject for event in place.log()][1:] == [jia, bing]  # both references find the read
    with place.register.writing() as session:
        undo_link(session, made.id, "guiji", NOON)
    after = asked(place, "minzheng", "jia")[1]
    assert without_moments(after) == without_moments(before)


def without_moments(page: str) -> str:
    """The page from its first figure on: before it stand the moment of the question and the form's token."""
    own = page.split('id="own"')[1]
    return "".join(part for part in own.split("<") if "form_token" not in part)


def test_pages_of_one_role_are_shut_to_the_others(place: PersonOffice) -> None:
    doors = {
        PERSON: {"heduir", "minzheng", "xiangzhen"},
        "/office/authorisations": {"heduir", "minzheng", "xiangzhen"},
        "/office/rights": {"anquan", "shenji"},
        "/office/audit": {"shenji"},
        "/office/me": set(),
    }
    for login in ("admin", "anquan", "shenji", "ducha", "heduir", "minzheng", "xiangzhen"):
        client = place.client(login)
        for address, allowed in doors.items():
            assert client.get(address).status_code == (200 if login in allowed else 403), (login, address)


def test_a_form_from_elsewhere_opens_nothing(place: PersonOffice) -> None:
    client = place.client("heduir")
    for address in (PERSON, f"{PERSON}/whole", f"{PERSON}/report"):
        answer = client.post(address, data=place.question("heduir", "jia"))
        assert answer.status_code == 422 and "表单" in answer.text
    assert not place.log()
