"""The versions of every view: which rows count what, on which day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zengshou.concepts.income_item import ItemTree
from zengshou.concepts.income_view import View, ViewParameter, ViewRow
from zengshou.concepts.problem import Problem, ProblemsFound, refuse


@dataclass(frozen=True)
class ViewVersion:
    """One version of one view, for the days from `valid_from` to `valid_to`; its rows may hold for fewer."""

    name: str
    version: str
    label: str
    valid_from: date
    valid_to: date | None
    rows: tuple[ViewRow, ...]
    parameters: Mapping[str, ViewParameter]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def turning_days(self) -> tuple[date, ...]:
        """Every day on which the version or one of its rows begins."""
        begins = {self.valid_from, *(row.valid_from for row in self.rows)}
        return tuple(sorted(day for day in begins if self.holds_on(day)))

    def on(self, day: date) -> View:
        rows = tuple(row for row in self.rows if row.holds_on(day))
        return View(self.name, self.version, self.label, day, rows, self.parameters)


class ViewBook:
    """Every version of every view, found by name and day.

    Raises  ProblemsFound: versions of one view that overlap, and every gap against the tree on any turning day
    """

    def __init__(self, versions: Iterable[ViewVersion], tree: ItemTree) -> None:
        self.versions = tuple(versions)
        problems = [*_overlaps(self.versions), *_gaps(self.versions, tree)]
        if problems:
            raise ProblemsFound(problems)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(version.name for version in self.versions))

    def on(self, name: str, day: date) -> View:
        """The view of that name on that day.

        Raises  ProblemsFound: no such view, or none yet on that day, with the days there are
        """
        of_name = [version for version in self.versions if version.name == name]
        if not of_name:
            raise refuse(f"没有收入口径“{name}”。", "收入口径", f"可用：{'、'.join(self.names)}。")
        for version in of_name:
            if version.holds_on(day):
                return version.on(day)
        spans = "；".join(f"{each.version} 自 {each.valid_from} 至 {each.valid_to or '今'}" for each in of_name)
        raise refuse(f"收入口径“{name}”在 {day} 没有版本。", "收入口径", f"现有：{spans}。")


def _overlaps(versions: tuple[ViewVersion, ...]) -> Iterator[Problem]:
    for index, one in enumerate(versions):
        for other in versions[index + 1 :]:
            begins = max(one.valid_from, other.valid_from)
            if one.name == other.name and one.holds_on(begins) and other.holds_on(begins):
                found = f"口径版本 {one.version} 与 {other.version} 在 {begins} 同时有效。"
                yield Problem(found, "收入口径", "写清前一版的止日。")


def _gaps(versions: tuple[ViewVersion, ...], tree: ItemTree) -> Iterator[Problem]:
    for version in versions:
        for day in version.turning_days():
            yield from version.on(day).gaps(tree)
