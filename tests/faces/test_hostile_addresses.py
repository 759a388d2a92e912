"""Every address of the office that takes something answers hostile values in words, never with an error of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from tests.faces.person_office import PersonOffice, first_place
from tests.faces.records_office import RecordsInstallation, read_without_process
from zengshou.faces.web.office.bounded import LARGEST_ID, LARGEST_ROW, whole_number

__all__ = ["first_place"]
Place = RecordsInstallation | PersonOffice
HOSTILE = (
    *("9" * 25, str(2**31), str(2**63), "-1", "0", "1e5", "٣", "²", "\0", "..", " 1", "x" * 5_000, "9" * 5_000),
    *("9999-12-31", "0001-01-01", "2026-99-01", "'"),
)
API = "/api/records/deliveries"


@pytest.fixture(scope="module")
def clients(
    tmp_path_factory: pytest.TempPathFactory, first_place: tuple[PersonOffice, Path]
) -> Iterator[list[tuple[Place, TestClient]]]:
    """Somebody for every page: over a register with batches, and over one with persons."""
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        batches = RecordsInstallation(tmp_path_factory.mktemp("hostile")).linked()
        persons = PersonOffice(tmp_path_factory.mktemp("hostile-persons"))
        persons.citizen("jia")
        found: list[tuple[Place, TestClient]] = [(batches, batches.client(name)) for name in ("guiji", "tongji")]
        yield found + [
            (persons, persons.client(name)) for name in ("shenji", "heduir", "anquan", "jia", "ducha", "minzheng")
        ]
        persons.close()


def routes_in(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from routes_in(getattr(getattr(route, "original_router", None), "routes", ()))


def office_routes(place: Place) -> list[APIRoute]:
    """Those that have a part of their path, or a query, to be filled in."""
    return [
        route
        for route in routes_in(place.app.routes)
        if route.path.startswith("/office") and (route.param_convertors or route.dependant.query_params)
    ]


def addresses(route: APIRoute, value: str) -> list[str]:
    """The route with the value in each place, the other parts of its path being 1."""
    told = quote(value, safe="").replace(".", "%2E")
    names, plain = list(route.param_convertors), route.path.replace(":path", "")
    made = []
    for chosen in names:
        path = plain
        for name in names:
            path = path.replace("{" + name + "}", told if name == chosen else "1")
        made.append(path)
    for name in names:
        plain = plain.replace("{" + name + "}", "1")
    return made + [f"{plain}?{query.name}={told}" for query in route.dependant.query_params]


def form_token(place: Place, client: TestClient) -> str:
    state = place.office.door.who(client.cookies.get("zs_session") or "")
    assert state is not None
    return state.form_token


def able(clients: list[tuple[Place, TestClient]], address: str) -> list[tuple[Place, TestClient]]:
    """Those whom a page does not turn away."""
    return [each for each in clients if each[1].get(address).status_code not in (303, 403)] or clients[:1]


def test_no_hostile_value_in_an_address_ends_in_an_error_of_the_server(
    clients: list[tuple[Place, TestClient]],
) -> None:
    routes = office_routes(clients[0][0])
    assert len(routes) > 30
    asked = 0
    for route in routes:
        who = able(clients, addresses(route, "1")[0])[:1]
        for place, client in who:
            for address in (address for value in HOSTILE for address in addresses(route, value)):
                if "GET" in route.methods:
                    answer = client.get(address)
                else:
                    answer = client.post(address, data={"form_token": form_token(place, client)})
                assert answer.status_code < 500, address[:200]
                asked += 1
    assert asked > 1_000


@pytest.mark.parametrize("number", ["9" * 25, "1" * 20, str(2**63)])
def test_a_number_that_no_batch_can_have_is_a_page_that_is_not_there(
    clients: list[tuple[Place, TestClient]], number: str
) -> None:
    client = clients[0][1]
    for page in (f"batches/{number}", f"batches/{number}/receipt", f"batches/{number}/quarantine", f"links/{number}"):
        assert client.get(f"/office/records/{page}").status_code == 404
    assert "不是页码" in client.get(f"/office/records/links?page={number}").text


@pytest.mark.parametrize("query", ["since=9999-12-31", "until=0001-01-01", "since=9999-12-31&until=9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_told_in_words(
    clients: list[tuple[Place, TestClient]], query: str
) -> None:
    answer = clients[2][1].get(f"/office/audit?{query}")
    assert answer.status_code == 422 and "不在 1900 至 2199 年" in answer.text


def test_a_correction_of_a_row_that_no_table_can_number_is_told_in_words(
    clients: list[tuple[Place, TestClient]],
) -> None:
    place, client = clients[5]
    for fact in ("9" * 30 + "/1/1", "1/1/" + "9" * 20, f"1/{2**63}/1"):
        told = {"form_token": form_token(place, client), "what": "ask", "kind": "income", "fact": fact, "words": "不对"}
        assert client.post("/office/me/corrections", data=told).status_code == 422


def test_a_token_in_other_letters_is_a_wrong_token(clients: list[tuple[Place, TestClient]]) -> None:
    client = clients[0][1]
    assert client.post("/office/records/batches/2", data={"form_token": "中文"}).status_code == 422
    for headers in ({"x-form-token": "é".encode("latin-1")}, {"origin": "http://["}):
        answer = client.post(API, files={"file": ("a", b"x")}, headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == 422


def test_whole_numbers_are_plain_digits_up_to_the_largest_that_a_table_holds() -> None:
    assert whole_number(str(LARGEST_ID)) == LARGEST_ID and whole_number(str(LARGEST_ID + 1)) is None
    assert whole_number(str(LARGEST_ROW), LARGEST_ROW) == LARGEST_ROW
    for text in ("", "-1", "+1", "1.0", "1e5", "٣", "²", " 1", "1" * 5_000, "0x1"):
        assert whole_number(text) is None
