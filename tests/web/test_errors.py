"""Every way in which a request can fail has a page that says what to do."""

import pytest
from flask import Flask

from app.web import errors
from tests.police import PoliceClient
from tests.web.conftest import client_of, heading


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "Page not found"),
        ("/lost", 404, "Page not found"),
        ("/refused", 422, "That cannot be done"),
        ("/broken", 500, "Sorry, there is a problem with the site"),
        ("/broken-template", 500, "Sorry, there is a problem with the site"),
    ],
)
def test_a_failure_has_its_page(visitor: PoliceClient, path: str, status: int, words: str) -> None:
    response = visitor.get(path)
    assert (response.status_code, heading(response)) == (status, words)


def test_a_page_that_needs_another_role_is_forbidden(member: PoliceClient) -> None:
    response = member.get("/forbidden")
    assert (response.status_code, heading(response)) == (403, "You cannot open this page")


def test_the_operators_pages_are_not_there_for_anyone_else(member: PoliceClient) -> None:
    assert member.get("/operators").status_code == 404


def test_a_refusal_that_escapes_a_view_is_shown_as_it_is(visitor: PoliceClient) -> None:
    assert "This order was accepted at 2:05pm. It can no longer be declined." in visitor.get("/refused").text


def test_a_fault_tells_the_visitor_nothing_of_itself(visitor: PoliceClient) -> None:
    assert "wheels" not in visitor.get("/broken").text


def test_the_page_for_a_fault_needs_no_template_once_the_site_has_started(
    toolkit: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> str:
        raise RuntimeError("the templates are gone")

    monkeypatch.setattr(errors, "render_template", gone)
    response = client_of(toolkit).get("/nowhere")
    assert (response.status_code, heading(response)) == (500, "Sorry, there is a problem with the site")


def test_a_form_without_its_token_is_refused_and_changes_nothing(visitor: PoliceClient) -> None:
    response = visitor.post("/form", data={"title": "x"})
    assert (response.status_code, heading(response)) == (400, "This form has expired")


def test_a_form_with_its_token_is_taken(visitor: PoliceClient) -> None:
    response = visitor.submit("/form", title="x")
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_what_is_too_large_is_refused(visitor: PoliceClient) -> None:
    too_much = b"title=" + b"x" * (10 * 1024 * 1024)
    response = visitor.post("/form", data=too_much, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, heading(response)) == (413, "What you sent is too large")


def test_too_many_tries_are_asked_to_wait(visitor: PoliceClient) -> None:
    answers = [visitor.get("/limited") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert heading(answers[-1]) == "Too many tries"
    assert int(answers[-1].headers["Retry-After"]) <= 60


def test_a_method_that_a_page_does_not_take_is_answered_in_the_look_of_the_site(visitor: PoliceClient) -> None:
    response = visitor.open("/told", method="TRACE")
    assert (response.status_code, heading(response)) == (405, "Method Not Allowed")
    assert "GET" in response.headers["Allow"]


def test_a_refused_form_keeps_its_page_and_says_so_in_the_title(visitor: PoliceClient) -> None:
    page = visitor.submit("/form", title="x" * 31).text
    assert "<title>Error: Every field – Trust Exchange</title>" in page
    assert "x" * 31 in page
