"""Answers as JSON: records become objects, enums their values, so that a face never invents a shape of its own."""

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum

from zengshou.faces.charts.echarts import Json


def as_json(answer: object) -> Json:
    """A record, tuple, mapping, enum or number as plain JSON; a number that is not finite becomes null."""
    if isinstance(answer, Enum):
        return as_json(answer.value)
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: as_json(getattr(answer, field.name)) for field in dataclasses.fields(answer)}
    if isinstance(answer, Mapping):
        return {str(key): as_json(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [as_json(one) for one in answer]
    if isinstance(answer, float):
        return answer if math.isfinite(answer) else None
    return answer if answer is None or isinstance(answer, str | int | bool) else str(answer)
