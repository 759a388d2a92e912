"""JSON-stat 2.0 and SDMX-CSV 2.0: well formed, and read back they are the figures that were written."""

import csv
import io
import json
import re
from dataclasses import replace
from itertools import product

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.release.exchange import jsonstat
from zengshou.services.release.exchange_sdmx import COLUMNS, STRUCTURE_ID, code, sdmx_csv, structured_code

# What JSON-stat 2.0 asks of a dataset, written down from its documentation.
LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
SCHEMA = {
    "type": "object",
    "required": ["version", "class", "id", "size", "dimension", "value"],
    "properties": {
        "version": {"const": "2.0"},
        "class": {"const": "dataset"},
        "label": {"type": "string"},
        "source": {"type": "string"},
        "note": {"type": "array", "items": {"type": "string"}},
        "id": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "size": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "role": {
            "type": "object",
            "properties": {
                role: {"type": "array", "items": {"type": "string"}, "minItems": 1}
                for role in ("time", "geo", "metric")
            },
            "additionalProperties": False,
        },
        "value": {"type": "array", "items": {"type": ["number", "null"]}},
        "status": {
            "type": "object",
            "patternProperties": {r"^\d+$": {"type": "string"}},
            "additionalProperties": False,
        },
        "dimension": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["category"],
                "properties": {
                    "label": {"type": "string"},
                    "category": {
                        "type": "object",
                        "required": ["index"],
                        "properties": {
                            "index": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
                            "label": LABELS,
                            "note": {"type": "object"},
                            "unit": {"type": "object"},
                        },
                        "additionalProperties": False,
                    },
                },
            },
        },
        "extension": {"type": "object"},
    },
    "additionalProperties": False,
}


def figures() -> tuple[Estimate, ...]:
    """Two indicators in two domains and two years; one has no value, one is uncertain."""
    plain = Estimate(
        "gini", 0.412, 0.007, 0.398, 0.426, 1204, 120, 112.0, "index", "基尼系数", "gini=lorenz; negatives=keep"
    )
    told = replace(plain, design="strata=8; psu=120", area="cn.example", period="2025", is_synthetic=True)
    mean = replace(told, indicator="mean", label="均值", unit="yuan per person per year", value=32418.5, se=412.0)
    return (
        told,
        replace(told, domain="城镇", value=0.39, flags=("caution",)),
        replace(told, period="2023", value=0.405, kind=FigureKind.MODEL),
        mean,
        replace(mean, domain="城镇", value=None, se=None, ci_low=None, ci_high=None, reason="该域没有样本。"),
    )


def cells(document: dict[str, object]) -> dict[tuple[str, ...], float | None]:
    """Each value of a dataset by the codes of its place, in row-major order."""
    dimension, ids, values = document["dimension"], document["id"], document["value"]
    assert isinstance(dimension, dict) and isinstance(ids, list) and isinstance(values, list)
    codes = [sorted(of["category"]["index"], key=of["category"]["index"].get) for of in (dimension[i] for i in ids)]
    return dict(zip(product(*codes), values, strict=True))


def test_a_dataset_of_json_stat_is_well_formed() -> None:
    document = json.loads(jsonstat(figures(), title="示例", source="数据表"))
    jsonschema.validate(document, SCHEMA)
    assert document["id"] == list(document["dimension"]) == ["indicator", "domain", "area", "period", "measure"]
    sizes = [len(document["dimension"][name]["category"]["index"]) for name in document["id"]]
    assert document["size"] == sizes == [2, 2, 1, 2, 6] and len(document["value"]) == 48


def test_json_stat_read_back_is_what_was_written() -> None:
    document = json.loads(jsonstat(figures(), title="示例", source="数据表"))
    read = cells(document)
    for figure in figures():
        place = (figure.indicator, figure.domain, figure.area, figure.period)
        for measure in ("value", "se", "ci_low", "ci_high", "n", "df"):
            assert read[(*place, measure)] == getattr(figure, measure)
    assert sum(value is not None for value in read.values()) == 26


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=40)
@given(st.dictionaries(NAMES, NUMBERS, min_size=1, max_size=12))
def test_whatever_domains_are_called_both_formats_give_back_their_values(values: dict[str, float | None]) -> None:
    some = [replace(figures()[0], domain=name, value=value) for name, value in values.items()]
    document = json.loads(jsonstat(some, title="", source=""))
    read = {key[1]: value for key, value in cells(document).items() if key[4] == "value"}
    assert read == values
    rows = list(csv.DictReader(io.StringIO(sdmx_csv(some), newline="")))
    assert [float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in rows] == list(values.values())
    assert len({row["DOMAIN"] for row in rows}) == len(values)


def test_status_notes_and_marks_travel_with_json_stat() -> None:
    document = json.loads(jsonstat(figures(), title="示例", source="数据表"))
    places = list(cells(document))
    status = {places[int(at)]: said for at, said in document["status"].items()}
    assert status[("gini", "城镇", "cn.example", "2025", "value")] == "caution"
    assert status[("mean", "城镇", "cn.example", "2025", "value")] == "该域没有样本。"
    assert document["note"][0] == "未经发布审核，不得对外。" and "合成数据" in document["note"][1]
    assert "口径：gini=lorenz; negatives=keep" in document["note"] and "抽样设计：strata=8; psu=120" in document["note"]
    assert document["extension"]["synthetic"] is True and document["extension"]["released"] is False
    assert document["dimension"]["domain"]["category"]["label"]["all"] == "全体"


def test_released_figures_say_nothing_of_release() -> None:
    document = json.loads(jsonstat(figures(), title="示例", source="数据表", is_released=True))
    assert not any("未经发布审核" in note for note in document["note"])
    assert "未经发布审核" not in sdmx_csv(figures(), is_released=True)


def test_sdmx_csv_read_back_is_what_was_written() -> None:
    rows = list(csv.DictReader(io.StringIO(sdmx_csv(figures()), newline="")))
    assert tuple(rows[0]) == COLUMNS and COLUMNS[:3] == ("STRUCTURE", "STRUCTURE_ID", "ACTION")
    for row, figure in zip(rows, figures(), strict=True):
        assert (row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) == ("dataflow", STRUCTURE_ID, "I")
        assert (row["OBS_VALUE"] and float(row["OBS_VALUE"])) == (figure.value if figure.value is not None else "")
        assert (row["STD_ERROR"] and float(row["STD_ERROR"])) == (figure.se if figure.se is not None else "")
        assert (row["TIME_PERIOD"], row["REF_AREA"]) == (figure.period, "cn_example")
        assert row["DOMAIN_NAME"] == ("全体" if figure.domain == "all" else figure.domain)
    assert [row["OBS_STATUS"] for row in rows] == ["A", "U", "E", "A", "M"]
    assert rows[4]["COMMENT_OBS"] == "该域没有样本。" and rows[0]["SYNTHETIC"] == "true"


def test_every_dimension_of_sdmx_is_a_code_that_stays_the_same() -> None:
    rows = list(csv.DictReader(io.StringIO(sdmx_csv(figures()), newline="")))
    for row in rows:
        for name in ("INDICATOR", "DOMAIN", "REF_AREA", "UNIT_MEASURE"):
            assert re.fullmatch(r"[A-Za-z0-9_@$\-]+", row[name]), row[name]
    assert rows[0]["DOMAIN"] == "_T" and code("") == "_Z" and structured_code("ge(0.5)") == "ge_0_5"
    assert code("城镇") == code("城镇") != code("农村")


@pytest.mark.parametrize("period", ["2025", "2025-Q3", "2025-06", "2025-06-30", "2025-S1"])
def test_periods_that_sdmx_knows_are_written_as_they_are(period: str) -> None:
    assert f",{period}," in sdmx_csv([replace(figures()[0], period=period)])


@pytest.mark.parametrize("period", ["", "2025年", "2025H1", "2025-13"])
def test_a_figure_without_a_period_of_sdmx_is_refused(period: str) -> None:
    with pytest.raises(ProblemsFound, match="时期"):
        sdmx_csv([replace(figures()[0], period=period)])


def test_two_figures_of_one_place_and_no_figures_at_all_are_refused() -> None:
    twice = [figures()[0], replace(figures()[0], convention="gini=kish")]
    for write in (lambda some: jsonstat(some, title="", source=""), sdmx_csv):
        with pytest.raises(ProblemsFound, match="有两个数"):
            write(twice)
        with pytest.raises(ProblemsFound, match="没有可以导出的数"):
            write([])


def test_a_name_that_looks_like_a_formula_is_shielded() -> None:
    text = sdmx_csv([replace(figures()[0], domain="=1+1")])
    assert ",'=1+1," in text and ",=1+1," not in text
