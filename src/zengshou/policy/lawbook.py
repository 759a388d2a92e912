"""The lawbook: all rules and parameters over a range of dates for a place. A reform is another lawbook."""

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType

from zengshou.concepts.area import ancestors
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.column import Period, Unit
from zengshou.policy.edges import Column, Edge, InputColumn
from zengshou.policy.names import nearest
from zengshou.policy.parameter import Parameter, ParameterUse, Placed, look_up
from zengshou.policy.rule import Rule

BUILT_IN = ("this_month", "month_of_year", "this_year", "members")


@dataclass(frozen=True)
class Lawbook:
    """What the law is, in one place.

    area        dotted code of the place
    rules       public name -> versions, oldest first
    edges       public name -> crossing
    inputs      name -> input column
    names       identity of a declared object -> its public name
    law_of      public name of a rule or edge -> folder of its law
    parameters  `law.name` -> that parameter in each area that holds the place, narrowest first
    within      `law.name` -> that parameter where areas inside the place set their own
    counties    codes of the areas inside the place, in the order of the codes of the `area` column
    """

    area: str
    rules: Mapping[str, tuple[Rule, ...]]
    edges: Mapping[str, Edge]
    inputs: Mapping[str, InputColumn]
    names: Mapping[int, str]
    law_of: Mapping[str, str]
    parameters: Placed
    within: Placed
    counties: tuple[str, ...]

    def name_of(self, column: Column) -> str:
        """The public name of a declared object or of a name given as text."""
        return column if isinstance(column, str) else self.names[id(column)]

    def has_column(self, name: str) -> bool:
        return name in self.rules or name in self.edges or name in self.inputs

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        return (*self.rules, *self.edges, *self.inputs)

    def label(self, name: str) -> str:
        if name in self.rules:
            return self.rules[name][-1].label
        if name in self.inputs:
            return self.inputs[name].label
        if name in self.edges:
            edge = self.edges[name]
            return edge.label or f"{self.label(self.name_of(edge.source))}（{edge.crossing.value}）"
        return {"this_month": "本月", "month_of_year": "月份", "this_year": "年度", "members": "家庭人数"}.get(
            name, name
        )

    def version(self, name: str, day: str) -> Rule | None:
        """The version of a rule in force on a day."""
        return next((rule for rule in self.rules[name] if rule.in_force(day)), None)

    def parameter(self, full_name: str, day: str) -> ParameterUse:
        """The value in force; raises with the sentence that says what is missing."""
        if full_name not in self.parameters:
            raise refuse(f"没有参数“{full_name}”。", "", nearest(full_name, self.parameters))
        found = look_up(self.parameters[full_name], day)
        if isinstance(found, str):
            raise refuse(found + "。", self.parameters[full_name][0].where, "请补充取值及来源。")
        return found

    def by_county(self, full_name: str, day: str) -> tuple[ParameterUse, ...]:
        """The value in each county when some county sets its own on that day; otherwise nothing."""
        own = {p.area: p for p in self.within.get(full_name, ()) if p.on(day) is not None}
        if not own:
            return ()
        placed = self.parameters.get(full_name, ())
        found = [look_up((own[county], *placed) if county in own else placed, day) for county in self.counties]
        missing = [use for use in found if isinstance(use, str)]
        if missing:
            raise refuse(missing[0] + "。", full_name, "请补充该县（市、区）的取值。")
        return tuple(use for use in found if isinstance(use, ParameterUse))

    def with_parameters(self, changed: Iterable[Parameter]) -> "Lawbook":
        """Another lawbook in which these parameters stand before all others of the same name."""
        parameters = dict(self.parameters)
        for parameter in changed:
            parameters[parameter.full_name] = (parameter, *parameters.get(parameter.full_name, ()))
        return replace(self, parameters=parameters)

    def with_rules(self, replaced: Iterable[Rule]) -> "Lawbook":
        """Another lawbook in which these rules stand in place of all versions of the same name."""
        rules = dict(self.rules)
        for rule in replaced:
            rules[rule.name] = (rule,)
        return replace(self, rules=rules)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits of all rules' identities and all parameter values."""
        text = repr(
            (
                self.area,
                sorted(rule.identity for versions in self.rules.values() for rule in versions),
                [(name, [parameter.values for parameter in self.parameters[name]]) for name in sorted(self.parameters)],
            )
        )
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def change_dates(self) -> tuple[str, ...]:
        """Every day on which a rule or a value begins."""
        days = {rule.since for versions in self.rules.values() for rule in versions}
        days |= {d.since for placed in self.parameters.values() for p in placed for d in p.values}
        return tuple(sorted(days))


def make_lawbook(
    area: str,
    modules: Iterable[tuple[str, ModuleType]],
    parameters: Iterable[Parameter],
    counties: tuple[str, ...] = (),
) -> Lawbook:
    """Collect module-level rules, edges and inputs by name, and the parameters that hold in `area`.

    modules     (law folder, module) pairs
    parameters  of any area; those outside the place are left aside
    Raises      ProblemsFound: a name declared twice, overlapping versions, wrong suffix, column and parameter alike
    """
    problems: list[Problem] = []
    rules: dict[str, list[Rule]] = {}
    edges: dict[str, Edge] = {}
    inputs: dict[str, InputColumn] = {}
    names: dict[int, str] = {}
    law_of: dict[str, str] = {}
    for law, module in modules:
        for attribute, declared in vars(module).items():
            if isinstance(declared, Rule) and declared.module == module.__name__:
                rules.setdefault(declared.name, []).append(declared)
                names[id(declared)], law_of[declared.name] = declared.name, law
            elif isinstance(declared, Edge) and declared.module == module.__name__:
                edges[attribute], names[id(declared)], law_of[attribute] = declared, attribute, law
            elif isinstance(declared, InputColumn) and f"{declared.module}.".startswith(f"{module.__name__}."):
                inputs[attribute], names[id(declared)] = declared, attribute
    ordered = {name: tuple(sorted(found, key=lambda rule: rule.since)) for name, found in rules.items()}
    problems += _version_problems(ordered)
    known = tuple(parameters)
    placed = place(known, area)
    within: dict[str, tuple[Parameter, ...]] = {}
    for parameter in known:
        if parameter.area in counties:
            within[parameter.full_name] = (*within.get(parameter.full_name, ()), parameter)
    problems += _name_problems(ordered, edges, inputs, law_of, placed)
    if problems:
        raise ProblemsFound(problems)
    return Lawbook(area, ordered, edges, inputs, names, law_of, placed, within, counties)


def place(parameters: Iterable[Parameter], area: str) -> Placed:
    """Overlay nation < province < city < county: for each name the areas that hold `area`, narrowest first."""
    order = {name: rank for rank, name in enumerate(ancestors(area))}
    placed: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        if parameter.area in order:
            placed.setdefault(parameter.full_name, []).append(parameter)
    return {name: tuple(sorted(found, key=lambda parameter: order[parameter.area])) for name, found in placed.items()}


def _version_problems(rules: Mapping[str, tuple[Rule, ...]]) -> list[Problem]:
    problems = []
    for name, versions in rules.items():
        for earlier, later in itertools.pairwise(versions):
            if later.since <= earlier.until:
                places = "、".join(dict.fromkeys(version.module for version in (earlier, later)))
                cure = "请改正 until；不同法规的规则须各有其名。"
                problems.append(Problem(f"规则“{name}”的两个版本在{later.since}同时有效。", places, cure))
        if len({version.type for version in versions}) > 1:
            problems.append(Problem(f"规则“{name}”各版本的主体、期间或单位不同。", versions[0].module))
    return problems


def _name_problems(
    rules: Mapping[str, tuple[Rule, ...]],
    edges: Mapping[str, Edge],
    inputs: Mapping[str, InputColumn],
    law_of: Mapping[str, str],
    placed: Placed,
) -> list[Problem]:
    problems = []
    for name in sorted((rules.keys() & edges.keys()) | (rules.keys() & inputs.keys()) | (edges.keys() & inputs.keys())):
        problems.append(Problem(f"列名“{name}”声明了两次。"))
    for name, law in law_of.items():
        if f"{law}.{name}" in placed:
            problems.append(Problem(f"“{name}”既是列又是参数。", law, "请改一个名字。"))
    for name, versions in rules.items():
        period, unit = versions[0].type.period, versions[0].type.unit
        suffix = {Period.MONTH: "_monthly", Period.YEAR: "_yearly"}.get(period)
        if unit is Unit.YUAN and suffix and not name.endswith(suffix):
            problems.append(Problem(f"规则“{name}”是{suffix}的金额，名称应以“{suffix}”结尾。", versions[0].module))
    return problems
