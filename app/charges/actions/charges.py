"""Raising a charge, and what its parties do with it before it is invoiced."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import actions as audit
from app.charges import messages
from app.charges.actions.invoices import issue_locked
from app.charges.actions.locks import lock_charge
from app.charges.actions.numbers import add_under_reference
from app.charges.models import Charge, ChargeAcceptance, ChargeLine, ChargeQuery, ChargeWithdrawal
from app.charges.queries.finance import find_details
from app.charges.rules.charges import (
    check_lines,
    check_move,
    check_parties,
    check_po_number,
    check_registration,
    check_text,
    work_out,
)
from app.charges.values import ChargeAccepted, ChargeLineValue, ChargeQueried, ChargeState, LineAsked
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.clock import london_date
from app.kernel.database import session


def raise_charge(
    *,
    provider_id: int,
    buyer_id: int,
    subject: str,
    reason: str,
    lines: Sequence[LineAsked],
    supply_date: date,
    key: str,
    at: datetime,
    actor: Actor | None,
    po_number: str | None = None,
) -> str:
    """Raise a charge by one trust on another, once for its key; returns its reference.

    `subject` is the reference of what is charged for, `reason` says why in a line, `supply_date` is
    the time of supply, whose rates of VAT hold. Amounts are pence. The positions of the lines are 1, 2
    and so on in the order of `lines`: by them `take_off_charge` names a line, before the invoice and
    after. A key that was used before gives the charge that it made. Raises ChargeRefused; a charge of
    £0.00 is refused, so do not ask where all is free.
    """
    made = _find_by_key(key)
    if made is not None:
        return made
    worked = _worked_out(provider_id, buyer_id, lines, supply_date, at)
    values = {
        "key": key,
        "provider_id": provider_id,
        "buyer_id": buyer_id,
        "subject": subject,
        "reason": check_text(reason, "reason", "Say what the charge is for."),
        "supply_date": supply_date,
        "po_number": check_po_number(po_number),
        "state": ChargeState.RAISED,
        "raised_at": at,
        "raised_by": actor.person_id if actor else None,
        **_sums(worked),
    }
    try:
        charge = _add(values, worked)
    except IntegrityError:
        made = _find_by_key(key)
        if made is None:
            raise
        return made
    record(charge, "charge_raised", actor, at, gross_pence=charge.gross_pence, for_=subject)
    messages.tell_raised(charge, at=at)
    return charge.reference


def _worked_out(
    provider_id: int, buyer_id: int, lines: Sequence[LineAsked], supply_date: date, at: datetime
) -> list[ChargeLineValue]:
    check_parties(provider_id, buyer_id)
    check_lines(lines)
    details = find_details(provider_id, supply_date) or find_details(provider_id, london_date(at))
    check_registration([line.vat_treatment for line in lines], details)
    return [work_out(line, supply_date=supply_date) for line in lines]


def _add(values: dict[str, Any], lines: Sequence[ChargeLineValue]) -> Charge:
    charge = add_under_reference("CHG", lambda reference: Charge(reference=reference, **values))
    session().add_all(_line(charge.id, position, line) for position, line in enumerate(lines, start=1))
    session().flush()
    return charge


def accept_charge(*, reference: str, actor: Actor, at: datetime) -> str | None:
    """The buyer agrees that it owes a charge; it is invoiced at once where the details for that are there.

    Returns the reference of the invoice, or None where it waits. Raises ChargeRefused, NotFound.
    """
    charge = lock_charge(reference, buyer_id=actor.trust)
    check_move("accept", charge.state)
    charge.state = ChargeState.ACCEPTED
    session().add(ChargeAcceptance(charge_id=charge.id, accepted_at=at, accepted_by=actor.person_id))
    session().flush()
    record(charge, "charge_accepted", actor, at, gross_pence=charge.gross_pence)
    messages.tell_accepted(charge, at=at)
    news.tell(ChargeAccepted(charge.reference, charge.subject, charge.provider_id, charge.buyer_id), at=at)
    return issue_locked(charge, actor=actor, at=at)


def query_charge(*, reference: str, question: str, actor: Actor, at: datetime) -> None:
    """The buyer asks about a charge before agreeing to it. Raises ChargeRefused, NotFound."""
    charge = lock_charge(reference, buyer_id=actor.trust)
    check_move("query", charge.state)
    asked = check_text(question, "question", "Enter your question")
    charge.state = ChargeState.QUERIED
    query = ChargeQuery(charge_id=charge.id, question=asked, asked_at=at, asked_by=actor.person_id)
    session().add(query)
    session().flush()
    record(charge, "charge_queried", actor, at)
    messages.tell_queried(charge, query, at=at)
    news.tell(ChargeQueried(charge.reference, charge.subject, charge.provider_id, charge.buyer_id), at=at)


def answer_query(*, reference: str, answer: str, actor: Actor, at: datetime) -> None:
    """The provider answers the open question; the charge may be accepted again. Raises ChargeRefused, NotFound."""
    charge = lock_charge(reference, provider_id=actor.trust)
    check_move("answer", charge.state)
    query = charge.queries[-1]
    query.answer = check_text(answer, "answer", "Enter your answer")
    query.answered_at, query.answered_by = at, actor.person_id
    charge.state = ChargeState.RAISED
    session().flush()
    record(charge, "query_answered", actor, at)
    messages.tell_answered(charge, query, at=at)


def withdraw_charge(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """The provider takes a charge back before it is invoiced. Raises ChargeRefused, NotFound."""
    charge = lock_charge(reference, provider_id=actor.trust)
    check_move("withdraw", charge.state)
    why = check_text(reason, "reason", "Enter why you are withdrawing the charge")
    withdraw_locked(charge, reason=why, actor=actor, at=at)


def withdraw_locked(charge: Charge, *, reason: str, actor: Actor | None, at: datetime) -> None:
    """Take back a charge that this transaction holds; `actor` is None where a rule took all of it off."""
    charge.state = ChargeState.WITHDRAWN
    by = actor.person_id if actor else None
    session().add(ChargeWithdrawal(charge_id=charge.id, reason=reason, withdrawn_at=at, withdrawn_by=by))
    session().flush()
    record(charge, "charge_withdrawn", actor, at, gross_pence=charge.gross_pence)
    messages.tell_withdrawn(charge, reason, by_rule=actor is None, at=at)


def change_po_number(*, reference: str, po_number: str | None, actor: Actor, at: datetime) -> None:
    """The buyer sets the purchase order number that the invoice will carry. Raises ChargeRefused, NotFound."""
    charge = lock_charge(reference, buyer_id=actor.trust)
    check_move("change_po", charge.state)
    charge.po_number = check_po_number(po_number)
    session().flush()
    record(charge, "po_number_changed", actor, at)


def _find_by_key(key: str) -> str | None:
    return session().scalar(select(Charge.reference).where(Charge.key == key))


def _sums(lines: Sequence[ChargeLineValue]) -> dict[str, int]:
    net, vat = sum(line.net.pence for line in lines), sum(line.vat.pence for line in lines)
    return {"net_pence": net, "vat_pence": vat, "gross_pence": net + vat}


def _line(charge_id: int, position: int, line: ChargeLineValue) -> ChargeLine:
    return ChargeLine(
        charge_id=charge_id,
        position=position,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_pence=line.unit_price.pence,
        vat_treatment=line.vat_treatment,
        vat_rate=line.vat_rate,
        vat_reason=line.vat_reason,
        decided_by=line.decided_by,
        net_pence=line.net.pence,
        vat_pence=line.vat.pence,
    )


def record(charge: Charge, deed: str, actor: Actor | None, at: datetime, for_: str = "", **facts: int) -> None:
    """Put what was done with a charge on both parties' trails."""
    audit.record(
        actor=actor,
        verb=f"charges.{deed}",
        subject=charge.reference,
        at=at,
        concerns=[charge.provider_id, charge.buyer_id],
        facts={**facts, **({"for": for_} if for_ else {})},
    )
