"""Calling off a deal, once, at the price that was shown; what its trust's approval does; and taking it back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.contracts import actions as contracts
from app.kernel.actor import Actor
from app.kernel.clock import london_date, midnight
from app.kernel.database import insert_or_ignore, session
from app.kernel.references import new_reference
from app.procurement.actions.locks import lock_call_off, lock_deal
from app.procurement.messages import call_offs as messages
from app.procurement.models import CallOff, CallOffLine
from app.procurement.queries.call_offs import (
    call_off_by_reference,
    calling_for,
    find_by_token,
    get_call_off,
    kept_token,
)
from app.procurement.queries.deals import deals_by_id, get_deal
from app.procurement.rules import call_offs as rules
from app.procurement.rules.binding import binding_of
from app.procurement.rules.call_offs_words import approval_rows
from app.procurement.values import CallOffState, CallOffValue, DealValue
from app.procurement.values.call_offs import Calling, CallOffTyped
from app.trusts import queries as trusts

PREFIX = "COF"


def place_call_off(*, reference: str, typed: CallOffTyped, seen: str, token: str, actor: Actor, at: datetime) -> str:
    """Call off what was typed of a deal for the actor's trust; returns its reference, the same for a second try.

    `seen` is the value as the person was shown it, `token` that of their page. It stands at once where the scheme of
    delegation has the actor commit the trust alone, or where the trust was allowed as much in its commitment to the
    round; else an approval is asked. Raises Changed where the price is no longer the one seen, NobodyMayApprove, and
    as `queries.call_offs.calling_for` does.
    """
    lock_deal(get_deal(reference).id)
    placed = find_by_token(actor.trust, token)
    if placed is not None:
        return placed
    calling = calling_for(trust_id=actor.trust, reference=reference, typed=typed, at=at)
    rules.check_seen(calling.worked, seen)
    made = _add(calling, token, actor, at)
    facts = {"deal": reference, "net_pence": calling.worked.net.pence}
    audit.record(actor=actor, verb="procurement.call_off_asked", subject=made, at=at, facts=facts)
    approval = _ask(made, calling, actor, at) if calling.needs_asking else None
    if approval is None:
        _place(call_off_by_reference(made), calling.deal, actor=actor, at=at)
    else:
        _write(made, approval_reference=approval)
    return made


def allow_call_off(*, reference: str, at: datetime) -> None:
    """The trust's scheme of delegation allows a call-off: it stands. Raises TooLate where its first day has passed."""
    lock_call_off(call_off_by_reference(reference).id)
    held = call_off_by_reference(reference)
    if held.state is not CallOffState.ASKED:
        return
    rules.check_not_started(held.start_date, today=london_date(at))
    _place(held, deals_by_id([held.deal_id])[held.deal_id], actor=None, at=at)


def decline_call_off(*, reference: str, at: datetime) -> None:
    """The trust's scheme of delegation does not allow a call-off: it ends there."""
    lock_call_off(call_off_by_reference(reference).id)
    held = call_off_by_reference(reference)
    if held.state is not CallOffState.ASKED:
        return
    _write(reference, state=CallOffState.DECLINED, ended_at=at)
    concerns = [held.trust_id]
    audit.record(actor=None, verb="procurement.call_off_declined", subject=reference, at=at, concerns=concerns)
    messages.tell_declined(held, deals_by_id([held.deal_id])[held.deal_id], at=at)


def cancel_call_off(*, reference: str, actor: Actor, at: datetime) -> None:
    """Take back a call-off of the actor's trust before it starts: nobody need approve it, and nothing is bound.

    Raises NotFound, TooLate, or AlreadyDecided where an approver was quicker.
    """
    held, today = get_call_off(actor.trust, reference), london_date(at)
    rules.check_can_cancel(held.state, start=held.start_date, today=today)
    if held.state is CallOffState.ASKED and held.approval_reference:
        approvals.cancel(reference=held.approval_reference, actor=actor, at=at)
    lock_call_off(held.id)
    held = get_call_off(actor.trust, reference)
    rules.check_can_cancel(held.state, start=held.start_date, today=today)
    was_placed, deal = held.state is CallOffState.PLACED, deals_by_id([held.deal_id])[held.deal_id]
    _write(reference, state=CallOffState.CANCELLED, ended_at=at)
    audit.record(actor=actor, verb="procurement.call_off_cancelled", subject=reference, at=at)
    if was_placed:
        last = held.start_date - timedelta(days=1)
        contracts.release(trust_id=actor.trust, source_reference=reference, last_date=last, at=at, actor=actor)
        _note_owner("deal_call_off_cancelled", held, deal, actor, at)
    messages.tell_cancelled(held, deal, by=actor.person_id, was_placed=was_placed, at=at)


def _place(held: CallOffValue, deal: DealValue, *, actor: Actor | None, at: datetime) -> None:
    """It stands: the register holds it, the owner of the deal and the trust's people are told."""
    _write(held.reference, state=CallOffState.PLACED, placed_at=at)
    audit.record(
        actor=actor, verb="procurement.call_off_placed", subject=held.reference, at=at, concerns=[held.trust_id]
    )
    contracts.take(binding_of(held, deal), actor=actor, at=at)
    _note_owner("deal_called_off", held, deal, actor, at)
    messages.tell_placed(held, deal, by=actor.person_id if actor else None, at=at)


def _note_owner(verb: str, held: CallOffValue, deal: DealValue, actor: Actor | None, at: datetime) -> None:
    """On record for the owner of the deal too: who and how much, nothing of what it pays."""
    quantities: dict[str, int] = {}
    for line in held.lines:
        quantities[str(line.lot_id)] = quantities.get(str(line.lot_id), 0) + line.quantity
    audit.record(
        actor=actor,
        verb=f"procurement.{verb}",
        subject=deal.reference,
        at=at,
        concerns=[deal.listing.trust_id, held.trust_id],
        facts={"trust": held.trust_id, "lots": quantities},
    )


def _ask(made: str, calling: Calling, actor: Actor, at: datetime) -> str | None:
    """The reference of the approval to wait for; None where the trust is committed at once."""
    owner = trusts.names([calling.deal.listing.trust_id])[calling.deal.listing.trust_id]
    last = min(day for day in (calling.start_date, calling.deal.until_date) if day is not None)
    outcome = approvals.ask(
        subject=made,
        title=f"Call-off: {calling.deal.listing.title}",
        summary=approval_rows(calling, owner=owner),
        net=calling.worked.net,
        gross=calling.worked.gross,
        actor=actor,
        at=at,
        decide_by=midnight(last + timedelta(days=1)) - timedelta(minutes=1),
    )
    return outcome.approval_reference


def _add(calling: Calling, token: str, actor: Actor, at: datetime) -> str:
    worked = calling.worked
    values: dict[str, Any] = {
        "token": kept_token(actor.trust, token),
        "listing_id": calling.deal.id,
        "trust_id": actor.trust,
        "state": CallOffState.ASKED,
        "start_date": calling.start_date,
        "end_date": calling.end_date,
        "po_number": " ".join(calling.typed.po_number.split()),
        "net_pence": worked.net.pence,
        "gross_pence": worked.gross.pence,
        "asked_by": actor.person_id,
        "asked_at": at,
    }
    reference = new_reference(PREFIX)
    while not insert_or_ignore(CallOff.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
        rules.check_not_sent(find_by_token(actor.trust, token))
        reference = new_reference(PREFIX)
    call_off_id = session().scalars(select(CallOff.id).where(CallOff.reference == reference)).one()
    session().add_all(
        CallOffLine(
            call_off_id=call_off_id,
            lot_id=line.lot.id,
            school_id=line.school_id,
            quantity=line.quantity,
            price_hundredths=line.price.hundredths,
            net_pence=line.net.pence,
            vat_pence=line.vat.pence,
        )
        for line in worked.lines
    )
    session().flush()
    return reference


def _write(reference: str, **values: object) -> None:
    row = update(CallOff).where(CallOff.reference == reference).values(**values)
    session().execute(row.execution_options(synchronize_session=False))
