"""The schedule of a recharge as its page shows it: of the version in force, of one to be signed, or of the draft."""

from datetime import date

from app.kernel.clock import london_date
from app.secondments.queries.recharge import (
    find_vat_ruling,
    months_charged,
    pay_of_version,
    recharges_of,
    schedule_of,
    vat_of_version,
    vat_registered,
)
from app.secondments.queries.secondments import (
    draft_of,
    get_secondment,
    has_draft,
    open_version,
    version_in_force,
)
from app.secondments.rules.agreements import terms_faults
from app.secondments.rules.recharge import schedule
from app.secondments.rules.recharge_due import due_date
from app.secondments.rules.recharge_faults import pay_faults
from app.secondments.rules.recharge_value import vat_of
from app.secondments.values import NOTHING, MonthCharged, Pay, Schedule, SecondmentValue, Terms, VatDecision
from app.secondments.values.recharge_pages import ScheduleLine, ScheduleOf, SchedulePage

DAYS = frozenset({"start_date", "end_date", "fte", "days", "half_terms", "changes"})


def schedule_page(trust_id: int, reference: str, wanted: ScheduleOf | None) -> SchedulePage | None:
    """The schedule that is asked for, or else the one that matters now: to be signed, in force, or drafted.

    None while there is nothing to work one out from: pay, or the days, are missing. Raises NotFound for another
    trust's. For HR leads and finance of the two trusts.
    """
    held = get_secondment(trust_id, reference)
    there = _there(held)
    which = wanted if wanted in there else (there[0] if there else None)
    if which is None:
        return None
    terms, pay, made = _worked_out(held, which)
    if made is None:
        return None
    ruling = _ruling(held, which)
    charged = months_charged([held.id])[held.id] if which is ScheduleOf.IN_FORCE else []
    in_schedule = {month.month_date for month in made.months}
    return SchedulePage(
        secondment=held,
        which=which,
        others=tuple(each for each in there if each is not which),
        terms=terms,
        pay=pay,
        schedule=made,
        lines=_lines(held, made, pay, ruling, charged),
        left_over=tuple(each for each in charged if each.month_date not in in_schedule),
        vat=ruling,
    )


def _there(held: SecondmentValue) -> list[ScheduleOf]:
    found = []
    if open_version(held.id):
        found.append(ScheduleOf.OPEN)
    if version_in_force(held.id):
        found.append(ScheduleOf.IN_FORCE)
    if has_draft(held.id) and ScheduleOf.OPEN not in found:
        found.append(ScheduleOf.DRAFT)
    return found


def _worked_out(held: SecondmentValue, which: ScheduleOf) -> tuple[Terms, Pay, Schedule | None]:
    if which is ScheduleOf.IN_FORCE:
        recharge = recharges_of([held.id])[held.id]
        return recharge.terms, recharge.pay, schedule_of(recharge)
    version = open_version(held.id)
    if which is ScheduleOf.OPEN and version:
        pay = pay_of_version(version.id)
        return version.terms, pay, schedule(version.terms, pay, first=_began(held))
    draft = draft_of(held.id)
    start = draft.terms.start_date
    missing = start is None or any(fault.field in DAYS for fault in terms_faults(draft.terms, today=start))
    if missing or pay_faults(draft.terms, draft.pay):
        return draft.terms, draft.pay, None
    return draft.terms, draft.pay, schedule(draft.terms, draft.pay, first=_began(held))


def _ruling(held: SecondmentValue, which: ScheduleOf) -> VatDecision | None:
    """How VAT treats what is shown: as it was decided for the version, which a later ruling does not change."""
    version = {ScheduleOf.IN_FORCE: version_in_force, ScheduleOf.OPEN: open_version}.get(which, lambda _: None)(held.id)
    return vat_of_version(version.id) if version else find_vat_ruling(held.id)


def _began(held: SecondmentValue) -> date | None:
    return london_date(held.started_at) if held.started_at else None


def _lines(
    held: SecondmentValue, made: Schedule, pay: Pay, ruling: VatDecision | None, charged: list[MonthCharged]
) -> tuple[ScheduleLine, ...]:
    registered = vat_registered(held.home_id, made.months[-1].last) if made.months else None
    return tuple(
        ScheduleLine(
            month=month,
            vat=vat_of(month, ruling.reason, vat_registered=registered) if ruling else NOTHING,
            due_date=due_date(month, pay.charge_day),
            charged=tuple(each for each in charged if each.month_date == month.month_date),
        )
        for month in made.months
    )
