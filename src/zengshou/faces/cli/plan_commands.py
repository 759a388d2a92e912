"""zs plan: what a city's plan says, and reading one that nobody has typed yet."""

from zengshou.faces.cli.city_commands import plan_app
from zengshou.faces.cli.plan_read_command import plan_read

plan_app.command("read")(plan_read)

__all__ = ["plan_app"]
