"""Joining a round, wanting something of it, being missing, and schools that leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditConcern, AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.notifications.models import Notice
from app.procurement.actions.closed_trusts import leave_closed
from app.procurement.actions.joining import set_demand, show_interest
from app.procurement.actions.missing import remind_missing
from app.procurement.actions.schools_left import drop_schools_that_left
from app.procurement.models import Participation, Round
from app.procurement.queries.demand import demands_of, own_demand, totals
from app.procurement.queries.missing import missing
from app.procurement.queries.participations import (
    count_participants,
    find_participation,
    get_participation,
    participations_of,
)
from app.procurement.rules.demand import ChangedMeanwhile, DemandBound, DemandRefused, NotGathering
from app.procurement.rules.joining import CannotJoin
from app.procurement.rules.missing import CannotRemind
from app.procurement.values import DemandTyped, Joining, ParticipationState, RoundValue, Stage
from app.procurement.values.demand import Lacking
from app.trusts.models import SchoolMembership
from app.trusts.values import Region
from tests.clock import START
from tests.procurement.joining_makers import line, marked, want
from tests.procurement.makers import STARTS, World, make_draft, make_round

State = ParticipationState


def state_of(held: RoundValue, actor: Actor) -> State | None:
    found = find_participation(held.id, actor.trust)
    return found.state if found else None


def told(actor: Actor, words: str) -> int:
    query = select(Notice.id).where(Notice.person_id == actor.person_id, Notice.subject.contains(words))
    return len(session().scalars(query).all())


def readers(verb: str) -> set[int]:
    query = select(AuditConcern.trust_id).join(AuditRow, AuditRow.id == AuditConcern.row_id)
    return set(session().scalars(query.where(AuditRow.verb == f"procurement.{verb}")))


def to_stage(held: RoundValue, stage: Stage) -> None:
    session().execute(update(Round).where(Round.listing_id == held.id).values(stage=stage))


def to_state(actor: Actor, state: State) -> None:
    session().execute(update(Participation).where(Participation.trust_id == actor.trust).values(state=state))


def test_a_trust_shows_interest_then_says_what_it_wants_and_the_lead_hears_of_both_without_figures(
    world: World,
) -> None:
    held = make_round(world)
    assert state_of(held, world.lead) is State.INTERESTED, "the lead trust takes part from the start"
    reference = show_interest(reference=held.reference, actor=world.westbrook, at=START)
    assert show_interest(reference=held.reference, actor=world.westbrook, at=START) == reference
    assert get_participation(reference, world.westbrook.trust).state is State.INTERESTED
    with pytest.raises(NotFound):
        get_participation(reference, world.easton.trust)
    cedar, damson = world.westbrook_schools
    lines = [marked(held, cedar, 400), line(held, damson, 600), line(held, None, 3, lot=1, supplier="  A   B ")]
    own = want(held, world.westbrook, lines)
    assert (own.state, own.version) == (State.INTENDED, 2)
    kept = own_demand(own.id)
    assert [each.joins_date for each in kept] == [date(2028, 4, 1), STARTS, STARTS]
    assert replace(kept[0], joins_date=None) == lines[0]
    assert kept[2].supplier == "A B"
    wanted = totals(held)
    assert [each.quantity for each in wanted.lots] == [1000, 3]
    assert [(each.month, each.together[held.lots[0].id]) for each in wanted.months] == [
        (STARTS, 600),
        (date(2028, 4, 1), 1000),
    ]
    assert told(world.lead, "has shown interest") == told(world.lead, "intends to buy") == 1
    assert readers("demand_set") == {world.lead.trust, world.westbrook.trust}
    facts = session().scalars(select(AuditRow.facts).where(AuditRow.verb == "procurement.demand_set")).one()
    assert facts == {"version": 2, "lots": sorted(each.id for each in held.lots)}
    assert want(held, world.westbrook, []).state is State.INTERESTED, "nothing wanted is interest again"
    assert demands_of(held.id) == []
    assert count_participants([held.id]) == {held.id: 2}
    assert [each.round_id for each in participations_of(world.westbrook.trust)] == [held.id]


def test_demand_of_two_people_at_once_is_not_lost_and_nothing_is_taken_until_all_is_right(world: World) -> None:
    held = make_round(world)
    cedar, damson = world.westbrook_schools
    own = want(held, world.westbrook, [line(held, cedar, 400)])

    def save(version: int, *lines: DemandTyped) -> int:
        return set_demand(
            reference=held.reference,
            lines=list(lines),
            version=version,
            actor=world.westbrook,
            at=START,
        )

    assert save(own.version, line(held, cedar, 500)) == own.version + 1
    for stale in (own.version, 0):
        with pytest.raises(ChangedMeanwhile):
            save(stale, line(held, damson, 9))
    other = replace(line(held, cedar, 1), lot_id=held.lots[-1].id + 99)
    with pytest.raises(DemandRefused) as refused:
        save(own.version + 1, line(held, damson, 9), line(held, world.easton_schools[0], 9), other)
    assert [(each.place, each.field) for each in refused.value.faults] == [(1, "school"), (2, "lot")]
    assert [each.quantity for each in demands_of(held.id)] == [500]


def test_who_may_join_and_until_when(world: World) -> None:
    draft, held = make_draft(world), make_round(world)
    region = make_round(world, joining=Joining.REGION, regions=frozenset({Region.SOUTH_WEST}))
    invited = make_round(world, joining=Joining.INVITATION, invited=frozenset({world.easton.trust}))
    for reference, actor, refusal in (
        (draft.reference, world.westbrook, NotFound),
        (region.reference, world.stranger, CannotJoin),
        (invited.reference, world.westbrook, NotFound),
    ):
        with pytest.raises(refusal):
            show_interest(reference=reference, actor=actor, at=START)
    for found, actor in ((held, world.stranger), (region, world.westbrook), (invited, world.easton)):
        show_interest(reference=found.reference, actor=actor, at=START)
        assert state_of(found, actor) is State.INTERESTED
    to_stage(held, Stage.OUT_TO_BID)
    with pytest.raises(NotGathering):
        show_interest(reference=held.reference, actor=world.easton, at=START)
    with pytest.raises(NotGathering):
        want(held, world.stranger, [line(held, world.stranger_schools[0], 1)])


def test_a_trust_that_is_bound_keeps_its_demand_and_one_that_comes_back_wants_what_it_wanted(world: World) -> None:
    held = make_round(world)
    cedar, _ = world.westbrook_schools
    own = want(held, world.westbrook, [line(held, cedar, 400)])
    for state in (State.ASKED, State.SIGNING, State.COMMITTED):
        to_state(world.westbrook, state)
        with pytest.raises(DemandBound):
            want(held, world.westbrook, [line(held, cedar, 1)])
        assert [each.quantity for each in demands_of(held.id)] == [400]
    assert totals(held).lots[0].committed == 400
    to_state(world.westbrook, State.WITHDRAWN)
    assert demands_of(held.id) == []
    later = START + timedelta(days=3)
    assert show_interest(reference=held.reference, actor=world.westbrook, at=later) == own.reference
    back = find_participation(held.id, world.westbrook.trust)
    assert back
    assert (back.state, back.joined_at) == (State.INTENDED, later)
    assert [each.quantity for each in demands_of(held.id)] == [400]


def test_the_lead_reminds_those_missing_once_a_day(world: World) -> None:
    invited = frozenset({world.easton.trust, world.stranger.trust})
    held = make_round(world, invited=invited)
    show_interest(reference=held.reference, actor=world.westbrook, at=START)
    want(held, world.easton, [line(held, world.easton_schools[0], 5)])
    assert {each.trust_id: each.lacking for each in missing(held)} == {
        world.westbrook.trust: Lacking.DEMAND,
        world.stranger.trust: Lacking.ANSWER,
    }
    with pytest.raises(NotFound):
        remind_missing(reference=held.reference, actor=world.westbrook, at=START)
    assert remind_missing(reference=held.reference, actor=world.lead, at=START) == 2
    with pytest.raises(CannotRemind):
        remind_missing(reference=held.reference, actor=world.lead, at=START + timedelta(hours=13, minutes=59))
    assert told(world.westbrook, "Reminder") == told(world.stranger, "Reminder") == 1
    assert told(world.easton, "Reminder") == 0
    assert remind_missing(reference=held.reference, actor=world.lead, at=START + timedelta(hours=14)) == 2
    assert told(world.westbrook, "Reminder") == 2


def test_what_schools_that_leave_wanted_is_taken_out_unless_their_trust_is_bound(world: World) -> None:
    held = make_round(world)
    cedar, damson = world.westbrook_schools
    own = want(held, world.westbrook, [line(held, cedar, 400), line(held, damson, 600), line(held, None, 5)])
    bound = want(held, world.easton, [line(held, world.easton_schools[0], 70)])
    to_state(world.easton, State.COMMITTED)
    assert drop_schools_that_left(at=START) == 0
    left = SchoolMembership.school_id.in_([damson, world.easton_schools[0]])
    session().execute(update(SchoolMembership).where(left).values(left_date=START.date()))
    for _ in range(2):
        drop_schools_that_left(at=START)
    assert [each.quantity for each in own_demand(own.id)] == [400, 5]
    assert [each.quantity for each in own_demand(bound.id)] == [70], "what is bound stays as it was agreed"
    now = find_participation(held.id, world.westbrook.trust)
    assert now
    assert (now.state, now.version) == (State.INTENDED, own.version + 1)
    assert told(world.westbrook, "have left your trust") == told(world.easton, "have left your trust") == 1


def test_a_trust_that_closes_leaves_the_rounds_to_which_nothing_binds_it(world: World) -> None:
    held, kept = make_round(world), make_round(world, by=world.easton)
    want(held, world.westbrook, [line(held, world.westbrook_schools[0], 5)])
    show_interest(reference=kept.reference, actor=world.westbrook, at=START)
    bound = Participation.listing_id == kept.id, Participation.trust_id == world.westbrook.trust
    session().execute(update(Participation).where(*bound).values(state=State.SIGNING))
    for left in (1, 0):
        assert leave_closed(trust_id=world.westbrook.trust, at=START) == left
    assert (state_of(held, world.westbrook), state_of(kept, world.westbrook)) == (State.WITHDRAWN, State.SIGNING)
    assert demands_of(held.id) == []
    assert told(world.lead, "has closed") == 1
    assert leave_closed(trust_id=world.easton.trust, at=START) == 0, "its own round is another matter"
