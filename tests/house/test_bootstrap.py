"""zs.py and bootstrap/: what they decide, without installing anything."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zs
from bootstrap import commands, environment, install, launcher, process
from bootstrap.places import Places
from bootstrap.speech import Stop
from bootstrap.stamp import Stamp, fingerprint, read_stamp
from tests.house.checkout import ROOT

# Old Pythons


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (2, 7, 18)])
def test_an_old_python_is_refused_in_one_line_of_both_languages(version: tuple[int, int, int]) -> None:
    line = zs.refuse_old_python(version)
    assert "需要 Python 3.11" in line and "needs Python 3.11" in line and "\n" not in line


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_enough_python_is_not_refused(version: tuple[int, int, int]) -> None:
    assert zs.refuse_old_python(version) == ""


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    ast.parse((ROOT / "zs.py").read_text(encoding="utf-8"), feature_version=(3, 5))


def test_the_bootstrap_needs_the_standard_library_alone() -> None:
    files = [ROOT / "zs.py", *(ROOT / "bootstrap").glob("*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    assert {name.split(".")[0] for name in modules} <= sys.stdlib_module_names | {"bootstrap"}


# Commands


def test_an_unknown_command_is_answered_with_the_nearest_one_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["tset"]) == 2
    said = capsys.readouterr().err
    assert "没有“tset”这个命令" in said and "test?" in said and "Traceback" not in said


def test_no_command_shows_every_command_and_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run([]) == 2
    said = capsys.readouterr().out
    assert all(name in said for name in commands.COMMANDS)


def test_the_demo_and_the_pages_need_the_core_alone() -> None:
    needs = {name: command.needs for name, command in commands.COMMANDS.items()}
    assert (needs["demo"], needs["serve"], needs["test"], needs["check"], needs["doctor"]) == (
        "core",
        "core",
        "dev",
        "dev",
        None,
    )


@pytest.mark.parametrize("words", [["-n", "4"], ["-n0"], ["--numprocesses=2"], ["--pdb"], ["-p", "no:xdist"]])
def test_tests_take_the_number_of_workers_the_person_chose(words: list[str]) -> None:
    assert commands.with_workers(words) == words


def test_tests_run_on_two_workers_where_nobody_chose() -> None:
    assert commands.with_workers(["tests/house"])[:2] == ["-n", "2"]


# The stamp


def test_a_stamp_holds_for_exactly_the_lock_it_was_written_for(places: Places) -> None:
    lock = places.lock("core")
    stamp = Stamp("3.11", {"core": fingerprint(lock)})
    assert stamp.holds("core", lock) and not stamp.holds("dev", places.lock("dev"))
    lock.write_text("core==2\n", encoding="utf-8")
    assert not stamp.holds("core", lock)


def test_line_ends_of_a_windows_checkout_do_not_change_the_stamp(places: Places) -> None:
    lock = places.lock("core")
    before = fingerprint(lock)
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint(lock) == before


@pytest.mark.parametrize("content", ["", "{", "[]", '{"python": "3.11"}', '{"python": "3.11", "locks": 3}'])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(content, encoding="utf-8")
    assert read_stamp(path) is None and read_stamp(tmp_path / "absent.json") is None


class Installed:
    """Stands in for the slow steps: remembers which ran, and fails where told to."""

    def __init__(self, places: Places, monkeypatch: pytest.MonkeyPatch, python: str = "3.11") -> None:
        self.done: list[str] = []
        self.python = python
        self.fails = False
        self.places = places
        monkeypatch.setattr(environment, "rebuild", self.rebuild)
        monkeypatch.setattr(environment, "install", self.install)
        monkeypatch.setattr(environment, "interpreter_version", lambda places: self.python)
        monkeypatch.setattr(environment, "write_launcher", lambda places, version: None)

    def rebuild(self, places: Places) -> None:
        places.venv.mkdir(exist_ok=True)
        self.done.append("rebuild")

    def install(self, places: Places, lock: Path) -> None:
        self.done.append(lock.name)
        if self.fails:
            raise Stop("没有装成", "failed")

    def run(self, kind: str) -> list[str]:
        self.done.clear()
        environment.ensure(self.places, kind)
        return list(self.done)


def test_a_second_run_does_nothing(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(places, monkeypatch)
    assert installed.run("core") == ["rebuild", "requirements.lock"]
    assert installed.run("core") == []


def test_the_dev_lock_is_added_beside_the_core_and_serves_both(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(places, monkeypatch)
    installed.run("core")
    assert installed.run("dev") == ["requirements-dev.lock"]
    assert installed.run("dev") == [] and installed.run("core") == []


def test_a_changed_lock_is_installed_without_a_rebuild(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(places, monkeypatch)
    installed.run("core")
    places.lock("core").write_text("core==2\n", encoding="utf-8")
    assert installed.run("core") == ["requirements.lock"]


def test_a_half_made_environment_is_rebuilt(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(places, monkeypatch)
    installed.fails = True
    with pytest.raises(Stop):
        installed.run("core")
    installed.fails = False
    assert installed.run("core") == ["rebuild", "requirements.lock"]


def test_the_demo_still_runs_after_the_dev_lock_could_not_be_added(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = Installed(places, monkeypatch)
    installed.run("core")
    installed.fails = True
    with pytest.raises(Stop):
        installed.run("dev")
    assert installed.run("core") == []


def test_an_environment_whose_python_went_away_is_rebuilt(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(places, monkeypatch)
    installed.run("core")
    installed.python = "3.12"
    assert installed.run("core") == ["rebuild", "requirements.lock"]


# Installing


def test_an_index_named_for_zs_is_given_to_pip_and_foreign_settings_are_not() -> None:
    cleaned = process.clean_environment(
        {"ZS_INDEX": "http://mirror/simple", "PIP_USER": "1", "PYTHONPATH": "x", "HOME": "h"}
    )
    assert (
        cleaned["PIP_INDEX_URL"] == "http://mirror/simple" and cleaned["PYTHONUTF8"] == "1" and cleaned["HOME"] == "h"
    )
    assert not {"PIP_USER", "PYTHONPATH"} & cleaned.keys()


def test_an_index_named_for_pip_is_respected_and_said_to_uv() -> None:
    given = {"PIP_INDEX_URL": "http://mirror/simple"}
    assert process.clean_environment(given)["PIP_INDEX_URL"] == "http://mirror/simple"
    assert install.uv_environment(given)["UV_DEFAULT_INDEX"] == "http://mirror/simple"


def test_uv_is_left_alone_where_pip_has_a_settings_file(tmp_path: Path) -> None:
    program = tmp_path / ("uv.exe" if sys.platform == "win32" else "uv")
    program.touch()
    program.chmod(0o755)
    settings = tmp_path / "pip.conf"
    with_settings = {"PATH": str(tmp_path), "PIP_CONFIG_FILE": str(settings)}
    settings.touch()
    assert install.uv_to_use(with_settings, tmp_path) is None
    assert install.uv_to_use({"PATH": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}, tmp_path) == str(program)


def test_a_damaged_pip_in_the_offline_kit_is_refused(places: Places) -> None:
    assert install.kit_pip(places) is None
    places.wheels.mkdir(parents=True)
    wheel = places.wheels.parent / "pip-26.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    (places.wheels.parent / "SHA256SUMS").write_text(f"{fingerprint(wheel)}  {wheel.name}\n", encoding="utf-8")
    assert install.kit_pip(places) == wheel
    wheel.write_bytes(b"whee")
    with pytest.raises(Stop, match="已损坏"):
        install.kit_pip(places)


# The command zs


@pytest.mark.skipif(sys.platform == "win32", reason="the POSIX start script needs a POSIX shell")
def test_the_zs_command_runs_from_a_path_with_spaces_and_chinese_and_after_a_move(places: Places) -> None:
    site_packages = places.site_packages((3, 11))
    site_packages.mkdir(parents=True)
    places.scripts.mkdir()
    face = places.root / "src" / "zengshou" / "faces" / "cli"
    face.mkdir(parents=True)
    (face / "main.py").write_text(
        "import sys\ndef main():\n    print(sys.argv, sys.flags.utf8_mode)\n", encoding="utf-8"
    )
    places.python.symlink_to(sys.executable)
    launcher.write_launcher(places, (3, 11))
    added = (site_packages / launcher.PATH_FILE).read_text(encoding="ascii").strip()
    assert (site_packages / added).resolve() == places.root / "src"
    moved = places.root.rename(places.root.with_name("搬 家"))
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(moved / "src")}
    said = subprocess.run([moved / ".venv/bin/zs", "a b"], env=path, capture_output=True, text=True)
    assert said.stdout == "['zs', 'a b'] 1\n", said.stderr


def test_windows_gets_its_own_folders_and_a_batch_file(tmp_path: Path) -> None:
    places = Places(tmp_path, windows=True)
    site_packages = places.site_packages((3, 12))
    site_packages.mkdir(parents=True)
    places.scripts.mkdir()
    launcher.write_launcher(places, (3, 12))
    assert (tmp_path / ".venv" / "Scripts" / "zs.cmd").is_file() and places.zs.is_file()
    assert (site_packages / launcher.PATH_FILE).read_text(encoding="ascii") == "../../../src\n"
