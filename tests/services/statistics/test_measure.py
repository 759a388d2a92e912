"""`zs measure` as a service: a file in, Estimates out, and every fault in words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Centre, Lonely, ReplicateKind, Replicates, Sample
from zengshou.services.statistics.measure import DEFAULT_INDICATORS, MeasureRequest, estimate_json, measure, parse_line
from zengshou.statistics.choices import Amount, GiniForm, IntervalForm, LineBasis, Negatives, ShareOf
from zengshou.statistics.indicators import estimate

AGREED = ["indicator", "domain", "value", "se", "ci_low", "ci_high", "n", "df", "convention", "flags", "status"]
ROWS = 120


def write(path: Path, **columns: Sequence[object]) -> Path:
    names = list(columns)
    lines = [",".join(names)] + [",".join(str(cell) for cell in row) for row in zip(*columns.values(), strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def drawn() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(11)
    return {
        "income": rng.lognormal(10, 0.6, ROWS).round(2),
        "weight": rng.uniform(1, 5, ROWS).round(3),
        "stratum": np.repeat([1, 2, 3], ROWS // 3),
        "psu": np.arange(ROWS) // 4,
        "place": rng.choice(["城镇", "农村"], ROWS),
    }


@pytest.fixture
def request_of_all(tmp_path: Path, drawn: dict[str, np.ndarray]) -> MeasureRequest:
    file = write(tmp_path / "a.csv", **drawn)
    return MeasureRequest(file, "income", "weight", "stratum", "psu", "place", ("gini", "mean", "median"))


def by_key(figures: Sequence[Estimate]) -> dict[tuple[str, str], Estimate]:
    return {(figure.domain, figure.indicator): figure for figure in figures}


def faults(request: MeasureRequest) -> str:
    with pytest.raises(ProblemsFound) as caught:
        measure(request)
    return str(caught.value)


def test_figures_come_for_everyone_and_then_for_each_group(request_of_all: MeasureRequest) -> None:
    figures = measure(request_of_all)
    assert [figure.domain for figure in figures] == ["all"] * 3 + ["农村"] * 3 + ["城镇"] * 3
    assert [figure.indicator for figure in figures[:3]] == ["gini", "mean", "median"]
    assert all("weight=weight" in figure.convention for figure in figures)


def test_the_service_gives_what_the_statistics_give(
    request_of_all: MeasureRequest, drawn: dict[str, np.ndarray]
) -> None:
    sample = Sample(drawn["weight"], drawn["stratum"], drawn["psu"])
    found = by_key(measure(request_of_all))
    for domain, mask in (("all", None), ("城镇", drawn["place"] == "城镇")):
        direct = estimate("gini", drawn["income"], sample, domain=mask)
        served = found[domain, "gini"]
        assert (served.value, served.se, served.df) == (direct.value, direct.se, direct.df)


def test_a_file_without_design_columns_is_a_simple_random_sample(request_of_all: MeasureRequest) -> None:
    figure = measure(MeasureRequest(request_of_all.path, "income", indicators=("mean",)))[0]
    assert figure.df == ROWS - 1 and "weight=none" in figure.convention


def test_without_names_the_usual_indicators_are_given_and_a_line_adds_poverty(request_of_all: MeasureRequest) -> None:
    plain = replace(request_of_all, by=None, indicators=())
    assert tuple(figure.indicator for figure in measure(plain)) == DEFAULT_INDICATORS
    with_line = by_key(measure(replace(plain, line="15000")))
    assert "line=15000" in with_line["all", "fgt0"].convention


def test_rows_without_income_are_left_out_as_a_domain_and_said(tmp_path: Path, drawn: dict[str, np.ndarray]) -> None:
    income = [("NA" if row % 10 == 0 else amount) for row, amount in enumerate(drawn["income"])]
    file = write(tmp_path / "a.csv", **(drawn | {"income": np.array(income, dtype=object)}))
    figure = measure(MeasureRequest(file, "income", "weight", "stratum", "psu", None, ("mean",)))[0]
    is_known = np.arange(ROWS) % 10 > 0
    sample = Sample(drawn["weight"], drawn["stratum"], drawn["psu"])
    direct = estimate("mean", np.where(is_known, drawn["income"], np.nan), sample, domain=is_known)
    assert (figure.value, figure.se, figure.n) == (direct.value, direct.se, 108)
    assert "missing_income" in figure.flags and "missing_income=12" in figure.convention


def test_rows_without_a_group_count_for_everyone_and_in_no_group(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=[1, 2, 3, 4], place=["a", "", "a", "NA"])
    found = by_key(measure(MeasureRequest(file, "income", by="place", indicators=("mean",))))
    assert (found["all", "mean"].n, found["a", "mean"].n) == (4, 2)
    assert "missing_group=2" in found["a", "mean"].convention


def test_negative_income_is_kept_and_said_and_other_policies_are_there(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=[-5, 0, 10, 20])
    asked = MeasureRequest(file, "income", indicators=("mean", "gini", "theil"))
    mean, gini, theil = measure(asked)
    assert mean.value == 6.25 and "negative_income" in mean.flags and "negatives=keep" in gini.convention
    assert theil.value is None and "50%" in theil.reason
    others = (Negatives.FLOOR_AT_ZERO, Negatives.REFUSE)
    floored, refused = (measure(replace(asked, negatives=policy))[0] for policy in others)
    assert floored.value == 7.5 and refused.value is None


def test_each_choice_reaches_the_figures(request_of_all: MeasureRequest) -> None:
    plain, kish = (
        measure(replace(request_of_all, gini=form, by=None, indicators=("gini",)))[0]
        for form in (GiniForm.LORENZ, GiniForm.KISH)
    )
    assert plain.value is not None and kish.value is not None and kish.value > plain.value
    assert "gini=kish" in kish.convention


def test_psu_numbers_that_begin_anew_in_each_stratum_are_a_problem_unless_declared(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=range(1, 9), stratum=[1] * 4 + [2] * 4, psu=[1, 1, 2, 2] * 2)
    asked = MeasureRequest(file, "income", strata="stratum", psu="psu", indicators=("mean",))
    assert "两个以上的层" in faults(asked)
    assert measure(replace(asked, is_nested=True))[0].n_psu == 4


def test_a_stratum_with_one_psu_is_named_as_the_file_names_it(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=[1, 2, 3], stratum=["东城", "东城", "西城"])
    asked = MeasureRequest(file, "income", strata="stratum", indicators=("mean",))
    assert "西城" in faults(asked) and "东城" not in faults(asked)
    assert measure(replace(asked, lonely=Lonely.ADJUST))[0].se is not None


def test_a_missing_column_is_answered_with_the_nearest_name(request_of_all: MeasureRequest) -> None:
    said = faults(replace(request_of_all, income="incom", weight="wieght"))
    assert "“incom”" in said and "“income”" in said and "“wieght”" in said and "“weight”" in said


def test_faulty_cells_of_several_columns_come_back_together(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=[1, "约5", 3], weight=[1, -1, ""], stratum=["a", "", "a"])
    said = faults(MeasureRequest(file, "income", "weight", "stratum", indicators=("mean",)))
    assert "“约5”" in said
    assert "权数为负：第 3 行" in said and "权数缺失：第 4 行" in said
    assert "抽样设计缺失：第 3 行" in said


@pytest.mark.parametrize("weights, words", [([0, 0], "合计为零"), ([1, "x"], "“x”")])
def test_weights_that_cannot_be_used_are_refused(weights: list[object], words: str, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=[1, 2], weight=weights)
    assert words in faults(MeasureRequest(file, "income", "weight", indicators=("mean",)))


def test_unknown_indicators_are_all_named(request_of_all: MeasureRequest) -> None:
    said = faults(replace(request_of_all, indicators=("ginni", "meen", "mean")))
    assert "“ginni”" in said and "“meen”" in said and "“mean”的" not in said


def test_a_column_without_any_income_and_one_with_too_many_groups_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", income=["NA"] * 600, other=range(600))
    assert "全部缺失" in faults(MeasureRequest(file, "income"))
    assert "600 个不同的值" in faults(MeasureRequest(file, "other", by="other"))


def test_a_file_of_one_row_gives_a_value_without_error(tmp_path: Path) -> None:
    figure = measure(MeasureRequest(write(tmp_path / "a.csv", income=[7]), "income", indicators=("mean",)))[0]
    assert (figure.value, figure.se, figure.ci_low, figure.n) == (7, None, None, 1)


def test_lines_are_read_as_people_write_them() -> None:
    assert parse_line("10000") == Amount(10000)
    shares = (("0.6*median", 0.6, LineBasis.MEDIAN), ("50%mean", 0.5, LineBasis.MEAN), ("", 0.6, LineBasis.MEDIAN))
    for text, share, of in shares:
        line = parse_line(text)
        assert isinstance(line, ShareOf) and (line.share, line.of) == (share, of)
    for wrong in ("abc", "-5", "0", "60%", "0*median"):
        with pytest.raises(ProblemsFound, match="贫困线"):
            parse_line(wrong)


def test_json_begins_with_the_agreed_keys_and_holds_no_nan(request_of_all: MeasureRequest) -> None:
    for figure in measure(replace(request_of_all, indicators=("gini", "theil", "fgt0"))):
        said = estimate_json(figure)
        assert list(said)[: len(AGREED)] == AGREED
        assert json.loads(json.dumps(said, allow_nan=False, ensure_ascii=False))["status"] == "sourced"


def test_stages_finite_populations_and_households_come_by_column(tmp_path: Path, drawn: dict[str, np.ndarray]) -> None:
    """Ten PSUs of 40 in each stratum, in each two households of five; the same figures as from the arrays."""
    household = np.arange(ROWS) // 2
    file = write(tmp_path / "b.csv", **drawn, household=household, n1=np.full(ROWS, 40), n2=np.full(ROWS, 5))
    asked = MeasureRequest(file, "income", "weight", "stratum", "psu", indicators=("mean",), fpc="n1，n2")
    (found,) = measure(replace(asked, household="household"))
    there = np.full(ROWS, 40.0), np.full(ROWS, 5.0)
    sample = Sample(drawn["weight"], drawn["stratum"], drawn["psu"], there, household=household)
    assert found.se == pytest.approx(estimate("mean", drawn["income"], sample).se)
    assert "2 stages" in found.design and "fpc=counts/counts" in found.design
    (named,) = measure(replace(asked, psu="psu, household"))
    assert named.se == found.se
    (first,) = measure(replace(asked, psu="psu,household", fpc="n1,-"))
    assert first.se is not None and found.se is not None and first.se > found.se


def test_replicates_come_by_name_count_and_seed(request_of_all: MeasureRequest, drawn: dict[str, np.ndarray]) -> None:
    asked = replace(request_of_all, by=None, indicators=("mean",))
    (found,) = measure(replace(asked, replicates="bootstrap:60:9"))
    made = Replicates(ReplicateKind.BOOTSTRAP, 60, 9)
    sample = Sample(drawn["weight"], drawn["stratum"], drawn["psu"], replicates=made)
    assert found.se == pytest.approx(estimate("mean", drawn["income"], sample).se)
    assert "variance=bootstrap, replicates=60, seed=9, centre=full" in found.design
    (centred,) = measure(replace(asked, replicates="jkn", centre=Centre.MEAN, intervals=IntervalForm.PERCENTILE))
    assert "centre=mean" in centred.design and "interval=percentile" in centred.convention


def test_replicate_weights_of_the_file_are_read_by_their_run(tmp_path: Path, drawn: dict[str, np.ndarray]) -> None:
    rng = np.random.default_rng(1)
    weights = {f"r{i}": (drawn["weight"] * rng.uniform(0.5, 1.5, ROWS)).round(3) for i in range(1, 5)}
    file = write(tmp_path / "c.csv", **drawn, **weights)
    asked = MeasureRequest(file, "income", "weight", indicators=("mean",), replicate_weights="r1-r4")
    (found,) = measure(replace(asked, replicates="sdr"))
    given = Replicates(ReplicateKind.SDR, weights=np.stack(list(weights.values()), axis=1))
    assert found.se == pytest.approx(estimate("mean", drawn["income"], Sample(drawn["weight"], replicates=given)).se)
    assert found.df == 3
    assert "没有说明是哪一种复制法" in faults(asked)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"replicates": "boot"}, "没有名为“boot”的复制法"),
        ({"replicates": "bootstrap:x"}, "“x”不是"),
        ({"replicates": "jkn:5"}, "参数太多"),
        ({"replicates": "fay:1.5"}, "不在 0 与 1 之间"),
        ({"replicates": "brr"}, "恰有两个初级抽样单元"),
        ({"replicate_weights": "r4-r1", "replicates": "sdr"}, "不是由小到大"),
        ({"fpc": "weight"}, "总体单元数不一致"),
        ({"fpc": "weight,weight"}, "fpc 有 2 列"),
    ],
)
def test_a_faulty_design_is_answered_in_words(
    request_of_all: MeasureRequest, change: dict[str, str], words: str
) -> None:
    assert words in faults(replace(request_of_all, **change))  # type: ignore[arg-type]


def test_messages_name_strata_as_the_file_does(tmp_path: Path, drawn: dict[str, np.ndarray]) -> None:
    there = np.where(np.arange(ROWS) < 40, 5, 60)
    file = write(tmp_path / "d.csv", **{**drawn, "stratum": drawn["stratum"] * 100}, n1=there)
    assert "第 100 层的总体单元数小于样本单元数" in faults(
        MeasureRequest(file, "income", "weight", "stratum", "psu", fpc="n1")
    )
