"""Merges as values: a set of links in, groups out. A link can be taken back, and all is byte for byte as before."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from zengshou.concepts.problem import refuse


@dataclass(frozen=True, order=True)
class Link:
    """Two persons that are held for one, by whom and why.

    a, b        the smaller reference first
    method      "auto", "review" or another word of the register
    score       probability that stood behind the decision
    decided_by  account or run
    decided_at  ISO time
    undone_by   account that took it back; "" while the link holds
    """

    a: int
    b: int
    method: str
    score: float
    decided_by: str
    decided_at: str
    undone_by: str = ""

    @property
    def holds(self) -> bool:
        return not self.undone_by


def link(a: int, b: int, method: str, score: float, decided_by: str, decided_at: str) -> Link:
    """A link of two different persons.

    Raises  ProblemsFound: a person linked with itself
    """
    if a == b:
        raise refuse(f"人员 {a} 不能与自己关联。", "关联", "核对两个编号。")
    return Link(min(a, b), max(a, b), method, score, decided_by, decided_at)


def applied(links: frozenset[Link], new: Link) -> frozenset[Link]:
    """The links with one more; persons stay what they are, nothing is deleted."""
    return links | {new}


def undone(links: frozenset[Link], old: Link, undone_by: str) -> frozenset[Link]:
    """The links with one taken back: it stays on record and holds no more.

    Raises  ProblemsFound: the link is not there, or was taken back already
    """
    if old not in links or not old.holds:
        raise refuse(f"没有可撤销的关联 {old.a}—{old.b}。", "撤销关联", "刷新列表后再试。")
    return (links - {old}) | {replace(old, undone_by=undone_by)}


def groups(persons: Iterable[int], links: Iterable[Link]) -> tuple[tuple[int, ...], ...]:
    """Every person in one group, groups and members in ascending order: the same for the same links in any order."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for each in links:
        if each.holds:
            neighbours[each.a].add(each.b)
            neighbours[each.b].add(each.a)
    left, found = set(persons) | set(neighbours), []
    while left:
        reached, edge = set(), [min(left)]
        while edge:
            person = edge.pop()
            if person not in reached:
                reached.add(person)
                edge.extend(neighbours[person] - reached)
        left -= reached
        found.append(tuple(sorted(reached)))
    return tuple(sorted(found))


def group_bytes(found: tuple[tuple[int, ...], ...]) -> bytes:
    """Groups as bytes, to be compared or hashed."""
    return json.dumps(found, separators=(",", ":")).encode()
