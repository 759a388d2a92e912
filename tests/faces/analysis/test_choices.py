"""Choices that a figure may not make in silence, and how they are named."""

import numpy as np
import pytest

import zengshou as zs
from tests.faces.analysis.invented_rows import DESIGN, rows
from zengshou.statistics.registry import BY_NAME

LOSSES = {"y": [-5.0, 0.0, 10.0, 20.0]}


def test_a_quantile_without_its_form_is_refused() -> None:
    with pytest.raises(zs.ProblemsFound, match="inverse_cdf"):
        zs.quantile(rows(), "income", 0.5)
    found = zs.quantile({"y": [1.0, 2, 3, 4]}, "y", [0.5], convention="averaged")
    assert found.value == 2.5 and "quantile=averaged" in found.only.convention


def test_negative_income_asks_for_a_choice_where_the_figure_depends_on_it() -> None:
    for measure in (zs.gini, zs.theil, zs.mld, zs.s80_s20):
        with pytest.raises(zs.ProblemsFound, match="negatives"):
            measure(LOSSES, "y")
    assert zs.mean(LOSSES, "y").value == 6.25  # a mean is defined whatever the sign


def test_zeros_alone_ask_only_where_the_index_is_undefined_at_zero() -> None:
    zeros = {"y": [0.0, 1.0, 2.0, 3.0]}
    assert zs.gini(zeros, "y").value is not None
    with pytest.raises(zs.ProblemsFound, match="零或负收入"):
        zs.theil(zeros, "y")


def test_every_policy_on_negatives_does_what_it_says() -> None:
    kept = zs.theil(LOSSES, "y", negatives="keep")
    assert kept.value is None and "50%" in kept.only.reason
    assert zs.mean(LOSSES, "y", negatives="floor_at_zero").value == 7.5
    assert zs.theil(LOSSES, "y", negatives="drop").only.n == 2
    assert zs.gini(LOSSES, "y", negatives="refuse").value is None


def test_a_poverty_line_must_be_given() -> None:
    with pytest.raises(zs.ProblemsFound, match="贫困线"):
        zs.poverty(rows(), "income")
    found = zs.poverty({"y": [1.0, 2, 3, 4]}, "y", line=2, g=[0, 1])
    assert found["fgt0"].value == 0.5 and found["fgt1"].value == pytest.approx(0.125)
    assert zs.poverty({"y": [1.0, 2, 3, 4]}, "y", line=2, test="<").value == 0.25


def test_conventions_are_words_lists_or_mappings() -> None:
    held = rows()
    kish = [zs.gini(held, "income", convention=given, **DESIGN).value for given in ("kish", ["kish"], {"gini": "kish"})]
    assert len(set(kish)) == 1 and kish[0] != zs.gini(held, "income", **DESIGN).value
    assert "density=scale_free" in zs.median(held, "income", convention={"density": "scale_free"}).only.convention


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"weigths": "w"}, "weights"),
        ({"convention": "gastwirth"}, "lorenz"),
        ({"negatives": "ignore"}, "floor_at_zero"),
        ({"lonely": "skip"}, "adjust"),
        ({"level": 95}, "0.95"),
        ({"row": "village"}, "person"),
        ({"kind": "guess"}, "survey"),
        ({"line": "half the median"}, "0.6*median"),
        ({"line": -3}, "大于零"),
        ({"replicates": "magic"}, "bootstrap"),
        ({"intervals": "wald"}, "skewed_t"),
        ({"line": 3.0, "line_where": "is_urban"}, "相对线"),
        ({"by": "income"}, "归并"),
    ],
)
def test_an_option_that_means_nothing_is_answered_with_what_there_is(options: dict[str, object], word: str) -> None:
    held = rows() if "by" not in options else {"income": np.arange(600.0) + 1}
    with pytest.raises(zs.ProblemsFound, match=word.replace("*", r"\*")):
        zs.table(["gini"], held, "income", **options)


def test_unknown_indicators_come_back_together() -> None:
    with pytest.raises(zs.ProblemsFound) as error:
        zs.table(["ginni", "meen", "gini"], rows(), "income")
    assert "ginni" in str(error.value) and "meen" in str(error.value)


def test_every_indicator_of_the_registry_can_be_asked_for_by_name() -> None:
    found = zs.table(list(BY_NAME), rows(), "income", **DESIGN)
    assert found.indicators == tuple(BY_NAME) and all(one.value is not None for one in found)


@pytest.mark.parametrize(
    ("measure", "name", "arguments"),
    [
        (zs.total, "total", ()),
        (zs.median, "median", ()),
        (zs.palma, "palma", ()),
        (zs.zenga, "zenga", ()),
        (zs.mld, "ge0", ()),
        (zs.ge, "ge(2)", (2,)),
        (zs.atkinson, "atkinson(0.5)", (0.5,)),
        (zs.share_top, "share_top(0.1)", (0.1,)),
        (zs.share_bottom, "share_bottom(0.4)", (0.4,)),
        (zs.percentile_ratio, "percentile_ratio(0.1,0.9)", (90, 10)),
    ],
)
def test_a_function_of_its_own_gives_what_the_table_gives(measure: object, name: str, arguments: tuple[float]) -> None:
    held = rows()
    assert callable(measure)
    assert (
        measure(held, "income", *arguments, **DESIGN).estimates == zs.table([name], held, "income", **DESIGN).estimates
    )
