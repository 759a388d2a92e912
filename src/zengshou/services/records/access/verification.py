"""核对: open a person's file in a case, in every view; compare two moments; show an identity for a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.records.access.context import OFFICE_TIME, AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import BY_FIELD, Dataset
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import read, shown
from zengshou.services.records.access.look import PersonFile, case_context, identity_lines, opened_file
from zengshou.services.records.access.worked_income import Instruments, Months, Worked, worked
from zengshou.store.register.access.access_log import NOBODY
from zengshou.store.register.persons.person_ledger import Ledger, LedgerReads
from zengshou.store.register.persons.person_reads import PersonReads
from zengshou.store.vault.vault import IdentityVault

OPENERS = (Role.VERIFIER, Role.CIVIL_OFFICER, Role.TOWN_OFFICER)
SEES_AMOUNTS = (Role.VERIFIER, Role.CIVIL_OFFICER)
LONGEST_MONTHS, LONGEST_NUMBER = 60, 40


class WhyWhole(Enum):
    """Why an officer needs an identity unmasked. A choice and no free text: the log must not come to hold names."""

    FACE_TO_FACE = "face_to_face"
    DOCUMENT = "document"
    INQUIRY = "inquiry"
    MISTAKE = "mistake"

    @property
    def label(self) -> str:
        return {
            "face_to_face": "当面核验申请人身份",
            "document": "制作审核确认文书",
            "inquiry": "向外单位发函核查",
            "mistake": "疑似登记有误，需核对证件",
        }[self.value]


@dataclass(frozen=True)
class Question:
    """What an officer asks.

    person      an identity number or a reference (P…)
    household   id of a household whose members are verified together; "" for the person alone
    known_at    as known at which moment; None for now
    compare_at  another moment to compare with; None for no comparison
    """

    purpose: str
    case_id: str
    person: str
    months: Months
    kind: IdentifierKind = IdentifierKind.RESIDENT_CARD
    authorisation_id: str = ""
    household: str = ""
    known_at: datetime | None = None
    compare_at: datetime | None = None


@dataclass(frozen=True)
class HouseholdChoice:
    """A household that the person belongs to; members by reference with their relation.

    outside  how many more belong to it and live outside the reader's areas
    """

    id: str
    label: str
    members: tuple[tuple[str, str], ...]
    outside: int = 0


@dataclass(frozen=True)
class Change:
    """One item of one view that was not the same at two moments; fen before and after."""

    view: str
    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """What became known between two moments. `came`, `went`: rows by their keys."""

    earlier: datetime
    later: datetime
    totals: tuple[Change, ...]
    changes: tuple[Change, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True)
class VerifiedFile:
    """A file as it was opened. `found` alone is filled for who sees no amounts; `refs`: other references of the person.

    is_elsewhere       whether records of these persons belong to another area, which were not read
    household_refusal  why the household could not be verified together; the person's own file stands
    """

    person: str
    refs: tuple[str, ...]
    purpose: str
    legal_basis: str
    case_id: str
    authorisation: str
    asked_at: datetime
    known_at: datetime
    months: Months
    identity: Mapping[str, str]
    found: Mapping[str, bool]
    own: Worked | None
    households: tuple[HouseholdChoice, ...]
    household: HouseholdChoice | None
    together: Worked | None
    household_refusal: tuple[Problem, ...]
    comparison: Comparison | None
    is_elsewhere: bool


@dataclass(frozen=True)
class VerificationDesk:
    """Where files are opened. `now` gives a moment with its zone. Every method logs what it read or was refused."""

    reads: PersonReads
    vault: IdentityVault
    by: Instruments
    now: Callable[[], datetime]

    def open(self, who: Account, question: Question) -> VerifiedFile:
        """The file that a question asks for.

        Raises  ProblemsFound: a month or number that cannot be read; Forbidden, in plain words; NoSuchPerson outside
                the area as for a number that is not there
        """
        context, person = self._begun(who, question)
        if who.role not in SEES_AMOUNTS:
            return _found_only(opened_file(self.reads, self.vault, context, person), context, question)
        known_at = min(question.known_at or context.at, context.at)
        until = max(known_at, question.compare_at or known_at)
        ledger = LedgerReads(self.reads.gate).of(context, (person,), until)
        proof = ledger.proofs[person]
        own = worked(ledger, (person,), question.months, known_at, self.by, proof.fields)
        households = self._households(ledger, context)
        file = VerifiedFile(
            person=shown(person),
            refs=tuple(shown(ref) for ref in ledger.refs[person] if ref != person),
            purpose=self.reads.gate.purposes.purposes[context.purpose].label,
            legal_basis=context.legal_basis,
            case_id=context.case_id,
            authorisation=proof.authorisation,
            asked_at=context.at,
            known_at=known_at,
            months=question.months,
            identity=identity_lines(self.vault, proof, person),
            found={},
            own=own,
            households=tuple(choice for choice, _ in households),
            household=None,
            together=None,
            household_refusal=(),
            comparison=self._compared(ledger, person, own, question, proof),
            is_elsewhere=proof.is_elsewhere,
        )
        members = {choice.id: persons for choice, persons in households}
        if not question.household:
            return file
        if question.household not in members:
            raise refuse("没有这个家庭，或此人不在其中。", "家庭", "请从页面列出的家庭中选择。")
        return self._with_household(file, context, members[question.household], question)

    def unmasked(self, who: Account, question: Question, field: str, why: str) -> tuple[str, str]:
        """Label and whole text of one field of the identity; the log keeps the field and the reason.

        Raises  ProblemsFound without a reason; Forbidden where the purpose does not give the field
        """
        reason = next((each for each in WhyWhole if each.value == why), None)
        if reason is None:
            raise refuse("没有写明为什么要看完整信息。", "理由", "请选择一项理由。")
        column = BY_FIELD.get(f"{Dataset.IDENTITY.value}.{field}")
        if column is None or field.endswith("_masked"):
            raise refuse("没有这一项身份信息。", "身份信息", "请从列表中选择。")
        context, person = self._begun(who, question)
        ledger = LedgerReads(self.reads.gate).of(context, (person,), context.at, (column.field,), reason.label)
        whole = identity_lines(self.vault, ledger.proofs[person], person)
        return column.label, whole[column.label]

    def fields_to_unmask(self, who: Account, purpose: str) -> tuple[tuple[str, str], ...]:
        """(name, label) of what may be asked for whole."""
        allowed = self.reads.gate.purposes.fields(purpose, who.role)
        columns = [BY_FIELD[name] for name in sorted(allowed) if name.startswith("identity.")]
        return tuple((each.name, each.label) for each in columns if not each.name.endswith("_masked"))

    def _begun(self, who: Account, question: Question) -> tuple[AccessContext, int]:
        if who.role not in OPENERS:
            raise forbid(f"{who.role.label}不核对个人情况。", "请由核对、民政或乡镇经办人员办理。")
        first, last = question.months
        if not 0 <= last - first < LONGEST_MONTHS:
            raise refuse(f"核算期应为1至{LONGEST_MONTHS}个月。", "核算期", "请核对起止月份。")
        now = self.now()
        purposes = self.reads.gate.purposes
        context = case_context(purposes, who, question.purpose, question.case_id, now, question.authorisation_id)
        return context, self.person_of(question.person, question.kind)

    def person_of(self, text: str, kind: IdentifierKind) -> int:
        """The reference that a typed number or reference means; NOBODY for a number that is not enrolled."""
        typed = text.strip()
        if not typed:
            raise refuse("没有填写证件号码或人员编号。", "查谁", "请填写一项。")
        if len(typed) > LONGEST_NUMBER or not typed.isprintable():
            raise refuse(f"证件号码最长{LONGEST_NUMBER}个字，不能有换行或控制字符。", "查谁", "请核对号码。")
        if typed[:1] in ("P", "p") and kind is IdentifierKind.RESIDENT_CARD:
            return read(typed)
        found = self.vault.resolve(kind, [typed])[0]
        return NOBODY if found is None else found

    def _households(self, ledger: Ledger, context: AccessContext) -> list[tuple[HouseholdChoice, tuple[int, ...]]]:
        """The households of which the person is a member on the day, else ever, with the members within the area."""
        day = context.day
        rows = ledger.households.rows(named=True)
        held = [
            row for row in rows if row["date_from"] <= day and (row["date_to"] is None or row["date_to"] >= day)
        ] or rows
        found: dict[str, dict[int, str]] = {}
        kinds: dict[str, str] = {}
        for row in held:
            found.setdefault(row["household"], {})[row["member"]] = row["relation"]
            kinds[row["household"]] = self.by.words.household(row["kind"])
        return [
            (
                HouseholdChoice(
                    id,
                    kinds[id],
                    tuple((shown(member), relation) for member, relation in members.items()),
                    ledger.outside.get(id, 0),
                ),
                tuple(members),
            )
            for id, members in found.items()
        ]

    def _with_household(
        self, file: VerifiedFile, context: AccessContext, members: tuple[int, ...], question: Question
    ) -> VerifiedFile:
        """The members together, each under a paper of their own; a refusal leaves the person's file as it is."""
        choice = next(each for each in file.households if each.id == question.household)
        if choice.outside:
            words = f"这个家庭另有{choice.outside}人属其他地区，不在您的查阅范围，不能只按其余的人合并计算。"
            problem = Problem(words, "家庭", "请由管辖范围包含全部成员的机构核对，或请对方地区协助。")
            return replace(file, household=choice, household_refusal=(problem,))
        own_papers = replace(context, authorisation_id="")
        try:
            ledger = LedgerReads(self.reads.gate).of(own_papers, members, file.known_at)
        except ProblemsFound as refused:
            return replace(file, household=choice, household_refusal=refused.problems)
        fields = frozenset.intersection(*(proof.fields for proof in ledger.proofs.values()))
        together = worked(ledger, members, question.months, file.known_at, self.by, fields)
        is_elsewhere = file.is_elsewhere or any(proof.is_elsewhere for proof in ledger.proofs.values())
        return replace(file, household=choice, together=together, is_elsewhere=is_elsewhere)

    def _compared(
        self, ledger: Ledger, person: int, own: Worked, question: Question, proof: Allowed
    ) -> Comparison | None:
        if question.compare_at is None or question.compare_at == own.known_at:
            return None
        other = worked(ledger, (person,), question.months, question.compare_at, self.by, proof.fields)
        earlier, later = sorted((own, other), key=lambda each: each.known_at)
        return comparison(earlier, later)


def comparison(earlier: Worked, later: Worked) -> Comparison:
    """What differs between two moments: totals of the views, items, and the rows behind them."""
    totals, changes = [], []
    for before, after in zip(earlier.views, later.views, strict=True):
        totals.append(Change(after.label, "合计", before.fen, after.fen))
        sums: dict[str, list[int]] = {}
        for place, figure in enumerate((before, after)):
            for line in figure.lines:
                sums.setdefault(line.label, [0, 0])[place] += line.counted_fen
        changes += [Change(after.label, label, *pair) for label, pair in sums.items() if pair[0] != pair[1]]
    old, new = ({fact.key for fact in each.facts} for each in (earlier, later))
    return Comparison(
        earlier.known_at,
        later.known_at,
        tuple(totals),
        tuple(changes),
        tuple(sorted(new - old)),
        tuple(sorted(old - new)),
    )


def end_of(day_text: str) -> datetime | None:
    """The end of a day by the office's clock: "as known on" a day is with all that came on it. None for no text."""
    if not day_text.strip():
        return None
    try:
        day = datetime.strptime(day_text.strip(), "%Y-%m-%d")
    except ValueError:
        raise refuse(f"日期“{day_text}”无法识别。", "系统时点", "请写成 2026-05-31。") from None
    return day.replace(hour=23, minute=59, second=59, microsecond=999_999, tzinfo=OFFICE_TIME)


def _found_only(file: PersonFile, context: AccessContext, question: Question) -> VerifiedFile:
    """What a town's clerk sees: whether there is anything, and the household; no amount."""
    found: dict[str, bool] = {}
    choices: dict[str, dict[str, str]] = {}
    for part in file.sections:
        for row in part.rows.iter_rows(named=True):
            if part.dataset is Dataset.FOUND:
                found |= {part.labels[name]: bool(value) for name, value in row.items()}
            elif part.dataset is Dataset.HOUSEHOLD:
                choices.setdefault(row["household"], {})[row["member"]] = row["relation"]
    households = tuple(HouseholdChoice(id, "", tuple(members.items())) for id, members in choices.items())
    return VerifiedFile(
        file.person, (), file.purpose, file.legal_basis, file.case_id, context.authorisation_id, context.at,
        file.known_at, question.months, file.identity, found, None, households, None, None, (), None, file.is_elsewhere,
    )  # fmt: skip
