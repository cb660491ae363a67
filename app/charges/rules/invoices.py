"""Numbers, due dates, and what may be credited or paid."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app.charges.values import CreditAsked, InvoiceLineValue, InvoiceState
from app.kernel.errors import Refused
from app.kernel.money import Money


class InvoiceRefused(Refused):
    """The invoice cannot be credited or paid like this."""


class CreditMustWait(InvoiceRefused):
    """A payment of the invoice is on its way: it can be credited once that has arrived, or come to nothing."""


def invoice_number(uid: str, sequence: int) -> str:
    """The number that an invoice carries: the provider's group UID and its place in the provider's series."""
    return f"{uid}-{sequence:05d}"


def credit_note_number(uid: str, sequence: int) -> str:
    """The number that a credit note carries: its own series, so that neither has a gap."""
    return f"{uid}-CN{sequence:05d}"


def due_on(issued: date) -> date:
    """The day by which an invoice is due. Source: terms.toml beside this package."""
    return issued + timedelta(days=[days for start, days in _terms() if start <= issued][-1])


def time_of_supply(supply: date, issued: date) -> date:
    """The time of supply that an invoice states: the day of supply, or the invoice's own day where that comes first.

    Source: VAT Act 1994 section 6(4). The rate is that of the day of supply, as section 88 lets a supplier choose.
    """
    return min(supply, issued)


def check_credit(lines: Mapping[int, InvoiceLineValue], asked: Sequence[CreditAsked], *, state: InvoiceState) -> None:
    """A credit takes at most what is left of each line, and waits while a payment is on its way.

    Raises CreditMustWait, or InvoiceRefused with the field `line_<position>` where a line is at fault.
    """
    check_not_paying(state)
    if not any(line.left for line in lines.values()):
        raise InvoiceRefused("There is nothing left of this invoice to credit.")
    if not any(each.net for each in asked):
        raise InvoiceRefused("Enter an amount to credit on at least one line.", field=f"line_{min(lines)}")
    for each in asked:
        field = f"line_{each.position}"
        if each.position not in lines or len([one for one in asked if one.position == each.position]) > 1:
            raise InvoiceRefused("Choose each line of the invoice once.", field=field)
        if each.net.pence < 0:
            raise InvoiceRefused("Enter £0.00 or more.", field=field)
        if each.net > lines[each.position].left:
            raise InvoiceRefused(f"Enter {lines[each.position].left} or less: that is all that is left.", field=field)


def check_not_paying(state: InvoiceState) -> None:
    """What is being paid stays as it is until the payment has ended. Raises CreditMustWait."""
    if state is InvoiceState.PAYING:
        raise CreditMustWait("A payment of this invoice is on its way. Credit it when the payment has arrived.")


def check_seen(credited: Money, seen: Money | None) -> None:
    """Raises InvoiceRefused where an invoice was credited since a person saw that `seen` of it was.

    So a form that is sent twice, or by two people at once, credits once. None asks nothing.
    """
    if seen is not None and seen != credited:
        raise InvoiceRefused(
            f"{credited} of this invoice has been credited since you opened this page, and nothing was credited now. "
            "Look at what is left, then send it again if it is still right."
        )


def state_after_credit(state: InvoiceState, outstanding: Money) -> InvoiceState:
    """An unpaid invoice with nothing left to pay is credited in full; a paid one stays paid."""
    return InvoiceState.CREDITED if state is InvoiceState.UNPAID and outstanding.pence == 0 else state


def check_payable(state: InvoiceState, outstanding: Money) -> None:
    """Whether paying an invoice may begin. Raises InvoiceRefused."""
    if state is InvoiceState.PAYING:
        raise InvoiceRefused("A payment of this invoice is already on its way.")
    if state is not InvoiceState.UNPAID or outstanding.pence <= 0:
        raise InvoiceRefused("There is nothing left to pay on this invoice.")


def check_unpayable(state: InvoiceState) -> None:
    """Whether a payment that had begun may still come to nothing. Raises InvoiceRefused."""
    if state is not InvoiceState.PAYING:
        raise InvoiceRefused("No payment of this invoice is on its way.")


def check_settled(state: InvoiceState, outstanding: Money, amount: Money) -> None:
    """A payment settles an invoice in full or not at all. Raises InvoiceRefused."""
    if state not in (InvoiceState.UNPAID, InvoiceState.PAYING):
        raise InvoiceRefused("There is nothing left to pay on this invoice.")
    if amount != outstanding or amount.pence <= 0:
        raise InvoiceRefused(f"{amount} does not settle this invoice: {outstanding} is outstanding.")


@cache
def _terms() -> list[tuple[date, int]]:
    data = tomllib.loads((Path(__file__).parents[1] / "terms.toml").read_text())
    return sorted((row["from"], row["days"]) for row in data["payment"])
