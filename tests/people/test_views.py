"""The pages of an account."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import limiter
from app.kernel.database import session, transaction
from app.people import queries
from app.people.models import Person, SignInSession
from tests.conftest import visitor
from tests.notifications.mailbox import Mailbox
from tests.people.makers import PASSWORD, make_person
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
NEW = "seven brass otters 19"
SignIn = Callable[[str], PoliceClient]
REGISTRATION = {"name": "Siân Ŵyn", "email": EMAIL, "password": PASSWORD}


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_signing_in_leads_to_the_dashboard_and_signing_out_ends_it(client: PoliceClient) -> None:
    make_person(email=EMAIL)
    answer = client.submit("/sign-in", email="Sian@Fairhaven.example", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/dashboard")
    assert client.get("/account").status_code == 200
    assert client.get("/sign-in").location == "/dashboard"
    assert client.get("/register").location == "/dashboard"
    answer = client.submit("/sign-out", page="/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "You are signed out" in client.get("/sign-in").text
    assert client.get("/account").location == "/sign-in?next=%2Faccount"


def test_a_page_that_needs_signing_in_is_gone_on_to_afterwards(client: PoliceClient) -> None:
    make_person(email=EMAIL)
    turned_away = client.get("/notices?show=unread&page=2")
    assert turned_away.location == "/sign-in?next=%2Fnotices%3Fshow%3Dunread%26page%3D2"
    page = client.get(turned_away.location).text
    kept = re.search(r'name="next"[^>]*value="([^"]*)"', page)
    assert kept
    assert html.unescape(kept[1]) == "/notices?show=unread&page=2"
    answer = client.submit("/sign-in", email=EMAIL, password=PASSWORD, next=html.unescape(kept[1]))
    assert answer.location == "/notices?show=unread&page=2"


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_off_the_site(client: PoliceClient, path: str) -> None:
    make_person(email=EMAIL)
    assert client.submit("/sign-in", email=EMAIL, password=PASSWORD, next=path).location == "/dashboard"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter your email address"),
        ({"email": EMAIL}, "Enter your password"),
        ({"email": "sian", "password": "x"}, "correct format"),
        ({"email": EMAIL, "password": "wrong"}, "The email address or the password is not right"),
        ({"email": "nobody@fairhaven.example", "password": "wrong"}, "The email address or the password is not right"),
        ({"email": EMAIL, "password": "x" * 201}, "200 characters or fewer"),
        ({"email": "<script>alert(1)</script>@x.example", "password": "x"}, "correct format"),
    ],
)
def test_a_refused_sign_in_says_so_and_keeps_the_address_and_never_the_password(
    client: PoliceClient, typed: dict[str, str], said: str
) -> None:
    make_person(email=EMAIL)
    answer = client.submit("/sign-in", **typed)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert "<title>Error: Sign in" in answer.text
    assert "<script>alert" not in answer.text
    if typed.get("email") == EMAIL:
        assert f'value="{EMAIL}"' in answer.text
    if "password" in typed:
        assert f'value="{typed["password"]}"' not in answer.text
    assert client.get("/account").status_code == 302


def test_a_locked_account_is_told_what_to_do_known_or_not(client: PoliceClient) -> None:
    make_person(email=EMAIL)
    pages = {}
    for email in (EMAIL, "nobody@fairhaven.example"):
        for _ in range(6):
            answer = client.submit("/sign-in", email=email, password="wrong")
        pages[email] = text_of(answer.text).replace(email, "…")
        assert "Wait 15 minutes, or choose a new password" in pages[email]
    assert len(set(pages.values())) == 1


def test_a_form_without_its_token_does_nothing(client: PoliceClient) -> None:
    make_person(email=EMAIL)
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/account").status_code == 302


def test_what_a_cookie_held_before_signing_in_is_gone_after_it(client: PoliceClient) -> None:
    make_person(email=EMAIL)
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody"
        before = dict(cookie)
    client.submit("/sign-in", email=EMAIL, password=PASSWORD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before["csrf_token"]
        assert cookie["_user_id"] not in str(before)


def test_a_copied_cookie_is_worth_nothing_once_its_owner_signs_out(client: PoliceClient, app: Flask) -> None:
    make_person(email=EMAIL)
    client.submit("/sign-in", email=EMAIL, password=PASSWORD)
    copy = visitor(app)
    cookie = client.get_cookie("session")
    assert cookie is not None
    copy.set_cookie("session", cookie.value)
    assert copy.get("/account").status_code == 200
    client.submit("/sign-out", page="/account")
    assert copy.get("/account").status_code == 302


def test_a_cookie_with_a_token_of_ones_own_making_is_worth_nothing(client: PoliceClient) -> None:
    person = make_person(email=EMAIL)
    for forged in (str(person.id), "x" * 43, ""):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = forged
        assert client.get("/account").status_code == 302


def test_a_sign_in_left_alone_for_12_hours_has_ended_and_one_in_use_has_not(signed_in: SignIn) -> None:
    make_person(email=EMAIL)
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as real:
        client = signed_in(EMAIL)
        for hours in (8, 16, 24):
            real.move_to(began + timedelta(hours=hours))
            assert client.get("/account").status_code == 200
        real.move_to(began + timedelta(hours=36))
        assert client.get("/account").status_code == 302


def test_reading_a_page_writes_nothing_while_the_sign_in_was_noted_lately(
    signed_in: SignIn, statements: Callable[..., object]
) -> None:
    make_person(email=EMAIL)
    client = signed_in(EMAIL)
    client.get("/account")
    with statements() as sent:  # type: ignore[attr-defined]
        client.get("/account")
    assert [each for each in sent if each.startswith(("UPDATE", "INSERT", "DELETE"))] == []


def test_signing_out_everywhere_ends_every_browser(signed_in: SignIn) -> None:
    make_person(email=EMAIL)
    here, there = signed_in(EMAIL), signed_in(EMAIL)
    answer = here.submit("/account/sign-out-everywhere", page="/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert [each.get("/account").status_code for each in (here, there)] == [302, 302]


def test_registering_confirming_and_being_led_on(
    client: PoliceClient, mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    answer = client.submit("/register", **REGISTRATION, next="/r/INV-7F3K2")
    assert (answer.status_code, answer.location) == (303, "/register/check-your-email")
    assert EMAIL in client.get(answer.location).text
    link = last_link()
    page = client.get(link)
    assert page.status_code == 200
    assert EMAIL in page.text
    refused = client.submit(link, password="wrong")
    assert refused.status_code == 422
    assert "Enter the password that you chose when you registered" in refused.text
    answer = client.submit(link, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/r/INV-7F3K2")
    assert "Siân Ŵyn" in client.get("/account").text
    assert "Your account is ready" in client.get("/welcome").text
    again = client.get(link)
    assert again.status_code == 200
    assert "Your email address is confirmed already" in again.text
    assert 'href="/sign-in"' in again.text


def test_a_page_asked_for_by_a_mail_scanner_confirms_nothing(
    client: PoliceClient, mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    client.submit("/register", **REGISTRATION)
    link = last_link()
    for _ in range(3):
        client.get(link)
    assert client.submit(link, password=PASSWORD).status_code == 303


def test_registering_answers_alike_whether_or_not_there_is_an_account(app: Flask) -> None:
    make_person(email=EMAIL)
    answers = []
    for email in (EMAIL, "new@fairhaven.example"):
        browser = visitor(app)
        answer = browser.submit("/register", **{**REGISTRATION, "email": email})
        page = browser.get(answer.location)
        answers.append((answer.status_code, answer.location, text_of(page.text).replace(email, "…")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"name": "X" * 101}, "Full name must be 100 characters or fewer"),
        ({"name": "<script>alert(1)</script>"}, "Full name must not include symbols"),
        ({"email": ""}, "Enter your work email address"),
        ({"email": "sian@"}, "Enter an email address in the correct format"),
        ({"email": "sian@gmail.com"}, "Enter your work email address. gmail.com is for personal email."),
        ({"password": ""}, "Enter a password"),
        ({"password": "short"}, "Password must be 10 characters or more"),
        ({"password": "password1234"}, "Choose a password that is harder to guess"),
        ({"password": "x" * 201}, "Password must be 200 characters or fewer"),
    ],
)
def test_a_refused_registration_says_so_keeps_what_was_typed_and_stores_nothing(
    client: PoliceClient, typed: dict[str, str], said: str
) -> None:
    answer = client.submit("/register", **{**REGISTRATION, **typed})
    assert answer.status_code == 422
    assert text_of(answer.text).count(said) == 2, "once in the summary and once beside the field"
    assert "<script>alert" not in answer.text
    assert PASSWORD not in answer.text
    if "name" not in typed:
        assert 'value="Siân Ŵyn"' in answer.text
    with transaction():
        assert session().scalars(select(Person)).all() == []


def test_pages_that_follow_a_form_lead_back_to_it_when_it_was_not_filled_in(client: PoliceClient) -> None:
    assert client.get("/register/check-your-email").location == "/register"
    assert client.get("/forgotten-password/check-your-email").location == "/forgotten-password"


@pytest.mark.parametrize("path", ["/confirm/", "/reset/"])
def test_a_forged_link_is_not_found_and_says_what_to_do(client: PoliceClient, path: str) -> None:
    answer = client.get(path + "x" * 43)
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


def test_a_confirmation_that_ran_out_leads_to_registering_again(
    client: PoliceClient, mailbox: Mailbox, last_link: Callable[[], str], app: Flask
) -> None:
    client.submit("/register", **REGISTRATION)
    link = last_link()
    app.extensions["clock"].wind_on(days=3)
    page = client.get(link)
    assert page.status_code == 200
    assert "This link has run out" in page.text
    assert 'href="/register"' in page.text


def test_choosing_a_new_password_by_link(
    client: PoliceClient, signed_in: SignIn, mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    make_person(email=EMAIL)
    elsewhere = signed_in(EMAIL)
    answer = client.submit("/forgotten-password", email=EMAIL)
    assert (answer.status_code, answer.location) == (303, "/forgotten-password/check-your-email")
    assert EMAIL in client.get(answer.location).text
    link = last_link()
    refused = client.submit(link, password="sian fairhaven")
    assert refused.status_code == 422
    assert "harder to guess" in refused.text
    answer = client.submit(link, password=NEW)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert elsewhere.get("/account").status_code == 302
    assert "This link has been used already" in client.get(link).text
    assert client.submit("/sign-in", email=EMAIL, password=NEW).status_code == 303


def test_a_reset_that_ran_out_leads_to_another(
    client: PoliceClient, mailbox: Mailbox, last_link: Callable[[], str], app: Flask
) -> None:
    make_person(email=EMAIL)
    client.submit("/forgotten-password", email=EMAIL)
    link = last_link()
    app.extensions["clock"].wind_on(hours=1)
    page = client.get(link).text
    assert "This link has run out" in page
    assert 'href="/forgotten-password"' in page


def test_asking_for_a_new_password_answers_alike_whether_or_not_there_is_an_account(app: Flask) -> None:
    make_person(email=EMAIL)
    answers = []
    for email in (EMAIL, "nobody@fairhaven.example"):
        browser = visitor(app)
        answer = browser.submit("/forgotten-password", email=email)
        page = browser.get(answer.location)
        answers.append((answer.status_code, answer.location, text_of(page.text).replace(email, "…")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("email", "said"), [("", "Enter your email address"), ("sian@", "correct format")])
def test_asking_for_a_new_password_needs_an_address(client: PoliceClient, email: str, said: str) -> None:
    answer = client.submit("/forgotten-password", email=email)
    assert answer.status_code == 422
    assert said in answer.text


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
    make_person(email=EMAIL, name="Siân Ŵyn")
    browsers = {}
    for agent in ("Firefox <b>140</b>", "Safari 26"):
        browsers[agent] = visitor(app)
        browsers[agent].environ_base["HTTP_USER_AGENT"] = agent
        browsers[agent].submit("/sign-in", email=EMAIL, password=PASSWORD)
    page = text_of(browsers["Safari 26"].get("/account").text.replace("&lt;b&gt;", "‹b›"))
    assert "This browser Safari 26" in page
    assert "Firefox ‹b›140" in page


def test_too_many_forms_from_one_address_are_answered_429(app: Flask) -> None:
    browser = visitor(app)
    limiter.enabled = True
    try:
        with app.app_context():
            limiter.reset()
        answers = [browser.submit("/register", name="X").status_code for _ in range(21)]
    finally:
        limiter.enabled = False
    assert answers[:20] == [422] * 20
    assert answers[20] == 429
