"""The rules of a release, by name, from YAML: the shipped ones or a city's own."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import resources

import yaml

from zengshou.concepts.problem import Problem, ProblemsFound

WHOLE = (
    "minimum_contributors",
    "minimum_units",
    "dominance_units",
    "quantile_units",
    "count_width",
    "count_base",
    "money_digits",
    "difference_contributors",
)
SHARES = ("dominance_share", "p_share")


@dataclass(frozen=True)
class Rules:
    """The names and numbers of `rules.yaml`; what each means stands there."""

    version: str
    minimum_contributors: int
    minimum_units: int
    dominance_units: int
    dominance_share: float
    p_share: float
    quantile_units: int
    count_width: int
    count_base: int
    money_digits: int
    difference_contributors: int
    refused_statistics: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Digest of every name and number: two releases of one fingerprint were judged alike."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@cache
def shipped_rules() -> Rules:
    """The rules shipped with the room."""
    text = resources.files("zengshou.statistics.disclosure").joinpath("rules.yaml").read_text(encoding="utf-8")
    return read_rules(yaml.safe_load(text), "rules.yaml")


def read_rules(document: object, where: str) -> Rules:
    """Rules from parsed YAML.

    Raises  ProblemsFound: everything missing, unknown or out of its range, at once
    """
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("发布规则应为“名称: 数值”的映射。", where, "照自带的 rules.yaml 写。"))
    names = [field.name for field in fields(Rules)]
    problems = [
        Problem(f"缺少规则“{name}”。", where, "照自带的 rules.yaml 补上。") for name in names if name not in document
    ]
    problems += [Problem(f"没有名为“{name}”的规则。", where, "请核对名称。") for name in document if name not in names]
    problems += [
        Problem(f"规则“{name}”应为不小于 1 的整数，读到“{document[name]}”。", where)
        for name in WHOLE
        if name in document and not _is_whole(document[name])
    ]
    problems += [
        Problem(f"规则“{name}”应在 0 与 1 之间，读到“{document[name]}”。", where)
        for name in SHARES
        if name in document and not _is_share(document[name])
    ]
    refused = document.get("refused_statistics", ())
    if not isinstance(refused, list | tuple):
        problems.append(Problem("规则“refused_statistics”应为列表。", where))
    if problems:
        raise ProblemsFound(problems)
    return Rules(**{**document, "version": str(document["version"]), "refused_statistics": tuple(map(str, refused))})


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1
