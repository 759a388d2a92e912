"""The command line imports what it is asked for and nothing else."""

import re
import subprocess
import sys

import pytest

from zengshou.faces.cli.late_commands import COMMANDS

HEAVY = ("polars", "scipy", "statsmodels", "splink", "duckdb", "fastapi", "sqlalchemy", "numpy")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says(name: str) -> None:
    told = re.sub(r"\s+", " ", (COMMANDS[name].load(name).help or "").split("\n\n")[0])
    assert told.strip() == COMMANDS[name].words


def test_the_list_of_commands_imports_none_of_them() -> None:
    program = (
        "import sys; sys.argv = ['zs', '--help']\n"
        "from zengshou.faces.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert child.stderr == ""
    for name in COMMANDS:
        assert name in child.stdout
