"""Calling off an awarded round: what was committed to is filled in, and not asked for twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.approvals.actions import approve
from app.approvals.rules import AlreadyDecided
from app.contracts import queries as contracts
from app.contracts.values import Source
from app.kernel.clock import midnight
from app.kernel.database import transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings import queries as listings
from app.procurement.actions.deals import deal_of_round
from app.procurement.actions.stages import abandon_round
from app.procurement.queries.allowances import allowance_of, given_by_commitment
from app.procurement.queries.call_offs import get_call_off, may_call_off
from app.procurement.queries.deals import check_may_read, find_deal, list_deals
from app.procurement.queries.stages import standstill_until
from app.procurement.rules.deals import CannotCallOff
from app.procurement.values import CallOffState, DealAudience, DealValue, RoundValue, Stage
from app.procurement.values.deals_read import DealFilter
from tests.clock import HandClock
from tests.databases import Stage as Setting
from tests.police import PoliceClient
from tests.procurement.deals_makers import call_off
from tests.procurement.makers import STARTS, World, make_world
from tests.procurement.stages_makers import SUPPLIER, award, evaluating, move

LAST = date(2031, 8, 31)
YEAR: dict[str, Any] = {"start_date": STARTS, "end_date": date(2028, 8, 31)}


@dataclass(frozen=True)
class Opened:
    """A round open for call-off, its deal, and that moment. Westbrook committed 300,000 kWh a year, Easton 200,000."""

    world: World
    round: RoundValue
    deal: DealValue
    at: datetime


def make_opened() -> Opened:
    """A round that went all the way, refused once for want of an award."""
    world = make_world()
    found, at = evaluating(world)
    with pytest.raises(Refused, match="at least one lot"):
        deal_of_round(round_id=found.id, awards=[], actor=world.lead, at=at)
    with pytest.raises(NotFound):
        may_call_off(trust_id=world.westbrook.trust, reference=found.reference, on=at.date())
    award(found, world, at=at)
    found = move(found, Stage.STANDSTILL, world, at=at)
    until = standstill_until(found.id)
    assert until is not None
    at = midnight(until + timedelta(days=1)) + timedelta(hours=12)
    found = move(move(found, Stage.AWARDED, world, at=at), Stage.CALL_OFF, world, at=at)
    deal = find_deal(found.id)
    assert deal is not None
    return Opened(world, found, deal, at)


@pytest.fixture
def opened(stage: Setting) -> Opened:
    """Made once for all tests, with no transaction open."""
    return stage.set(make_opened)


def test_an_awarded_round_is_called_off_by_those_that_committed_up_to_what_they_were_allowed(opened: Opened) -> None:
    with transaction():
        check_called_off(opened.world, opened.round, opened.deal, opened.at)


def check_called_off(world: World, found: RoundValue, deal: DealValue, at: datetime) -> None:
    assert (deal.audience, deal.named) == (DealAudience.NAMED, frozenset({world.westbrook.trust, world.easton.trust}))
    assert (deal.until_date, deal.last_date) == (LAST, LAST)
    (lot,) = deal.lots
    assert (lot.supplier, lot.price, lot.round_lot_id) == (SUPPLIER, UnitPrice(2_200), found.lots[0].id)
    assert deal_of_round(round_id=found.id, awards=[], actor=world.lead, at=at) == deal
    with pytest.raises(NotFound):
        check_may_read(deal, world.westbrook)
    with pytest.raises(NotFound):
        may_call_off(trust_id=world.stranger.trust, reference=found.reference, on=at.date())
    assert [each.deal.id for each in list_deals(world.westbrook, DealFilter(), on=at.date())] == [found.id]
    assert list_deals(world.stranger, DealFilter(), on=at.date()) == []
    assert [each.id for each in listings.list_published_of(world.lead.trust)] == [found.id]

    mine = world.westbrook.trust
    given = given_by_commitment(deal, mine, today=at.date())
    assert given is not None
    assert [(each.lot_id, each.school_id, each.quantity) for each in given.typed.wanted] == [
        (lot.id, world.westbrook_schools[0], 300_000)
    ]
    assert (given.typed.start_date, given.typed.end_date) == (STARTS, date(2030, 8, 31))
    before = allowance_of(deal, mine)
    assert before is not None
    assert (before.allowed, before.used) == (Money(360_000_00), Money(0))

    term = {"start_date": STARTS, "end_date": date(2030, 8, 31), "at": at}
    first = call_off(deal, world.westbrook, (0, world.westbrook_schools[0], 300_000), **term)  # type: ignore[arg-type]
    held = get_call_off(mine, first)
    assert (held.state, held.approval_reference, held.gross) == (CallOffState.PLACED, None, Money(237_600_00))
    contract = contracts.find_by_source(mine, first)
    assert contract is not None
    assert (contract.source, contract.supplier, contract.value) == (Source.ROUND, SUPPLIER, Money(198_000_00))
    assert given_by_commitment(deal, mine, today=at.date()) is None
    more = call_off(deal, world.westbrook, (0, None, 160_000), **term)  # type: ignore[arg-type]
    assert get_call_off(mine, more).state is CallOffState.ASKED
    assert given_by_commitment(deal, world.lead.trust, today=at.date()) is None
    assert allowance_of(deal, world.lead.trust) is None
    with pytest.raises(CannotCallOff, match="not one of those"):
        may_call_off(trust_id=world.lead.trust, reference=found.reference, on=at.date())
    ask = {"trust_id": mine, "reference": found.reference}
    assert may_call_off(on=LAST, **ask).id == found.id  # type: ignore[arg-type]
    with pytest.raises(CannotCallOff, match="31 August 2031"):
        may_call_off(on=LAST + timedelta(days=1), **ask)  # type: ignore[arg-type]


def test_what_waits_when_a_round_is_abandoned_lapses_and_is_bound_by_nobody(opened: Opened) -> None:
    world, at = opened.world, opened.at
    with transaction():
        more: Any = {"start_date": STARTS, "end_date": date(2030, 8, 31), "at": at}
        waits = call_off(opened.deal, world.westbrook, (0, None, 500_000), **more)
        asked = get_call_off(world.westbrook.trust, waits)
        assert asked.approval_reference is not None
        abandon_round(reference=opened.round.reference, reason="The supplier failed.", actor=world.lead, at=at)
        assert get_call_off(world.westbrook.trust, waits).state is CallOffState.LAPSED
        with pytest.raises(AlreadyDecided):
            approve(reference=asked.approval_reference, reason="", waiver_reason="x", actor=world.westbrook_cfo, at=at)
        assert contracts.find_by_source(world.westbrook.trust, waits) is None


def test_the_page_of_a_rounds_call_offs_shows_each_trust_its_own_and_the_lead_quantities(
    opened: Opened, signed_in: Callable[[str], PoliceClient], clock: HandClock
) -> None:
    found, deal, clock.moment = opened.round, opened.deal, opened.at
    page, lead = f"/rounds/{found.reference}/call-offs", signed_in("buying@northgate.example")
    assert "Nobody has called off yet" in lead.get(page).text
    client = signed_in("buying@westbrook.example")
    for words in ("22p per kWh", "£360,000.00 with VAT", "is filled in for you"):
        assert words in client.get(page).text, words
    choose = client.get(f"/deals/{found.reference}/call-off").text
    assert 'value="300000"' in choose
    assert "Filled in with what your trust committed itself to" in choose
    made = opened.world
    with transaction():
        call_off(
            deal,
            made.westbrook,
            (0, made.westbrook_schools[0], 300_000),
            start_date=STARTS,
            end_date=date(2028, 8, 31),
            at=opened.at,
        )
    assert "£66,000.00" in client.get(page).text
    shown = lead.get(page).text
    assert "300,000 kWh" in shown
    assert "£66,000.00" not in shown
    assert "300,000" not in signed_in("buying@easton.example").get(page).text
    assert signed_in("buying@southmere.example").get(page).status_code == 404
    assert "300,000" in lead.get(f"{page}?format=csv").text.replace("300000", "300,000")
