"""What an approver is shown of an order, frozen as it was when it was placed."""

from datetime import date

from app.services.values import Asking, SchoolPrice


def approval_summary(asking: Asking) -> list[tuple[str, str]]:
    """The order in labelled lines of plain text."""
    working, choice = asking.offer.working, asking.choice
    rows = [
        ("Service", asking.service.listing.title),
        ("Provider", asking.provider.name),
        *((line.name, _school(line)) for line in working.lines),
        ("Start date", _day(choice.start_date)),
        ("Length", "1 year" if choice.years == 1 else f"{choice.years} years"),
        ("Price a year", f"{working.net} without VAT, {working.gross} with VAT ({working.vat_label})"),
        ("Whole life", f"{working.whole_net} without VAT, {working.whole_gross} with VAT"),
        ("Notice period", "None" if not asking.offer.notice_months else f"{asking.offer.notice_months} months"),
        ("PO number", choice.po_number),
        ("Note", choice.note),
    ]
    return [(label, text) for label, text in rows if text]


def _school(line: SchoolPrice) -> str:
    if not line.per_pupil:
        return f"{line.net} a year"
    return f"{line.base} + {line.roll or 0:,} pupils × {line.per_pupil} = {line.net} a year"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
