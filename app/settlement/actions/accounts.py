"""Opening a trust's account at Stripe, and following what Stripe says of it."""

from datetime import datetime

from app.audit import actions as audit
from app.charges import queries as charges
from app.kernel import database
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import Refused
from app.people import queries as people
from app.settlement import messages
from app.settlement.actions.cancelling import end_run
from app.settlement.actions.errands import post_open_account, post_start
from app.settlement.actions.transfers import release_held
from app.settlement.models import StripeAccount
from app.settlement.queries.accounts import find_account, lock_account, lock_account_of
from app.settlement.queries.legs import list_unasked, lock_run
from app.settlement.rules.runs import next_look
from app.settlement.stripe_gateway import gateway
from app.settlement.values import AccountSeen, AccountState, Capability, Hold
from app.trusts import queries as trusts


class AccountNotOpen(Refused):
    """The account is not there yet."""


def open_account(*, actor: Actor, at: datetime) -> None:
    """Ask for the trust's account at Stripe; harmless where it is asked for already, or open."""
    want_account(actor.trust, actor=actor, at=at)


def want_account(trust_id: int, *, actor: Actor, at: datetime) -> StripeAccount:
    """A trust's account, held, and asked for where it was not or was refused before."""
    values = {
        "trust_id": trust_id,
        "state": AccountState.WANTED,
        "name": trusts.get_trust(trust_id).name,
        "contact_email": _contact(trust_id, actor, at),
        "attempt": 1,
        "transfers": Capability.UNREQUESTED,
        "open_questions": 0,
        "wanted_at": at,
        "wanted_by": actor.person_id,
    }
    is_new = insert_or_ignore(StripeAccount.__table__, values)  # type: ignore[arg-type]
    row = lock_account(trust_id)
    assert row is not None
    if row.state is AccountState.REFUSED:
        row.state, row.attempt, row.wanted_at, row.wanted_by = AccountState.WANTED, row.attempt + 1, at, actor.person_id
        row.name, row.contact_email = str(values["name"]), str(values["contact_email"])
        is_new = True
    if is_new:
        session().flush()
        post_open_account(row, at=at)
        _record("account_wanted", trust_id, actor, at, attempt=row.attempt)
    return row


def _contact(trust_id: int, actor: Actor, at: datetime) -> str:
    details = charges.find_details(trust_id, london_date(at))
    return details.invoice_email if details else people.get_person(actor.person_id).email or ""


def note_account(*, seen: AccountSeen, at: datetime) -> None:
    """Take in an account as Stripe shows it now: doing so twice, or late, ends the same."""
    row = _row_of(seen)
    if row is None:
        return
    if row.state is not AccountState.OPEN:
        row.state, row.account_id, row.opened_at = AccountState.OPEN, seen.account_id, at
        _record("account_opened", row.trust_id, None, at)
    was_ready, is_ready = row.transfers is Capability.ACTIVE, seen.transfers is Capability.ACTIVE
    row.transfers, row.open_questions = seen.transfers, seen.open_questions
    row.look_at = next_look(row.opened_at or at, at)
    row.ready_at = row.ready_at or at if is_ready else None
    session().flush()
    for leg in list_unasked(row.trust_id):
        post_start(leg.run, leg, at=at)
    if is_ready and not was_ready:
        _record("account_ready", row.trust_id, None, at)
        messages.tell_account_ready(row.trust_id, at=at)
        release_held(Hold.ACCOUNT, trust_id=row.trust_id, at=at)
    if was_ready and not is_ready:
        _record("account_blocked", row.trust_id, None, at)
        messages.tell_account_blocked(row.trust_id, at=at)


def _row_of(seen: AccountSeen) -> StripeAccount | None:
    row = lock_account_of(seen.account_id)
    if row is not None:
        return row
    trust = trusts.find_trust_by_uid(seen.trust_uid) if seen.trust_uid else None
    row = lock_account(trust.id) if trust else None
    return row if row is not None and row.account_id is None else None


def note_account_refused(*, trust_id: int, attempt: int, code: str, at: datetime) -> None:
    """Stripe would not open an account: payments that waited for it end, and everyone concerned is told."""
    row = lock_account(trust_id)
    if row is None or row.state is not AccountState.WANTED or row.attempt != attempt:
        return
    row.state = AccountState.REFUSED
    session().flush()
    _record("account_refused", trust_id, None, at, code=code)
    messages.tell_account_refused(trust_id, code, at=at)
    for leg in list_unasked(trust_id):
        end_run(lock_run(leg.run_id), reason="Stripe did not open an account for the buyer.", at=at)


def make_account_link(*, actor: Actor, site: str) -> str:
    """The address of Stripe's form for the trust's account: for one use, at once. `site` is our own address.

    Calls Stripe, so no transaction is open meanwhile. Raises AccountNotOpen before the account is there,
    GatewayError where Stripe does not answer.
    """
    with database.transaction(writing=False):
        account = find_account(actor.trust)
    if account is None or account.account_id is None:
        raise AccountNotOpen("Stripe is still opening your trust's account. Try again in a minute.")
    page = f"{site}/trust/stripe"
    return gateway().account_link(
        account.account_id, refresh_url=f"{page}?from=expired", return_url=f"{page}?from=stripe"
    )


def _record(deed: str, trust_id: int, actor: Actor | None, at: datetime, **facts: int | str) -> None:
    audit.record(
        actor=actor,
        verb=f"settlement.{deed}",
        subject=f"trust:{trust_id}",
        at=at,
        concerns=[trust_id],
        facts=facts,
    )
