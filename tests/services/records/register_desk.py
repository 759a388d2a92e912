"""An invented delivery, and a register to which it is sent. 合成数据."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import text

from zengshou.concepts.period import month_index
from zengshou.records.channels.channel_load import load_channel
from zengshou.records.intake.text_rows import TextRows, text_rows
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome, set_up
from zengshou.services.records.intake.delivery import CaseGate, Delivery, NoCases, Receipt
from zengshou.services.records.intake.import_batch import Intake, import_delivery
from zengshou.store.channels import register_rules
from zengshou.store.country import read_yaml

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MARCH = month_index(2025, 3)
HEADERS = ("申报明细序号", "姓名", "证件号码", "所得项目", "税款所属期起", "收入额", "已缴税额")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NO_CASES = NoCases()


def number(place: int) -> str:
    """A valid identity number of nobody: sequence 000 is never given to a person."""
    stem = f"4417021980{1 + place // 28 % 12:02d}{1 + place % 28:02d}000"
    return stem + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True)) % 11]


def row(place: int, **changed: str) -> list[str]:
    """A wage of one person in March; `changed` by header."""
    told = (
        f"X{place}",
        f"示例{chr(0x4E00 + place)}",
        number(place),
        "工资薪金所得",
        "2025-03",
        f"{3000 + place}.50",
        "12.30",
    )
    cells = dict(zip(HEADERS, told, strict=True)) | changed
    return [cells[name] for name in HEADERS]


def read_here(file: Path, words: Sequence[str], shown: str = "", scratch: Path | None = None) -> TextRows:
    """A file as `parse` gives it, without the process that reads it, which takes a second to start."""
    if file.read_bytes()[:2] == b"PK":
        sheet = load_workbook(file).worksheets[0]
        headers, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        headers, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    return text_rows(headers, rows)


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    path.write_text("\n".join(",".join(cells) for cells in (HEADERS, *rows)) + "\n", encoding="utf-8")
    return path


@dataclass(frozen=True)
class Desk:
    """A register with one channel, and the folder of what is sent."""

    folder: Path
    intake: Intake

    @property
    def home(self) -> RegisterHome:
        return self.intake.home

    def send(self, rows: Sequence[Sequence[str]], name: str = "iit_2025-03.csv", **more: object) -> Receipt:
        return self.deliver(written(self.folder / name, rows), **more)

    def deliver(self, file: Path, **more: object) -> Receipt:
        told = {"channel": "iit", "period": MARCH, "uploader": "wang"} | more
        return import_delivery(self.intake, Delivery(file, **told))  # type: ignore[arg-type]

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with self.home.database.reading() as session:
            return [tuple(one) for one in session.execute(text(statement))]

    def gated(self, gate: CaseGate) -> "Desk":
        """The same register, its channel open to cases alone, with a gate."""
        channels = {id: replace(one, is_case_only=True) for id, one in self.intake.catalogue.channels.items()}
        catalogue = replace(self.intake.catalogue, channels=channels)
        return replace(self, intake=replace(self.intake, catalogue=catalogue, gate=gate))


def desk_at(folder: Path, address: str = "", channels: Mapping[str, str] | None = None) -> Desk:
    paths = channels or {"iit": "channels/iit.yaml"}
    catalogue = Catalogue({id: load_channel(read_yaml(path), path) for id, path in paths.items()}, register_rules())
    home = set_up(folder / "register", address, address)
    return Desk(folder, Intake(home, catalogue, lambda: NOON, NO_CASES))
