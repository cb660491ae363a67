"""The operator's pages of flagged listings, and where a listing's own trust reads of it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask, render_template_string

from app.kernel.actor import Actor
from app.kernel.boards import Kind, kinds
from app.kernel.database import transaction
from app.listings import actions, boards, queries
from app.listings.values import ClosedAs, FlagOutcome, FlagReason, ListingValue
from app.listings.views import flags as views
from app.trusts.values import Permission, Role
from tests.listings.makers import draft, make_listing, make_member, make_trust
from tests.people.makers import make_person
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]
OPERATOR = "operator@exchange.example"


def pin(monkeypatch: pytest.MonkeyPatch, needed: Permission | None = None) -> None:
    """Pin the kind of listing that these tests make, which only those find who have a permission."""
    kind = Kind("test", "Trial", "Trials", lambda _: None, list, lambda _: {}, permission=needed)
    monkeypatch.setitem(kinds, "test", kind)
    pages = boards.KindPages("test", lambda reference: f"/trials/{reference}", "/trials/new", "Add a trial")
    monkeypatch.setitem(boards._pages, "test", pages)


@pytest.fixture(autouse=True)
def _trial_kind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pin(monkeypatch)


@pytest.fixture
def operator(app: Flask) -> Actor:
    return Actor(make_person(email=OPERATOR, name="Site operator", is_operator=True).id, is_operator=True)


@pytest.fixture
def provider(operator: Actor) -> Actor:
    with transaction():
        return make_member(make_trust("Northgate Trust"), Role.PROVIDER, email="provider@northgate.example")


@pytest.fixture
def listing(provider: Actor, at: datetime) -> ListingValue:
    with transaction():
        return make_listing(provider, title="Teachers <b>by the day</b>", description="First.\n\nSecond & last.")


@pytest.fixture
def desk(operator: Actor, signed_in: SignIn) -> PoliceClient:
    return signed_in(OPERATOR)


def flag(listing: ListingValue, at: datetime, *words: str, reason: FlagReason = FlagReason.AGENCY_SUPPLY) -> str:
    """Flag a listing; the address of the page on which it is decided."""
    with transaction():
        actions.flag_listing(reference=listing.reference, reason=reason, words=words, at=at)
        return f"/operator/flags/{queries.flags_of([listing.id])[listing.id][0].id}"


def test_an_empty_list_says_what_appears_there(desk: PoliceClient) -> None:
    assert "Nothing to look at" in desk.get("/operator/flags").text
    assert "Nothing decided yet" in desk.get("/operator/flags?show=looked_at").text


def test_the_operator_sees_from_every_page_how_many_wait(
    desk: PoliceClient, listing: ListingValue, at: datetime
) -> None:
    assert 'href="/operator/flags"' in desk.get("/account").text
    flag(listing, at, "day rate")
    page = desk.get("/operator/flags").text
    for text in (
        "Teachers &lt;b&gt;by the day&lt;/b&gt;",
        "Northgate Trust",
        listing.reference,
        "Looks like agency supply",
        "day rate",
        "20 November 2026",
        '<span class="tx-count tx-count--after">1</span>',
    ):
        assert text in page, text


def test_the_text_is_read_on_the_page_itself_and_left_up(
    desk: PoliceClient, listing: ListingValue, provider: Actor, at: datetime, signed_in: SignIn
) -> None:
    address = flag(listing, at, "day rate", "supply")
    page = " ".join(desk.get(address).text.split())
    for text in (
        "Teachers &lt;b&gt;by the day&lt;/b&gt;",
        listing.summary,
        "First. <br> <br> Second &amp; last.",
        "“day rate”, “supply”",
        "by Northgate Trust",
    ):
        assert text in page, text
    answer = desk.submit(address, version=listing.version, decision="stands", note="A link teacher.")
    assert (answer.status_code, answer.location) == (303, "/operator/flags")
    page = desk.get("/operator/flags").text
    assert "The listing stays up" in page
    assert "Nothing to look at" in page
    looked = desk.get("/operator/flags?show=looked_at").text
    for text in ("Left up", "Site operator", "day rate"):
        assert text in looked, text
    page = desk.get(address).text
    assert "Left up by Site operator" in page
    assert "A link teacher." in page
    assert "Save decision" not in page
    assert "stays up" in signed_in("provider@northgate.example").get("/notices").text


def test_what_is_taken_down_says_so_wherever_its_state_is_shown(
    desk: PoliceClient, listing: ListingValue, at: datetime, signed_in: SignIn
) -> None:
    address = flag(listing, at, "day rate")
    answer = desk.submit(address, version=listing.version, decision="taken_down", note="It is agency supply.")
    assert answer.status_code == 303
    assert "The listing is taken down" in desk.get("/operator/flags").text
    own = signed_in("provider@northgate.example")
    for address in ("/listings", "/listings?format=csv"):
        assert "Taken down by the operator" in own.get(address).text
    assert "It is agency supply." in own.get("/notices").text


def test_a_filled_listing_reads_as_filled_in_the_list(
    provider: Actor, listing: ListingValue, at: datetime, signed_in: SignIn
) -> None:
    with transaction():
        actions.close_listing(reference=listing.reference, closed_as=ClosedAs.FILLED, actor=provider, at=at)
    assert ">Filled<" in signed_in("provider@northgate.example").get("/listings").text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"note": "Why"}, "Choose whether to leave it up"),
        ({"decision": "taken_down", "note": " "}, "Enter why you take it down"),
        ({"decision": "stands", "note": "x" * 1_001}, "1,000 characters or fewer"),
    ],
)
def test_a_decision_that_lacks_something_is_asked_again_and_keeps_what_was_typed(
    desk: PoliceClient, listing: ListingValue, at: datetime, sent: dict[str, str], says: str
) -> None:
    address = flag(listing, at, "supply")
    answer = desk.submit(address, version=listing.version, **sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert sent["note"] in answer.text
    with transaction():
        assert queries.count_flags(looked=False) == 1


def test_a_text_that_changed_meanwhile_is_shown_before_it_is_decided(
    desk: PoliceClient, listing: ListingValue, provider: Actor, at: datetime
) -> None:
    address = flag(listing, at, "supply")
    with transaction():
        changed = draft(title="Teachers for a term")
        actions.change_listing(
            reference=listing.reference, draft=changed, version=listing.version, actor=provider, at=at
        )
    decided = {"decision": "taken_down", "note": "By the day"}
    refused = desk.submit(address, version=listing.version, **decided)
    assert refused.status_code == 422
    for text in ("Read it again", "Teachers for a term", f'value="{listing.version + 1}"'):
        assert text in refused.text, text
    assert desk.submit(address, version=listing.version + 1, **decided).status_code == 303


def test_a_flag_that_is_gone_leads_back_to_the_list(
    desk: PoliceClient, listing: ListingValue, provider: Actor, at: datetime
) -> None:
    address = flag(listing, at, "supply")
    with transaction():
        actions.close_listing(reference=listing.reference, actor=provider, at=at)
    for answer in (desk.get(address), desk.submit(address, page="/operator/flags", decision="stands", note="")):
        assert (answer.status_code, answer.location) == (303, "/operator/flags")
    assert "Nobody has to look at that any more" in desk.get("/operator/flags").text


def test_the_list_is_paged_and_longest_waiting_comes_first(
    desk: PoliceClient, provider: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    with transaction():
        listings = [make_listing(provider, title=f"Supply {n}") for n in range(3)]
    for listing in listings:
        flag(listing, at, "supply")
    first, second = desk.get("/operator/flags").text, desk.get("/operator/flags?page=2").text
    assert [f"Supply {n}<" in first for n in range(3)] == [True, True, False]
    assert [f"Supply {n}<" in second for n in range(3)] == [False, False, True]


def test_another_open_reason_is_named_on_the_page(desk: PoliceClient, listing: ListingValue, at: datetime) -> None:
    address = flag(listing, at, "supply")
    assert "for another reason too" not in desk.get(address).text
    flag(listing, at, "R Vale", reason=FlagReason.PERSONAL_DATA)
    assert "for another reason too: May name a person" in desk.get(address).text


@pytest.mark.parametrize("may_find", [True, False])
def test_the_listings_own_page_is_linked_where_the_operator_may_open_it(
    desk: PoliceClient, listing: ListingValue, at: datetime, monkeypatch: pytest.MonkeyPatch, may_find: bool
) -> None:
    pin(monkeypatch, None if may_find else Permission.POST_SECONDMENTS)
    page = desk.get(flag(listing, at, "supply")).text
    assert "Trial by Northgate Trust" in page
    assert (f'href="/trials/{listing.reference}"' in page) is may_find


def test_the_pages_are_the_operators_alone(
    listing: ListingValue, at: datetime, signed_in: SignIn, client: PoliceClient
) -> None:
    address = flag(listing, at, "supply")
    own = signed_in("provider@northgate.example")
    assert 'href="/operator/flags"' not in own.get("/listings").text
    for path in ("/operator/flags", address):
        assert own.get(path).status_code == 404
        assert client.get(path).status_code == 302
    assert own.submit(address, page="/account", decision="stands", note="").status_code == 404


def test_a_trust_reads_on_its_own_page_what_was_found_and_what_was_decided(
    app: Flask, operator: Actor, listing: ListingValue, at: datetime
) -> None:
    def read() -> str:
        with transaction(), app.test_request_context():
            flags = queries.flags_of([listing.id])[listing.id]
            macro = '{% from "listings/_flags.html" import flag_notices %}{{ flag_notices(flags) }}'
            return " ".join(render_template_string(macro, flags=flags).split())

    flag(listing, at, "day rate", "<supply>")
    waiting = read()
    for text in ("looks like agency supply", "We found: “day rate”, “&lt;supply&gt;”.", "stays up until they decide"):
        assert text in waiting, text
    with transaction():
        found = queries.flags_of([listing.id])[listing.id][0]
        actions.decide_flag(
            flag_id=found.id, outcome=FlagOutcome.STANDS, note="", version=listing.version, actor=operator, at=at
        )
    assert read() == ""
    with transaction():
        actions.flag_listing(reference=listing.reference, reason=FlagReason.PERSONAL_DATA, words=("R V",), at=at)
        actions.take_down_listing(reference=listing.reference, note="It names <a person>.", actor=operator, at=at)
    assert "took this listing down on 20 November 2026. Why: It names &lt;a person&gt;." in read()
