"""The unit of money that is written over a table (`单位：万元`): read as another one, every amount is wrong at once.

Such a line holds for the whole table and stands in no column. It is compared with the unit by which the amounts are
read, and where the two differ the file is refused: nobody here multiplies by ten thousand on the strength of a line.
"""

import re
from collections.abc import Iterator, Sequence

from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.channels.mapping import UNIT_WORDS, ColumnMap
from zengshou.records.intake.findings import FILE_ROW, Code, Finding
from zengshou.records.intake.rule import Rule, sentence

# Units of money in which tables are made up, those too that no column here can have.
MONEY = frozenset({*UNIT_WORDS, "万", "亿", "亿元", "千万元", "百万元", "十万元", "千元", "百元", "角"})
SAID = re.compile(r"单位\s*[:：]?\s*([^\s,，。;；()（）]+)")
ALONE = re.compile(r"[(（]?([^\s()（）]+)[)）]?")
SEVERAL = re.compile(r"[、/／]")  # 单位：人、万元


def units_above(above: Sequence[str]) -> tuple[str, ...]:
    """The units of money that the lines over a table name, each once, as they are written there."""
    words: list[str] = []
    for line in above:
        words += [word for said in SAID.findall(line) for word in SEVERAL.split(said)]
        words += [found[1] for cell in line.split() if (found := ALONE.fullmatch(cell))]
    plain = (word.removeprefix("人民币") or word for word in words)
    return tuple(dict.fromkeys(word for word in plain if word in MONEY))


def unit_findings(above: Sequence[str], columns: ColumnMap, channel: Channel, rule: Rule) -> Iterator[Finding]:
    """A finding about the file for each column of amounts that would be read in another unit than the one above."""
    said = units_above(above)
    if all(UNIT_WORDS.get(word) is channel.unit for word in said):
        return
    for field in channel.of_kind(FieldKind.AMOUNT):
        if field.name in columns.places and field.name not in columns.units:
            words = {"label": field.label, "above": "、".join(said), "unit": channel.unit.label}
            message = sentence(rule, Code.E_UNIT, **words)
            yield Finding(FILE_ROW, rule.id, Code.E_UNIT.value, rule.severity.value, field.name, "", message)
