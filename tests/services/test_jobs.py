"""New years are charged exactly once, and providers are reminded."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask

from app.charges import queries as charges
from app.kernel.database import transaction
from app.services import actions, jobs, queries
from app.services.values import OrderState
from app.trusts import actions as trusts
from app.trusts.values import Role
from tests.charges.makers import make_finance_details
from tests.clock import HandClock
from tests.listings.makers import make_member
from tests.services.makers import (
    World,
    make_agreement,
    make_order,
    make_world,
)
from tests.services.watching import notices


def test_each_new_year_is_charged_exactly_once_on_its_anniversary(
    app: Flask, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world()
        agreement = make_agreement(world, years=3)

    def years_charged() -> list[tuple[int, date]]:
        with transaction():
            kept = queries.get_agreement(world.buyer.trust, agreement)
            assert len(charges.list_charges_about(world.buyer.trust, [agreement])) == len(kept.charges)
            return [(each.year, each.supply_date) for each in kept.charges]

    def day(moment: datetime) -> None:
        clock.moment = moment
        for _ in range(2):
            with transaction():
                jobs.charge_new_years(moment)
            deliver()

    first = [(1, date(2027, 1, 4))]
    day(datetime.fromisoformat("2028-01-03T12:00:00+00:00"))
    assert years_charged() == first
    day(datetime.fromisoformat("2028-01-04T12:00:00+00:00"))
    assert years_charged() == [*first, (2, date(2028, 1, 4))]
    day(datetime.fromisoformat("2035-01-04T12:00:00+00:00"))
    assert years_charged() == [*first, (2, date(2028, 1, 4)), (3, date(2029, 1, 4))]
    with transaction():
        assert queries.list_due_years(date(2040, 1, 1)) == []


def test_a_year_that_cannot_be_charged_is_told_once_and_tried_again(
    app: Flask, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world()
        agreement = make_agreement(world, years=2)
        make_finance_details(world.provider_finance, clock.now(), vat_number=None, from_date=date(2027, 6, 1))
    for moment in ("2028-01-04T12:00:00+00:00", "2028-01-05T12:00:00+00:00"):
        clock.moment = datetime.fromisoformat(moment)
        with transaction():
            jobs.charge_new_years(clock.moment)
        deliver()
    with transaction():
        told = [each for each in notices(world.provider_finance.person_id) if "could not be charged" in each]
        assert told == ["Year 2 of Payroll bureau could not be charged"]
        assert len(queries.get_agreement(world.buyer.trust, agreement).charges) == 1
        assert queries.list_due_years(date(2028, 1, 5)) == [(agreement, 2)]


def test_a_provider_is_reminded_on_the_eighth_working_day_and_once(world: World, at: datetime) -> None:
    answered, waiting = make_order(world), make_order(world)
    actions.accept_order(reference=answered, actor=world.provider, at=at)

    def reminders(day: str) -> int:
        jobs.remind_providers(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        return sum(each.startswith("An order waits") for each in notices(world.provider.person_id))

    assert reminders("2026-12-01") == 0
    assert reminders("2026-12-02") == 1
    assert reminders("2026-12-03") == 1
    assert queries.get_order(world.provider.trust, waiting).state is OrderState.AWAITING_PROVIDER


def test_whoever_buys_for_the_trust_hears_the_answer_once_the_asker_has_left(world: World, at: datetime) -> None:
    order = make_order(world)
    administrator = make_member(world.buyer.trust, Role.ADMINISTRATOR)
    colleague = make_member(world.buyer.trust, Role.BUYER)
    trusts.end_membership(person_id=world.buyer.person_id, actor=administrator, at=at)
    actions.accept_order(reference=order, actor=world.provider, at=at)
    assert "Agreed: Payroll bureau" not in notices(world.buyer.person_id)
    assert notices(colleague.person_id) == ["Agreed: Payroll bureau"]
