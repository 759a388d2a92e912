"""What the gate remembers of the extracts of which figures were shown: one line each, in the order of their showing.

gate/shown.jsonl     the extract's keyed name and the digests of the compositions that were shown of it
gate/private/*.npz   the compositions: who stands in which cell, by keyed digest
gate/key             the key of the digests
It lies in the statistics zone beside the extracts.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store.releases_register import locked
from zengshou.store.releases_signer import KeyFile, Signer

FOLDER, FILE, KEY = "gate", "shown.jsonl", "key"


@dataclass(frozen=True)
class Shown:
    """One extract of which figures were shown. extract  its keyed name;  compositions  by digest"""

    extract: str
    compositions: tuple[str, ...]


@dataclass(frozen=True)
class ShownExtracts:
    """The record beside the extracts of a folder."""

    zone: Path

    @property
    def folder(self) -> Path:
        return self.zone / FOLDER

    def signer(self) -> Signer:
        return KeyFile(self.folder / KEY)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else shows an extract of this folder meanwhile."""
        with locked(self.folder):
            yield

    def all(self) -> tuple[Shown, ...]:
        """Every extract that was shown, the first one first. Raises  ProblemsFound: a line that cannot be read"""
        path = self.folder / FILE
        if not path.exists():
            return ()
        try:
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            return tuple(Shown(str(line["extract"]), tuple(map(str, line["compositions"]))) for line in lines)
        except (ValueError, KeyError, TypeError):
            raise refuse("登记统计的闸口记录无法读取。", str(path), "请从备份恢复这个文件。") from None

    def add(self, extract: str, compositions: Sequence[str]) -> None:
        """Enter an extract before its figures leave."""
        line = json.dumps({"extract": extract, "compositions": list(compositions)}) + "\n"
        with (self.folder / FILE).open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
