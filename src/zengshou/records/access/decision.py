"""Allowed or denied, and why. Denied unless purpose, role, basis, area, case, authorisation and fields all hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from zengshou.concepts.account import ADMINISTRATORS
from zengshou.records.access.authorisation import Authorisation, Invalid, live_authorisation
from zengshou.records.access.context import AccessContext, RoleGrant, Subject, Tie, granted_areas
from zengshou.records.access.minimum import BY_FIELD
from zengshou.records.access.purposes import AreaRule, Purpose, PurposeTable

_PROOF = object()


class Reason(Enum):
    """Why a read is denied."""

    INACTIVE = "inactive"
    ADMINISTRATOR = "administrator"
    PURPOSE = "purpose"
    ROLE = "role"
    BASIS = "basis"
    NO_FIELDS = "no_fields"
    FIELDS = "fields"
    GRANT = "grant"
    AREA = "area"
    TIED = "tied"
    NOT_OWN = "not_own"
    CASE = "case"
    AUTHORISATION = "authorisation"
    LIMIT = "limit"


@dataclass(frozen=True)
class Allowed:
    """Proof that a read was allowed: made by `decide` alone, asked for by every reader of persons and by the vault.

    refs           the person's references that the reader's scope shows, the person's own among them, ascending
    is_elsewhere   whether the person has references outside that scope: what they hold is not read
    fields         those asked for, all of them allowed
    channels       the sources that the authorisation names; None where the purpose needs no authorisation
    authorisation  its id, empty where none is needed
    """

    context: AccessContext
    person: int
    fields: frozenset[str]
    channels: frozenset[str] | None
    authorisation: str
    refs: tuple[int, ...]
    is_elsewhere: bool
    proof: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.proof is not _PROOF:
            raise ValueError("an allowance is made by records.access.decision.decide alone")

    @property
    def actor(self) -> str:
        return self.context.account.id

    @property
    def purpose(self) -> str:
        return self.context.purpose

    @property
    def case_id(self) -> str:
        return self.context.case_id

    @property
    def moment(self) -> datetime:
        return self.context.at


@dataclass(frozen=True)
class Denied:
    """A refusal. `words` go into the log and, but for AREA, to the reader; `invalid` tells of the authorisation."""

    reason: Reason
    words: str
    person: int
    invalid: Invalid | None = None


def decide(
    table: PurposeTable,
    context: AccessContext,
    subject: Subject,
    fields: Collection[str],
    grants: Iterable[RoleGrant],
    authorisations: Iterable[Authorisation],
    channels: Iterable[str] = (),
) -> Allowed | Denied:
    """Whether this account may read these fields of this person, now, for this purpose.

    channels  the sources asked for; none for whatever the authorisation names
    """
    asked = frozenset(fields)
    denied = _denied_asker(table, context, subject) or _denied_fields(table, context, subject, asked)
    denied = denied or _denied_here(table.purposes[context.purpose], context, subject, tuple(grants))
    if denied is not None:
        return denied
    purpose, refs = table.purposes[context.purpose], subject.refs
    if not purpose.needs_authorisation:
        return Allowed(context, subject.person, asked, None, "", refs, subject.is_elsewhere, _PROOF)
    paper = live_authorisation(authorisations, context, refs, channels)
    if isinstance(paper, Invalid):
        return Denied(Reason.AUTHORISATION, f"{paper.words}。", subject.person, paper)
    scope = frozenset(channels) or paper.channels
    return Allowed(context, subject.person, asked, scope, paper.id, refs, subject.is_elsewhere, _PROOF)


def denied_reach(
    table: PurposeTable, context: AccessContext, subject: Subject, grants: Iterable[RoleGrant]
) -> Denied | None:
    """Why this account may not act about this person for this purpose, though it reads nothing; None where it may."""
    denied = _denied_asker(table, context, subject)
    return denied or _denied_here(table.purposes[context.purpose], context, subject, tuple(grants))


def _denied_asker(table: PurposeTable, context: AccessContext, subject: Subject) -> Denied | None:
    """What is wrong with who asks, and for what, whoever it is about: judged alike for whoever is in no register."""

    def no(reason: Reason, words: str) -> Denied:
        return Denied(reason, words, subject.person)

    role, purpose = context.account.role, table.purposes.get(context.purpose)
    if not context.account.is_active:
        return no(Reason.INACTIVE, "账号已停用。")
    if role in ADMINISTRATORS:
        return no(Reason.ADMINISTRATOR, f"{role.label}不读取个人数据。")
    if purpose is None:
        return no(Reason.PURPOSE, f"用途“{context.purpose}”没有登记。")
    if role not in purpose.roles:
        return no(Reason.ROLE, f"{role.label}不能为“{purpose.label}”查询。")
    if context.legal_basis != purpose.legal_basis:
        return no(Reason.BASIS, "载明的法律依据与用途登记的不符。")
    return no(Reason.CASE, "没有案件编号。") if purpose.needs_case and not context.case_id.strip() else None


def _denied_fields(
    table: PurposeTable, context: AccessContext, subject: Subject, asked: frozenset[str]
) -> Denied | None:
    """What is wrong with the fields that are asked for."""

    def no(reason: Reason, words: str) -> Denied:
        return Denied(reason, words, subject.person)

    purpose = table.purposes[context.purpose]
    if not asked:
        return no(Reason.NO_FIELDS, "没有列明要查的字段。")
    beyond = sorted(asked - purpose.roles[context.account.role].fields)
    if beyond:
        named = "、".join(BY_FIELD[name].label if name in BY_FIELD else name for name in beyond)
        return no(Reason.FIELDS, f"“{purpose.label}”不需要：{named}。")
    return None


def _denied_here(
    purpose: Purpose, context: AccessContext, subject: Subject, grants: tuple[RoleGrant, ...]
) -> Denied | None:
    """What is wrong with asking about this person."""

    def no(reason: Reason, words: str) -> Denied:
        return Denied(reason, words, subject.person)

    if purpose.roles[context.account.role].area is AreaRule.OWN:
        return None if subject.tie is Tie.SELF else no(Reason.NOT_OWN, "只能查询本人的记录。")
    areas = granted_areas(context, grants)
    if not areas:
        return no(Reason.GRANT, "账号没有这一用途的有效授权范围。")
    if not subject.area.startswith(areas):
        return no(Reason.AREA, "不在管辖地区内。")
    if subject.tie is not Tie.NONE:
        return no(Reason.TIED, f"与当事人有利害关系（{subject.tie.label}），须回避。")
    return None
