"""The type of a column: entity, period and unit. Periods are part of the type, so that none converts by itself."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, TypeVar

import numpy as np
from numpy.typing import NDArray


class Entity(Enum):
    PERSON = "person"
    HOUSEHOLD = "household"


Person = Entity.PERSON
Household = Entity.HOUSEHOLD


class Period(Enum):
    FIXED = "fixed"
    ON_DATE = "on_date"
    MONTH = "month"
    YEAR = "year"


class Unit(Enum):
    YUAN = "yuan"
    COUNT = "count"
    RATE = "rate"
    FLAG = "flag"
    CATEGORY = "category"
    SCHEDULE = "schedule"
    LOOKUP = "lookup"


Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Codes = NDArray[np.int64]

Yuan = Annotated[Numbers, Unit.YUAN]
Count = Annotated[Numbers, Unit.COUNT]
Rate = Annotated[Numbers, Unit.RATE]
Flags = Annotated[Truths, Unit.FLAG]
Category = Annotated[Codes, Unit.CATEGORY]

T = TypeVar("T")
Fixed = Annotated[T, Period.FIXED]
OnDate = Annotated[T, Period.ON_DATE]
Monthly = Annotated[T, Period.MONTH]
Yearly = Annotated[T, Period.YEAR]

TIMELESS = (Period.FIXED, Period.ON_DATE)


@dataclass(frozen=True)
class ColumnType:
    """entity None: the same value for everyone (a calendar number)."""

    entity: Entity | None
    period: Period
    unit: Unit

    @property
    def entity_name(self) -> str:
        return "" if self.entity is None else self.entity.value

    def in_words(self) -> str:
        who = {None: "—", Entity.PERSON: "个人", Entity.HOUSEHOLD: "家庭"}[self.entity]
        when = {Period.FIXED: "不变", Period.ON_DATE: "时点", Period.MONTH: "按月", Period.YEAR: "按年"}[self.period]
        return f"{who}·{when}·{self.unit.value}"
