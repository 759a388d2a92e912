"""The offline kit and the doctor: what they decide, without a download."""

import os
import zipfile
from pathlib import Path

from bootstrap import bundle, doctor
from bootstrap.places import Places
from bootstrap.stamp import fingerprint
from tests.house.checkout import ROOT


def test_a_linux_kit_takes_wheels_for_old_and_new_c_libraries() -> None:
    tags = bundle.platform_tags("linux_aarch64")
    assert {"manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"} <= set(tags)
    assert bundle.platform_tags("win_amd64") == ["win_amd64"]


def test_a_kit_for_windows_made_on_linux_keeps_what_only_windows_needs() -> None:
    lock = "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nrich==15.0.0 \\\n    --hash=sha256:11\n"
    assert bundle.without_markers(lock) == lock.replace(" ; sys_platform == 'win32'", "")


def test_a_kit_holds_its_wheels_and_their_checksums(tmp_path: Path) -> None:
    wheels, pip = tmp_path / "wheels", tmp_path / "pip"
    for folder, name in ((wheels, "a-1-py3-none-any.whl"), (pip, "pip-26.0-py3-none-any.whl")):
        folder.mkdir()
        (folder / name).write_bytes(name.encode())
    bundle.write_kit(tmp_path / "out" / "kit.zip", wheels, pip)
    with zipfile.ZipFile(tmp_path / "out" / "kit.zip") as kit:
        sums = kit.read("vendor/SHA256SUMS").decode()
        assert {"vendor/wheels/a-1-py3-none-any.whl", "vendor/pip-26.0-py3-none-any.whl"} <= set(kit.namelist())
    assert f"{fingerprint(pip / 'pip-26.0-py3-none-any.whl')}  pip-26.0-py3-none-any.whl" in sums


def test_every_finding_that_is_not_fine_comes_with_a_cure() -> None:
    findings = [look(Places(ROOT)) for look in doctor.EXAMINATIONS]
    assert len({finding.subject for finding in findings}) == len(findings)
    assert not [finding for finding in findings if finding.verdict is not doctor.Verdict.FINE and not finding.cure]


def test_a_clock_behind_the_software_is_a_fault(places: Places) -> None:
    (places.root / "zs.py").touch()
    assert doctor.clock(places).verdict is doctor.Verdict.FINE
    os.utime(places.root / "zs.py", (4e9, 4e9))
    assert doctor.clock(places).verdict is doctor.Verdict.FAULT
