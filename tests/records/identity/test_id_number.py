"""公民身份号码: who is refused, and above all who is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.identity.numbers import FIRST_YEARS, TODAY, number, stems
from zengshou.records.identity.checked_number import CheckedNumber
from zengshou.records.identity.id_number import check_digit, checked_id_number, last_too_old_birth
from zengshou.records.identity.identifier import Caution, Fault, IdentifierKind


def checked(text: str | int | float) -> CheckedNumber:
    return checked_id_number(text, today=TODAY, first_years=FIRST_YEARS)


@pytest.mark.parametrize(
    ("stem", "digit"),
    [
        ("21100219750101000", "X"),
        ("44170219900230000", "2"),
        ("83000019800601000", "9"),
        ("81000019850315000", "9"),
        ("91100119880808000", "6"),
        ("44170219800506002", "X"),
    ],
)
def test_the_check_digit_of_each_known_vector(stem: str, digit: str) -> None:
    assert check_digit(stem) == digit


def test_the_check_digit_by_hand() -> None:
    # 4×7+4×9+1×10+7×5+0×8+2×4+1×2+9×1+8×6+0×3+0×7+5×9+0×10+6×5+0×8+0×4+2×2 = 255; 255 mod 11 = 2 → X
    assert checked("44170219800506002X").ok


def test_one_born_in_1975_under_a_code_of_1983_is_accepted_with_a_caution() -> None:
    found = checked("21100219750101000X")
    assert found.ok and found.cautions == (Caution.CODE_NEWER,)
    assert found.birth == date(1975, 1, 1) and found.sex == "female" and found.kind is IdentifierKind.RESIDENT_CARD


def test_an_unknown_address_code_is_a_caution_and_never_a_reason_to_refuse() -> None:
    found = checked(number("99999119800506003"))
    assert found.ok  # begins with 9: a card of a permanent resident, no county code at all
    assert found.cautions == () and found.kind is IdentifierKind.FOREIGN_PERMANENT
    assert checked(number("44179919800506003")).cautions == (Caution.CODE_UNKNOWN,)


def test_a_code_of_a_prefecture_of_which_the_table_knows_nothing_is_not_judged() -> None:
    assert checked(number("51010419800506003")).cautions == ()


def test_without_a_table_of_codes_no_caution_is_given() -> None:
    assert checked_id_number("21100219750101000X", today=TODAY, first_years=None).cautions == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("830000198006010009", IdentifierKind.TAIWAN_RESIDENCE),
        ("810000198503150009", IdentifierKind.HK_MACAO_RESIDENCE),
        (number("82000019850315001"), IdentifierKind.HK_MACAO_RESIDENCE),
        ("911001198808080006", IdentifierKind.FOREIGN_PERMANENT),
    ],
)
def test_residence_cards_that_begin_with_8_or_9_are_accepted_without_a_caution(text: str, kind: IdentifierKind) -> None:
    found = checked(text)
    assert (found.ok, found.kind, found.cautions) == (True, kind, ())


def test_the_30th_of_february_is_refused_although_the_check_digit_fits() -> None:
    assert checked("441702199002300002").fault is Fault.DATE


def test_a_legacy_number_becomes_18_digits_and_keeps_its_original() -> None:
    found = checked("211002750101000")
    assert (found.normalised, found.original) == ("21100219750101000X", "211002750101000")


def test_full_width_digits_small_x_and_blanks_are_folded() -> None:
    assert checked(" ４４１７０２１９８００５０６００２ｘ\u3000").normalised == "44170219800506002X"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("\u3000 ", Fault.EMPTY),
        ("4.41702E+17", Fault.FLOAT),
        ("4.41702e+17", Fault.FLOAT),
        ("441702198005060000.0", Fault.FLOAT),
        (4.41702e17, Fault.FLOAT),
        (441702198005060020.0, Fault.FLOAT),
        ("44170219800506002", Fault.LENGTH),
        ("4417021980050600Z1", Fault.SIGNS),
        ("44170219800506002٣", Fault.SIGNS),
        ("21100275010100X", Fault.SIGNS),
        ("441702198005060021", Fault.CHECK_DIGIT),
        (number("44170219801306002"), Fault.DATE),
        (number("44170200000506002"), Fault.DATE),
        (number("44170220261122002"), Fault.FUTURE),
        (number("44170218951121002"), Fault.AGE),
    ],
)
def test_each_fault_has_its_own_code(text: str | float, fault: Fault) -> None:
    found = checked(text)
    assert (found.ok, found.fault, found.normalised, found.birth) == (False, fault, "", None)


def test_a_whole_number_is_read_as_its_digits() -> None:
    assert checked(211002750101000).normalised == "21100219750101000X"


def test_born_today_is_accepted_and_so_is_the_oldest_year() -> None:
    assert checked(number("44170220261121002")).ok
    assert checked(number("44170218951122002")).ok


def test_the_age_cap_is_an_argument() -> None:
    found = checked_id_number("44170219800506002X", today=TODAY, first_years=None, age_cap_years=40)
    assert found.fault is Fault.AGE


def test_a_29th_of_february_counts_back_to_the_28th() -> None:
    assert last_too_old_birth(date(2024, 2, 29), 129) == date(1894, 2, 28)


@given(stems(), st.integers(0, 17), st.integers(1, 9))
def test_any_single_wrong_digit_is_refused(stem: str, place: int, by: int) -> None:
    right = number(stem)
    signs = "0123456789X" if place == 17 else "0123456789"
    wrong = right[:place] + signs[(signs.index(right[place]) + by) % len(signs)] + right[place + 1 :]
    assert not checked(wrong).ok


@given(stems(), st.integers(0, 16))
def test_two_neighbours_changed_about_are_refused(stem: str, place: int) -> None:
    right = number(stem)
    if right[place] == right[place + 1]:
        return
    assert not checked(right[:place] + right[place + 1] + right[place] + right[place + 2 :]).ok


@given(stems())
def test_the_digit_before_the_last_tells_the_sex(stem: str) -> None:
    found = checked(number(stem))
    if found.ok:
        assert found.sex == ("male" if int(stem[16]) % 2 else "female")
