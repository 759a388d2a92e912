"""IdentityVault: enrol, resolve, reveal. Outside it a person is a random number and nothing else."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NoReturn, TypeVar

import polars as pl
from sqlalchemy.orm import Session

from zengshou.concepts.problem import ProblemsFound, forbid, refuse
from zengshou.records.identity.checked_identifier import checked_identifier, lookup_spelling
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.identity import Identity
from zengshou.records.identity.mask import masked_number
from zengshou.records.identity.person_ref import PersonRef, shown
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.connection import Database
from zengshou.store.vault.bulk import make_room, settle
from zengshou.store.vault.documents import Document, attached, documents_of
from zengshou.store.vault.enrolment import Desk, Rows, enrolled
from zengshou.store.vault.everyone import everyone
from zengshou.store.vault.forgetting import forgotten
from zengshou.store.vault.grant import Grant, RevealLimit
from zengshou.store.vault.held import held_by, opened, use_newest_key
from zengshou.store.vault.incoming import answered, checked_rows
from zengshou.store.vault.log import Entry, add_entry, next_number
from zengshou.store.vault.revealing import ASK, answer_to
from zengshou.store.vault.rewrapping import leave_old_keys, rewrap_after, rewrap_zones
from zengshou.store.vault.seals import Seals, spelling
from zengshou.store.vault.tables import StoredZoneKey
from zengshou.store.vault.zones import made_zone, pseudonyms_of

VAULT = "zengshou.store.vault:migrations"
SCHEMA = "vault"
ROWS_AT_ONCE = 100_000
REWRAPPED_AT_ONCE = 5_000
USUAL_LIMIT = RevealLimit()
OTHER_PERSON = "这次许可是为另一个人作出的。"
Answer = TypeVar("Answer")


class IdentityVault:
    """The vault of one zone over a database of its own, at the tables that `VAULT` makes."""

    def __init__(
        self, database: Database, keys: KeyProvider, zone: str = "z2", limit: RevealLimit = USUAL_LIMIT
    ) -> None:
        self._database = database
        self._seals = Seals(keys, zone)
        self._limit = limit

    def enrol(self, identities: pl.DataFrame, *, at: datetime, actor: str) -> pl.DataFrame:
        """References of many records, in one transaction: a known document's, or a new random one.

        identities  the columns of IDENTITY_COLUMNS; only kind and number are required
        at, actor   when, and which account or service; told in the log, and the date up to which births are possible
        Returns     as many rows in the same order: ref (Int64), conflict, is_new (Boolean)
                    conflict: the document is known under another name-pinyin or birth (rule 10); the row is not
                    taken for that person by anybody: its place is the link review
        Raises      ProblemsFound naming the rows whose number is refused; nothing is then enrolled
        """
        rows = checked_rows(identities, at.date())
        with self._database.writing() as session:
            make_room(session)
            entry = next_number(session)
            use_newest_key(session, self._seals)
            desk = Desk(session, self._seals, entry)
            runs = [enrolled(desk, Rows.of(run)) for run in rows.iter_slices(ROWS_AT_ONCE)]
            found = answered(runs)
            counts = {"new": int(found["is_new"].sum()), "conflicts": int(found["conflict"].sum())}
            self._log(session, Entry(at, actor, "enrol", rows=found.height, detail=counts))
        if found.height >= ROWS_AT_ONCE:
            settle(self._database)
        return found

    def resolve(self, kind: IdentifierKind, numbers: Sequence[str]) -> list[PersonRef | None]:
        """References of documents in any spelling; None for those that are not enrolled."""
        spellings = [spelling(kind.value, lookup_spelling(kind, number)) for number in numbers]
        with self._database.reading() as session:
            return [person and person.ref for person in held_by(session, self._seals, spellings)]

    def reveal(self, ref: PersonRef, grant: Grant) -> Identity:
        """Who a reference is. The reading, or its refusal, is logged in the same transaction.

        Raises  Forbidden where the grant is for another person or without purpose or actor, over the limit, or where
                the person is unknown or forgotten; ProblemsFound for altered bytes
        """
        if grant.person != ref:
            self._deny(ref, grant, OTHER_PERSON)
        return self.reveal_many([grant])[0]

    def reveal_many(self, grants: Sequence[Grant]) -> list[Identity]:
        """The persons of one page, each under a grant: all of them or none, and one log entry for each."""
        with self._database.writing() as session:
            next_number(session)  # the others wait: two readings at once must not both be the last one allowed
            answer = answer_to(session, self._seals, grants, self._limit)
            refusal = answer.problems[0].found if isinstance(answer, ProblemsFound) else ""
            for grant in grants:
                self._log(session, _reading(grant.person, grant, refusal))
        if isinstance(answer, ProblemsFound):
            raise answer
        return answer

    def documents(self, ref: PersonRef, grant: Grant) -> tuple[Document, ...]:
        """Every document of a person with its dates; a reading like `reveal`."""
        self.reveal(ref, grant)
        with self._database.reading() as session:
            return documents_of(session, ref, opened(session, self._seals, [ref])[ref].opener)

    def compare(self, judge: Callable[[pl.DataFrame], Answer], *, at: datetime, actor: str, purpose: str) -> Answer:
        """What a comparison of everybody finds, in the answer of `judge`: references and scores, no name or number.

        judge  gets the columns of IDENTITY_COLUMNS behind `ref`, one row a person; the frame is not kept
        """
        with self._database.writing() as session:
            next_number(session)
            frame = everyone(session, self._seals, at.date())
            self._log(session, Entry(at, actor, "compare", purpose=purpose, rows=frame.height))
        return judge(frame)

    def attach(
        self,
        ref: PersonRef,
        kind: IdentifierKind,
        number: str,
        *,
        at: datetime,
        actor: str,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> None:
        """Another document of the same person, or new dates of a known one.

        Raises  ProblemsFound for a refused number, an unknown person, or a document of another person: that is
                for the link review, and the refusal is logged
        """
        checked = checked_identifier(kind, number, today=at.date(), first_years=None)
        if checked.fault:
            raise refuse(checked.fault.label, f"{kind.label} {masked_number(checked.original)}", "请核对证件。")
        document = Document(ref, kind.value, checked.normalised, valid_from, valid_to)
        with self._database.writing() as session:
            entry = next_number(session)
            use_newest_key(session, self._seals)
            refusal = attached(session, self._seals, document, entry)
            outcome = "denied" if refusal else "allowed"
            detail = {"kind": kind.value} | ({"reason": refusal} if refusal else {})
            self._log(session, Entry(at, actor, "attach", outcome, person=ref, detail=detail))
        if refusal:
            raise refuse(refusal, shown(ref), "请在关联复核中确认是否为同一人。")

    def forget(self, ref: PersonRef, *, at: datetime, actor: str, reason: str) -> None:
        """Destroy the person's data key and lookups; the reference stays as a tombstone, and so does the log.

        A backup made before opens again until its master key is destroyed: renew the key, `rewrap`, delete the old.
        """
        self.forget_many([ref], at=at, actor=actor, reason=reason)

    def forget_many(self, refs: Sequence[PersonRef], *, at: datetime, actor: str, reason: str) -> None:
        """The same for several, all or none. Raises  ProblemsFound: one of them is unknown or forgotten already"""
        with self._database.writing() as session:
            next_number(session)
            for ref in refs:
                if not forgotten(session, ref, at):
                    raise refuse("没有这个人，或已被删除。", shown(ref), "请核对人员编号。")
                self._log(session, Entry(at, actor, "forget", person=ref, detail={"reason": reason}))
        settle(self._database)

    def open_zone(self, zone: str, *, at: datetime, actor: str) -> None:
        """Give a zone or a release a key for its pseudonyms; nothing happens where it has one."""
        with self._database.writing() as session:
            entry = next_number(session)
            if session.get(StoredZoneKey, zone) is None:
                made_zone(session, self._seals, zone, entry)
                self._log(session, Entry(at, actor, "zone", rows=0, detail={"zone": zone}))

    def pseudonym(self, zone: str, ref: PersonRef) -> str:
        """What a person is called in a zone or release: keyed, so that no other zone can be joined by it."""
        return self.pseudonyms(zone, [ref])[0]

    def pseudonyms(self, zone: str, refs: Sequence[PersonRef]) -> list[str]:
        """The same for many. Raises  ProblemsFound for a zone that was not opened."""
        with self._database.reading() as session:
            row = session.get(StoredZoneKey, zone)
            if row is None:
                raise refuse(f"没有为“{zone}”建立化名密钥。", "身份库", "先为这个分区或发布项目建立密钥。")
            return pseudonyms_of(self._seals, row, refs)

    def rewrap(self, *, at: datetime, actor: str) -> int:
        """After a key was renewed: bring everyone to the newest key, in steps that can be broken off; how many."""
        total, after = 0, 0
        while True:
            with self._database.writing() as session:
                next_number(session)
                use_newest_key(session, self._seals)
                renewed, last = rewrap_after(session, self._seals, after, REWRAPPED_AT_ONCE)
                total += renewed
                if last is None:
                    rewrap_zones(session, self._seals)
                    leave_old_keys(session, self._seals)
                    self._log(session, Entry(at, actor, "rewrap", rows=total, detail={"key": self._seals.newest}))
                    return total
                after = last

    def _deny(self, ref: PersonRef, grant: Grant, refusal: str) -> NoReturn:
        with self._database.writing() as session:
            self._log(session, _reading(ref, grant, refusal))
        raise forbid(refusal, ASK)

    def _log(self, session: Session, entry: Entry) -> None:
        add_entry(session, self._seals.keys.profile, entry)


def _reading(ref: PersonRef, grant: Grant, refusal: str) -> Entry:
    """The entry of one reading; with a refusal, of one that was denied."""
    outcome, detail = ("denied", {"reason": refusal}) if refusal else ("allowed", {})
    return Entry(grant.moment, grant.actor, "reveal", outcome, grant.case_id, grant.purpose, ref, detail=detail)
