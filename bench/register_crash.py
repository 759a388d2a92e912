"""Kill the import of invented batches (合成数据) again and again; nothing acknowledged may be lost, nothing half seen.

python bench/register_crash.py [--points 1000] [--seed 1] [--postgres] [--plain 20] [--json]

Half of the kills come at the named points of the import (`crash_points.POINTS`), half at random times. A child imports
batch after batch and tells of each only when its receipt is there; the parent kills it, looks at the database, and lets
the next child go on: recovery is the import's own. Children are forked from a parent that has done no work with
polars, whose threads would not survive a fork. Files are read in the child itself: the reading process holds nothing
that could be lost, and starting it a thousand times would only cost time. `--postgres` starts a server of the system's
packages for the register and the vault, and every third time kills that server instead of the child. `--plain N`
imports N batches in this process, for strace.
"""

import argparse
import csv
import json
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from register_feed import identity_numbers, names
from sqlalchemy import text

from tests.store.database.both import new_database
from tests.store.database.postgres import Server, server
from zengshou.concepts.period import month_index
from zengshou.records.channels.channel_load import load_channel
from zengshou.records.intake.text_rows import TextRows, text_rows
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.delivery import Delivery
from zengshou.services.records.intake.import_batch import Intake, import_delivery, recover
from zengshou.store.channels import register_rules
from zengshou.store.country import read_yaml
from zengshou.store.register.writing.crash_points import POINTS, VARIABLE

ROWS, BAD_ROW = 30, 7
HEADERS = ("申报明细序号", "姓名", "证件号码", "所得项目", "税款所属期起", "收入额", "已缴税额")
LATEST_KILL = 0.4  # seconds after a child began
AT_RANDOM, OF_SERVER = "random time", "server killed"
NUMBERS, NAMES = identity_numbers(400), names(400)
CHANNEL = "channels/iit.yaml"
CATALOGUE = Catalogue({"iit": load_channel(read_yaml(CHANNEL), CHANNEL)}, register_rules())


@dataclass
class Tally:
    """What was seen. lost  acknowledged batches that are not published; partial  batches with some rows visible."""

    points: int = 0
    by_point: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    lost: int = 0
    partial: int = 0
    doubled: int = 0
    unfinished_at_end: int = 0
    is_whole: bool = False
    longest_recovery_s: float = 0.0
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        return self.is_whole and not (self.lost or self.partial or self.doubled or self.unfinished_at_end)


def read_here(file: Path, words: Sequence[str], shown: str = "", scratch: Path | None = None) -> TextRows:
    """A file as `parse` gives it, without a process for it."""
    with file.open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream)
    return text_rows(headers, rows)


def write_file(folder: Path, number: int) -> Path:
    """The file of a number: 30 rows, one of which is put aside."""
    path = folder / f"{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS)
        for row in range(ROWS):
            person = (number * 13 + row) % len(NUMBERS)
            bad = "?" if row == BAD_ROW else NUMBERS[person][17]
            told = (f"X{number}-{row}", NAMES[person], f"{NUMBERS[person][:17]}{bad}", "工资薪金所得", "2025-03")
            writer.writerow((*told, f"{3_000 + number}.{row:02d}", "1.00"))
    return path


def intake_at(home: RegisterHome) -> Intake:
    return Intake(home, CATALOGUE, lambda: datetime.now(UTC))


def import_on(home: RegisterHome, files: Path, first: int, count: int, acknowledge: Callable[[int, int], None]) -> None:
    """Import files by number; tell of each once its receipt is there."""
    intake = intake_at(home)
    for number in range(first, first + count):
        delivery = Delivery(write_file(files, number), "iit", month_index(2025, 3), "crash")
        receipt = import_delivery(intake, delivery)
        acknowledge(number, receipt.batch.id)


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Run work in a child that writes to a pipe; its process id and the reading end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        code = 1
        with suppress(BaseException):
            work(writing)
            code = 0
        os._exit(code)
    os.close(writing)
    return pid, reading


def kill_once(
    home: RegisterHome, files: Path, first: int, kind: str, rng: random.Random, killed: Server | None
) -> dict[int, int]:
    """One child that dies, or whose server does; number -> batch of what it acknowledged.

    kind  AT_RANDOM, OF_SERVER, or the name of a point
    """
    before = rng.randrange(3)

    def work(pipe: int) -> None:
        def acknowledge(number: int, batch: int) -> None:
            os.write(pipe, f"{number} {batch}\n".encode())
            if kind in POINTS and number == first + before:
                os.environ[VARIABLE] = kind

        if kind in POINTS and not before:
            os.environ[VARIABLE] = kind
        if kind == OF_SERVER:
            logging.disable()  # what it says of its server is no news
        import_on(home, files, first, 8, acknowledge)

    pid, reading = forked(work)
    if kind not in POINTS:
        time.sleep(rng.uniform(0.0, LATEST_KILL))
    if kind == AT_RANDOM:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    elif kind == OF_SERVER and killed is not None:
        killed.kill()
    with os.fdopen(reading) as pipe:
        told = [line.split() for line in pipe if line.endswith("\n")]
    os.waitpid(pid, 0)
    if kind == OF_SERVER and killed is not None:
        killed.start()
    return {int(number): int(batch) for number, batch in told}


def look(home: RegisterHome, acknowledged: dict[int, int], tally: Tally) -> None:
    """What readers would see now, before anybody has recovered anything."""
    with home.database.reading() as session:
        published = dict(session.execute(text("SELECT id, rows_ok FROM batch WHERE state = 'published'")).all())
        seen = dict(session.execute(text('SELECT batch, count(DISTINCT "row") FROM income_fact GROUP BY batch')).all())
    home.close()  # the next child is forked without an open connection
    tally.lost += sum(batch not in published for batch in acknowledged.values())
    tally.partial += sum(seen.get(batch) != rows for batch, rows in published.items())
    tally.partial += sum(batch not in published for batch in seen)


def recovered(home: RegisterHome) -> None:
    def work(pipe: int) -> None:
        recover(intake_at(home))

    pid, reading = forked(work)
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    if status:
        raise SystemExit(f"recovery ended with {status}")


def finish(register: RegisterHome, tally: Tally) -> None:
    """What is left when all is over."""
    with register.database.reading() as session:
        live = session.execute(text("SELECT state, content_hash FROM batch WHERE state <> 'rejected'")).all()
    hashes = [content_hash for _, content_hash in live]
    tally.doubled = len(hashes) - len(set(hashes))
    tally.unfinished_at_end = sum(state != "published" for state, _ in live)
    tally.is_whole = verify_register(register).is_whole


def kind_of(number: int, has_server: bool) -> str:
    """What the kill of a number is: a named point, then a random time, then the server where there is one."""
    kinds = ("", AT_RANDOM, OF_SERVER) if has_server else ("", AT_RANDOM)
    round, place = divmod(number, len(kinds))
    return kinds[place] or POINTS[round % len(POINTS)]


def crash(
    place: Path, points: int, seed: int, killed: Server | None, tell: Callable[[int], None] = lambda done: None
) -> Tally:
    """Kill `points` times in a fresh register, on SQLite or on a server."""
    address = "" if killed is None else new_database(killed.address)
    home, files = set_up(place / "home", address, address), place / "files"
    home.close()
    files.mkdir()
    rng, tally, begin = random.Random(seed), Tally(), time.perf_counter()
    acknowledged: dict[int, int] = {}
    for number in range(points):
        kind = kind_of(number, killed is not None)
        acknowledged |= kill_once(home, files, number * 10, kind, rng, killed)
        tally.points += 1
        tally.by_point[kind] = tally.by_point.get(kind, 0) + 1
        look(home, acknowledged, tally)
        tell(number + 1)
    started = time.perf_counter()
    recovered(home)
    tally.longest_recovery_s = time.perf_counter() - started
    look(home, acknowledged, tally)
    tally.acknowledged = len(acknowledged)
    finish(home, tally)
    home.close()
    tally.seconds = time.perf_counter() - begin
    return tally


def plain(place: Path, count: int) -> None:
    """Import in this process; each acknowledgement is one line on standard output."""
    home, files = set_up(place / "home"), place / "files"
    files.mkdir()

    def acknowledge(number: int, batch: int) -> None:
        os.write(1, f"ack {number} {batch}\n".encode())

    import_on(home, files, 0, count, acknowledge)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--plain", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    read_delivery.parse = read_here
    place = Path(tempfile.mkdtemp(prefix="zengshou-crash-"))
    try:
        if arguments.plain:
            plain(place, arguments.plain)
            return

        def tell(done: int) -> None:
            if not arguments.json and done % 50 == 0:
                sys.stderr.write(f"{done} kills\n")

        with server() if arguments.postgres else nullcontext() as killed:
            tally = crash(place, arguments.points, arguments.seed, killed, tell)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    bound = 3 / tally.points  # rule of three: what "never" means after so many kills
    told = asdict(tally) | {"is_good": tally.is_good, "bound_95": bound}
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=None if arguments.json else 1) + "\n")
    raise SystemExit(0 if tally.is_good else 1)


if __name__ == "__main__":
    main()
