"""A hundred and more hostile names at every door: they are words to show, and lead nowhere.

The rule is one, `shown_name`: the last part of a name, unseen signs as U+FFFD, at most 200 characters. What is kept
lies under the digest of its content. 合成数据。
"""

import csv
import os
import re
import stat
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import count
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from typer.testing import CliRunner

from tests.faces.records_office import RecordsInstallation, read_without_process
from tests.services.records.register_desk import Desk, desk_at, read_here, row, written
from tests.store.register.delivered import WORDS, in_process
from tests.store.register.hostile.names import ALL, MEMBERS, NAMES
from tests.store.register.hostile.raw_zip import archive, member
from tests.store.register.hostile.workbooks import KINDS, PARTS, SHEET, plain_members
from zengshou.concepts.plain_text import LONGEST_NAME, UNSEEN, shown_name, visible
from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.services.records.intake import read_delivery
from zengshou.store.register.delivery.delivery_tokens import make_token
from zengshou.store.register.parsing.parse import parse
from zengshou.store.sheet_child import Refused

API, UPLOAD = "/api/records/deliveries", "/office/records/upload"
HASH = re.compile("[0-9a-f]{64}")
SYMBOLIC_LINK = (stat.S_IFLNK | 0o777) << 16
UNSHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
NUMBERS = count(1)


def outside(folder: Path) -> set[str]:
    """Every path below a folder but those of a register."""
    return {str(path) for path in folder.rglob("*") if "register" not in path.parts}


def some_fast(names: Sequence[str]) -> list[object]:
    """All names as parameters; every eighth runs with the quick tests, the others with the slow ones."""
    return [name if place % 8 == 0 else pytest.param(name, marks=pytest.mark.slow) for place, name in enumerate(names)]


def is_possible(name: str) -> bool:
    """Whether a file of this name can lie in a folder of this system."""
    return "/" not in name and "\0" not in name and name.strip(". ") != "" and len(os.fsencode(name)) < 250


def test_there_are_more_than_a_hundred_names_of_five_kinds() -> None:
    assert len(ALL) > 100 and all(len(names) > 10 for names in NAMES.values())


@pytest.mark.parametrize("name", ALL)
def test_a_name_is_kept_whole_or_cleaned_by_one_rule(name: str) -> None:
    shown = shown_name(name)
    assert shown and shown.strip() == shown and len(shown) <= LONGEST_NAME
    assert not UNSEEN.search(shown) and "/" not in shown and "\\" not in shown
    assert shown_name(shown) == shown
    if not UNSEEN.search(name) and not re.search(r"[/\\]", name) and len(name.strip()) <= LONGEST_NAME:
        assert shown == (name.strip() or "未命名")


def test_text_for_a_terminal_tells_unseen_signs_by_their_codes_as_json_does() -> None:
    assert visible("a\x1b[2J\u202e\n增\U000e0041\udcff") == "a\\u001b[2J\\u202e\n增\\udb40\\udc41\\udcff"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_delivery, "parse", read_here)
        yield desk_at(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("name", some_fast(ALL))
def test_the_register_keeps_content_by_its_digest_and_the_name_as_words(name: str, desk: Desk) -> None:
    parent = desk.folder.parent
    file = written(desk.folder / "plain.csv", [row(next(NUMBERS))])
    before = outside(parent)
    receipt = desk.deliver(file, file_name=name)
    assert receipt.batch.file_name == shown_name(name)
    assert outside(parent) == before
    kept = [path.name for path in (desk.home.folder / "raw").iterdir()]
    assert receipt.batch.content_hash in kept and all(HASH.fullmatch(each) for each in kept)
    assert not (Path.cwd() / "climbed").exists() and not Path("/srv/climbed.csv").exists()


def test_what_the_reading_process_says_is_said_of_the_name_that_was_told(tmp_path: Path) -> None:
    (tmp_path / "0f3a").write_bytes(b"%PDF")
    with pytest.raises(ProblemsFound) as caught:
        parse(tmp_path / "0f3a", WORDS, "..", tmp_path)
    assert caught.value.problems[0].where == ".."
    assert [path.name for path in tmp_path.iterdir()] == ["0f3a"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(read_delivery, "parse", read_here)
    monkeypatch.setenv("COLUMNS", "200")
    assert CliRunner().invoke(records_app, ["setup", "--home", str(tmp_path / "register")]).exit_code == 0
    return str(tmp_path / "register")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(records_app, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert not UNSHOWN.search(done.output), done.output
    return done.exit_code, done.output


@pytest.mark.slow
def test_a_folder_of_all_names_that_a_disk_bears_is_imported_and_told_without_steering(
    home: str, tmp_path: Path
) -> None:
    folder = tmp_path / "deliveries"
    folder.mkdir()
    names = [name for name in ALL if is_possible(name) and name == name.strip()]
    assert len(names) > 70
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("文件", "渠道", "月份"))
        for place, name in enumerate(names, start=1):
            written(folder / name, [row(place)])
            lines.writerow((name, "iit", "2025-03"))
    before = outside(tmp_path)
    code, output = run("import-folder", str(folder), "--as", "wang", "--home", home)
    assert code == 0 and output.count("已发布") >= len(names), output
    assert outside(tmp_path) == before
    code, output = run("import-folder", str(folder), "--as", "wang", "--home", home, "--json")
    assert code == 0 and output.count('"is_again": true') == len(names)


@pytest.mark.parametrize("name", [os.fsdecode(b"\xff\xfe.csv"), "\x1b[2J.csv", "[bold red].csv", "-rf.csv", "a\n.csv"])
def test_one_file_of_a_strange_name_is_imported_and_its_faults_are_told(name: str, home: str, tmp_path: Path) -> None:
    told = ("--channel", "iit", "--period", "2025-03", "--as", "wang", "--home", home)
    assert run("import", str(written(tmp_path / name, [row(1)])), *told)[0] == 0
    assert run("import", str(tmp_path / f"no{name}"), *told)[0] == 2
    (tmp_path / name).write_text("[/x],乙\x1b[2J\n1,2\n", encoding="utf-8")
    code, output = run("import", str(tmp_path / name), *told)
    assert code == 2 and "已拒收" in output
    folder = tmp_path / "strange"
    folder.mkdir()
    (folder / name).write_bytes(b"x")
    assert run("import-folder", str(folder), "--as", "wang", "--home", home)[0] == 2


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsInstallation]:
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        yield RecordsInstallation(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def token(place: RecordsInstallation) -> str:
    home = place.records.home
    return make_token(home.folder, home.keys, "税务局", ("iit",), date(2025, 12, 31), "guiji")


def posted(client: TestClient, page: str, fields: dict[str, str], name: bytes, content: bytes, **more: str) -> Response:
    """A form with a file whose name stands in it byte by byte, as no honest browser would write it."""
    edge = b"----edge7MA4YWxk"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (edge, key.encode(), value.encode())
        for key, value in fields.items()
    ]
    parts.append(b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n' % (edge, name))
    body = b"".join(parts) + content + b"\r\n--%s--\r\n" % edge
    kind = {"content-type": f"multipart/form-data; boundary={edge.decode()}"}
    return client.post(page, content=body, headers=kind | more)


@pytest.mark.parametrize("name", some_fast(ALL))
def test_the_programs_door_takes_any_name_as_words(name: str, place: RecordsInstallation, token: str) -> None:
    number = next(NUMBERS)
    content = place.file("plain.csv", rows_of(place, number))
    parent = place.records.home.folder.parent
    before = outside(parent)
    raw = name.replace("\\", "\\\\").replace('"', '\\"').encode()
    fields = {"channel": "iit", "period": "2025-05"}
    answer = posted(place.client(), API, fields, raw, content, authorization=f"Bearer {token}")
    assert answer.status_code in (201, 400, 422), answer.text
    assert not UNSEEN.search(answer.text.replace("\n", ""))
    assert outside(parent) == before
    if answer.status_code == 201:
        asked = "SELECT file_name FROM batch ORDER BY id DESC LIMIT 1"
        (shown,) = place.desk.ask(asked)[0]
        assert not UNSEEN.search(str(shown)) and "/" not in str(shown)


def rows_of(place: RecordsInstallation, number: int) -> list[list[str]]:
    """A delivery unlike all others."""
    return [place.april_row(number % 20, 税款所属期起="2025-05", 申报明细序号=f"N{number}", 收入额=f"{number}.00")]


PAGE_NAMES = tuple(name for name in NAMES["speaking"] if "<" in name or "'" in name or "{" in name)


@pytest.mark.parametrize("name", [*PAGE_NAMES, "../climbed.csv", "a\u202evsc.exe", "\x1b[2Ja.csv", "a" * 300 + ".csv"])
def test_the_page_shows_a_name_escaped_and_cleaned(name: str, place: RecordsInstallation) -> None:
    client = place.client("guiji")
    number = next(NUMBERS)
    content = place.file("plain.csv", rows_of(place, number))
    fields = {"form_token": place.form_token(client), "channel": "iit", "period": "2025-05"}
    parent = place.records.home.folder.parent
    before = outside(parent)
    raw = name.replace("\\", "\\\\").replace('"', '\\"').encode()
    page = posted(client, UPLOAD, fields, raw, content)
    assert page.status_code == 200 and outside(parent) == before
    assert "<script>alert" not in page.text and "<img src=x" not in page.text and "<svg onload" not in page.text
    assert not UNSHOWN.search(page.text)
    assert escape(shown_name(name), quote=False).split("'")[0].split('"')[0] in page.text


@pytest.mark.parametrize("name", MEMBERS)
def test_names_within_a_workbook_lead_nowhere(name: str, tmp_path: Path) -> None:
    content = archive([*plain_members(), member(name, b"x")])
    parent = tmp_path.parent
    before = {path.name for path in parent.iterdir()}
    try:
        assert in_process(tmp_path, content).frame.height == 1
    except Refused as ground:
        assert not UNSEEN.search(str(ground))
    assert {path.name for path in parent.iterdir()} == before
    assert not any((folder / "climbed.bin").exists() for folder in (*tmp_path.parents, tmp_path, Path.cwd()))


@pytest.mark.parametrize("part", [SHEET, KINDS, "xl/media/link.png"])
def test_a_symbolic_link_within_a_workbook_is_never_followed(part: str, tmp_path: Path) -> None:
    target = tmp_path / "aim.xml"
    target.write_bytes(PARTS[SHEET])
    link = member(part, str(target).encode(), attributes=SYMBOLIC_LINK)
    content = archive([*plain_members(part), link])
    if part in PARTS:
        with pytest.raises(Refused, match="不是规范的 XML"):
            in_process(tmp_path, content)
    else:
        assert in_process(tmp_path, content).frame.height == 1
