"""Check that a register is as it was put in: every row, batch and raw file."""

from collections.abc import Callable

from zengshou.services.records.home.register_home import RegisterHome
from zengshou.store.register.delivery.verify import Verified, verify


def verify_register(home: RegisterHome, tell: Callable[[float, str], None] | None = None) -> Verified:
    """What was looked at and what is damaged, by batch and row."""
    return verify(home.database, home.files, home.keys, tell)
