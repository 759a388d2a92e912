"""Numbering at the head of a line: chapter, group, item, and what stands below."""

import re
from dataclasses import dataclass
from enum import IntEnum

from zengshou.plan.reader.numerals import chinese_number


class Level(IntEnum):
    """How deep a numbered line stands. 一、 (一) 1. (1) ① in the order of the official format."""

    CHAPTER = 1
    GROUP = 2
    ITEM = 3
    SUB = 4
    SUBSUB = 5


CN = "[一二三四五六七八九十百〇零]"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
TOKENS = (
    (Level.CHAPTER, re.compile(rf" *第({CN}{{1,4}}|\d{{1,2}})(?:章|部分|篇) *[、:.]? *")),
    (Level.GROUP, re.compile(rf" *第({CN}{{1,4}}|\d{{1,2}})节 *[、:.]? *")),
    (Level.ITEM, re.compile(rf" *第({CN}{{1,4}}|\d{{1,3}})条 *[、:.]? *")),
    (Level.CHAPTER, re.compile(rf" *({CN}{{1,4}})(?:、|\.) *")),
    (Level.GROUP, re.compile(rf" *\( ?({CN}{{1,4}}) ?\) *[、.]? *")),
    (Level.ITEM, re.compile(r" *(\d{1,3}) *(?:\. *(?!\d)|、) *")),
    (Level.SUB, re.compile(r" *\( ?(\d{1,3}) ?\) *[、.]? *")),
    (Level.SUB, re.compile(r" *(\d{1,2})\) *")),
    (Level.SUBSUB, re.compile(rf" *([{CIRCLED}]) *")),
)
DECIMAL = re.compile(r" *(\d{1,2}(?:\.\d{1,2}){1,2})(?: +|、)(?=[^\d %])")


@dataclass(frozen=True)
class Token:
    """A numbering token; `printed` as it stands, `end` where the title begins."""

    level: Level
    number: int
    printed: str
    end: int


def token_of(folded: str) -> Token | None:
    """The numbering that a folded line begins with; decimals (38.3%) and years are none."""
    decimal = DECIMAL.match(folded)
    if decimal:
        parts = decimal[1].split(".")
        level = Level.GROUP if len(parts) == 2 else Level.ITEM
        return Token(level, int(parts[-1]), decimal[1], decimal.end())
    for level, pattern in TOKENS:
        match = pattern.match(folded)
        if match:
            number = CIRCLED.index(match[1]) + 1 if match[1] in CIRCLED else chinese_number(match[1])
            if number is not None:
                return Token(level, number, match.group().strip(), match.end())
    return None
