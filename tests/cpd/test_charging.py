"""Charging places once, on the day that the course says, and taking off what is given back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import ChargeState, ChargeValue
from app.cpd import actions
from app.cpd.actions import charging
from app.cpd.jobs import charging as jobs
from app.cpd.models import Attendance, RegisterClosing
from app.cpd.queries.charging import charges_of_places, list_runs_to_charge, owed_for_places
from app.cpd.values import ChargeOn, Mark, Prices
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.trusts.values import Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import HandClock
from tests.cpd.booking_makers import get, ids, make_booking, make_run_of, states
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_run
from tests.listings.makers import make_member
from tests.services.watching import notices

Deliver = Callable[[datetime], None]
LATE = FIRST_START - timedelta(days=4)  # A Thursday before a Monday: two working days' notice.
HALF = FIRST_START - timedelta(days=10)  # A Friday: six working days' notice.
OVER = FIRST_START + timedelta(days=1)


def charges_on(world: World, booking: str) -> list[ChargeValue]:
    return charge_queries.list_charges_about(world.buyer.trust, [booking])


def absent(booking: str, at: datetime) -> None:
    session().add_all(
        Attendance(place_id=place.id, session_id=each, mark=Mark.ABSENT, marked_at=at)
        for place in get(booking).places
        for each in place.session_ids
    )
    session().flush()


@pytest.fixture
def later(clock: HandClock, deliver: Callable[[], int]) -> Deliver:
    """Commit what was done, and let the worker carry out what follows from it at a moment."""

    def follow(at: datetime) -> None:
        session().commit()
        clock.moment = at
        deliver()

    return follow


@pytest.fixture
def finance(world: World, at: datetime) -> Actor:
    """The buyer's finance lead, with the details that an invoice needs."""
    actor = make_member(world.buyer.trust, Role.FINANCE, at=at)
    make_finance_details(actor, at, vat_number=VAT_NUMBERS[1])
    return actor


def test_places_are_charged_when_they_are_booked_a_line_each(world: World, at: datetime) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 3, po_number="PO-8")
    (charge,) = charges_on(world, booking)
    assert (charge.net, charge.vat, charge.po_number) == (Money(360_00), Money(72_00), "PO-8")
    lines = charge_queries.get_charge(world.buyer.trust, charge.reference).lines
    assert [(each.quantity, each.unit, each.net) for each in lines] == [(1, "place", Money(120_00))] * 3
    assert charge.supply_date == FIRST_START.date()


def test_a_place_is_charged_once_however_often_it_is_asked(world: World, at: datetime) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 2)
    for _ in range(2):
        charging.charge_places(place_ids=ids(booking), at=at)
        jobs.charge_runs(at)
    assert len(charges_on(world, booking)) == 1


def test_own_staff_and_free_places_are_not_charged(world: World, at: datetime) -> None:
    own = make_booking(world.provider, make_run_of(world.provider, 5), 2)
    free = make_booking(world.buyer, make_run_of(world.provider, 5, prices=Prices(is_free=True)), 2)
    assert charge_queries.list_charges_about(world.provider.trust, [own]) == []
    assert charges_on(world, free) == []


def test_a_course_charged_afterwards_is_charged_the_day_after_its_last_session(world: World, at: datetime) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5, charge_on=ChargeOn.AFTER), 2)
    last_evening = FIRST_START.replace(hour=23, minute=59)
    jobs.charge_runs(last_evening)
    assert charges_on(world, booking) == []
    jobs.charge_runs(FIRST_START.replace(hour=0, minute=0) + timedelta(days=1))
    (charge,) = charges_on(world, booking)
    assert charge.net == Money(240_00)
    assert list_runs_to_charge(OVER) == []


def test_afterwards_a_place_given_back_late_is_charged_its_band_and_one_in_time_nothing(
    world: World, at: datetime
) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5, charge_on=ChargeOn.AFTER), 3)
    first, second, _ = ids(booking)
    actions.cancel_places(reference=booking, place_ids=[first], actor=world.buyer, at=at)
    actions.cancel_places(reference=booking, place_ids=[second], actor=world.buyer, at=HALF)
    jobs.charge_runs(OVER)
    (charge,) = charges_on(world, booking)
    lines = charge_queries.get_charge(world.buyer.trust, charge.reference).lines
    assert [each.net for each in lines] == [Money(60_00), Money(120_00)]
    assert "cancelled place 2" in lines[0].description


def test_a_place_given_back_is_taken_off_the_charge_by_its_band(world: World, at: datetime, later: Deliver) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 2)
    actions.cancel_places(reference=booking, place_ids=ids(booking)[:1], actor=world.buyer, at=HALF)
    later(HALF)
    with transaction():
        (charge,) = charges_on(world, booking)
        assert charge.net == Money(180_00)
        charged = charges_of_places(ids(booking))[ids(booking)[0]]
        assert (charged.left, charged.credits[0].net) == (Money(60_00), Money(60_00))
        assert charged.credits[0].credited_at is not None


def test_a_place_given_back_too_late_is_taken_off_nothing(world: World, at: datetime) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 1)
    actions.cancel_places(reference=booking, place_ids=ids(booking), actor=world.buyer, at=LATE)
    assert charges_of_places(ids(booking))[ids(booking)[0]].credits == ()


def test_once_invoiced_what_is_given_back_makes_one_credit_note(
    world: World, finance: Actor, at: datetime, later: Deliver
) -> None:
    run = make_run_of(world.provider, 5)
    booking = make_booking(world.buyer, run, 2)
    charge = charges_on(world, booking)[0].reference
    invoice = charges.accept_charge(reference=charge, actor=finance, at=at)
    assert invoice is not None
    actions.cancel_run(reference=run, reason="The presenter is ill", actor=world.provider, at=at)
    later(at)
    with transaction():
        notes = charge_queries.list_credit_notes(world.buyer.trust, invoice)
        assert [(each.net, len(each.lines)) for each in notes] == [(Money(240_00), 2)]
        references = {each.credits[0].credit_reference for each in charges_of_places(ids(booking)).values()}
        assert references == {notes[0].reference}


def test_a_credit_waits_while_the_invoice_is_being_paid(
    world: World, finance: Actor, at: datetime, later: Deliver
) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 1)
    invoice = charges.accept_charge(reference=charges_on(world, booking)[0].reference, actor=finance, at=at)
    assert invoice is not None
    charges.mark_paying(invoice_reference=invoice, at=at)
    actions.cancel_places(reference=booking, place_ids=ids(booking), actor=world.buyer, at=at)
    later(at)
    with transaction():
        assert charge_queries.list_credit_notes(world.buyer.trust, invoice) == []
        charges.mark_unpaid(invoice_reference=invoice, at=at)
    later(at + timedelta(hours=2))
    with transaction():
        assert [each.net for each in charge_queries.list_credit_notes(world.buyer.trust, invoice)] == [Money(120_00)]


def test_a_run_that_its_provider_cancels_credits_fees_of_places_given_back_before(
    world: World, at: datetime, later: Deliver
) -> None:
    run = make_run_of(world.provider, 5)
    booking = make_booking(world.buyer, run, 2)
    actions.cancel_places(reference=booking, place_ids=ids(booking)[:1], actor=world.buyer, at=LATE)
    actions.cancel_run(reference=run, reason="Snow", actor=world.provider, at=LATE)
    later(LATE)
    with transaction():
        assert [each.state for each in charges_on(world, booking)] == [ChargeState.WITHDRAWN]
        assert all(owed == Money(0) for owed in owed_for_places(ids(booking)).values())


def test_a_waived_fee_is_credited(world: World, at: datetime, later: Deliver) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5), 2)
    place = ids(booking)[0]
    actions.cancel_places(reference=booking, place_ids=[place], actor=world.buyer, at=HALF)
    actions.waive_fee(place_id=place, reason="Bereavement", actor=world.provider, at=HALF)
    later(HALF)
    with transaction():
        assert charges_on(world, booking)[0].net == Money(120_00)


@pytest.mark.parametrize(("percent", "owed"), [(100, 120_00), (50, 60_00), (0, 0)])
def test_somebody_who_does_not_come_by_the_finished_register_costs_what_the_course_says(
    world: World, at: datetime, percent: int, owed: int
) -> None:
    booking = make_booking(world.buyer, make_run_of(world.provider, 5, no_show_percent=percent), 1)
    (place,) = ids(booking)
    absent(booking, OVER)
    assert owed_for_places([place]) == {place: Money(120_00)}
    session().add(RegisterClosing(run_id=get(booking).run_id, person_id=world.provider.person_id, closed_at=OVER))
    session().flush()
    assert owed_for_places([place]) == {place: Money(owed)}


def test_a_mark_that_is_put_right_before_the_register_is_finished_costs_nobody_anything(
    world: World, at: datetime
) -> None:
    run = make_run_of(world.provider, 5, charge_on=ChargeOn.AFTER, no_show_percent=50)
    booking = make_booking(world.buyer, run, 1)
    absent(booking, OVER)
    jobs.charge_runs(OVER)
    assert [each.net for each in charges_on(world, booking)] == [Money(120_00)]
    actions.close_register(run_reference=run, actor=world.provider, at=OVER)
    assert charges_of_places(ids(booking))[ids(booking)[0]].left == Money(60_00)


def test_a_charge_that_is_refused_stops_no_booking_and_is_told_and_tried_again(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    make_finance_details(world.provider_finance, at, vat_number=None, from_date=at.date())
    booking = make_booking(world.buyer, run, 1)
    assert (states(booking), charges_on(world, booking)) == (["booked"], [])
    told = notices(world.provider_finance.person_id)
    assert any(booking in each for each in told), told
    make_finance_details(world.provider_finance, at, vat_number=VAT_NUMBERS[0], from_date=at.date())
    jobs.charge_runs(at)
    assert charges_on(world, booking)[0].net == Money(120_00)


def test_a_place_given_back_while_its_charge_was_refused_is_charged_its_fee_alone(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    make_finance_details(world.provider_finance, at, vat_number=None, from_date=at.date())
    booking = make_booking(world.buyer, run, 3)
    half, free, _ = ids(booking)
    actions.cancel_places(reference=booking, place_ids=[free], actor=world.buyer, at=at)
    actions.cancel_places(reference=booking, place_ids=[half], actor=world.buyer, at=HALF)
    make_finance_details(world.provider_finance, at, vat_number=VAT_NUMBERS[0], from_date=at.date())
    for _ in range(2):
        jobs.charge_runs(HALF)
    (charge,) = charges_on(world, booking)
    lines = charge_queries.get_charge(world.buyer.trust, charge.reference).lines
    assert [each.net for each in lines] == [Money(60_00), Money(120_00)]


def test_a_place_that_moved_while_its_charge_was_refused_is_charged_with_the_run_that_it_is_on(
    world: World, at: datetime
) -> None:
    course, run = make_course_and_run(world.provider)
    later_start = FIRST_START + timedelta(weeks=8)
    other = make_run(world.provider, course, starts_at=later_start)
    make_finance_details(world.provider_finance, at, vat_number=None, from_date=at.date())
    booking = make_booking(world.buyer, run, 2)
    actions.move_place(place_id=ids(booking)[0], to_run_reference=other, reason="A clash", actor=world.provider, at=at)
    make_finance_details(world.provider_finance, at, vat_number=VAT_NUMBERS[0], from_date=at.date())
    jobs.charge_runs(at)
    assert {each.supply_date for each in charges_on(world, booking)} == {FIRST_START.date(), later_start.date()}
