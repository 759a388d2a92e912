"""What the tables of the register share. They lie apart from the office's: their own file, or schema `z2`."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from zengshou.store.database.schema import NAMES

STEPS = "zengshou.store.register:migrations"
SCHEMA = "z2"
DIGEST_BYTES = 32
AREA_DIGITS = 12


class Registered(DeclarativeBase):
    """A row of the register."""

    metadata = MetaData(naming_convention=NAMES)
