"""Rounds that move on, and everybody who hears of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from app.approvals.rules import standstill_ends
from app.kernel.clock import london_date, midnight
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings.actions.listings import draft_of
from app.listings.values import ClosedAs, ListingState
from app.notifications import queries as notifications
from app.procurement.actions.rounds import change_round
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.actions.stages import abandon_closed, abandon_round, abandon_taken_down, follow_dates, move_round
from app.procurement.models import Round
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.awards import awards_of
from app.procurement.queries.deals import find_deal
from app.procurement.queries.demand import totals
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import get_round
from app.procurement.queries.rounds_documents import quantities_by_lot
from app.procurement.queries.stages import moves_of, standstill_until
from app.procurement.rules.awards import AwardWrong
from app.procurement.rules.stages import CannotMove
from app.procurement.values import ParticipationState, RoundValue, Stage
from tests.clock import START
from tests.police import PoliceClient
from tests.procurement.commitments_makers import put
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import DAYS, World, make_draft, make_round
from tests.procurement.stages_makers import award, committed, committing, evaluating, move, out_day


def after(day: date | None) -> datetime:
    """Noon on the day after a day of a timetable."""
    assert day is not None
    return midnight(day + timedelta(days=1)) + timedelta(hours=12)


def subjects(person_id: int) -> list[str]:
    return [each.subject for each in notifications.list_notices(person_id, most=50)]


def test_days_take_a_round_to_commitment_and_no_further_and_all_hear_of_each_stage(world: World) -> None:
    found = make_round(world)
    days = found.timetable
    assert follow_dates(midnight(days.interest_by) + timedelta(hours=12)) == 0  # type: ignore[arg-type]
    assert follow_dates(after(days.interest_by)) == 1
    assert follow_dates(after(days.interest_by)) == 0
    assert follow_dates(after(days.intention_by)) == 1
    assert follow_dates(after(days.tenders_by)) == 0
    found = get_round(found.reference)
    assert found.stage is Stage.COMMITMENT
    agreement = current_agreement(found.id)
    assert agreement is not None
    assert agreement.number == 1
    assert [each.stage for each in moves_of(found.id)] == [Stage.INTEREST, Stage.INTENTION, Stage.COMMITMENT]
    assert f"{found.title}: open for commitment" in subjects(world.lead.person_id)
    assert subjects(world.stranger.person_id) == []


def test_several_days_that_passed_at_once_move_a_round_several_stages(world: World) -> None:
    found = make_round(world)
    assert follow_dates(after(found.timetable.intention_by)) == 2
    assert get_round(found.reference).stage is Stage.COMMITMENT


def test_a_round_that_cannot_be_moved_keeps_no_other_from_its_day(world: World) -> None:
    odd, found = make_round(world), make_round(world)
    session().execute(update(Round).where(Round.listing_id == odd.id).values(start_date=date(9999, 12, 31)))
    assert follow_dates(after(found.timetable.interest_by)) == 1
    assert get_round(found.reference).stage is Stage.INTENTION


def test_a_round_goes_from_commitment_to_call_off_as_its_lead_moves_it(world: World) -> None:
    found = committed(world)
    want(found, world.lead, [line(found, None, 7_000)])
    assert sum(quantities_by_lot([found.id]).values()) == 507_000
    with pytest.raises(CannotMove, match="leave at no cost"):
        move(found, Stage.OUT_TO_BID, world)
    found = move(found, Stage.OUT_TO_BID, world, at=out_day(found))
    assert sum(quantities_by_lot([found.id]).values()) == 500_000, "what is not committed counts no more"
    assert totals(found).lot(found.lots[0].id).quantity == 500_000
    assert DAYS.notice is not None
    assert found.timetable.notice == out_day(found).date() < DAYS.notice
    assert follow_dates(after(found.timetable.tenders_by)) == 1
    found, day = get_round(found.reference), after(found.timetable.tenders_by)
    assert found.stage is Stage.EVALUATION
    with pytest.raises(CannotMove, match="Record who won"):
        move(found, Stage.STANDSTILL, world, at=day)
    award(found, world, at=day)
    ask = {"reference": found.reference, "stage": Stage.STANDSTILL, "actor": world.lead, "at": day}
    with pytest.raises(CannotMove, match="the award was decided then"):
        move_round(standstill=DAYS.notice, **ask)  # type: ignore[arg-type]
    move_round(standstill=None, **ask)  # type: ignore[arg-type]
    last = standstill_until(found.id)
    assert last == standstill_ends(london_date(day))
    with pytest.raises(AwardWrong):
        award(found, world, at=day)
    assert follow_dates(midnight(last) + timedelta(hours=12)) == 0
    assert follow_dates(after(last)) == 1
    found = move(get_round(found.reference), Stage.CALL_OFF, world, at=after(last))
    deal = find_deal(found.id)
    assert deal is not None
    assert [(lot.supplier, lot.price) for lot in deal.lots] == [
        (awards_of(found)[0].supplier, awards_of(found)[0].price)
    ]
    assert {world.westbrook.trust, world.easton.trust} <= deal.named
    starts = midnight(found.start_date) + timedelta(hours=12)  # type: ignore[arg-type]
    assert follow_dates(starts) == 1
    assert get_round(found.reference).stage is Stage.IN_CONTRACT


def test_above_the_threshold_an_open_procedure_is_not_awarded_without_its_standstill(world: World) -> None:
    found, day = evaluating(world)
    award(found, world, at=day)
    with pytest.raises(CannotMove, match="needs a standstill"):
        move(found, Stage.AWARDED, world, at=day)


def test_a_round_given_up_binds_nobody_is_found_no_more_and_all_are_told_why(world: World, at: datetime) -> None:
    found = committed(world)
    with pytest.raises(CannotMove, match="Enter why"):
        abandon_round(reference=found.reference, reason=" ", actor=world.lead, at=at)
    abandon_round(reference=found.reference, reason="Prices rose.", actor=world.lead, at=at)
    found = get_round(found.reference)
    assert (found.stage, found.listing.state) == (Stage.ABANDONED, ListingState.CLOSED)
    own = find_participation(found.id, world.westbrook.trust)
    assert own is not None
    assert own.state is not ParticipationState.COMMITTED
    told = notifications.list_notices(world.westbrook.person_id, most=50)
    assert any("Prices rose." in each.body for each in told)
    with pytest.raises(CannotMove):
        abandon_round(reference=found.reference, reason="Again", actor=world.lead, at=at)


def test_another_trusts_round_cannot_be_moved_and_a_draft_has_no_stage_to_move_from(world: World, at: datetime) -> None:
    found, draft = make_round(world), make_draft(world)
    for stage in (Stage.INTENTION, Stage.ABANDONED):
        with pytest.raises(NotFound):
            move_round(reference=found.reference, stage=stage, standstill=None, actor=world.westbrook, at=at)
    with pytest.raises(Exception, match="Publish the round first"):
        move(draft, Stage.INTENTION, world)


def test_a_round_that_the_operator_takes_down_goes_no_further(world: World, at: datetime) -> None:
    found = committing(world)
    abandon_taken_down(round_id=found.id, at=at)
    abandon_taken_down(round_id=found.id, at=at)
    found = get_round(found.reference)
    assert found.stage is Stage.ABANDONED
    assert found.listing.closed_as in {None, ClosedAs.DATE_PASSED, ClosedAs.TAKEN_DOWN}


def test_the_lead_moves_a_round_on_and_records_its_award_on_its_pages(
    made: World, signed_in: Callable[[str], PoliceClient], client: PoliceClient
) -> None:
    with transaction():
        found: RoundValue = make_round(made)
    lead, page = signed_in("buying@northgate.example"), f"/rounds/{found.reference}"
    assert "Start gathering demand" in lead.get(f"{page}/progress").text
    lead.submit(f"{page}/move/intention")
    shown = client.get(f"{page}/progress").text
    assert "Gathering demand" in shown
    assert "Start gathering demand" not in shown
    assert lead.submit(f"{page}/move/evaluation").status_code == 422
    assert lead.get(f"{page}/move/abandoned").status_code == 404
    assert client.get(f"{page}/award").status_code == 404
    assert lead.submit(f"{page}/abandon", reason="").status_code == 422
    lead.submit(f"{page}/abandon", reason="No trust joined.")
    assert "No trust joined." in lead.get(f"{page}/progress").text
    with transaction():
        found = make_round(made)
        put(found, stage=Stage.EVALUATION)
    typed = {f"lot-{found.lots[0].id}-price": "cheap", f"lot-{found.lots[1].id}-supplier": "Calder Energy"}
    wrong = lead.submit(f"/rounds/{found.reference}/award/record", **typed)
    assert (wrong.status_code, "<title>Error: " in wrong.text) == (422, True)
    assert ">Lot 1: the price must be a price, like" in wrong.text
    wrong = lead.submit(f"/rounds/{found.reference}/award/record", **{**typed, f"lot-{found.lots[0].id}-price": ""})
    assert ">Lot 2: enter the price of one" in wrong.text


def test_moving_the_days_planned_for_bids_and_the_award_leaves_commitments_standing(world: World) -> None:
    found = committed(world)
    days = replace(found.timetable, tenders_by=date(2027, 5, 7), award_by=date(2027, 6, 11))
    version = found.listing.version
    as_it_was = {"reference": found.reference, "shared": draft_of(found.listing), "actor": world.lead, "at": START}
    change_round(typed=replace(typed_of(found), timetable=days), version=version, **as_it_was)  # type: ignore[arg-type]
    own = find_participation(found.id, world.westbrook.trust)
    assert own is not None
    assert own.state is ParticipationState.COMMITTED
    days = replace(days, notice=date(2027, 3, 16))
    change_round(typed=replace(typed_of(found), timetable=days), version=version + 1, **as_it_was)  # type: ignore[arg-type]
    own = find_participation(found.id, world.westbrook.trust)
    assert own is not None
    assert own.state is ParticipationState.INTENDED


def test_rounds_of_a_lead_trust_that_closes_go_no_further(world: World, at: datetime) -> None:
    gathering, draft, out = committing(world), make_draft(world), committed(world)
    out = move(out, Stage.OUT_TO_BID, world, at=out_day(out))
    assert abandon_closed(trust_id=world.lead.trust, at=at) == 1
    assert abandon_closed(trust_id=world.lead.trust, at=at) == 0
    stages = [get_round(each.reference).stage for each in (gathering, draft, out)]
    assert stages == [Stage.ABANDONED, None, Stage.OUT_TO_BID]
    assert "The lead trust has closed." in notifications.list_notices(world.easton.person_id, most=50)[0].body
