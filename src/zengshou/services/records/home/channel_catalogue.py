"""The channels and rules by which a city's deliveries are read."""

from collections.abc import Mapping
from dataclasses import dataclass

from zengshou.concepts.problem import refuse
from zengshou.records.channels.channel import Channel
from zengshou.records.intake.rule import Rules
from zengshou.store.area_codes import first_years
from zengshou.store.channels import channels, register_rules
from zengshou.store.country import city as find_city

STANDARD_CITY = "example"  # its channels are those that every city has


@dataclass(frozen=True)
class Catalogue:
    """Channels by id, and the twenty rules.

    first_years  known area codes -> first year in force; None where area codes are not looked at (rule 6)
    city         whose law gives limits to contribution bases (rule 14); "" where the register says none
    """

    channels: Mapping[str, Channel]
    rules: Rules
    first_years: Mapping[str, int] | None = None
    city: str = ""

    def channel(self, id: str) -> Channel:
        """One channel. Raises  ProblemsFound: no such channel, with the ids that there are"""
        found = self.channels.get(id)
        if found is None:
            raise refuse(f"没有渠道“{id}”。", "渠道", f"可用：{'、'.join(self.channels)}。")
        return found

    def version(self, channel: Channel) -> str:
        return f"{channel.id}.{channel.version}"


def catalogue_of(city: str) -> Catalogue:
    """The catalogue of a city. Raises  ProblemsFound: every fault of every channel's file"""
    key = find_city(city).key if city else ""
    return Catalogue(channels(key or STANDARD_CITY), register_rules(), first_years(), key)
