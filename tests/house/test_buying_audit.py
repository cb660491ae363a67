"""What of buying together cannot be recorded is not done: the database refuses the audit row, and nothing is stored."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditRow
from app.kernel.database import session, transaction
from app.listings import queries as listings
from app.pages.deeds import deeds as phrases
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.call_offs import calling_for
from app.procurement.queries.demand import own_demand
from app.procurement.queries.participations import find_participation
from app.procurement.rules.demand_lines import mark_of
from app.procurement.values import DemandTyped, ParticipationValue, RoundValue
from tests.contracts.test_views import typed as contract_typed
from tests.databases import Stage
from tests.house.buying import JOINER, LEAD, OTHER, PDF, Buying, add_papers, make_buying
from tests.house.test_audit import Deed, everything, recorded, unrecorded
from tests.police import TOKEN, PoliceClient
from tests.procurement.deals_makers import wants
from tests.procurement.test_views_deals import DAYS, FILLED
from tests.procurement.test_views_deals import LOT as DEAL_LOT
from tests.procurement.test_views_rounds import ABOUT, LOT, boxes

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DOMAINS = ("procurement.", "contracts.")
SignIn = Callable[[str], PoliceClient]


def gathering(buying: Buying) -> list[Deed]:
    """Who sends what to which page of a round before trusts commit: each would change something."""
    draft, opened, invited = (f"/rounds/{each.reference}" for each in (buying.draft, buying.open, buying.invited))
    lot, school = buying.invited.lots[1], buying.world.westbrook_schools[0]
    quantities = {f"q-{buying.open.lots[0].id}-{school}": "70", "version": _part(buying.open, buying)}
    part = {f"q-{lot.id}-0": "9", "seen": mark_of(each for each in _wanted(buying) if each.lot_id == lot.id)}
    stranger = str(buying.world.stranger.trust)
    return [
        (LEAD, "/rounds/new", ABOUT),
        (LEAD, f"{draft}/change/about", {**ABOUT, "version": version(buying.draft.reference)}),
        (LEAD, f"{draft}/lots/{buying.draft.lots[1].id}/remove", {}),
        (LEAD, f"{draft}/publish", {}),
        (LEAD, f"/rounds/{buying.scrapped.reference}/discard", {}),
        (LEAD, f"{opened}/copy", {}),
        (LEAD, f"{opened}/invitations?text=southmere", {"trusts": [stranger]}),
        (LEAD, f"{invited}/demand/remind", {}),
        (LEAD, f"{invited}/invitations/{buying.silent_uid}/remove", {}),
        (LEAD, f"{invited}/documents", {"files": (BytesIO(PDF), "More.pdf"), "audience": "public"}),
        (LEAD, f"{invited}/exemption", {"ground": "technical_reasons", "reason": "Only one can"}),
        (OTHER, f"{opened}/your-trust/interest", {}),
        (JOINER, f"{opened}/your-trust/demand", quantities),
        (JOINER, f"{invited}/your-trust/lots/{lot.id}", part),
        (JOINER, f"{opened}/withdraw", {"seen": "0", "reason": "Our roof leaks"}),
        (LEAD, f"{opened}/lots/new", {**LOT, "version": version(buying.open.reference)}),
        (LEAD, f"{opened}/move/intention", {}),
    ]


def bound(buying: Buying) -> list[Deed]:
    """The same of what binds trusts, and of awards."""
    rounds = (buying.committing, buying.asked, buying.signing, buying.evaluating)
    committing, asked, signing, evaluating = (f"/rounds/{each.reference}" for each in rounds)
    read = {"version": _part(buying.committing, buying), "seen": _seen(buying.committing), "agrees": "y"}
    signature = {"seen": _seen(buying.signing), "name": "Wyn Westbrook", "agrees": "y"}
    lot = f"lot-{buying.evaluating.lots[0].id}"
    award = {f"{lot}-supplier": "Calder", f"{lot}-price": "21p", **boxes(f"{lot}-award_date", date(2026, 11, 19))}
    terms = {"joining": "invitation", "late_fee": "700", "terms": "", "version": version(buying.signing.reference)}
    return [
        (JOINER, f"{committing}/commit", read),
        (JOINER, f"{asked}/commit/give-up", {}),
        (JOINER, f"{signing}/sign", signature),
        (LEAD, f"{signing}/change/joining", terms),
        (LEAD, f"{evaluating}/award/record", award),
        (LEAD, f"{committing}/abandon", {"reason": "The prices fell"}),
    ]


def deals(buying: Buying, papers: dict[str, int], at: datetime) -> list[Deed]:
    """The same of awarded deals and of calling them off."""
    draft, shown, named = (f"/deals/{each.reference}" for each in (buying.deal_draft, buying.shown, buying.named))
    lot, trust = buying.named.lots[0], buying.world.westbrook.trust
    typed = wants(buying.shown, (0, None, 12), po_number="")
    seen = calling_for(trust_id=trust, reference=buying.shown.reference, typed=typed, at=at).worked.seen
    placed = {**DAYS, f"q-{buying.shown.lots[0].id}-0": "12", "place": "1", "token": "once", "seen": seen}
    return [
        (LEAD, "/deals/new", FILLED),
        (LEAD, f"{draft}/change", {**FILLED, "audience": "all", "version": version(buying.deal_draft.reference)}),
        (LEAD, f"{draft}/publish", {}),
        (LEAD, f"{draft}/copy", {}),
        (LEAD, f"{shown}/lots/new", {**DEAL_LOT, "version": version(buying.shown.reference)}),
        (LEAD, f"{named}/lots/{lot.id}", {**DEAL_LOT, "price": "£9", "version": version(buying.named.reference)}),
        (LEAD, f"{named}/lots/{buying.named.lots[1].id}/remove", {}),
        (LEAD, f"{named}/trusts?text=southmere", {"trusts": [str(buying.world.stranger.trust)]}),
        (LEAD, f"{named}/trusts/{buying.easton_uid}/remove", {}),
        (LEAD, f"{named}/documents/{papers[buying.named.reference]}/remove", {}),
        (JOINER, f"{shown}/call-off", placed),
        (JOINER, f"/call-offs/{buying.call_off}/cancel", {}),
        (LEAD, f"{shown}/close", {}),
    ]


def contracts(buying: Buying, papers: dict[str, int]) -> list[Deed]:
    """The same of the contract register."""
    page, ending = f"/contracts/{buying.contract}", f"/contracts/{buying.contract_ending}"
    last = {"reason": "new_supplier", "note": "", **boxes("last_date", date(2027, 2, 28))}
    return [
        (JOINER, "/contracts/new", contract_typed()),
        (JOINER, f"{page}/change", contract_typed(version="1")),
        (JOINER, f"{page}/documents", {"files": (BytesIO(PDF), "More.pdf")}),
        (JOINER, f"{page}/documents/{papers[buying.contract]}/remove", {}),
        (JOINER, f"{ending}/end", last),
    ]


def version(reference: str) -> str:
    """The version of a listing that a form carries."""
    with transaction(writing=False):
        return str(listings.get_listing(reference).version)


def _part(held: RoundValue, buying: Buying) -> str:
    return str(_participation(held, buying).version)


def _participation(held: RoundValue, buying: Buying) -> ParticipationValue:
    with transaction(writing=False):
        found = find_participation(held.id, buying.world.westbrook.trust)
    assert found is not None
    return found


def _wanted(buying: Buying) -> list[DemandTyped]:
    own = _participation(buying.invited, buying)
    with transaction(writing=False):
        return own_demand(own.id)


def _seen(held: RoundValue) -> str:
    with transaction(writing=False):
        found = current_agreement(held.id)
    assert found is not None
    return found.sha256


@pytest.fixture
def buying(app: Flask, stage: Stage, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Buying:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return stage.set(make_buying, at)


@pytest.fixture
def deeds(buying: Buying, at: datetime) -> list[Deed]:
    """All of them."""
    with transaction():
        papers = add_papers(buying, at)
    with transaction(writing=False):
        of_deals = deals(buying, papers, at)
    return [*gathering(buying), *bound(buying), *of_deals, *contracts(buying, papers)]


@pytest.fixture
def send(signed_in: SignIn, buying: Buying) -> Callable[[Deed], int]:
    """Send a form as one of the people; the status of the answer."""
    browsers = {email: signed_in(email) for email in (LEAD, JOINER, OTHER)}
    tokens = {email: TOKEN.search(browser.get("/account").text) for email, browser in browsers.items()}

    def post(deed: Deed) -> int:
        email, path, fields = deed
        token = tokens[email]
        assert token
        return browsers[email].post(path, data={"csrf_token": token[1], **fields}).status_code

    return post


def test_nothing_of_buying_together_is_stored_where_its_audit_row_is_refused(
    database: str, deeds: list[Deed], send: Callable[[Deed], int]
) -> None:
    before = everything()
    with unrecorded(database):
        for deed in deeds:
            assert send(deed) == 500, deed
            changed = {name for name, rows in everything().items() if rows != before[name]}
            assert not changed, (deed, changed)


def test_each_of_those_deeds_is_done_and_recorded_otherwise(deeds: list[Deed], send: Callable[[Deed], int]) -> None:
    for deed in deeds:
        trail = recorded()
        assert send(deed) == 303, deed
        assert recorded() > trail, deed
    with transaction(writing=False):
        written = {each for each in session().scalars(select(AuditRow.verb)) if each.startswith(DOMAINS)}
    assert len(written) > 25
    assert written <= set(phrases()), "each has words on the page of the trail"
