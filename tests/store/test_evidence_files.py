"""Evidence on the disk: sealed, whole or not there, found altered when it was, and judged by its bytes alone."""

import os
from pathlib import Path

import pytest

from tests.faces.office_files import docx_file, jpg_file, pdf_file, png_file, with_macro, xlsx_file, zipped
from zengshou.concepts.problem import ProblemsFound
from zengshou.store import evidence_files
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.evidence_files import EvidenceFolder, digest_of
from zengshou.store.evidence_kinds import OfficeKind, kind_of

CONTENT = "发放名单：张某、李某".encode()


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence", FileKeys(tmp_path / "keys" / "master"))


def file_of(folder: EvidenceFolder, digest: str) -> Path:
    return folder.folder / digest[:2] / digest


def test_what_was_put_is_given_back_and_lies_sealed_under_its_digest(folder: EvidenceFolder) -> None:
    digest = folder.put(CONTENT)
    assert digest == digest_of(CONTENT) and folder.content(digest) == CONTENT
    assert CONTENT not in file_of(folder, digest).read_bytes()
    assert folder.put(CONTENT) == digest and list(folder.digests()) == [digest]
    if os.name == "posix":
        assert file_of(folder, digest).stat().st_mode & 0o077 == 0


def test_an_upload_that_is_cut_short_leaves_no_file_under_a_digest(
    folder: EvidenceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise OSError("power")

    monkeypatch.setattr(evidence_files.os, "replace", power_cut)
    with pytest.raises(OSError):
        folder.put(CONTENT)
    assert list(folder.digests()) == []
    monkeypatch.undo()
    assert folder.content(folder.put(CONTENT)) == CONTENT


def test_a_file_is_flushed_before_it_takes_its_name_and_the_folder_after(
    folder: EvidenceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    flush, rename = os.fsync, os.replace
    monkeypatch.setattr(evidence_files.os, "fsync", lambda handle: (order.append("flush"), flush(handle))[1])
    monkeypatch.setattr(evidence_files.os, "replace", lambda a, b: (order.append("rename"), rename(a, b))[1])
    folder.put(CONTENT)
    assert order[:2] == ["flush", "rename"] and set(order[2:]) == {"flush"}


def test_every_flipped_bit_is_found(folder: EvidenceFolder) -> None:
    digest = folder.put(CONTENT)
    place = file_of(folder, digest)
    whole = place.read_bytes()
    for at in range(0, len(whole), 3):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        place.write_bytes(spoilt)
        with pytest.raises(ProblemsFound):
            folder.content(digest)
    place.write_bytes(whole)
    assert folder.content(digest) == CONTENT


def test_a_file_that_is_gone_or_sealed_by_another_key_is_told(folder: EvidenceFolder, tmp_path: Path) -> None:
    digest = folder.put(CONTENT)
    other = EvidenceFolder(folder.folder, FileKeys(tmp_path / "other" / "master"))
    with pytest.raises(ProblemsFound, match="另一把密钥"):
        other.content(digest)
    file_of(folder, digest).unlink()
    with pytest.raises(ProblemsFound, match="缺失"):
        folder.content(digest)
    with pytest.raises(ValueError, match="no digest"):
        folder.content("../../keys/master")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx_file(), OfficeKind.DOCX),
        (xlsx_file(), OfficeKind.XLSX),
        (pdf_file(), OfficeKind.PDF),
        (png_file(), OfficeKind.PNG),
        (jpg_file(), OfficeKind.JPG),
    ],
)
def test_each_kind_is_known_by_its_bytes(content: bytes, kind: OfficeKind) -> None:
    assert kind_of(content, "x") is kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00", "认不出"),
        (b"<html>", "认不出"),
        (b"", "认不出"),
        (pdf_file()[:40], "不完整"),
        (png_file()[:20], "不完整"),
        (png_file(0), "不完整"),
        (jpg_file()[:-2], "不完整"),
        (docx_file()[:300], "不是有效"),
        (with_macro(docx_file()), "宏"),
        (zipped(a__txt=b"x"), "不是 docx"),
        (zipped(word__document=b"0" * 50_000_000), "过大"),
    ],
)
def test_what_is_none_of_them_or_broken_or_dangerous_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(ProblemsFound, match=said):
        kind_of(content, "文件")
