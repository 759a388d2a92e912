"""Hadamard matrices: columns of +1 and -1, any two of them balanced against each other."""

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.int8]
LARGEST = 4096


def order_from(least: int) -> int:
    """The smallest order of at least `least` that `hadamard` can build."""
    order = max(least, 1)
    while not _factors(order):
        order += 1
    return order


def hadamard(order: int) -> Signs:
    """(order, order) with the first row and column all +1: doubled by Sylvester from a matrix of Paley's first kind.

    Raises  ValueError for an order that these two do not reach
    Source  Paley (1933), Journal of Mathematics and Physics 12, 311-320
    """
    found = _factors(order)
    if not found:
        raise ValueError(f"no Hadamard matrix of order {order} by Paley and Sylvester")
    prime, doublings = found
    matrix = np.ones((1, 1), dtype=np.int8) if prime == 0 else _paley(prime)
    for _ in range(doublings):
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def _factors(order: int) -> tuple[int, int] | None:
    """(prime or 0, doublings) with order = (prime + 1) 2^doublings, or 2^doublings."""
    doublings = 0
    while order >= 1:
        if order == 1:
            return 0, doublings
        if order % 4 == 0 and _is_prime(order - 1):
            return order - 1, doublings
        if order % 2:
            return None
        order, doublings = order // 2, doublings + 1
    return None


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def _paley(prime: int) -> Signs:
    """Order prime + 1, for a prime of remainder 3 by 4, with signs turned so that the first row and column are +1."""
    residue = np.full(prime, -1, dtype=np.int8)
    residue[np.unique(np.arange(1, prime) ** 2 % prime)] = 1
    residue[0] = 0
    shifts = (np.arange(prime)[None, :] - np.arange(prime)[:, None]) % prime
    matrix = np.ones((prime + 1, prime + 1), dtype=np.int8)
    matrix[1:, 0] = -1
    matrix[1:, 1:] = residue[shifts] + np.eye(prime, dtype=np.int8)
    return np.asarray(matrix * matrix[:, :1], dtype=np.int8)
