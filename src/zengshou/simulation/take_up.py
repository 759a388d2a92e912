"""Who claims: a draw hashed from the household's stable id, shared by law and reform, whatever the row order."""

import hashlib

import numpy as np
from numpy.typing import NDArray

SHIFTS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
GOLDEN = 0x9E3779B97F4A7C15


def uniform_draws(ids: NDArray[np.int64], scheme: str, seed: int) -> NDArray[np.float64]:
    """(n,) numbers in [0, 1), independent between schemes: splitmix64 of the id and a hash of scheme and seed.

    Source  Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators
    """
    digest = hashlib.blake2b(f"{scheme}:{seed}".encode(), digest_size=8).digest()
    key = np.uint64(int.from_bytes(digest, "big"))
    with np.errstate(over="ignore"):
        state = (ids.astype(np.uint64) ^ key) + np.uint64(GOLDEN)
        for shift, factor in SHIFTS:
            state = (state ^ (state >> np.uint64(shift))) * np.uint64(factor)
        state ^= state >> np.uint64(31)
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def claims(ids: NDArray[np.int64], scheme: str, seed: int, rate: float) -> NDArray[np.bool_]:
    """Who claims at a take-up rate from 0 to 1; raising the rate only adds claimants."""
    return uniform_draws(ids, scheme, seed) < rate
