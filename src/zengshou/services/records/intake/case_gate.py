"""Rule 19 at the door: data of one case come in under a live authorisation alone; every refusal is in the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.records.access.authorisation import Authorisation, Invalid, invalidity
from zengshou.records.access.context import AccessContext
from zengshou.records.access.purposes import PurposeTable
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.authorisations import authorisation, authorisations_of

PURPOSE = "assistance_verification"
ACCOUNT_SIGNS = 36  # what the log keeps of an actor's id


@dataclass(frozen=True)
class RegisterCases:
    """The gate over the authorisations of a register. `agency_of` names a channel's sender in the log."""

    register: Database
    purposes: PurposeTable
    agency_of: Callable[[str], str]

    def refusals(
        self, channel: str, case_id: str, authorisation_id: str, persons: Sequence[int], uploader: str, at: datetime
    ) -> Mapping[int, str]:
        """Person -> why this delivery may not hold data about them; key 0 for the delivery as a whole.

        The paper that is named must carry the delivery; members of the household may have papers of their own in the
        same case. Nobody's data come in on another person's word.
        """
        context = self._context(channel, case_id, authorisation_id, uploader, at)
        with self.register.writing() as session:
            named = authorisation(session, authorisation_id) if authorisation_id else None
            found = {} if persons else _of_delivery(named, context, channel)
            for person in persons:
                fault = _of_person(session, named, context, person, channel)
                if fault is not None:
                    found[person] = fault
            refused = {person: f"{fault.words}，不能接收逐案查询的数据。" for person, fault in found.items()}
            told = [
                Access(context, person, (f"channel.{channel}",), 0, Outcome.DENIED, words)
                for person, words in refused.items()
            ]
            append(session, told)
        return refused

    def _context(self, channel: str, case_id: str, authorisation_id: str, uploader: str, at: datetime) -> AccessContext:
        actor = Account(uploader[:ACCOUNT_SIGNS], uploader, uploader, Role.DATA_CUSTODIAN, "", self.agency_of(channel))
        purpose = self.purposes.purposes[PURPOSE]
        return AccessContext(actor, purpose.id, purpose.legal_basis, case_id, authorisation_id, at)


def _of_delivery(named: Authorisation | None, context: AccessContext, channel: str) -> dict[int, Invalid]:
    """What is wrong with the paper itself, before anybody's data were read."""
    person = NOBODY if named is None else named.person
    fault = invalidity(named, context, (person,), (channel,))
    return {} if fault is None else {NOBODY: fault}


def _of_person(
    session: Session, named: Authorisation | None, context: AccessContext, person: int, channel: str
) -> Invalid | None:
    """None where the named paper, or another of the same case, is this person's own and live."""
    fault = invalidity(named, context, (person,), (channel,))
    if fault is None:
        return None
    of_case = [paper for paper in authorisations_of(session, person) if paper.case_id == context.case_id]
    faults = [invalidity(paper, context, (person,), (channel,)) for paper in of_case]
    return None if None in faults else next(iter(faults), fault)
