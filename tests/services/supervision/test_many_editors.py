"""Fifty people at one task at once: one of them writes, the others are told; with a second look nothing is lost."""

import threading
from collections import Counter
from collections.abc import Callable

from tests.services.supervision.ledger_desk import SUPERVISOR, Desk
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.task_ledger import Particulars
from zengshou.store.database.connection import Database

EDITORS = 50
CODE = "SL-3"


def test_of_fifty_editors_of_one_version_exactly_one_writes_and_the_rest_are_told(database: Database) -> None:  # noqa: F811
    desk = Desk(database)
    desk.register()
    revision = desk.task(CODE).revision
    outcomes: Counter[str] = Counter()
    lock, barrier = threading.Lock(), threading.Barrier(EDITORS)

    def edit(number: int) -> None:
        barrier.wait()
        try:
            desk.ledger.describe(SUPERVISOR, CODE, revision, Particulars(remark=f"第{number}人"))
            done = "written"
        except Changed:
            done = "told"
        with lock:
            outcomes[done] += 1

    _together(edit)
    assert outcomes == {"written": 1, "told": EDITORS - 1}
    assert desk.task(CODE).revision == revision + 1


def test_fifty_editors_who_look_again_lose_no_update(database: Database) -> None:  # noqa: F811
    desk = Desk(database)
    desk.register()

    def edit(number: int) -> None:
        while True:
            task = desk.task(CODE)
            try:
                added = Particulars(remark=f"{task.remark}[{number}]", deadline=task.deadline)
                return desk.ledger.describe(SUPERVISOR, CODE, task.revision, added)
            except Changed:
                continue

    _together(edit)
    task = desk.task(CODE)
    assert sorted(task.remark.strip("[]").split("][")) == sorted(map(str, range(EDITORS)))
    told = [event.action for event in desk.ledger.history(SUPERVISOR, CODE)]
    assert told.count("describe") == EDITORS


def _together(work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
