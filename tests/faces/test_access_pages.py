"""Papers, rights, audit and everybody's own page over HTTP: what an officer does, the person reads."""

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import text

from tests.faces.person_office import CASE, PASSWORD, PersonOffice, first_place, place
from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.access.authorisation import Invalid
from zengshou.services.records.access.subject_file import TOLD_OF_DENIED
from zengshou.store.register.access.access_log import NOBODY

PERSON, PAPERS, RIGHTS, BINDINGS, AUDIT, ME = (
    "/office/person",
    "/office/authorisations",
    "/office/rights",
    "/office/bindings",
    "/office/audit",
    "/office/me",
)
__all__ = ["first_place", "place"]


SCAN = b"%PDF-1.7" + bytes(4_096)
AT_THE_COUNTER = "窗口当面核验您的证件"  # two look at the document before an account is opened


def record(place: PersonOffice, client: TestClient, person: str, **changes: str) -> tuple[int, str]:
    fields = {
        "what": "record", "case_id": "救2026-009", "person": person, "kind": "resident_card",
        "valid_from": "2026-11-01", "valid_to": "2027-04-30", "channel": "bank_accounts",
    } | changes  # fmt: skip
    answer = client.post(PAPERS, data=place.form(client, fields), files={"evidence": ("scan.pdf", SCAN)})
    return answer.status_code, answer.text


def number_of(client: TestClient) -> str:
    """The register's own number of the one paper of the case."""
    (number,) = set(re.findall("SQ-[0-9A-F]{12}", client.get(f"{PAPERS}?case_id=救2026-009").text))
    return str(number)


def confirm(place: PersonOffice, client: TestClient, number: str, scan: bytes = SCAN) -> Response:
    fields = place.form(client, {"what": "confirm", "id": number})
    return client.post(PAPERS, data=fields, files={"evidence": ("scan.pdf", scan)})


def test_a_paper_is_recorded_with_its_digest_opens_its_sources_and_is_revoked(place: PersonOffice) -> None:
    client = place.client("xiangzhen")
    assert record(place, client, place.numbers["jia"])[0] == 303
    page, number = client.get(f"{PAPERS}?case_id=救2026-009").text, number_of(client)
    assert sha256(SCAN).hexdigest()[:16] in page and place.numbers["jia"] not in page and "待确认" in page
    assert confirm(place, place.client("minzheng"), number).status_code == 303
    verifier = place.client("heduir")
    asked = place.question("heduir", "jia", case_id="救2026-009")
    shown = verifier.post(PERSON, data=place.form(verifier, asked)).text
    assert "99,000.00" in shown and ">4,000.00" not in shown  # the paper names the bank alone
    revoke = place.form(client, {"what": "revoke", "id": number})
    assert client.post(PAPERS, data=revoke, files={"none": b""}).status_code == 303
    answer = verifier.post(PERSON, data=place.form(verifier, asked))
    assert answer.status_code == 403 and Invalid.REVOKED.words in answer.text


def test_papers_are_recorded_within_ones_area_alone_and_never_for_ones_family(place: PersonOffice) -> None:
    client = place.client("heduir")
    foreign, missing = record(place, client, place.shown("bing")), record(place, client, "11010119900307299X")
    assert (
        foreign[0] == missing[0] == 404
        and "没有这个人，或不在您的管辖地区" in foreign[1]
        and "核-bing" not in foreign[1]
    )
    assert record(place, client, place.shown("ding"))[0] == 403
    status, page = record(place, client, place.shown("jia"), valid_to="2026-01-01", case_id=" ")
    assert status == 422 and "截止日早于起始日" in page and "没有案件编号" in page
    answer = client.post(PAPERS, data=place.form(client, {"what": "revoke", "id": "核-bing"}), files={"none": b""})
    assert answer.status_code == 422 and "没有编号为“核-bing”的授权书" in answer.text


def test_case_only_data_come_in_under_a_paper_that_was_recorded_here_and_not_without(place: PersonOffice) -> None:
    assert place.office.records is not None
    gate, jia = place.office.records.intake.gate, place.refs["jia"]

    def refused(channel: str, number: str) -> Mapping[int, str]:
        return gate.refusals(channel, "救2026-009", number, (jia,), "guiji", place.now)

    assert Invalid.MISSING.words in refused("bank_accounts", "SQ-0")[jia]
    client = place.client("minzheng")
    record(place, client, place.shown("jia"))
    number = number_of(client)
    assert Invalid.UNCONFIRMED.words in refused("bank_accounts", number)[jia]
    confirm(place, place.client("heduir"), number)
    assert refused("bank_accounts", number) == {}
    assert Invalid.WRONG_SCOPE.words in refused("securities", number)[jia]


def test_rights_are_given_confirmed_each_quarter_and_ended_by_security_alone(place: PersonOffice) -> None:
    place.invite("xinren", Role.VERIFIER, place.account("admin"))
    client, fields = place.client("anquan"), {
        "what": "grant", "account": place.account("xinren").id, "area": "999902", "purposes": "assistance_verification",
        "valid_from": "2026-11-20", "valid_to": "2027-06-30",
    }  # fmt: skip
    page = client.post(RIGHTS, data=place.form(client, fields)).text
    assert "示例xinren" in page and "2027-06-30" in page
    wrong = client.post(RIGHTS, data=place.form(client, {**fields, "purposes": "assistance_decision"}))
    assert wrong.status_code == 422 and "不能用于" in wrong.text
    place.now += timedelta(days=100)
    client = place.client("anquan")
    due = client.get(RIGHTS).text
    assert due.count("待确认") == 1  # the others ran out at the end of the year
    grant = due.split('name="grant" value="')[1].split('"')[0]
    assert "待确认" not in client.post(RIGHTS, data=place.form(client, {"what": "keep", "grant": grant})).text
    assert "已收回" in client.post(RIGHTS, data=place.form(client, {"what": "end", "grant": grant})).text
    auditor = place.client("shenji")
    assert auditor.post(RIGHTS, data=place.form(auditor, {"what": "end", "grant": grant})).status_code == 403


def test_an_account_is_bound_by_a_second_officer_who_saw_the_document(place: PersonOffice) -> None:
    security, document = place.client("anquan"), {"kind": "resident_card", "number": place.numbers["jia"]}
    fields = {"what": "citizen", "login": "jia", "name": "示例", **document}
    unchecked = security.post(RIGHTS, data=place.form(security, fields))
    assert unchecked.status_code == 422 and "当面核验" in unchecked.text and place.numbers["jia"] not in unchecked.text
    stranger = {**fields, "login": "stranger", "checked": "1", "number": "11010119900307299X"}
    unknown = security.post(RIGHTS, data=place.form(security, stranger))
    place.now += timedelta(minutes=1)
    known = security.post(RIGHTS, data=place.form(security, {**fields, "checked": "1"}))
    assert known.status_code == unknown.status_code == 200 and "申请已提交" in known.text
    for answer in (known, unknown):
        assert "/office/invitation/" not in answer.text
    assert [event.subject for event in place.log()] == [NOBODY, place.refs["jia"]]
    auditor = place.client("shenji")
    asked = auditor.get(AUDIT, params={"actor": place.account("anquan").id})
    assert asked.status_code == 200 and place.shown("jia") in asked.text
    second = place.client("minzheng")
    waiting = second.get(BINDINGS).text
    ids = re.findall(r'name="id" value="([^"]+)"', waiting)
    assert len(ids) == 2 and place.numbers["jia"] not in waiting and place.shown("jia") not in waiting
    nobody = second.post(BINDINGS, data=place.form(second, {**stranger, "id": ids[0]}))
    another = second.post(BINDINGS, data=place.form(second, {**document, "checked": "1", "id": ids[0]}))
    assert nobody.status_code == another.status_code == 404 and "没有这个人" in another.text
    bound = second.post(BINDINGS, data=place.form(second, {**document, "checked": "1", "id": ids[1]}))
    link = bound.text.split("/office/invitation/")[1].split("<")[0]
    assert bound.headers["cache-control"] == "no-store" and link not in second.get(BINDINGS).text
    made = place.office.accounts.accept(link, PASSWORD)
    place.accounts["jia"] = (made.account, made.secret)
    page = place.client("jia").get(ME).text
    assert place.shown("jia") in page and place.shown("yi") not in page and "99,000.00" in page
    assert place.numbers["jia"] not in page and "示例jia" not in page.replace("示例jia（", "")
    with pytest.raises(ProblemsFound, match="当面核验"):  # nor does security get at it by a new link
        place.office.accounts.renew(place.account("anquan"), made.account.id)


def test_everybody_takes_away_what_is_kept_as_json_and_as_a_table(place: PersonOffice) -> None:
    place.citizen("jia")
    client = place.client("jia")
    page, told = client.get(ME).text, json.loads(client.get(f"{ME}/file.json").text)
    rows = [row for source in told["sources"] for row in source["rows"]]
    with place.register.reading() as session:
        kept = session.execute(
            text("select fen from income_fact where person = :p"), {"p": place.refs["jia"]}
        ).scalars()
        assert sorted(row["fen"] for row in rows if "item" in row) == sorted(kept)
    whole = client.get(f"{ME}?all=1").text
    assert whole.count("my-what") == len(rows) + 1 and "<details>" not in whole  # a household besides
    assert "合成数据" in told["mark"] and "已被来源单位更正" in page  # the wage of April is kept and marked
    table = list(csv.reader(io.StringIO(client.get(f"{ME}/file.csv").text.lstrip("\ufeff"))))
    assert table[0] == ["来源", "种类", "行", "栏目", "内容"] and any("w-jia" in line[-1] for line in table)


def test_a_correction_is_asked_followed_and_withdrawn_by_the_person_alone(place: PersonOffice) -> None:
    place.citizen("jia")
    client = place.client("jia")
    ask = {"what": "ask", "kind": "income", "fact": "2/0/0", "words": "三月没有上班"}
    assert client.post(f"{ME}/corrections", data=place.form(client, ask)).status_code == 303
    page = client.get(f"{ME}/corrections").text
    assert "三月没有上班" in page and "已提出" in page
    id = page.split('name="id" value="')[1].split('"')[0]
    other = {**ask, "fact": "1/1/0"}
    refused = client.post(f"{ME}/corrections", data=place.form(client, other))
    assert refused.status_code == 422 and "您名下没有" in refused.text and "三月没有上班" in refused.text
    place.citizen("yi")
    stranger = place.client("yi")
    taken = stranger.post(f"{ME}/corrections", data=place.form(stranger, {"what": "withdraw", "id": id}))
    assert taken.status_code == 422 and "您没有编号" in taken.text
    client = place.client("jia")
    assert client.post(f"{ME}/corrections", data=place.form(client, {"what": "withdraw", "id": id})).status_code == 303
    assert "已撤回" in client.get(f"{ME}/corrections").text
    assert client.post(f"{ME}/corrections", data=place.form(client, {"what": "withdraw", "id": id})).status_code == 422


def test_a_record_is_asked_about_once_at_a_time_and_the_form_shows_what_it_says(place: PersonOffice) -> None:
    place.citizen("jia")
    client = place.client("jia")
    form = client.get(f"{ME}/corrections?kind=income&fact=2/0/0").text
    assert "工资薪金（税前）" in form and "4,000.00" in form
    ask = {"what": "ask", "kind": "income", "fact": "2/0/0", "words": "三月没有上班"}
    sent = client.post(f"{ME}/corrections", data=place.form(client, ask), follow_redirects=True)
    assert "申请已提交" in sent.text
    again = client.post(f"{ME}/corrections", data=place.form(client, ask))
    assert again.status_code == 422 and "已有一件申请在办理" in again.text and "三月没有上班" in again.text


def test_own_looks_stand_apart_from_those_of_others(place: PersonOffice) -> None:
    place.citizen("jia")
    client = place.client("jia")
    client.get(ME)
    page = client.get(f"{ME}/looks").text
    assert page.count(AT_THE_COUNTER) == 2 and "别人查询 2 次" in page and "您本人的查看（1 次）" in page


def test_a_paper_that_was_recorded_or_withdrawn_is_told_and_withdrawal_asks_once_more(place: PersonOffice) -> None:
    client = place.client("heduir")
    assert record(place, client, place.numbers["jia"])[0] == 303
    told = client.get(f"{PAPERS}?done=recorded&case_id=救2026-009").text
    assert "授权书已登记" in told and "确认撤回" in told and "不能恢复" in told
    assert "没有这个案件的授权书" in client.get(f"{PAPERS}?case_id=救2026-404").text


def test_a_right_that_is_refused_keeps_what_was_ticked(place: PersonOffice) -> None:
    client = place.client("anquan")
    fields = {
        "what": "grant", "account": place.account("heduir").id, "area": "9", "purposes": "assistance_verification",
        "valid_from": "2026-11-20", "valid_to": "2027-06-30",
    }  # fmt: skip
    refused = client.post(RIGHTS, data=place.form(client, fields))
    assert refused.status_code == 422 and 'value="assistance_verification" checked' in refused.text
    done = client.post(RIGHTS, data=place.form(client, {**fields, "area": "999902"}))
    assert "已授予，即时生效" in done.text


def test_who_is_refused_a_page_of_the_office_is_led_back_to_the_office(place: PersonOffice) -> None:
    client = place.client("heduir")
    page = client.get(RIGHTS)
    assert page.status_code == 403 and "不能办理" in page.text and 'href="/office/"' in page.text
    client.cookies.set("zs_language", "en")
    assert "Back to the office" in client.get(RIGHTS).text


def test_a_custodian_sends_a_request_and_closes_it_with_the_new_version(place: PersonOffice) -> None:
    place.invite("guiji", Role.DATA_CUSTODIAN, place.account("admin"))
    security = place.client("anquan")
    right = {
        "what": "grant", "account": place.account("guiji").id, "area": "999902", "purposes": "correction_handling",
        "valid_from": "2026-11-20", "valid_to": "2027-06-30",
    }  # fmt: skip
    security.post(RIGHTS, data=place.form(security, right))
    place.citizen("jia")
    person = place.client("jia")
    ask = {"what": "ask", "kind": "income", "fact": "1/0/0", "words": "三月工资是四千"}
    person.post(f"{ME}/corrections", data=place.form(person, ask))
    client = place.client("guiji")
    page = client.get("/office/corrections").text
    id = page.split('name="id" value="')[1].split('"')[0]
    assert "三月工资是四千" in page and "示例jia" not in page
    client.post("/office/corrections", data=place.form(client, {"what": "send", "id": id}))
    wrong = {"what": "accept", "id": id, "new_fact": "1/1/0"}
    assert "不是“1/0/0”的新版本" in client.post("/office/corrections", data=place.form(client, wrong)).text
    closed = client.post("/office/corrections", data=place.form(client, {**wrong, "new_fact": "2/0/0"}))
    assert closed.status_code == 303 and "没有待办的更正申请" in client.get("/office/corrections").text
    person = place.client("jia")
    told = person.get(f"{ME}/corrections").text
    assert "已更正" in told and "新版本 2/0/0" in told
    assert person.get("/office/corrections").status_code == 403


def test_the_audit_counts_reads_without_anybodys_values_and_shows_a_broken_chain(place: PersonOffice) -> None:
    verifier = place.client("heduir")
    for case in (CASE, CASE, "救2026-777"):
        verifier.post(PERSON, data=place.form(verifier, place.question("heduir", "jia", case_id=case)))
    client = place.client("shenji")
    page = client.get(AUDIT).text
    assert (
        "示例heduir" in page
        and "社会救助家庭经济状况核对" in page
        and "第 1 至 3 条衔接" in page
        and "超过一天没有签名" in page
    )
    for value in ("4,000.00", place.shown("jia"), place.numbers["jia"], CASE):
        assert value not in page
    breach = client.get(AUDIT, params={"actor": place.account("heduir").id}).text
    assert "1 人须告知" in breach and place.shown("jia") in breach
    with place.register.writing() as session:
        session.execute(text("drop trigger access_event_no_update"))
        session.execute(text("update access_event set rows = 9 where sequence = 2"))
    assert "第 2 条处断开" in client.get(AUDIT).text


def test_the_page_of_looks_is_exactly_what_officers_did_over_200_random_operations(place: PersonOffice) -> None:
    """Reads, refusals, unmaskings, households, reports by three officers; the person finds each and no other."""
    choose = random.Random(7)
    place.citizen("jia")
    expected: Counter[tuple[str, str]] = Counter()
    clients = {login: place.client(login) for login in ("heduir", "minzheng", "xiangzhen")}
    tokens = {login: place.form(client, {}) for login, client in clients.items()}
    for _ in range(200):
        login = choose.choice(list(clients))
        name = choose.choice(("jia", "jia", "yi", "bing"))
        case = choose.choice((CASE, CASE, "救2026-777"))
        what = choose.choice(("", "", "/whole", "/report")) if login != "xiangzhen" else ""
        fields = {**place.question(login, name, case_id=case), "field": "number", "why": "document", **tokens[login]}
        if what == "" and login == "heduir" and choose.random() < 0.3:
            fields["household"] = "H1"
        status = clients[login].post(f"{PERSON}{what}", data=fields).status_code
        is_allowed = status == 200
        if name == "jia":
            expected[case, "allowed" if is_allowed else "denied"] += 1
        if fields.get("household") and name in ("jia", "yi") and is_allowed:
            expected[case, "allowed"] += 1
    client = place.client("jia")
    page = client.get(f"{ME}/looks").text
    pages = [
        client.get(f"{ME}/looks?page={number}").text for number in range(1, -(-(sum(expected.values()) + 2) // 20) + 1)
    ]
    looks = [
        look for one in pages for look in one.split('class="my-rows looks"')[1].split("</ol>")[0].split("<li>")[1:]
    ]
    assert f"别人查询 {len(looks)} 次" in page
    found: Counter[tuple[str, str]] = Counter()
    for look in (each for each in looks if AT_THE_COUNTER not in each):
        case = CASE if CASE in look else "救2026-777"
        found[case, "denied" if TOLD_OF_DENIED in look else "allowed"] += 1
    assert found == expected and sum(expected.values()) > 80
    for other in (place.shown("yi"), place.numbers["yi"], "示例heduir", place.account("heduir").id):
        assert other not in page
    assert "统计使用" in page and "民政" in looks[0]


@pytest.mark.parametrize(
    "address", [PERSON, PAPERS, RIGHTS, BINDINGS, AUDIT, ME, f"{ME}/looks", f"{ME}/corrections", f"{ME}/file.json"]
)
def test_nobody_opens_a_page_about_persons_without_signing_in(place: PersonOffice, address: str) -> None:
    answer = TestClient(place.app, follow_redirects=False).get(address)
    assert answer.status_code == 303 and "/office/sign-in" in answer.headers["location"]
