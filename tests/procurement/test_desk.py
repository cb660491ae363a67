"""What of joint rounds waits for whom, on the first page after signing in and on the home page."""

from datetime import timedelta

from app.kernel.clock import london_date
from app.kernel.database import transaction
from app.procurement.queries.desk import count_open, count_to_sign, desk_counts
from app.procurement.values import Joining, Stage
from app.procurement.values.desk import DeskCounts
from tests.clock import START
from tests.police import PoliceClient
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import World, make_draft, make_round
from tests.procurement.stages_makers import commit, committing, move, out_day

TODAY = london_date(START)


def test_an_invitation_waits_until_the_trust_joins_and_then_its_demand_does(world: World) -> None:
    found = make_round(world, joining=Joining.INVITATION, invited=frozenset({world.westbrook.trust}))
    west = world.westbrook.trust
    assert desk_counts(west, TODAY) == DeskCounts(1, 0, 0, 0)
    want(found, world.westbrook, [])
    assert desk_counts(west, TODAY) == DeskCounts(0, 0, 0, 0)
    move(found, Stage.INTENTION, world)
    assert desk_counts(west, TODAY) == DeskCounts(0, 1, 0, 0)
    want(found, world.westbrook, [line(found, None, 5)])
    assert desk_counts(west, TODAY) == DeskCounts(0, 0, 0, 0)
    assert desk_counts(world.stranger.trust, TODAY) == DeskCounts(0, 0, 0, 0)


def test_committing_waits_until_its_last_day_and_moving_on_until_nobody_may_leave(world: World) -> None:
    found = committing(world)
    west, last = world.westbrook.trust, found.timetable.commit_by
    assert last is not None
    assert desk_counts(west, last).to_commit == 1
    assert desk_counts(west, last + timedelta(days=1)).to_commit == 0
    commit(found, world.westbrook, world.westbrook_cfo)
    assert desk_counts(west, last).to_commit == 0
    assert count_to_sign(west) == 0
    out = london_date(out_day(found))
    assert desk_counts(world.lead.trust, out - timedelta(days=1)).to_move == 0
    assert desk_counts(world.lead.trust, out).to_move == 1
    assert desk_counts(west, out).to_move == 0


def test_the_home_page_counts_open_rounds_but_no_drafts_and_none_by_invitation(
    made: World, client: PoliceClient
) -> None:
    with transaction():
        make_draft(made)
        make_round(made, joining=Joining.INVITATION, invited=frozenset({made.westbrook.trust}))
        make_round(made)
        assert count_open() == 1
    assert "1 round is open in which trusts buy together" in client.get("/").text.replace("\n", " ")
