"""The question of an officer as a form: read, kept for the next form, and filled with what is usual."""

from collections.abc import Mapping

from zengshou.concepts.period import MonthIndex, month_index, month_name, parse_month
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.web.office.records.person_door import PersonDesks
from zengshou.records.access.context import OFFICE_TIME, number_fault
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.records.access.verification import Question, end_of
from zengshou.store.register.persons.check_rows import last_periods

YEAR = 12
KEPT = (
    *("purpose", "case_id", "person", "kind", "authorisation_id", "month_from", "month_to"),
    *("household", "known_on", "compare_on"),
)


def asked(fields: Mapping[str, str]) -> Question:
    """The question of a form. Raises  ProblemsFound, what is missing all at once; months and days that are none"""
    faults = [
        Problem(words, where, cure)
        for name, words, where, cure in (
            ("purpose", "没有选择用途。", "用途", "请从列表中选择。"),
            ("case_id", "没有案件编号。", "案件", "请填写受理登记的案件编号。"),
            ("person", "没有填写证件号码或人员编号。", "查谁", "请填写一项。"),
        )
        if not fields.get(name, "").strip()
    ]
    numbers = (("case_id", "案件"), ("authorisation_id", "授权书"))
    found = [number_fault(fields.get(name, "").strip(), what) for name, what in numbers]
    faults += [fault for fault in found if fault is not None]
    if faults:
        raise ProblemsFound(faults)
    kind = next((each for each in IdentifierKind if each.value == fields.get("kind")), IdentifierKind.RESIDENT_CARD)
    return Question(
        fields["purpose"].strip(),
        fields["case_id"].strip(),
        fields["person"].strip(),
        (parse_month(fields.get("month_from", ""), "起始月"), parse_month(fields.get("month_to", ""), "截止月")),
        kind,
        fields.get("authorisation_id", "").strip(),
        fields.get("household", "").strip(),
        end_of(fields.get("known_on", "")),
        end_of(fields.get("compare_on", "")),
    )


def kept(fields: Mapping[str, str], person: str = "") -> dict[str, str]:
    """The fields of a question for the next form. `person`: the reference in the place of the number that was typed."""
    again = {name: fields.get(name, "").strip() for name in KEPT}
    return again | ({"person": person, "kind": IdentifierKind.RESIDENT_CARD.value} if person else {})


def usual(made: PersonDesks, given: Mapping[str, str]) -> dict[str, str]:
    """An empty form: twelve months up to the last of which the register knows anything."""
    last = last_month(made)
    filled = {"month_from": month_name(last - YEAR + 1), "month_to": month_name(last)}
    return kept(filled | {name: text for name, text in given.items() if text})


def last_month(made: PersonDesks) -> MonthIndex:
    now = made.records.now()
    today = now.astimezone(OFFICE_TIME)
    with made.records.home.database.reading() as session:
        known = [month for month, _ in last_periods(session, now).values()]
    return min(month_index(today.year, today.month), max(known, default=month_index(today.year, today.month)))
