"""Taking amounts off a charge, whatever has become of it since it was raised."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.charges import messages
from app.charges.actions.charges import record, withdraw_locked
from app.charges.actions.credit_notes import credit_locked, lines_of
from app.charges.actions.locks import lock_charge, lock_invoice
from app.charges.models import Charge, ChargeLine, ChargeReduction, ChargeReductionLine, Invoice
from app.charges.queries.charges import line_value
from app.charges.rules.charges import check_move, check_text
from app.charges.rules.invoices import CreditMustWait, check_not_paying
from app.charges.rules.reductions import check_take_off, vat_taken
from app.charges.values import TakenOff
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import Refused
from app.kernel.money import Money


def take_off_charge(
    *, reference: str, amounts: Sequence[TakenOff], reason: str, at: datetime, actor: Actor | None
) -> str | None:
    """Take net amounts off lines of a charge, the VAT going with them; returns the credit note's reference, if any.

    `actor` is of the provider, or None where a rule worked the amounts out (a cancellation's band).
    Before the invoice the lines come to less, in whatever state the charge is, and it stays in it;
    with nothing left it is withdrawn. Once invoiced, paid or not, a credit note takes the amounts off.
    That it happens once is the caller's affair: it calls this in the transaction that decides it.

    Raises ChargeRefused where more is taken than is left, or nothing; CreditMustWait while a payment
    of the invoice is on its way, for the caller to try again later; NotFound for another trust's.
    """
    charge = lock_charge(reference, provider_id=actor.trust if actor else None)
    why = check_text(reason, "reason", "Say why it is taken off.")
    if charge.invoice_id is None:
        _reduce(charge, amounts, why, actor, at)
        return None
    invoice = lock_invoice(_invoice_reference(charge.invoice_id))
    check_not_paying(invoice.state)
    check_take_off({position: line.left for position, line in lines_of(invoice).items()}, amounts)
    return credit_locked(invoice, _by_position(amounts), reason=why, actor=actor, at=at)


def take_off_by_rule(*, reference: str, amounts: Sequence[TakenOff], reason: str, at: datetime) -> str | None:
    """Take off a charge what a rule worked out, as `take_off_charge` does; returns the credit note's reference, if any.

    Where more was taken off by hand than leaves room for it, the provider's finance is told, and nothing more is
    taken. Raises CreditMustWait, or NotFound.
    """
    try:
        with session().begin_nested():
            return take_off_charge(reference=reference, amounts=amounts, reason=reason, at=at, actor=None)
    except CreditMustWait:
        raise
    except Refused as refused:
        messages.tell_not_taken_off(lock_charge(reference), refused.message, at=at)
        return None


def _reduce(charge: Charge, amounts: Sequence[TakenOff], reason: str, actor: Actor | None, at: datetime) -> None:
    check_move("take_off", charge.state)
    left = {line.position: line_value(line).net for line in charge.lines}
    check_take_off(left, amounts)
    if Money.total(each.net for each in amounts) == Money.total(left.values()):
        withdraw_locked(charge, reason=reason, actor=actor, at=at)
        return
    reduction, lines = _add(charge, _by_position(amounts), reason, actor, at)
    net, vat = sum(line.net_pence for line in lines), sum(line.vat_pence for line in lines)
    charge.net_pence, charge.vat_pence = charge.net_pence - net, charge.vat_pence - vat
    charge.gross_pence -= net + vat
    session().flush()
    record(charge, "charge_reduced", actor, at, taken_pence=net + vat, gross_pence=charge.gross_pence)
    messages.tell_reduced(charge, reduction, Money(net + vat), at=at)


def _add(
    charge: Charge, amounts: Mapping[int, Money], reason: str, actor: Actor | None, at: datetime
) -> tuple[ChargeReduction, list[ChargeReductionLine]]:
    by = actor.person_id if actor else None
    reduction = ChargeReduction(charge_id=charge.id, reason=reason, reduced_at=at, reduced_by=by)
    session().add(reduction)
    session().flush()
    lines = [_line(reduction.id, line, amounts[line.position]) for line in charge.lines if amounts.get(line.position)]
    session().add_all(lines)
    return reduction, lines


def _line(reduction_id: int, line: ChargeLine, net: Money) -> ChargeReductionLine:
    held = line_value(line)
    vat = vat_taken(net, left=held.net, vat_left=held.vat, rate=held.vat_rate)
    return ChargeReductionLine(
        reduction_id=reduction_id, charge_line_id=line.id, net_pence=net.pence, vat_pence=vat.pence
    )


def _by_position(amounts: Sequence[TakenOff]) -> dict[int, Money]:
    return {each.position: each.net for each in amounts}


def _invoice_reference(invoice_id: int) -> str:
    return session().scalars(select(Invoice.reference).where(Invoice.id == invoice_id)).one()
