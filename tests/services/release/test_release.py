"""A release from proposal to withdrawal: two persons, a register that shows changes, nothing kept on refusal."""

import json
import os
import stat
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.release.release import Proposal, Shelf, propose, released_table, releases, sign, verify, withdraw
from zengshou.services.release.release_data import ReleaseColumns, parse_by
from zengshou.services.release.release_json import proposal_json, release_json
from zengshou.statistics.disclosure.gate import Request
from zengshou.statistics.disclosure.rules import shipped_rules
from zengshou.store.releases_register import canonical, entries

AT = "2026-11-21T09:00:00+08:00"


def people_file(folder: Path, name: str = "people.csv", left_out: int = -1) -> Path:
    rng = np.random.default_rng(7)
    rows = ["编号,户,county,sex,income"]
    for i in range(240):
        county = min(int(rng.pareto(1.2) * 2), 4)
        row = f"{i},{i // 3},县{county},{'男' if rng.random() < 0.5 else '女'},{rng.lognormal(10, 0.5):.0f}"
        rows += [] if i == left_out else [row]
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def proposed(shelf: Shelf, file: Path, by: str = "county,sex", statistics: tuple[str, ...] = ("mean",)) -> Proposal:
    hierarchies = parse_by(by)
    columns = ReleaseColumns(file, "编号", hierarchies, "income" if statistics else "", unit="户")
    request = Request("收入表", "年鉴", hierarchies, columns.value, statistics, "example", "2025", "元")
    return propose(shelf, request, columns, shipped_rules(), "张三", AT)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "发布")


@pytest.fixture
def signed(shelf: Shelf, tmp_path: Path) -> Shelf:
    proposed(shelf, people_file(tmp_path))
    sign(shelf, "r0001", "张三", AT)
    sign(shelf, "r0001", "李四", AT)
    return shelf


def test_two_different_persons_release_a_table(shelf: Shelf, tmp_path: Path) -> None:
    found = proposed(shelf, people_file(tmp_path))
    assert found.release.state == "proposed" and found.tally
    assert sign(shelf, "r0001", "张三", AT).state == "signed_once"
    assert sign(shelf, "r0001", "李四", AT).state == "released"
    release, table = released_table(shelf, "r0001")
    assert release.signers == ("张三", "李四") and table.audit.is_passed
    assert verify(shelf)[0] == ()


@pytest.mark.parametrize("name", ["张三", " 张 三 ", "张三\u3000"])
def test_the_first_signer_cannot_be_the_second(shelf: Shelf, tmp_path: Path, name: str) -> None:
    proposed(shelf, people_file(tmp_path))
    sign(shelf, "r0001", "张三", AT)
    with pytest.raises(ProblemsFound, match="另一人"):
        sign(shelf, "r0001", name, AT)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "名" * 61])
def test_a_name_that_is_none_is_refused(shelf: Shelf, tmp_path: Path, name: str) -> None:
    proposed(shelf, people_file(tmp_path))
    with pytest.raises(ProblemsFound, match="姓名"):
        sign(shelf, "r0001", name, AT)


def test_withdrawal_is_a_new_line_and_the_table_stays(signed: Shelf) -> None:
    before = signed.register.read_bytes()
    assert withdraw(signed, "r0001", "王五", "口径有误", AT).state == "withdrawn"
    assert signed.register.read_bytes().startswith(before)
    assert released_table(signed, "r0001")[0].history[-1].note == "口径有误" and verify(signed)[0] == ()
    with pytest.raises(ProblemsFound, match="已撤回"):
        sign(signed, "r0001", "赵六", AT)


def test_a_table_less_one_person_is_refused_and_leaves_no_trace(signed: Shelf, tmp_path: Path) -> None:
    before = sorted(path.name for path in signed.folder.rglob("*"))
    with pytest.raises(ProblemsFound, match="相差不足 10 人"):
        proposed(signed, people_file(tmp_path, "fewer.csv", left_out=17))
    assert sorted(path.name for path in signed.folder.rglob("*")) == before and len(releases(signed)) == 1


def test_a_withdrawn_release_still_counts_and_a_withdrawn_proposal_does_not(signed: Shelf, tmp_path: Path) -> None:
    withdraw(signed, "r0001", "王五", "口径有误", AT)
    fewer = people_file(tmp_path, "fewer.csv", left_out=17)
    with pytest.raises(ProblemsFound, match="相差不足"):
        proposed(signed, fewer)
    other = Shelf(tmp_path / "另一处")
    proposed(other, people_file(tmp_path))
    withdraw(other, "r0001", "王五", "没有用", AT)
    assert proposed(other, fewer).release.id == "r0002"


def test_every_line_that_is_changed_removed_or_swapped_is_found(signed: Shelf) -> None:
    good = signed.register.read_bytes()
    lines = good.split(b"\n")[:-1]
    head = entries(signed.register)[-1].digest
    forged = [
        [lines[0].replace("张三".encode(), "李三".encode()), *lines[1:]],
        [lines[0], lines[2], lines[1]],
        [lines[0], lines[2]],
        [lines[1], lines[2]],
    ]
    for text in forged:
        signed.register.write_bytes(b"\n".join(text) + b"\n")
        assert verify(signed)[0]
        with pytest.raises(ProblemsFound):
            releases(signed)
    signed.register.write_bytes(b"\n".join(lines[:2]) + b"\n")
    assert verify(signed)[0] == () and "截断" in str(verify(signed, head)[0][0])
    signed.register.write_bytes(good[:-20])
    assert verify(signed)[0]


def test_a_line_rewritten_with_a_fresh_digest_still_lacks_the_seal(signed: Shelf) -> None:
    lines = signed.register.read_bytes().split(b"\n")[:-1]
    last = entries(signed.register)[-1]
    forged = replace(last, by="王五")
    forged = replace(forged, digest=forged.own_digest())
    signed.register.write_bytes(b"\n".join([*lines[:-1], canonical(asdict(forged))]) + b"\n")
    assert any("签章不符" in str(problem) for problem in verify(signed)[0])


@pytest.mark.parametrize("part", ["tables", "private"])
def test_a_changed_or_missing_file_is_found(signed: Shelf, part: str) -> None:
    path = next((signed.folder / part).iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "摘要不符" in str(verify(signed)[0][0])
    path.unlink()
    assert "不在" in str(verify(signed)[0][0])


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_key_and_private_records_are_for_their_owner_alone(signed: Shelf) -> None:
    paths = [signed.folder / "key", *(signed.folder / "private").iterdir()]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in paths)
    (signed.folder / "key").chmod(0o644)
    with pytest.raises(ProblemsFound, match="他人读取"):
        releases(signed)


def test_another_key_verifies_nothing(signed: Shelf, tmp_path: Path) -> None:
    assert verify(Shelf(signed.folder, tmp_path / "other-key"))[0]


def test_nothing_identifiable_stands_in_what_goes_out(signed: Shelf) -> None:
    release, table = released_table(signed, "r0001")
    text = json.dumps(release_json(release, table), ensure_ascii=False)
    assert "编号" not in text and "digests" not in text and "grounds" not in text
    assert "inside_the_office" in proposal_json(Proposal(release, table, (("人数不足", 1),)))


def test_a_lock_that_is_held_is_named(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zengshou.store.releases_register.LOCK_SECONDS", 0.0)
    proposed(shelf, people_file(tmp_path))
    (shelf.folder / ".lock").touch()
    with pytest.raises(ProblemsFound, match="锁"):
        sign(shelf, "r0001", "张三", AT)


@pytest.mark.parametrize(
    ("text", "said"), [("编号,户,county\n1,1,a\n1,1,a\n", "重复"), ("编号,户,county\n,1,a\n2,1,a\n", "编号缺失")]
)
def test_people_without_a_number_of_their_own_are_refused(shelf: Shelf, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound, match=said):
        proposed(shelf, path, "county", ())
    assert not shelf.register.exists()


@pytest.mark.parametrize("by", ["", "a,,b", "a,a", "a>", ">"])
def test_a_classification_that_cannot_be_read_is_refused(by: str) -> None:
    with pytest.raises(ProblemsFound):
        parse_by(by)


@pytest.mark.parametrize(
    "line", [b"[]\n", b"\xff\xfe\n", b"{}\n", b'{"sequence": 1}\n', b"null\n", b"1" * 10_000 + b"\n"]
)
def test_a_register_of_nonsense_is_an_answer_in_words(shelf: Shelf, line: bytes) -> None:
    shelf.folder.mkdir(parents=True)
    shelf.register.write_bytes(line)
    assert "无法读取" in str(verify(shelf)[0][0])
    with pytest.raises(ProblemsFound):
        releases(shelf)
