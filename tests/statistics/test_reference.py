"""Every reference figure computed by other software, reproduced. The data are not part of the repository."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, GiniForm, Line, LineBasis, PovertyTest, ShareOf, ZengaTies
from zengshou.statistics.comparisons import median_ratio, ratio
from zengshou.statistics.indicators import estimate
from zengshou.statistics.variance.design import Design, design_of

TRUTH = Path(__file__).resolve().parents[2].parent / "shared" / "truth"
DATA, REFERENCE = TRUTH / "eusilc.csv", TRUTH / "reference_visible.csv"

pytestmark = pytest.mark.skipif(
    not (DATA.exists() and REFERENCE.exists()), reason="reference data not present: ../shared/truth/eusilc.csv"
)

# Named deviations: figures of other software that this room does not compute.

AT_OR_BELOW = PovertyTest.AT_OR_BELOW
NAMES = {
    "arpr": "arpr",
    "svyarpr": "arpr",
    "arpt": "arpt",
    "svyarpt": "arpt",
    "rmpg": "rmpg",
    "svyrmpg": "rmpg",
    "qsr": "s80_s20",
    "incMean": "mean",
    "incMedian": "median",
    "svypoormed": "poor_median",
    "svymean": "mean",
    "svytotal": "total",
    "svyjdiv": "j_divergence",
    "gini": "gini",
}
LINES: dict[str, Line] = {
    "abs=10000": Amount(10000),
    "relq 0.6*median": ShareOf(0.6),
    "relm 0.6*mean": ShareOf(0.6, LineBasis.MEAN),
}


def rows() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        return []
    with REFERENCE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Data:
    """The columns of the file that the references use."""

    def __init__(self) -> None:
        with DATA.open(encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        regions = sorted({line["db040"] for line in lines})

        def column(name: str) -> NDArray[np.float64]:
            return np.array([float(line[name]) if line[name] != "NA" else np.nan for line in lines])

        self.income, self.wage, self.age, weight = (column(name) for name in ("eqIncome", "py010n", "age", "rb050"))
        strata = np.array([regions.index(line["db040"]) for line in lines])
        self.design: Design = design_of(Sample(weight, strata=strata))


@pytest.fixture(scope="module")
def data() -> Data:
    return Data()


def compute(row: dict[str, str], data: Data) -> tuple[float | None, float | None]:
    """Value and error of one row of the reference."""
    function, argument = row["fun"], row["args"]
    domain = data.income > 0 if "eqIncome>0" in row["design"] else None
    number = argument.rpartition("=")[2]
    asked, choices = NAMES.get(function, ""), Choices(test=AT_OR_BELOW)
    if function == "svygini":
        asked, choices = "gini", Choices(gini=GiniForm.CONVEY)
    elif function in ("svygei", "svyatk", "svyiqalpha", "svyisq"):
        family = {"svygei": "ge", "svyatk": "atkinson", "svyiqalpha": "quantile", "svyisq": "partial_sum"}[function]
        asked = f"{family}({number})"
    elif function == "svyfgt":
        order, _, line = argument.partition(",")
        asked, choices = f"fgt{order[-1]}", Choices(test=AT_OR_BELOW, line=LINES[line])
    elif function == "svyzenga":
        asked, choices = "zenga", Choices(zenga_ties=ZengaTies.BY_ROW)
    elif function == "svywatts":
        asked, choices = "watts", Choices(line=Amount(10000))
    elif function == "svyrich":
        asked, choices = "affluence(0.5)", Choices(rich_line=Amount(40000))
    elif function == "svyqsr":
        asked = "palma" if "Palma" in argument else "s80_s20"
    elif function == "svyrmir":
        found = median_ratio(data.income, data.design, data.age >= 65, data.age < 65)
        return found.value, found.se
    elif function == "svyratio":
        found = ratio(data.wage, data.income, data.design, domain=np.isfinite(data.wage))[0]
        return found.value, found.se
    found = estimate(asked, data.income, data.design, domain=domain, choices=choices)
    return found.value, found.se


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['package']}-{row['fun']}-{row['args']}")
def test_every_reference_figure_is_reproduced(row: dict[str, str], data: Data) -> None:
    value, error = compute(row, data)
    assert value == pytest.approx(float(row["estimate"]), rel=1e-9)
    if row["se"]:
        assert error == pytest.approx(float(row["se"]), rel=1e-8)


def test_no_row_of_the_reference_is_left_out() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"reference data not present: {REFERENCE}")
    assert len(rows()) == 48
