"""A call-off as an order on paper for its supplier, who is outside the site: tagged PDF/UA-1."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.kernel.clock import day_words, london_date
from app.kernel.money import Money
from app.kernel.typesetting import typeset
from app.kernel.vat import rate_on
from app.procurement.rules.call_offs import whole_months
from app.procurement.rules.call_offs_words import months_words
from app.procurement.rules.units import counted
from app.procurement.values import CallOffLine, DealLotValue, Per
from app.procurement.values.call_offs import CallOffPage
from app.procurement.values.demand import OFFICE
from app.trusts.values import TrustValue

HERE = Path(__file__).parent
COLUMNS = ["Lot", "For", "Quantity", "Unit price", "VAT rate", "Net", "VAT"]


def call_off_pdf(found: CallOffPage, *, supplier: str, trust: TrustValue) -> bytes:
    """The order to one supplier of a call-off that stands: its lots alone, for which schools, at which prices.

    Raises ValueError for one that does not stand.
    """
    held, placed_at = found.held, found.held.placed_at
    if placed_at is None:
        raise ValueError(f"{held.reference} does not stand")
    lines = [each for each in held.lines if found.lots[each.lot_id].supplier == supplier]
    months = whole_months(held.start_date, held.end_date)
    paper = {
        "title": "Call-off order",
        "full_title": f"Call-off order {held.reference}",
        "description": f"{trust.name} calls off {found.deal.listing.title} from {supplier}",
        "number": held.reference,
        "buyer": {"name": trust.name, "lines": list(trust.address_lines), "numbers": _numbers(trust)},
        "supplier": {"name": supplier, "lines": [], "numbers": []},
        "facts": [
            ("Ordered", day_words(london_date(placed_at))),
            ("First day", day_words(held.start_date)),
            ("Last day", day_words(held.end_date)),
            ("Length", months_words(months)),
            *([("PO number", held.po_number)] if held.po_number else []),
        ],
        "under": [
            ("Deal", f"{found.deal.listing.title}, {found.deal.reference}"),
            ("Awarded by", found.owner.name),
            *([("How", found.deal.awarded_by)] if found.deal.awarded_by else []),
        ],
        "columns": COLUMNS,
        "lines": [_line(found, each, found.lots[each.lot_id]) for each in lines],
        "totals": _totals(lines),
        "places": _places(found, lines, trust),
        "closing": [
            "Quantities of a lot that is bought each year are for one year. The amounts are for the whole term, a part "
            "of a month counted as a whole one.",
            "Put the order number, and the PO number if there is one, on every invoice. VAT is charged at the rate in "
            "force when each supply is made.",
        ],
        "footer": f"{held.reference} · {trust.name}",
    }
    return typeset(HERE / "call_off.typ", paper, at=placed_at)


def _numbers(trust: TrustValue) -> list[str]:
    return [f"Company number {trust.company_number}"] if trust.company_number else []


def _line(found: CallOffPage, line: CallOffLine, lot: DealLotValue) -> dict[str, Any]:
    rate = rate_on(lot.vat, found.held.start_date)
    each_year = " a year" if lot.per is Per.YEAR else ""
    return {
        "lot": lot.name,
        "for": found.place(line.school_id),
        "quantity": f"{counted(line.quantity, lot.unit)}{each_year}",
        "price": f"{line.price}{each_year}",
        "rate": f"{rate / 100:g}%" if rate else lot.vat.label,
        "net": str(line.net),
        "vat": str(line.vat),
    }


def _totals(lines: Sequence[CallOffLine]) -> list[tuple[str, str]]:
    net, vat = sum(each.net.pence for each in lines), sum(each.vat.pence for each in lines)
    return [("Net", str(Money(net))), ("VAT", str(Money(vat))), ("Total", str(Money(net + vat)))]


def _places(found: CallOffPage, lines: Sequence[CallOffLine], trust: TrustValue) -> list[tuple[str, str]]:
    """Where each school is, so that the supplier finds it: its town, postcode and number on the register."""
    rows = []
    for school_id in dict.fromkeys(each.school_id for each in lines):
        school = found.schools.get(school_id) if school_id is not None else None
        if school is not None:
            where = [school.town, school.postcode, f"URN {school.urn}"]
            rows.append((school.name, ", ".join(part for part in where if part)))
        elif school_id is None:
            rows.append((OFFICE, ", ".join(trust.address_lines)))
    return rows
