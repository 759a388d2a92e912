"""A file and a port that nobody has a reason to open: whoever does, followed what a delivered file told. 合成数据。"""

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SECRET = "金丝雀-4417-canary"
OPENED = 0x20  # IN_OPEN of inotify


@dataclass(frozen=True)
class Lure:
    """The address of the file and of the port, as a hostile file would write them."""

    path: Path
    port: int

    @property
    def file(self) -> str:
        return f"file://{self.path}"

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"

    @property
    def share(self) -> str:
        return f"file://127.0.0.1@{self.port}/x"


@contextmanager
def lure(folder: Path) -> Iterator[Lure]:
    """A lure; at the end nobody has opened the file, and nobody has called at the port."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells who opens a file")
    path = folder / "lure.txt"
    path.write_text(SECRET, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        watch = watched(path)
        try:
            yield Lure(path, server.getsockname()[1])
            assert not was_opened(watch), "the file was opened"
        finally:
            os.close(watch)
        with pytest.raises(BlockingIOError):
            server.accept()


def watched(path: Path) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    watch = int(library.inotify_init1(os.O_NONBLOCK))
    assert watch >= 0 and library.inotify_add_watch(watch, os.fsencode(path), OPENED) >= 0
    return watch


def was_opened(watch: int) -> bool:
    try:
        return bool(os.read(watch, 4096))
    except BlockingIOError:
        return False
