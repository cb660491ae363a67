"""Whatever stands in an address, the answer is a page and never a fault of the site."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.kernel.database import session, transaction
from app.people.models import Person
from app.search.actions import rebuild
from tests.conftest import PASSWORD
from tests.police import TOKEN
from tests.trusts.makers import make_member, make_trust

ODD = ("\0", "9" * 40, "LST-22222", "ŵ%<script>")
ASKED = ("page", "sort", "format", "q", "text", "kind", "category", "phase", "region", "show", "about", "state", "side")
HEALTH = "/health"


@pytest.fixture
def able(app: Flask) -> Iterator[FlaskClient]:
    """The browser of someone who may do everything, for a trust and for the site. A fault is answered, not raised."""
    member = make_member(make_trust())
    with transaction():
        session().get_one(Person, member.person_id).is_operator = True
    rebuild()
    app.testing = False
    browser = FlaskClient(app, app.response_class)
    token = TOKEN.search(browser.get("/sign-in").text)
    assert token
    browser.post("/sign-in", data={"csrf_token": token[1], "email": member.email, "password": PASSWORD})
    assert browser.get("/trust/people").status_code == 200
    yield browser
    app.testing = True


def pages(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in found if rule.rule != HEALTH]


def with_odd(rule: Rule, odd: str) -> str:
    """The address of a page with something odd in each of its places."""
    path = rule.rule
    for name in rule.arguments:
        for written in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(written, quote(odd, safe=""))
    return path


def test_nothing_that_stands_in_a_path_breaks_a_page(app: Flask, able: FlaskClient) -> None:
    paths = [with_odd(rule, odd) for rule in pages(app) for odd in ODD if rule.arguments]
    assert len(paths) > 100
    assert [path for path in paths if able.get(path).status_code >= 500] == []


def test_nothing_that_is_asked_of_a_page_breaks_it(app: Flask, able: FlaskClient) -> None:
    broken = []
    for place, rule in enumerate(each for each in pages(app) if not each.arguments):
        for turn in (place, place + 2):
            asked = {name: ODD[(turn + step) % len(ODD)] for step, name in enumerate(ASKED)}
            if able.get(rule.rule, query_string=asked).status_code >= 500:
                broken.append((rule.rule, asked))
    assert broken == []
