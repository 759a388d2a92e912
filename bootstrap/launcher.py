"""Make the checkout importable in .venv and give it the command `zs`: two small files, no build and no network.

Every path in them is relative to where they stand: Chinese and spaces in the checkout's own path do not matter,
and the command goes on working when the checkout is moved or renamed.
"""

import os
from pathlib import Path

from bootstrap.places import Places

PATH_FILE = "zengshou-checkout.pth"

START = """\
import sys

from zengshou.faces.cli.main import main

if __name__ == "__main__":
    sys.argv[0] = "zs"
    sys.exit(main())
"""

# sh reads the first lines and restarts the file with the interpreter beside it; to Python they are a string.
SHELL_HEAD = """\
#!/bin/sh
'''exec' "$(dirname "$(readlink -f "$0")")/python" -X utf8 "$0" "$@"
' '''
"""

BATCH = '@"%~dp0python.exe" -X utf8 "%~dp0zs-script.py" %*\r\n'


def write_launcher(places: Places, version: tuple[int, int]) -> None:
    """Write the path file and the `zs` command into .venv."""
    site_packages = places.site_packages(version)
    source = Path(os.path.relpath(places.root / "src", site_packages)).as_posix()
    (site_packages / PATH_FILE).write_text(source + "\n", encoding="ascii")
    if places.windows:
        places.zs.write_text(START, encoding="utf-8")
        (places.scripts / "zs.cmd").write_bytes(BATCH.encode("ascii"))
        return
    places.zs.write_text(SHELL_HEAD + START, encoding="utf-8")
    places.zs.chmod(0o755)
