"""The field for what is bought: a code, or words that lead to one."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.web import fields
from tests.police import PoliceClient
from tests.web.conftest import client_of


class BuyingForm(fields.Form):
    """A form with the field in both its ways."""

    bought = fields.CpvField("What is bought", needed="Enter a CPV code")
    also = fields.CpvField("What else")


@pytest.fixture
def toolkit(kept_toolkit: Flask) -> Flask:
    """One app for all of these tests: they change nothing about it."""
    return kept_toolkit


@pytest.fixture
def _in_a_request(toolkit: Flask) -> Iterator[None]:
    with toolkit.test_request_context("/form", method="POST"):
        yield


def sent(**typed: str) -> BuyingForm:
    form = BuyingForm(formdata=MultiDict({"bought": "", **typed}), meta={"csrf": False})
    form.validate()
    return form


@pytest.mark.usefixtures("_in_a_request")
@pytest.mark.parametrize("typed", ["09310000-5", "09310000", " electricity ", "09310000-5 Electricity"])
def test_a_code_or_a_title_is_taken_and_shown_with_both(typed: str) -> None:
    form = sent(bought=typed)
    assert (form.errors, form.bought.data, form.also.data) == ({}, "09310000-5", None)
    assert 'value="09310000-5 Electricity"' in form.bought()


@pytest.mark.usefixtures("_in_a_request")
def test_words_that_may_mean_several_codes_bring_those_to_choose_from() -> None:
    form = sent(bought="cleaning")
    assert form.errors == {"bought": ["Choose one of these codes"]}
    assert form.bought.data is None
    shown = form.bought()
    assert 'value="cleaning"' in shown
    assert "Codes for “cleaning”" in shown
    assert len(re.findall(r'type="radio" value="\d{8}-\d"', shown)) == 12


@pytest.mark.usefixtures("_in_a_request")
def test_a_choice_among_the_codes_offered_is_taken() -> None:
    form = sent(bought="cleaning", **{"bought-code": "90900000-6"})
    assert (form.errors, form.bought.data) == ({}, "90900000-6")
    assert 'type="radio"' not in form.bought()
    assert 'value="90900000-6 Cleaning and sanitation services"' in form.bought()


@pytest.mark.usefixtures("_in_a_request")
@pytest.mark.parametrize(
    ("typed", "chosen", "message"),
    [
        ("", "90900000-6", "Enter a CPV code"),
        ("catering", "90900000-6", "Choose one of these codes"),
        ("cleaning", "99999999-0", "Choose one of these codes"),
        ("laptop", "", "We found no CPV code for “laptop”. Enter other words, or a code, like 09310000-5"),
        ("09310000-4", "", "We found no CPV code for “09310000-4”. Enter other words, or a code, like 09310000-5"),
    ],
)
def test_a_choice_left_over_from_other_words_or_words_without_a_code_are_refused(
    typed: str, chosen: str, message: str
) -> None:
    form = sent(bought=typed, **{"bought-code": chosen})
    assert (form.errors, form.bought.data) == ({"bought": [message]}, None)


@pytest.mark.usefixtures("_in_a_request")
def test_a_code_that_is_known_is_shown_with_its_title() -> None:
    assert 'value="09310000-5 Electricity"' in BuyingForm(formdata=None, data={"bought": "09310000-5"}).bought()
    assert 'value=""' in BuyingForm(formdata=None).bought()


@pytest.mark.usefixtures("_in_a_request")
def test_what_is_typed_is_shown_as_text() -> None:
    shown = sent(bought='cleaning "><b>').bought()
    assert "Codes for “cleaning &#34;&gt;&lt;b&gt;”" in shown
    assert "<b>" not in shown


def test_suggestions_are_found_for_anyone_and_kept_by_the_browser(toolkit: Flask) -> None:
    visitor: PoliceClient = client_of(toolkit)
    answer = visitor.get("/cpv?q=exercise+book")
    assert answer.json == {"codes": [{"code": "22830000-7", "title": "Exercise books"}]}
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    again = visitor.get("/cpv?q=exercise+book", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get("/cpv").json == {"codes": []}
    assert len(visitor.get(f"/cpv?q={'se' * 3_000}").data) < 4_000


def test_suggestions_are_given_so_often_a_minute_and_no_more(toolkit: Flask) -> None:
    visitor = client_of(toolkit)
    answers = [visitor.get("/cpv?q=", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code for _ in range(121)]
    assert set(answers[:120]) == {200}
    assert answers[120] == 429
