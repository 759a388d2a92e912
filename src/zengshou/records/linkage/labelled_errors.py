"""合成数据: the errors that copies of a record carry, one kind a copy, each as people really make it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import Enum

import numpy as np
import polars as pl

from zengshou.records.linkage.readings import character_readings
from zengshou.records.linkage.tables import NameTables

DIGITS = "0123456789"
Change = Callable[[pl.DataFrame, NameTables, np.random.Generator], pl.DataFrame]


class ErrorKind(Enum):
    """What went wrong when the copy was made."""

    CLEAN = "clean"
    ALIAS = "alias"
    HOMOPHONE = "homophone"
    LOOK_ALIKE = "look_alike"
    LATIN_LETTER = "latin_letter"
    DROPPED_CHARACTER = "dropped_character"
    TITLE = "title"
    VARIANT = "variant"
    BIRTH_DIGIT = "birth_digit"
    NUMBER_DIGIT = "number_digit"
    NUMBER_TRANSPOSED = "number_transposed"
    SHORT_NUMBER = "short_number"
    BORROWED_NUMBER = "borrowed_number"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return ERROR_LABELS[self]


ERROR_LABELS: Mapping[ErrorKind, str] = {
    ErrorKind.CLEAN: "无错",
    ErrorKind.ALIAS: "别名",
    ErrorKind.HOMOPHONE: "同音字",
    ErrorKind.LOOK_ALIKE: "形近字",
    ErrorKind.LATIN_LETTER: "多出字母或空格",
    ErrorKind.DROPPED_CHARACTER: "漏字",
    ErrorKind.TITLE: "带称谓",
    ErrorKind.VARIANT: "繁体或异体",
    ErrorKind.BIRTH_DIGIT: "出生日期错一位",
    ErrorKind.NUMBER_DIGIT: "号码错一位",
    ErrorKind.NUMBER_TRANSPOSED: "号码相邻两位颠倒",
    ErrorKind.SHORT_NUMBER: "15位旧号码",
    ErrorKind.BORROWED_NUMBER: "用了别人的号码",
    ErrorKind.MOVED: "迁居或地址写法不同",
}


def corrupted(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """The copies with the error that column `error` names; rows come back grouped by kind.

    A name without a homophone or look-alike to slip to is left as it is: its copy is then a clean one, and says so.
    """
    parts = []
    for kind in ErrorKind:
        of_kind = frame.filter(pl.col("error") == kind.value)
        if of_kind.height:
            parts.append(CHANGES[kind](of_kind, tables, rng).select(frame.columns))
    changed = pl.concat(parts)
    before = frame.select("person", "name").unique("person").rename({"name": "right"})
    of_name = [ErrorKind.HOMOPHONE.value, ErrorKind.LOOK_ALIKE.value, ErrorKind.VARIANT.value]
    is_same = pl.col("error").is_in(of_name) & (pl.col("name") == pl.col("right"))
    return (
        changed.join(before, on="person", how="left", maintain_order="left")
        .with_columns(pl.when(is_same).then(pl.lit(ErrorKind.CLEAN.value)).otherwise("error").alias("error"))
        .select(frame.columns)
    )


def _unchanged(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    return frame


def _alias(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """The copy goes by another name and tells the registered one: 王大伟（户口名王伟）; some the other way round."""
    word = pl.Series(rng.choice(np.array(["又名", "曾用名", "小名"]), frame.height))
    other = pl.col("name").str.slice(0, 1) + pl.Series(rng.choice(np.array(list("大小阿老亚")), frame.height))
    other = other + pl.col("name").str.tail(1)
    is_other_first = pl.Series(rng.random(frame.height) < 0.5)
    forward = pl.col("name") + "（" + word + other + "）"
    return frame.with_columns(
        pl.when(is_other_first).then(other + "(又名" + pl.col("name") + ")").otherwise(forward).alias("name")
    )


def _replaced(frame: pl.DataFrame, others: Mapping[str, str], rng: np.random.Generator) -> pl.DataFrame:
    """The last character that has a look-alike or homophone, changed for one of them."""
    names = frame["name"].to_list()
    starts = rng.integers(0, 1 << 30, len(names)).tolist()
    return frame.with_columns(
        pl.Series("name", [_slipped(name, others, start) for name, start in zip(names, starts, strict=True)])
    )


def _slipped(name: str, others: Mapping[str, str], start: int) -> str:
    for place in range(len(name) - 1, -1, -1):
        choice = others.get(name[place], "")
        if choice:
            return name[:place] + choice[start % len(choice)] + name[place + 1 :]
    return name


def _homophone(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    readings = character_readings(frame["name"])
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character, sound in readings.items():
        if character not in tables.surname_readings:
            by_sound[sound].append(character)
    others = {each: "".join(by_sound[sound]).replace(each, "") for each, sound in readings.items()}
    return _replaced(frame, others, rng)


def _look_alike(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    return _replaced(frame, {each: group.replace(each, "") for group in tables.similar for each in group}, rng)


def _variant(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    return _replaced(frame, {plain: written for written, plain in tables.variants.items()}, rng)


def _latin_letter(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    tail = pl.Series(rng.choice(np.array([" ", "A", "1", "２", "\u3000", "*"]), frame.height))
    return frame.with_columns(
        (pl.col("name").str.slice(0, 1) + tail.str.strip_chars("A12*２") + pl.col("name").str.slice(1) + tail).alias(
            "name"
        )
    )


def _dropped(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """A name of three characters loses one; one of two gains one, as the full name of which it is a short form."""
    name, is_long = pl.col("name"), pl.col("name").str.len_chars() > 2
    is_second = pl.Series(rng.random(frame.height) < 0.5)
    shorter = pl.when(is_second).then(name.str.slice(0, 1) + name.str.slice(2)).otherwise(name.str.slice(0, 2))
    return frame.with_columns(pl.when(is_long).then(shorter).otherwise(name + "生").alias("name"))


def _title(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    return frame.with_columns(
        (pl.col("name") + pl.Series(rng.choice(np.array(tables.suffixes), frame.height))).alias("name")
    )


def _with_digit(text: str, place: int, step: int) -> str:
    digit = DIGITS[(DIGITS.index(text[place]) + step) % 10]
    return text[:place] + digit + text[place + 1 :]


def _birth_digit(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """One year off by 1 to 9, or another first-of-ten of the day; still a date."""
    years, days = rng.integers(1, 10, frame.height), rng.random(frame.height) < 0.5
    births = []
    for text, step, is_day in zip(frame["birth"].to_list(), years.tolist(), days.tolist(), strict=True):
        births.append(text[:9] + DIGITS[1 + (int(text[9]) + step % 8) % 8] if is_day else _with_digit(text, 3, step))
    return frame.with_columns(pl.Series("birth", births))


def _number_digit(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    places, steps = rng.integers(0, 17, frame.height).tolist(), rng.integers(1, 10, frame.height).tolist()
    numbers = [_with_digit(*each) for each in zip(frame["number"].to_list(), places, steps, strict=True)]
    return frame.with_columns(pl.Series("number", numbers))


def _number_transposed(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """Two neighbours that differ change places."""
    numbers = []
    for text, start in zip(frame["number"].to_list(), rng.integers(6, 16, frame.height).tolist(), strict=True):
        place = next(at for at in [*range(start, 17), *range(start)] if text[at] != text[at + 1])
        numbers.append(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    return frame.with_columns(pl.Series("number", numbers))


def _short_number(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """15 signs, for those born before 2000; the others keep theirs."""
    number = pl.col("number")
    short = number.str.slice(0, 6) + number.str.slice(8, 9)
    return frame.with_columns(pl.when(number.str.slice(6, 2) == "19").then(short).otherwise(number).alias("number"))


def _borrowed_number(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """The number of somebody else, as when a child is insured under a parent's: what rule 10 is there for."""
    return frame.with_columns(pl.Series("number", np.roll(frame["number"].to_numpy(), 1)))


def _moved(frame: pl.DataFrame, tables: NameTables, rng: np.random.Generator) -> pl.DataFrame:
    """Another person's address, and half of them another telephone."""
    order = rng.permutation(frame.height)
    elsewhere = frame[order].select("area", "address", pl.col("phone").alias("other_phone"))
    is_new_phone = pl.Series(rng.random(frame.height) < 0.5)
    moved = frame.drop("area", "address").hstack(elsewhere)
    return moved.with_columns(pl.when(is_new_phone).then("other_phone").otherwise("phone").alias("phone"))


CHANGES: Mapping[ErrorKind, Change] = {
    ErrorKind.CLEAN: _unchanged,
    ErrorKind.ALIAS: _alias,
    ErrorKind.HOMOPHONE: _homophone,
    ErrorKind.LOOK_ALIKE: _look_alike,
    ErrorKind.LATIN_LETTER: _latin_letter,
    ErrorKind.DROPPED_CHARACTER: _dropped,
    ErrorKind.TITLE: _title,
    ErrorKind.VARIANT: _variant,
    ErrorKind.BIRTH_DIGIT: _birth_digit,
    ErrorKind.NUMBER_DIGIT: _number_digit,
    ErrorKind.NUMBER_TRANSPOSED: _number_transposed,
    ErrorKind.SHORT_NUMBER: _short_number,
    ErrorKind.BORROWED_NUMBER: _borrowed_number,
    ErrorKind.MOVED: _moved,
}
