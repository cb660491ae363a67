"""What is bought together is for those invited or named: every page and deed of it, tried by those it is not for."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.listings.actions import take_down_listing
from app.notifications.models import Mail, Notice
from app.procurement.queries.call_offs import get_call_off
from app.procurement.values import DealValue, RoundValue
from app.search import actions as search
from app.trusts import queries as trusts
from app.trusts.models import Membership
from app.web import access
from tests.conftest import visitor
from tests.databases import Stage
from tests.house.buying import (
    CONTRACT,
    CONTRACT_ENDS,
    GIVES_NOTICE_BY,
    HIDDEN,
    JOINER,
    LEAD,
    OTHER,
    PO_NUMBER,
    THEIR_PRICE,
    THEIRS,
    Buying,
    add_papers,
    make_buying,
)
from tests.house.trade import STRANGER
from tests.police import TOKEN, PoliceClient
from tests.procurement.joining_makers import MARKED_PRICE_WORDS, MARKED_SUPPLIER
from tests.procurement.test_joining_properties import said

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SignIn = Callable[[str], PoliceClient]
Door = tuple[str, str, str]
OWN_PART = [
    f"procurement.{deed}"
    for deed in (
        "your_trust", "show_interest", "set_quantities", "set_lot", "set_school", "demand_template", "send_demand",
        "place_call_off",
    )
]  # fmt: skip
"""What any trust may open of a round or deal for everybody: its own part in it."""
COMMITTING = ("ask_to_commit", "give_up_commitment", "withdraw")
OF_A_PARTICIPANT = [*OWN_PART, *(f"procurement.{deed}" for deed in COMMITTING)]
MARKS = (MARKED_SUPPLIER, MARKED_PRICE_WORDS, MARKED_PRICE_WORDS[1:], "98765", PO_NUMBER, CONTRACT)
DAYS = [words for day in (CONTRACT_ENDS, GIVES_NOTICE_BY) for words in (f"{day}", f"{day.day} {day:%B %Y}")]
JOINS = ("2028-03-15", "15 March 2028")
"""The day after the contract ends: the lead tells suppliers, other trusts know the month."""
THEIR_MARKS = (THEIRS, str(THEIR_PRICE).removeprefix("£"), "54321")
LISTS = (
    "/", "/rounds", "/rounds?shelf=later", "/rounds?format=csv", "/rounds?shelf=later&format=csv", "/deals",
    "/deals?format=csv", "/search?kind=round", "/search?kind=deal", "/search?category=energy-and-sustainability",
    "/search/results.csv?kind=round", "/search/results.csv?kind=deal",
)  # fmt: skip
OWN_LISTS = (
    "/rounds?shelf=led", "/rounds?shelf=joined", "/deals?for_us=y", "/call-offs", "/call-offs?format=csv", "/contracts",
    "/contracts?format=csv", "/contracts/calendar", "/contracts/calendar.ics", "/listings", "/listings?format=csv",
    "/dashboard", "/notices", "/trust/audit", "/trust/audit?format=csv", "/approvals?tab=waiting", "/charges",
)  # fmt: skip


@pytest.fixture
def buying(stage: Stage, at: datetime) -> Buying:
    return stage.set(make_buying, at)


def doors(app: Flask, buying: Buying, papers: dict[str, int], references: Collection[str]) -> list[Door]:
    """(endpoint, method, address) of every page and deed of some things."""
    rounds = (buying.draft, buying.open, buying.invited, buying.called)
    lots = {each.reference: each.lots[0].id for each in (*rounds, buying.deal_draft, buying.shown, buying.named)}
    begins = {"COF": "/call-offs/", "CON": "/contracts/", "PRT": "/participations/"}
    begins |= {**dict.fromkeys(lots, "/deals/"), **{each.reference: "/rounds/" for each in rounds}}
    parts: dict[str, Any] = {
        "<int:school_id>": buying.world.westbrook_schools[0],
        "<int:number>": 1,
        "<uid>": buying.silent_uid,
        "<part>": "about",
        "<stage>": "intention",
    }
    found = []
    for reference in references:
        starts = begins.get(reference) or begins[reference[:3]]
        own = {"<reference>": reference, "<int:document_id>": papers.get(reference, 1)}
        own["<int:lot_id>"] = lots.get(reference, 1)
        for rule in app.url_map.iter_rules():
            if not rule.rule.startswith(starts) or "<reference>" not in rule.rule:
                continue
            address = rule.rule
            for part, value in {**parts, **own}.items():
                address = address.replace(part, str(value))
            methods = [each for each in ("GET", "POST") if each in (rule.methods or ())]
            found += [(rule.endpoint, method, address) for method in methods]
    assert not any("<" in address for *_, address in found)
    return found


def entry(app: Flask, door: Door) -> str:
    """Who may enter, as the list of doors says it."""
    return str(access.entry_of(app, door[0]))


def trying(browser: PoliceClient, page: str = "/account") -> Callable[[Door], int]:
    """What a browser is answered at a door; its form carries a token, and nothing else."""
    token = TOKEN.search(browser.get(page).text)
    assert token

    def tried(door: Door) -> int:
        sent = {"csrf_token": token[1]} if door[1] == "POST" else None
        return browser.open(door[2], method=door[1], data=sent).status_code

    return tried


def test_each_finds_of_rounds_deals_call_offs_and_contracts_only_what_is_theirs(
    app: Flask, at: datetime, buying: Buying, signed_in: SignIn
) -> None:
    with transaction():
        papers = add_papers(buying, at)
    own = (buying.call_off, buying.contract)
    mine = [each.reference for each in (buying.draft, buying.invited, buying.called, buying.deal_draft, buying.named)]
    stranger, nobody = trying(signed_in(STRANGER)), trying(visitor(app), "/sign-in")
    both = (buying.invited.reference, buying.named.reference)
    hidden = doors(app, buying, papers, (*both, *own, buying.participation))
    hidden += [each for each in doors(app, buying, papers, mine) if each[1] == "GET" and each not in hidden]
    assert len(hidden) > 150
    assert [each for each in hidden if stranger(each) != 404] == []
    public = [each for each in hidden if entry(app, each) == "public"]
    assert len(public) > 20
    assert [each for each in public if nobody(each) != 404] == []
    for_all = doors(app, buying, papers, [buying.open.reference, buying.shown.reference])
    closed = [each for each in for_all if entry(app, each) != "public" and each[0] not in OWN_PART]
    assert [each for each in closed if stranger(each) != 404] == []
    other, lead = trying(signed_in(OTHER)), trying(signed_in(LEAD))
    of_the_lead = [each for each in doors(app, buying, papers, both) if entry(app, each) == "needs run_procurement"]
    assert [each for each in of_the_lead if each[0] not in OF_A_PARTICIPANT and other(each) != 404] == []
    of_the_joiner = doors(app, buying, papers, own)
    assert [each for each in of_the_joiner if {other(each), lead(each)} != {404}] == []
    assert other(("", "GET", f"/participations/{buying.participation}")) == 404


def test_nobody_else_finds_a_round_by_invitation_or_a_deal_for_named_trusts_in_any_list_search_or_count(
    app: Flask, buying: Buying, signed_in: SignIn
) -> None:
    search.rebuild()
    with transaction(writing=False):
        uids = [trusts.get_trust(actor.trust).uid for actor in (buying.world.lead, buying.world.westbrook)]
    of_trusts = [f"/trusts/{uid}{more}" for uid in uids for more in ("", "?kind=round", "?kind=deal")]
    for browser, lists in ((visitor(app), LISTS), (signed_in(STRANGER), (*LISTS, *OWN_LISTS))):
        for page in (*lists, *of_trusts):
            shown = FlaskClient.open(browser, page)
            assert shown.status_code == 200, page
            assert [each for each in (HIDDEN, *buying.hidden) if each in shown.text] == [], page
        for typed in (HIDDEN, f"{HIDDEN}s", "repairs", buying.invited.reference, buying.named.reference):
            found = browser.get("/search/results.csv", query_string={"text": typed}).text
            assert not [each for each in buying.hidden if each in found], typed
        assert HIDDEN.lower() not in browser.get("/search?text=Zephyrin").text.lower(), "nor is its spelling offered"
        assert "1 round is" in browser.get("/").text
        for kind, reference in (("round", buying.open.reference), ("deal", buying.shown.reference)):
            rows = browser.get(f"/search/results.csv?kind={kind}").text.strip().splitlines()[1:]
            assert [row.split(",")[0] for row in rows] == [reference]
    joiner = signed_in(JOINER)
    for page in ("/rounds", "/rounds?format=csv", "/search?kind=round", f"/search?text={HIDDEN}"):
        assert buying.invited.reference in joiner.get(page).text, page
    for page in ("/deals", "/deals?format=csv", "/search/results.csv?kind=deal"):
        assert buying.named.reference in joiner.get(page).text, page


def test_what_a_trust_has_now_and_calls_off_is_on_nothing_that_anybody_else_can_open_or_is_sent(
    app: Flask, buying: Buying, signed_in: SignIn
) -> None:
    search.rebuild()
    for_all, inside = (buying.open, buying.shown), (buying.called, buying.named)
    lists = [*LISTS, *OWN_LISTS, f"/approvals/{_approval(buying)}"]

    def read(browser: PoliceClient, pages: Collection[str], marks: Collection[str]) -> dict[str, list[str]]:
        """Read past the police, which looks at whether pages are fit to be seen: other tests have it do so."""
        found = {page: said(FlaskClient.open(browser, page)) for page in pages}
        return {page: seen for page, text in found.items() if (seen := [mark for mark in marks if mark in text])}

    own = read(
        signed_in(JOINER),
        [f"/rounds/{buying.called.reference}/your-trust", "/call-offs?format=csv", "/contracts"],
        MARKS,
    )
    assert {mark for marks in own.values() for mark in marks} >= {MARKED_SUPPLIER, PO_NUMBER, CONTRACT}
    pages = [*addresses(app, buying, inside), *lists]
    assert read(signed_in(LEAD), pages, (*MARKS, *DAYS, *THEIR_MARKS)) == {}
    assert read(signed_in(OTHER), pages, (*MARKS, *DAYS, *JOINS)) == {}
    assert read(visitor(app), [*addresses(app, buying, for_all), *LISTS], (*MARKS, *DAYS, *THEIR_MARKS)) == {}
    told = app.test_cli_runner().invoke(args=["procurement", "tiers", buying.called.reference, "--json"])
    assert told.exit_code == 0
    assert [mark for mark in (*MARKS, *THEIR_MARKS) if mark in told.output] == []
    with transaction(writing=False):
        assert [text for text in _sent_past(buying.world.westbrook.trust) if any(mark in text for mark in MARKS)] == []


def test_a_round_that_the_operator_took_down_is_read_by_those_who_take_part_alone(
    app: Flask, at: datetime, buying: Buying, signed_in: SignIn
) -> None:
    page = f"/rounds/{buying.open.reference}"
    assert visitor(app).get(page).status_code == 200
    operator = Actor(buying.world.stranger.person_id, is_operator=True)
    with transaction():
        take_down_listing(reference=buying.open.reference, note="It buys nothing", actor=operator, at=at)
    shown = ("", "/prices", "/demand", "/progress")
    for browser in (visitor(app), signed_in(STRANGER), signed_in(OTHER)):
        assert {browser.get(f"{page}{more}").status_code for more in shown} == {404}
    for email in (LEAD, JOINER):
        assert "taken down by the operator" in signed_in(email).get(page).text, email


def addresses(app: Flask, buying: Buying, things: Collection[RoundValue | DealValue]) -> list[str]:
    """Every page of some rounds and deals, and each of their exports."""
    found = [each[2] for each in doors(app, buying, {}, [each.reference for each in things]) if each[1] == "GET"]
    of = [f"?of={of}&format=csv" for of in ("lots", "trusts", "months", "schools")]
    files = [f"{page}{more}" for page in found if page.endswith("/demand") for more in of]
    ends = ("call-offs", "agreement", "your-trust")
    files += [f"{page}?format={kind}" for page in found if page.endswith(ends) for kind in ("csv", "xlsx")]
    return [*found, *files]


def _approval(buying: Buying) -> str:
    with transaction(writing=False):
        asked = get_call_off(buying.world.westbrook.trust, buying.call_off_asked).approval_reference
    assert asked is not None
    return asked


def _sent_past(trust_id: int) -> list[str]:
    """Every notice and mail to people of other trusts."""
    own = select(Membership.person_id).where(Membership.trust_id == trust_id)
    return [
        str(tuple(row))
        for model in (Notice, Mail)
        for row in session().execute(select(model.__table__).where(model.person_id.not_in(own)))
    ]
