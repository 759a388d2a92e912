"""zs version."""

import sys

from zengshou import __version__


def version() -> None:
    """版本号。 The version."""
    sys.stdout.write(f"zengshou {__version__}\n")
