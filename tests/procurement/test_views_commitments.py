"""The pages on which a trust reads the agreement, commits itself, signs and leaves."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.kernel.clock import midnight
from app.kernel.database import transaction
from app.kernel.money import Money
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.participations import find_participation
from app.procurement.values import Joining, ParticipationState, RoundValue, Stage
from tests.clock import HandClock
from tests.police import PoliceClient
from tests.procurement.commitments_makers import ADDRESS, LAST_FREE, SIGNER, change, decide, put
from tests.procurement.makers import World
from tests.procurement.stages_makers import commit, committing

SignIn = Callable[[str], PoliceClient]
WESTBROOK, CFO = "buying@westbrook.example", "cfo@westbrook.example"


@pytest.fixture
def held(made: World) -> RoundValue:
    with transaction():
        return committing(
            made, joining=Joining.INVITATION, invited=frozenset({made.westbrook.trust, made.easton.trust})
        )


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def seen(held: RoundValue) -> str:
    with transaction():
        found = current_agreement(held.id)
        assert found is not None
        return found.sha256


def state(held: RoundValue, trust_id: int) -> ParticipationState:
    with transaction():
        found = find_participation(held.id, trust_id)
        assert found is not None
        return found.state


def test_a_trust_reads_asks_and_signs_and_the_lead_sees_who_signed(
    signed_in: SignIn, made: World, held: RoundValue
) -> None:
    page = f"/rounds/{held.reference}"
    leads, cfo, member = signed_in(WESTBROOK), signed_in(CFO), signed_in("office@westbrook.example")
    lead, stranger = signed_in("buying@northgate.example"), signed_in("buying@southmere.example")
    for path in ("agreement", "agreement/1.pdf", "commit", "withdraw"):
        assert stranger.get(f"{page}/{path}").status_code == 404
    assert leads.get(f"{page}/agreement/1.pdf").data.startswith(b"%PDF")
    assert leads.get(f"{page}/agreement/2.pdf").status_code == 404
    text = words(leads.get(f"{page}/agreement").text)
    assert "Your trust has not signed yet" in text
    assert "Easton" not in text
    before = words(leads.get(f"{page}/commit").text)
    for said in ("300,000 kWh a year", "£300,000.00", "£360,000.00", "£324,000.00", "until the end of 5 March 2027"):
        assert said in before
    assert "A procurement lead of your trust can commit it here." in words(member.get(f"{page}/commit").text)
    assert member.submit(f"{page}/commit", page=page).status_code == 403
    first = {"seen": seen(held), "version": "2"}
    unticked = leads.submit(f"{page}/commit", **first)
    assert unticked.status_code == 422
    assert "Tick to say that you have read the agreement" in unticked.text
    with transaction():
        change(held, made, late_fee=Money(600_00))
    older = leads.submit(f"{page}/commit", **first, agrees="y")
    assert older.status_code == 422
    assert "Version 2 of the agreement was issued meanwhile. Read it, then ask" in older.text
    assert seen(held) in older.text
    assert "Earlier versions" in leads.get(f"{page}/agreement").text
    assert leads.submit(f"{page}/commit", **first | {"seen": seen(held)}, agrees="y").status_code == 303
    assert "This waits for approval" in leads.get(f"{page}/commit").text
    assert "has somebody approve it first" in cfo.get(f"{page}/sign").text
    for path in ("your-trust", "commit", "commit/give-up"):
        assert "Take the request back" in leads.get(f"{page}/{path}").text, path
    assert leads.submit(f"{page}/commit/give-up").status_code == 303
    assert state(held, made.westbrook.trust) is ParticipationState.INTENDED
    leads.submit(f"{page}/commit", **first | {"seen": seen(held)}, agrees="y")
    with transaction():
        decide(held, made.westbrook_cfo)
    assert "still to sign" in leads.get(f"{page}/commit").text
    assert "Give it up" in leads.get(f"{page}/commit/give-up").text
    assert leads.get(f"{page}/sign").status_code == 403
    assert "£360,000.00" in cfo.get(f"{page}/sign").text
    given = {"seen": seen(held), "name": SIGNER, "agrees": "y"}
    empty = words(cfo.submit(f"{page}/sign", seen=seen(held)).text)
    assert "Enter your full name Tick to say that you have read the agreement" in empty, "in the order of the page"
    assert "Read it, then sign" in cfo.submit(f"{page}/sign", **given | {"seen": "0" * 64}).text
    assert cfo.submit(f"{page}/sign", **given).headers["Location"] == f"{page}/commit"
    assert "Somebody has signed for your trust already" in cfo.get(f"{page}/sign").text
    signed = words(member.get(f"{page}/commit").text)
    assert f"Signed by {SIGNER}" in signed
    assert "is committed. It can leave at no cost until 5 March 2027. Next the lead trust takes the round out" in signed
    assert SIGNER in words(leads.get(f"{page}/agreement").text)
    assert SIGNER in words(lead.get(f"{page}/agreement?sort=-signed").text)
    assert SIGNER not in words(signed_in("buying@easton.example").get(f"{page}/agreement").text)
    assert SIGNER in lead.get(f"{page}/agreement?format=csv").text
    assert lead.get(f"{page}/agreement?format=xlsx").data.startswith(b"PK")
    assert "127.0.0.1" in lead.get(f"{page}/agreement").text


def test_a_trust_is_told_what_leaving_costs_before_it_leaves(
    signed_in: SignIn, made: World, held: RoundValue, clock: HandClock
) -> None:
    with transaction():
        commit(held, made.westbrook, made.westbrook_cfo)
    path = f"/rounds/{held.reference}/withdraw"
    leads = signed_in(WESTBROOK)
    in_time = words(leads.get(path).text)
    assert "Leaving today costs nothing. After 5 March 2027 it costs £500.00." in in_time
    assert "22.5p 24p" in in_time
    clock.moment = midnight(LAST_FREE + timedelta(days=1))
    leads = signed_in(WESTBROOK)
    passed = leads.submit(path, seen="0", reason="Our roof leaks")
    assert passed.status_code == 422
    assert "Leaving now costs £500.00. Look at it again, then decide." in passed.text
    assert 'value="50000"' in passed.text
    assert "Enter why your trust leaves" in leads.submit(path, seen="50000", reason="").text
    left = leads.submit(path, seen="50000", reason="Our roof leaks")
    assert left.headers["Location"] == f"/rounds/{held.reference}/your-trust"
    outside = leads.get(f"/rounds/{held.reference}/your-trust").text
    assert "What it owes for leaving late is charge CHG-" in outside
    undecided = signed_in("buying@easton.example").get(f"/rounds/{held.reference}/your-trust").text
    for page, closed in ((outside, ("Come back", "spreadsheet")), (undecided, ("Commit your trust",))):
        assert "Ask the lead trust to move it to a later one" in page
        assert not any(each in page for each in closed)
    assert state(held, made.westbrook.trust) is ParticipationState.WITHDRAWN
    assert "nothing to leave" in leads.get(path).text
    with transaction():
        commit(held, made.easton, made.easton_cfo, at=clock.now() - timedelta(days=30))
        put(held, stage=Stage.OUT_TO_BID)
    assert "nobody can leave" in signed_in("buying@easton.example").get(path).text
    assert ADDRESS in signed_in("buying@northgate.example").get(f"/rounds/{held.reference}/agreement").text
