"""Who delivers by API is known by the headers, before a byte of the body is read. 合成数据。"""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.faces.records_office import RecordsInstallation, read_without_process
from zengshou.faces.web.office.records import records_api
from zengshou.store.register.delivery.delivery_tokens import make_token

API = "/api/records/deliveries"
FIELDS = {"channel": "iit", "period": "2025-05"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsInstallation]:
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        yield RecordsInstallation(tmp_path_factory.mktemp("door"))


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    async def read(request: object) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr(records_api, "upload_form", read)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer zsd_wrong"}, {"authorization": "Basic x"}])
def test_the_body_of_a_stranger_is_not_read(place: RecordsInstallation, unread: None, headers: dict[str, str]) -> None:
    answer = place.client().post(API, data=FIELDS, files={"file": ("a.csv", b"x" * 2_000_000)}, headers=headers)
    assert answer.status_code == 401


def test_the_body_of_a_token_that_ran_out_is_not_read(place: RecordsInstallation, unread: None) -> None:
    home = place.records.home
    token = make_token(home.folder, home.keys, "旧令牌", ("iit",), date(2025, 1, 1), "guiji")
    headers = {"authorization": f"Bearer {token}"}
    assert place.client().post(API, data=FIELDS, files={"file": ("a", b"x")}, headers=headers).status_code == 401


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_the_body_of_a_session_without_its_token_is_not_read(
    place: RecordsInstallation, unread: None, token: str
) -> None:
    headers = {"x-form-token": token.encode("latin-1")}
    answer = place.client("guiji").post(API, data=FIELDS, files={"file": ("a", b"x")}, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 422


def test_a_file_too_large_is_refused_before_it_is_read(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    for length in ("9" * 30, str(600 * 2**20), "²"):
        headers = {"x-form-token": place.form_token(client), "content-length": length.encode("latin-1")}
        answer = client.post(API, content=b"x", headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == 422 and "兆" in answer.text
