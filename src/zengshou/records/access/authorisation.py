"""核对授权书: what a person allowed, in which case, for which channels, until when; seven ways to be invalid."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from zengshou.records.access.context import AccessContext


class Invalid(Enum):
    """Why an authorisation does not carry a read."""

    MISSING = "missing"
    WRONG_PERSON = "wrong_person"
    WRONG_SCOPE = "wrong_scope"
    UNCONFIRMED = "unconfirmed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    EXPIRED = "expired"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Invalid.MISSING: "没有本人签署的核对授权书",
    Invalid.WRONG_PERSON: "授权书不是这个人签署的",
    Invalid.WRONG_SCOPE: "授权书不包括这个案件或这些数据来源",
    Invalid.UNCONFIRMED: "授权书还没有经第二人对照签字件确认",
    Invalid.REVOKED: "授权书已被撤回",
    Invalid.NOT_YET: "授权书尚未生效",
    Invalid.EXPIRED: "授权书已过期",
}


@dataclass(frozen=True)
class Authorisation:
    """One written authorisation; dates inclusive.

    evidence_hash  SHA-256 of the signed paper, kept elsewhere
    confirmed_by   who compared what was recorded with the signed paper, other than who recorded it; "" until then
    """

    id: str
    person: int
    case_id: str
    channels: frozenset[str]
    valid_from: date
    valid_to: date
    evidence_hash: str
    revoked_at: datetime | None = None
    confirmed_by: str = ""
    confirmed_at: datetime | None = None


def invalidity(
    authorisation: Authorisation | None, context: AccessContext, refs: Collection[int], channels: Iterable[str] = ()
) -> Invalid | None:
    """Why it does not carry this read; None when it does.

    refs      the references of the person concerned: one signature is good for all of them
    channels  those asked for; none for whatever the paper names
    """
    if authorisation is None:
        return Invalid.MISSING
    if authorisation.person not in refs:
        return Invalid.WRONG_PERSON
    if authorisation.case_id != context.case_id or not set(channels) <= authorisation.channels:
        return Invalid.WRONG_SCOPE
    if authorisation.revoked_at is not None and authorisation.revoked_at <= context.at:
        return Invalid.REVOKED
    if authorisation.confirmed_at is None or authorisation.confirmed_at > context.at:
        return Invalid.UNCONFIRMED
    if context.day < authorisation.valid_from:
        return Invalid.NOT_YET
    return Invalid.EXPIRED if context.day > authorisation.valid_to else None


def live_authorisation(
    known: Iterable[Authorisation], context: AccessContext, refs: Collection[int], channels: Iterable[str] = ()
) -> Authorisation | Invalid:
    """The authorisation that carries a read, or why none does.

    The one that the context names, when it names one; else any of the case and the person. Of several faults
    that of the latest paper is told.
    """
    wanted, asked = context.authorisation_id, tuple(channels)
    if wanted:
        papers = [each for each in known if each.id == wanted]
    else:
        papers = [each for each in known if each.case_id == context.case_id and each.person in refs]
    fault = Invalid.MISSING
    for paper in sorted(papers, key=lambda each: (each.valid_from, each.id)):
        found = invalidity(paper, context, refs, asked)
        if found is None:
            return paper
        fault = found
    return fault
