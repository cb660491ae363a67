"""Kinds of listing that not everybody may find: what is published of them, and whose own they are among."""

from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.boards import Kind, kinds
from app.kernel.database import session, transaction
from app.kernel.outbox import OutboxRow
from app.listings import actions, boards, queries
from app.listings.values import ListingValue
from app.pages.queries import desk
from app.trusts import queries as trusts
from app.trusts.values import Permission, Role
from tests.listings.makers import draft, make_member, make_trust
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]
LEND = Permission.POST_SECONDMENTS


@pytest.fixture(autouse=True)
def _kinds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds that HR leads publish: anybody finds the one, only HR leads the other."""
    for name, permission in (("asked", None), ("lent", LEND)):
        pages = boards.KindPages(name, f"/{name}/{{}}".format, f"/{name}/new", f"Add {name}", LEND)
        monkeypatch.setitem(boards._pages, name, pages)
        label = name.capitalize()
        kind = Kind(name, label, label, lambda _: None, list, at_cost, permission=permission)
        monkeypatch.setitem(kinds, name, kind)


def at_cost(references: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(references, "At cost")


@pytest.fixture
def lead(app: Flask) -> Actor:
    """An HR lead whose trust has published one listing of each kind."""
    with transaction():
        lead = make_member(make_trust(), Role.HR_LEAD, email="lead@northgate.example")
        for name in ("asked", "lent"):
            publish(lead, name)
        return lead


def publish(lead: Actor, kind: str) -> ListingValue:
    at = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
    listing = actions.draft_listing(kind=kind, draft=draft(title=f"Somebody {kind}"), actor=lead, at=at)
    return actions.publish_listing(reference=listing.reference, actor=lead, at=at)


def readers(lead: Actor) -> dict[str, Actor | None]:
    """A visitor, a buyer, an HR lead of another trust."""
    with transaction():
        buyer, other = make_member(make_trust(), Role.BUYER), make_member(make_trust(), Role.HR_LEAD)
    return {"visitor": None, "buyer": buyer, "HR lead": other, "own": lead}


@pytest.mark.parametrize(
    ("who", "found"),
    [("visitor", ["asked"]), ("buyer", ["asked"]), ("HR lead", ["asked", "lent"]), ("own", ["asked", "lent"])],
)
def test_what_is_published_of_a_kind_is_listed_and_counted_for_those_who_may_find_it(
    lead: Actor, who: str, found: list[str]
) -> None:
    reader = readers(lead)[who]
    with transaction(writing=False):
        assert sorted(each.kind for each in queries.list_newest(9, reader=reader)) == found
        assert sorted(each.kind for each in queries.list_published_of(lead.trust, reader=reader)) == found
        assert len(queries.list_newest(9, kind="lent", reader=reader)) == found.count("lent")
        assert queries.count_published("lent", reader=reader) == found.count("lent")
        assert queries.count_published("asked", reader=reader) == 1


def test_code_that_names_no_reader_lists_only_what_anyone_may_find(lead: Actor) -> None:
    with transaction(writing=False):
        assert [each.kind for each in queries.list_newest(9)] == ["asked"]
        assert [each.kind for each in queries.list_published_of(lead.trust)] == ["asked"]
        assert (queries.list_newest(9, kind="lent"), queries.count_published("lent")) == ([], 0)


def test_the_search_looks_again_at_every_listing_of_a_trust_that_changes(lead: Actor, at: datetime) -> None:
    with transaction():
        rows = select(OutboxRow).where(OutboxRow.handler == "search.index")
        before = len(session().scalars(rows).all())
        assert actions.note_trust(trust_id=lead.trust, at=at) == 2
        assert len(session().scalars(rows).all()) == before + 2
        assert len(queries.references_of("lent")) == 1


@pytest.mark.parametrize("role", [None, Role.BUYER, Role.ADMINISTRATOR, Role.HR_LEAD])
def test_a_trusts_page_says_to_nobody_that_it_has_what_not_everybody_may_find(
    lead: Actor, client: PoliceClient, signed_in: SignIn, role: Role | None
) -> None:
    with transaction():
        uid = trusts.get_trust(lead.trust).uid
        if role:
            make_member(make_trust(), role, email="reader@elsewhere.example")
    browser = signed_in("reader@elsewhere.example") if role else client
    for address in (f"/trusts/{uid}", f"/trusts/{uid}?kind=lent"):
        page = browser.get(address).text
        assert ("Somebody lent" in page, "Lent" in page) == (False, False)
        assert ("Somebody asked" in page, ">Asked<" in page) == (True, True)


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.CPD_LEAD, Role.ADMINISTRATOR, Role.BUYER])
def test_your_listings_leave_out_both_kinds_of_those_who_may_not_post_them(
    lead: Actor, signed_in: SignIn, role: Role
) -> None:
    with transaction():
        make_member(lead.trust, role, email="colleague@northgate.example")
    browser = signed_in("colleague@northgate.example")
    for address in ("/listings", "/listings?kind=lent", "/listings?format=csv"):
        page = browser.get(address).text
        assert ("Somebody" in page, "Add lent" in page, "Add asked" in page) == (False, False, False)


@pytest.mark.parametrize(("role", "counts"), [(Role.HR_LEAD, [2]), (Role.CPD_LEAD, [0]), (Role.BUYER, [])])
def test_the_desk_counts_a_trusts_listings_of_the_kinds_that_somebody_posts(
    lead: Actor, role: Role, counts: list[int], at: datetime
) -> None:
    with transaction():
        standing = desk(make_member(lead.trust, role), at).standing
    assert [task.number for task in standing if task.link == "/listings?state=published"] == counts


def test_an_hr_lead_sees_and_narrows_their_own_trusts_listings_of_both_kinds(lead: Actor, signed_in: SignIn) -> None:
    browser = signed_in("lead@northgate.example")
    page = browser.get("/listings").text
    assert all(words in page for words in ("Somebody lent", "Somebody asked", "Add lent", "Add asked"))
    narrowed = browser.get("/listings?kind=lent").text
    assert ("Somebody lent" in narrowed, "Somebody asked" in narrowed) == (True, False)
    assert "Somebody lent" in browser.get("/listings?format=csv").text
