"""Rules stand above the score: what may be linked unseen, and what an officer must see."""

import polars as pl
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.linkage import birth_levels, decide, id_levels, name_levels
from zengshou.records.linkage.areas import AREAS, SAME_VILLAGE
from zengshou.records.linkage.birth_levels import BIRTHS
from zengshou.records.linkage.contact_levels import PHONES, SEXES
from zengshou.records.linkage.decide import Decision, Thresholds, decided
from zengshou.records.linkage.id_levels import NUMBERS
from zengshou.records.linkage.name_levels import NAMES

SAME_SEX, OTHER_SEX = "性别相同", "性别不同"


def one(name: str, number: str, birth: str, probability: float = 0.9999, sex: str = SAME_SEX, area: str = SAME_VILLAGE):  # type: ignore[no-untyped-def]
    """The reason and decision of one pair, or None where it is left apart."""
    outcomes = {
        NAMES.outcome: NAMES.outcome_of(name),
        NUMBERS.outcome: NUMBERS.outcome_of(number) if number else -1,
        BIRTHS.outcome: BIRTHS.outcome_of(birth) if birth else -1,
        AREAS.outcome: AREAS.outcome_of(area) if area else -1,
        PHONES.outcome: -1,
        SEXES.outcome: SEXES.outcome_of(sex),
    }
    found = decided(
        pl.DataFrame(
            {
                "left": [0],
                "right": [1],
                "weight": [9.0],
                "probability": [probability],
                **{k: [v] for k, v in outcomes.items()},
            }
        ),
        Thresholds(),
    )
    return None if found.height == 0 else (found["reason"][0], Decision(found["decision"][0]))


@pytest.mark.parametrize("name", name_levels.ALIKE)
@pytest.mark.parametrize("number", id_levels.SAME)
def test_equal_valid_numbers_with_agreeing_name_and_birth_are_linked_whatever_the_score(name: str, number: str) -> None:
    assert one(name, number, birth_levels.SAME, 0.01) == (decide.SURE, Decision.AUTO)


@pytest.mark.parametrize(
    ("name", "birth"),
    [
        (name_levels.LOOK_ALIKE, birth_levels.SAME),
        (name_levels.ONE_CHARACTER, birth_levels.SAME),
        (name_levels.DIFFERENT, birth_levels.SAME),
        (name_levels.SAME_WRITTEN, birth_levels.ONE_DIGIT),
        (name_levels.SAME_WRITTEN, birth_levels.DIFFERENT),
    ],
)
@pytest.mark.parametrize("probability", [0.000001, 0.7, 0.999999])
def test_equal_numbers_with_another_name_or_birth_always_go_to_the_officer(
    name: str, birth: str, probability: float
) -> None:
    assert one(name, id_levels.SAME_NUMBER, birth, probability) == (decide.RULE_10, Decision.REVIEW)


def test_two_valid_numbers_are_never_linked_unseen() -> None:
    assert one(name_levels.SAME_WRITTEN, id_levels.BOTH_VALID, birth_levels.SAME) == (
        decide.TWO_NUMBERS,
        Decision.REVIEW,
    )


def test_without_a_number_a_weak_name_another_sex_or_little_else_goes_to_the_officer() -> None:
    assert one(name_levels.ONE_CHARACTER, "", birth_levels.SAME) == (decide.WEAK_NAME, Decision.REVIEW)
    assert one(name_levels.SAME_WRITTEN, "", birth_levels.SAME, sex=OTHER_SEX) == (decide.OTHER_SEX, Decision.REVIEW)
    assert one(name_levels.SAME_WRITTEN, "", birth_levels.SAME, area="") == (decide.LITTLE_SAID, Decision.REVIEW)
    assert one(name_levels.SAME_WRITTEN, "", "") == (decide.LITTLE_SAID, Decision.REVIEW)


def test_the_score_decides_between_linked_looked_at_and_left_apart() -> None:
    assert one(name_levels.HOMOPHONE, "", birth_levels.SAME, 0.995) == (decide.BY_SCORE, Decision.AUTO)
    assert one(name_levels.HOMOPHONE, "", birth_levels.SAME, 0.6) == (decide.BETWEEN, Decision.REVIEW)
    assert one(name_levels.HOMOPHONE, "", birth_levels.SAME, 0.4) is None


def test_an_equal_number_that_fails_its_check_is_no_sure_link() -> None:
    assert one(name_levels.SAME_WRITTEN, id_levels.SAME_INVALID, birth_levels.SAME, 0.4) is None


@pytest.mark.parametrize(("auto", "review"), [(0.5, 0.9), (1.0, 0.5), (0.9, 0.0)])
def test_thresholds_out_of_order_are_refused(auto: float, review: float) -> None:
    with pytest.raises(ProblemsFound, match="阈值"):
        Thresholds(auto, review)
