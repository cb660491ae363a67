"""Counting what is tried, so that it outlives a refusal and nobody slips past by trying twice at once."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.people import rules
from app.people.models import Attempt
from app.people.passwords import digest
from app.people.values import KEEP_ATTEMPTS, PER_ACCOUNT, PER_ADDRESS, AttemptKind, Caller


class TooManyAttempts(Refused):
    """Tried too often, for this account or from this address; the answer says so alike for unknown accounts."""


def count_attempt(*, kind: AttemptKind, email: str, caller: Caller) -> int:
    """Count an attempt, then say whether it may go on; returns its id.

    The count is committed before it is looked at, so that of any number of simultaneous attempts no more than
    the limit get through. Must be called before the request has changed anything. Raises TooManyAttempts; an
    attempt so refused counts for nothing.
    """
    with transaction() as own:
        row = Attempt(kind=kind, account=digest(email), address=digest(caller.address), at=caller.at)
        own.add(row)
        own.flush()
        attempt_id, account, address = row.id, row.account, row.address
    with transaction(writing=False):
        over = rules.is_over(PER_ACCOUNT[kind], _count_for_account(kind, account, caller.at)) or rules.is_over(
            PER_ADDRESS[kind], _count_for_address(kind, address, caller.at)
        )
    if over:
        with transaction():
            forgive(attempt_id, account_too=True)
        raise TooManyAttempts(_what_to_do(kind))
    return attempt_id


def forgive(attempt_id: int, *, account_too: bool) -> None:
    """An attempt no longer counts against the address it came from, nor, if so said, against its account."""
    values = {"counts_for_address": False, **({"counts_for_account": False} if account_too else {})}
    session().execute(update(Attempt).where(Attempt.id == attempt_id).values(**values))


def clear_account(*, email: str) -> None:
    """The account's own count of sign-ins begins again; what its addresses tried elsewhere still counts."""
    mine = (Attempt.kind == AttemptKind.SIGN_IN, Attempt.account == digest(email))
    session().execute(update(Attempt).where(*mine).values(counts_for_account=False))


def erase_attempts(*, at: datetime) -> int:
    """Erase attempts a day after they were made; `at` is real time. Returns how many."""
    erased = session().execute(delete(Attempt).where(Attempt.at <= at - KEEP_ATTEMPTS))
    return int(getattr(erased, "rowcount", 0))


def _count_for_account(kind: AttemptKind, account: str, at: datetime) -> int:
    since = at - PER_ACCOUNT[kind].within
    chosen = (Attempt.kind == kind, Attempt.account == account, Attempt.at > since, Attempt.counts_for_account)
    return session().scalar(select(func.count(Attempt.id)).where(*chosen)) or 0


def _count_for_address(kind: AttemptKind, address: str, at: datetime) -> int:
    since = at - PER_ADDRESS[kind].within
    chosen = (Attempt.kind == kind, Attempt.address == address, Attempt.at > since, Attempt.counts_for_address)
    return session().scalar(select(func.count(Attempt.id)).where(*chosen)) or 0


def _what_to_do(kind: AttemptKind) -> str:
    if kind is AttemptKind.SIGN_IN:
        return "There have been too many attempts to sign in. Wait 15 minutes, or choose a new password."
    return "There have been too many attempts. Wait an hour and try again."
