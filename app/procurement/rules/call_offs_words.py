"""How a call-off and a deal read: on a search result, to an approver, in a notice."""

from collections.abc import Sequence

from app.kernel.clock import day_words
from app.procurement.rules.units import counted
from app.procurement.values import DealLotValue, DealValue, Per
from app.procurement.values.call_offs import Calling, WorkedLine, place_name


def listed_words(words: Sequence[str]) -> str:
    """Several things in a row: "A", "A and B", "A, B and C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def months_words(months: int) -> str:
    """A length: "1 month", "7 months", "1 year", "2 years and 1 month"."""
    years, left = divmod(months, 12)
    whole = "" if not years else "1 year" if years == 1 else f"{years} years"
    part = "" if not left else "1 month" if left == 1 else f"{left} months"
    return " and ".join(each for each in (whole, part) if each)


def lot_price(lot: DealLotValue) -> str:
    """What a unit of a lot costs: "24.35p per kWh"; what is bought once or each year costs the same a unit."""
    return f"{lot.price} per {lot.unit}"


def price_line(deal: DealValue) -> str:
    """The price of a deal as a search result has it."""
    if len(deal.lots) == 1:
        return lot_price(deal.lots[0])
    return f"{len(deal.lots)} lots" if deal.lots else ""


def lot_quantity(lot: DealLotValue, quantity: int) -> str:
    """So much of a lot: "1,200 kWh a year", "30 laptops"."""
    return f"{counted(quantity, lot.unit)}{' a year' if lot.per is Per.YEAR else ''}"


def quantity_words(line: WorkedLine) -> str:
    """How much of a lot a line asks for: "1,200 kWh a year", "30 laptops"."""
    return lot_quantity(line.lot, line.quantity)


def approval_rows(calling: Calling, *, owner: str) -> list[tuple[str, str]]:
    """What an approver is shown of a call-off, frozen as it was when it was asked for."""
    worked = calling.worked
    suppliers = list(dict.fromkeys(line.lot.supplier for line in worked.lines))
    rows = [
        ("Deal", f"{calling.deal.listing.title} ({calling.deal.reference})"),
        ("Listed by", owner),
        ("Supplier" if len(suppliers) == 1 else "Suppliers", listed_words(suppliers)),
        *(
            (f"{line.lot.name}, {place_name(line.school_id, calling.schools)}",
             f"{quantity_words(line)} at {line.price} = {line.net} without VAT")
            for line in worked.lines
        ),
        ("First day", day_words(calling.start_date)),
        ("Last day", f"{day_words(calling.end_date)} ({months_words(worked.months)})"),
        ("Whole term", f"{worked.net} without VAT, {worked.gross} with VAT"),
        ("PO number", calling.typed.po_number),
    ]  # fmt: skip
    return [(label, text) for label, text in rows if text]
