"""What a register says of itself: whose it is, and whether its rows are 合成数据. One small file in its folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store.country import city as find_city

FILE = "about.json"
TRUTH = Path("truth") / FILE  # what only an invented administration writes beside its deliveries
SYNTHETIC = "合成数据，非真实个人"


@dataclass(frozen=True)
class RegisterAbout:
    """city  the folder name of the city whose register it is; is_synthetic  every figure of it says so"""

    city: str = ""
    is_synthetic: bool = False

    @property
    def mark(self) -> str:
        """What stands over every page and table; "" where the data are real."""
        return SYNTHETIC if self.is_synthetic else ""


def about(folder: Path) -> RegisterAbout:
    """What the register says; an empty answer where nobody said anything yet. Raises  ProblemsFound: unreadable"""
    path = folder / FILE
    if not path.exists():
        return RegisterAbout()
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return RegisterAbout(str(told["city"]), bool(told["is_synthetic"]))
    except (ValueError, KeyError, TypeError):
        raise refuse("文件内容无法识别。", str(path), "重新运行 zs records about --city 城市。") from None


def describe(folder: Path, city: str, is_synthetic: bool) -> RegisterAbout:
    """Say whose register it is. The register of an invented city is synthetic; a mark once made stays.

    Raises  ProblemsFound: no such city, no such folder, or the register is another city's
    """
    if not folder.is_dir():
        raise refuse("没有这个目录。", str(folder), "先运行 zs records setup。")
    place, before = find_city(city), about(folder)
    if before.city not in ("", place.key):
        raise refuse(f"这是“{before.city}”的登记系统。", str(folder), "一个目录只存一个城市的登记。")
    return _written(folder, RegisterAbout(place.key, is_synthetic or before.is_synthetic or place.is_invented))


def note_source(folder: Path, source: Path) -> None:
    """Mark a register as synthetic before an invented administration's deliveries come in; its truth gives it away."""
    before = about(folder)
    if (source / TRUTH).exists() and not before.is_synthetic:
        _written(folder, RegisterAbout(before.city, True))


def _written(folder: Path, told: RegisterAbout) -> RegisterAbout:
    """Beside its place first, then renamed: a stopped process leaves the old file or the new one."""
    begun = folder / f"{FILE}.part"
    begun.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
    os.replace(begun, folder / FILE)
    return told
