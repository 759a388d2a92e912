"""Runs mutated files through the reader in forked workers, under the limits of the process that reads at work.

Whatever a worker does, the one that asked lives on: an example that ends its worker, or holds it for longer than
`HANG_SECONDS`, is named, kept and counted, and a fresh worker goes on behind it.
"""

import os
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.records.made_channel import TODAY, channel, rules
from tests.store.register.hostile.corpus import corpus
from tests.store.register.hostile.mutations import mutated
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.findings import split
from zengshou.records.intake.rule import Rules
from zengshou.records.intake.typed_rows import typed_rows
from zengshou.store.register.parsing import parse_child
from zengshou.store.register.parsing.parse import read_folder
from zengshou.store.register.parsing.parse_child_output import Output
from zengshou.store.sheet_child import GIBIBYTE, MAX_CPU_SECONDS, Refused

HANG_SECONDS = 60
BATCH = 500  # examples of one worker
READ, REFUSED = "read", "refused"
CHINESE = re.compile("[\u4e00-\u9fff]{2}")


@dataclass
class Found:
    """What became of the examples of one kind.

    rows      read in all;  put_aside  of them
    failures  seed of an example -> what happened
    """

    kind: str
    examples: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    put_aside: int = 0
    failures: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """What one worker does.

    room    bytes of address space it may still take;  folder  where it writes
    feed, checked_by  channel and rules of the typing, loaded once: the files below may change while a long run lasts
    """

    kind: str
    seeds: tuple[bytes, ...]
    numbers: range
    room: int
    folder: Path
    feed: Channel
    checked_by: Rules


def fuzz(kind: str, examples: int, seed: int, keep: Path) -> Found:
    """Examples `seed` to `seed + examples`; those that failed are kept as files of the folder `keep`."""
    found = Found(kind)
    seeds, room, loaded = corpus(kind), _room(), (channel(), rules())
    first, last = seed, seed + examples
    with tempfile.TemporaryDirectory() as name:
        while first < last:
            task = Task(kind, seeds, range(first, min(first + BATCH, last)), room, Path(name), *loaded)
            for number, outcome in _outcomes(task):
                first = number + 1
                _take(found, number, outcome)
                if number in found.failures:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{kind}-{number}").write_bytes(mutated(kind, seeds, number))
    return found


def _take(found: Found, number: int, outcome: str) -> None:
    found.examples += 1
    name, _, rest = outcome.partition(" ")
    found.outcomes[name] += 1
    if name == READ:
        rows, aside = rest.split()
        found.rows += int(rows)
        found.put_aside += int(aside)
    elif name != REFUSED:
        found.failures[number] = outcome


def _outcomes(task: Task) -> Iterator[tuple[int, str]]:
    """(number, outcome) of each example, up to the one that ended the worker or the last."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        _work(task, writing)
    os.close(writing)
    number, is_hung, rest = task.numbers.start, False, b""
    while number < task.numbers.stop:
        ready, _, _ = select.select([reading], [], [], HANG_SECONDS)
        said = os.read(reading, 2**16) if ready else b""
        is_hung = not ready
        if not said:
            break
        *lines, rest = (rest + said).split(b"\n")
        for line in lines:
            yield number, line.decode()
            number += 1
    os.close(reading)
    if is_hung:
        os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    if number < task.numbers.stop:
        yield number, f"hung for more than {HANG_SECONDS} s" if is_hung else _death(status)


def _death(status: int) -> str:
    is_signal = os.WIFSIGNALED(status)
    return f"died by signal {os.WTERMSIG(status)}" if is_signal else f"died with code {os.WEXITSTATUS(status)}"


def _work(task: Task, writing: int) -> None:
    """The worker: never returns. What a parser writes on standard error when it panics is no business of ours."""
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stderr.fileno())
        resource.setrlimit(resource.RLIMIT_AS, (_mapped() + task.room, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for number in task.numbers:
            cpu = int(time.process_time()) + MAX_CPU_SECONDS
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
            os.write(writing, f"{_outcome(mutated(task.kind, task.seeds, number), task)}\n".encode())
    finally:
        os._exit(0)


def _outcome(data: bytes, task: Task) -> str:
    """`read ROWS ASIDE`, `refused`, or what is wrong."""
    source = task.folder / "source"
    source.write_bytes(data)
    try:
        parse_child.parse(source, Output(task.folder, task.feed.words))
    except Refused as ground:
        return REFUSED if CHINESE.search(str(ground)) else "wordless refusal"
    except BaseException as error:  # a panic of a parser in Rust is no Exception
        return f"raised {type(error).__name__}: {error}".replace("\n", " ")[:200]
    return _counted(task)


def _counted(task: Task) -> str:
    """What was read, typed as a delivery is; wrong where a row is lost, doubled or in both places."""
    text = read_folder(task.folder)
    typed = typed_rows(text, task.feed, map_columns(text.headers, task.feed), task.checked_by, TODAY)
    accepted, aside = split(typed.frame, typed.findings)
    numbers = [*accepted["row"], *aside["row"]]
    if len(numbers) != text.rows_read or len(set(numbers)) != len(numbers):
        return f"miscounted {text.rows_read} read, {accepted.height} accepted, {aside.height} put aside"
    return f"{READ} {text.rows_read} {aside.height}"


def _mapped() -> int:
    """Address space of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _room() -> int:
    """What the process that reads at work may still take when it begins: its limit without its own modules."""
    asked = "import zengshou.store.register.parsing.parse_child, pathlib; print(open('/proc/self/statm').read())"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout
    return GIBIBYTE - int(said.split()[0]) * resource.getpagesize()
