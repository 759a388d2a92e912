"""How commands speak: JSON for programs, tables for people, Problems for mistakes; exit code 2 after a mistake."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from zengshou.concepts.plain_text import visible
from zengshou.concepts.problem import ProblemsFound

P = ParamSpec("P")
WRONG_INPUT = 2
MOST_SHOWN = 30
MOST_NAMED = 6
Tell = Callable[[float, str], None]


def console() -> Console:
    return Console(highlight=False)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command; a user's mistakes come back as sentences on standard error with exit code 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ProblemsFound as error:
            raise told(error) from None

    return run


def told(error: ProblemsFound) -> typer.Exit:
    """The end of a command that a user's mistakes stopped, once they stand on standard error."""
    for problem in error.problems[:MOST_SHOWN]:
        sys.stderr.write(f"✗ {visible(str(problem))}\n")
    if len(error.problems) > MOST_SHOWN:
        sys.stderr.write(f"……另有{len(error.problems) - MOST_SHOWN}处，改正以上各处后再看。\n")
    return typer.Exit(WRONG_INPUT)


def as_it_stands(text: str) -> str:
    """Text of others for the terminal: square brackets are brackets, and nothing in it steers the terminal."""
    return escape(visible(text))


def print_json(value: object) -> None:
    """One JSON document on standard output; NaN is a fault and raises. Unseen signs stand in it by their codes."""
    sys.stdout.write(visible(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)) + "\n")


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table in the terminal; columns in `right` are set flush right. Cells stand as they are, without markup."""
    table = Table(title=as_it_stands(title), title_justify="left", header_style="bold", show_lines=False)
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(as_it_stands, row))
    console().print(table)


def print_rests_on(names: Sequence[str]) -> None:
    """The parameters behind a figure that are not verified: the first of them, and how many there are."""
    if names:
        shown = "、".join(names[:MOST_NAMED])
        rest = f"等{len(names)}项，全部名称见 --json" if len(names) > MOST_NAMED else ""
        console().print(f"依据的参数中待核实或属情景的：{shown}{rest}")


@contextmanager
def progress_bar(title: str, quiet: bool) -> Iterator[Tell]:
    """A progress bar on standard error; silent for JSON and when nobody watches."""
    screen = Console(stderr=True, highlight=False)
    if quiet or not screen.is_terminal:
        yield lambda share, text: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(as_it_stands(title), total=1.0)
        yield lambda share, text: bar.update(task, completed=share, description=as_it_stands(f"{title}：{text}"))
