"""A plan under review: versions are kept, corrections outlive a re-parse, differences are exact."""

from datetime import timedelta

import pytest

from tests.services.plan.plan_desk import MOMENT, TEXT, PlanDesk
from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, STRANGER, SUPERVISOR
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.services.plan.plan_review import Cause
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import downgrade, revision, upgrade

NEW_LEAD = "县财政局"


@pytest.fixture(name="desk")
def uploaded(database: Database) -> PlanDesk:  # noqa: F811
    desk = PlanDesk(database)
    assert desk.upload() == 1
    return desk


def test_a_document_becomes_a_version_with_its_lines_and_every_task_and_target(desk: PlanDesk) -> None:
    first = desk.version(1)
    assert first.lines == tuple(TEXT.split("\n")) and first.title == "青砚县城乡居民增收三年行动方案（2024—2026年）"
    assert sum(item.kind == "task" for item in first.items) == 22
    assert sum(item.kind == "target" for item in first.items) == 27
    assert (first.version.cause, first.version.made_at, first.lost) == (Cause.UPLOAD, MOMENT, ())
    confidences = [item.confidence for item in first.by_confidence()]
    assert confidences == sorted(confidences)


def test_a_corrected_lead_changes_exactly_one_assignment_and_a_re_parse_keeps_it(desk: PlanDesk) -> None:
    machine = desk.version(1).item("T-2.1.1").value("lead")
    desk.now += timedelta(hours=1)
    assert desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": NEW_LEAD}) == 2
    found = desk.review.differences(SUPERVISOR, 1, 2)
    assert not found.added and not found.removed
    assert [(each.item.id, each.key, each.before, each.after) for each in found.assignments()] == [
        ("T-2.1.1", "lead", machine, NEW_LEAD)
    ]
    assert found.changed == found.assignments()
    assert desk.upload() == 3
    item = desk.version(3).item("T-2.1.1")
    correction = item.corrections["lead"]
    assert (item.value("lead"), item.machine["lead"], correction.first) == (NEW_LEAD, machine, machine)
    assert (correction.version, correction.by, correction.at) == (2, SUPERVISOR.id, desk.now)
    assert desk.review.differences(SUPERVISOR, 2, 3).is_empty
    assert desk.version(1).item("T-2.1.1").value("lead") == machine


def test_a_correction_follows_its_task_to_a_new_number(desk: PlanDesk) -> None:
    desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": NEW_LEAD})
    added = "1、开展岗前培训。（县教育局牵头）\n\n2、健全技能等级"
    desk.upload(TEXT.replace("1、健全技能等级", added))
    moved = next(item for item in desk.version(3).items if item.anchor == "健全技能等级与薪酬挂钩机制")
    assert moved.id != "T-2.1.1" and moved.value("lead") == NEW_LEAD
    found = desk.review.differences(SUPERVISOR, 2, 3)
    assert [item.machine["lead"] for item in found.added if item.kind == "task"] == ["县教育局"]
    assert not found.removed


def test_a_correction_whose_task_is_gone_is_told_and_kept(desk: PlanDesk) -> None:
    desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": NEW_LEAD})
    desk.upload(TEXT.replace("健全技能等级与薪酬挂钩机制", "建立企业师徒结对制度"))
    third = desk.version(3)
    assert [(each.field, each.value) for each in third.lost] == [("lead", NEW_LEAD)]
    assert third.item("T-2.1.1").corrections == {}


def test_the_kind_of_a_group_is_corrected_and_a_re_parse_keeps_it(desk: PlanDesk) -> None:
    assert desk.version(1).item("T-3.1").value("kind") == "action"
    desk.review.correct(SUPERVISOR, 1, "T-3.1", {"kind": "保障措施"})
    assert [(each.item.id, each.after) for each in desk.review.differences(SUPERVISOR, 1, 2).groups()] == [
        ("T-3.1", "保障措施")
    ]
    desk.upload()
    assert desk.version(3).item("T-3.1").value("kind") == "safeguard"


def test_an_undone_correction_gives_way_to_the_one_before_and_at_last_to_the_machine(desk: PlanDesk) -> None:
    machine = desk.version(1).item("T-2.1.1").value("lead")
    desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": NEW_LEAD})
    desk.review.correct(SUPERVISOR, 2, "T-2.1.1", {"lead": "县商务局"})
    assert desk.review.undo(SUPERVISOR, 3, "T-2.1.1", "lead") == 4
    assert desk.version(4).item("T-2.1.1").value("lead") == NEW_LEAD
    assert desk.review.undo(SUPERVISOR, 4, "T-2.1.1", "lead") == 5
    last = desk.version(5)
    assert (last.item("T-2.1.1").value("lead"), last.item("T-2.1.1").corrections) == (machine, {})
    assert last.version.cause is Cause.UNDO
    with pytest.raises(ProblemsFound, match="没有订正"):
        desk.review.undo(SUPERVISOR, 5, "T-2.1.1", "lead")
    assert desk.version(3).item("T-2.1.1").value("lead") == "县商务局"


def test_fields_of_a_target_are_read_as_typed(desk: PlanDesk) -> None:
    typed = {"value": "３３，０００", "kind": "里程碑", "price_basis": "名义", "deadline": "2027年"}
    desk.review.correct(SUPERVISOR, 1, "T-G-1", typed)
    item = desk.version(2).item("T-G-1")
    assert {key: item.value(key) for key in typed} == {
        "value": "33000",
        "kind": "milestone",
        "price_basis": "nominal",
        "deadline": "2027",
    }


def test_every_field_that_cannot_be_read_is_named_and_nothing_is_stored(desk: PlanDesk) -> None:
    with pytest.raises(ProblemsFound) as caught:
        desk.review.correct(SUPERVISOR, 1, "T-G-1", {"value": "约三万", "deadline": "明年", "unit": "万元"})
    assert [each.found for each in caught.value.problems] == [
        "数值应为数字，读到“约三万”。",
        "期限应为四位年份，如 2026，读到“明年”。",
    ]
    with pytest.raises(ProblemsFound, match="牵头单位不能为空"):
        desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": " "})
    assert [each.number for each in desk.review.versions(SUPERVISOR)] == [1]


def test_the_same_values_make_no_version_and_an_old_version_is_refused(desk: PlanDesk) -> None:
    item = desk.version(1).item("T-2.1.1")
    assert desk.review.correct(SUPERVISOR, 1, item.id, dict(item.values)) == 1
    desk.review.correct(SUPERVISOR, 1, item.id, {"due": "2026"})
    with pytest.raises(Changed, match="已有第2版"):
        desk.review.correct(SUPERVISOR, 1, item.id, {"due": "2025"})


def test_only_supervisors_of_the_city_see_its_versions(desk: PlanDesk) -> None:
    with pytest.raises(Forbidden):
        desk.review.versions(CIVIL_AFFAIRS)
    with pytest.raises(Forbidden):
        desk.review.upload(CIVIL_AFFAIRS, "方案.txt", TEXT.encode())
    assert desk.review.versions(STRANGER) == ()
    with pytest.raises(NotFound):
        desk.review.version(STRANGER, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("方案.txt", b"", "文件是空的"),
        ("方案.doc", b"x", "另存为 .docx"),
        ("方案.docx", b"x", "方案.docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_own_name(
    desk: PlanDesk, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(ProblemsFound, match=words):
        desk.review.upload(SUPERVISOR, name, content)
    assert len(desk.review.versions(SUPERVISOR)) == 1


def test_the_tables_of_the_review_can_be_taken_back(desk: PlanDesk) -> None:
    downgrade(desk.database, "0003")
    assert revision(desk.database) == "0003"
    upgrade(desk.database)
    assert desk.review.versions(SUPERVISOR) == ()
