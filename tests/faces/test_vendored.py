import hashlib
import re
from pathlib import Path

FACES = Path(__file__).resolve().parents[2] / "src" / "zengshou" / "faces"
STATIC = FACES / "web" / "static"
VENDOR = STATIC / "vendor"
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_vendored_files_are_those_whose_sums_are_written_down() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").split("\n")
    sums = {name: digest for digest, name in (line.split() for line in lines if line)}
    scripts = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert sums == scripts
    assert scripts.keys() == {"htmx-4.0.1.min.js", "echarts-6.1.0.min.js"}


def test_every_vendored_file_has_its_licence() -> None:
    text = (VENDOR / "LICENSES").read_text(encoding="utf-8")
    for path in VENDOR.glob("*.js"):
        assert path.name in text
    assert "Apache License" in text and "Zero-Clause BSD" in text


def test_no_template_or_static_file_of_ours_names_another_host() -> None:
    ours = [*(FACES / "templates").rglob("*.html"), *(path for path in STATIC.glob("*.*"))]
    assert len(ours) > 15
    foreign = {
        (path.name, address)
        for path in ours
        for address in re.findall(r"https?://[^\s\"'<>)]+", path.read_text(encoding="utf-8"))
        if address not in NAMESPACES
    }
    assert not foreign
