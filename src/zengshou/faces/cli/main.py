"""zs: the command line. Each command asks one service and prints its answer; `--json` is the stable form."""

import sys

import typer

from zengshou import __version__
from zengshou.faces.cli.accounts_command import accounts
from zengshou.faces.cli.case_commands import case, explain
from zengshou.faces.cli.check_data import check_data
from zengshou.faces.cli.city_commands import law_app, plan_app, population
from zengshou.faces.cli.demo import demo
from zengshou.faces.cli.grouped_command import grouped
from zengshou.faces.cli.levers_command import levers
from zengshou.faces.cli.marginal_command import marginal
from zengshou.faces.cli.measure_command import measure
from zengshou.faces.cli.middle_income_command import middle_income
from zengshou.faces.cli.office_commands import office_app
from zengshou.faces.cli.plan_read_command import plan_read
from zengshou.faces.cli.policy_commands import entitlements, policies
from zengshou.faces.cli.release_command import release_app
from zengshou.faces.cli.seek_command import seek
from zengshou.faces.cli.serve import serve
from zengshou.faces.cli.simulate_command import simulate
from zengshou.faces.cli.small_area_command import small_area
from zengshou.faces.cli.weights_command import weight

app = typer.Typer(
    name="zs",
    help="增收：从方案到政策答案。 From a city's plan to a policy answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo)
app.command()(serve)
app.command()(simulate)
app.command()(measure)
app.command()(weight)
app.command("small-area")(small_area)
app.command()(grouped)
app.command()(accounts)
app.command("middle-income")(middle_income)
app.command()(case)
app.command()(explain)
app.command()(policies)
app.command()(entitlements)
app.command()(marginal)
app.command()(seek)
app.command()(levers)
app.command()(population)
app.command("check-data")(check_data)
plan_app.command("read")(plan_read)
app.add_typer(plan_app, name="plan")
app.add_typer(law_app, name="law")
app.add_typer(office_app, name="office")
app.add_typer(release_app, name="release")


@app.command()
def version() -> None:
    """版本号。 The version."""
    sys.stdout.write(f"zengshou {__version__}\n")


def main() -> None:
    """Entry point of the `zs` console command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
