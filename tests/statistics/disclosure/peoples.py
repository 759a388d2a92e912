"""Invented people for tables of the gate."""

import numpy as np

from zengshou.concepts.sample import Sample
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.facts import Contributors
from zengshou.statistics.disclosure.gate import Microdata, Request


def classes(rng: np.random.Generator, size: int, count: int, skew: float) -> np.ndarray:
    """Categories of which the last are rare; each has somebody."""
    codes = np.minimum((rng.pareto(skew, size) * count / 6).astype(np.int64), count - 1)
    codes[:count] = np.arange(count)
    return codes


def column(name: str, codes: np.ndarray) -> Column:
    return Column(name, codes.astype(np.int64), tuple(f"{name}{i}" for i in range(int(codes.max()) + 1)))


def people(columns: list[Column], amount: np.ndarray | None = None, ids: np.ndarray | None = None) -> Microdata:
    """Rows of weight 1, three to a household, with their number as digest."""
    n = len(columns[0].codes) if columns else len(amount)
    ids = np.arange(n, dtype=np.uint64) if ids is None else ids.astype(np.uint64)
    digests = {"persons": ids}
    if amount is not None:
        digests["amount:income"] = ids
    rows = Contributors(np.ones(n), (ids // 3).astype(np.int64), amount)
    return Microdata(rows, tuple(columns), digests, Sample(np.ones(n)))


def random_people(seed: int, size: int, shape: dict[str, int], with_amount: bool = False) -> Microdata:
    rng = np.random.default_rng(seed)
    columns = [column(name, classes(rng, size, count, 1.5)) for name, count in shape.items()]
    return people(columns, rng.lognormal(10, 0.8, size) if with_amount else None)


def asked(*by: str, amount: str = "", statistics: tuple[str, ...] = (), period: str = "2025") -> Request:
    hierarchies = tuple(tuple(part.split(">")) for part in by)
    return Request("表", "测试", hierarchies, amount, statistics, "example", period)


def only(data: Microdata, names: tuple[str, ...]) -> Microdata:
    """The same people with some of their columns."""
    kept = tuple(one for one in data.columns if one.name in names)
    return Microdata(data.rows, kept, data.digests, data.sample)


def without(data: Microdata, row: int) -> Microdata:
    """The same people but one."""
    keep = np.arange(data.rows.n) != row
    rows = Contributors(
        data.rows.weight[keep],
        data.rows.unit[keep],
        None if data.rows.amount is None else data.rows.amount[keep],
        data.rows.is_flag,
    )
    digests = {name: digest[keep] for name, digest in data.digests.items()}
    return Microdata(rows, tuple(one.at(keep) for one in data.columns), digests, Sample(rows.weight))
