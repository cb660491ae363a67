"""What a round comes to, and what the law makes of that."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.approvals.actions import approve, decline
from app.approvals.values import BuyingRoute, ExemptionGround, PurchaseKind
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.actions.exemptions import record_exemption
from app.procurement.queries.law import (
    approved_exemption,
    estimate_of,
    estimate_of_trust,
    exemptions_of,
    law_against,
    page_of_exemption,
    splitting_of_round,
    threshold_of,
)
from app.procurement.queries.stages import must_stand_still
from app.procurement.rules.exemptions import ExemptionRefused
from app.procurement.values import ExemptionState, Joining, RoundValue
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import World, lot, make_round
from tests.procurement.stages_makers import commit, committing

TODAY = date(2026, 11, 20)


def goods(world: World, quantity: int, *, price: int = 1_000_000, **changes: Any) -> RoundValue:
    """A round for so many things at £100, of which Westbrook wants all: once, by quotes, 20% VAT."""
    things = lot(unit="thing", per="once", guide_price=UnitPrice(price), tiers=())
    values: dict[str, Any] = {"purchase": PurchaseKind.GOODS, "route": BuyingRoute.QUOTES, "lots": (things,), **changes}
    found = make_round(world, **values)
    want(found, world.westbrook, [line(found, None, quantity)])
    return found


@pytest.mark.parametrize(("price", "stopped"), [(1_000_000, True), (999_999, False)])
def test_at_exactly_the_threshold_quotes_alone_do_not_go_on_and_a_penny_below_they_do(
    world: World, price: int, stopped: bool
) -> None:
    found = goods(world, 1_731, price=price)
    value, threshold = estimate_of(found, TODAY), threshold_of(found, TODAY)
    assert threshold is not None
    assert threshold.amount == Money(207_720_00)
    assert (value.gross >= threshold.amount) is stopped
    assert ("By quotes alone this cannot go on" in law_against(found, TODAY)) is stopped


def test_every_trust_school_month_and_extension_counts_with_vat(world: World) -> None:
    found = make_round(world)
    lead, west = world.lead_schools, world.westbrook_schools
    want(found, world.lead, [line(found, lead[0], 10_000), line(found, lead[1], 20_000)])
    joins = date(2028, 3, 1)
    want(found, world.westbrook, [line(found, west[0], 30_000, joins_date=joins), line(found, west[0], 5, lot=1)])
    value = estimate_of(found, TODAY)
    kwh = Money((30_000 * 48 * 25 + 30_000 * 42 * 25) // 12)
    assert value.months == 48
    assert value.net == kwh + Money(5 * 120_00)
    assert value.gross == value.net + Money(value.net.pence // 5)
    own = estimate_of_trust(found, world.westbrook.trust, TODAY)
    assert own.net == Money(30_000 * 42 * 25 // 12 + 5 * 120_00)


def test_a_length_that_nobody_knows_counts_as_above_the_threshold(world: World) -> None:
    found = goods(world, 1, months=None, extension_months=0)
    assert "By quotes alone this cannot go on" in law_against(found, TODAY)


def test_an_open_procedure_leaves_suppliers_their_days(world: World) -> None:
    found = goods(world, 5_000, route=BuyingRoute.OPEN_PROCEDURE)
    last = found.timetable.tenders_by
    assert last is not None
    assert law_against(found, TODAY) == ""
    assert "Suppliers must have at least 25 days" in law_against(found, date.fromordinal(last.toordinal() - 24))
    assert law_against(found, date.fromordinal(last.toordinal() - 25)) == ""


def test_the_threshold_is_that_of_the_day_on_which_a_round_goes_out_whatever_was_planned(world: World) -> None:
    found = goods(world, 1_731)
    assert law_against(found, date(2025, 12, 31)) == ""
    assert "By quotes alone this cannot go on" in law_against(found, date(2026, 1, 1))


def test_an_exemption_for_a_direct_award_spares_no_open_procedure_its_standstill(world: World, at: datetime) -> None:
    found = goods(world, 5_000, route=BuyingRoute.DIRECT)
    assert must_stand_still(found, TODAY)
    ask: dict[str, Any] = {
        "ground": ExemptionGround.URGENCY,
        "reason": "The roof fell in.",
        "actor": world.lead,
        "at": at,
    }
    record_exemption(reference=found.reference, **ask)
    waits = exemptions_of(found.id)[0].approval_reference
    assert waits is not None
    approve(reference=waits, reason="", waiver_reason="One supplier", actor=world.lead_cfo, at=at)
    assert not must_stand_still(found, TODAY)
    assert must_stand_still(replace(found, route=BuyingRoute.OPEN_PROCEDURE), TODAY)


def test_an_exemption_that_the_lead_trust_approves_lets_quotes_go_on(world: World, at: datetime) -> None:
    found = goods(world, 5_000)
    ask: dict[str, Any] = {
        "ground": ExemptionGround.TECHNICAL_REASONS,
        "reason": "Only one fits.",
        "actor": world.lead,
        "at": at,
    }
    first = record_exemption(reference=found.reference, **ask)
    with pytest.raises(ExemptionRefused):
        record_exemption(reference=found.reference, **ask)
    (waits,) = exemptions_of(found.id)
    assert (waits.state, waits.value) == (ExemptionState.ASKED, Money(600_000_00))
    assert waits.approval_reference is not None
    decline(reference=waits.approval_reference, reason="Say why", actor=world.lead_cfo, at=at)
    assert approved_exemption(found.id) is None
    record_exemption(reference=found.reference, **ask)
    again = exemptions_of(found.id)[0].approval_reference
    assert again is not None
    approve(reference=again, reason="", waiver_reason="One supplier", actor=world.lead_cfo, at=at)
    held = approved_exemption(found.id)
    assert held is not None
    assert held.reference != first
    assert law_against(found, TODAY) == ""
    assert page_of_exemption(first) == f"/rounds/{found.reference}/value"


def test_two_rounds_for_the_like_by_the_same_trusts_within_a_year_are_warned_of(world: World) -> None:
    first, second = goods(world, 1_000), goods(world, 1_000)
    other = goods(world, 1_000, cpv="39162100-6")
    found = splitting_of_round(first, TODAY)
    assert found is not None
    assert [each.reference for each in found.others] == [second.reference]
    assert found.evades
    assert found.together == Money(240_000_00)
    assert splitting_of_round(other, TODAY) is None


def test_a_round_by_invitation_is_named_to_no_lead_that_has_no_part_in_it(world: World) -> None:
    private: dict[str, Any] = {
        "by": world.easton,
        "joining": Joining.INVITATION,
        "invited": frozenset({world.westbrook.trust}),
    }
    hidden, first = goods(world, 1_000, **private), goods(world, 1_000)
    assert splitting_of_round(first, TODAY) is None
    found = splitting_of_round(hidden, TODAY)
    assert found is not None
    assert [each.reference for each in found.others] == [first.reference]


def test_once_nobody_can_commit_any_more_only_those_who_have_count(world: World) -> None:
    found = committing(world)
    commit(found, world.westbrook, world.westbrook_cfo)
    last = found.timetable.commit_by
    assert last is not None
    own = estimate_of_trust(found, world.westbrook.trust, last)
    assert estimate_of(found, last).gross > own.gross
    assert estimate_of(found, last + timedelta(days=1)) == own


def test_demand_that_outgrows_its_exemption_stops_quotes_again(world: World, at: datetime) -> None:
    found = goods(world, 5_000)
    ask: dict[str, Any] = {"ground": ExemptionGround.TECHNICAL_REASONS, "reason": "Only one fits.", "actor": world.lead}
    record_exemption(reference=found.reference, at=at, **ask)
    waits = exemptions_of(found.id)[0].approval_reference
    assert waits is not None
    approve(reference=waits, reason="", waiver_reason="One supplier", actor=world.lead_cfo, at=at)
    assert law_against(found, TODAY) == ""
    want(found, world.easton, [line(found, None, 1)])
    assert "By quotes alone this cannot go on" in law_against(found, TODAY)
    assert record_exemption(reference=found.reference, at=at, **ask)
