"""Rounds through their life: drafted, changed, published, discarded, copied; who may read, join and find which."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.listings import actions as listings
from app.listings import queries as listing_queries
from app.listings.rules import Incomplete, Outdated, WrongState
from app.listings.values import ListingState
from app.notifications.models import Notice
from app.procurement.actions.invitations import invite, uninvite
from app.procurement.actions.joining import set_demand, show_interest
from app.procurement.actions.rounds import change_round, copy_round, discard_round, publish_round
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.documents import FACETS, price_lines, round_documents
from app.procurement.models import Round
from app.procurement.queries.demand import demands_of
from app.procurement.queries.rounds import (
    check_may_read,
    get_own_round,
    get_round,
    invited_ids,
    is_open_to,
    participant_ids,
    reading_of,
)
from app.procurement.queries.rounds_listed import count_invitations, count_rounds, list_rounds
from app.procurement.values import ROUND, DemandTyped, Joining, Reading, RoundTyped, RoundValue, Stage, Timetable
from app.procurement.values.rounds_listed import RoundFilter, RoundShelf, RoundSort, Tie
from app.trusts.values import Region
from tests.clock import START
from tests.procurement.makers import DAYS, STARTS, World, lot, make_draft, make_round, second_lot, shared

BY_INVITATION: dict[str, Any] = {"joining": Joining.INVITATION}


def change(held: RoundValue, world: World, typed: RoundTyped, **of_listing: Any) -> RoundValue:
    """Save a round anew with other particulars; what it lists stays but for `of_listing`."""
    listed = replace(listings.draft_of(held.listing), **of_listing)
    version = held.listing.version
    change_round(reference=held.reference, shared=listed, typed=typed, version=version, actor=world.lead, at=START)
    return get_round(held.reference)


def told(trust_lead: Any) -> list[str]:
    rows = session().query(Notice).where(Notice.person_id == trust_lead.person_id)
    return [row.subject for row in rows.order_by(Notice.id)]


def at_stage(held: RoundValue, stage: Stage) -> RoundValue:
    """Put a round at a later stage, however it came there."""
    session().query(Round).where(Round.listing_id == held.id).update({"stage": stage})
    return get_round(held.reference)


def test_what_was_typed_is_read_back_and_publishing_opens_it_for_interest_with_its_lead_in(world: World) -> None:
    invited = frozenset({world.westbrook.trust})
    draft = make_draft(world, invited=invited)
    kept = typed_of(draft, invited_ids(draft.id))
    assert [replace(each, id=None) for each in kept.lots] == [lot(), second_lot()]
    assert (kept.timetable, kept.start_date, kept.invited) == (DAYS, STARTS, invited)
    assert (draft.stage, told(world.westbrook), participant_ids(draft.id)) == (None, [], [])
    publish_round(reference=draft.reference, actor=world.lead, at=START)
    held = get_round(draft.reference)
    assert (held.stage, held.stage_at, held.listing.state) == (Stage.INTEREST, START, ListingState.PUBLISHED)
    assert participant_ids(held.id) == [world.lead.trust]
    assert told(world.westbrook) == ["You are invited to a joint round: Electricity for three years"]
    assert told(world.easton) == []


def test_a_draft_needs_only_a_title_and_publishing_tells_everything_it_lacks(world: World) -> None:
    bare = make_draft(
        world,
        summary="",
        description="",
        category="",
        purchase=None,
        route=None,
        start_date=None,
        months=None,
        cpv="",
        lots=(lot(guide_price=None, unit="", tiers=()),),
        timetable=Timetable(),
    )
    with pytest.raises(Incomplete) as refused:
        publish_round(reference=bare.reference, actor=world.lead, at=START)
    found = {fault.field for fault in refused.value.faults}
    assert {"summary", "description", "category", "cpv", "purchase", "route", "start_date", "notice", "lots"} <= found
    assert get_round(bare.reference).stage is None


def test_a_draft_is_its_procurement_leads_and_nobody_elses(world: World) -> None:
    draft = make_draft(world, **BY_INVITATION, invited=frozenset({world.westbrook.trust}))
    assert check_may_read(draft, world.lead) is Reading.LEAD
    for who in (None, world.lead_member, world.westbrook, world.stranger):
        with pytest.raises(NotFound):
            check_may_read(draft, who)
    for deed in (publish_round, discard_round, copy_round):
        with pytest.raises(NotFound):
            deed(reference=draft.reference, actor=world.westbrook, at=START)
    discard_round(reference=draft.reference, actor=world.lead, at=START)
    assert get_own_round(world.lead.trust, draft.reference).listing.state is ListingState.CLOSED
    with pytest.raises(WrongState):
        discard_round(reference=make_round(world).reference, actor=world.lead, at=START)


def test_a_round_by_invitation_is_read_listed_and_found_by_the_invited_alone(world: World) -> None:
    held = make_round(world, **BY_INVITATION, invited=frozenset({world.westbrook.trust}))
    public = make_round(world, title="Gas")
    stand = [(world.lead, Reading.LEAD), (world.lead_member, Reading.PARTICIPANT), (world.westbrook, Reading.INVITED)]
    for inside, reading in stand:
        assert check_may_read(held, inside) is reading
    for outside in (None, world.easton, world.stranger):
        with pytest.raises(NotFound):
            check_may_read(held, outside)
    for reader, sees in ((world.lead, 2), (world.westbrook, 2), (world.easton, 1), (None, 1)):
        assert count_rounds(reader, RoundShelf.OPEN, RoundFilter()) == sees
        assert listing_queries.count_published(ROUND, reader=reader) == sees
        assert len(listing_queries.list_published_of(world.lead.trust, reader=reader)) == sees
    documents = round_documents([held.reference, public.reference])
    assert documents[held.reference].only_for == tuple(sorted((world.lead.trust, world.westbrook.trust)))
    assert documents[public.reference].only_for == ()
    assert (count_invitations(world.westbrook.trust), count_invitations(world.easton.trust)) == (1, 0)


def test_inviting_tells_a_trust_once_and_an_invitation_goes_until_the_trust_takes_part(world: World) -> None:
    held = make_round(world, **BY_INVITATION, invited=frozenset({world.westbrook.trust}))
    for count in (1, 0):
        both = [world.easton.trust, world.westbrook.trust]
        assert invite(reference=held.reference, trust_ids=both, actor=world.lead, at=START) == count
    assert len(told(world.easton)) == len(told(world.westbrook)) == 1
    show_interest(reference=held.reference, actor=world.westbrook, at=START)
    with pytest.raises(Refused, match="takes part already"):
        uninvite(reference=held.reference, trust_id=world.westbrook.trust, actor=world.lead, at=START)
    uninvite(reference=held.reference, trust_id=world.easton.trust, actor=world.lead, at=START)
    assert reading_of(get_round(held.reference), world.easton) is Reading.OTHER_TRUST
    with pytest.raises(NotFound):
        uninvite(reference=held.reference, trust_id=world.easton.trust, actor=world.lead, at=START)
    with pytest.raises(Refused, match="leads the round"):
        invite(reference=held.reference, trust_ids=[world.lead.trust], actor=world.lead, at=START)
    at_stage(held, Stage.OUT_TO_BID)
    with pytest.raises(WrongState, match="fixed"):
        invite(reference=held.reference, trust_ids=[world.easton.trust], actor=world.lead, at=START)


def test_a_round_by_region_is_open_to_trusts_with_a_school_there(world: World) -> None:
    on, there = START.date(), frozenset({Region.SOUTH_WEST})
    by_region = make_round(world, joining=Joining.REGION, regions=there)
    assert is_open_to(by_region, world.westbrook.trust, on)
    assert not is_open_to(by_region, world.stranger.trust, on)
    assert is_open_to(make_round(world, regions=there), world.stranger.trust, on), "any trust"
    private = make_round(world, **BY_INVITATION, invited=frozenset({world.stranger.trust}))
    open_to = [is_open_to(private, who.trust, on) for who in (world.lead, world.stranger, world.westbrook)]
    assert open_to == [True, True, False]


def test_a_change_of_a_published_round_is_told_once_to_those_who_take_part_but_its_lead(world: World) -> None:
    held = make_round(world)
    show_interest(reference=held.reference, actor=world.westbrook, at=START)
    before = typed_of(held)
    changed = change(held, world, replace(before, terms="New", timetable=replace(DAYS, notice=date(2027, 3, 16))))
    assert (changed.terms, changed.timetable.notice) == ("New", date(2027, 3, 16))
    assert [each for each in told(world.westbrook) if "has changed" in each] == [
        "Electricity for three years has changed"
    ]
    assert not any("has changed" in each for each in [*told(world.lead), *told(world.easton)])
    again = change(changed, world, typed_of(changed), summary="Said otherwise.")
    assert again.listing.summary == "Said otherwise."
    assert len([each for each in told(world.westbrook) if "has changed" in each]) == 1, "words alone are not told"
    with pytest.raises(Outdated):
        change(held, world, before)


def test_when_the_contract_starts_another_day_so_do_those_who_join_with_it(world: World) -> None:
    held = make_round(world)
    cedar, damson = world.westbrook_schools
    busy = {"contract_end_date": date(2027, 12, 31)}
    typed_day = {"joins_date": date(2028, 3, 1)}
    lines = [(cedar, {}), (damson, busy), (None, typed_day)]
    wants = [DemandTyped(held.lots[0].id, school, 10, **now) for school, now in lines]  # type: ignore[arg-type]
    set_demand(reference=held.reference, lines=wants, version=0, actor=world.westbrook, at=START)

    def joining(start: date) -> list[date]:
        nonlocal held
        held = change(held, world, replace(typed_of(held), start_date=start))
        return [each.joins_date for each in demands_of(held.id)]

    assert joining(date(2028, 2, 1)) == [date(2028, 2, 1), date(2028, 2, 1), date(2028, 3, 1)]
    assert joining(date(2027, 7, 1)) == [date(2027, 7, 1), date(2028, 1, 1), date(2028, 3, 1)]


def test_lots_change_while_trusts_want_others_and_are_fixed_with_the_participants(world: World) -> None:
    held = make_round(world)
    first = held.lots[0]
    wants = [DemandTyped(first.id, world.westbrook_schools[0], 120_000)]
    set_demand(reference=held.reference, lines=wants, version=0, actor=world.westbrook, at=START)
    typed = typed_of(held)
    with pytest.raises(Incomplete, match="cannot be removed"):
        change(held, world, replace(typed, lots=typed.lots[1:]))
    fewer = change(held, world, replace(typed, lots=(typed.lots[0], lot(title="Gas"))))
    assert [(each.position, each.title) for each in fewer.lots] == [(1, first.title), (2, "Gas")]
    assert fewer.lots[0].id == first.id
    with pytest.raises(NotFound):
        change(fewer, world, replace(typed_of(fewer), lots=typed_of(make_round(world)).lots))
    fixed = at_stage(fewer, Stage.EVALUATION)
    with pytest.raises(Incomplete, match="Evaluation"):
        change(fixed, world, replace(typed_of(fixed), lots=(lot(),)))
    assert change(fixed, world, typed_of(fixed), title="Power").title == "Power"
    with pytest.raises(WrongState):
        change(at_stage(fixed, Stage.ABANDONED), world, typed_of(fixed))


def test_running_it_again_moves_every_day_a_year_on_or_as_many_as_bring_it_to_come(world: World) -> None:
    held = make_round(world, invited=frozenset({world.westbrook.trust}))
    once = get_round(copy_round(reference=held.reference, actor=world.lead, at=START))
    assert once.timetable.interest_by == date(2027, 12, 11)
    assert (once.start_date, once.stage, once.listing.state) == (date(2028, 9, 1), None, ListingState.DRAFT)
    assert (invited_ids(once.id), once.title) == ([world.westbrook.trust], "Copy of Electricity for three years")
    assert [each.tiers for each in once.lots] == [each.tiers for each in held.lots]
    assert {each.id for each in once.lots}.isdisjoint({each.id for each in held.lots})
    years_later = START.replace(year=2029, month=1)
    late = get_round(copy_round(reference=held.reference, actor=world.lead, at=years_later))
    assert late.timetable.interest_by == date(2029, 12, 11)
    leap = make_draft(world, timetable=Timetable(commit_by=date(2028, 2, 29)), start_date=None)
    assert get_round(copy_round(reference=leap.reference, actor=world.lead, at=START)).timetable.commit_by == date(
        2029, 2, 28
    )


def test_rounds_are_listed_by_shelf_narrowed_and_sorted(world: World) -> None:
    power = make_round(world)
    paper = make_round(
        world, title="Exercise books", category="shared-purchasing", commit_by=date(2027, 2, 1), by=world.westbrook
    )
    make_draft(world, title="Not yet")
    later = at_stage(make_round(world, title="Cleaning"), Stage.IN_CONTRACT)
    at_stage(make_round(world, title="Given up"), Stage.ABANDONED)

    def titles(who: Any, shelf: RoundShelf, sort: RoundSort = RoundSort.COMMIT, **narrowed: Any) -> list[str]:
        return [each.held.title for each in list_rounds(who, shelf, RoundFilter(**narrowed), sort=sort)]

    assert titles(None, RoundShelf.OPEN) == [paper.title, power.title]
    assert titles(None, RoundShelf.OPEN, RoundSort.LEAD) == [power.title, paper.title]
    sooner = at_stage(
        make_round(world, title="Sooner", start_date=date(2027, 8, 1), commit_by=date(2027, 2, 27), by=world.easton),
        Stage.CALL_OFF,
    )
    assert titles(None, RoundShelf.LATER, RoundSort.STARTS) == [sooner.title, later.title]
    assert titles(None, RoundShelf.LATER, RoundSort.COMMIT) == [later.title, sooner.title]
    assert titles(world.lead, RoundShelf.LED, RoundSort.TITLE) == ["Cleaning", power.title, "Given up", "Not yet"]
    assert titles(world.lead_member, RoundShelf.LED, RoundSort.TITLE) == ["Cleaning", power.title, "Given up"]
    assert titles(None, RoundShelf.OPEN, category="estates-and-grounds") == [power.title]
    assert titles(None, RoundShelf.OPEN, text="westbrook BOOKS") == [paper.title]
    assert titles(None, RoundShelf.OPEN, commit_until=date(2027, 2, 1)) == [paper.title]
    assert titles(None, RoundShelf.OPEN, commit_from=date(2027, 2, 2)) == [power.title]
    assert titles(None, RoundShelf.OPEN, stage=Stage.COMMITMENT) == []
    show_interest(reference=power.reference, actor=world.westbrook, at=START)
    lines = list_rounds(world.westbrook, RoundShelf.JOINED, RoundFilter())
    assert [(each.held.title, each.participants, each.tie) for each in lines] == [
        (paper.title, 1, Tie.LEADS),
        (power.title, 2, Tie.JOINED),
    ]


def test_a_round_is_found_by_stage_division_route_and_the_tier_reached(world: World) -> None:
    held = make_round(world)
    found = round_documents([held.reference])[held.reference]
    assert found.marks == ("round_stage:interest", "cpv:09", "purchase:goods", "tier:none", "route:open_procedure")
    known = {f"{facet.name}:{code}" for facet in FACETS for code, _ in facet.choices}
    assert set(found.marks) <= known
    assert (found.days, found.provider_id) == ((DAYS.commit_by,), world.lead.trust)
    assert price_lines([held.reference]) == {held.reference: "2 lots"}
    single = make_round(world, lots=(lot(),))
    wants = [DemandTyped(single.lots[0].id, None, 100_000)]
    set_demand(reference=single.reference, lines=wants, version=1, actor=world.lead, at=START)
    assert "tier:some" in round_documents([single.reference])[single.reference].marks
    wants = [DemandTyped(single.lots[0].id, None, 1_000_000)]
    set_demand(reference=single.reference, lines=wants, version=2, actor=world.lead, at=START)
    assert "tier:best" in round_documents([single.reference])[single.reference].marks
    assert price_lines([single.reference]) == {single.reference: "25p a kWh, down to 21p"}
    assert round_documents([at_stage(held, Stage.CLOSED).reference, make_draft(world).reference]) == {}


def test_nothing_is_saved_of_a_change_that_is_refused(made: World) -> None:
    with transaction():
        held = make_round(made)
    with pytest.raises(Incomplete), transaction():
        change(held, made, replace(typed_of(held), lots=()))
    with transaction():
        assert len(get_round(held.reference).lots) == 2
        assert shared().title == get_round(held.reference).title
