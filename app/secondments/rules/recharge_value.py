"""What a recharge comes to with VAT: worked out for each line that will be charged, as the charges will."""

from collections.abc import Iterable

from app.kernel.money import Money
from app.kernel.vat import rate_on, vat_on
from app.secondments.rules.recharge_faults import fee_treatment, treatment_of
from app.secondments.values import Month, Schedule, VatReason


def vat_of(month: Month, reason: VatReason, *, vat_registered: bool | None) -> Money:
    """VAT on one month: on the recharge as ruled, on the fee at the standard rate, at the rates of its last day."""
    recharge = rate_on(treatment_of(reason, vat_registered=vat_registered), month.last)
    fee = rate_on(fee_treatment(vat_registered=vat_registered), month.last)
    return vat_on(month.net, recharge) + vat_on(month.fee, fee)


def gross_of(schedule: Schedule, reason: VatReason, *, vat_registered: bool | None) -> Money:
    """The whole of a schedule with VAT."""
    return schedule.total + _vat(schedule.months, reason, vat_registered)


def _vat(months: Iterable[Month], reason: VatReason, vat_registered: bool | None) -> Money:
    return Money.total(vat_of(each, reason, vat_registered=vat_registered) for each in months)
