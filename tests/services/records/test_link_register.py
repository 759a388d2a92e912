"""One person under two references: found, judged, counted as one, and taken apart again. 合成数据。"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import text

from tests.services.records.linked_world import CUSTODIAN, granted, link_desk, peopled, same_person, searched
from tests.services.records.register_desk import NOON, Desk
from tests.services.records.test_statistics_extract import STATISTICIAN
from tests.services.records.test_statistics_extract import granted as may_extract
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.services.records.linking.link_review import Verdict
from zengshou.services.records.whole.statistics_extract import extract_year
from zengshou.store.register.linking.link_reviews import ReviewState
from zengshou.store.register.linking.links import add_link, root_of


@pytest.fixture
def linked(desk: Desk) -> Iterator[Desk]:
    peopled(desk)
    granted(desk)
    yield desk


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every fact, asset, status and person of the register."""
    tables = ("income_fact", "asset_event", "status_event", "person", "household_member", "residence")
    return {table: sorted(desk.ask(f"SELECT * FROM {table}"), key=repr) for table in tables}


def totals(desk: Desk, name: str) -> tuple[bytes, pl.DataFrame]:
    """The bytes that left for statistics, and the table in them."""
    path = Path(desk.folder) / f"{name}.parquet"
    extract_year(desk.home, STATISTICIAN, 2025, NOON, path)
    return path.read_bytes(), pl.read_parquet(path)


def test_a_sure_pair_is_linked_and_a_doubtful_one_waits_for_an_officer(either_desk: Desk) -> None:
    peopled(either_desk)
    found = searched(either_desk)
    assert (found.persons, found.linked, found.review) == (62, 1, 1)
    ((method, score),) = either_desk.ask("SELECT method, score FROM person_link")
    assert method == "auto" and float(str(score)) >= 0.99
    granted(either_desk)
    (waiting,) = link_desk(either_desk).queue(CUSTODIAN)
    assert waiting.levels["身份号码"] == "双方校验都通过而号码不同"


def test_neither_names_nor_numbers_stand_in_what_linkage_writes(linked: Desk) -> None:
    searched(linked)
    told = repr(linked.ask("SELECT * FROM person_link") + linked.ask("SELECT * FROM link_review"))
    people = linked.home.folder.parent / "people.csv"
    for line in people.read_text(encoding="utf-8").splitlines()[1:]:
        _, name, number, *_ = line.split(",")
        assert name not in told and number not in told


def test_the_vault_logs_the_comparison_as_one_act_on_everybody(linked: Desk) -> None:
    searched(linked)
    with linked.home.vault_database.reading() as session:
        rows = session.execute(text("SELECT actor, purpose, rows FROM vault_log WHERE action = 'compare'")).all()
    assert [tuple(row) for row in rows] == [("guiji", "link_register", 62)]


def test_a_second_run_finds_nothing_new(linked: Desk) -> None:
    searched(linked)
    again = searched(linked)
    assert (again.linked, again.review, again.known) == (0, 0, 2)


def test_both_persons_are_shown_masked_and_both_looks_are_logged(linked: Desk) -> None:
    searched(linked)
    desk = link_desk(linked)
    (waiting,) = desk.queue(CUSTODIAN)
    view = desk.pair(CUSTODIAN, waiting.id)
    by_label = {line.label: line for line in view.lines}
    assert by_label["姓名（遮盖）"].a == "李**" and not by_label["姓名（遮盖）"].is_different
    assert by_label["证件号码（遮盖）"].is_different and "********" in by_label["证件号码（遮盖）"].b
    subjects = linked.ask("SELECT DISTINCT subject FROM access_event WHERE outcome = 'allowed'")
    assert {row[0] for row in subjects} == {waiting.a, waiting.b}


def test_linked_persons_count_once_and_undone_all_is_byte_for_byte_as_before(linked: Desk) -> None:
    may_extract(linked, "4417")
    searched(linked)
    desk = link_desk(linked)
    (auto,) = desk.links(CUSTODIAN)
    desk.undo(CUSTODIAN, auto.id)
    rows_before, (bytes_before, before) = everything(linked), totals(linked, "before")
    (waiting,) = desk.queue(CUSTODIAN)
    desk.decide(CUSTODIAN, waiting.id, Verdict.SAME)
    _, during = totals(linked, "during")
    assert during.height == before.height - 1
    assert during["income"].sum() == pytest.approx(before["income"].sum(), abs=1e-6)
    made = next(link for link in desk.links(CUSTODIAN) if link.holds)
    assert made.pair == (waiting.a, waiting.b) and made.method == "review"
    desk.undo(CUSTODIAN, made.id)
    bytes_after, after = totals(linked, "after")
    assert everything(linked) == rows_before
    assert bytes_after == bytes_before and after.equals(before)


def test_a_pair_that_was_judged_different_is_neither_asked_about_nor_linked_again(linked: Desk) -> None:
    searched(linked)
    desk = link_desk(linked)
    (waiting,) = desk.queue(CUSTODIAN)
    desk.decide(CUSTODIAN, waiting.id, Verdict.DIFFERENT)
    (auto,) = desk.links(CUSTODIAN)
    desk.undo(CUSTODIAN, auto.id)
    again = searched(linked)
    assert (again.linked, again.review) == (0, 0) and desk.next_open(CUSTODIAN) is None


def test_a_pair_lies_in_one_queue_and_is_judged_once(linked: Desk) -> None:
    searched(linked)
    desk = link_desk(linked)
    (waiting,) = desk.queue(CUSTODIAN)
    desk.decide(CUSTODIAN, waiting.id, Verdict.LATER)
    assert desk.queue(CUSTODIAN) == () and len(desk.queue(CUSTODIAN, (ReviewState.LATER,))) == 1
    desk.decide(CUSTODIAN, waiting.id, Verdict.SAME)
    with pytest.raises(ProblemsFound, match="已经判定"):
        desk.decide(CUSTODIAN, waiting.id, Verdict.DIFFERENT)
    counts = desk.counts()
    assert counts[ReviewState.LINKED] == 1 and sum(counts.values()) == 1


def test_a_pair_that_other_links_joined_leaves_the_queue_and_comes_back_with_their_undoing(linked: Desk) -> None:
    searched(linked)
    desk = link_desk(linked)
    (waiting,) = desk.queue(CUSTODIAN)
    ((third,),) = linked.ask(f"SELECT min(ref) FROM person WHERE ref NOT IN ({waiting.a}, {waiting.b})")
    with linked.home.database.writing() as session:
        one = add_link(session, waiting.a, int(str(third)), "review", 0.9, "guiji", NOON)
        other = add_link(session, int(str(third)), waiting.b, "review", 0.9, "guiji", NOON)
    (auto,) = (link for link in desk.links(CUSTODIAN) if link.method == "auto")
    desk.undo(CUSTODIAN, auto.id)
    assert desk.counts()[ReviewState.SETTLED] == 1 and desk.queue(CUSTODIAN) == ()
    with linked.home.database.reading() as session:
        assert set(same_person(session, waiting.a)) == {waiting.a, waiting.b, int(str(third))}
        assert root_of(session)[waiting.b] == min(waiting.a, waiting.b, int(str(third)))
    desk.undo(CUSTODIAN, one.id)
    assert [each.id for each in desk.queue(CUSTODIAN)] == [waiting.id]
    desk.undo(CUSTODIAN, other.id)


def test_only_a_custodian_with_a_right_for_the_area_sees_opens_judges_and_undoes_a_pair(desk: Desk) -> None:
    peopled(desk)
    searched(desk)
    links = link_desk(desk)
    assert links.queue(CUSTODIAN) == () == links.links(CUSTODIAN) and sum(links.counts_for(CUSTODIAN).values()) == 0
    ((waiting,),), ((made,),) = desk.ask("SELECT id FROM link_review"), desk.ask("SELECT id FROM person_link")
    for act in (lambda: links.pair(CUSTODIAN, waiting), lambda: links.decide(CUSTODIAN, waiting, Verdict.SAME)):
        with pytest.raises(Forbidden, match="授权范围"):
            act()
    with pytest.raises(ProblemsFound, match="没有这条关联"):
        links.undo(CUSTODIAN, made)
    assert desk.ask("SELECT count(*) FROM access_event WHERE outcome = 'denied'") == [(4,)]
    assert links.counts()[ReviewState.OPEN] == 1
    with pytest.raises(Forbidden, match="归集管理员"):
        links.decide(replace(CUSTODIAN, role=Role.STATISTICIAN), waiting, Verdict.SAME)


def test_a_verdict_and_its_undoing_stand_in_the_log_of_both_persons(linked: Desk) -> None:
    searched(linked)
    links = link_desk(linked)
    (waiting,) = links.queue(CUSTODIAN)
    links.decide(CUSTODIAN, waiting.id, Verdict.SAME)
    links.undo(CUSTODIAN, next(link.id for link in links.links(CUSTODIAN) if link.method == "review"))
    told = linked.ask("SELECT subject, reason FROM access_event ORDER BY sequence")
    for words in ("判定：同一人", "撤销关联"):
        assert {subject for subject, reason in told if reason == words} >= {waiting.a, waiting.b}


def test_a_person_cannot_be_linked_with_itself_nor_twice_with_another(linked: Desk) -> None:
    a, b = (int(str(ref)) for (ref,) in linked.ask("SELECT ref FROM person LIMIT 2"))
    with linked.home.database.writing() as session:
        add_link(session, a, b, "review", 0.9, "guiji", NOON)
        for one, other in ((a, a), (b, a)):
            with pytest.raises(ProblemsFound):
                add_link(session, one, other, "review", 0.9, "guiji", NOON)
