"""Estimates as SDMX-CSV 2.0: one row a figure, coded dimensions, OBS_VALUE, and what is known of it as attributes.

Source  SDMX-CSV 2.0 (sdmx-twg); status codes of the cross-domain code list CL_OBS_STATUS
"""

import csv
import hashlib
import io
import re
from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import refuse
from zengshou.services.release.exchange import EVERYONE, NOT_RELEASED, placed

STRUCTURE_ID = "ZENGSHOU:INCOME_DISTRIBUTION(1.0)"
COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "INDICATOR",
    "DOMAIN",
    "REF_AREA",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "UNIT_MEASURE",
    "STD_ERROR",
    "CONF_LOW",
    "CONF_HIGH",
    "SAMPLE_SIZE",
    "DEG_FREEDOM",
    "INDICATOR_NAME",
    "DOMAIN_NAME",
    "REF_AREA_NAME",
    "DATA_KIND",
    "SYNTHETIC",
    "CONVENTION",
    "DESIGN",
    "FLAGS",
    "COMMENT_OBS",
    "RELEASE_NOTE",
)
TOTAL, NOT_APPLICABLE = "_T", "_Z"
# YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Q1, YYYY-S1, YYYY-A1
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?|-Q[1-4]|-S[12]|-A1)?")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LOW_RELIABILITY = {"caution", "not_published", "few_cases", "few_psu", "no_standard_error", "small_sample_interval"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sdmx_csv(figures: Sequence[Estimate], *, is_released: bool = False) -> str:
    """Rows with a header, comma separated, UTF-8 without a mark.

    Raises  ProblemsFound: no figures, two figures of one place, or a figure without a period that SDMX can write
    """
    cells = placed(figures)
    wrong = sorted({figure.period or "（空）" for figure in figures if not PERIOD.fullmatch(figure.period)})
    if wrong:
        raise refuse(
            f"SDMX 要求每个数都有时期，读到 {'、'.join(wrong)}。",
            "TIME_PERIOD",
            "请写明时期，如 period=“2025”、“2025-Q3”、“2025-06”（命令行写 --period 2025）。",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for figure in cells.values():
        writer.writerow(_row(figure, is_released))
    return text.getvalue()


def code(name: str) -> str:
    """A name as an SDMX code: as it is where it may be, otherwise a short code that is always the same for it."""
    if name in ("", "all"):
        return TOTAL if name else NOT_APPLICABLE
    return name if CODE.fullmatch(name) else f"C{hashlib.sha256(name.encode()).hexdigest()[:10].upper()}"


def structured_code(name: str) -> str:
    """The code of an area or an indicator, whose dots and brackets have a plain form: cn.guangdong, ge(0.5)."""
    return code(re.sub("[(),.]", "_", name).rstrip("_"))


def observation_status(figure: Estimate) -> str:
    """The code of CL_OBS_STATUS: missing, low reliability, estimated (a model or grouped figure), normal."""
    if figure.value is None:
        return "Q" if {"suppressed", "secondary"} & set(figure.flags) else "M"
    if LOW_RELIABILITY & set(figure.flags):
        return "U"
    return "E" if figure.kind in (FigureKind.MODEL, FigureKind.GROUPED) else "A"


def _row(figure: Estimate, is_released: bool) -> list[str]:
    return [
        "dataflow",
        STRUCTURE_ID,
        "I",
        structured_code(figure.indicator),
        code(figure.domain),
        structured_code(figure.area),
        figure.period,
        _number(figure.value),
        observation_status(figure),
        code(figure.unit),
        _number(figure.se),
        _number(figure.ci_low),
        _number(figure.ci_high),
        "" if figure.n is None else str(figure.n),
        _number(figure.df),
        _text(figure.label),
        EVERYONE if figure.domain == "all" else _text(figure.domain),
        _text(figure.area),
        figure.kind.value,
        str(figure.is_synthetic).lower(),
        _text(figure.convention),
        _text(figure.design),
        " ".join(figure.flags),
        _text(figure.reason),
        "" if is_released else NOT_RELEASED,
    ]


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value))


def _text(words: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{words}" if words.startswith(FORMULA) else words
