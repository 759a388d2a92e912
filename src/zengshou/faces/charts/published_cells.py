"""Cells of published figures: the value with its unit, or in words what is missing; areas and sources by name."""

import re

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, quantity_of
from zengshou.faces.charts.table import Cell, text
from zengshou.faces.words import Words
from zengshou.services.statistics.accounts import AreaAccounts


def area_name(area: AreaAccounts, words: Words) -> str:
    """The area's own name in Chinese; its level in English, for provinces have no English name here."""
    return area.name if words.is_chinese else words(area.level.label)


def reason(estimate: Estimate, words: Words) -> str:
    """Why a figure is empty. `缺2023年…、…` is told again in the reader's language, name by name."""
    missing = re.findall(r"(\d{4})年([^、]+)", estimate.reason.removeprefix("缺"))
    if words.is_chinese or not missing:
        return estimate.reason
    named = words.listing(tuple(f"{words(label)} {year}" for year, label in missing))
    return words("缺{figures}", figures=named)


def shown(estimate: Estimate, words: Words, quantity: Quantity | None = None, is_signed: bool = False) -> Cell:
    """The value, or why there is none."""
    if estimate.value is None:
        return text(reason(estimate, words))
    return Cell(estimate.value, quantity or quantity_of(estimate.unit), is_signed=is_signed)


def sources(names: tuple[str, ...]) -> str:
    return "；".join(dict.fromkeys(name for name in names if name))
