"""Rounds through their life: drafted, changed, published, discarded and copied."""

from app.procurement.queries.rounds import check_may_read, participant_ids, reading_of
from app.procurement.values import Reading, Stage
from tests.procurement.makers import World, lot, make_round, second_lot


def test_a_published_round_is_open_for_interest_and_its_lead_takes_part(world: World) -> None:
    held = make_round(world)
    assert held.stage is Stage.INTEREST
    assert participant_ids(held.id) == [world.lead.trust]
    assert reading_of(held, world.lead) is Reading.LEAD
    assert check_may_read(held, None) is Reading.VISITOR
    assert [(each.title, each.tiers) for each in held.lots] == [
        (each.title, each.tiers) for each in (lot(), second_lot())
    ]
