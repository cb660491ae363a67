"""Registering an account and confirming its address, as a browser sees it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.database import session, transaction
from app.people.models import Person
from tests.conftest import visitor
from tests.notifications.mailbox import Mailbox
from tests.people.makers import PASSWORD, make_person
from tests.people.pages import text_of
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
REGISTRATION = {"name": "Siân Ŵyn", "email": EMAIL, "password": PASSWORD}


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
