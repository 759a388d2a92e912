"""What an analyst may hand in: frames of every kind, files, labels, conditions, missing values."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

import zengshou as zs
from tests.faces.analysis.invented_rows import DESIGN, ROWS, rows, sample
from zengshou.concepts.sample import Calibration
from zengshou.statistics.indicators import estimate


def said(error: pytest.ExceptionInfo[zs.ProblemsFound]) -> str:
    return str(error.value)


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "arrow", "mapping"])
def test_every_kind_of_frame_gives_what_the_statistics_give(kind: str) -> None:
    held = rows()
    frame = {
        "polars": held,
        "lazy": held.lazy(),
        "pandas": held.to_pandas(),
        "arrow": held.to_arrow(),
        "mapping": held.to_dict(as_series=False),
    }[kind]
    found = zs.gini(frame, "income", by="county", **DESIGN)
    direct = estimate("gini", held["income"].to_numpy(), sample())
    east = estimate("gini", held["income"].to_numpy(), sample(), domain=(held["county"] == "东区").to_numpy())
    assert (found[0].value, found[0].se, found[0].df) == (direct.value, direct.se, direct.df)
    assert (found["东区"].value, found["东区"].se) == (east.value, east.se)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".dta", ".sav"])
def test_every_kind_of_file_gives_the_same(tmp_path: Path, suffix: str) -> None:
    held, file = rows().drop("county", "is_urban"), tmp_path / f"a{suffix}"
    write = {
        ".csv": lambda: held.write_csv(file),
        ".parquet": lambda: held.write_parquet(file),
        ".dta": lambda: pyreadstat.write_dta(held.to_pandas(), str(file)),
        ".sav": lambda: pyreadstat.write_sav(held.to_pandas(), str(file)),
    }
    write[suffix]()
    expected = zs.gini(held, "income", **DESIGN)
    found = zs.gini(file, "income", **DESIGN)
    assert found.value == pytest.approx(expected.value, rel=1e-12) and found.se == pytest.approx(expected.se, rel=1e-12)


def test_labels_of_values_and_variables_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"y": [1.0, 2.0, 3.0, 5.0], "r": [1, 2, 1, 2]}),
        str(file),
        column_labels=["人均可支配收入", "城乡"],
        variable_value_labels={"r": {1: "城镇", 2: "农村"}},
    )
    found = zs.mean(file, "y", by="r")
    assert found.domains == ("全体", "城镇", "农村")
    assert "人均可支配收入（y）" in repr(found)


def test_labels_that_a_pandas_frame_carries_are_printed() -> None:
    frame = pd.DataFrame({"y": [1.0, 2.0]})
    frame.attrs["variable_labels"] = {"y": "人均可支配收入"}
    assert "人均可支配收入（y）" in repr(zs.mean(frame, "y"))


def test_categories_of_pandas_and_polars_keep_their_own_order() -> None:
    order = ["高", "中", "低"]
    frame = pd.DataFrame({"y": [1.0, 2, 3, 4, 5, 6], "g": pd.Categorical(list("低中高低中高"), categories=order)})
    enum = pl.DataFrame({"y": frame["y"].to_list(), "g": pl.Series(list("低中高低中高"), dtype=pl.Enum(order))})
    for data in (frame, enum):
        assert zs.mean(data, "y", by="g").domains == ("全体", *order)


def test_groups_of_two_columns_are_their_combinations_that_occur() -> None:
    frame = {"y": [1.0, 2, 3, 4], "a": ["甲", "甲", "乙", "乙"], "b": [True, False, True, True]}
    found = zs.mean(frame, "y", by=["a", "b"])
    assert found.domains == ("全体", "乙 / 是", "甲 / 否", "甲 / 是")
    assert found.to_polars()["b"].to_list() == ["全体", "是", "否", "是"]


def test_conditions_are_words_expressions_columns_or_arrays() -> None:
    held = rows()
    mask = (held["age"] >= 60).to_numpy()
    flagged = held.with_columns(old=pl.col("age") >= 60)
    wanted = estimate("gini", held["income"].to_numpy(), sample(), domain=mask)
    for data, where in ((held, "age >= 60"), (held, pl.col("age") >= 60), (flagged, "old"), (held, mask)):
        found = zs.gini(data, "income", where=where, **DESIGN)
        assert (found.value, found.se, found.only.n) == (wanted.value, wanted.se, wanted.n)
    text = zs.gini(held, "income", where="county = '东区' AND age < 30", **DESIGN)
    assert text.only.n == held.filter((pl.col("county") == "东区") & (pl.col("age") < 30)).height


def test_the_line_and_the_figure_each_have_their_own_domain() -> None:
    held = rows()
    own = zs.poverty(held, "income", line="0.6*median", where="is_urban", line_where="is_urban", **DESIGN)
    common = zs.poverty(held, "income", line="0.6*median", where="is_urban", **DESIGN)
    assert own.only.n == common.only.n and own.value != common.value
    usual, other = (
        zs.at_risk_of_poverty(held, "income", line_where=where, **DESIGN) for where in ("age > -1", "is_urban")
    )
    assert usual["arpr"].value != other["arpr"].value  # a domain without a line is that of the usual line


@pytest.mark.parametrize("is_pandas", [False, True])
def test_missing_values_are_left_out_as_a_domain_and_counted(is_pandas: bool) -> None:
    held = rows().with_columns(income=pl.when(pl.int_range(pl.len()) % 10 == 0).then(None).otherwise(pl.col("income")))
    found = zs.mean(held.to_pandas() if is_pandas else held, "income", **DESIGN).only
    assert found.n == ROWS * 9 // 10 and found.n_psu == 60
    assert "missing_income" in found.flags and "missing_income=24" in found.convention


def test_rows_whose_condition_is_unknown_are_said() -> None:
    frame = {"y": [1.0, 2, 3, 4], "age": [10, None, 70, 80]}
    assert "missing_condition=1" in zs.mean(frame, "y", where="age >= 60").only.convention
    known = zs.rate(frame, "age >= 60").only
    assert known.n == 3 and known.value == pytest.approx(2 / 3) and "missing_condition=1" in known.convention


def test_text_in_a_number_column_is_refused_with_its_place() -> None:
    with pytest.raises(zs.ProblemsFound) as error:
        zs.mean({"y": ["12", "约3千", "5"]}, "y")
    assert "约3千" in said(error) and "第 1 行" in said(error) and "列“y”" in said(error)


def test_mixed_objects_of_pandas_are_refused_in_words() -> None:
    frame = pd.DataFrame({"y": [1, "二", None]}, dtype=object)
    with pytest.raises(zs.ProblemsFound, match="列“y”"):
        zs.mean(frame, "y")


def test_a_column_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(zs.ProblemsFound) as error:
        zs.gini(rows(), "incom", weights="ww", strata="h")
    assert "income" in said(error) and "ww" in said(error)


@pytest.mark.parametrize("data", [3, None, object()])
def test_what_is_no_table_is_refused_with_what_would_be_one(data: object) -> None:
    with pytest.raises(zs.ProblemsFound, match="pandas、Polars、Arrow"):
        zs.mean(data, "y")


@pytest.mark.parametrize("columns", [{"y": [1.0, 2.0], "w": [1.0]}, {"y": [1, "二"]}])
def test_columns_that_make_no_table_are_refused_in_words(columns: dict[str, list[object]]) -> None:
    with pytest.raises(zs.ProblemsFound, match="各列须等长"):
        zs.mean(columns, "y")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (pd.DataFrame([[1.0, 2.0]], columns=["y", "y"]), "读不出来"),
        (pd.DataFrame([[1.0, 2.0]]), "列名须是文字"),
        (pl.LazyFrame({"y": [1.0]}).with_columns(z=pl.col("nope")), "读不出来"),
        (pl.DataFrame({"y": []}, schema={"y": pl.Float64}), "0 行"),
    ],
)
def test_a_frame_that_cannot_be_read_is_refused_in_words(data: object, word: str) -> None:
    with pytest.raises(zs.ProblemsFound, match=word):
        zs.mean(data, "y")


def test_a_group_may_not_bear_the_name_of_everyone() -> None:
    with pytest.raises(zs.ProblemsFound, match="表示全体"):
        zs.mean({"y": [1.0, 2.0], "g": ["all", "b"]}, "y", by="g")


def test_a_condition_that_cannot_be_read_is_refused_in_words() -> None:
    with pytest.raises(zs.ProblemsFound, match="读不懂条件"):
        zs.mean(rows(), "income", where="age >== 60")
    with pytest.raises(zs.ProblemsFound, match="240 行"):
        zs.mean(rows(), "income", where=np.array([True]))


def test_faults_of_a_design_come_back_together() -> None:
    broken = rows().with_columns(w=-pl.col("w"), psu=pl.lit(None, dtype=pl.Int64))
    with pytest.raises(zs.ProblemsFound) as error:
        zs.gini(broken, "income", **DESIGN)
    assert "权数为负" in said(error) and "抽样设计缺失" in said(error)


def test_a_stratum_of_one_unit_is_named_with_the_way_out() -> None:
    frame = {"y": [1.0, 2, 3], "h": ["甲", "甲", "乙"]}
    with pytest.raises(zs.ProblemsFound) as error:
        zs.mean(frame, "y", strata="h")
    assert "乙" in said(error) and "adjust" in said(error)
    assert zs.mean(frame, "y", strata="h", lonely="adjust").se is not None


def test_a_design_is_given_once_and_serves_every_call() -> None:
    held = rows()
    made = zs.design(held, **DESIGN)
    direct = zs.gini(held, "income", by="county", **DESIGN)
    assert zs.gini(made, "income", by="county").estimates == direct.estimates
    with pytest.raises(zs.ProblemsFound, match="抽样设计给了两次"):
        zs.gini(made, "income", weights="w")
    assert "240 行" in repr(made)


def test_stages_counts_households_and_replicates_reach_the_design() -> None:
    held = rows().with_columns(units=pl.lit(200), hh=pl.int_range(pl.len()) // 2)
    plain = zs.mean(held, "income", **DESIGN)
    corrected = zs.mean(held, "income", fpc="units", **DESIGN)
    stages = zs.mean(held, "income", fpc=["units", None], household="hh", **DESIGN)
    jackknife = zs.mean(held, "income", replicates="jkn", **DESIGN)
    drawn = zs.mean(held, "income", replicates="bootstrap", draws=50, seed=3, **DESIGN)
    assert corrected.se == pytest.approx((plain.se or 0) * (1 - 20 / 200) ** 0.5)
    assert "2 stages" in stages.only.design and stages.se not in (plain.se, corrected.se)
    assert jackknife.se == pytest.approx(plain.se, rel=0.05) and "jkn" in jackknife.only.design
    assert drawn.se is not None and "replicates=50" in drawn.only.design


def test_strata_of_two_columns_are_their_crossing() -> None:
    held = rows().with_columns(a=pl.col("h"), b=(pl.col("psu") % 2))
    crossed = held.with_columns(c=pl.col("h") * 10 + pl.col("psu") % 2)
    two = zs.mean(held, "income", weights="w", strata=["a", "b"], psu="psu")
    one = zs.mean(crossed, "income", weights="w", strata="c", psu="psu")
    assert two.se == one.se


def test_weights_that_were_calibrated_have_the_error_of_residuals() -> None:
    held = rows().with_columns(g=pl.col("w") * pl.when(pl.col("is_urban")).then(1.1).otherwise(0.9))
    design = {"weights": "g", "strata": "h", "psu": "psu"}
    found = zs.mean(held, "income", base_weight="w", margins=["is_urban", "age"], **design)
    urban = held["is_urban"].to_numpy()
    auxiliary = np.column_stack([~urban, urban, held["age"].to_numpy()]).astype(np.float64)
    calibration = Calibration(held["w"].to_numpy(), auxiliary)
    drawn = replace(sample(), weight=held["g"].to_numpy(), calibration=calibration)
    direct = estimate("mean", held["income"].to_numpy(), drawn)
    assert (found.value, found.se) == (direct.value, pytest.approx(direct.se))
    assert found.se != zs.mean(held, "income", **design).se
    with pytest.raises(zs.ProblemsFound, match="margins"):
        zs.mean(held, "income", base_weight="w", **design)
