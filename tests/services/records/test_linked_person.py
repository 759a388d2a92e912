"""One person under two references: the citizen sees both, the officer is told what lies elsewhere, a try is flagged."""

from datetime import timedelta

from tests.services.records.citizen_world import ME, World
from tests.services.records.test_verification import opened
from tests.store.register.access_world import EAST, NOON, VERIFIER, account, context
from zengshou.concepts.account import Role
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.access.lookalike import WatchRules
from zengshou.records.access.minimum import Dataset
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.subject_file import as_csv, as_json
from zengshou.services.records.access.watch import watched
from zengshou.store.register.access.access_log import NOBODY
from zengshou.store.register.linking.links import add_link
from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember

EAST_TWIN, WEST_TWIN = 12, 21
AUDITOR = account("auditor", Role.AUDIT_ADMIN)


def linked(world: World, other: int) -> None:
    with world.register.writing() as session:
        add_link(session, world.me, other, "review", 0.9, "guiji", NOON)


def incomes(world: World) -> set[int]:
    file = world.subject().file(ME)
    rows = [row for each in file.sources for row in each.section.rows.iter_rows(named=True)]
    return {row["fen"] for row in rows if "item" in row}


def test_a_citizen_sees_and_takes_away_the_rows_of_every_reference(world: World) -> None:
    before = incomes(world)
    linked(world, WEST_TWIN)
    assert incomes(world) == before | {500_000 + WEST_TWIN}
    told = str(as_json(world.subject().file(ME))) + as_csv(world.subject().file(ME))
    assert str(500_000 + WEST_TWIN) in told and shown(WEST_TWIN) not in told


def test_a_citizen_asks_for_corrections_under_every_reference(world: World) -> None:
    linked(world, EAST_TWIN)
    desk = world.corrections()
    asked = desk.ask(ME, Dataset.INCOME, f"1/{EAST_TWIN}/0", "这不是我的工资")
    assert asked.person == EAST_TWIN and desk.mine(ME) == (asked,)


def test_a_read_of_two_references_is_one_look_and_two_reads_are_two(world: World) -> None:
    linked(world, EAST_TWIN)
    for _ in range(2):
        world.reads.incomes(context(), [world.me])
    world.reads.incomes(context(), [13 - 2])
    assert [look.result for look in world.subject().looks(ME)] == ["看到2条记录", "看到2条记录"]


def test_the_file_counts_nothing_of_another_area_and_says_that_there_is_something(world: World) -> None:
    plain = opened(world)
    linked(world, WEST_TWIN)
    file = opened(world)
    assert file.is_elsewhere and not plain.is_elsewhere and file.refs == ()
    assert file.own is not None and plain.own is not None
    assert [each.fen for each in file.own.views] == [each.fen for each in plain.own.views]
    assert shown(WEST_TWIN) not in str(file)


def test_a_reference_of_the_same_area_is_named_and_counted(world: World) -> None:
    linked(world, EAST_TWIN)
    file = opened(world)
    assert file.refs == (shown(EAST_TWIN),) and not file.is_elsewhere and file.own is not None
    assert file.own.views[0].fen == 1_000_000 + world.me + EAST_TWIN


def test_whoever_tries_numbers_that_nobody_has_is_flagged(world: World) -> None:
    for _ in range(WatchRules().guesses + 1):
        try:
            world.reads.incomes(context(), [NOBODY])
        except ProblemsFound:
            continue
    found = watched(world.register, AUDITOR, NOON - timedelta(days=1), NOON + timedelta(days=1))
    (flag,) = found.flags
    assert flag.actor == VERIFIER.id and "一天内查无此人或被拒绝11次" in flag.reasons
    assert "查无此人或被拒绝一天超过10次" in found.convention


def test_a_household_with_members_elsewhere_is_told_of_and_not_reckoned_without_them(world: World) -> None:
    with world.register.writing() as session:
        session.add(StoredHousehold(id="H9", kind="dibao", area=EAST))
        session.flush()
        for person, relation in ((world.me, "户主"), (EAST_TWIN, "配偶"), (WEST_TWIN, "子")):
            day = NOON.date()
            session.add(StoredMember(household="H9", person=person, date_from=day, relation=relation, batch=1))
    (choice,) = opened(world).households
    assert len(choice.members) == 2 and choice.outside == 1
    file = opened(world, household="H9")
    assert file.together is None and "另有1人属其他地区" in file.household_refusal[0].found
