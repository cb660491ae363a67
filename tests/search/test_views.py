"""The results page."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from app.kernel.boards import kinds
from app.search import actions
from tests.police import PoliceClient
from tests.search.makers import BUDGETS, CLERKING, LEEDS, MANCHESTER, Shelf, make_document, make_training
from tests.trusts.makers import make_member, make_school, make_trust


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        make_document("LST-22222", "Payroll bureau", regions=("A",)),
        make_document("LST-33333", "Budget planning", regions=("B",), category_path=BUDGETS, phases=("secondary",)),
        make_document("LST-44444", "Clerking", category_path=CLERKING, summary="Minutes <b>& agendas</b>."),
    )
    actions.rebuild()
    return shelf


@pytest.fixture
def varied(stocked: Shelf, training: Shelf) -> Shelf:
    """Three samples, and training in Leeds, in Manchester, and online."""
    stocked.put(make_document("LST-22222", "Payroll bureau", points=(MANCHESTER,)))
    training.put(
        make_training("LST-55555", "Maths in Leeds"),
        make_training(
            "LST-66666", "Maths in Manchester", points=(MANCHESTER,), days=(date(2027, 1, 12),), is_free=True
        ),
        make_training(
            "LST-77777", "Maths online", points=(), days=(date(2026, 11, 1), date(2027, 2, 1)), places_left=0,
            marks=("format:online",),
        ),
    )  # fmt: skip
    actions.rebuild()
    return training


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


def test_a_misspelled_word_is_put_right(client: PoliceClient, stocked: Shelf) -> None:
    page = client.get("/search?text=clarking&region=A").text
    assert 'href="/search?text=clerking&amp;region=A">clerking</a>?' in page


def test_it_is_said_when_no_listing_has_all_the_words(client: PoliceClient, stocked: Shelf) -> None:
    assert "No listing has all the words" in client.get("/search?text=payroll+helicopter").text
    assert "No listing has all the words" not in client.get("/search?text=payroll").text


def test_a_site_without_listings_says_so(client: PoliceClient, shelf: Shelf) -> None:
    assert "No listings yet" in client.get("/search").text


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


class TestOfKindsThatBringTheirOwn:
    def test_what_a_kind_brings_is_offered_when_only_that_kind_is_in_sight(
        self, client: PoliceClient, varied: Shelf
    ) -> None:
        for words in ("", "?kind=sample", "?kind=sample&kind=training"):
            page = client.get(f"/search{words}").text
            assert "Format" not in page
            assert 'name="from"' not in page
            assert 'name="places"' not in page
        for words in ("?kind=training", "?text=maths"):
            page = client.get(f"/search{words}").text
            assert "In person (2)" in page
            assert "Blended" not in page
            assert 'name="from"' in page
            assert 'name="places"' in page
            assert "Soonest first" in page

    def test_distance_is_offered_as_soon_as_any_kind_in_sight_has_places(
        self, client: PoliceClient, varied: Shelf
    ) -> None:
        assert 'name="near"' in client.get("/search").text
        assert 'name="near"' not in client.get("/search?kind=sample").text

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("format=online", ["Maths online"]),
            ("format=online&format=in_person", ["Maths in Leeds", "Maths in Manchester", "Maths online"]),
            ("format=blended", []),
            ("from=3/12/2026&to=12/1/2027", ["Maths in Leeds", "Maths in Manchester"]),
            ("to=1/12/2026", []),
            ("kind=training&places=4", ["Maths in Leeds", "Maths in Manchester"]),
            ("free=yes", ["Maths in Manchester"]),
            ("near=LS1+4AP&miles=5", ["Maths in Leeds"]),
            ("near=LS1&miles=50&sort=distance", ["Maths in Leeds", "Maths in Manchester", "Payroll bureau"]),
            ("kind=training&sort=soonest", ["Maths in Leeds", "Maths in Manchester", "Maths online"]),
        ],
    )
    def test_limits_in_the_address_narrow(
        self, client: PoliceClient, varied: Shelf, words: str, expected: list[str]
    ) -> None:
        assert titles(client.get(f"/search?{words}").text) == expected

    def test_each_result_says_when_how_far_and_what_is_left(self, client: PoliceClient, varied: Shelf) -> None:
        page = client.get("/search?kind=training&near=LS1").text
        for words in (
            "Next: 3 December 2026", "Less than a mile away", "36 miles away", "4 places left", "Online",
            "Full: join the waiting list", "Next: 1 February 2027",
        ):  # fmt: skip
            assert words in page, words
        assert "1 November 2026" not in page

    def test_each_limit_set_is_shown_and_can_be_removed(self, client: PoliceClient, varied: Shelf) -> None:
        page = client.get(
            "/search?kind=training&format=in_person&from=1/12/2026&to=31/1/2027&places=2&near=LS1&miles=50"
        ).text
        kept = "kind=training&amp;format=in_person&amp;from=2026-12-01&amp;to=2027-01-31"
        assert f'href="/search?{kept}&amp;places=2"' in page
        assert f'href="/search?{kept}&amp;near=LS1&amp;miles=50"' in page
        chosen = re.sub(r"<[^>]+>|\s+", " ", page[page.index("Chosen") : page.index("Clear all filters")])
        for chip in (
            "In person", "From 1 December 2026", "Until 31 January 2027", "2 or more places left",
            "Within 50 miles of LS1",
        ):  # fmt: skip
            assert chip in chosen, chip

    def test_what_happens_nowhere_is_left_out_by_a_distance_and_that_is_said(
        self, client: PoliceClient, varied: Shelf
    ) -> None:
        page = client.get("/search?kind=training&near=LS1&miles=5").text
        assert "1 listing that happens online or in no one place is left out." in " ".join(page.split())
        assert 'href="/search?kind=training&amp;near=LS1">Show any distance</a>' in page
        assert "left out" not in client.get("/search?kind=training&near=LS1").text

    @pytest.mark.parametrize(
        ("words", "message", "field"),
        [
            ("near=zz99zz&miles=5", "We do not know the postcode area ZZ9.", 'value="ZZ9 9ZZ"'),
            ("near=Leeds", "Enter a postcode, like LS1 4AP", 'value="Leeds"'),
            ("from=soon&kind=training", "Enter a day, like 3/12/2026", 'value="soon"'),
            ("places=some&kind=training", "Enter how many places you need", 'value="some"'),
        ],
    )
    def test_what_cannot_be_understood_is_said_beside_its_field_and_the_rest_is_answered(
        self, client: PoliceClient, varied: Shelf, words: str, message: str, field: str
    ) -> None:
        page = client.get(f"/search?text=maths&phase=primary&{words}")
        assert page.status_code == 200
        assert titles(page.text) == ["Maths in Leeds", "Maths in Manchester", "Maths online"]
        assert page.text.count(message) == 2
        assert "<title>Error: maths" in page.text
        name = words.split("=")[0]
        assert f'href="#by-{name}"' in page.text
        assert f'id="by-{name}"' in page.text
        assert field in page.text
        assert re.search(r'value="primary"[^>]*checked', page.text)
        assert 'value="maths"' in page.text

    def test_a_limit_that_leaves_nothing_can_be_loosened(self, client: PoliceClient, varied: Shelf) -> None:
        page = client.get("/search?kind=training&near=LS1&miles=5&from=1/1/2027").text
        assert "Nothing found" in page
        assert re.search(r'near=LS1&amp;miles=5">Any date</a>\s*\(1 listing\)', page)
        assert re.search(r'from=2027-01-01">Any distance</a>\s*\(2 listings\)', page)

    def test_the_results_to_keep_say_when_what_is_left_and_how_far(self, client: PoliceClient, varied: Shelf) -> None:
        sheet = client.get("/search/results.csv?kind=training&near=LS1&sort=distance").text
        rows = list(csv.DictReader(StringIO(sheet.removeprefix("\ufeff"))))
        assert [(row["Next day"], row["Places left"], row["Miles away"]) for row in rows] == [
            ("2026-12-03", "4", "0.0"), ("2027-01-12", "4", "35.8"), ("2027-02-01", "0", ""),
        ]  # fmt: skip
        assert "Miles away" not in client.get("/search/results.csv").text

    def test_someone_acting_for_a_trust_measures_from_one_of_its_schools(
        self, varied: Shelf, signed_in: Callable[[str], PoliceClient]
    ) -> None:
        own, other = make_trust(), make_trust("Another Trust")
        school = make_school(own, "Oak Primary School", easting=LEEDS[0], northing=LEEDS[1])
        strange = make_school(other, "Strange School", easting=LEEDS[0], northing=LEEDS[1])
        unplaced = make_school(own, "Ash School", postcode="M1 1AA")
        lost = make_school(own, "Lost School")
        browser = signed_in(make_member(own).email)
        page = browser.get(f"/search?school={school.id}&miles=5").text
        assert titles(page) == ["Maths in Leeds"]
        assert "Within 5 miles of Oak Primary School" in page
        assert (strange.name in page, unplaced.name in page, lost.name in page) == (False, True, False)
        assert "Within 5 miles of" not in browser.get(f"/search?school={strange.id}&miles=5").text
