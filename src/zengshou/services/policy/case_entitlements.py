"""The finder on a case file: the same engine, with the columns that the file gives."""

from pathlib import Path

from zengshou.policy.case import CaseInput, Given
from zengshou.policy.open_case import OpenCase
from zengshou.services.policy.case import CaseRequest, read_case_file
from zengshou.services.policy.entitlements import Entitlement, judged
from zengshou.services.policy.finder_law import first_of_month, planned


def case_entitlements(path: Path, day: str, leaves_open: bool = False) -> tuple[Entitlement, ...]:
    """What the household of a case file is entitled to in the month of a day.

    leaves_open  what the file does not give stays open; otherwise it has its plain meaning, as in every case
    Raises       ProblemsFound: as `zs case`
    """
    return of_request(read_case_file(path), day, leaves_open)


def of_request(request: CaseRequest, day: str, leaves_open: bool = False) -> tuple[Entitlement, ...]:
    """The same for a case that has been read; the case's year gives way to that of the day."""
    case = request.read.case
    assumed = {line.split("=")[0] for line in request.read.assumed} if leaves_open else set()
    columns = {name: column for name, column in case.columns.items() if name not in assumed}
    forms = {name: column.form for name, column in columns.items()}
    law = planned(request.area, request.book, first_of_month(day), forms)
    answers: dict[str, tuple[Given | None, ...]] = {}
    for name, column in columns.items():
        answers |= _by_year(name, column)
    return judged(law, OpenCase(case.members, answers))


def _by_year(name: str, column: CaseInput) -> dict[str, tuple[Given | None, ...]]:
    return {name: column.now, **{f"{name}@{year}": values for year, values in column.earlier.items()}}
