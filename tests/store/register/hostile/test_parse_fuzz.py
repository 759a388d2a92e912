"""Files mutated in bytes and structure give words or counted rows; the long runs are `bench/parse_fuzz.py`."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.store.register.hostile import fuzzing
from tests.store.register.hostile.corpus import KINDS, corpus
from tests.store.register.hostile.fuzzing import Task, fuzz
from tests.store.register.hostile.mutations import mutated

COMMAND = ROOT / "bench" / "parse_fuzz.py"
QUICK = 50  # examples of each kind
NIGHTLY = 2_000


def fuzzed(kind: str, examples: int, seed: int, keep: Path) -> None:
    """Run the command, which ends well only without a failure. Its workers are forked: not from here, where threads of
    other tests would not survive a fork."""
    asked = ["--examples", str(examples), "--seed", str(seed), "--kind", kind, "--keep", str(keep), "--json"]
    done = subprocess.run([sys.executable, str(COMMAND), *asked], capture_output=True, text=True, timeout=1_800)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = json.loads(done.stdout)
    assert found["examples"] == sum(found["outcomes"].values()) == examples


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_mutated_files_of_a_kind_give_words_or_rows_that_add_up(kind: str, tmp_path: Path) -> None:
    fuzzed(kind, QUICK, 1, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_mutated_files_give_words_or_rows_that_add_up(kind: str, tmp_path: Path) -> None:
    fuzzed(kind, NIGHTLY, 1_000_000, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_file(kind: str) -> None:
    seeds = corpus(kind)
    assert [mutated(kind, seeds, seed) for seed in range(9)] == [mutated(kind, seeds, seed) for seed in range(9)]


def test_an_example_that_ends_or_holds_its_worker_is_found_and_kept_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the harness is for: without this test it could count every crash as a success."""

    def outcome(data: bytes, task: Task) -> str:
        place = [mutated("csv", task.seeds, seed) for seed in range(6)].index(data)
        if place == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        if place == 3:
            time.sleep(60)
        return "read 1 0" if place != 5 else "raised ValueError"

    monkeypatch.setattr(fuzzing, "_outcome", outcome)
    monkeypatch.setattr(fuzzing, "HANG_SECONDS", 2)
    found = fuzz("csv", 6, 0, tmp_path)
    assert found.failures == {1: "died by signal 9", 3: "hung for more than 2 s", 5: "raised ValueError"}
    assert found.examples == 6 and found.rows == 3 and len(list(tmp_path.iterdir())) == 3
