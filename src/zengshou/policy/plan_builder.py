"""Making a run plan: edges by argument names, types, missing columns before cycles, one slot for equal work.

A slot's key is what it is computed from: the rule's version, the keys of its arguments and the parameter
values it reads. Equal keys are one slot, so months in which nothing differs are computed once, and a
reform beside its baseline repeats only the cone that it moves.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from zengshou.concepts.period import first_day, month_index, month_of, year_of
from zengshou.concepts.problem import Problem
from zengshou.policy.column import TIMELESS, ColumnType, Entity, Period, Unit
from zengshou.policy.crossings import cross
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import BUILT_IN, Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.plan_parameters import Broken, MissingValue, parameter_argument
from zengshou.policy.rule import Argument as Declared
from zengshou.policy.rule import Read, Rule
from zengshou.policy.run_plan import InputForm, InputSlot, Node
from zengshou.policy.schedule import OpenValue
from zengshou.policy.steps import (
    Argument,
    ConstantStep,
    MembersStep,
    RuleStep,
    ScanStep,
    Slot,
    SlotOf,
    Step,
    slots_of,
)

Key = tuple[object, ...]


class PlanBuilder:
    """Resolves columns of one or more lawbooks into slots; used once, by `make_run_plan`."""

    def __init__(self, year: int, given: Mapping[str, InputForm]) -> None:
        self.year = year
        self.start = month_index(year, 1)
        self.given = given
        self.problems: list[Problem] = []
        self.assumptions: dict[str, None] = {}
        self.steps: list[Step] = []
        self.nodes: dict[Slot, Node] = {}
        self.inputs: list[InputSlot] = []
        self._slots: dict[Key, Slot] = {}
        self._known: dict[tuple[int, str, int | None], Slot] = {}
        self._broken: dict[tuple[int, str, int | None], tuple[Problem, ...]] = {}
        self._open: list[tuple[int, str, int | None]] = []
        self._states: dict[Slot, Slot] = {}
        self.slot_count = 0

    # --- slots -----------------------------------------------------------------------------------------

    def new_slot(self) -> Slot:
        self.slot_count += 1
        return self.slot_count - 1

    def step(self, key: Key, make: Callable[[Slot], Step], node: Node) -> Slot:
        """The slot of equal work, or a new step."""
        if key not in self._slots:
            slot = self.new_slot()
            self._slots[key] = slot
            self.steps.append(make(slot))
            self.nodes[slot] = node
        return self._slots[key]

    def note(self, found: str, where: str = "", next: str = "") -> None:
        self.add(Problem(found, where, next))

    def add(self, problem: Problem) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)

    # --- columns ---------------------------------------------------------------------------------------

    def type_of(self, book: Lawbook, name: str) -> ColumnType:
        """Entity, period and unit of a column; raises Broken after noting an unknown name."""
        if name in book.rules:
            return book.rules[name][0].type
        if name in book.inputs:
            return book.inputs[name].type
        if name in book.edges:
            edge = book.edges[name]
            source = self.type_of(book, book.name_of(edge.source))
            return cross(edge.crossing).result(source)
        if name in BUILT_IN:
            period = {"this_year": Period.YEAR, "members": Period.FIXED}.get(name, Period.MONTH)
            return ColumnType(Entity.HOUSEHOLD if name == "members" else None, period, Unit.COUNT)
        self.note(f"没有名为“{name}”的列。", "", nearest(name, book.column_names))
        raise Broken

    def column(self, book: Lawbook, name: str, when: int | None) -> Slot:
        """The slot of a column at `when`: a month index, a year, or None for what does not change."""
        period = self.type_of(book, name).period
        when = self._not_before_start(book, name, period, when)
        key = (id(book), name, when)
        if key in self._known:
            return self._known[key]
        if key in self._broken:
            self.problems += [problem for problem in self._broken[key] if problem not in self.problems]
            raise Broken
        if key in self._open:
            path = [entry[1] for entry in self._open[self._open.index(key) :]] + [name]
            self.note(f"同期循环：{' → '.join(path)}。", "", "用带滞后的边（如 window_mean(lag=1)）断开。")
            raise Broken
        self._open.append(key)
        try:
            self._known[key] = self._resolve(book, name, when)
        except Broken:
            self._broken[key] = tuple(self.problems)
            raise
        finally:
            self._open.pop()
        return self._known[key]

    def columns(self, book: Lawbook, name: str, whens: Sequence[int]) -> tuple[Slot, ...]:
        """One column at several months; every month is tried, so that all problems are noted at once."""
        slots: list[Slot] = []
        for when in whens:
            with suppress(Broken):
                slots.append(self.column(book, name, when))
        if len(slots) < len(whens):
            raise Broken
        return tuple(slots)

    def _not_before_start(self, book: Lawbook, name: str, period: Period, when: int | None) -> int | None:
        """Look-backs reach before the run: inputs have their own history, rules are taken as they start out."""
        if name not in book.rules or name in self.given or when is None or period in TIMELESS:
            return when
        start = self.start if period is Period.MONTH else self.year
        if when >= start:
            return when
        self.assumptions[f"回看{self.year}年以前的月份时，按{self.year}年1月的情形计算（稳态假定）"] = None
        return start

    def _resolve(self, book: Lawbook, name: str, when: int | None) -> Slot:
        if name in self.given:
            return self._input(book, name, when)
        if name in BUILT_IN:
            return self._calendar(book, name, when)
        if name in book.edges:
            edge = book.edges[name]
            return cross(edge.crossing).make(self, book, name, edge, when)
        if name in book.rules:
            return self._rule(book, name, when)
        self._note_missing(book, name)
        raise Broken

    def _note_missing(self, book: Lawbook, name: str) -> None:
        readers = sorted({label for label in (entry[1] for entry in self._open[:-1][-2:]) if label != name})
        wanted = f"，读它的有：{'、'.join(readers)}" if readers else ""
        column = book.inputs.get(name)
        label = f"（{column.label}）" if isinstance(column, InputColumn) else ""
        self.note(f"缺少输入列“{name}”{label}{wanted}。", "", nearest(name, self.given) or "请在人员表或案例中补上。")

    def _calendar(self, book: Lawbook, name: str, when: int | None) -> Slot:
        type_ = self.type_of(book, name)
        node = Node(name, book.label(name), type_, when, "calendar")
        if name == "members":
            return self.step(("members",), MembersStep, node)
        at = self.start if when is None else when
        value = float(month_of(at) if name == "month_of_year" else at)
        return self.step(("calendar", name, value), lambda slot: ConstantStep(slot, value), node)

    def _input(self, book: Lawbook, name: str, when: int | None) -> Slot:
        form, type_ = self.given[name], self.type_of(book, name)
        year: int | None = None
        month: int | None = None
        if type_.period is Period.MONTH and when is not None:
            own_year = year_of(when)
            if own_year in form.years:
                year = own_year
            elif own_year != self.year:
                self.assumptions[f"“{book.label(name)}”在{self.year}年以前各年与{self.year}年相同"] = None
            month = month_of(when) - 1 if form.is_by_month else None
        key: Key = ("input", name, year, month)
        if key not in self._slots:
            slot = self.new_slot()
            self._slots[key] = slot
            self.inputs.append(InputSlot(slot, name, type_, year, month))
            shown = None if month is None else month_index(year or self.year, month + 1)
            self.nodes[slot] = Node(name, book.label(name), type_, shown, "input")
        return self._slots[key]

    # --- rules -----------------------------------------------------------------------------------------

    def _rule(self, book: Lawbook, name: str, when: int | None) -> Slot:
        type_ = self.type_of(book, name)
        day = self.day_of(type_.period, when)
        rule = book.version(name, day)
        if rule is None:
            starts = "、".join(f"{v.since}至{v.until}" for v in book.rules[name])
            self.note(f"规则“{book.label(name)}”（{name}）在{day}没有有效版本。", "", f"已有版本：{starts}。")
            raise Broken
        arguments, names, parameters = self._arguments(book, rule, when)
        node = Node(name, rule.label, type_, when, "rule", slots_of(arguments), rule, tuple(names), tuple(parameters))
        if rule.is_scan:
            return self._scan(book, rule, when, arguments, node)
        is_person = type_.entity is Entity.PERSON
        return self.step(
            ("rule", rule.identity, *arguments),
            lambda slot: RuleStep(slot, rule, tuple(arguments), is_person),
            node,
        )

    def _arguments(
        self, book: Lawbook, rule: Rule, when: int | None
    ) -> tuple[list[Argument], list[str], list[tuple[str, ParameterUse]]]:
        arguments: list[Argument] = []
        names: list[str] = []
        parameters: list[tuple[str, ParameterUse]] = []
        is_broken = False
        for declared in rule.arguments:
            try:
                value, uses = self._argument(book, rule, declared, when)
            except Broken:
                is_broken = True
                continue
            arguments.append(value)
            names.append(declared.name)
            parameters += [(declared.name, use) for use in uses]
        if is_broken:
            raise Broken
        return arguments, names, parameters

    def _argument(
        self, book: Lawbook, rule: Rule, declared: Declared, when: int | None
    ) -> tuple[Argument, Sequence[ParameterUse]]:
        name = declared.name
        read = rule.reads.get(name)
        if read is None and (book.has_column(name) or name in BUILT_IN or name in self.given):
            return SlotOf(self._checked_column(book, rule, declared, when)), ()
        law = book.law_of.get(rule.name, "")
        wanted = read.parameter if isinstance(read, Read) else read or name
        full_name = wanted if "." in wanted else f"{law}.{wanted}"
        if full_name not in book.parameters and full_name not in book.within:
            known = [*book.column_names, *book.parameters]
            found = f"规则“{rule.name}”所读的“{name}”既不是列也不是参数（{full_name}）。"
            self.note(found, rule.module, nearest(full_name if read else name, known))
            raise Broken
        days = self._parameter_days(rule, read, when)
        return parameter_argument(self, book, full_name, days, rule.type.entity)

    def _checked_column(self, book: Lawbook, rule: Rule, declared: Declared, when: int | None) -> Slot:
        found, where = self.type_of(book, declared.name), f"{rule.module}.{rule.name}"
        wanted = declared.period
        is_timeless = found.period in TIMELESS and (wanted is None or wanted in TIMELESS)
        if not is_timeless and found.period is not wanted:
            cure = {
                (Period.MONTH, Period.YEAR): "用 year_sum(...) 或 at_month(...)。",
                (Period.YEAR, Period.MONTH): "用 each_month(...)。",
            }.get((found.period, wanted or Period.FIXED), "请写明所需的边。")
            self.note(f"“{declared.name}”是{found.in_words()}，规则按{wanted and wanted.value}读取。", where, cure)
            raise Broken
        if found.entity not in (None, rule.type.entity):
            cure = "用 to_person(...)。" if found.entity is Entity.HOUSEHOLD else "用 household_sum(...)。"
            self.note(f"“{declared.name}”属于{found.in_words()}，规则属于{rule.type.in_words()}。", where, cure)
            raise Broken
        if declared.unit is not None and found.unit is not declared.unit:
            self.note(f"“{declared.name}”的单位是{found.unit.value}，规则按{declared.unit.value}读取。", where)
            raise Broken
        return self.column(book, declared.name, None if found.period in TIMELESS else when)

    def _scan(self, book: Lawbook, rule: Rule, when: int | None, arguments: list[Argument], node: Node) -> Slot:
        assert when is not None
        before: Slot | None = None
        if month_of(when) > 1:
            earlier = book.version(rule.name, first_day(when - 1))
            if earlier is rule and when > self.start:
                before = self._states[self.column(book, rule.name, when - 1)]
        key = ("scan", rule.identity, before, *arguments)
        if key not in self._slots:
            state_out = self.new_slot()
            slot = self.step(key, lambda out: ScanStep(out, state_out, rule, before, tuple(arguments)), node)
            if before is not None:
                previous = self.column(book, rule.name, when - 1)
                self.nodes[slot] = replace(node, sources=(*node.sources, previous))
            self._states[slot] = state_out
        return self._slots[key]

    def day_of(self, period: Period, when: int | None) -> str:
        """The day whose law counts: a month's first day, a year's last, the run's first for what does not change."""
        if period is Period.MONTH and when is not None:
            return first_day(when)
        if period is Period.YEAR and when is not None:
            return f"{when:04d}-12-31"
        return first_day(self.start)

    def _parameter_days(self, rule: Rule, read: "str | Read | None", when: int | None) -> tuple[str, ...]:
        if isinstance(read, Read):
            year = self.year if when is None else when if rule.type.period is Period.YEAR else year_of(when)
            return (first_day(month_index(year, read.month)),)
        if rule.type.period is Period.YEAR and when is not None:
            return (f"{when:04d}-01-01", f"{when:04d}-12-31")
        return (self.day_of(rule.type.period, when),)

    def number(self, book: Lawbook, law: str, value: int | str, when: int | None) -> int:
        """A whole number that an edge was given, or that its parameter has on the day."""
        if isinstance(value, int):
            return value
        full_name = value if "." in value else f"{law}.{value}"
        if full_name not in book.parameters:
            self.note(f"没有参数“{full_name}”。", law, nearest(full_name, book.parameters))
            raise Broken
        found, _ = parameter_argument(self, book, full_name, (self.day_of(Period.MONTH, when),), None)
        if isinstance(found, OpenValue):
            problem = f"参数“{book.parameters[full_name][0].label}”（{full_name}）必须由本地填写"
            self.add(MissingValue(f"{problem}，没有它就不知道往前看几个月。", law, "", full_name))
            raise Broken
        if not isinstance(found, float):
            self.note(f"参数“{full_name}”应为一个整数。", law)
            raise Broken
        return int(found)
