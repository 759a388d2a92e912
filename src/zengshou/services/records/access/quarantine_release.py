"""取出隔离行: rows as they came, names and numbers in the clear, handed to a custodian who holds the right for them.

The rows lie outside the persons' tables, so the gate is asked for whomever a number in them belongs to. A row that
names nobody whom the register knows may be anybody's of the city: it takes a right for the whole city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.records.access.context import AccessContext, Subject
from zengshou.records.access.decision import Denied, Reason, denied_reach
from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.channels.mapping import map_columns
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import PersonRef
from zengshou.services.records.access.look import case_context
from zengshou.services.records.intake.dismiss_rows import LONGEST_REASON, SHORTEST_REASON
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.resubmit import Waiting, rows_workbook, waiting_rows
from zengshou.store.country import city
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.standing import PERSONS_A_DAY, Standing, standing_of
from zengshou.store.register.delivery.batches import note

PURPOSE = "batch_quality"
WHOLE_ROW = "quarantine.row"  # what the log keeps in the place of fields
NOT_TAKEN = "同批有行不能取出，全部未取。"
HOW = "请安全管理员授予“归集数据质量核查”的权限，地区须包含行中的人；认不出人的行须有全市的权限。"


@dataclass(frozen=True)
class Named:
    """Whom the rows name. rows  person -> how many rows; unknown  rows in which somebody is not known"""

    rows: Mapping[PersonRef, int]
    unknown: int


def release_rows(
    intake: Intake, gate: Gate, who: Account, city_key: str, id: int, reason: str, rule: int | None = None
) -> tuple[bytes, int]:
    """The open rows of a batch as a workbook, and how many there are; told in the log and in the batch's story first.

    rule    only the rows that this rule keeps out, with everything that is wrong in them
    Raises  Forbidden: no custodian, or no right for somebody in the rows, after the refusal was logged; ProblemsFound:
            no reason, no rows
    """
    if who.role is not Role.DATA_CUSTODIAN:
        raise forbid(f"{who.role.label}不取出隔离行。", "请由归集管理员办理。")
    words = reason.strip()
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON or not words.isprintable():
        found = f"取出理由应为 {SHORTEST_REASON} 至 {LONGEST_REASON} 字，不换行。"
        raise refuse(found, "取出理由", "请写明交给谁、为何。")
    waiting = waiting_rows(intake, id, rule)
    named = _named(intake, waiting)
    context = case_context(gate.purposes, who, PURPOSE, f"B{id}", intake.now())
    with intake.home.database.writing() as session:
        denied = _denied(session, gate, context, named, city_key)
        append(session, _told(context, named, words, denied))
        if not denied:
            of_rule = f"（规则 {rule}）" if rule else ""
            note(session, id, context.at, who.login, f"取出 {len(waiting.rows)} 行隔离数据供补正{of_rule}：{words}")
    if denied:
        raise forbid("；".join(dict.fromkeys(each.rstrip("。") for each in denied.values())) + "，没有取出。", HOW)
    stream = BytesIO()
    rows_workbook(waiting).save(stream)
    return stream.getvalue(), len(waiting.rows)


def _named(intake: Intake, waiting: Waiting) -> Named:
    """Whom the identity numbers of the rows belong to, under whichever kind of document."""
    texts = {row: _numbers(cells, waiting.channel) for row, cells in waiting.cells.items()}
    numbers = sorted({number for of_row in texts.values() for number in of_row})
    known: dict[str, set[PersonRef]] = {number: set() for number in numbers}
    for kind in IdentifierKind:
        for number, person in zip(numbers, intake.home.vault.resolve(kind, numbers), strict=True):
            known[number] |= {person} if person is not None else set()
    rows: dict[PersonRef, int] = {}
    for of_row in texts.values():
        for person in {person for number in of_row for person in known[number]}:
            rows[person] = rows.get(person, 0) + 1
    unknown = sum(not of_row or any(not known[number] for number in of_row) for of_row in texts.values())
    return Named(rows, unknown)


def _numbers(cells: Mapping[str, str], channel: Channel) -> tuple[str, ...]:
    """The identity numbers of a row, of everybody in it."""
    headers = list(cells)
    places = map_columns(headers, channel).places
    of_persons = [field.name for field in channel.of_kind(FieldKind.ID_NUMBER) if field.name in places]
    found = (cells[headers[places[name]]].strip() for name in of_persons)
    return tuple(number for number in found if number)


def _denied(
    session: Session, gate: Gate, context: AccessContext, named: Named, city_key: str
) -> Mapping[PersonRef, str]:
    """Person, or NOBODY for the unknown rows -> why the right does not reach; {} where it reaches all."""
    persons = tuple(sorted(named.rows)) or (NOBODY,)
    if len(persons) > PERSONS_A_DAY:
        return {NOBODY: f"这些行涉及{len(persons)}人，一次最多{PERSONS_A_DAY}人，请按规则分次取出。"}
    standing = standing_of(session, context, gate.purposes, persons, gate.sealer)
    subjects = [subject for subject in standing.subjects if subject.person != NOBODY]
    if named.unknown:
        subjects.append(Subject(NOBODY, city_area(city_key)))
    found = {subject.person: _verdict(gate, context, standing, subject) for subject in subjects}
    return {person: denied.words for person, denied in found.items() if denied is not None}


def _verdict(gate: Gate, context: AccessContext, standing: Standing, subject: Subject) -> Denied | None:
    if standing.limit:
        return Denied(Reason.LIMIT, standing.limit, subject.person)
    return denied_reach(gate.purposes, context, subject, standing.grants)


def city_area(key: str) -> str:
    """The leading digits of all areas of a city, which no right for a part of it begins; "" for no city's register."""
    digits = city(key).code.rstrip("0") if key else ""
    return digits + "0" * (len(digits) % 2)


def _told(context: AccessContext, named: Named, reason: str, denied: Mapping[PersonRef, str]) -> Sequence[Access]:
    """One line for each person in the rows, and one of nobody's where rows name somebody who is not known."""
    lines = dict(named.rows) | ({NOBODY: named.unknown} if named.unknown or NOBODY in denied else {})
    if denied:
        return [
            Access(context, person, (WHOLE_ROW,), 0, Outcome.DENIED, denied.get(person, NOT_TAKEN)) for person in lines
        ]
    return [Access(context, person, (WHOLE_ROW,), rows, Outcome.ALLOWED, reason) for person, rows in lines.items()]
