"""What pay and a ruling on VAT lack before a version of an agreement can be made of them."""

from collections.abc import Iterator

from app.kernel.errors import Refused
from app.kernel.vat import VatTreatment
from app.secondments.rules.agreements import NotThisParty
from app.secondments.rules.rates import first_day
from app.secondments.values import (
    NOTHING,
    Condition,
    CostBasis,
    Fte,
    Party,
    Pay,
    PensionScheme,
    Terms,
    VatReason,
)

MOST_RATE = 6_000
FIRST_CHARGE_DAY, LAST_CHARGE_DAY = 1, 28


def check_is_home(party: Party) -> None:
    """Pay stays with the home employer: it says what the person is paid, and how VAT treats it. Raises NotThisParty."""
    if party is not Party.HOME:
        raise NotThisParty("Ask the home employer: it pays the person and decides this")


def pay_faults(terms: Terms, pay: Pay) -> list[Refused]:
    """Everything that is missing or contradicts itself in what a recharge is worked out from; empty where nothing is.

    An administration fee rules out "at cost": what is charged above cost is a supply of its own.
    """
    return [*_step_faults(terms, pay), *_on_cost_faults(pay), *_charging_faults(terms, pay)]


def vat_ruling_faults(reason: VatReason | None, conditions: frozenset[Condition], pay: Pay | None) -> list[Refused]:
    """What contradicts a ruling on VAT; empty where nothing does.

    The concession for charities holds only where all of its conditions do, and a fee breaks one.
    Source: HMRC, VAT Supply and Consideration manual VATSC03540, on staff lent between charities.
    """
    if reason is None:
        return [Refused("Choose how VAT treats the recharge", field="reason")]
    if reason is not VatReason.CHARITY_CONCESSION:
        return []
    found = []
    if conditions != frozenset(Condition):
        found.append(
            Refused(
                "The concession needs all of its conditions: tick each that holds, or choose another reason",
                field="conditions",
            )
        )
    if pay is not None and pay.fee_monthly:
        found.append(
            Refused("An administration fee is more than normal pay, so the concession does not apply", field="reason")
        )
    return found


def treatment_of(reason: VatReason, *, vat_registered: bool | None) -> VatTreatment:
    """How VAT treats the recharge in the end: a home trust that is not registered charges none.

    Source: VATA 1994 section 4(1).
    """
    return _without(reason.treatment, vat_registered)


def fee_treatment(*, vat_registered: bool | None) -> VatTreatment:
    """How VAT treats the administration fee: a service of its own, at the standard rate."""
    return _without(VatTreatment.STANDARD, vat_registered)


def _without(treatment: VatTreatment, vat_registered: bool | None) -> VatTreatment:
    if vat_registered is False and treatment is VatTreatment.STANDARD:
        return VatTreatment.OUTSIDE_SCOPE
    return treatment


def _step_faults(terms: Terms, pay: Pay) -> Iterator[Refused]:
    if not pay.steps:
        yield Refused("Enter what the person is paid in a year", field="annual")
        return
    if any(step.annual <= NOTHING for step in pay.steps):
        yield Refused("Enter an annual salary above £0", field="annual")
    days = [step.from_date for step in pay.steps]
    if len(set(days)) < len(days):
        yield Refused("Two salaries begin on the same day: keep one of them", field="steps")
    if terms.start_date and min(days) > terms.start_date:
        yield Refused("Enter the salary from the first day of the secondment or earlier", field="steps")
    if terms.start_date and terms.start_date < first_day():
        yield Refused(f"We hold rates from {first_day().day} {first_day():%B %Y} only", field="steps")
    if any(lent > worked for lent, worked in _at_once(terms, pay)):
        yield Refused("The host cannot have more of the person’s time than they work at home", field="home_fte")


def _at_once(terms: Terms, pay: Pay) -> Iterator[tuple[Fte, Fte]]:
    """What the host has of somebody's time beside what they work at home, from each day on which either changes."""
    hours, steps = terms.hours, sorted(pay.steps, key=lambda step: step.from_date)
    for day in {each.from_date for each in hours} | {each.from_date for each in steps}:
        lent = [each.fte for each in hours if each.from_date <= day]
        worked = [each.home_fte for each in steps if each.from_date <= day] or [steps[0].home_fte]
        if lent and (terms.end_date is None or day <= terms.end_date):
            yield lent[-1], worked[-1]


def _on_cost_faults(pay: Pay) -> Iterator[Refused]:
    if pay.pension.has_own_rate and pay.pension_rate is None:
        yield Refused("Enter the employer’s own contribution rate, like 21.3", field="pension_rate")
    if pay.pension_rate is not None and not 0 <= pay.pension_rate <= MOST_RATE:
        yield Refused("Enter a pension rate between 0 and 60", field="pension_rate")
    if pay.pension is PensionScheme.TEACHERS and pay.pension_rate is not None:
        yield Refused("The Teachers’ Pension Scheme has one rate for all: leave this empty", field="pension_rate")
    if not 0 <= pay.other_rate <= MOST_RATE:
        yield Refused("Enter a rate of other on-costs between 0 and 60", field="other_rate")
    if pay.other_monthly < NOTHING:
        yield Refused("Enter £0 or more", field="other_monthly")


def _charging_faults(terms: Terms, pay: Pay) -> Iterator[Refused]:
    if pay.fee_monthly < NOTHING:
        yield Refused("Enter £0 or more", field="fee_monthly")
    if not 1 <= pay.share_percent <= 100:
        yield Refused("Enter a share between 1% and 100%", field="share_percent")
    if terms.basis is CostBasis.AT_COST and pay.share_percent != 100:
        yield Refused("At cost is 100%: choose a share of the cost in the terms to charge less", field="share_percent")
    if terms.basis is CostBasis.AT_COST and pay.fee_monthly:
        yield Refused(
            "With an administration fee the recharge is not at cost: choose a share of the cost in the terms, "
            "with a share of 100%, or leave the fee out",
            field="fee_monthly",
        )
    if not terms.basis.is_charged and pay.fee_monthly:
        yield Refused("Nothing is charged, so leave the fee out", field="fee_monthly")
    if not FIRST_CHARGE_DAY <= pay.charge_day <= LAST_CHARGE_DAY:
        yield Refused("Enter a day of the month between 1 and 28", field="charge_day")
    if pay.absence_days is not None and pay.absence_days < 0:
        yield Refused("Enter 0 days or more", field="absence_days")
