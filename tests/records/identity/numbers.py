"""Numbers for the tests: invented, with sequences that nobody was given, and drawn at random."""

from datetime import date

from hypothesis import strategies as st

from zengshou.records.identity.id_number import check_digit

TODAY = date(2026, 11, 21)
FIRST_YEARS = {"211002": 1983, "441702": 1988, "441721": 1950}


def number(stem: str) -> str:
    """A 17-digit stem with its check digit."""
    return stem + check_digit(stem)


def stems() -> st.SearchStrategy[str]:
    """17 digits of which many hold a date, some do not."""
    prefix = st.sampled_from(["441702", "441721", "441799", "211002", "999999", "810000", "820000", "830000", "911001"])
    year, month, day = st.integers(1870, 2040), st.integers(0, 13), st.integers(0, 32)
    parts = st.tuples(prefix, year, month, day, st.integers(0, 999))
    return parts.map(lambda part: f"{part[0]}{part[1]:04d}{part[2]:02d}{part[3]:02d}{part[4]:03d}")


def typed_numbers() -> st.SearchStrategy[str]:
    """What a file may hold in the column: numbers right and wrong, old and new, floats, and anything else."""
    right = stems().map(number)
    legacy = stems().map(lambda stem: stem[:6] + stem[8:])
    wide = right.map(lambda text: "".join(chr(ord(sign) + 0xFEE0) for sign in text))
    small = right.map(lambda text: f" {text.lower()}\u3000")
    slipped = st.tuples(right, st.integers(0, 17), st.sampled_from("0123456789Xx字ß")).map(
        lambda part: part[0][: part[1]] + part[2] + part[0][part[1] + 1 :]
    )
    floats = st.sampled_from(["4.41702E+17", "441702198005060000.0", "4.4e17", "1.", "-5E3"])
    anything = st.text(alphabet="0123456789Xx.eE+- \u3000\u200bＡａ０９中é٣", max_size=20)
    return st.one_of(right, legacy, wide, small, slipped, floats, anything)
