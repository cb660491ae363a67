"""The results page."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.boards import kinds
from app.search import actions
from app.search.boards import Ideas, ideas
from app.search.values import Idea
from tests.clock import HandClock
from tests.police import PoliceClient
from tests.search.makers import Shelf, make_document


def titles(page: str) -> list[str]:
    return re.findall(r'class="tx-result__link" href="[^"]+">([^<]+)<', page)


def test_anyone_sees_every_listing_newest_first_before_searching(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search")
    assert page.status_code == 200
    assert titles(page.text) == ["Budget planning", "Clerking", "Payroll bureau"]
    assert "No trust can pay to be higher" in page.text


def test_what_was_typed_is_found_kept_and_named_in_the_title(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=payroll+bureau")
    assert titles(page.text) == ["Payroll bureau"]
    assert 'value="payroll bureau"' in page.text
    assert "<title>payroll bureau – find services" in page.text
    assert "£100 a year" in page.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("region=A", ["Clerking", "Payroll bureau"]),
        ("phase=secondary", ["Budget planning"]),
        ("category=finance-and-payroll", ["Budget planning", "Payroll bureau"]),
        ("category=finance-and-payroll&region=B", ["Budget planning"]),
        ("kind=sample&sort=title", ["Budget planning", "Clerking", "Payroll bureau"]),
        ("region=nowhere&sort=sideways&page=x", ["Budget planning", "Clerking", "Payroll bureau"]),
    ],
)
def test_choices_in_the_address_narrow_and_what_cannot_be_is_dropped(
    client: PoliceClient, stocked: Shelf, words: str, expected: list[str]
) -> None:
    assert titles(client.get(f"/search?{words}").text) == expected


def test_each_choice_shows_its_count_and_can_be_removed(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=larchfield&region=A&phase=primary").text
    assert "North East (2)" in page
    assert "Secondary (0)" not in page
    assert 'href="/search?text=larchfield&amp;phase=primary"' in page
    assert 'href="/search?text=larchfield&amp;region=A"' in page
    assert 'href="/search?text=larchfield"' in page


def test_a_chosen_category_shows_its_children(client: PoliceClient, stocked: Shelf) -> None:
    assert "Budgeting and forecasting</a>" not in client.get("/search").text
    page = client.get("/search?category=finance-and-payroll").text
    assert "Budgeting and forecasting</a>" in page
    assert 'href="/search?category=payroll"' in page


def test_a_new_text_keeps_the_choices_made(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=school&region=A&category=payroll&sort=price").text
    box = page[page.index('role="search"') : page.index("</form>", page.index('role="search"'))]
    for kept in ('name="region" value="A"', 'name="category" value="payroll"', 'name="sort" value="price"'):
        assert kept in box


def test_words_of_a_listing_are_escaped_and_matches_marked(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=minutes").text
    assert '<mark class="tx-mark">Minutes</mark> &lt;b&gt;&amp; agendas&lt;/b&gt;.' in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "NOT OR (", "\0\x1b", "🎓 Ŵyr", "x" * 5_000])
def test_any_text_gives_a_sound_page(client: PoliceClient, stocked: Shelf, text: str) -> None:
    page = client.get("/search", query_string={"text": text, "category": text, "region": text, "page": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_nothing_found_says_what_to_loosen_and_where_that_leads(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=payroll+bureau&region=K").text
    assert "Nothing found" in page
    assert re.search(r'href="/search\?text=payroll\+bureau">Any region</a>\s*\(1 listing\)', page)


Wondered = list[tuple[str, Actor | None, datetime]]


@pytest.fixture
def wondered() -> Iterator[Wondered]:
    """What one who has ideas about any text was asked."""
    asked: Wondered = []

    def open_a_round(text: str, actor: Actor | None, at: datetime) -> list[Idea]:
        asked.append((text, actor, at))
        return [Idea("Three trusts near you buy <energy>.", "/rounds/new?for=a&b", "Open a round")] if text else []

    ideas.add(open_a_round)
    yield asked
    ideas.remove(open_a_round)


def test_what_else_could_be_done_is_asked_and_said_only_beneath_nothing_found(
    client: PoliceClient, stocked: Shelf, clock: HandClock, wondered: Wondered
) -> None:
    for words in ("", "?text=payroll", "/results.csv?text=energy", "?text=energy&page=2"):
        client.get(f"/search{words}")
    assert wondered == []
    page = client.get("/search?text=energy").text
    empty = client.get("/search?phase=special").text
    assert "Three trusts near you buy &lt;energy&gt;." in page
    assert '<a class="govuk-link" href="/rounds/new?for=a&amp;b">Open a round</a>' in page
    assert page.index("Nothing found") < page.index("Open a round")
    assert ("Nothing found" in empty, "Open a round" in empty) == (True, False)
    assert wondered == [("energy", None, clock.now()), ("", None, clock.now())]


def test_one_who_has_ideas_is_asked_once_however_often_pinned_and_in_turn() -> None:
    board = Ideas()
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def first(text: str, actor: Actor | None, at: datetime) -> list[Idea]:
        return [Idea(text, f"/{actor.trust_id if actor else None}", at.isoformat())]

    def second(text: str, actor: Actor | None, at: datetime) -> list[Idea]:
        return [Idea("Two", "/a", "A"), Idea("Three", "/b", "B")]

    for suggest in (first, second, first):
        board.add(suggest)
    found = board.about("energy", Actor(1, 7), at)
    assert [idea.text for idea in found] == ["energy", "Two", "Three"]
    assert (found[0].link, found[0].link_text) == ("/7", "2026-11-20T12:00:00+00:00")


def test_a_misspelled_word_is_put_right(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=clarking&region=A").text
    assert 'href="/search?text=clerking&amp;region=A">clerking</a>?' in page


def test_it_is_said_when_no_listing_has_all_the_words(client: PoliceClient, stocked: Shelf) -> None:
    assert "No listing has all the words" in client.get("/search?text=payroll+helicopter").text
    assert "No listing has all the words" not in client.get("/search?text=payroll").text


def test_a_site_without_listings_says_so(client: PoliceClient, shelf: Shelf, wondered: Wondered) -> None:
    assert "No listings yet" in client.get("/search").text
    assert wondered == []


def test_twenty_are_on_a_page_and_a_page_too_far_leads_to_the_first(client: PoliceClient, shelf: Shelf) -> None:
    shelf.put(*(make_document(f"LST-{number:05d}", f"Payroll {number}") for number in range(21)))
    actions.rebuild()
    first, second = client.get("/search?text=payroll"), client.get("/search?text=payroll&page=2")
    assert (len(titles(first.text)), len(titles(second.text))) == (20, 1)
    assert "page 2 of 2" in second.text
    beyond = client.get("/search?text=payroll&page=3")
    assert (beyond.status_code, beyond.location) == (302, "/search?text=payroll")


def test_results_download_as_a_sheet_of_what_the_page_shows(client: PoliceClient, stocked: Shelf) -> None:
    stocked.put(make_document("LST-55555", "=1+1", regions=("A", "B")))
    actions.rebuild()
    assert (
        'href="/search/results.csv?category=finance-and-payroll"'
        in client.get("/search?category=finance-and-payroll").text
    )
    rows = list(csv.reader(StringIO(client.get("/search/results.csv?category=payroll&sort=title").text)))
    assert [row[2] for row in rows] == ["Title", "'=1+1", "Payroll bureau"]
    assert rows[2][4:8] == ["Finance and payroll > Payroll", "Primary", "North East", "£100 a year"]
    assert rows[2][8:11] == ["", "", "2026-09-01 10:00"]
    assert rows[2][11] == "http://localhost/samples/LST-22222"


def test_addresses_in_a_download_are_the_sites_own_whatever_host_was_asked(
    client: PoliceClient, stocked: Shelf
) -> None:
    sheet = client.get("/search/results.csv", headers={"Host": "elsewhere.example"}).text
    assert "http://localhost/samples/" in sheet
    assert "elsewhere" not in sheet


@pytest.mark.parametrize("path", ["/search?text=payroll", "/search/results.csv"])
def test_an_index_that_is_being_rebuilt_is_said_to_be(
    app: Flask, client: PoliceClient, stocked: Shelf, path: str
) -> None:
    (app.extensions["settings"].data_dir / "search" / "current").unlink()
    page = client.get(path)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
    assert "Search is being rebuilt" in page.text


def test_a_page_asks_the_database_once_a_kind_at_most(client: PoliceClient, stocked: Shelf) -> None:
    asked: list[int] = []
    kind = stocked.kind()

    def price_lines(references: Iterable[str]) -> dict[str, str]:
        listed = list(references)
        asked.append(len(listed))
        return kind.price_lines(listed)

    kinds.add(replace(kind, price_lines=price_lines))
    client.get("/search")
    assert asked == [3]
