"""Listings for some trusts only, and results narrowed to the trusts that offer them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.search import actions
from app.search.values import NOBODY
from tests.police import PoliceClient
from tests.search.makers import Shelf, make_document
from tests.search.test_views import titles
from tests.search.test_views_of_hidden import shown
from tests.trusts.makers import make_member, make_trust

SignedIn = Callable[[str], PoliceClient]
PATHS = (
    "/search",
    "/search?text=kaleidoscpe",
    "/search?text=LST-66666",
    "/search?kind=sample&region=K",
    "/search?trust=vellum",
    "/search?provider=30",
    "/search?category=payroll&sort=price",
    "/search/results.csv",
    "/search?text=kaleidoscope&phase=primary",
)


def test_a_listing_for_some_trusts_is_found_by_those_who_act_for_one_and_leaves_no_trace_for_others(
    stocked: Shelf, client: PoliceClient, signed_in: SignedIn
) -> None:
    invited, other = make_trust(), make_trust("Another Trust")
    browsers = [client, signed_in(make_member(other).email)]
    before = [[shown(each, path) for path in PATHS] for each in browsers]
    stocked.put(
        make_document(
            "LST-66666",
            "Kaleidoscopes",
            only_for=(invited.id,),
            regions=("K",),
            phases=("special",),
            provider_id=30,
            provider_name="Vellum Trust",
        )
    )
    actions.rebuild()
    assert [[shown(each, path) for path in PATHS] for each in browsers] == before
    theirs = signed_in(make_member(invited).email)
    assert "kaleidoscopes</a>?" in theirs.get("/search?text=kaleidoscopez").text
    for path in ("/search?text=kaleidoscopes", "/search?trust=vellum", "/search?provider=30", "/search?phase=special"):
        assert titles(theirs.get(path).text) == ["Kaleidoscopes"], path
    assert "Vellum Trust (1)" in theirs.get("/search").text
    assert "LST-66666" in theirs.get("/search/results.csv").text


@pytest.fixture
def offered(stocked: Shelf) -> Shelf:
    """Three samples of one trust, one each of two others, and one whose trust is not told."""
    stocked.put(
        make_document("LST-55555", "Payroll by the sea", provider_id=2, provider_name="St Mary's Trust"),
        make_document("LST-66666", "Payroll in town", provider_id=3, provider_name="Oak & Ash <Trust>"),
        make_document("LST-77777", "Payroll by somebody", provider_id=NOBODY, provider_name="A trust in the East"),
    )
    actions.rebuild()
    return stocked


def panel(page: str) -> str:
    """The choices of trust as they read."""
    start = page.index('id="by-provider"') if 'id="by-provider"' in page else page.index('id="by-trust"')
    return " ".join(re.sub(r"<[^>]+>", " ", page[start : page.index("Apply filters")]).split())


def test_results_narrow_to_trusts_that_are_ticked_or_named_and_never_tell_whose_an_anonymous_one_is(
    offered: Shelf, client: PoliceClient
) -> None:
    page = client.get("/search").text
    assert "Larchfield Learning Trust (3)" in panel(page)
    assert "Oak &amp; Ash &lt;Trust&gt; (1)" in panel(page)
    assert "in the East" not in panel(page)
    both = client.get("/search?text=payroll&provider=2&trust=oak+and").text
    assert titles(both) == ["Payroll by the sea", "Payroll in town"]
    assert re.search(r'value="2"[^>]*checked', both)
    assert 'name="trust"' in both
    assert 'value="oak and"' in both
    assert 'href="/search?text=payroll&amp;trust=oak+and"' in both
    assert 'href="/search?text=payroll&amp;provider=2"' in both
    assert "Larchfield Learning Trust (2)" in panel(both)
    for words in ("provider=0", "trust=the+east"):
        asked = client.get(f"/search?{words}&text=somebody").text
        assert titles(asked) == (["Payroll by somebody"] if words == "provider=0" else []), words


def test_a_trust_that_offers_nothing_like_it_can_be_let_go_and_marks_are_no_name(
    offered: Shelf, client: PoliceClient
) -> None:
    page = client.get("/search?text=clerking&trust=mary&provider=999").text
    assert "Nothing found" in page
    assert "A trust with no listings (0)" in panel(page)
    assert re.search(r'href="/search\?text=clerking">Any trust</a>\s*\(1 listing\)', page)
    wrong = client.get("/search?text=clerking&trust=!!").text
    assert (titles(wrong), wrong.count("Enter part of a trust’s name")) == (["Clerking"], 2)
    assert ('href="#by-trust"' in wrong, 'id="by-trust"' in wrong, 'value="!!"' in wrong) == (True, True, True)


def test_many_trusts_are_folded_away_until_one_is_asked_for(app: Flask, offered: Shelf, client: PoliceClient) -> None:
    offered.put(
        *(
            make_document(f"LST-{number:05d}", provider_id=number, provider_name=f"Trust {number}")
            for number in range(10, 40)
        )
    )
    actions.rebuild()
    folded = re.compile(r'<details class="govuk-details" (open)?>(?=.{0,200}Trust\s*</span>)', re.DOTALL)
    for words, is_open in (("", ""), ("?trust=mary", "open"), ("?provider=39", "open")):
        page = client.get(f"/search{words}").text
        found = folded.search(" ".join(page.split()))
        assert found, words
        assert (found[1] or "") == is_open, words
        assert len(re.findall(r'id="by-provider(-\d+)?"', page)) == (11 if "39" in words else 10)
