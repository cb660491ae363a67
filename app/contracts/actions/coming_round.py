"""What comes round: reminders, each once, and erasing what is kept no longer."""

from datetime import datetime
from functools import cache

from sqlalchemy import delete

from app.audit import actions as audit
from app.audit.values import Entry
from app.contracts.messages import reminders as messages
from app.contracts.models import Contract, ContractDocument, ContractEnding
from app.contracts.queries.due import list_nearing, list_outdated
from app.contracts.rules.reminders import due_on, longest
from app.contracts.rules.retention import erased_before
from app.contracts.values import ContractValue
from app.kernel.clock import london_date
from app.kernel.database import session
from app.trusts import queries as trusts
from app.trusts.values import Permission


def remind(*, at: datetime) -> None:
    """Remind the people of every contract whose day for notice, or whose end, is near. Done twice nobody is told twice.

    They are the one who is responsible and those who run procurement; where a trust has neither, those who keep its
    register.
    """
    today = london_date(at)
    buyers = cache(lambda trust_id: frozenset(trusts.people_with(trust_id, Permission.RUN_PROCUREMENT)))
    keepers = cache(lambda trust_id: frozenset(trusts.people_with(trust_id, Permission.KEEP_CONTRACTS)))
    for contract in list_nearing(today, longest(today)):
        due = due_on(contract, today)
        if due is not None:
            told = _responsible(contract) | buyers(contract.trust_id) or keepers(contract.trust_id)
            messages.remind(contract, due, sorted(told), today=today, at=at)


def erase_old(*, at: datetime) -> int:
    """Erase contracts that ended so long ago that they are kept no longer, with their documents; returns how many."""
    found = list_outdated(erased_before(london_date(at)))
    ids = [contract_id for contract_id, _, _ in found]
    for table, key in (
        (ContractDocument, ContractDocument.contract_id),
        (ContractEnding, ContractEnding.contract_id),
        (Contract, Contract.id),
    ):
        session().execute(delete(table).where(key.in_(ids)).execution_options(synchronize_session=False))
    entries = [Entry(reference, (trust_id,), {}) for _, reference, trust_id in found]
    audit.record_each(actor=None, verb="contracts.erased", entries=entries, at=at)
    return len(found)


def _responsible(contract: ContractValue) -> frozenset[int]:
    """Who is responsible, while they are a member of the trust."""
    who = contract.responsible_id
    if who is None or trusts.find_member(contract.trust_id, who) is None:
        return frozenset()
    return frozenset({who})
