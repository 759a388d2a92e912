"""The two languages of pages and reports. Chinese is the source text; English is looked up by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

import yaml


class Language(Enum):
    """zh is the default of every page and report; en is a switch."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The value of the `lang` attribute."""
        return {"zh": "zh-CN", "en": "en"}[self.value]


# A text that several files have is said as on the public pages: the last file wins.
ENGLISH = (
    *("english_persons.yaml", "english_register.yaml", "english_records.yaml", "english_supervision.yaml"),
    *("english_office.yaml", "english.yaml"),
)


@cache
def english() -> Mapping[str, str]:
    """Chinese source text to English; `{name}` places stay as they are."""
    folder = resources.files("zengshou.faces")
    pairs: dict[str, str] = {}
    for name in ENGLISH:
        pairs |= yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))
    return {str(source): str(target) for source, target in pairs.items()}


@dataclass(frozen=True)
class Words:
    """Says a text in one language. A text that has no English stays Chinese, so that no label is ever empty."""

    language: Language = Language.ZH

    @property
    def is_chinese(self) -> bool:
        return self.language is Language.ZH

    def __call__(self, text: str, **values: str | int | float) -> str:
        """The text in this language, its `{name}` places filled."""
        said = text if self.is_chinese else english().get(text, text)
        return said.format(**values) if values else said

    def date(self, day: str) -> str:
        """A day written YYYY-MM-DD as readers write it: 2026年11月21日, or the same day unchanged in English."""
        parts = day.split("-")
        if not self.is_chinese or len(parts) != 3:
            return day
        return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日"

    def listing(self, items: tuple[str, ...]) -> str:
        """Items of one sentence, joined as the language joins them."""
        return ("、" if self.is_chinese else ", ").join(items)
