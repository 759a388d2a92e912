"""Standard errors of R survey 4.1 on an invented file, typed in; made by tests/reference/r/variance.R."""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from tests.statistics.variance.invented import invented
from zengshou.concepts.sample import Calibration, Centre, Lonely, ReplicateKind, Replicates, Sample
from zengshou.statistics.comparisons import ratio
from zengshou.statistics.indicators import estimate

DATA = invented()
PAIRS = DATA.rows(DATA.psu % 10 <= 2)
ALONE = DATA.rows((DATA.strata < 3) | (DATA.psu == 31))
IN_A = DATA.group == "a"
TWO = Sample(
    DATA.weight, DATA.strata, (DATA.psu, DATA.household), (DATA.psus_there, DATA.households_there), is_nested=True
)
FRACTIONS = Sample(
    DATA.weight, DATA.strata, (DATA.psu, DATA.household), (4 / DATA.psus_there, 3 / DATA.households_there)
)
CLOSE = 1e-11  # both are double precision; R prints 15 digits


def alone(rule: Lonely) -> Sample:
    return Sample(ALONE.weight, ALONE.strata, ALONE.psu, lonely=rule)


def jackknifed(**choices: object) -> Sample:
    return DATA.replicated(Replicates(ReplicateKind.JKN, **choices))  # type: ignore[arg-type]


CASES = {
    "one stage": (
        DATA.income,
        DATA.one_stage,
        (56.3288489634922, 2.71994064147094),
        (40429.5510846019, 2589.04827522848),
    ),
    "one stage, finite": (
        DATA.income,
        Sample(DATA.weight, DATA.strata, DATA.psu, DATA.psus_there),
        (56.3288489634922, 2.22381901190292),
        (40429.5510846019, 2035.68703885751),
    ),
    "two stages, finite": (
        DATA.income,
        TWO,
        (56.3288489634922, 2.61772224248013),
        (40429.5510846019, 2358.6971852664),
    ),
    "two stages, fractions": (
        DATA.income,
        FRACTIONS,
        (56.3288489634922, 2.61772224248013),
        (40429.5510846019, 2358.6971852664),
    ),
    "lonely, certainty": (
        ALONE.income,
        alone(Lonely.CERTAINTY),
        (53.3829073036226, 2.81946834792376),
        (28878.5655736325, 1413.89097550048),
    ),
    "lonely, adjust": (
        ALONE.income,
        alone(Lonely.ADJUST),
        (53.3829073036226, 2.99769510159156),
        None,  # R centres a total at zero, this room at the mean of all PSUs: see the hand case in test_design
    ),
    "lonely, average": (
        ALONE.income,
        alone(Lonely.AVERAGE),
        (53.3829073036226, 3.45312939917054),
        (28878.5655736325, 1731.65572095107),
    ),
    "linear calibration": (
        DATA.income,
        DATA.calibrated(DATA.groups, np.array([760.0, 210, 250])),
        (57.6613871517569, 2.51659312340269),
        (43822.6542353353, 1912.61077378605),
    ),
    "linear calibration on two margins": (
        DATA.income,
        DATA.calibrated(np.column_stack([DATA.groups, DATA.is_urban]), np.array([760.0, 210, 250, 390])),
        (57.6079449733157, 2.67451368286854),
        (43782.0381797199, 2032.63039898009),
    ),
    "JKn": (DATA.income, jackknifed(), (56.3288489634922, 2.73953323543389), (40429.5510846019, 2589.04827522848)),
    "JKn around the mean": (
        DATA.income,
        jackknifed(centre=Centre.MEAN),
        (56.3288489634922, 2.73953288786162),
        (40429.5510846019, 2589.04827522848),
    ),
    "JK1": (
        DATA.income,
        Sample(DATA.weight, None, DATA.psu, replicates=Replicates(ReplicateKind.JK1)),
        (56.3288489634922, 3.29658690031642),
        (40429.5510846019, 2509.58892414007),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_errors_of_other_software_are_reproduced(case: str) -> None:
    income, sample, mean, total = CASES[case]
    for name, figures in (("mean", mean), ("total", total)):
        if figures is None:
            continue
        value, error = figures
        found = estimate(name, income, sample)
        assert (value_of(found), error_of(found)) == (approx(value, rel=CLOSE), approx(error, rel=CLOSE))


@pytest.mark.parametrize(
    ("sample", "mean", "total"),
    [
        (DATA.one_stage, 3.66681172214964, 2098.4269186712),
        (TWO, 3.64687626239129, 2044.03553706802),
    ],
)
def test_the_errors_of_a_domain_are_reproduced(sample: Sample, mean: float, total: float) -> None:
    found = [error_of(estimate(name, DATA.income, sample, domain=IN_A)) for name in ("mean", "total")]
    assert found == approx([mean, total], rel=CLOSE)


def test_residuals_count_outside_a_domain_as_well() -> None:
    sample = DATA.calibrated(DATA.groups, np.array([760.0, 210, 250]))
    found = [estimate(name, DATA.income, sample, domain=DATA.is_urban == 1) for name in ("mean", "total")]
    assert [value_of(one) for one in found] == approx([59.1797688158827, 23649.7876525944], rel=CLOSE)
    assert [error_of(one) for one in found] == approx([3.73070533296453, 3558.90475494222], rel=CLOSE)


def test_raked_weights_have_the_residual_error_too() -> None:
    """Weights multiplied in turn until both margins are met, as R's `rake` and `calibrate(calfun = "raking")`."""
    weight = DATA.weight.copy()
    margins = ((DATA.group, {"a": 300.0, "b": 210.0, "c": 250.0}), (DATA.is_urban, {0.0: 370.0, 1.0: 390.0}))
    for _ in range(200):
        for column, totals in margins:
            for label, total in totals.items():
                weight[column == label] *= total / weight[column == label].sum()
    dummies = [column == label for column, totals in margins for label in totals]
    sample = Sample(
        weight, DATA.strata, DATA.psu, calibration=Calibration(DATA.weight, np.column_stack(dummies).astype(float))
    )
    assert float(weight @ weight) == approx(9058.60416920816, rel=1e-10)
    mean, total = (estimate(name, DATA.income, sample) for name in ("mean", "total"))
    assert (value_of(mean), error_of(mean)) == (approx(57.6055646447819), approx(2.67700249170403, rel=1e-9))
    assert (value_of(total), error_of(total)) == (approx(43780.2291300342), approx(2034.52189369507, rel=1e-9))


def test_replicates_of_calibrated_weights_are_calibrated_again() -> None:
    plain = DATA.calibrated(DATA.groups, np.array([760.0, 210, 250]))
    sample = Sample(
        plain.weight,
        DATA.strata,
        DATA.psu,
        calibration=plain.calibration,
        replicates=Replicates(ReplicateKind.JKN),
    )
    found = [error_of(estimate(name, DATA.income, sample)) for name in ("mean", "total")]
    assert found == approx([2.59305232182987, 1970.71976459071], rel=1e-10)


def test_a_ratio_is_worked_out_again_in_each_replicate() -> None:
    found = ratio(DATA.income, DATA.is_urban, jackknifed())[0]
    assert (value_of(found), error_of(found)) == (approx(107.268650129262), approx(17.299843314019, rel=CLOSE))


@pytest.mark.parametrize(
    ("kind", "mean"), [(ReplicateKind.BRR, 3.37842187581085), (ReplicateKind.FAY, 3.40424278595057)]
)
def test_balanced_halves_are_reproduced(kind: ReplicateKind, mean: float) -> None:
    """The matrix of order four is that of the script; a total has the same error under any balanced one."""
    sample = PAIRS.replicated(Replicates(kind, rho=0.3))
    assert error_of(estimate("total", PAIRS.income, sample)) == approx(1407.2582384817, rel=CLOSE)
    assert error_of(estimate("mean", PAIRS.income, sample)) == approx(mean, rel=CLOSE)


def test_the_design_effect_is_that_of_drawing_with_replacement() -> None:
    assert estimate("mean", DATA.income, DATA.one_stage).deff == approx(0.65250436798447, rel=CLOSE)
