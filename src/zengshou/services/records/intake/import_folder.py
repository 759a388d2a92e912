"""Import a folder of deliveries: names or a manifest say channel and period. What was imported before is not again."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.period import parse_month
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.services.records.intake.delivery import Delivery, Receipt
from zengshou.services.records.intake.import_batch import Intake, Tell, import_delivery, quiet

NAME = re.compile(r"(?P<channel>[a-z][a-z0-9_]*?)_(?P<year>\d{4})-?(?P<month>\d{2})(?:_(?P<sequence>\d{1,6}))?")
ENDINGS = (".csv", ".xlsx", ".parquet")
CONTROL_ENDINGS = (".control.csv", ".control.xlsx", ".对账单.csv", ".对账单.xlsx")
MANIFEST = "manifest.csv"
COLUMNS = {"文件": "file", "渠道": "channel", "月份": "period", "对账单": "control", "序号": "sequence"}
HOW = "文件名写成 渠道_年月.csv，如 iit_2025-03.csv；或在目录中放 manifest.csv（列：文件、渠道、月份、对账单、序号）。"


@dataclass(frozen=True)
class FolderResult:
    """What became of one file; no receipt where it was not taken in."""

    file: Path
    receipt: Receipt | None
    words: str


def import_folder(intake: Intake, folder: Path, uploader: str, tell: Tell = quiet) -> tuple[FolderResult, ...]:
    """Every delivery of a folder, by channel, period and number. One that is refused does not stop the others.

    Raises  ProblemsFound: no such folder, or files that cannot be told apart; then none is imported
    """
    deliveries = deliveries_in(folder, uploader)
    results = []
    for place, delivery in enumerate(deliveries):

        def part(share: float, words: str, place: int = place, name: str = delivery.file.name) -> None:
            tell((place + share) / len(deliveries), f"{name} {words}")

        try:
            receipt = import_delivery(intake, delivery, part)
            results.append(FolderResult(delivery.file, receipt, receipt.sentence))
        except ProblemsFound as error:
            results.append(FolderResult(delivery.file, None, "；".join(str(problem) for problem in error.problems)))
    return tuple(results)


def deliveries_in(folder: Path, uploader: str) -> tuple[Delivery, ...]:
    """The deliveries of a folder in the order in which they are to be imported."""
    if not folder.is_dir():
        raise refuse("没有这个目录。", str(folder), "请核对路径。")
    manifest = folder / MANIFEST
    found = _by_manifest(manifest, uploader) if manifest.exists() else _by_names(folder, uploader)
    if not found:
        raise refuse("目录里没有可导入的文件。", str(folder), HOW)
    return tuple(sorted(found, key=lambda one: (one.channel, one.period, one.sequence or 0, one.file.name)))


def _by_names(folder: Path, uploader: str) -> list[Delivery]:
    found: list[Delivery] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() not in ENDINGS or file.name.endswith(CONTROL_ENDINGS):
            continue
        match = NAME.fullmatch(file.stem)
        if match is None:
            problems.append(Problem("从文件名看不出渠道和月份。", str(file), HOW))
            continue
        period = parse_month(f"{match['year']}-{match['month']}", str(file))
        sequence = int(match["sequence"]) if match["sequence"] else None
        found.append(Delivery(file, match["channel"], period, uploader, _control_of(file), sequence))
    if problems:
        raise ProblemsFound(problems)
    return found


def _control_of(file: Path) -> Path | None:
    """The control sheet that lies beside a file under its name."""
    beside = [file.with_name(f"{file.stem}{ending}") for ending in CONTROL_ENDINGS]
    return next((path for path in beside if path.exists()), None)


def _by_manifest(manifest: Path, uploader: str) -> list[Delivery]:
    found: list[Delivery] = []
    problems: list[Problem] = []
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            told = {COLUMNS.get(str(name).strip(), str(name).strip()): (value or "").strip()
                    for name, value in row.items()}  # fmt: skip
            where = f"{manifest} 第 {line} 行"
            try:
                found.append(_told(manifest.parent, told, uploader, where))
            except ProblemsFound as error:
                problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    return found


def _told(folder: Path, told: Mapping[str, str], uploader: str, where: str) -> Delivery:
    missing = [name for name in ("file", "channel", "period") if not told.get(name)]
    if missing:
        raise refuse(f"缺少{'、'.join(missing)}。", where, HOW)
    file, control = _inside(folder, told["file"], where), told.get("control", "")
    sequence = told.get("sequence", "")
    if sequence and not sequence.isdecimal():
        raise refuse(f"序号“{sequence}”不是整数。", where, "请填写整数，或留空。")
    sheet = _inside(folder, control, where) if control else _control_of(file)
    number = int(sequence) if sequence else None
    return Delivery(file, told["channel"], parse_month(told["period"], where), uploader, sheet, number)


def _inside(folder: Path, name: str, where: str) -> Path:
    """A file of the folder; a manifest leads nowhere else."""
    path = folder / name
    if Path(name).name != name or not path.is_file():
        raise refuse(f"目录里没有文件“{name}”。", where, "只写本目录内的文件名。")
    return path
