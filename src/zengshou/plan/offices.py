"""Bodies through reforms (机构改革): as printed and as of today; splits, merges, and to whom a slip may go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import refuse
from zengshou.plan.model import Office, Plan

FULL_WIDTH = str.maketrans("（）　", "() ")


class OfficeMode(Enum):
    """How a report names the bodies. Switching never changes an assignment."""

    PRINTED = "printed"
    CURRENT = "current"

    @property
    def label(self) -> str:
        return {"printed": "原文", "current": "现行机构"}[self.value]


@dataclass(frozen=True)
class Body:
    """A body of today."""

    id: str
    name: str


@dataclass(frozen=True)
class Reform:
    """One change: the names that ended, into which bodies, and by when.

    former      names as documents print them; {city} is 阳江市, {place} is 阳江
    until       the last day on which the former body can have existed
    source      the document, or empty where none is named
    """

    id: str
    former: tuple[str, ...]
    successors: tuple[Body, ...]
    until: date
    source: str = ""
    status: Status = Status.UNVERIFIED
    note: str = ""


@dataclass(frozen=True)
class Lineage:
    """What became of one office: its bodies of today, the last day of the old one, and what this rests on.

    bodies   one; several after a split; the office itself where nothing changed
    until    None while the office stands
    """

    office: Office
    bodies: tuple[Body, ...]
    until: date | None = None
    sources: tuple[str, ...] = ()
    status: Status = Status.SOURCED

    @property
    def is_split(self) -> bool:
        return len(self.bodies) > 1

    @property
    def heirs(self) -> tuple[Body, ...]:
        """The bodies that took over; () where nobody is known to have done so."""
        return tuple(body for body in self.bodies if body.id != self.office.id)

    def has_ended(self, on: date) -> bool:
        return self.until is not None and on > self.until


@dataclass(frozen=True)
class BodyTotal:
    """Assignments of one body. `former` are the printed names behind it; after a split each successor counts whole."""

    body: Body
    leads: int
    cooperates: int
    former: tuple[str, ...]
    is_from_split: bool = False


def office_named(text: str, offices: Iterable[Office], city: str) -> Office | None:
    """The office that a person means: its name, an alias, or either with 市 or the city's full name before it or not.

    city    阳江市
    Raises  ProblemsFound when the words fit several offices
    """
    wanted = _stem(text, city)
    found = [each for each in offices if wanted in {_stem(name, city) for name in (each.name, *each.aliases)}]
    if len(found) > 1:
        raise refuse(f"“{text}”可以指{'、'.join(each.name for each in found)}。", "单位", "请写全称。")
    return found[0] if found else None


def _stem(name: str, city: str) -> str:
    plain = name.translate(FULL_WIDTH).strip()
    for prefix in (city, "市"):
        if plain.startswith(prefix) and len(plain) > len(prefix) + 1:
            return plain.removeprefix(prefix)
    return plain


def lineages(offices: Sequence[Office], reforms: Sequence[Reform], city: str) -> Mapping[str, Lineage]:
    """Office id -> what became of it. The city's own successors and dates go before the national list.

    city    阳江市
    Raises  ProblemsFound for a successor that nobody declares, or reforms that lead in a circle
    """
    known = {office.id: Body(office.id, office.name) for office in offices}
    by_name = {name: office.id for office in offices for name in (office.name, *office.aliases)}
    declared = {body.id: body for reform in reforms for body in reform.successors}
    found = {}
    for office in offices:
        if office.successors:
            bodies = _heirs(office, {each.id: each for each in offices}, known, declared, city, ())
            found[office.id] = Lineage(office, bodies, office.valid_to, (), Status.SOURCED)
            continue
        steps: list[Reform] = []
        ends = _followed((office.name, *office.aliases), known[office.id], reforms, city, steps, ())
        bodies = tuple(dict.fromkeys(known.get(by_name.get(body.name, ""), body) for body in ends))
        until = office.valid_to or (steps[0].until if steps else None)
        sources = tuple(dict.fromkeys(step.source for step in steps if step.source))
        is_sourced = all(step.status is Status.SOURCED for step in steps)
        found[office.id] = Lineage(office, bodies, until, sources, Status.SOURCED if is_sourced else Status.UNVERIFIED)
    return found


def _heirs(
    office: Office,
    offices: Mapping[str, Office],
    known: Mapping[str, Body],
    declared: Mapping[str, Body],
    city: str,
    behind: tuple[str, ...],
) -> tuple[Body, ...]:
    """The bodies at the end of every branch of the successors that the city itself names."""
    if office.id in behind:
        raise refuse(f"机构沿革绕回“{office.name}”。", "单位", "改正承接单位。")
    ends: list[Body] = []
    for id in office.successors:
        if id in offices and offices[id].successors:
            ends += _heirs(offices[id], offices, known, declared, city, (*behind, office.id))
        else:
            ends.append(_declared(id, known, declared, city))
    return tuple(dict.fromkeys(ends))


def _declared(id: str, known: Mapping[str, Body], declared: Mapping[str, Body], city: str) -> Body:
    if id in known:
        return known[id]
    if id in declared:
        return Body(id, _placed(declared[id].name, city))
    raise refuse(f"承接单位“{id}”没有登记。", "offices.yaml: successors", "写单位名单或机构改革表中的编号。")


def _followed(
    names: tuple[str, ...],
    body: Body,
    reforms: Sequence[Reform],
    city: str,
    steps: list[Reform],
    behind: tuple[str, ...],
) -> tuple[Body, ...]:
    """The bodies at the end of every branch; each reform that was passed is added to `steps`."""
    reform = next((each for each in reforms if {_placed(name, city) for name in each.former} & set(names)), None)
    if reform is None:
        return (body,)
    if reform.id in behind:
        raise refuse(f"机构沿革绕回“{reform.id}”。", "offices_reform.yaml", "改正 former 或 successors。")
    steps.append(reform)
    ends: list[Body] = []
    for each in reform.successors:
        name = _placed(each.name, city)
        ends += _followed((name,), Body(each.id, name), reforms, city, steps, (*behind, reform.id))
    return tuple(dict.fromkeys(ends))


def _placed(name: str, city: str) -> str:
    return name.replace("{city}", city).replace("{place}", city.removesuffix("市"))


def totals(plan: Plan, mode: OfficeMode, found: Mapping[str, Lineage]) -> tuple[BodyTotal, ...]:
    """Assignments by body, as printed or as of today, in the order of the city's list.

    Every printed assignment counts once, also where two former bodies are one body now; the sums of both modes agree
    but for bodies that were split, whose assignments stand with every successor and are marked.
    """
    rows: dict[Body, BodyTotal] = {}
    for office in plan.offices:
        names = {office.name, *office.aliases}
        leads = sum(name in names for task in plan.tasks for name in task.lead)
        cooperates = sum(name in names for task in plan.tasks for name in task.cooperating)
        lineage = found[office.id]
        is_current = mode is OfficeMode.CURRENT
        for body in lineage.bodies if is_current else (Body(office.id, office.name),):
            old = rows.get(body, BodyTotal(body, 0, 0, ()))
            is_from_split = old.is_from_split or (is_current and lineage.is_split)
            former = (*old.former, office.name)
            rows[body] = BodyTotal(body, old.leads + leads, old.cooperates + cooperates, former, is_from_split)
    return tuple(rows.values())


def addressee(lineage: Lineage, on: date, chosen: str = "") -> Body:
    """To whom a slip may go: the office while it stands, after that the successor that a person chose.

    chosen  id of a successor; empty where nobody chose
    Raises  ProblemsFound: the office has ended and no successor, or none of its own, was chosen
    """
    office = lineage.office
    if not lineage.has_ended(on):
        return Body(office.id, office.name)
    body = next((each for each in lineage.heirs if each.id == chosen), None)
    if body is None:
        names = "、".join(each.name for each in lineage.heirs)
        told = f"“{office.name}”最迟于{lineage.until}撤并，不能向其发督办单。"
        cure = f"请先选择承接单位：{names}。" if names else "请先在“单位”页登记承接单位。"
        raise refuse(told, "承办单位", cure)
    return body
