"""Parameters: dated, placed, cited values. A missing value on a date is an error, never the last one known."""

from collections.abc import Mapping
from dataclasses import dataclass

from zengshou.concepts.citation import Citation, Status
from zengshou.policy.schedule import ParameterValue


@dataclass(frozen=True)
class DatedValue:
    """One value with the days it holds (`until` inclusive, None: until the next begins) and where it comes from."""

    since: str
    until: str | None
    value: ParameterValue
    citation: Citation
    status: Status
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """One parameter of one law as one area sets it; values newest first.

    by           the category column of a table
    is_required  a gap of this area: local input; nothing wider may stand in for it
    carry        the last value may run on after its `until`; results then say so
    """

    law: str
    name: str
    area: str
    label: str
    unit: str
    kind: str
    values: tuple[DatedValue, ...]
    low: float | None = None
    high: float | None = None
    carry: bool = False
    is_required: bool = False
    note: str = ""
    where: str = ""
    by: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.law}.{self.name}"

    def on(self, day: str) -> tuple[DatedValue, bool] | None:
        """The value in force on a day and whether it was carried; None when there is none."""
        for dated in self.values:
            if dated.since <= day:
                if dated.until is None or day <= dated.until:
                    return dated, False
                return (dated, True) if self.carry else None
        return None


@dataclass(frozen=True)
class ParameterUse:
    """One value that a figure rests on."""

    name: str
    label: str
    unit: str
    area: str
    since: str
    value: ParameterValue
    citation: Citation
    status: Status
    is_carried: bool
    note: str
    where: str

    @property
    def is_publishable(self) -> bool:
        return self.status is Status.SOURCED


Placed = Mapping[str, tuple[Parameter, ...]]  # full name -> that parameter in each area, narrowest first


def known_span(parameters: tuple[Parameter, ...]) -> str:
    """First and last known dates, for the message of a missing value."""
    starts = [dated.since for parameter in parameters for dated in parameter.values]
    if not starts:
        return "没有任何取值"
    ends = [dated.until or "今" for parameter in parameters for dated in parameter.values]
    return f"已有取值自{min(starts)}起，至{max(ends)}止"


def look_up(parameters: tuple[Parameter, ...], day: str) -> ParameterUse | str:
    """The narrowest area's value in force on `day`, or the sentence that says why there is none."""
    for parameter in parameters:
        found = parameter.on(day)
        if found is not None:
            dated, is_carried = found
            return ParameterUse(
                parameter.full_name,
                parameter.label,
                parameter.unit,
                parameter.area,
                dated.since,
                dated.value,
                dated.citation,
                dated.status,
                is_carried,
                dated.note or parameter.note,
                parameter.where,
            )
        if parameter.is_required:
            return f"参数“{parameter.label}”（{parameter.full_name}）必须由本地填写：{parameter.note or '尚无取值'}"
    first = parameters[0]
    return f"参数“{first.label}”（{first.full_name}）在{day}没有取值；{known_span(parameters)}"
