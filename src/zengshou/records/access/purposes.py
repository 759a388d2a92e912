"""The register of purposes: who may read which fields, where, and on what paper. What it does not name is not read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.account import ADMINISTRATORS, Role
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.access.minimum import BY_FIELD, Dataset

PURPOSE_KEYS = {"label", "told", "legal_basis", "status", "pia", "needs_case", "needs_authorisation", "roles"}
RULE_KEYS = {"area", "fields"}
STATUSES = ("sourced", "unverified")


class AreaRule(Enum):
    """Where a role may look: below the areas granted to the account, or at nobody but oneself."""

    GRANTED = "granted"
    OWN = "own"


@dataclass(frozen=True)
class RoleRule:
    """What one role may read for one purpose. `fields` are named one by one."""

    area: AreaRule
    fields: frozenset[str]


@dataclass(frozen=True)
class Purpose:
    """One purpose.

    told    what the person concerned is told, in plain words
    status  of the legal basis: `unverified` until somebody compared it with the official text
    pia     the number of the impact assessment (个人信息保护影响评估)
    """

    id: str
    label: str
    told: str
    legal_basis: str
    status: str
    pia: str
    needs_case: bool
    needs_authorisation: bool
    roles: Mapping[Role, RoleRule]


@dataclass(frozen=True)
class PurposeTable:
    """All purposes of an installation; `version` is printed with every figure about accesses."""

    version: str
    purposes: Mapping[str, Purpose]

    def fields(self, purpose: str, role: Role) -> frozenset[str]:
        """The fields of a role for a purpose; none for what is not named."""
        found = self.purposes.get(purpose)
        rule = None if found is None else found.roles.get(role)
        return frozenset() if rule is None else rule.fields

    def for_role(self, role: Role) -> tuple[Purpose, ...]:
        return tuple(purpose for purpose in self.purposes.values() if role in purpose.roles)


def read_purposes(document: object, where: str) -> PurposeTable:
    """The table from a parsed YAML mapping.

    Raises  ProblemsFound, all at once: missing or unknown keys, unknown roles and fields, administrators, no
            impact assessment, no legal basis
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("purposes"), Mapping):
        raise ProblemsFound(Problem("应为“purposes: 用途”的映射。", where, "对照随系统发布的 access_purposes.yaml。"))
    problems: list[Problem] = []
    purposes = {
        str(id): _purpose(str(id), body, f"{where}: purposes.{id}", problems)
        for id, body in document["purposes"].items()
    }
    if problems:
        raise ProblemsFound(problems)
    return PurposeTable(str(document.get("version", "")), {id: made for id, made in purposes.items() if made})


def _purpose(id: str, body: object, where: str, problems: list[Problem]) -> Purpose | None:
    if not isinstance(body, Mapping) or set(body) != PURPOSE_KEYS:
        keys = set(body) if isinstance(body, Mapping) else set()
        wrong = "、".join(sorted(str(key) for key in keys ^ PURPOSE_KEYS))
        problems.append(Problem(f"字段缺少或多余：{wrong}。", where, f"应恰有：{'、'.join(sorted(PURPOSE_KEYS))}。"))
        return None
    for key in ("label", "told", "legal_basis", "pia"):
        if not (isinstance(body[key], str) and body[key].strip()):
            next_step = "先做个人信息保护影响评估，再登记编号。" if key == "pia" else "请填写。"
            problems.append(Problem(f"“{key}”为空。", where, next_step))
    if body["status"] not in STATUSES:
        problems.append(Problem(f"status 为“{body['status']}”。", where, f"只能是：{'、'.join(STATUSES)}。"))
    for key in ("needs_case", "needs_authorisation"):
        if not isinstance(body[key], bool):
            problems.append(Problem(f"“{key}”应为 true 或 false。", where, "请改正。"))
    return Purpose(
        id,
        str(body["label"]),
        str(body["told"]),
        str(body["legal_basis"]),
        str(body["status"]),
        str(body["pia"]),
        bool(body["needs_case"]),
        bool(body["needs_authorisation"]),
        _roles(body["roles"], where, problems),
    )


def _roles(body: object, where: str, problems: list[Problem]) -> dict[Role, RoleRule]:
    if not isinstance(body, Mapping):
        problems.append(Problem("roles 应为“角色: 规则”的映射。", where, "请改正。"))
        return {}
    found: dict[Role, RoleRule] = {}
    for name, rule in body.items():
        place = f"{where}.roles.{name}"
        role = next((role for role in Role if role.value == name), None)
        if role is None or role in ADMINISTRATORS:
            words = "没有这个角色。" if role is None else f"{role.label}不得读取个人数据。"
            problems.append(Problem(words, place, "换成业务角色。"))
        elif not isinstance(rule, Mapping) or set(rule) != RULE_KEYS:
            problems.append(Problem("应恰有 area 和 fields。", place, "请改正。"))
        else:
            found[role] = RoleRule(_area(rule["area"], place, problems), _fields(rule["fields"], place, problems))
    return found


def _area(value: object, where: str, problems: list[Problem]) -> AreaRule:
    rule = next((rule for rule in AreaRule if rule.value == value), None)
    if rule is None:
        problems.append(Problem(f"area 为“{value}”。", where, "只能是 granted 或 own。"))
    return rule or AreaRule.OWN


def _fields(body: object, where: str, problems: list[Problem]) -> frozenset[str]:
    """Fields written as `dataset: [columns]`; each must stand in the catalogue."""
    if not isinstance(body, Mapping):
        problems.append(Problem("fields 应为“种类: [字段]”的映射。", where, "请改正。"))
        return frozenset()
    listed = [f"{dataset}.{name}" for dataset, names in body.items() for name in _names(names)]
    unknown = [field for field in listed if field not in BY_FIELD]
    if unknown:
        kinds = "、".join(dataset.value for dataset in Dataset)
        problems.append(Problem(f"不认识的字段：{'、'.join(unknown)}。", where, f"种类有：{kinds}。"))
    return frozenset(listed)


def _names(names: object) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else [str(names)]
