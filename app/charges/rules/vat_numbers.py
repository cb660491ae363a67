"""VAT registration numbers of the United Kingdom."""

import re

from app.kernel.errors import Refused

WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
TYPED = re.compile(r"(?:GB)?(\d{9})")


class VatNumberRefused(Refused):
    """What was typed is not a VAT number."""


def normalise_vat_number(typed: str) -> str:
    """A VAT number as it is kept: "GB" and nine digits, no spaces. Raises VatNumberRefused.

    The last two digits check the first seven: their weighted sum plus the two is a multiple of 97,
    or is so once 55 is added (numbers given since 2010). Source: HMRC, VAT number validation (mod 97 and 9755).
    """
    match = TYPED.fullmatch(re.sub(r"[\s.\-]", "", typed).upper())
    if match is None:
        raise VatNumberRefused("Enter the VAT number as GB and 9 digits, like GB123456789", field="vat_number")
    digits = match[1]
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) + int(digits[7:])
    if total % 97 and (total + 55) % 97:
        raise VatNumberRefused("Check the VAT number: its last two digits do not fit the rest", field="vat_number")
    return f"GB{digits}"


def spaced_vat_number(number: str) -> str:
    """A kept VAT number as it reads on an invoice: GB 999 1013 88."""
    return f"{number[:2]} {number[2:5]} {number[5:9]} {number[9:]}"
