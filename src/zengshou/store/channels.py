"""The channels of a city: those every city has, those it adds, and which of its bureaus sends each of them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.records.channels.channel import Agreement, Channel
from zengshou.records.channels.channel_load import load_agreement, load_channel
from zengshou.records.channels.reading import Reader
from zengshou.records.intake.rule import Rules, load_rules
from zengshou.store.country import COUNTRY, city, country_root, has_file, read_yaml

NATIONAL = "channels"
AGENCIES = "agencies.yaml"
RULES = "instruments/register_rules.yaml"


@cache
def channels(city_name: str, country: str = COUNTRY) -> Mapping[str, Channel]:
    """Every channel of a city by its id: a file of the city replaces the national one of the same id.

    Raises  ProblemsFound: every fault of every file, and agencies that no file names
    """
    place = city(city_name, country)
    folder = f"cities/{place.key}/channels"
    paths = {file: f"{NATIONAL}/{file}" for file in _yaml_files(NATIONAL, country)}
    paths |= {file: f"{folder}/{file}" for file in _yaml_files(folder, country) if file != AGENCIES}
    found: dict[str, Channel] = {}
    problems: list[Problem] = []
    for file, path in sorted(paths.items()):
        try:
            channel = load_channel(read_yaml(path, country), path)
        except ProblemsFound as faults:
            problems += faults.problems
            continue
        if f"{channel.id}.yaml" != file:
            problems.append(Problem(f"渠道 id 是“{channel.id}”，文件却叫 {file}。", path, "两者应一致。"))
        found[channel.id] = channel
    agencies, agreements = _agencies(f"{folder}/{AGENCIES}", country, problems)
    for unknown in agreements.keys() - found.keys():
        problems.append(Problem(f"没有渠道“{unknown}”。", f"{folder}/{AGENCIES}", f"可用：{'、'.join(found)}。"))
    for channel in found.values():
        if agencies and channel.agency not in agencies:
            known = "、".join(agencies)
            problems.append(
                Problem(
                    f"渠道“{channel.id}”的报送角色“{channel.agency}”没有指定单位。",
                    f"{folder}/{AGENCIES}",
                    f"已有：{known}。",
                )
            )
    if problems:
        raise ProblemsFound(problems)
    return {
        key: replace(
            channel,
            agency_name=agencies.get(channel.agency, channel.agency),
            agency_area=place.code,
            agreement=agreements.get(key, channel.agreement),
        )
        for key, channel in found.items()
    }


def channel_of(city_name: str, channel_id: str, country: str = COUNTRY) -> Channel:
    """One channel of a city.

    Raises  ProblemsFound: no such channel, with the ids there are
    """
    known = channels(city_name, country)
    if channel_id not in known:
        raise refuse(f"没有渠道“{channel_id}”。", "渠道", f"可用：{'、'.join(known)}。")
    return known[channel_id]


@cache
def register_rules(country: str = COUNTRY) -> Rules:
    """The twenty rules of the register."""
    return load_rules(read_yaml(RULES, country), RULES)


def _yaml_files(path: str, country: str) -> tuple[str, ...]:
    place = country_root(country).joinpath(*path.split("/"))
    if not place.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in place.iterdir() if entry.name.endswith(".yaml")))


def _agencies(path: str, country: str, problems: list[Problem]) -> tuple[Mapping[str, str], Mapping[str, Agreement]]:
    """(role -> name of the bureau, channel id -> the city's own agreement); both {} where the city has no such file."""
    if not has_file(path, country):
        return {}, {}
    top = Reader(read_yaml(path, country), path, problems)
    agencies = top.words("agencies")
    agreements: dict[str, Agreement] = {}
    for row in top.rows("agreements"):
        channel = row.text("channel")
        agreements[channel] = load_agreement(row.inner("agreement"))
        row.finish()
    top.finish()
    return agencies, agreements
