"""zs check-data: every declaration of the country package holds together, and every worked case comes out."""

import sys

import typer

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.check_data import checks


def check_data() -> None:
    """检查参数、方案、改革文件和算例。 Check parameters, plans, reforms and worked cases."""
    wrong = 0
    for title, run in checks():
        try:
            found = list(run())
        except ProblemsFound as error:
            found = [str(problem) for problem in error.problems]
        sys.stdout.write(f"{'✗' if found else '✓'} {title}\n")
        for line in found:
            sys.stdout.write(f"    {line}\n")
        wrong += len(found)
    if wrong:
        raise typer.Exit(1)
