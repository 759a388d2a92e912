"""Opening identities: what speaks against it, and what is told when nothing does."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import ProblemsFound, forbid
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.identity import Identity
from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.vault.documents import documents_of, speaking_on
from zengshou.store.vault.grant import Grant, RevealLimit
from zengshou.store.vault.held import Opened, opened
from zengshou.store.vault.log import opened_since
from zengshou.store.vault.seals import Seals
from zengshou.store.vault.tables import StoredPerson

ASK = "请核对案件、用途和人员编号；确有需要的，报数据归集管理员。"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def answer_to(
    session: Session, seals: Seals, grants: Sequence[Grant], limit: RevealLimit
) -> list[Identity] | ProblemsFound:
    """The identities, or the exception that the caller raises once the attempt is in the log."""
    refusal = refusal_of(session, grants, limit)
    if refusal:
        return forbid(refusal, ASK)
    try:
        return revealed(session, seals, grants)
    except ProblemsFound as altered:
        return altered


def refusal_of(session: Session, grants: Sequence[Grant], limit: RevealLimit) -> str:
    """Why these persons may not be opened, in words; "" where all of them may."""
    if any(not grant.actor or not grant.purpose for grant in grants):
        return "查看身份信息必须写明查看人和用途。"
    for actor in {grant.actor for grant in grants}:
        moments = [grant.moment for grant in grants if grant.actor == actor]
        limits = ((limit.per_hour, "一小时"), (limit.per_day, "一天"))
        before = opened_since(session, actor, max(moments), (HOUR, DAY))
        for count, (most, words) in zip(before, limits, strict=True):
            if count + len(moments) > most:
                return f"{words}内查看身份信息的次数已到上限（{most}次）。"
    refs = {grant.person for grant in grants}
    wanted = select(func.count()).where(StoredPerson.ref.in_(refs), StoredPerson.wrapped_key.is_not(None))
    return "" if session.scalar(wanted) == len(refs) else "没有这个人，或已被删除。"


def revealed(session: Session, seals: Seals, grants: Sequence[Grant]) -> list[Identity]:
    """The identities as they stand at the moment of each grant, in the order asked."""
    bodies = opened(session, seals, (grant.person for grant in grants))
    return [_identity(session, grant.person, bodies[grant.person], grant.moment.date()) for grant in grants]


def _identity(session: Session, ref: PersonRef, person: Opened, day: date) -> Identity:
    document = speaking_on(documents_of(session, ref, person.opener), day)
    body = person.body
    kind = IdentifierKind(document.kind)
    return Identity(body.name, kind, document.number, body.birth, body.sex, body.address, body.phone)
