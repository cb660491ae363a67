"""Reading the ledger: posted entries only, and always one owner's."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select

from app.charges.models import Invoice, LedgerAccount, LedgerEntry, LedgerLine
from app.charges.models.ledger import EntryState
from app.charges.rules.years import moments_of
from app.charges.values import AccountKind, AccountSummary, EntryKind, LedgerRow, LedgerWanted, Statement, StatementRow
from app.kernel.clock import accounting_year, london_date
from app.kernel.database import session
from app.kernel.money import Money

TRUSTS_ACCOUNTS = (AccountKind.PAYABLE, AccountKind.RECEIVABLE, AccountKind.IN_SETTLEMENT)


def balance(kind: AccountKind, trust_id: int | None = None) -> Money:
    """What stands on an account, in the ledger's own sign: owed to or held by the owner is positive."""
    owner = LedgerAccount.trust_id.is_(None) if trust_id is None else LedgerAccount.trust_id == trust_id
    query = _posted(func.coalesce(func.sum(LedgerLine.amount_pence), 0)).where(LedgerAccount.kind == kind, owner)
    return Money(int(session().scalars(query).one()))


def list_ledger(
    trust_id: int, wanted: LedgerWanted | None = None, *, skip: int = 0, most: int | None = None
) -> list[LedgerRow]:
    """The lines of one of a trust's accounts, latest first, each with the balance after it.

    The balance counts every line before it, also those of earlier years.
    """
    wanted = wanted or LedgerWanted()
    lines = _lines(trust_id, wanted)
    rows = session().execute(
        _within(lines, wanted.year).order_by(lines.c.effective_at.desc(), lines.c.id.desc()).offset(skip).limit(most)
    )
    return [_row(row, wanted.account) for row in rows]


def count_ledger(trust_id: int, wanted: LedgerWanted) -> int:
    """How many lines `list_ledger` would list in all."""
    lines = _lines(trust_id, wanted)
    return session().scalar(select(func.count()).select_from(_within(lines, wanted.year).subquery())) or 0


def summarise_ledger(trust_id: int, *, year: int | None = None) -> list[AccountSummary]:
    """Each of a trust's accounts over an accounting year, or over all time: what it began with, what is left."""
    amount, when = LedgerLine.amount_pence, LedgerEntry.effective_at
    start, end = moments_of(year) if year is not None else (None, None)
    before = when < start if start else amount.is_(None)
    within = when < end if end else amount.is_not(None)
    columns = (
        case((before, amount), else_=0),
        case((~before & within & (amount > 0), amount), else_=0),
        case((~before & within & (amount < 0), amount), else_=0),
    )
    query = _posted(LedgerAccount.kind, *(func.sum(column) for column in columns))
    rows = session().execute(query.where(LedgerAccount.trust_id == trust_id).group_by(LedgerAccount.kind))
    found = {kind: [int(sum_) for sum_ in sums] for kind, *sums in rows}
    return [_summary(kind, *found.get(kind, [0, 0, 0])) for kind in TRUSTS_ACCOUNTS]


def list_ledger_years(trust_id: int) -> list[int]:
    """The accounting years that a trust's ledger spans, latest first."""
    span = _posted(func.min(LedgerEntry.effective_at), func.max(LedgerEntry.effective_at))
    moments = session().execute(span.where(LedgerAccount.trust_id == trust_id)).one()
    years = [accounting_year(london_date(moment)) for moment in moments if moment]
    return [] if not years else list(range(years[1], years[0] - 1, -1))


def list_ledger_partners(trust_id: int) -> list[int]:
    """The ids of the trusts with which a trust has an account."""
    other = _other(trust_id)
    query = _posted(other).join(Invoice, Invoice.id == LedgerEntry.invoice_id)
    return list(session().scalars(query.where(LedgerAccount.trust_id == trust_id).distinct().order_by(other)))


def get_statement(trust_id: int, other_id: int, *, year: int | None = None) -> Statement:
    """The account between two trusts: what each came to owe the other, and the balance of both after each line."""
    amount = LedgerLine.amount_pence
    query = (
        _posted(
            LedgerEntry.kind,
            LedgerEntry.subject,
            LedgerEntry.effective_at,
            Invoice.reference,
            LedgerAccount.kind.label("account"),
            amount,
            func.sum(amount).over(order_by=(LedgerEntry.effective_at, LedgerLine.id)).label("balance"),
        )
        .join(Invoice, Invoice.id == LedgerEntry.invoice_id)
        .where(LedgerAccount.trust_id == trust_id, _other(trust_id) == other_id)
        .where(LedgerAccount.kind.in_((AccountKind.PAYABLE, AccountKind.RECEIVABLE)))
        .order_by(LedgerEntry.effective_at, LedgerLine.id)
    )
    rows = [_statement_row(row) for row in session().execute(query)]
    start, end = moments_of(year) if year is not None else (None, None)
    before = [row for row in rows if start and row.effective_at < start]
    within = [row for row in rows[len(before) :] if not end or row.effective_at < end]
    brought = before[-1].balance if before else Money(0)
    return Statement(brought, tuple(within), within[-1].balance if within else brought)


def _posted(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(LedgerLine)
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
        .where(LedgerEntry.state == EntryState.POSTED)
    )


def _other(trust_id: int) -> ColumnElement[int]:
    return case((Invoice.provider_id == trust_id, Invoice.buyer_id), else_=Invoice.provider_id)


def _lines(trust_id: int, wanted: LedgerWanted) -> Subquery:
    other = case((LedgerEntry.invoice_id.is_(None), None), else_=_other(trust_id))
    running = func.sum(LedgerLine.amount_pence).over(order_by=(LedgerEntry.effective_at, LedgerLine.id))
    query = (
        _posted(
            LedgerLine.id,
            LedgerEntry.kind,
            LedgerEntry.subject,
            LedgerEntry.effective_at,
            LedgerLine.amount_pence,
            running.label("balance"),
            other.label("other_id"),
            Invoice.reference,
        )
        .outerjoin(Invoice, Invoice.id == LedgerEntry.invoice_id)
        .where(LedgerAccount.kind == wanted.account, LedgerAccount.trust_id == trust_id)
    )
    if wanted.other_id is not None:
        query = query.where(other == wanted.other_id)
    return query.subquery()


def _within(lines: Subquery, year: int | None) -> Select[Any]:
    query = select(lines)
    if year is None:
        return query
    start, end = moments_of(year)
    return query.where(lines.c.effective_at >= start, lines.c.effective_at < end)


def _row(row: Any, account: AccountKind) -> LedgerRow:
    return LedgerRow(
        account=account,
        kind=EntryKind(row.kind),
        subject=row.subject,
        effective_at=row.effective_at,
        amount=Money(account.sign * row.amount_pence),
        balance=Money(account.sign * int(row.balance)),
        other_trust_id=row.other_id,
        invoice_reference=row.reference,
    )


def _summary(kind: AccountKind, before: int, ups: int, downs: int) -> AccountSummary:
    added, taken = (ups, -downs) if kind.sign > 0 else (-downs, ups)
    forward = before * kind.sign
    return AccountSummary(kind, Money(forward), Money(added), Money(taken), Money(forward + added - taken))


def _statement_row(row: Any) -> StatementRow:
    is_owed = row.account is AccountKind.RECEIVABLE
    amount = Money(row.amount_pence)
    return StatementRow(
        kind=row.kind,
        subject=row.subject,
        invoice_reference=row.reference,
        effective_at=row.effective_at,
        they_owe=amount if is_owed else Money(0),
        we_owe=Money(0) if is_owed else -amount,
        balance=Money(int(row.balance)),
    )
