"""The list of a trust's own listings."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.boards import Kind, kinds
from app.kernel.database import transaction
from app.listings import actions, boards
from app.trusts.values import Permission, Role
from tests.listings.makers import draft, make_listing, make_member, make_trust
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


@pytest.fixture(autouse=True)
def _trial_kind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind of the listings that these tests make, published by whoever publishes services."""
    pin(monkeypatch, "test", Permission.PUBLISH)


def pin(monkeypatch: pytest.MonkeyPatch, name: str, permission: Permission) -> None:
    """Pin a kind of listing to the boards for the length of a test."""
    label = name.capitalize()
    pages = boards.KindPages(name, lambda reference: f"/{name}/{reference}", f"/{name}/new", f"Add {name}", permission)
    monkeypatch.setitem(boards._pages, name, pages)
    kind = Kind(name, label, label, lambda _: None, list, lambda _: {})
    monkeypatch.setitem(kinds, name, kind)


@pytest.fixture
def provider(app: Flask) -> Actor:
    with transaction():
        return make_member(make_trust(), Role.PROVIDER, email="provider@northgate.example")


@pytest.fixture
def browser(provider: Actor, signed_in: SignIn) -> PoliceClient:
    return signed_in("provider@northgate.example")


def test_a_trust_without_listings_is_invited_to_begin(browser: PoliceClient) -> None:
    page = browser.get("/listings").text
    assert "Nothing listed yet" in page
    assert 'href="/services/new"' in page


def test_the_list_narrows_sorts_pages_and_exports(browser: PoliceClient, provider: Actor) -> None:
    with transaction():
        make_listing(provider, title="=HYPERLINK()", summary="Gwasanaeth â ŵ")
        make_listing(provider, title="<b>Draft</b>", published=False)
    page = browser.get("/listings").text
    for text in ("=HYPERLINK()", "&lt;b&gt;Draft&lt;/b&gt;", "Finance and payroll: Payroll", "2</strong> listings"):
        assert text in page, text
    assert "HYPERLINK" not in browser.get("/listings?state=draft").text
    assert "Draft&lt;" not in browser.get("/listings?text=gwasanaeth").text
    assert "No listings match" in browser.get("/listings?kind=service").text
    assert browser.get("/listings?state=x&kind=x&sort=x&page=-1").status_code == 200
    assert "Draft&lt;" in browser.get("/listings?text=" + "x" * 5_000).text
    titles = browser.get("/listings?sort=title").text
    assert titles.index("Draft") < titles.index("HYPERLINK")
    export = browser.get("/listings?format=csv&state=published")
    assert export.mimetype == "text/csv"
    assert "'=HYPERLINK()" in export.text
    assert "Draft" not in export.text


def test_twenty_are_shown_a_page(browser: PoliceClient, provider: Actor) -> None:
    with transaction():
        for number in range(21):
            make_listing(provider, title=f"Listing {number:02d}")
    first, second = (browser.get(f"/listings?sort=title&page={page}").text for page in (1, 2))
    assert "Listing 19" in first
    assert "Listing 20" not in first
    assert "Listing 20" in second


def test_another_trusts_listings_are_not_in_it(app: Flask, browser: PoliceClient) -> None:
    with transaction():
        make_listing(make_member(make_trust(), Role.PROVIDER), title="Not yours")
    assert "Not yours" not in browser.get("/listings").text


@pytest.fixture
def course(app: Flask, provider: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """A colleague of the provider who publishes another kind of listing, and has published one."""
    pin(monkeypatch, "trial", Permission.POST_CPD)
    with transaction():
        lead = make_member(provider.trust, Role.CPD_LEAD, email="lead@northgate.example")
        actions.draft_listing(kind="trial", draft=draft(title="Early reading"), actor=lead, at=at)
        make_listing(provider, title="Payroll bureau")
    return lead


def test_each_sees_the_kinds_that_they_publish(course: Actor, browser: PoliceClient, signed_in: SignIn) -> None:
    lead = signed_in("lead@northgate.example")
    for client, sees, misses, adds in (
        (lead, "Early reading", "Payroll bureau", "/trial/new"),
        (browser, "Payroll bureau", "Early reading", "/services/new"),
    ):
        page = client.get("/listings").text
        assert sees in page
        assert misses not in page
        assert f'href="{adds}"' in page
        assert "1</strong> listing" in page
        export = client.get("/listings?format=csv").text
        assert sees in export
        assert misses not in export
    assert 'href="/services/new"' not in lead.get("/listings").text
    assert "Payroll bureau" not in lead.get("/listings?kind=test").text


def test_who_publishes_two_kinds_can_tell_them_apart(course: Actor, at: datetime, signed_in: SignIn) -> None:
    with transaction():
        make_member(course.trust, Role.CPD_LEAD, Role.PROVIDER, email="both@northgate.example")
    both = signed_in("both@northgate.example")
    page = both.get("/listings").text
    for text in ("Early reading", "Payroll bureau", "Trial ·", "Test ·", 'href="/trial/new"', 'href="/services/new"'):
        assert text in page, text
    narrowed = both.get("/listings?kind=trial").text
    assert "Early reading" in narrowed
    assert "Payroll bureau" not in narrowed


def test_who_publishes_nothing_has_no_list_and_no_link_to_it(course: Actor, signed_in: SignIn) -> None:
    with transaction():
        make_member(course.trust, Role.BUYER, email="buyer@northgate.example")
    buyer = signed_in("buyer@northgate.example")
    assert buyer.get("/listings").status_code == 403
    assert 'href="/listings"' not in buyer.get("/dashboard").text
    assert 'href="/listings"' in signed_in("lead@northgate.example").get("/dashboard").text
