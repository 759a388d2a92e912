"""Changes, contrasts and what figures are made of."""

import numpy as np
import pytest

import zengshou as zs
from tests.faces.analysis.invented_rows import DESIGN, rows, sample
from zengshou.statistics import comparisons


def test_the_change_of_two_columns_has_the_joint_error() -> None:
    held = rows()
    after, before = (zs.gini(held, name, by="county", **DESIGN) for name in ("income", "before"))
    found = zs.change(after, before)
    direct = comparisons.change("gini", held["income"].to_numpy(), held["before"].to_numpy(), sample())
    assert found.domains == after.domains
    assert (found["全体"].value, found["全体"].se) == (direct.value, direct.se)
    assert "income less before" in found[0].convention


def test_the_contrast_of_two_groups_has_the_joint_error() -> None:
    held = rows()
    means = zs.mean(held, "income", by="is_urban", **DESIGN)
    ratio = zs.contrast(means["是"], means["否"], "ratio")
    direct = comparisons.urban_rural_ratio(held["income"].to_numpy(), sample(), held["is_urban"].to_numpy())
    assert ratio.value == pytest.approx(direct.value) and ratio.se == pytest.approx(direct.se)
    less = zs.contrast(means["是"], means["否"])
    assert less.value == pytest.approx((means["是"].value or 0) - (means["否"].value or 0))
    assert less.only.domain == "是 − 否"


def test_influences_add_up_to_the_error_of_a_contrast_of_ones_own() -> None:
    held = rows()
    ginis = zs.gini(held, "income", by="is_urban", **DESIGN)
    z = ginis["是"].influence() - ginis["否"].influence()
    assert z.shape == (held.height,) and float(held["w"].to_numpy() @ z) == pytest.approx(0, abs=1e-9)
    totals = zs.total(held.with_columns(z=z), "z", **DESIGN)
    assert totals.se == pytest.approx(zs.contrast(ginis["是"], ginis["否"]).se, rel=1e-9)


@pytest.mark.parametrize(
    ("pair", "word"),
    [
        (lambda held: (zs.gini(held, "income"), zs.mean(held, "income")), "没有可比的另一方.*gini、mean"),
        (lambda held: (zs.gini(held, "income", convention="kish"), zs.gini(held, "before")), "基尼系数的算法"),
        (lambda held: (zs.gini(held, "income"), zs.gini(held.clone(), "before")), "不同的数据"),
        (lambda held: (zs.gini(held, "income", by="county"), zs.gini(held, "before")), "没有可比的另一方.*东区 gini"),
        (lambda held: (zs.rate(held, "age > 60"), zs.rate(held, "age > 70")), "多列合成"),
        (lambda held: (zs.gini(held, "income", where="age > 9"), zs.gini(held, "before")), "域也不同"),
    ],
)
def test_figures_that_cannot_be_compared_are_refused_with_the_reason(pair: object, word: str) -> None:
    assert callable(pair)
    with pytest.raises(zs.ProblemsFound, match=word):
        zs.change(*pair(rows()))


def test_why_two_figures_differ_is_said_line_by_line() -> None:
    held = rows()
    plain = zs.gini(held, "income", period="2025", **DESIGN)
    other = zs.gini(held, "income", convention="kish", period="2023", synthetic=True, **DESIGN)
    told = zs.explain_difference(plain, other)
    assert {one.name for one in told.items} >= {"gini", "period", "is_synthetic"}
    assert "基尼系数的算法：lorenz ↔ kish" in repr(told)
    assert "都相同" in repr(zs.explain_difference(plain, plain))


def test_sources_add_up_to_the_gini_of_their_sum() -> None:
    held = zs.example_survey(160)
    sources = ["工资性收入", "经营净收入", "财产净收入", "转移净收入"]
    whole = zs.gini(held, "人均可支配收入", weights="权数")
    for rule, name in (("lerman_yitzhaki", "gini_contribution"), ("shapley", "gini_shapley")):
        parts = zs.gini_by_source(held, sources, rule=rule, weights="权数")
        assert sum(parts[f"{name}({source})"].value or 0 for source in sources) == pytest.approx(whole.value)


def test_groups_add_up_to_the_whole() -> None:
    held = rows()
    theil = zs.inequality_by_group(held, "income", "county", **DESIGN)
    assert (theil["ge_within"].value or 0) + (theil["ge_between"].value or 0) == pytest.approx(
        zs.theil(held, "income", **DESIGN).value
    )
    poor = zs.poverty_by_group(held, "income", "county", line="0.6*median", **DESIGN)
    parts = sum(poor[f"fgt_contribution({name})"].value or 0 for name in ("东区", "西区"))
    assert parts == pytest.approx(zs.poverty(held, "income", line="0.6*median", **DESIGN).value)
    change = zs.growth_and_redistribution(held, "income", "before", line=15000, **DESIGN)
    assert (change[1].value or 0) + (change[2].value or 0) == pytest.approx(change[0].value)


def test_taxes_transfers_and_moves_are_measured() -> None:
    held = rows().with_columns(tax=rows()["income"] * 0.1)
    held = held.with_columns(after=held["income"] - held["tax"], benefit=held["tax"] * 0 + 500.0)
    flat = zs.progressivity(held, "income", "tax", "after", **DESIGN)
    assert flat["average_tax_rate"].value == pytest.approx(0.1) and flat["kakwani"].value == pytest.approx(0, abs=1e-12)
    assert (zs.progressivity_of_transfer(held, "income", "benefit", **DESIGN)["reynolds_smolensky"].value or 0) > 0
    assert len(zs.incidence(held, "income", "tax", classes=5, **DESIGN).indicators) == 15
    moves = zs.transition_matrix(held, "before", "income", classes=2, **DESIGN)
    assert np.isclose((moves["transition(1,1)"].value or 0) + (moves["transition(1,2)"].value or 0), 1)
    assert "rank_correlation" in zs.mobility(held, "before", "income", **DESIGN).indicators


def test_the_urban_rural_ratio_asks_for_the_residence_of_everyone() -> None:
    with pytest.raises(zs.ProblemsFound, match="看不出是城镇还是农村"):
        zs.urban_rural_ratio({"y": [1.0, 2, 3], "u": [True, None, False]}, "y", urban="u")
    assert zs.urban_rural_ratio({"y": [6.0, 3.0, 3.0], "u": [1, 0, 0]}, "y", urban="u = 1").value == 2


def test_a_ratio_is_of_totals() -> None:
    assert zs.ratio({"a": [1.0, 2, 3], "b": [2.0, 4, 6]}, "a", "b").value == 0.5


def test_the_change_between_two_tables_needs_to_know_how_their_units_are_related() -> None:
    held = rows()
    later, earlier = held.drop("before"), held.drop("income").rename({"before": "income"})
    after, before = (zs.gini(table, "income", **DESIGN) for table in (later, earlier))
    with pytest.raises(zs.ProblemsFound, match="units"):
        zs.change(after, before)
    shared, separate = (zs.change(after, before, units=units) for units in ("shared", "separate"))
    joint = zs.change(zs.gini(held, "income", **DESIGN), zs.gini(held, "before", **DESIGN))
    apart = np.hypot(after.se or 0, before.se or 0)
    assert shared.value == pytest.approx(joint.value) and shared.se == pytest.approx(joint.se)
    assert separate.se == pytest.approx(apart) and "units=separate" in separate.only.convention


def test_units_of_two_tables_are_known_by_their_names() -> None:
    held = rows()
    shifted = held.with_columns(psu=held["psu"] + 30)  # the last 30 villages of one are the first 30 of the other
    strata = {"weights": "w", "psu": "psu"}
    after, before = zs.mean(held, "income", **strata), zs.mean(shifted, "income", **strata)
    assert "30 of 90 psu" in zs.change(after, before, units="shared").only.convention


def test_imputations_are_combined_by_the_rules_of_rubin() -> None:
    held = rows().with_columns(second=rows()["income"] * 1.02, third=rows()["income"] * 0.99)
    names = ["income", "second", "third"]
    found = zs.imputed(["mean", "gini"], held, names, by="county", **DESIGN)
    each = [zs.mean(held, name, **DESIGN) for name in names]
    values, errors = [one.value or 0 for one in each], [one.se or 0 for one in each]
    variance = np.mean(np.square(errors)) + (1 + 1 / 3) * np.var(values, ddof=1)
    mean = found["全体", "mean"]
    assert (mean.value, mean.se) == (pytest.approx(np.mean(values)), pytest.approx(variance**0.5))
    assert "imputations=3" in mean.only.convention and found.domains == ("全体", "东区", "西区")
