"""The register at city size: N persons and ten rows each over a year imported, then the year of random persons read.

python bench/register.py [--persons 100000] [--months 12] [--kill] [--keep FOLDER] [--database ADDRESS] [--json]

The import runs in a process of its own; `--kill` ends it without warning half way and starts it again, which must give
the same register. Files and persons are invented (合成数据).
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from register_feed import ROWS_A_MONTH, write_year
from sqlalchemy import func, select, text

from zengshou.concepts.period import month_index
from zengshou.records.channels.channel_load import load_channel
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import opened, set_up
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.import_folder import import_folder
from zengshou.store.channels import register_rules
from zengshou.store.country import read_yaml
from zengshou.store.register.delivery.batches import batches
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.fact_tables import StoredFact

YEAR = 2025
VIEWS = 300
YEAR_OF_ONE = text(
    "SELECT f.item, f.fen, f.month_from, f.month_to, f.native_id, f.batch, f.level, f.basis, b.channel, b.published_at "
    "FROM income_fact f JOIN batch b ON b.id = f.batch "
    "WHERE f.person = :person AND f.month_from <= :last AND f.month_to >= :first AND b.state = 'published'"
)


def catalogue() -> Catalogue:
    """The channels of the invented files."""
    paths = {channel: f"channels/{channel}.yaml" for channel in ROWS_A_MONTH}
    return Catalogue({id: load_channel(read_yaml(path), path) for id, path in paths.items()}, register_rules())


def import_all(home: Path, feed: Path, address: str) -> None:
    """The child's work: import the folder, tell of each file, and of what it took."""
    register = opened(home, address, address)
    intake = Intake(register, catalogue(), lambda: datetime.now(UTC))
    begin = time.perf_counter()
    seen: set[str] = set()

    def tell(share: float, words: str) -> None:
        name = words.split()[0]
        if name not in seen:
            seen.add(name)
            sys.stderr.write(f"{time.perf_counter() - begin:8.1f}s {share:5.1%} {words}\n")

    results = import_folder(intake, feed, "bench", tell)
    wrong = [one.words for one in results if one.receipt is None]
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "wall": time.perf_counter() - begin,
        "cpu": own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime,
        "peak_mb": own.ru_maxrss / 1024,
        "child_peak_mb": child.ru_maxrss / 1024,
        "again": sum(one.receipt is not None and one.receipt.is_again for one in results),
        "wrong": wrong,
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def run_import(home: Path, feed: Path, address: str, kill_after: float | None) -> dict[str, float] | None:
    """Import in a process of its own; None when it was killed."""
    command = [sys.executable, __file__, "--child", str(home), "--feed", str(feed), "--database", address]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        output, _ = child.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        return None
    if child.returncode:
        raise SystemExit(f"the import ended with {child.returncode}")
    return json.loads(output)


def views(home: Path, address: str) -> dict[str, float]:
    """Milliseconds for the year of one person, cold first, over random persons."""
    register = opened(home, address, address)
    rng = random.Random(1)
    first, last = month_index(YEAR, 1), month_index(YEAR, 12)
    with register.database.reading() as session:
        lowest, highest = session.execute(select(func.min(StoredFact.person), func.max(StoredFact.person))).one()
        drawn = [
            session.execute(text("SELECT person FROM income_fact WHERE person >= :p ORDER BY person LIMIT 1"),
                            {"p": rng.randint(lowest, highest)}).scalar_one()
            for _ in range(VIEWS)
        ]  # fmt: skip
    taken, rows = [], 0
    for person in drawn:
        begin = time.perf_counter()
        with register.database.reading() as session:
            rows += len(session.execute(YEAR_OF_ONE, {"person": person, "first": first, "last": last}).all())
        taken.append((time.perf_counter() - begin) * 1_000)
    register.close()
    return {"median_ms": sorted(taken)[VIEWS // 2], "p99_ms": sorted(taken)[int(VIEWS * 0.99)], "facts": rows / VIEWS}


def counted(home: Path, address: str) -> dict[str, int]:
    register = opened(home, address, address)
    with register.database.reading() as session:
        found = batches(session)
        counts = {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("person", "income_fact", "status_event")
        }
    register.close()
    published = [one for one in found if one.state is BatchState.PUBLISHED]
    return counts | {
        "batches": len(published),
        "rows_read": sum(one.rows_read for one in published),
        "rows_ok": sum(one.rows_ok for one in published),
        "rows_bad": sum(one.rows_bad for one in published),
    }


def measure(home: Path, arguments: argparse.Namespace) -> dict[str, object]:
    feed = home.parent / "feed"
    rows = write_year(feed, arguments.persons, YEAR, months=arguments.months)
    set_up(home, arguments.database, arguments.database).close()
    taken, killed = None, 0
    begin = time.perf_counter()
    while taken is None:
        taken = run_import(home, feed, arguments.database, arguments.kill if not killed else None)
        killed += taken is None
    whole = time.perf_counter() - begin
    found = counted(home, arguments.database)
    if found["rows_read"] != rows or found["rows_ok"] + found["rows_bad"] != rows:
        raise SystemExit(f"{rows} rows were written, {found} counted")
    result: dict[str, object] = {"persons": arguments.persons, "rows": rows, "killed": killed, "whole_s": whole}
    result |= taken | {"rows_per_s": rows / whole} | found | views(home, arguments.database)
    if arguments.verify:
        register, begin = opened(home, arguments.database, arguments.database), time.perf_counter()
        result |= {"is_whole": verify_register(register).is_whole, "verify_s": time.perf_counter() - begin}
        register.close()
    return result | {"mb_on_disk": sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 2**20}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--kill", type=float, default=None, help="seconds after which the import is killed once")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=Path, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--feed", type=Path, default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        import_all(arguments.child, arguments.feed, arguments.database)
        return
    place = arguments.keep or Path(tempfile.mkdtemp(prefix="zengshou-register-"))
    try:
        result = measure(place / "home", arguments)
    finally:
        if arguments.keep is None:
            shutil.rmtree(place, ignore_errors=True)
    for name, value in {} if arguments.json else result.items():
        sys.stdout.write(f"{name:14} {value:,.2f}\n" if isinstance(value, float) else f"{name:14} {value}\n")
    if arguments.json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
