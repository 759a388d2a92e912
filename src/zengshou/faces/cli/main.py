"""zs: the command line. Each command asks one service and prints its answer; `--json` is the stable form."""

import sys

import typer

from zengshou.faces.cli.late_commands import LateCommands

app = typer.Typer(
    name="zs",
    cls=LateCommands,
    help="增收：从方案到政策答案。 From a city's plan to a policy answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def zs() -> None:
    """增收：从方案到政策答案。 From a city's plan to a policy answer."""


def main() -> None:
    """Entry point of the `zs` console command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
