"""Reads the address codes of identity numbers: those of each prefecture, since when each is in force."""

from collections.abc import Mapping
from functools import cache

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.reading import Reader
from zengshou.store.country import COUNTRY, read_yaml

AREA_CODES = "instruments/area_codes.yaml"
ALWAYS = 0  # known, without the year
CODE_DIGITS = 6
EARLIEST, LATEST = 1949, 2100


@cache
def first_years(country: str = COUNTRY) -> Mapping[str, int]:
    """Code -> first year in force, ALWAYS where the year is not known; every code of each prefecture in the table.

    Raises  ProblemsFound: faults of shape, a code outside its prefecture or written twice, all at once
    """
    problems: list[Problem] = []
    top = Reader(read_yaml(AREA_CODES, country), AREA_CODES, problems)
    top.choice("status", Status)
    found: dict[str, int] = {}
    for prefecture in top.rows("prefectures"):
        prefix = prefecture.text("prefix")
        prefecture.text("name")
        prefecture.text("source")
        for row in prefecture.rows("codes"):
            code, _ = row.text("code"), row.text("name")
            if not code.startswith(prefix) or len(code) != CODE_DIGITS or not code.isdecimal():
                row.report(f"代码“{code}”不是 {prefix} 之下的六位数字。", "核对代码。", "code")
            if code in found:
                row.report(f"代码“{code}”写了两次。", "删去一个。", "code")
            found[code] = row.integer("first_year", EARLIEST, LATEST, default=ALWAYS)
            row.finish()
        prefecture.finish()
    top.finish()
    if problems:
        raise ProblemsFound(problems)
    return found
