"""Change synthetic deliveries (合成数据) as senders do, and import them: every row read must be accepted or put aside.

python bench/intake_fuzz.py [--examples 2000] [--seed 1] [--children 20] [--json]

The real reader of delivered files runs in this process; of every `--children`-th delivery it runs in a process of its
own, as it does at work. What counts as a failure: an answer that is no sentence, a batch that is neither taken in nor
refused, a row that is missing or in both places, and any exception that is not a refusal in words.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from sqlalchemy import text

from tests.services.records.mutated_delivery import CHANGES, mutated, parse_in_process, small_deliveries
from zengshou.concepts.period import parse_month
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.intake.delivery import Delivery
from zengshou.services.records.intake.import_batch import Intake, import_delivery, unfinished_batches
from zengshou.store.register.delivery.batches import Batch
from zengshou.store.register.parsing.parse import parse
from zengshou.store.register.tables.batch_state import BatchState

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOST_CHANGES = 4


@dataclass
class Outcome:
    """What became of the deliveries. rows  read in all;  put_aside  of them;  failures  with what makes each again"""

    examples: int = 0
    states: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    put_aside: int = 0
    failures: list[str] = field(default_factory=list)


def miscounted(home: RegisterHome, batch: Batch) -> str:
    """What is wrong with a batch; "" for nothing."""
    if not batch.state.is_final:
        return f"batch ended as {batch.state.value}"
    if batch.state is BatchState.REJECTED:
        return "" if batch.reason else "rejected without a reason"
    with home.database.reading() as session:
        asked = text("SELECT count(DISTINCT row) FROM quarantine WHERE batch = :batch")
        aside = int(session.execute(asked, {"batch": batch.id}).scalar_one())
    if batch.rows_ok + batch.rows_bad != batch.rows_read or aside != batch.rows_bad:
        return f"{batch.rows_read} read, {batch.rows_ok} accepted, {batch.rows_bad} counted and {aside} put aside"
    return ""


def take(intake: Intake, file: Path, channel: str, month: str, found: Outcome) -> str:
    """Import one file; what is wrong with the answer, "" for nothing."""
    try:
        batch = import_delivery(intake, Delivery(file, channel, parse_month(month), "fuzz", is_backfill=True)).batch
    except ProblemsFound as refused:
        found.states["refused"] += 1
        return "" if str(refused).strip() else "a refusal without words"
    except Exception as error:  # whatever else comes out is what this looks for
        return f"{type(error).__name__}: {error}"[:200]
    found.states[batch.state.value] += 1
    found.rows += batch.rows_read
    found.put_aside += batch.rows_bad
    return miscounted(intake.home, batch) or ("left unfinished" if unfinished_batches(intake.home) else "")


def fuzz(examples: int, seed: int, children: int, tell: Callable[[str], None]) -> Outcome:
    rng, found = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deliveries = small_deliveries(folder, seed)
        home = set_up(folder / "register")
        intake = Intake(home, catalogue_of("example"), lambda: NOON)
        for number in range(examples):
            channel, month = rng.choice(sorted(deliveries))
            changes = rng.choices(CHANGES, k=rng.randint(0, MOST_CHANGES))
            of_file = rng.getrandbits(32)
            file = folder / "delivery.csv"
            file.write_bytes(mutated(deliveries[channel, month], changes, of_file))
            read_delivery.parse = parse if children and number % children == 0 else parse_in_process
            wrong = take(intake, file, channel, month, found)
            found.examples += 1
            if wrong:
                found.failures.append(f"{channel} {month} {changes} seed {of_file}: {wrong}")
            if number % 200 == 199:
                tell(f"{number + 1} deliveries, {len(found.failures)} failures")
        home.close()
    return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--examples", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--children", type=int, default=20, help="every n-th file in a process of its own; 0 for none")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    started = time.process_time()
    tell = (lambda words: None) if options.json else (lambda words: print(words, flush=True))
    found = fuzz(options.examples, options.seed, options.children, tell)
    seconds = time.process_time() - started
    if options.json:
        print(json.dumps({**asdict(found), "cpu_seconds": round(seconds, 1)}, ensure_ascii=False))
    else:
        print(f"{found.examples} deliveries {dict(found.states)}: {found.rows} rows read, {found.put_aside} put aside")
        print(f"{len(found.failures)} failures, {seconds:.0f} s CPU", *found.failures[:20], sep="\n")
    return 1 if found.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
