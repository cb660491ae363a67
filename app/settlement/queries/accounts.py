"""Reading trusts' accounts at Stripe."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.kernel.database import session
from app.settlement.models import StripeAccount
from app.settlement.values import AccountState, AccountValue


def find_account(trust_id: int) -> AccountValue | None:
    """A trust's account, or None where it has not asked for one."""
    row = session().get(StripeAccount, trust_id)
    return _value(row) if row else None


def can_be_paid(trust_id: int) -> bool:
    """Whether Stripe lets a transfer reach a trust, as far as we have heard."""
    account = find_account(trust_id)
    return account is not None and account.can_be_paid


def lock_account(trust_id: int) -> StripeAccount | None:
    """A trust's account, held until the transaction ends."""
    return _one(StripeAccount.trust_id == trust_id)


def lock_account_of(account_id: str) -> StripeAccount | None:
    """The account with Stripe's id, held until the transaction ends."""
    return _one(StripeAccount.account_id == account_id)


def account_ids(trust_ids: Iterable[int]) -> dict[int, str]:
    """Stripe's ids of some trusts' open accounts."""
    rows = session().execute(
        select(StripeAccount.trust_id, StripeAccount.account_id)
        .where(StripeAccount.trust_id.in_(list(trust_ids)), StripeAccount.state == AccountState.OPEN)
        .order_by(StripeAccount.trust_id)
    )
    return {trust_id: account_id for trust_id, account_id in rows if account_id}


def list_to_look_at(at: datetime, most: int) -> list[str]:
    """Stripe's ids of the accounts whose turn it is to be read again, longest due first."""
    rows = session().scalars(
        select(StripeAccount.account_id)
        .where(StripeAccount.state == AccountState.OPEN, StripeAccount.look_at <= at)
        .order_by(StripeAccount.look_at, StripeAccount.trust_id)
        .limit(most)
    )
    return [each for each in rows if each]


def _one(condition: object) -> StripeAccount | None:
    return session().scalar(
        select(StripeAccount)
        .where(condition)  # type: ignore[arg-type]
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _value(row: StripeAccount) -> AccountValue:
    return AccountValue(
        trust_id=row.trust_id,
        state=row.state,
        account_id=row.account_id,
        transfers=row.transfers,
        open_questions=row.open_questions,
        wanted_at=row.wanted_at,
        opened_at=row.opened_at,
        ready_at=row.ready_at,
    )
