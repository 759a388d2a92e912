"""The README beside a law's rules, read as headed sections of paragraphs and lists."""

import re
from dataclasses import dataclass
from functools import cache

from zengshou.store.country import COUNTRY, country_root, has_file

MARKS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


@dataclass(frozen=True)
class TextBlock:
    """A paragraph, or one item of a list. parts: (is_code, text)."""

    is_item: bool
    parts: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class TextSection:
    """What stands under one heading; the first section, before any heading, says what the law rests on."""

    title: str
    blocks: tuple[TextBlock, ...]


@cache
def law_text(law: str, country: str = COUNTRY) -> tuple[TextSection, ...]:
    """The sections of national/<law>/README.md without its title; () where there is none."""
    path = f"national/{law}/README.md"
    if not has_file(path, country):
        return ()
    text = country_root(country).joinpath(*path.split("/")).read_text(encoding="utf-8")
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines()[1:]:
        if line.startswith("#"):
            found.append((line.lstrip("# ").strip(), []))
        else:
            found[-1][1].append(line)
    return tuple(TextSection(title, blocks) for title, lines in found if (blocks := _blocks(lines)) or title)


def _blocks(lines: list[str]) -> tuple[TextBlock, ...]:
    """Lines that were wrapped are joined: Chinese needs no space between them."""
    texts: list[tuple[bool, str]] = []
    is_open = False
    for line in lines:
        plain = line.strip()
        if not plain:
            is_open = False
        elif plain.startswith(("- ", "* ", "|")) or re.match(r"\d+\. ", plain):
            texts.append((True, re.sub(r"^([-*]|\d+\.) ", "", plain)))
            is_open = True
        elif is_open:
            texts[-1] = (texts[-1][0], texts[-1][1] + plain)
        else:
            texts.append((False, plain))
            is_open = True
    return tuple(TextBlock(is_item, _parts(text)) for is_item, text in texts)


def _parts(text: str) -> tuple[tuple[bool, str], ...]:
    parts: list[tuple[bool, str]] = []
    at = 0
    for mark in MARKS.finditer(text):
        parts += [(False, text[at : mark.start()])] if mark.start() > at else []
        parts.append((mark[2] is not None, mark[2] or mark[1]))
        at = mark.end()
    return tuple(parts + ([(False, text[at:])] if at < len(text) else []))
