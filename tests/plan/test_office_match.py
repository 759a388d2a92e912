"""Printed names matched to known bodies: sure, or asked of a person; never joined by guess."""

import pytest

from zengshou.plan.model import Office
from zengshou.plan.office_match import Match, MatchKind, match_names

KNOWN = (
    Office("human_resources", "市人力资源社会保障局"),
    Office("finance", "市财政局"),
    Office("market", "市市场监管局", ("市市场监督管理局",)),
)


def match(name: str) -> Match:
    return match_names([name], KNOWN, "云汀市")[0]


@pytest.mark.parametrize(
    ("printed", "kind", "office"),
    [
        ("市财政局", MatchKind.EXACT, "finance"),
        ("市市场监督管理局", MatchKind.ALIAS, "market"),
        ("财政局", MatchKind.PREFIX, "finance"),
        ("云汀市财政局", MatchKind.PREFIX, "finance"),
        ("各县（市、区）人民政府", MatchKind.GENERIC, "各县(市、区)人民政府"),
        ("市水务局", MatchKind.NEW, "市水务局"),
        ("县财政局", MatchKind.NEW, "县财政局"),
    ],
)
def test_a_name_that_is_clear_is_matched_for_sure(printed: str, kind: MatchKind, office: str) -> None:
    found = match(printed)
    assert (found.kind, found.office, found.candidates) == (kind, office, ()) and kind.is_sure


@pytest.mark.parametrize("printed", ["市人社局", "市人力资源和社会保障局", "市人力资源保障局"])
def test_a_near_name_is_a_question_with_the_body_it_is_near_to(printed: str) -> None:
    found = match(printed)
    assert found.kind is MatchKind.NEAR and found.candidates == ("human_resources",) and not found.kind.is_sure


def test_two_spellings_of_one_new_body_are_asked_about_and_a_settled_name_is_not() -> None:
    names = ["市住房和城乡建设局", "市住房城乡建设局"]
    first, second = match_names(names, KNOWN, "云汀市")
    assert first.kind is MatchKind.NEW
    assert (second.kind, second.candidates) == (MatchKind.NEAR, ("市住房和城乡建设局",))
    assert match_names(names, KNOWN, "云汀市", settled=names)[1].kind is MatchKind.NEW
