"""What linkage must know of names: readings, look-alikes, titles. Data of the country package, given as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class NameTables:
    """Facts of the language that comparisons of names rest on.

    prefixes, suffixes  titles before and after a name: 户主, 先生
    aliases             words that announce another name of the same person: 又名
    remarks             words in brackets that are no name at all: 已故
    variants            character as written -> character as compared: 張 -> 张
    similar             groups of characters that look alike; a character stands in one group only
    compound            surnames of two characters: 欧阳
    surname_readings    surname -> toneless reading, where it differs from the usual one: 单 -> shan
    """

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...]
    remarks: tuple[str, ...]
    variants: Mapping[str, str]
    similar: tuple[str, ...]
    compound: tuple[str, ...]
    surname_readings: Mapping[str, str]


@dataclass(frozen=True)
class NameFrequencies:
    """How often surnames occur and which characters given names use: the stuff that invented persons are made of.

    surnames          surname -> weight, the most frequent first
    first_surname     province -> its most frequent surname
    male, female      characters of given names, the more usual first
    """

    surnames: Mapping[str, float]
    first_surname: Mapping[str, str]
    male: str
    female: str
