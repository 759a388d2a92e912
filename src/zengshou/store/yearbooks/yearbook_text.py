"""Cells of yearbook tables made plain: full width, traditional characters, phonetic noise, English beside Chinese."""

import re
import unicodedata
from dataclasses import dataclass

from zengshou.store.yearbooks.yearbook_words import words

CJK = r"\u4e00-\u9fff"
# Pinyin with tone marks or Bopomofo in brackets: left behind by copies for learners and by some converters.
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
PHONETIC = re.compile(
    rf"[(\[](?=[^)\]]*[{TONED}\u3105-\u312f])[a-zA-Z{TONED}\u3105-\u312f\u02c7\u02ca\u02cb\u02d9\s'’·]+[)\]]"
)
SPACED = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
ENGLISH = re.compile(rf"(?<=[{CJK})%])\s*[A-Za-z][A-Za-z\s,.'’()/&-]{{2,}}$")
MARKS = re.compile(r"(?<=\d)\s*[①②③④⑤*#]+$")
QUOTED_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


@dataclass(frozen=True)
class Change:
    """One normalisation, for the log that travels with the table."""

    place: str
    rule: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.place}：{self.rule}，“{self.before}”读作“{self.after}”"


def plain_text(text: str, place: str, log: list[Change]) -> str:
    """A cell as plain text; every rule that changed something is logged."""
    current = text.strip()
    for rule, turned in (
        ("全角转半角", _narrow),
        ("繁体转简体", _simplified),
        ("删去括注的读音", lambda cell: PHONETIC.sub("", cell).strip()),
        ("删去字间空格", _close),
        ("删去英文对照", lambda cell: ENGLISH.sub("", cell).strip()),
    ):
        after = turned(current)
        if after != current:
            log.append(Change(place, rule, current, after))
        current = after
    return current


def _narrow(cell: str) -> str:
    """Full-width digits, letters and marks, and only those: NFKC of a whole text would also turn ① into 1."""
    return "".join(
        unicodedata.normalize("NFKC", letter) if "\uff01" <= letter <= "\uff5e" or letter == "\u3000" else letter
        for letter in cell
    ).strip()


def _simplified(cell: str) -> str:
    return cell.translate(words().traditional)


def _close(cell: str) -> str:
    return SPACED.sub("", re.sub(r"\s+", " ", cell))


def number_of(text: str, place: str, log: list[Change]) -> float | None:
    """A cell as a number; None where it is none. Footnote marks behind a number are taken off and logged."""
    bare = MARKS.sub("", text)
    tidy = bare.replace(" ", "").replace("\u2212", "-")
    if not QUOTED_NUMBER.fullmatch(tidy):
        return None
    if bare != text:
        log.append(Change(place, "删去脚注符号", text, bare))
    return float(tidy.replace(",", ""))
