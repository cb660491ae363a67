"""Signing in and out, as a browser sees it."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.conftest import visitor
from tests.people.makers import PASSWORD, make_person
from tests.people.pages import text_of
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
SignIn = Callable[[str], PoliceClient]


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
