"""The table of treacherous sheets (trust.md, section 4): read as they are meant, put aside, or refused; never repaired.

Every trick has one row in the tables of `tricks_of_*.py`: the file, and what must come of it.
"""

from pathlib import Path

import pytest

from tests.store.register.hostile.made_sheets import Trick, delivered
from tests.store.register.hostile.tricks_of_cells import AMOUNTS, NUMBERS_OF_PERSONS
from tests.store.register.hostile.tricks_of_dates import DATES
from tests.store.register.hostile.tricks_of_headers import HEADERS
from tests.store.register.hostile.tricks_of_layout import LINES, MERGED, SHEETS, TABLES

TRICKS = (*HEADERS, *MERGED, *DATES, *AMOUNTS, *NUMBERS_OF_PERSONS, *SHEETS, *LINES, *TABLES)
LEAST = 60


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.name)
def test_a_treacherous_sheet_gives_the_rows_it_means_or_words(trick: Trick, tmp_path: Path) -> None:
    found = delivered(trick.data(), tmp_path)
    if trick.refusal or found.refusal:
        assert trick.refusal and trick.refusal in found.refusal, found.refusal
        return
    assert found.read == len(found.accepted) + found.put_aside == trick.read
    assert sorted(found.aside) == sorted(trick.aside)
    assert {each: found.accepted[each]["amount"] for each in trick.fen} == dict(trick.fen)
    assert {each: found.accepted[each[0]][each[1]] for each in trick.values} == dict(trick.values)
    assert trick.note in " ".join(found.notes)


def test_the_table_has_sixty_sheets_and_no_name_twice() -> None:
    names = [trick.name for trick in TRICKS]
    assert len(names) >= LEAST and len(set(names)) == len(names)
