"""The versions of the classification of key groups that a country package declares."""

from functools import cache

from zengshou.simulation.key_groups import Classification, read_classifications
from zengshou.store.country import COUNTRY, read_yaml

WHERE = "national/key_groups/classification.yaml"


@cache
def classifications(country: str = COUNTRY) -> tuple[Classification, ...]:
    """Every version, newest first."""
    return read_classifications(read_yaml(WHERE, country), WHERE)
