"""Reads the list of columns that may leave the register for statistics."""

from zengshou.records.access.valve import Valve, read_valve
from zengshou.store.country import COUNTRY, read_yaml

EXTRACT = "instruments/statistics_extract.yaml"


def statistics_valve(country: str = COUNTRY) -> Valve:
    """The approved list. Raises  ProblemsFound for a malformed one."""
    return read_valve(read_yaml(EXTRACT, country), EXTRACT)
