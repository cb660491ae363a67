"""What a service needs before it can be published."""

from collections.abc import Iterable

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.listings.rules.vat import vat_faults
from app.services.values import Particulars, PriceBasis

MOST = Money(1_000_000_00)
MOST_NOTICE = 24
LONGEST_VAT_REASON = 300


def particulars_faults(typed: Particulars) -> list[Refused]:
    """What is wrong in what was typed, draft or not; empty where nothing is."""
    found = [*_too_much(typed.base, "base"), *_too_much(typed.per_pupil, "per_pupil")]
    if typed.notice_months is not None and not 0 <= typed.notice_months <= MOST_NOTICE:
        found.append(Refused(f"Enter a notice period of 0 to {MOST_NOTICE} months", field="notice_months"))
    if len(typed.vat_reason) > LONGEST_VAT_REASON:
        found.append(Refused(f"Enter a reason of {LONGEST_VAT_REASON} characters or fewer", field="vat_reason"))
    return found


def publishing_faults(typed: Particulars, *, vat_registered: bool | None) -> list[Refused]:
    """What a service still lacks to be published, all of it at once; empty where it lacks nothing.

    `vat_registered` is None where the provider has no finance details yet.
    """
    return [
        *particulars_faults(typed),
        *_price_faults(typed),
        *vat_faults(typed.vat_treatment, typed.vat_reason, kind="service", vat_registered=vat_registered),
        *_notice(typed),
    ]


def _price_faults(typed: Particulars) -> Iterable[Refused]:
    if typed.basis is None:
        yield Refused("Choose how the price is worked out", field="basis")
    elif typed.basis is PriceBasis.PER_SCHOOL and not typed.base:
        yield Refused("Enter a price a year above £0.00", field="base")
    elif typed.basis is PriceBasis.PER_PUPIL and not typed.per_pupil:
        yield Refused("Enter a price per pupil above £0.00", field="per_pupil")


def _notice(typed: Particulars) -> Iterable[Refused]:
    if typed.notice_months is None:
        yield Refused("Enter a notice period in months", field="notice_months")


def _too_much(amount: Money | None, field: str) -> Iterable[Refused]:
    if amount is not None and not Money(0) <= amount <= MOST:
        yield Refused(f"Enter an amount from £0.00 to {MOST}", field=field)
