"""Two figures that disagree can say why."""

import pytest

from tests.statistics.cases import FIVE, FIVE_SAMPLE
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, GiniForm, Negatives, Provenance, QuantileForm, ShareOf
from zengshou.statistics.conventions import LABELS, explain_difference
from zengshou.statistics.indicators import estimate, result
from zengshou.statistics.registry import INDICATORS


def test_two_forms_of_the_gini_are_told_apart() -> None:
    first, second = (estimate("gini", FIVE, FIVE_SAMPLE, choices=Choices(gini=form)) for form in list(GiniForm)[:2])
    found = [one.text for one in explain_difference(first, second)]
    assert found[0] == "基尼系数的算法：lorenz 与 kish"


def test_everything_that_differs_is_listed_and_nothing_else() -> None:
    rural = FIVE < 35
    first = estimate("fgt0", FIVE, FIVE_SAMPLE, choices=Choices(line=Amount(25)), about=Provenance(period="2024"))
    second = estimate(
        "fgt0",
        FIVE,
        Sample(FIVE_SAMPLE.weight),
        choices=Choices(line=ShareOf(0.6, domain=rural), negatives=Negatives.DROP),
        about=Provenance(period="2025"),
    )
    found = {one.name for one in explain_difference(first, second)}
    assert found == {"period", "design", "poor", "line", "line_domain", "quantile", "density", "negatives"}
    missing = next(one for one in explain_difference(first, second) if one.name == "line_domain")
    assert (missing.first, missing.second) == ("未列明", "its own")


def test_a_figure_does_not_differ_from_itself() -> None:
    one = estimate("median", FIVE, FIVE_SAMPLE)
    assert explain_difference(one, one) == ()


def test_two_quantiles_say_which_form_each_took() -> None:
    first, second = (
        estimate("p20", FIVE, FIVE_SAMPLE, choices=Choices(quantile=form))
        for form in (QuantileForm.AVERAGED, QuantileForm.INVERSE_CDF)
    )
    assert [one.text for one in explain_difference(first, second)] == ["分位数的算法：averaged 与 inverse_cdf"]


@pytest.mark.parametrize("name", [one.name for one in INDICATORS])
def test_every_choice_printed_has_a_name_a_value_and_a_label(name: str) -> None:
    for choice in result(name, FIVE, FIVE_SAMPLE).choices:
        said, _, value = choice.partition("=")
        assert value and said in LABELS, choice
