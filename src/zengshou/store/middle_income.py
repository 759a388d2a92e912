"""The definitions of middle income that a country package declares."""

from functools import cache

from zengshou.simulation.middle_income import Definitions, read_definitions
from zengshou.store.country import COUNTRY, read_yaml

WHERE = "national/middle_income.yaml"


@cache
def middle_income_definitions(country: str = COUNTRY) -> Definitions:
    """Every definition with its price index and parity.

    Raises  ProblemsFound with every fault of the file
    """
    return read_definitions(read_yaml(WHERE, country), WHERE)
