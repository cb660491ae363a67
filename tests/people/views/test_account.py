"""One's own account, as a browser sees it."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.kernel.database import session, transaction
from app.people import queries
from app.people.models import SignInSession
from tests.conftest import visitor
from tests.people.makers import PASSWORD, make_person
from tests.people.pages import text_of
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
NEW = "seven brass otters 19"
SignIn = Callable[[str], PoliceClient]


def test_changing_ones_name(signed_in: SignIn) -> None:
    person = make_person(email=EMAIL, name="Siân Ŵyn")
    client = signed_in(EMAIL)
    assert 'value="Siân Ŵyn"' in client.get("/account/name").text
    refused = client.submit("/account/name", name="<script>")
    assert refused.status_code == 422
    assert "must not include symbols" in refused.text
    assert client.submit("/account/name", name="Siân Ŵyn-Rees").location == "/account"
    with transaction():
        assert queries.get_person(person.id).name == "Siân Ŵyn-Rees"


def test_changing_ones_password_keeps_this_browser_and_ends_the_others(signed_in: SignIn) -> None:
    make_person(email=EMAIL)
    here, there = signed_in(EMAIL), signed_in(EMAIL)
    for typed, said in (
        ({}, "Enter the password that you sign in with now"),
        ({"current": PASSWORD}, "Enter a new password"),
        ({"current": "wrong", "new": NEW}, "Enter the password that you sign in with now"),
        ({"current": PASSWORD, "new": "password1234"}, "harder to guess"),
        ({"current": PASSWORD, "new": PASSWORD}, "not your present one"),
    ):
        refused = here.submit("/account/password", **typed)
        assert refused.status_code == 422
        assert said in refused.text
    assert here.submit("/account/password", current=PASSWORD, new=NEW).location == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    with transaction():
        assert len(session().scalars(select(SignInSession)).all()) == 1


def test_the_account_page_shows_each_browser_and_which_is_this_one(app: Flask) -> None:
    make_person(email=EMAIL)
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) AppleWebKit/605.1.15 Version/26.0 Safari/605"
    browsers = {}
    for agent in ("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0", mac):
        browsers[agent] = visitor(app)
        browsers[agent].environ_base["HTTP_USER_AGENT"] = agent
        browsers[agent].submit("/sign-in", email=EMAIL, password=PASSWORD)
    page = text_of(browsers[mac].get("/account").text)
    assert "Safari on a Mac (this browser) Signed in on" in page
    assert "Firefox on Linux Signed in on" in page
