"""Prices as participants see and hear of them."""

import json
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.notifications import queries as notifications
from app.procurement.queries.rounds import get_round
from app.procurement.queries.tiers import effects_of, own_quantities, standings_of, tiers_told
from app.procurement.values import RoundValue
from tests.clock import HandClock
from tests.police import PoliceClient
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import World, make_round


def wants(found: RoundValue, actor: Actor, quantity: int, *, at: datetime) -> None:
    """Have a trust want so much of the first lot for its own office, and nothing else."""
    want(found, actor, [line(found, None, quantity)] if quantity else [], at=at)


def heard(actor: Actor) -> list[str]:
    """The subjects of what somebody was told of prices, the oldest first."""
    told = notifications.list_notices(actor.person_id)
    return [each.subject for each in reversed(told) if "price" in each.subject]


def test_participants_hear_once_of_a_price_reached_and_again_when_it_is_lost(
    made: World, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        found = make_round(made)
        wants(found, made.westbrook, 99_999, at=clock.now())
    deliver()
    with transaction():
        assert heard(made.westbrook) == []
        wants(found, made.easton, 1, at=clock.wind_on(minutes=1))
    deliver()
    with transaction():
        assert heard(made.westbrook) == ["A lower price is reached: Electricity for three years"]
        assert heard(made.lead) == heard(made.easton) == heard(made.westbrook)
        assert heard(made.stranger) == []
        wants(found, made.easton, 2, at=clock.wind_on(minutes=1))
    deliver()
    with transaction():
        assert len(heard(made.westbrook)) == 1
        wants(found, made.easton, 0, at=clock.wind_on(minutes=1))
    deliver()
    with transaction():
        assert heard(made.westbrook)[1:] == ["A price has gone up again: Electricity for three years"]
        assert tiers_told(get_round(found.reference))[found.lots[0].id] == []
        standing = standings_of(found)[0]
        assert (standing.committed.quantity, standing.intended.quantity) == (0, 99_999)


def test_what_joining_does_leaves_the_trusts_own_demand_out_of_the_others(world: World, at: datetime) -> None:
    found = make_round(world)
    wants(found, world.westbrook, 450_000, at=at)
    wants(found, world.easton, 60_000, at=at)
    lot = found.lots[0].id
    assert own_quantities(found, world.easton.trust) == {lot: 60_000}
    (effect,) = effects_of(found, trust_id=world.easton.trust, quantities={lot: 60_000})
    assert (effect.before.quantity, effect.together.quantity) == (450_000, 510_000)
    assert effect.saves_others.pence == 450_000 * 150 // 100
    assert effects_of(found, trust_id=world.easton.trust, quantities={lot: 0}) == []


def test_anybody_sees_the_prices_of_an_open_round_and_what_joining_would_do(
    made: World, client: PoliceClient, at: datetime
) -> None:
    with transaction():
        found = make_round(made)
        wants(found, made.westbrook, 450_000, at=at)
    lot = found.lots[0].id
    page = client.get(f"/rounds/{found.reference}/prices?lot-{lot}-quantity=60,000").text
    for words in ("450,000 kWh a year", "50,000 kWh a year more and the price falls to 22.5p", "Your trust alone"):
        assert words in page
    assert "Your joining saves the others <strong>£6,750.00</strong> a year" in page
    answer = client.get(f"/rounds/{found.reference}/prices?lot-{lot}-quantity=lots")
    refused = answer.text
    assert answer.status_code == 422
    assert "must be a whole number" in refused
    assert 'value="lots"' in refused
    for plot in (f"lots/{lot}/prices.svg", f"lots/{lot}/joining.svg?quantity=60000"):
        drawn = client.get(f"/rounds/{found.reference}/{plot}")
        assert drawn.content_type == "image/svg+xml"
    for gone in ("lots/999/prices.svg", f"lots/{lot}/joining.svg?quantity=0", f"lots/{lot}/joining.svg?quantity=-4"):
        assert client.get(f"/rounds/{found.reference}/{gone}").status_code == 404


def test_a_program_reads_where_each_lot_stands(made: World, app: Flask, at: datetime) -> None:
    with transaction():
        found = make_round(made)
        wants(found, made.westbrook, 150_000, at=at)
    run = app.test_cli_runner().invoke(args=["procurement", "tiers", found.reference.lower(), "--json"])
    told = json.loads(run.output)
    assert told["round"] == found.reference
    lot = told["lots"][0]
    assert lot["committed"]["tier_at_least"] is None
    assert lot["intended"] == {
        "quantity": 150_000,
        "counted": 150_000,
        "price_hundredths": 2_400,
        "tier_at_least": 100_000,
        "next_at_least": 500_000,
        "missing": 350_000,
    }
    spoken = app.test_cli_runner().invoke(args=["procurement", "tiers", found.reference]).output
    assert "Intended: 150,000 kWh a year, 24p each. 350,000 kWh a year more" in spoken
