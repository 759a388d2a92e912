"""Files as they were sent: sealed, named by the SHA-256 of their content, never by the sender's words.

A file is written beside its place, made durable, renamed, and the folder made durable: at any moment it is whole or
not there. It is sealed in blocks, so that a large one needs little memory.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.register.writing.crash_points import reached

BLOCK_BYTES = 4 * 2**20
BEGUN = ".part"
FIRST_LINE = b"zengshou raw 1\n"
PURPOSE = "register.raw"
ENDINGS = {b"PK\x03\x04": ".xlsx", b"PAR1": ".parquet"}
TEXT_ENDING = ".csv"


class RawFiles:
    """The folder of sealed files (`raw`) and the one where they are written (`inbox`)."""

    def __init__(self, home: Path, keys: KeyProvider) -> None:
        self._raw, self._inbox, self._work = home / "raw", home / "inbox", home / "work"
        self._keys = keys

    def make_folders(self) -> None:
        for folder in (self._raw, self._inbox, self._work):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def take(self, source: Path) -> str:
        """Keep a copy of a file; the hash of its content. A file that is kept already is not written again."""
        begun = self._inbox / f"{secrets.token_hex(16)}{BEGUN}"
        try:
            content_hash = self._write(source, begun)
            kept = self._raw / content_hash
            if kept.exists():
                begun.unlink()
            else:
                os.replace(begun, kept)
                _sync_folder(self._raw)
        except OSError as error:
            begun.unlink(missing_ok=True)
            raise refuse(
                f"原始文件没有存下来：{error.strerror}。", str(source), "请检查磁盘空间和权限后重新导入。"
            ) from None
        reached("raw-kept")
        return content_hash

    @contextmanager
    def opened(self, content_hash: str) -> Iterator[Path]:
        """The file in the clear, in a folder of its own that is gone afterwards; its ending tells what it holds.

        Raises  ProblemsFound: the file is not there, or is not what was kept
        """
        with TemporaryDirectory(dir=self._work) as folder:
            plain = Path(folder) / "content"
            with plain.open("wb") as written:
                for block in self._blocks(content_hash):
                    written.write(block)
            with plain.open("rb") as read:
                ending = ENDINGS.get(read.read(4), TEXT_ENDING)
            yield plain.rename(plain.with_suffix(ending))

    def check(self, content_hash: str) -> None:
        """Read a file through. Raises  ProblemsFound: it is missing, was altered, or was sealed with another key"""
        for _ in self._blocks(content_hash):
            pass

    def kept(self) -> frozenset[str]:
        """The hashes of all files."""
        return frozenset(path.name for path in self._raw.iterdir()) if self._raw.is_dir() else frozenset()

    def throw_away(self, content_hash: str) -> None:
        """Remove a file that no batch knows: its sender was never told that it had come."""
        (self._raw / content_hash).unlink(missing_ok=True)

    def clear_begun(self) -> int:
        """Remove what a stopped process had begun to write or had opened; how many things."""
        begun, opened = list(self._inbox.glob(f"*{BEGUN}")), list(self._work.iterdir())
        for path in begun:
            path.unlink()
        for folder in opened:
            shutil.rmtree(folder)
        return len(begun) + len(opened)

    def _write(self, source: Path, target: Path) -> str:
        digest = sha256()
        with source.open("rb") as read, target.open("xb") as written:
            written.write(FIRST_LINE)
            reached("raw-begun")
            for index, block in enumerate(_read_blocks(read)):
                digest.update(block)
                written.write(self._keys.seal(f"{PURPOSE}.{index}", block).encode() + b"\n")
            written.flush()
            os.fsync(written.fileno())
        reached("raw-synced")
        return digest.hexdigest()

    def _blocks(self, content_hash: str) -> Iterator[bytes]:
        where = f"raw/{content_hash}"
        try:
            digest = sha256()
            with (self._raw / content_hash).open("rb") as sealed:
                if sealed.readline() != FIRST_LINE:
                    raise _altered(where)
                for index, line in enumerate(sealed):
                    block = self._keys.open(f"{PURPOSE}.{index}", line.rstrip(b"\n").decode())
                    digest.update(block)
                    yield block
        except FileNotFoundError:
            raise refuse("原始文件不见了。", where, "请从备份恢复这个文件。") from None
        except (ValueError, ProblemsFound):
            raise _altered(where) from None
        if digest.hexdigest() != content_hash:
            raise _altered(where)


def _altered(where: str) -> ProblemsFound:
    return refuse("原始文件已损坏或被改动。", where, "请从备份恢复这个文件，并核查原因。")


def _read_blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        yield block


def _sync_folder(folder: Path) -> None:
    """Make the name of a renamed file durable; systems other than POSIX do so by themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
