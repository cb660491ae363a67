"""A round goes out to bid although a trust never made up its mind."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.kernel.clock import midnight
from app.kernel.database import transaction
from app.notifications import queries as notifications
from app.procurement.actions.commitments import ask_to_commit
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.commitments import open_commitment
from app.procurement.queries.participations import find_participation
from app.procurement.rules.stages import can_move
from app.procurement.values import ParticipationState, Stage, StageFacts, Timetable
from tests.clock import HandClock
from tests.police import PoliceClient
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import World
from tests.procurement.stages_makers import commit, committing, move, out_day

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True)])
def test_those_still_deciding_are_waited_for_until_the_last_day_to_commit_is_over(days: int, may: bool) -> None:
    timetable = Timetable(commit_by=TODAY - timedelta(days), tenders_by=TODAY + timedelta(30))
    facts = StageFacts(Stage.COMMITMENT, TODAY, timetable, None, None, committed=2, undecided=1)
    assert can_move(facts, Stage.OUT_TO_BID) is may
    assert can_move(replace(facts, undecided=0), Stage.OUT_TO_BID)


def test_a_trust_that_never_signed_keeps_no_round_from_going_out_and_is_told(
    made: World, signed_in: Callable[[str], PoliceClient], clock: HandClock
) -> None:
    with transaction():
        found = committing(made)
        want(found, made.lead, [line(found, made.lead_schools[0], 5)])
        commit(found, made.lead, made.lead_cfo)
        commit(found, made.westbrook, made.westbrook_cfo)
        own, agreement = find_participation(found.id, made.easton.trust), current_agreement(found.id)
        assert own is not None
        assert agreement is not None
        ask = {"seen_version": own.version, "seen_sha256": agreement.sha256, "actor": made.easton}
        ask_to_commit(reference=found.reference, at=midnight(TODAY), **ask)  # type: ignore[arg-type]
    at: datetime = out_day(found)
    clock.wind_on(seconds=(at - clock.now()).total_seconds())
    lead, page = signed_in("buying@northgate.example"), f"/rounds/{found.reference}"
    assert f'href="{page}/move/out_to_bid"' in lead.get(page).text
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", lead.get(f"{page}/move/out_to_bid").text))
    committed, left = shown.split("Who is committed", 1)[1].split("Who falls out", 1)
    for part, says in (
        (shown, "One trust has asked to commit and not signed. The round goes on without it."),
        (shown, "From then on who takes part is fixed"),
        (shown, "Lot 1: Half-hourly supplies 300,005 kWh a year 24p"),
        (shown, "The estimated value, £360,006.00 including VAT, is above the threshold"),
        (committed, "Westbrook Schools Trust Lot 1: Half-hourly supplies: 300,000 kWh a year"),
        (committed, "Northgate Learning Trust Lot 1: Half-hourly supplies: 5 kWh a year"),
        (left, "Easton Academies Waiting for approval"),
    ):
        assert says in part, says
    assert "Easton" not in committed
    with transaction():
        move(found, Stage.OUT_TO_BID, made, at=at)
        own = find_participation(found.id, made.easton.trust)
        assert own is not None
        assert own.state is ParticipationState.INTENDED
        assert open_commitment(own.id) is None
        told = [each.subject for each in notifications.list_notices(made.easton.person_id, most=50)]
        assert f"Your trust is not bound any more: {found.title}" in told
        bound = find_participation(found.id, made.westbrook.trust)
        assert bound is not None
        assert bound.state is ParticipationState.COMMITTED
