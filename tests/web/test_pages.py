"""The layout, the navigation and the parts, as a browser gets them."""

import pytest
from flask import Flask

from app.web import navigation
from app.web.static_files import static_file
from tests.police import PoliceClient
from tests.web.conftest import client_of


@pytest.mark.parametrize("path", ["/parts", "/form", "/pages", "/told"])
def test_every_part_is_valid_html(visitor: PoliceClient, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_a_strangers_header_offers_to_sign_in(visitor: PoliceClient) -> None:
    page = visitor.get("/told").text
    assert 'href="/sign-in"' in page
    assert "/sign-out" not in page


def test_a_members_header_says_who_they_are_and_for_whom(toolkit: Flask, member: PoliceClient) -> None:
    known = {"person_name": "Priya Shah", "acting_for": "Elm <Tree> Trust", "can_switch": True, "unread_notices": 3}
    toolkit.context_processor(lambda: known)
    page = member.get("/told").text
    assert "Priya Shah" in page
    assert "for Elm &lt;Tree&gt; Trust" in page
    assert 'href="/acting"' in page
    assert "3<span" in page
    assert 'action="/sign-out"' in page


def test_a_member_of_one_trust_is_not_asked_to_switch(toolkit: Flask, member: PoliceClient) -> None:
    toolkit.context_processor(lambda: {"acting_for": "Elm Tree Trust"})
    assert 'href="/acting"' not in member.get("/told").text


def test_there_is_no_banner_where_nothing_fills_it(visitor: PoliceClient) -> None:
    assert "tx-banner" not in visitor.get("/told").text


def test_a_banner_is_shown_where_there_is_one(toolkit: Flask) -> None:
    toolkit.context_processor(lambda: {"banner": {"text": "A demonstration", "links": [("Sign in", "/sandbox")]}})
    page = client_of(toolkit).get("/told").text
    assert "A demonstration" in page
    assert 'href="/sandbox"' in page


def test_the_navigation_shows_what_one_may_use_in_order(visitor: PoliceClient, member: PoliceClient) -> None:
    assert 'href="/mine"' not in visitor.get("/told").text
    page = member.get("/told").text
    assert page.index('href="/parts"') < page.index('href="/pages"') < page.index('href="/mine"')


def test_the_navigation_counts_only_for_those_signed_in(visitor: PoliceClient, member: PoliceClient) -> None:
    assert "waiting</span>" not in visitor.get("/told").text
    assert "4<span" in member.get("/told").text


@pytest.mark.parametrize(
    ("path", "current", "active"),
    [("/pages", True, False), ("/form", False, True), ("/pages/3", False, True), ("/pagesmore", False, False)],
)
def test_the_navigation_says_where_one_is(toolkit: Flask, path: str, current: bool, active: bool) -> None:
    with toolkit.test_request_context(path):
        link = next(each for each in navigation.links(None) if each.label == "Orders")
    assert (link.current, link.active) == (current, active)


@pytest.mark.parametrize(
    ("path", "lit"),
    [
        ("/pages/3/change", "Find"),
        ("/pages/3/change/again", "Find"),
        ("/pages/3/changed", "Orders"),
        ("/form/3", "Find"),
        ("/form/4", "Orders"),
        ("/elsewhere", None),
    ],
)
def test_of_the_links_that_claim_a_page_the_longest_path_has_it(toolkit: Flask, path: str, lit: str | None) -> None:
    with toolkit.test_request_context(path):
        found = [each.label for each in navigation.links(None) if each.active or each.current]
    assert found == ([lit] if lit else [])


def test_what_was_just_done_is_told_once(visitor: PoliceClient) -> None:
    answer = visitor.submit(
        "/form",
        **{
            "title": "Payroll",
            "price": "1",
            "starts-day": "1",
            "starts-month": "9",
            "starts-year": "2027",
            "basis": "fixed",
            "phases": "p",
            "agreed": "y",
        },
    )
    assert answer.status_code == 303
    assert "Listing saved" in visitor.get("/told").text
    assert "Listing saved" not in visitor.get("/told").text


def test_an_address_of_a_file_changes_with_what_is_in_it(visitor: PoliceClient, toolkit: Flask) -> None:
    with toolkit.test_request_context("/"):
        address = static_file("site.css")
    kept = visitor.get(address, buffered=True)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/static/site.css?v=older", buffered=True).headers["Cache-Control"] == "no-cache"
    assert visitor.get("/static/site.css", buffered=True).headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_breaks_no_page(toolkit: Flask) -> None:
    with toolkit.test_request_context("/"):
        assert static_file("no-such.css") == "/static/no-such.css"
        assert static_file("../config.py") == "/static/../config.py"


def test_nothing_is_said_of_files_outside_the_folder(visitor: PoliceClient) -> None:
    assert visitor.get("/static/../config.py?v=1").status_code == 404
