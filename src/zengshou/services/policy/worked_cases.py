"""The worked cases beside the rules: every one is run through the rules and held against its printed answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.case import CaseValue
from zengshou.services.policy.case import CaseRequest, case_request, decide
from zengshou.store.lawbooks import worked_cases

Yaml = object
TOLERANCE = 0.005  # yuan: exact to the fen


@dataclass(frozen=True)
class WorkedCase:
    """One official or derived example, as its file states it."""

    law: str
    id: str
    title: str
    document: Mapping[str, Yaml]

    @property
    def name(self) -> str:
        return f"{self.law}/{self.id}"


def all_worked_cases() -> tuple[WorkedCase, ...]:
    """Every case of every law, in the order of the files."""
    found = []
    for law, document in worked_cases():
        for index, entry in enumerate(cast(Sequence[Mapping[str, Yaml]], document)):
            found.append(WorkedCase(law, str(entry.get("id", index + 1)), str(entry.get("case", "")), entry))
    return tuple(found)


def failures(case: WorkedCase) -> tuple[str, ...]:
    """What differs from the printed answer; nothing when the case holds."""
    if not case.document.get("source"):
        return (f"{case.name}：没有写明出处。",)
    expected = cast(Mapping[str, Yaml], case.document.get("expect") or {})
    if not expected:
        return (f"{case.name}：没有 expect。",)
    try:
        request = _request(case, tuple(expected))
        answers = decide(request)
    except ProblemsFound as error:
        return tuple(f"{case.name}：{problem}" for problem in error.problems)
    tolerance = float(cast(float, case.document.get("tolerance", TOLERANCE)))
    return tuple(
        f"{case.name} {case.title}：{line}"
        for name, wanted in expected.items()
        for line in _differences(name, wanted, answers.values[name], request.read.case.members, tolerance)
    )


def _request(case: WorkedCase, outputs: tuple[str, ...]) -> CaseRequest:
    given = cast(Mapping[str, Yaml], case.document.get("given") or {})
    document = {
        "area": case.document.get("area", "cn"),
        "year": case.document.get("year"),
        "outputs": list(outputs),
        "persons": given.get("persons") or [{}],
        "household": given.get("household") or {},
        "parameters": given.get("parameters") or {},
    }
    return case_request(document, case.name)


def _differences(
    name: str, wanted: Yaml, got: tuple[CaseValue, ...], members: tuple[str, ...], tolerance: float
) -> list[str]:
    if isinstance(wanted, Mapping):
        lines = []
        for key, value in wanted.items():
            row = key if isinstance(key, int) else members.index(str(key))
            lines += _one(f"{name}[{key}]", value, got[row], tolerance)
        return lines
    return _one(name, wanted, got[0], tolerance)


def _one(name: str, wanted: Yaml, got: CaseValue, tolerance: float) -> list[str]:
    if isinstance(wanted, list):
        months = got if isinstance(got, tuple) else (got,)
        pairs = list(zip(wanted, months, strict=False))
        wrong = [pair for pair in pairs if abs(float(pair[0]) - pair[1]) > tolerance]
        return [f"{name} 应为 {wanted}，算得 {[m for _, m in pairs]}"] if wrong or len(wanted) > len(months) else []
    values = got if isinstance(got, tuple) else (got,)
    wrong_values = [value for value in values if abs(float(cast(float, wanted)) - value) > tolerance]
    return [f"{name} 应为 {wanted}，算得 {wrong_values[0]}"] if wrong_values else []
