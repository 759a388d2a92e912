"""No path of the machine, no package registry and no copyleft licence stands in a tracked file."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import shown, tracked_files

BINARY = {".png", ".jpg", ".ico", ".woff2", ".docx", ".xlsx", ".parquet", ".sav", ".dta", ".zip", ".pdf"}
# Brackets keep each pattern from matching its own line.
MACHINE_PATH = re.compile(
    r"(^|[^A-Za-z0-9_.}])/(work|farm|tmp|root|home|Users|opt)/[A-Za-z.][A-Za-z0-9_.-]*|[^A-Za-z][C-Z]:\\(Users|Documents)[\\]"
)
REGISTRY = re.compile(
    r"p[y]p[i]\.(org|tuna|doubanio)|p[y]thonhosted|n[p]mjs\.|r[e]gistry\.npm|deb\.d[e]bian|m[i]rrors?\.(aliyun|tuna|ustc|cloud|163|huawei)",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"GNU\s+(AFFERO\s+|LESSER\s+|LIBRARY\s+)?GENERAL\s+P[U]BLIC\s+LICENSE", re.IGNORECASE)


def texts() -> Iterator[tuple[Path, str]]:
    """Every tracked text file that is ours; vendored assets are somebody else's words."""
    for path in tracked_files():
        if path.suffix.lower() not in BINARY and "vendor" not in path.parts:
            yield path, path.read_bytes().decode("utf-8", errors="replace")


def found(pattern: re.Pattern[str]) -> list[str]:
    """`file:line: match` for every line with `pattern`."""
    return [
        f"{shown(path)}:{number}: {match.group().strip()}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]


def test_no_path_of_one_machine_stands_in_a_tracked_file() -> None:
    wrong = found(MACHINE_PATH)
    assert not wrong, "\n".join(wrong)


def test_no_package_registry_is_named_in_a_tracked_file() -> None:
    wrong = found(REGISTRY)
    assert not wrong, "\n".join(wrong)


def test_no_text_of_a_copyleft_licence_stands_in_a_tracked_file() -> None:
    wrong = [shown(path) for path, text in texts() if COPYLEFT.search(" ".join(text.split()))]
    assert not wrong, "\n".join(wrong)


def test_the_patterns_find_what_they_are_for() -> None:
    assert MACHINE_PATH.search("open('" + "/home" + "/someone/x.csv')")
    assert not MACHINE_PATH.search("/api/home/today") and not MACHINE_PATH.search("tests/work/a.py")
    assert REGISTRY.search("https://" + "py" + "pi.org/simple") and COPYLEFT.search(
        "GNU Lesser General " + "Public License"
    )
