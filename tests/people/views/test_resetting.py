"""Choosing a new password by link, as a browser sees it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.extensions import limiter
from tests.conftest import visitor
from tests.notifications.mailbox import Mailbox
from tests.people.makers import make_person
from tests.people.pages import text_of
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
NEW = "seven brass otters 19"
SignIn = Callable[[str], PoliceClient]


def test_pages_that_follow_a_form_lead_back_to_it_when_it_was_not_filled_in(client: PoliceClient) -> None:
    assert client.get("/register/check-your-email").location == "/register"
    assert client.get("/forgotten-password/check-your-email").location == "/forgotten-password"


@pytest.mark.parametrize("path", ["/confirm/", "/reset/"])
def test_a_forged_link_is_not_found_and_says_what_to_do(client: PoliceClient, path: str) -> None:
    answer = client.get(path + "x" * 43)
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


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
