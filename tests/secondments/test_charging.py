"""Charging the months of a secondment as they come due, and giving back what a change makes them owe less."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import ChargeState, ChargeValue
from app.kernel.database import session
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.secondments.actions.agreements import write_draft
from app.secondments.actions.charging import follow_schedule
from app.secondments.frozen import freeze
from app.secondments.jobs import charging as jobs
from app.secondments.models import Secondment, VatRuling, Version
from app.secondments.queries.recharge import months_charged, recharges_of, schedule_of
from app.secondments.queries.secondments import draft_of, secondment_by_reference, version_in_force
from app.secondments.values import CostBasis, Fte, HoursStep, SecondmentState, VatReason
from tests.charges.makers import make_finance_details
from tests.clock import HandClock
from tests.secondments.agreements_makers import agree, make_agreed_secondment, make_pay, rule_on_vat
from tests.secondments.makers import World
from tests.services.watching import notices

Deliver = Callable[[datetime], None]
FIRST = datetime(2027, 1, 4, 9, tzinfo=UTC)
JANUARY, FEBRUARY = datetime(2027, 1, 28, 9, tzinfo=UTC), datetime(2027, 2, 28, 9, tzinfo=UTC)


@pytest.fixture
def later(clock: HandClock, deliver: Callable[[], int]) -> Deliver:
    """Commit what was done, and let the worker carry out what follows from it at a moment."""

    def follow(at: datetime) -> None:
        session().commit()
        clock.moment = at
        deliver()

    return follow


def begun(world: World, at: datetime = FIRST, **changes: Any) -> str:
    """A secondment of 0.4 of somebody on £48,000, under way since its first day; returns its reference."""
    reference = make_agreed_secondment(world, **changes)
    move(reference, state=SecondmentState.RUNNING, started_at=at)
    return reference


def move(reference: str, **values: Any) -> None:
    changed = update(Secondment).where(Secondment.reference == reference).values(**values)
    session().execute(changed.execution_options(synchronize_session=False))


def id_of(reference: str) -> int:
    return secondment_by_reference(reference).id


def charged(world: World, reference: str) -> list[ChargeValue]:
    return sorted(
        charge_queries.list_charges_about(world.host.trust, [reference]),
        key=lambda each: (each.raised_at, each.reference),
    )


def left(reference: str) -> list[tuple[date, str]]:
    rows = months_charged([id_of(reference)])[id_of(reference)]
    return [(each.month_date, str(each.net + each.fee - each.net_credited - each.fee_credited)) for each in rows]


def test_each_month_is_charged_once_on_its_day_from_the_home_employer_to_the_host(world: World, later: Deliver) -> None:
    reference = begun(world)
    jobs.charge_due(JANUARY.replace(day=27))
    assert charged(world, reference) == []
    jobs.charge_due(JANUARY)
    jobs.charge_due(JANUARY)
    jobs.charge_due(FEBRUARY)
    # 28 of 31 days of January: 0.4 of 4,000.00, 1,147.20 and 537.45, line by line; the whole of February.
    assert left(reference) == [(date(2027, 1, 1), "£2,053.81"), (date(2027, 2, 1), "£2,273.86")]
    january, february = charged(world, reference)
    assert (january.provider_id, january.buyer_id) == (world.home.trust, world.host.trust)
    assert (january.net, january.vat, january.supply_date) == (Money(2_053_81), Money(0), date(2027, 1, 31))
    assert february.net == Money(2_273_86)
    detail = charge_queries.get_charge(world.host.trust, january.reference)
    (line,) = detail.lines
    assert "4 to 31 January 2027 (28 of 31 days)" in line.description
    assert (line.vat_treatment, line.decided_by) == (VatTreatment.EXEMPT, world.home_finance.person_id)
    later(FEBRUARY)
    assert all("Ashdown" not in text for text in (line.description, january.reason))


def test_nobody_is_charged_before_the_person_has_begun_nor_for_days_before_they_did(world: World) -> None:
    reference = make_agreed_secondment(world)
    jobs.charge_due(JANUARY)
    follow_schedule(secondment_id=id_of(reference), at=JANUARY)
    assert charged(world, reference) == []
    move(reference, state=SecondmentState.RUNNING, started_at=datetime(2027, 1, 18, 9, tzinfo=UTC))
    jobs.charge_due(JANUARY)
    # 18 to 31 January is 14 of 31 days: 722.58 + 207.24 + 97.09.
    assert left(reference) == [(date(2027, 1, 1), "£1,026.91")]


def test_an_early_end_gives_back_what_was_charged_ahead_and_no_more(world: World, later: Deliver) -> None:
    reference = begun(world, basis=CostBasis.SHARE, pay=make_pay(charge_day=1, fee_monthly=Money(31_00)))
    for month in (FIRST, datetime(2027, 2, 1, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)):
        jobs.charge_due(month)
    january, february, march = charged(world, reference)
    charges.accept_charge(reference=january.reference, actor=world.host_finance, at=FIRST)
    move(reference, last_date=date(2027, 2, 14))
    follow_schedule(secondment_id=id_of(reference), at=FEBRUARY, reason="The secondment ends early on 14 February 2027")
    # Half of February: 800.00 + 229.44 + 107.49, and 15.50 of the fee; March is given back whole.
    assert left(reference) == [
        (date(2027, 1, 1), "£2,081.81"),
        (date(2027, 2, 1), "£1,152.43"),
        (date(2027, 3, 1), "£0.00"),
    ]
    follow_schedule(secondment_id=id_of(reference), at=FEBRUARY)
    later(FEBRUARY)
    assert [(each.state, each.net) for each in charged(world, reference)] == [
        (ChargeState.INVOICED, Money(2_081_81)),
        (ChargeState.RAISED, Money(1_152_43)),
        (ChargeState.WITHDRAWN, Money(2_304_86)),
    ]
    detail = charge_queries.get_charge(world.host.trust, february.reference)
    assert [line.net for line in detail.lines] == [Money(1_136_93), Money(15_50)]
    assert [each.reason for each in detail.reductions] == ["The secondment ends early on 14 February 2027"]
    assert march.state is ChargeState.RAISED


def test_hours_that_change_in_the_middle_of_a_charged_month_are_charged_beside_it(world: World) -> None:
    reference = begun(world)
    jobs.charge_due(JANUARY)
    jobs.charge_due(FEBRUARY)
    draft = draft_of(id_of(reference))
    step = HoursStep(date(2027, 2, 15), Fte(6_000))
    write_draft(id_of(reference), draft.number, terms=replace(draft.terms, changes=(step,)))
    rule_on_vat(world, reference, at=FEBRUARY)
    agree(world, reference, at=FEBRUARY)
    # Half of February at 0.4 and half at 0.6 is 0.5: 2,000.00 + 573.60 + 268.73 less the 2,273.86 charged before.
    assert left(reference) == [
        (date(2027, 1, 1), "£2,053.81"),
        (date(2027, 2, 1), "£2,273.86"),
        (date(2027, 2, 1), "£568.47"),
    ]
    made = schedule_of(recharges_of([id_of(reference)])[id_of(reference)])
    assert made.months[1].total == Money(2_842_33)


def test_a_trust_that_is_not_registered_charges_no_vat_on_staff_or_fee(world: World) -> None:
    make_finance_details(world.home_finance, FIRST, vat_number=None)
    reference = begun(world, basis=CostBasis.SHARE, pay=make_pay(fee_monthly=Money(50_00)))
    session().execute(update(VatRuling).values(reason=VatReason.OTHER_STAFF))
    jobs.charge_due(JANUARY)
    (charge,) = charged(world, reference)
    assert charge.vat == Money(0)
    treatments = {line.vat_treatment for line in charge_queries.get_charge(world.host.trust, charge.reference).lines}
    assert treatments == {VatTreatment.OUTSIDE_SCOPE}


def test_the_fee_is_a_line_of_its_own_at_the_standard_rate(world: World) -> None:
    reference = begun(world, basis=CostBasis.SHARE, pay=make_pay(fee_monthly=Money(50_00)))
    jobs.charge_due(JANUARY)
    jobs.charge_due(FEBRUARY)
    february = charged(world, reference)[-1]
    lines = charge_queries.get_charge(world.host.trust, february.reference).lines
    assert [(line.net, line.vat_treatment, line.vat) for line in lines] == [
        (Money(2_273_86), VatTreatment.EXEMPT, Money(0)),
        (Money(50_00), VatTreatment.STANDARD, Money(10_00)),
    ]


def test_a_month_that_is_refused_is_told_to_the_home_trusts_finance_and_tried_again(world: World) -> None:
    reference = begun(world)
    session().execute(update(VatRuling).values(reason=VatReason.OTHER_STAFF))
    long_post = "x" * 2_000
    move(reference, post=long_post)
    version = version_in_force(id_of(reference))
    assert version is not None
    spoil = update(Version).where(Version.id == version.id)
    session().execute(spoil.values(terms=freeze(replace(version.terms, post=long_post))))
    jobs.charge_due(JANUARY)
    assert charged(world, reference) == []
    told = f"January 2027 of secondment {reference} could not be charged"
    assert notices(world.home_finance.person_id).count(told) == 1
    session().execute(spoil.values(terms=freeze(version.terms)))
    jobs.charge_due(JANUARY)
    assert len(charged(world, reference)) == 1


def test_what_is_free_is_charged_nothing(world: World) -> None:
    reference = begun(world, basis=CostBasis.RECIPROCAL)
    jobs.charge_due(FEBRUARY)
    assert charged(world, reference) == []


def test_the_last_month_is_charged_after_the_end(world: World) -> None:
    reference = begun(world)
    move(reference, state=SecondmentState.ENDED, last_date=date(2027, 1, 15))
    jobs.charge_due(JANUARY)
    # 4 to 15 January is 12 of 31 days: 619.35 + 177.63 + 83.22.
    assert left(reference) == [(date(2027, 1, 1), "£880.20")]
