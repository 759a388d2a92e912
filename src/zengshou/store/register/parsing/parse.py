"""Runs the process that reads a delivered file, and turns whatever ends it into words."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

import zengshou
from zengshou.concepts.problem import refuse
from zengshou.records.intake.row_places import BrokenRow, column_letter, column_name
from zengshou.records.intake.text_rows import TextRows
from zengshou.store.register.parsing.parse_child_output import ABOUT, BROKEN, ROWS, WORDS
from zengshou.store.sheet_child import REFUSED

PARSER = "2"  # of a batch: a change of what is read raises it
CHILD = "zengshou.store.register.parsing.parse_child"
CHILD_SECONDS = 120
PREFIX = "zengshou-parse-"
TRY_AGAIN = "请用原来的软件打开后另存一份，或导出为 UTF-8 的 csv。"


def parse(file: Path, words: Sequence[str], shown: str = "", scratch: Path | None = None) -> TextRows:
    """The first table of a delivered file.

    words    names by which a header row is recognised (`Channel.words`)
    shown    how people know the file; its path where empty
    scratch  where the process may write; a folder below it is made, and removed whatever happens to the process
    Raises   ProblemsFound: refused by the reader, out of time or memory, or ended in any other way
    """
    where = shown or str(file)
    # Resolved: the process runs in that folder, where a relative name would lead elsewhere.
    within = None if scratch is None else scratch.resolve()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=within) as name:
        folder = Path(name)
        (folder / WORDS).write_text(json.dumps(list(words), ensure_ascii=False), encoding="utf-8")
        _run(file.resolve(), folder, where)
        return read_folder(folder)


def sweep(scratch: Path | None = None) -> int:
    """Removes folders of processes that are gone with their parents; how many. To be called at a start."""
    folder = scratch or Path(tempfile.gettempdir())
    left = [path for path in folder.glob(f"{PREFIX}*-*") if path.is_dir() and not _is_alive(path.name)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _is_alive(name: str) -> bool:
    owner = name.removeprefix(PREFIX).partition("-")[0]
    if not owner.isdigit():
        return True
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _run(file: Path, folder: Path, where: str) -> None:
    # Nothing of the parent's environment: no keys, no addresses. One thread each, for memory is limited by address.
    environment = {
        "PYTHONPATH": str(Path(zengshou.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    try:
        child = subprocess.run(
            command_of(file, folder),
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
            cwd=folder,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise refuse(f"{CHILD_SECONDS} 秒内没有读完这个文件。", where, "请分成几个较小的文件报送。") from None
    if child.returncode == REFUSED:
        raise refuse(child.stderr.decode("utf-8", "replace").rpartition("\n")[2], where, TRY_AGAIN)
    if child.returncode != 0:
        raise refuse("解析文件的进程超出内存或时间限制，或异常退出。", where, TRY_AGAIN)


def command_of(file: Path, folder: Path) -> list[str]:
    """How the process is started: `-P` keeps the working folder off the path of imports."""
    return [sys.executable, "-s", "-P", "-m", CHILD, str(file), str(folder)]


def read_folder(folder: Path) -> TextRows:
    """What the process has left in its folder."""
    said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    frame = pl.read_ipc(folder / ROWS)
    broken = pl.read_ipc(folder / BROKEN)
    return TextRows(
        frame=frame,
        headers=tuple(said["headers"]),
        header_row=int(said["header_row"]),
        encoding=str(said["encoding"]),
        broken=tuple(BrokenRow(*row) for row in broken.iter_rows()),
        notes=(*said["notes"], *_nameless(frame, said["headers"])),
        above=tuple(said["above"]),
    )


def _nameless(frame: pl.DataFrame, headers: Sequence[str]) -> tuple[str, ...]:
    """A note of the columns that hold something below an empty header: nothing can claim them."""
    empty = [place for place, header in enumerate(headers) if not header]
    filled = [place for place in empty if frame[column_name(place)].str.strip_chars().str.len_bytes().sum()]
    letters = "、".join(map(column_letter, filled))
    return (f"没有表头而有内容、没有读取的列：{letters}",) if filled else ()
