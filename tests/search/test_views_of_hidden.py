"""Who finds a kind that needs a permission: a visitor, a buyer, an HR lead."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.kernel.boards import kinds
from app.kernel.database import transaction
from app.search import actions, queries
from app.search.values import Query
from app.trusts.values import Permission, Role
from tests.police import PoliceClient
from tests.search.makers import FORMAT, Shelf, make_training
from tests.search.test_views import titles
from tests.trusts.makers import make_member, make_trust

Browse = Callable[[str], PoliceClient]
PATHS = ("/search", "/search?text=maths", "/search?text=headtaecher", "/search?kind=availability",
         "/search?kind=availability&kind=sample", "/search?format=online", "/search?text=LST-66666",
         "/search?category=lent", "/search?kind=training&from=1/12/2026", "/search?near=LS1&miles=50&page=2",
         "/search/results.csv", "/search/results.csv?kind=availability")  # fmt: skip


@pytest.fixture
def lent(stocked: Shelf, training: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Beside three samples and a course, two listings that only HR leads may find."""
    lent = Shelf("availability", facets=(FORMAT,), has_days=True, has_points=True, days_label="Free between",
                 day_label="Free from", permission=Permission.POST_SECONDMENTS)  # fmt: skip
    monkeypatch.setitem(kinds, "availability", lent.kind())
    training.put(make_training("LST-55555", "Maths course"))
    put_secret(lent)
    actions.rebuild()
    return lent


def put_secret(lent: Shelf) -> None:
    path = (("lent", "People lent"),)
    options: dict[str, Any] = {"kind": "availability", "category_path": path, "places_left": None}
    lent.put(
        make_training("LST-66666", "Headteacher of maths", marks=("format:online",), **options),
        make_training("LST-77777", "Bursar", marks=("format:in_person",), **options),
    )


@pytest.fixture
def browse(app: Flask, client: PoliceClient, signed_in: Callable[[str], PoliceClient]) -> Browse:
    def as_one(who: str) -> PoliceClient:
        roles = {"buyer": [Role.BUYER, Role.ADMINISTRATOR], "HR lead": [Role.HR_LEAD]}
        return signed_in(make_member(make_trust(), roles[who]).email) if who in roles else client

    return as_one


@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_every_page_of_who_may_not_is_the_same_whether_or_not_there_are_any(
    lent: Shelf, browse: Browse, who: str
) -> None:
    client = browse(who)
    before = [shown(client, path) for path in PATHS]
    lent.clear()
    actions.rebuild()
    assert [shown(client, path) for path in PATHS] == before


def shown(client: PoliceClient, path: str) -> tuple[int, str]:
    """A page less the token of its forms."""
    answer = client.get(path)
    return answer.status_code, re.sub(r'name="csrf_token"[^>]*', "", answer.text)


@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_who_may_not_finds_none_however_it_is_asked(lent: Shelf, browse: Browse, who: str) -> None:
    client = browse(who)
    assert len(titles(client.get("/search").text)) == 4
    assert "vailabilit" not in client.get("/search").text
    assert titles(client.get("/search?text=maths").text) == ["Maths course"]
    asked = client.get("/search?kind=availability").text
    assert (titles(asked), "Nothing found" in asked) == ([], True)
    assert "Only some roles in a trust are shown availabilitys" in asked
    assert ("sign in first" in asked) is (who == "visitor")
    assert "Any type</a> (4 listings)" in " ".join(asked.split())
    assert "LST-66666" not in client.get("/search/results.csv").text


def test_an_hr_lead_finds_them_with_their_count_in_the_types(lent: Shelf, browse: Browse) -> None:
    client = browse("HR lead")
    page = client.get("/search?sort=title").text
    assert titles(page)[:2] == ["Budget planning", "Bursar"]
    assert "Availabilitys (2)" in page
    assert titles(client.get("/search?kind=availability&sort=title").text) == ["Bursar", "Headteacher of maths"]
    assert "LST-66666" in client.get("/search/results.csv?kind=availability").text
    assert "only some roles" not in client.get("/search?kind=availability&text=nobody").text.casefold()


def test_kinds_that_share_a_facet_show_it_once_with_the_count_over_both(lent: Shelf, browse: Browse) -> None:
    client = browse("HR lead")
    both = client.get("/search?kind=availability&kind=training").text
    assert both.count("Format") == 1
    assert ("In person (2)" in both, "Online (1)" in both, "Career stage" in both) == (True, True, False)
    one = client.get("/search?kind=availability").text
    assert ("In person (1)" in one, "Online (1)" in one) == (True, True)
    assert "In person (1)" in browse("visitor").get("/search?kind=availability&kind=training").text


def test_days_are_asked_and_told_in_the_words_of_the_kind_in_sight(lent: Shelf, browse: Browse) -> None:
    client = browse("HR lead")
    page = client.get("/search?kind=availability").text
    assert ("Free between" in page, "Free from: 3 December 2026" in page, "Dates" in page) == (True, True, False)
    mixed = client.get("/search?kind=availability&kind=training").text
    assert ("Free between" in mixed, "Dates" in mixed, "Next: 3 December 2026" in mixed) == (False, True, True)


def test_code_that_says_nobody_finds_only_what_anyone_may(app: Flask, lent: Shelf) -> None:
    with transaction(writing=False):
        assert "LST-66666" not in queries.references_of(Query())
        assert "LST-66666" in queries.references_of(Query(opened=("availability",)))
    result = app.test_cli_runner().invoke(args=["search", "find", "maths"])
    assert result.stdout.startswith("1 found")
