"""The locks: complete, alike, hashed, silent about where they were made, and free to pass on."""

import importlib.metadata
import re
import tomllib
from functools import cache

import pytest

from tests.house.checkout import ROOT

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NOT_FREE_TO_PASS_ON = re.compile(r"\b(A|L)?GPL|GNU (Lesser |Affero )?General", re.IGNORECASE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def locked(name: str) -> dict[str, str]:
    """Each component of a lock with its version, condition and hashes as one text."""
    text = re.sub(r"^#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if entry]
    return {canonical(entry.split("==")[0]): entry for entry in entries}


def declared(extra: str | None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {canonical(match.group()) for line in wanted if (match := NAME.match(line))}


def test_every_declared_dependency_is_locked() -> None:
    assert declared(None) <= locked("requirements.lock").keys()
    assert declared("dev") <= locked("requirements-dev.lock").keys()


def test_the_dev_lock_repeats_the_core_lock() -> None:
    core, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in core} == core


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_component_has_a_version_and_a_hash_and_no_address(name: str) -> None:
    for entry in locked(name).values():
        assert re.match(r"[a-z0-9-]+==\S+ ", entry) and "--hash=sha256:" in entry, entry
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_no_core_dependency_has_a_copyleft_licence() -> None:
    wrong = []
    for name in locked("requirements.lock"):
        try:
            said = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # locked for another system only
        # A long `License` field is the full text, which may quote other licences; the classifier then says which it is.
        short = [line for line in (said.get("License-Expression"), said.get("License")) if line and len(line) < 100]
        kinds = [line for line in said.get_all("Classifier") or [] if line.startswith("License")]
        if NOT_FREE_TO_PASS_ON.search(" ".join([*short, *kinds])):
            wrong.append(f"{name}: {short} {kinds}")
    assert not wrong, "\n".join(wrong)


def test_every_direct_dependency_has_its_reason_and_licence_written_down() -> None:
    text = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    explained = {canonical(name) for name in re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE)}
    assert explained == declared(None) | declared("dev")
