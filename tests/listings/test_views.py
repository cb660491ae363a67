"""The list of a trust's own listings."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.trusts.values import Role
from tests.listings.makers import make_listing, make_member, make_trust
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


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
