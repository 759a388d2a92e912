"""Invented facts for property tests (合成数据): any items, sources, spans and amounts."""

from datetime import datetime, timedelta

import polars as pl
from hypothesis import strategies as st

from tests.records.income.golden import DECEMBER, JANUARY
from zengshou.records.income.fact import Fact

ITEMS = (
    "W.PAY", "W.PAY.BASE", "W.PAY.SEV", "W.SIDE.LABOR", "B.AGR.SELF", "B.AGR.COST.FEED", "P.INT", "P.RENT.HOUSE.COST",
    "T.PEN.RES.CENTRAL", "T.DIBAO.URBAN", "T.PRODSUB.LAND", "T-.SI.PEN", "T-.HF", "N.SALE.CAR",
)  # fmt: skip
CHANNELS = ("iit", "social_insurance", "housing_fund", "pension", "agriculture", "employer_proof", "declaration")
PAYERS = ("", "91441700MA0000000U", "91441700MA0000001X")
STARTED = datetime(2025, 1, 1)

months = st.integers(JANUARY - 6, DECEMBER + 6)
amounts = st.integers(-300_000, 3_000_000)


@st.composite
def facts(draw: st.DrawFn, people: int = 2, longest: int = 15) -> Fact:
    """One fact of persons 1 to `people`; rows are numbered by the caller."""
    first = draw(months)
    return Fact(
        batch=1,
        row=0,
        part=1,
        person=draw(st.integers(1, people)),
        item=draw(st.sampled_from(ITEMS)),
        fen=draw(amounts),
        month_from=first,
        month_to=first + draw(st.sampled_from((0, 0, 0, longest // 2, longest))),
        level=draw(st.sampled_from(("gross", "net"))),
        basis="cash",
        channel=draw(st.sampled_from(CHANNELS)),
        native_id="",
        recorded_at=STARTED,
        payer=draw(st.sampled_from(PAYERS)),
        household=draw(st.booleans()),
    )


@st.composite
def versions(draw: st.DrawFn) -> list[Fact]:
    """Facts of few native ids in few batches; a batch has one moment, and states a native id in one row."""
    stated: dict[tuple[int, str], Fact] = {}
    for row in range(draw(st.integers(0, 14))):
        batch, native_id = draw(st.integers(1, 5)), draw(st.sampled_from("ABC"))
        fact = Fact(
            batch=batch,
            row=row,
            part=1,
            person=1,
            item="W.PAY",
            fen=draw(st.integers(1, 1_000)),
            month_from=JANUARY,
            month_to=JANUARY,
            level="gross",
            basis="cash",
            channel="iit",
            native_id=native_id,
            recorded_at=STARTED + timedelta(days=batch),
            reversal_of=draw(st.sampled_from(("", "", "", "A", "Z"))) if native_id == "C" else "",
        )
        stated[batch, native_id] = fact
    return list(stated.values())


def frame(stated: list[Fact]) -> pl.DataFrame:
    """The same facts as columns."""
    names = ("batch", "row", "part", "person", "item", "fen", "month_from", "month_to", "level", "channel", "native_id")
    rest = ("recorded_at", "payer", "reversal_of", "household")
    schema = {
        **dict.fromkeys(("batch", "row", "part", "person", "fen", "month_from", "month_to"), pl.Int64),
        **dict.fromkeys(("item", "level", "channel", "native_id", "payer", "reversal_of"), pl.String),
        "recorded_at": pl.Datetime,
        "household": pl.Boolean,
    }
    columns = {name: [getattr(fact, name) for fact in stated] for name in (*names, *rest)}
    return pl.DataFrame(columns, schema={name: schema[name] for name in columns})
