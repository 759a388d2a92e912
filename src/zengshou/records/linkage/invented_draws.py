"""合成数据: what every maker of invented persons draws: surnames, given names, identity numbers of nobody."""

import numpy as np
from numpy.typing import NDArray

from zengshou.records.identity.id_number import CHECK_DIGITS, WEIGHTS
from zengshou.records.linkage.tables import NameFrequencies

Words = NDArray[np.str_]

INVENTED_COUNTIES = ("449901", "449902", "449921", "449922", "449923", "449981")  # codes of no place: nobody's number
LEADING = 1.35  # the first surname of a province against the most frequent of the nation
SINGLE_CHARACTER = 0.18  # share of given names of one character
RANK_POWER = 0.6  # how fast characters of given names become rarer


def drawn_surnames(n: int, province: str, names: NameFrequencies, rng: np.random.Generator) -> Words:
    """(n,) drawn by frequency; the first surname of the province leads."""
    weights = dict(names.surnames)
    leading = names.first_surname.get(province)
    if leading is not None:
        weights[leading] = max(weights.values()) * LEADING
    share = np.array(list(weights.values()))
    return rng.choice(np.array(list(weights)), n, p=share / share.sum())


def drawn_given_names(characters: str, n: int, rng: np.random.Generator) -> Words:
    """(n,) given names of one or two characters, drawn by rank: the first characters are the more usual ones."""
    letters = np.array(list(dict.fromkeys(characters)))
    share = 1.0 / np.arange(3, letters.size + 3) ** RANK_POWER
    share /= share.sum()
    first, second = (rng.choice(letters, n, p=share) for _ in range(2))
    return np.where(rng.random(n) < SINGLE_CHARACTER, first, np.char.add(first, second))


def with_check_digits(stems: Words) -> Words:
    """(n,) eighteen signs for the seventeen digits before them."""
    digits = np.ascontiguousarray(stems).view(np.uint32).reshape(stems.size, -1)[:, :17].astype(np.int64) - ord("0")
    return np.char.add(stems, np.array(list(CHECK_DIGITS))[(digits @ np.array(WEIGHTS)) % 11])
