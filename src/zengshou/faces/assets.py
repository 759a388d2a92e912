"""The files that pages and reports share: styles, scripts, vendored libraries."""

from functools import cache
from importlib import resources
from pathlib import Path

STATIC = Path(str(resources.files("zengshou.faces.web").joinpath("static")))


@cache
def static_text(name: str) -> str:
    """The text of a static file."""
    return STATIC.joinpath(name).read_text(encoding="utf-8")
