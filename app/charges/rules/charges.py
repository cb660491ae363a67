"""When a charge may be raised, accepted, queried, answered, reduced or withdrawn, and what its lines come to."""

from collections.abc import Sequence
from datetime import date

from app.charges.values import (
    ChargeLineValue,
    ChargeState,
    FinanceDetailsValue,
    LineAsked,
    Waiting,
)
from app.kernel.errors import Refused
from app.kernel.vat import VatTreatment, rate_on, vat_on

CARRIES_VAT = frozenset({VatTreatment.STANDARD, VatTreatment.REDUCED})
MOST_LINES = 120
LONGEST_TEXT = 2_000
LONGEST_LINE_TEXT = 400
LONGEST_PO = 40
MOST_PENCE = 10**12

MOVES: dict[str, frozenset[ChargeState]] = {
    "accept": frozenset({ChargeState.RAISED}),
    "query": frozenset({ChargeState.RAISED}),
    "answer": frozenset({ChargeState.QUERIED}),
    "withdraw": frozenset({ChargeState.RAISED, ChargeState.QUERIED, ChargeState.ACCEPTED}),
    "change_po": frozenset({ChargeState.RAISED, ChargeState.QUERIED, ChargeState.ACCEPTED}),
    "take_off": frozenset({ChargeState.RAISED, ChargeState.QUERIED, ChargeState.ACCEPTED}),
}
WHY_NOT: dict[ChargeState, str] = {
    ChargeState.RAISED: "This charge has no open question.",
    ChargeState.QUERIED: "This charge has been queried. Wait for the answer.",
    ChargeState.ACCEPTED: "This charge has already been accepted.",
    ChargeState.INVOICED: "This charge has already been invoiced. Only a credit note can change it.",
    ChargeState.SETTLED: "This charge has already been paid. Only a credit note can change it.",
    ChargeState.CREDITED: "This charge has already been credited.",
    ChargeState.WITHDRAWN: "This charge has been withdrawn.",
}


class ChargeRefused(Refused):
    """The charge cannot be raised or moved like this."""


def check_parties(provider_id: int, buyer_id: int) -> None:
    """A trust does not charge itself: between its own schools there is no invoice. Raises ChargeRefused."""
    if provider_id == buyer_id:
        raise ChargeRefused("A trust cannot charge itself.")


def check_lines(lines: Sequence[LineAsked]) -> None:
    """A charge has lines with a description, a quantity, a price and a reason for their VAT. Raises ChargeRefused."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise ChargeRefused(f"Give the charge between 1 and {MOST_LINES} lines.")
    for line in lines:
        check_text(line.description, "description", "Describe each line of the charge.", most=LONGEST_LINE_TEXT)
        check_text(
            line.vat_reason, "vat_reason", "Give the reason for the VAT treatment of each line.", most=LONGEST_LINE_TEXT
        )
        if line.quantity < 1:
            raise ChargeRefused("Enter a quantity of 1 or more.", field="quantity")
        if not 0 <= line.unit_price.pence <= MOST_PENCE // line.quantity:
            raise ChargeRefused("Enter a unit price of £0.00 or more.", field="unit_price")
    if not any(line.unit_price for line in lines):
        raise ChargeRefused("A charge must come to more than £0.00.", field="unit_price")


def work_out(line: LineAsked, *, supply_date: date) -> ChargeLineValue:
    """A line with its rate on the day of supply, its net, and its VAT half up to the penny."""
    rate = rate_on(line.vat_treatment, supply_date)
    net = line.unit_price * line.quantity
    return ChargeLineValue(
        description=line.description.strip(),
        quantity=line.quantity,
        unit=line.unit.strip(),
        unit_price=line.unit_price,
        vat_treatment=line.vat_treatment,
        vat_rate=rate,
        vat_reason=line.vat_reason.strip(),
        decided_by=line.decided_by,
        net=net,
        vat=vat_on(net, rate),
    )


def check_registration(treatments: Sequence[VatTreatment], provider: FinanceDetailsValue | None) -> None:
    """A provider that is not registered for VAT charges none. Raises ChargeRefused.

    Where the provider's details are not known yet, the question is asked again before the invoice.
    Source: VATA 1994 section 4(1): VAT is charged on supplies by a taxable person.
    """
    if provider is not None and not provider.vat_registered and CARRIES_VAT & set(treatments):
        raise ChargeRefused("This trust is not registered for VAT, so it cannot charge VAT.", field="vat_treatment")


def check_move(move: str, state: ChargeState) -> None:
    """Whether a charge in a state may be moved so (a key of MOVES). Raises ChargeRefused."""
    if state not in MOVES[move]:
        raise ChargeRefused(WHY_NOT[state])


def can(move: str, state: ChargeState) -> bool:
    """Whether `check_move` would let it pass."""
    return state in MOVES[move]


def check_text(text: str, field: str, message: str, *, most: int = LONGEST_TEXT) -> str:
    """Text that is there and not too long, trimmed. Raises ChargeRefused."""
    text = text.strip()
    if not text:
        raise ChargeRefused(message, field=field)
    if len(text) > most:
        raise ChargeRefused(f"Shorten this to {most:,} characters.", field=field)
    return text


def check_po_number(typed: str | None) -> str | None:
    """A purchase order number, trimmed, or None for none. Raises ChargeRefused."""
    number = (typed or "").strip()
    if len(number) > LONGEST_PO:
        raise ChargeRefused(f"Enter a PO number of {LONGEST_PO} characters or fewer", field="po_number")
    return number or None


def why_waiting(
    treatments: Sequence[VatTreatment],
    provider: FinanceDetailsValue | None,
    *,
    has_buyer_address: bool,
) -> Waiting | None:
    """Why an accepted charge cannot be invoiced today, or None when it can."""
    if provider is None:
        return Waiting.PROVIDER_DETAILS
    if not has_buyer_address:
        return Waiting.BUYER_DETAILS
    if not provider.vat_registered and CARRIES_VAT & set(treatments):
        return Waiting.VAT_CONFLICT
    return None
