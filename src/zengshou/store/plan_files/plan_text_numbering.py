"""Automatic numbering of docx paragraphs: what 一、 or （一） or 1. Word would print before the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
DEEPEST = 9
LONGEST_STYLE_CHAIN = 12

Element: TypeAlias = etree._Element


@dataclass(frozen=True)
class Level:
    start: int
    form: str
    pattern: str
    suffix: str
    restart: int | None = None  # lvlRestart: 0 never, n only after level n; None after any level above
    is_legal: bool = False  # isLgl: every number in it is printed in Arabic figures


@dataclass
class Numbering:
    """levels: (abstract id, level) -> Level; abstract: number id -> abstract id; counters grow on the way."""

    levels: Mapping[tuple[str, int], Level]
    abstract: Mapping[str, str]
    overrides: Mapping[tuple[str, int], int]
    styles: Mapping[str, tuple[str, int]]
    counters: dict[str, list[int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """The number printed before this paragraph, with its suffix; "" for none. Counts it."""
        found = self._numbering_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        abstract = self.abstract.get(number)
        level = self.levels.get((abstract, depth)) if abstract is not None else None
        if abstract is None or level is None or level.form == "none":
            return ""
        counts = self.counters.setdefault(abstract, [0] * DEEPEST)
        if (number, depth) in self.overrides and (number, depth) not in self.begun:
            counts[depth] = self.overrides[number, depth] - 1
        elif counts[depth] == 0:
            counts[depth] = level.start - 1
        self.begun.add((number, depth))
        counts[depth] += 1
        self._restart_below(abstract, depth, counts)
        if level.form == "bullet":
            return ""
        return self._printed(abstract, level, counts) + ("" if level.suffix == "nothing" else " ")

    def _restart_below(self, abstract: str, depth: int, counts: list[int]) -> None:
        for below in range(depth + 1, DEEPEST):
            level = self.levels.get((abstract, below))
            if level is None or level.restart is None or depth + 1 <= level.restart:
                counts[below] = 0

    def _printed(self, abstract: str, level: Level, counts: list[int]) -> str:
        text = level.pattern
        for depth in range(DEEPEST):
            inner = self.levels.get((abstract, depth))
            form = "decimal" if level.is_legal or inner is None else inner.form
            count = counts[depth] or (inner.start if inner else 1)
            text = text.replace(f"%{depth + 1}", printed_number(count, form))
        return text

    def _numbering_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Number id and level: its own, or those of its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _number_properties(properties)
        style = properties.find(f"{W}pStyle")
        by_style = self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return by_style
        number, depth = own
        if number == "0":  # numbering switched off for this paragraph
            return None
        if number is None:
            return None if by_style is None else (by_style[0], by_style[1] if depth is None else depth)
        return number, depth or 0


def _number_properties(properties: Element) -> tuple[str | None, int | None] | None:
    node = properties.find(f"{W}numPr")
    if node is None:
        return None
    number, depth = node.find(f"{W}numId"), node.find(f"{W}ilvl")
    level = _whole(depth, 0) if depth is not None else None
    return (None if number is None else number.get(f"{W}val")), None if level is None else min(level, DEEPEST - 1)


def _whole(node: Element | None, default: int) -> int:
    text = "" if node is None else node.get(f"{W}val", "")
    return int(text) if text.isdigit() and len(text) < 6 else default


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """numbering.xml and styles.xml, either of which may be missing."""
    levels: dict[tuple[str, int], Level] = {}
    abstract: dict[str, str] = {}
    overrides: dict[tuple[str, int], int] = {}
    if numbering is not None:
        for node in numbering.iter(f"{W}abstractNum"):
            levels |= {(node.get(f"{W}abstractNumId", ""), depth): level for depth, level in _levels(node)}
        for node in numbering.iter(f"{W}num"):
            name = node.get(f"{W}numId", "")
            target = node.find(f"{W}abstractNumId")
            abstract[name] = "" if target is None else target.get(f"{W}val", "")
            for override in node.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    overrides[name, _depth(override)] = _whole(start, 1)
    return Numbering(levels, abstract, overrides, {} if styles is None else _styles(styles))


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for node in abstract.findall(f"{W}lvl"):
        form, pattern, suffix = (node.find(f"{W}{name}") for name in ("numFmt", "lvlText", "suff"))
        yield (
            _depth(node),
            Level(
                start=_whole(node.find(f"{W}start"), 1),
                form="decimal" if form is None else form.get(f"{W}val", "decimal"),
                pattern="" if pattern is None else pattern.get(f"{W}val", ""),
                suffix="tab" if suffix is None else suffix.get(f"{W}val", "tab"),
                restart=None if (again := node.find(f"{W}lvlRestart")) is None else _whole(again, 0),
                is_legal=node.find(f"{W}isLgl") is not None,
            ),
        )


def _depth(node: Element) -> int:
    text = node.get(f"{W}ilvl", "0")
    return min(int(text), DEEPEST - 1) if text.isdigit() else 0


def _styles(styles: Element) -> dict[str, tuple[str, int]]:
    """Numbering by style, inherited along basedOn."""
    own: dict[str, tuple[str | None, int | None]] = {}
    parents: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based = style.find(f"{W}basedOn")
        if based is not None:
            parents[name] = based.get(f"{W}val", "")
        properties = style.find(f"{W}pPr")
        found = None if properties is None else _number_properties(properties)
        if found is not None:
            own[name] = found
    resolved = {name: _inherited(name, own, parents) for name in {*own, *parents}}
    return {name: found for name, found in resolved.items() if found is not None and found[0] != "0"}


def _inherited(
    name: str, own: Mapping[str, tuple[str | None, int | None]], parents: Mapping[str, str]
) -> tuple[str, int] | None:
    number: str | None = None
    depth: int | None = None
    for _ in range(LONGEST_STYLE_CHAIN):
        stated = own.get(name, (None, None))
        number, depth = number or stated[0], stated[1] if depth is None else depth
        if number is not None or name not in parents:
            break
        name = parents[name]
    return None if number is None else (number, depth or 0)


def printed_number(count: int, form: str) -> str:
    """A number in one of Word's formats; formats unknown here are printed in Arabic figures."""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese(count)
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(DIGITS[int(digit)] for digit in str(count))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= len(CIRCLED):
        return CIRCLED[count - 1]
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return roman(count) if form == "upperRoman" else roman(count).lower()
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def chinese(count: int) -> str:
    """一 to 九百九十九; larger counts in Arabic figures."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def roman(count: int) -> str:
    values = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    text = ""
    for value, letters in (*values, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (count // value)
        count %= value
    return text
