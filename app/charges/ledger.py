"""Posting to the ledger: the one place where entries are made."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.charges.models import Invoice, LedgerAccount, LedgerEntry, LedgerLine
from app.charges.models.ledger import EntryState
from app.charges.rules.ledger import LedgerError, Line, check_entry
from app.charges.values import AccountKind, EntryKind
from app.kernel.database import insert_or_ignore, session


def post_entry(
    *, key: str, kind: EntryKind, subject: str, lines: Sequence[Line], at: datetime, invoice: str | None = None
) -> bool:
    """Post one balanced entry, once for its key; False when it was posted before.

    `lines` are (account, trust id or None for the platform's own, amount; what is owed to or held by
    the owner is positive). `subject` is the public reference of what happened, `at` when it did, in
    UTC, and `invoice` the reference of the invoice it is about, where it is about one. Raises
    LedgerError for lines that do not balance or stand on wrong accounts, and where the key was used
    for another entry.
    """
    check_entry(kind, lines)
    values = {
        "key": key,
        "kind": kind,
        "subject": subject,
        "invoice_id": _invoice_id(invoice),
        "effective_at": at,
        "state": EntryState.OPEN,
    }
    if not insert_or_ignore(LedgerEntry.__table__, values):  # type: ignore[arg-type]
        _check_same(key, kind, subject, lines)
        return False
    entry_id = session().scalars(select(LedgerEntry.id).where(LedgerEntry.key == key)).one()
    accounts = {each[:2]: _account(*each[:2]) for each in lines}
    session().add_all(
        LedgerLine(entry_id=entry_id, account_id=accounts[account, trust_id], amount_pence=amount.pence)
        for account, trust_id, amount in lines
    )
    session().flush()
    session().execute(
        update(LedgerEntry).where(LedgerEntry.id == entry_id).values(state=EntryState.POSTED, posted_at=at)
    )
    return True


def _invoice_id(reference: str | None) -> int | None:
    if reference is None:
        return None
    return session().scalars(select(Invoice.id).where(Invoice.reference == reference)).one()


def _account(kind: AccountKind, trust_id: int | None) -> int:
    insert_or_ignore(LedgerAccount.__table__, {"kind": kind, "trust_id": trust_id})  # type: ignore[arg-type]
    owner = LedgerAccount.trust_id.is_(None) if trust_id is None else LedgerAccount.trust_id == trust_id
    return session().scalars(select(LedgerAccount.id).where(LedgerAccount.kind == kind, owner)).one()


def _check_same(key: str, kind: EntryKind, subject: str, lines: Sequence[Line]) -> None:
    held = session().execute(
        select(
            LedgerEntry.kind, LedgerEntry.subject, LedgerAccount.kind, LedgerAccount.trust_id, LedgerLine.amount_pence
        )
        .join(LedgerLine, LedgerLine.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
        .where(LedgerEntry.key == key)
    )
    wanted = Counter((kind, subject, account, trust_id, amount.pence) for account, trust_id, amount in lines)
    if Counter(tuple(row) for row in held) != wanted:
        raise LedgerError(f"the key {key} was used for another entry")
