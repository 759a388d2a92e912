"""Which column of a file is which field of a channel: by name, label or alias, and what that leaves over, in words."""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.concepts.problem import Problem
from zengshou.records.channels.channel import Channel, Field, FieldKind, Unit

UNIT_WORDS: Mapping[str, Unit] = {"元": Unit.YUAN, "人民币元": Unit.YUAN, "万元": Unit.WAN, "分": Unit.FEN}
# Letters, digits and brackets of full width, and the signs that nobody sees: marks of byte order, joints without width.
PLAIN = str.maketrans(
    {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)}
    | {"【": "[", "】": "]", "〔": "[", "〕": "]"}
    | dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060", "")
)
REQUIRED_MARKS = "*※"
SHOWN = 12


@dataclass(frozen=True)
class ColumnMap:
    """The columns found.

    places   field -> place of its column, from 0
    units    field -> the unit of its amounts, where the header says one: 收入额（万元）
    missing  required fields without a column;  absent  optional ones
    unknown  headers that no field claims: their columns are not read
    doubled  fields that two or more headers claim
    """

    places: Mapping[str, int]
    units: Mapping[str, Unit]
    missing: tuple[Field, ...]
    absent: tuple[Field, ...]
    unknown: tuple[str, ...]
    doubled: tuple[Field, ...]

    @property
    def is_usable(self) -> bool:
        return not self.missing and not self.doubled

    def problems(self, where: str, headers: Sequence[str]) -> tuple[Problem, ...]:
        """What keeps the file from being read, one Problem a field."""
        shown = "、".join(word for word in headers[:SHOWN] if word) or "（没有表头）"
        cures = [_nearest(each, self.unknown) for each in self.missing]
        if "" in cures:
            cures[cures.index("")] = f"文件中的列有：{shown}。"  # once, however many columns are missing
        missing = [
            Problem(f"缺少必填列“{each.label}”。", where, cure) for each, cure in zip(self.missing, cures, strict=True)
        ]
        doubled = [
            Problem(f"有两列或更多列都是“{each.label}”。", where, "只保留一列，或给另一列改名。")
            for each in self.doubled
        ]
        return (*missing, *doubled)

    def notes(self) -> tuple[str, ...]:
        """What a reader should know although the file can be read."""
        unread = (f"未识别而没有读取的列：{'、'.join(self.unknown)}。",) if self.unknown else ()
        absent = (f"文件没有这些选填列：{'、'.join(each.label for each in self.absent)}。",) if self.absent else ()
        return (*unread, *absent)


def map_columns(headers: Sequence[str], channel: Channel) -> ColumnMap:
    """The columns of a file by its header row; never raises, the map says what does not fit."""
    claims = {plain_header(word): each.name for each in channel.fields for word in each.words}
    places: dict[str, int] = {}
    units: dict[str, Unit] = {}
    unknown: list[str] = []
    for place, header in enumerate(headers):
        word, unit = split_unit(header)
        name = claims.get(plain_header(header)) or claims.get(word)
        if name is None:
            unknown += [header.strip()] if header.strip() else []
            continue
        places.setdefault(name, place)
        if unit is not None and channel.field(name).kind is FieldKind.AMOUNT:
            units[name] = unit
    claimed = Counter(claims.get(plain_header(header)) or claims.get(split_unit(header)[0]) for header in headers)
    left = [each for each in channel.fields if each.name not in places]
    return ColumnMap(
        places=places,
        units=units,
        missing=tuple(each for each in left if each.is_required),
        absent=tuple(each for each in left if not each.is_required),
        unknown=tuple(unknown),
        doubled=tuple(each for each in channel.fields if claimed[each.name] > 1),
    )


def plain_header(header: str) -> str:
    """A header without blanks, marks of required columns and differences of width, brackets and capitals."""
    return re.sub(r"\s+", "", header).translate(PLAIN).strip(REQUIRED_MARKS).casefold()


def split_unit(header: str) -> tuple[str, Unit | None]:
    """(`收入额`, yuan) of `收入额（元）` or `收入额(单位:元)`; (the header, None) where it says no unit."""
    plain = plain_header(header)
    match = re.fullmatch(r"(.+?)[(\[](?:单位[:：]?)?([^()\[\]]+)[)\]]", plain)
    if match and match[2] in UNIT_WORDS:
        return match[1], UNIT_WORDS[match[2]]
    return plain, None


def _nearest(field: Field, unknown: Sequence[str]) -> str:
    near = [word for word in unknown if difflib.get_close_matches(plain_header(word), field.words, n=1, cutoff=0.5)]
    return f"是否就是列“{near[0]}”？可在渠道文件里加为别名。" if near else ""
