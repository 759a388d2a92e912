"""A whole linkage on a few thousand labelled records: 合成数据."""

import numpy as np
import polars as pl
import pytest

from tests.records.linkage.side_by_side import TODAY, frame, number
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.linkage import decide
from zengshou.records.linkage.clusters import TIED
from zengshou.records.linkage.decide import Decision
from zengshou.records.linkage.engine import EngineLimits
from zengshou.records.linkage.labelled import Labelled, labelled_records
from zengshou.records.linkage.linkage import Linkage, LinkageOptions, linked
from zengshou.records.linkage.prepare import GIVEN
from zengshou.records.linkage.quality import pair_quality, quality_by_error
from zengshou.records.linkage.score import words_of
from zengshou.store.linkage_tables import name_frequencies, name_tables

PERSONS, COPIES = 2_400, 1_200


def link(first: pl.DataFrame, second: pl.DataFrame | None = None, options: LinkageOptions | None = None) -> Linkage:
    asked = LinkageOptions() if options is None else options
    return linked(first, second, name_tables(), TODAY, asked, EngineLimits(), lambda share, words: None)


@pytest.fixture(scope="module")
def labelled() -> Labelled:
    return labelled_records(PERSONS, COPIES, name_frequencies(), name_tables(), np.random.default_rng(3))


@pytest.fixture(scope="module")
def found(labelled: Labelled) -> Linkage:
    return link(labelled.frame.select(GIVEN))


def test_automatic_links_are_right_and_find_nearly_all(labelled: Labelled, found: Linkage) -> None:
    quality = pair_quality(found.group, labelled.truth()["person"].to_numpy())
    assert quality.precision.value is not None and quality.precision.value >= 0.995
    assert quality.recall.value is not None and quality.recall.value >= 0.93


def test_homophones_aliases_titles_and_slips_of_the_number_are_found(labelled: Labelled, found: Linkage) -> None:
    by_error = quality_by_error(found.group, labelled.truth(), found.of(Decision.AUTO))
    for kind in ("homophone", "alias", "title", "latin_letter", "variant", "number_digit", "number_transposed"):
        recall = by_error[kind].recall.value
        assert recall is not None and recall >= 0.93, kind


def test_what_the_rules_keep_from_linking_waits_for_the_officer(labelled: Labelled, found: Linkage) -> None:
    truth, review = labelled.truth(), found.of(Decision.REVIEW)
    person = truth["person"].to_numpy()
    right = review.filter(pl.Series(person[review["left"].to_numpy()] == person[review["right"].to_numpy()]))
    assert right.filter(pl.col("reason") == decide.RULE_10).height > 10
    home = dict(truth.filter(pl.col("error") == "original").select("person", "record").iter_rows())
    waiting = set(right["left"].to_list()) | set(right["right"].to_list())
    lost = [
        record
        for record, owner, error in truth.select("record", "person", "error").iter_rows()
        if error != "original" and found.group[record] != found.group[home[owner]] and record not in waiting
    ]
    assert len(lost) <= 0.01 * COPIES


def test_the_order_of_rows_changes_nothing(labelled: Labelled) -> None:
    few = labelled.frame.head(500)
    turn = np.random.default_rng(5).permutation(few.height)
    straight, turned = link(few.select(GIVEN)), link(few[turn].select(GIVEN))
    assert set(_pairs(straight, np.arange(few.height))) == set(_pairs(turned, turn))


def _pairs(found: Linkage, place: np.ndarray) -> list[tuple[int, int, str, str]]:
    return [
        (*sorted((int(place[left]), int(place[right]))), decision, reason)
        for left, right, decision, reason in found.pairs.select("left", "right", "decision", "reason").iter_rows()
    ]


PERSON = {"name": "张伟", "number": number("44990119850315001"), "birth": "1985-03-15", "area": "449901101001"}


def test_rows_that_say_the_very_same_are_one_person_without_comparison() -> None:
    found = link(frame([PERSON, {**PERSON, "name": "李娜", "number": number("44990119850315002")}, PERSON, PERSON]))
    assert found.group.tolist() == [0, 1, 0, 0]
    assert sorted(found.copies["copy"].to_list()) == [2, 3] and found.of(Decision.AUTO).height == 0


def test_equal_numbers_of_quite_different_people_are_shown_to_an_officer() -> None:
    other = {"name": "欧阳娜娜", "number": PERSON["number"], "birth": "2012-11-27", "area": "210101202003", "sex": "女"}
    found = link(frame([{**PERSON, "sex": "男"}, other]))
    assert found.of(Decision.REVIEW)["reason"].to_list() == [decide.RULE_10]
    words = words_of(found.pairs).row(0, named=True)
    assert words["身份号码"] == "号码完全相同" and words["姓名"] == "姓名不同"
    assert found.group.tolist() == [0, 1]


def test_two_files_are_linked_one_to_one_and_a_tie_is_left_to_the_officer() -> None:
    twice = [PERSON, {**PERSON, "phone": "10012345678"}]
    found = link(frame([PERSON]), frame(twice))
    assert found.of(Decision.AUTO).height == 0 and set(found.pairs["reason"]) == {TIED}
    many = link(frame([PERSON]), frame(twice), LinkageOptions(is_one_to_one=False))
    assert many.group.tolist() == [0, 0, 0]


def test_what_cannot_be_used_is_counted_and_few_pairs_are_said_to_teach_nothing() -> None:
    found = link(
        frame([PERSON, {"name": "李娜", "number": "12", "birth": "不详"}, {"number": PERSON["number"][:17] + "0"}])
    )
    assert found.counts["身份号码长度或字符不对，未用于比对"] == 1
    assert found.counts["出生日期不成日期"] == 1 and found.counts["没有可用的姓名"] == 1
    assert found.counts["身份号码未通过校验，只按近似比对"] == 1
    assert any("不学习，用先验值" in note for note in found.notes)


def test_a_placeholder_that_thousands_share_is_left_out_of_its_block_and_said() -> None:
    unknown = {"number": "111111111111111111", "birth": "1900-01-01"}
    rows = [
        {
            **unknown,
            "name": f"陈{'伟芳敏静秀丽强军'[n % 8]}{'华明玉英文平国春红建'[n // 8 % 10]}",
            "phone": f"100{n:08d}",
        }
        for n in range(1_200)
    ]
    found = link(frame(rows))
    told = {out.rule: out for out in found.left_out}
    assert told["号码相同"].records == 1_200 and told["号码相同"].pairs == 1_200 * 1_199 // 2
    assert found.of(Decision.AUTO).height == 0


def test_nothing_to_compare_is_refused_in_words() -> None:
    with pytest.raises(ProblemsFound, match="没有一行记录"):
        link(frame([]))
    with pytest.raises(ProblemsFound, match="没有姓名也没有身份号码"):
        link(frame([{"phone": "10012345678"}]))
