"""A file chosen on a page and not yet taken in: kept sealed, looked at masked, then delivered or dropped."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import polars as pl

from zengshou.concepts.problem import refuse
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.row_places import ROW
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.intake.masked_cells import masked_cell
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.parsing.parse import parse

FOLDER = "uploads"
ROWS_SHOWN = 8
KEPT_SECONDS = 24 * 3600.0
KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Preview:
    """The beginning of a file as it would be read.

    encoding  "" for workbooks and parquet;  cells  of the first rows, masked;  rows  in the whole file
    missing   required columns that the file lacks, in words;  notes  what the reader decided
    """

    encoding: str
    rows: int
    headers: Sequence[str]
    fields: Sequence[str]
    cells: Sequence[Sequence[str]]
    notes: Sequence[str]
    missing: Sequence[str]

    @property
    def is_usable(self) -> bool:
        return not self.missing


class Uploads:
    """Files between the choice and the import, apart from those of batches; a day old, they are thrown away.

    now  gives a moment with its zone
    """

    def __init__(self, home: RegisterHome, now: Callable[[], datetime]) -> None:
        self._folder, self._now = home.folder / FOLDER, now
        self._files = RawFiles(self._folder, home.keys)
        self._files.make_folders()
        self._files.clear_begun()

    def keep(self, source: BinaryIO) -> str:
        """Keep a file, sealed; its key, by which the next page asks for it."""
        self._drop_old()
        with TemporaryDirectory(dir=self._folder / "work") as folder:
            plain = Path(folder) / "content"
            with plain.open("wb") as written:
                shutil.copyfileobj(source, written)
            return self._files.take(plain)

    @contextmanager
    def opened(self, key: str) -> Iterator[Path]:
        """The file in the clear while the block runs. Raises  ProblemsFound: dropped, or no such key"""
        if not KEY.fullmatch(key) or key not in self._files.kept():
            raise refuse("选好的文件已经过期。", "文件", "请重新选择文件。")
        with self._files.opened(key) as plain:
            yield plain

    def drop(self, key: str) -> None:
        """Throw a file away: it was taken in, or nobody wants it."""
        if KEY.fullmatch(key):
            self._files.throw_away(key)

    def preview(self, key: str, name: str, channel: Channel) -> Preview:
        """What the file would be read as. Raises  ProblemsFound: it is no table that can be read"""
        with self.opened(key) as plain:
            text = parse(plain, channel.words, name, plain.parent)
        columns = map_columns(text.headers, channel)
        by_place = {place: channel.field(field) for field, place in columns.places.items()}
        first = text.frame.drop(ROW).head(ROWS_SHOWN).cast(pl.String).fill_null("")
        return Preview(
            text.encoding,
            text.rows_read,
            text.headers,
            [by_place[place].label if place in by_place else "" for place in range(len(text.headers))],
            [[masked_cell(cell, by_place.get(place)) for place, cell in enumerate(row)] for row in first.iter_rows()],
            (*text.notes, *columns.notes()),
            [problem.found for problem in columns.problems(name, text.headers)],
        )

    def _drop_old(self) -> None:
        moment = self._now().timestamp()
        for path in (self._folder / "raw").iterdir():
            if moment - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink(missing_ok=True)
