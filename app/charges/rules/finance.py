"""What finance details must hold before they are kept."""

import re
from dataclasses import replace
from datetime import date, timedelta

from app.charges.rules.vat_numbers import normalise_vat_number
from app.charges.values import FinanceDetails
from app.kernel.errors import Refused

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
MOST_YEARS_BACK = 10
MOST_DAYS_AHEAD = 366
MOST_ADDRESS_LINES = 5
LONGEST = 200


class FinanceDetailsRefused(Refused):
    """The details cannot be printed on an invoice as they are."""


def check_details(details: FinanceDetails) -> FinanceDetails:
    """The details as they are kept: trimmed, postcode and VAT number in one form.

    Raises FinanceDetailsRefused or VatNumberRefused, naming the field.
    """
    lines = tuple(line.strip() for line in details.address_lines if line.strip())
    _check_text(details.legal_name, "legal_name", "Enter the trust's legal name")
    if not lines:
        raise FinanceDetailsRefused("Enter the address", field="address")
    if len(lines) > MOST_ADDRESS_LINES or max(map(len, lines)) > LONGEST:
        raise FinanceDetailsRefused(f"Enter the address in {MOST_ADDRESS_LINES} lines or fewer", field="address")
    _check_text(details.invoice_contact, "invoice_contact", "Enter who deals with invoices, like Finance team")
    if not EMAIL.fullmatch(details.invoice_email.strip()) or len(details.invoice_email) > LONGEST:
        raise FinanceDetailsRefused("Enter an email address, like finance@example.org", field="invoice_email")
    return replace(
        details,
        legal_name=details.legal_name.strip(),
        address_lines=lines,
        postcode=normalise_postcode(details.postcode),
        vat_number=_check_registration(details),
        invoice_contact=details.invoice_contact.strip(),
        invoice_email=details.invoice_email.strip(),
    )


def normalise_postcode(typed: str) -> str:
    """A postcode as it is written: capitals, one space. Raises FinanceDetailsRefused."""
    match = POSTCODE.fullmatch(re.sub(r"\s", "", typed).upper())
    if match is None:
        raise FinanceDetailsRefused("Enter a full postcode, like LS1 4AP", field="postcode")
    return f"{match[1]} {match[2]}"


def check_from_date(from_date: date, *, today: date) -> None:
    """Details start at most ten years back and a year ahead. Raises FinanceDetailsRefused."""
    earliest = date(today.year - MOST_YEARS_BACK, 1, 1)
    if not earliest <= from_date <= today + timedelta(days=MOST_DAYS_AHEAD):
        raise FinanceDetailsRefused("Enter a day in the last 10 years or the next 12 months", field="from_date")


def _check_text(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise FinanceDetailsRefused(message, field=field)
    if len(text) > LONGEST:
        raise FinanceDetailsRefused(f"Shorten this to {LONGEST} characters", field=field)


def _check_registration(details: FinanceDetails) -> str | None:
    typed = (details.vat_number or "").strip()
    if details.vat_registered and not typed:
        raise FinanceDetailsRefused("Enter the VAT number", field="vat_number")
    if not details.vat_registered and typed:
        raise FinanceDetailsRefused(
            "Remove the VAT number, or say that the trust is registered for VAT", field="vat_number"
        )
    return normalise_vat_number(typed) if details.vat_registered else None
