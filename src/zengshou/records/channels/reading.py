"""Reads a parsed YAML mapping key by key; whatever is wrong becomes a Problem with its path, and reading goes on."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from zengshou.concepts.problem import Problem

Choice = TypeVar("Choice", bound=Enum)


class Reader:
    """One mapping of a document, with the path to it and the list that collects the problems of the whole document.

    Every getter gives a value of the right type, also after a problem, so that all faults are found in one pass;
    `finish` then names the keys that nobody asked for.
    """

    def __init__(self, document: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()
        self._content: Mapping[str, object] = {}
        if isinstance(document, Mapping):
            self._content = {str(key): value for key, value in document.items()}
        else:
            self.report("应为“键: 值”的映射。", "补上内容。")

    def report(self, found: str, next: str, key: str = "") -> None:
        """Adds a problem at a key of this mapping."""
        self.problems.append(Problem(found, self.place(key), next))

    def place(self, key: str = "") -> str:
        """Path of a key: `channels/iit.yaml: fields[3].kind`."""
        if not key:
            return self.path
        return f"{self.path}{'.' if ': ' in self.path else ': '}{key}"

    def has(self, key: str) -> bool:
        return self._content.get(key) is not None

    def value(self, key: str) -> object:
        self._asked.add(key)
        return self._content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default the key is required and not empty."""
        found = self.value(key)
        if found is None or found == "":
            if default is None:
                self.report(f"缺少“{key}”。", "补上该字段。", key)
            return default or ""
        if isinstance(found, Mapping | list | bool):
            self.report(f"“{key}”应为文字。", "改成文字。", key)
            return default or ""
        return str(found)

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        found = self.value(key)
        if found is None and default is not None:
            return default
        if found is None:
            self.report(f"缺少“{key}”。", f"填写 {low} 至 {high} 的整数。", key)
        elif not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            self.report(f"“{key}”读到 {found}。", f"应为 {low} 至 {high} 的整数。", key)
        else:
            return found
        return low

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        found = self.value(key)
        if found is not None and not isinstance(found, bool):
            self.report(f"“{key}”读到 {found}。", "应为 true 或 false。", key)
        return found is True

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        found = self.value(key)
        values = {each.value: each for each in kinds}
        if found is None and default is not None:
            return default
        if isinstance(found, str | int) and found in values:
            return values[found]
        said = f"缺少“{key}”。" if found is None else f"“{key}”读到 {found}，不在可选值之中。"
        self.report(said, f"可用：{'、'.join(str(value) for value in values)}。", key)
        return next(iter(kinds))

    def day(self, key: str) -> date | None:
        """A date; None where the key is missing. YAML reads an unquoted ISO date as one already."""
        found = self.value(key)
        if found is None or isinstance(found, date):
            return found
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self.report(f"“{key}”读到 {found}，不是日期。", "写成 2025-01-01。", key)
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text; () where the key is missing."""
        found = self.value(key)
        if found is None:
            return ()
        rows = found if isinstance(found, list) else [found]
        if any(isinstance(row, Mapping | list) or row is None for row in rows):
            self.report(f"“{key}”应为文字的列表。", "写成 [甲, 乙]。", key)
            return ()
        return tuple(str(row) for row in rows)

    def words(self, key: str) -> Mapping[str, str]:
        """A mapping of texts, {} where the key is missing."""
        found = self.value(key)
        if found is None:
            return {}
        if not isinstance(found, Mapping) or any(isinstance(item, Mapping | list) for item in found.values()):
            self.report(f"“{key}”应为“代码: 文字”的映射。", "写成 {甲: 乙}。", key)
            return {}
        return {str(name): str(item) for name, item in found.items()}

    def inner(self, key: str) -> "Reader":
        """The mapping under a key; a missing one is a problem."""
        found = self.value(key)
        if found is None:
            self.report(f"缺少“{key}”。", "补上该字段。", key)
            found = {}
        return Reader(found, self.place(key), self.problems)

    def rows(self, key: str) -> Sequence["Reader"]:
        """The mappings of the list under a key; () where it is missing."""
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list):
            self.report(f"“{key}”应为列表。", "每一项以“- ”开头。", key)
            return ()
        return tuple(Reader(row, f"{self.place(key)}[{number}]", self.problems) for number, row in enumerate(found))

    def finish(self) -> None:
        """Names every key that was not asked for: a mistyped key would otherwise be silently without effect."""
        for key in self._content.keys() - self._asked:
            self.report(f"不认识的字段“{key}”。", f"可用字段：{'、'.join(sorted(self._asked))}。", key)
