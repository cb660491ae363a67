"""A list of buying together costs the database the same however long; none asks too much, no page is too big."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kernel.database import session, transaction
from app.kernel.references import new_reference
from app.procurement.actions.invitations import invite
from app.procurement.models import DemandLine, Participation
from app.procurement.values import ParticipationState, RoundValue
from app.search import actions as search
from tests.conftest import visitor
from tests.contracts.makers import add
from tests.house.buying import JOINER, LEAD, OTHER, SHOWN, Buying, make_buying
from tests.house.test_ceilings import JOINED, JOINING
from tests.listings.makers import make_school, make_trust
from tests.police import PoliceClient
from tests.procurement.deals_makers import call_off, make_deal
from tests.procurement.joining_makers import marked, want
from tests.procurement.makers import STARTS, make_round

CEILING = 35
"""How much a page may ask, of whoever has every role; most ask fewer than twenty-five."""
NOBODY = ""
PUBLIC = ("/rounds", "/rounds?shelf=later", "/deals", "/search?kind=round", "/search?kind=deal")
EXPORTED = ("/rounds", "/rounds?shelf=joined", "/rounds?shelf=led", "/deals", "/call-offs", "/contracts")


def pages(buying: Buying) -> list[tuple[str, str]]:
    """(who, address) of every page of rounds, deals, call-offs and contracts that grows, and of its exports."""
    opened, invited, called = (each.reference for each in (buying.open, buying.invited, buying.called))
    deal = buying.shown.reference
    lot = buying.open.lots[0].id
    round_pages = ("", "/prices", "/progress", f"/lots/{lot}/prices.svg", f"/lots/{lot}/joining.svg?quantity=9")
    demand = [f"/rounds/{opened}/demand{more}" for more in ("", "?sort=-joins", "?page=2", "?of=trusts&format=csv",
              "?of=months&format=csv", f"/lots/{lot}.svg")]  # fmt: skip
    shown = [
        *((NOBODY, page) for page in PUBLIC),
        *((who, f"/rounds/{opened}{more}") for who in (NOBODY, OTHER) for more in round_pages),
        *((LEAD, page) for page in demand),
        (JOINER, demand[0]),
        (LEAD, f"/rounds/{opened}/demand?of=schools&format=csv"),
        (LEAD, f"/rounds/{invited}"),
        (LEAD, f"/rounds/{invited}/invitations"),
        (LEAD, f"/rounds/{invited}/demand"),
        (LEAD, f"/rounds/{opened}/value"),
        (LEAD, f"/rounds/{opened}/value?format=csv"),
        (LEAD, f"/rounds/{called}/agreement"),
        (LEAD, f"/rounds/{called}/call-offs"),
        (LEAD, f"/rounds/{called}/call-offs?format=csv"),
        (LEAD, f"/deals/{deal}/call-offs"),
        (LEAD, f"/deals/{deal}/call-offs?format=csv"),
        (LEAD, "/listings?kind=round"),
        (LEAD, "/listings?kind=deal"),
        (JOINER, f"/deals/{deal}"),
        (JOINER, f"/deals/{deal}/call-off"),
        (JOINER, f"/rounds/{called}/call-offs"),
        *((JOINER, f"/rounds/{opened}/your-trust{more}") for more in ("", "?format=csv", "/sheet.xlsx")),
        (JOINER, f"/rounds/{opened}/your-trust/lots/{lot}"),
        (JOINER, "/contracts/calendar?year=2026"),
        (JOINER, "/contracts/calendar.svg?year=2026"),
        (JOINER, "/contracts/calendar.ics"),
        (JOINER, "/dashboard"),
        (JOINER, f"/contracts/{buying.contract}"),
    ]
    exported = [(JOINER, page) for page in EXPORTED]
    return shown + exported + [(who, f"{page}{'&' if '?' in page else '?'}format=csv") for who, page in exported]


def more(buying: Buying, count: int, at: datetime) -> None:
    """As many again of everything: rounds, deals, trusts and schools in a round, call-offs, contracts, invitations."""
    world = buying.world
    for number in range(count):
        held = make_round(world, title=f"{SHOWN} power {number}", at=at)
        want(held, world.westbrook, [marked(held, world.westbrook_schools[0], 5_000)])
        make_deal(world, title=f"{SHOWN} care {number}", at=at)
        call_off(buying.shown, world.westbrook, (0, None, 1), at=at, po_number=f"PO {number}")
        for trust in (make_trust(), make_trust()):
            _joins(buying.open, trust, world.lead.person_id, at)
        call_off(buying.shown, replace(world.lead, trust_id=trust), (1, None, 1), at=at)
        add(world.westbrook, title=f"Contract {number}", school_ids=(world.westbrook_schools[0],),
            responsible_id=world.westbrook.person_id, notice_date=date(2027, 1, 1), at=at)  # fmt: skip
        make_school(world.westbrook.trust, f"Another school {number}")
    asked = [make_trust() for _ in range(count)]
    invite(reference=buying.invited.reference, trust_ids=asked, actor=world.lead, at=at)


def _joins(held: RoundValue, trust_id: int, person_id: int, at: datetime) -> None:
    """A trust that wants some of each lot for a school of its own, without the deeds that lead there."""
    school = make_school(trust_id, f"School of trust {trust_id}")
    row = Participation(
        reference=new_reference("PRT"),
        listing_id=held.id,
        trust_id=trust_id,
        state=ParticipationState.INTENDED,
        joined_by=person_id,
        joined_at=at,
        changed_at=at,
        version=1,
    )
    session().add(row)
    session().flush()
    session().add_all(
        DemandLine(participation_id=row.id, lot_id=lot.id, school_id=school, quantity=7, supplier="", joins_date=STARTS)
        for lot in held.lots
    )
    session().flush()


@pytest.mark.of_pages
def test_no_list_of_buying_together_costs_more_for_being_long(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        buying = make_buying(at)
        more(buying, 4, at)
    browsers = {NOBODY: visitor(app), **{who: signed_in(who) for who in (LEAD, JOINER, OTHER)}}

    def cost(who: str, page: str, client: type[FlaskClient] = PoliceClient) -> int:
        with statements() as sent:
            shown = client.open(browsers[who], page)
        assert shown.status_code == 200, page
        assert len(shown.data) < 100_000, page
        return len(sent)

    search.rebuild()
    short = {each: cost(*each, FlaskClient) for each in pages(buying)}  # the police looks at the long ones
    with transaction():
        more(buying, 20, at)
    search.rebuild()
    long = {each: cost(*each) for each in pages(buying)}
    assert {each: (short[each], long[each]) for each in long if short[each] != long[each]} == {}
    assert {each: n for each, n in short.items() if n > (JOINED if each[1] in JOINING else CEILING)} == {}
