"""The results page of kinds that bring their own facets, days, places and points."""

import csv
import re
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from app.kernel.boards import KindFacet, kinds
from app.kernel.database import transaction
from app.search import actions, queries
from app.search.asking import panel_of, read
from tests.police import PoliceClient
from tests.search.makers import LEEDS, MANCHESTER, Shelf, make_document, make_training
from tests.search.test_views import titles
from tests.trusts.makers import make_member, make_school, make_trust


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


def test_what_a_kind_brings_is_offered_when_only_that_kind_is_in_sight(client: PoliceClient, varied: Shelf) -> None:
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


def test_distance_is_offered_as_soon_as_any_kind_in_sight_has_places(client: PoliceClient, varied: Shelf) -> None:
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
def test_limits_in_the_address_narrow(client: PoliceClient, varied: Shelf, words: str, expected: list[str]) -> None:
    assert titles(client.get(f"/search?{words}").text) == expected


def test_each_result_says_when_how_far_and_what_is_left(client: PoliceClient, varied: Shelf) -> None:
    page = client.get("/search?kind=training&near=LS1").text
    for words in (
        "Next: 3 December 2026", "Less than a mile away", "36 miles away", "4 places left", "Online",
        "Full: join the waiting list", "Next: 1 February 2027",
    ):  # fmt: skip
        assert words in page, words
    assert "1 November 2026" not in page


def test_each_limit_set_is_shown_and_can_be_removed(client: PoliceClient, varied: Shelf) -> None:
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


def test_what_happens_nowhere_is_left_out_by_a_distance_and_that_is_said(client: PoliceClient, varied: Shelf) -> None:
    page = client.get("/search?kind=training&near=LS1&miles=5").text
    assert "1 listing that is online or in no one place is left out." in " ".join(page.split())
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
    client: PoliceClient, varied: Shelf, words: str, message: str, field: str
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


def test_a_limit_that_leaves_nothing_can_be_loosened(client: PoliceClient, varied: Shelf) -> None:
    page = client.get("/search?kind=training&near=LS1&miles=5&from=1/1/2027").text
    assert "Nothing found" in page
    assert re.search(r'near=LS1&amp;miles=5">Any date</a>\s*\(1 listing\)', page)
    assert re.search(r'from=2027-01-01">Any distance</a>\s*\(2 listings\)', page)


def test_the_results_to_keep_say_when_what_is_left_and_how_far(client: PoliceClient, varied: Shelf) -> None:
    sheet = client.get("/search/results.csv?kind=training&near=LS1&sort=distance").text
    rows = list(csv.DictReader(StringIO(sheet.removeprefix("\ufeff"))))
    assert [(row["Next day"], row["Places left"], row["Miles away"]) for row in rows] == [
        ("2026-12-03", "4", "0.0"), ("2027-01-12", "4", "35.8"), ("2027-02-01", "0", ""),
    ]  # fmt: skip
    assert "Miles away" not in client.get("/search/results.csv").text


def test_someone_acting_for_a_trust_measures_from_one_of_its_schools(
    varied: Shelf, signed_in: Callable[[str], PoliceClient]
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


def test_another_page_about_one_kind_shows_the_same_panel_for_its_own_address(app: Flask, varied: Shelf) -> None:
    typed = MultiDict([("format", "in_person"), ("text", "maths"), ("kind", "sample")])
    asking = read(typed, on=date(2026, 11, 20), path="/calendar", kind="training", own=[("month", "2026-12")])
    with transaction(writing=False):
        panel = panel_of(asking, queries.find(asking.query))
    shown = '{% from "search/_filters.html" import filter_panel %}{{ filter_panel(panel) }}'
    with app.test_request_context("/calendar"):
        html = render_template_string(shown, panel=panel)
    assert 'action="/calendar"' in html
    assert '<input type="hidden" name="month" value="2026-12">' in html
    assert '<input type="hidden" name="text" value="maths">' in html
    assert 'href="/calendar?text=maths&amp;month=2026-12"' in html
    assert re.search(r'value="in_person"[^>]*checked', html)
    assert ("Training" in html, 'name="kind"' in html, 'name="from"' in html) == (False, False, True)


def test_of_a_facet_of_many_choices_those_with_results_are_shown_folded(
    client: PoliceClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = KindFacet("cpv", "What is bought", tuple((f"{code:02d}", f"Division {code:02d}") for code in range(45)))
    bought = Shelf("round", facets=(codes,))
    monkeypatch.setitem(kinds, "round", bought.kind())
    bought.put(*(make_document(f"LST-{n:05d}", kind="round", marks=(f"cpv:{n:02d}",)) for n in range(12)))
    actions.rebuild()
    page = " ".join(client.get("/search?kind=round").text.split())
    folded = page[page.index("What is bought") : page.index("</details>", page.index("What is bought"))]
    assert re.findall(r"Division (\d\d) \(1\)", folded) == [f"{n:02d}" for n in range(12)]
    assert page.count('name="cpv"') == 12
    assert '<details class="govuk-details" >' in page
    chosen = " ".join(client.get("/search?kind=round&cpv=44").text.split())
    assert "Division 44 (0)" in chosen
    assert '<details class="govuk-details" open>' in chosen
