"""Whole numbers as an address or a form names them: read in one place, and no larger than a table can hold.

Python reads a number of any length; the databases do not, and break off with an error of their own.
"""

import re
from typing import Annotated

from fastapi import HTTPException
from pydantic import BeforeValidator

from zengshou.concepts.problem import refuse

LARGEST_ID = 2**31 - 1  # INTEGER of PostgreSQL, by which batches, reviews and versions are numbered
LARGEST_ROW = 2**63 - 1  # BIGINT, by which the rows of a file are numbered
MOST_PAGES = 1_000_000  # fifty rows a page: more than any list has, and its offset is far from the limit
DIGITS = re.compile("[0-9]{1,19}")


def whole_number(text: str, most: int = LARGEST_ID) -> int | None:
    """A number from 0 to `most` in plain digits; None for anything else, as other scripts' digits or a sign."""
    if DIGITS.fullmatch(text) is None:
        return None
    number = int(text)
    return number if number <= most else None


def id_in_address(told: object) -> int:
    """The number in a path. Raises  HTTPException 404: nothing has such a number"""
    found = whole_number(str(told))
    if found is None:
        raise HTTPException(404, "number")
    return found


def page_of_list(told: object) -> int:
    """The page of a list, from 1. Raises  ProblemsFound: no page has such a number"""
    found = whole_number(str(told), MOST_PAGES)
    if not found:
        raise refuse(f"“{str(told)[:20]}”不是页码。", "页码", "请用列表下方的翻页。")
    return found


def id_in_query(told: object) -> int:
    """A number that a page was led here with; 0 for none, and for one that nothing has."""
    return whole_number(str(told)) or 0


Id = Annotated[int, BeforeValidator(id_in_address)]
Page = Annotated[int, BeforeValidator(page_of_list)]
OptionalId = Annotated[int, BeforeValidator(id_in_query)]
