"""Where a city's targets are heading: each published series carried to its deadline. Simulated figures never are."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import cast

from zengshou.evaluation.forecast import FitTrend, Forecast, Outlook, Pace, Trend, one_series, outlook
from zengshou.evaluation.published_series import held_figures, published_series
from zengshou.plan.model import Operator
from zengshou.services.plan.plan import JsonObject, plan_readings
from zengshou.store.country import COUNTRY, city_plan, published

TREND = "zengshou.evaluation.damped_trend"


def city_outlooks(city: str, on_year: int | None = None, country: str = COUNTRY) -> Mapping[str, Outlook]:
    """Target id -> pace and forecast, or why there is none; as of the end of `on_year`, None for all that is held."""
    plan = city_plan(city, country)
    held = held_figures(plan.area, published(city, country), on_year)
    found = {}
    for reading in plan_readings(city, None, on_year, country):
        is_multiple = reading.target.operator is Operator.MULTIPLE
        series = reading.observed if is_multiple else one_series(published_series(reading.target, held))
        found[reading.target.id] = outlook(reading, series, fit_trend)
    return found


def fit_trend(values: Sequence[float], years: int) -> Trend:
    """The damped trend. Its module, and statsmodels with it, loads at the first forecast: nothing else waits for it."""
    return cast(FitTrend, import_module(TREND).damped_trend)(values, years)


def outlook_json(seen: Outlook) -> JsonObject:
    """One outlook for `zs plan show CITY --json`."""
    return {
        "kind": "推算",
        "reason": seen.reason,
        "pace_needed": None if seen.pace is None else _pace_json(seen.pace),
        "forecast": None if seen.forecast is None else _forecast_json(seen.forecast),
    }


def _pace_json(pace: Pace) -> JsonObject:
    return {
        "from": pace.from_year,
        "to": pace.to_year,
        "needed": pace.needed,
        "recent": pace.recent,
        "recent_from": pace.recent_from,
        "unit": "growth rate" if pace.is_growth else pace.unit,
        "met": pace.is_met,
    }


def _forecast_json(forecast: Forecast) -> JsonObject:
    return {
        "year": forecast.year,
        "point": forecast.point,
        "low": forecast.low,
        "high": forecast.high,
        "chance": forecast.chance,
        "method": forecast.method,
        "path": [{"year": p.year, "value": p.value, "low": p.low, "high": p.high} for p in forecast.path],
    }
