"""Every field: what it takes, what it refuses and how it says so, and that what was typed is kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.kernel.errors import Refused
from app.web import fields
from tests.web.trial_pages import TrialForm

RIGHT = {
    "title": "Payroll bureau",
    "price": "1,234.50",
    "starts-day": "1",
    "starts-month": "9",
    "starts-year": "2027",
    "basis": "pupil",
    "phases": ["p", "s"],
    "agreed": "y",
}


@pytest.fixture
def toolkit(kept_toolkit: Flask) -> Flask:
    """One app for all of these tests: they change nothing about it."""
    return kept_toolkit


@pytest.fixture(autouse=True)
def _in_a_request(toolkit: Flask) -> Iterator[None]:
    with toolkit.test_request_context("/form", method="POST"):
        yield


def sent(**typed: Any) -> TrialForm:
    """The trial form as sent with some fields typed otherwise, and validated."""
    form = TrialForm(formdata=MultiDict({**RIGHT, **typed}), meta={"csrf": False})
    form.validate()
    return form


def said(form: fields.Form, name: str) -> str:
    """What the form says is wrong with a field, or nothing."""
    return str((list(form[name].errors) or [""])[0])


def test_a_form_filled_in_right_is_taken() -> None:
    form = sent()
    assert form.errors == {}
    assert (form.title.data, form.price.data, form.starts.data) == ("Payroll bureau", 123450, date(2027, 9, 1))
    assert (form.basis.data, form.phases.data, form.category.data) == ("pupil", ["p", "s"], None)
    assert form.agreed.data is True


def test_an_empty_form_says_what_is_needed_and_nothing_of_what_is_not() -> None:
    form = TrialForm(formdata=MultiDict({"save": "y"}), meta={"csrf": False})
    form.validate()
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "title": "Enter a title",
        "price": "Enter a price",
        "starts": "Enter a start date",
        "basis": "Choose how it is priced",
        "phases": "Choose a phase",
        "agreed": "Say that you may publish this",
    }


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("0.01", 1),
        ("12", 1200),
        ("£1,234.5", 123450),
        (" 99.99 ", 9999),
        ("100000", 100_000_00),
        ("100,000.00", 100_000_00),
    ],
)
def test_money_is_read_in_whole_pence(typed: str, pence: int) -> None:
    form = sent(price=typed)
    assert (said(form, "price"), form.price.data) == ("", pence)


@pytest.mark.parametrize("typed", ["1.234", "-5", "12,34", "1e3", "£", "ten", "1.2.3", "12 34", "1,2345", "NaN", "½"])
def test_money_that_would_have_to_be_guessed_is_refused_and_kept_as_typed(typed: str) -> None:
    form = sent(price=typed)
    assert said(form, "price") == "Price a year must be an amount of money, like 1,234.50"
    assert form.price.data is None
    assert f'value="{typed}"' in form.price()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "Price a year must be £0.01 or more"),
        ("100000.01", "Price a year must be £100,000.00 or less"),
    ],
)
def test_money_just_out_of_bounds_is_refused(typed: str, message: str) -> None:
    assert said(sent(price=typed), "price") == message


def test_money_too_great_for_the_database_is_refused_where_no_bound_is_given() -> None:
    class Open(fields.Form):
        price = fields.MoneyField("Price")

    typed = MultiDict({"price": "1000000000.00"})
    form = Open(formdata=typed, meta={"csrf": False})
    assert not form.validate()
    assert said(form, "price") == "Price must be £999,999,999.99 or less"


def test_money_known_already_is_shown_without_its_sign() -> None:
    assert 'value="1,234.50"' in TrialForm(formdata=None, price=123450).price()


@pytest.mark.parametrize(
    ("typed", "number", "message"),
    [
        ("", None, ""),
        ("0", None, "Pupils must be 1 or more"),
        ("1", 1, ""),
        ("1,040", 1040, ""),
        ("5000", 5000, ""),
        ("5001", None, "Pupils must be 5,000 or less"),
        ("-1", None, "Pupils must be 1 or more"),
        ("1.0", None, "Pupils must be a whole number, like 12"),
        ("٣", None, "Pupils must be a whole number, like 12"),
        ("9" * 19, None, "Pupils must be a whole number, like 12"),
    ],
)
def test_a_whole_number_is_read_within_its_bounds(typed: str, number: int | None, message: str) -> None:
    form = sent(pupils=typed)
    assert (form.pupils.data, said(form, "pupils")) == (number, message)
    assert not typed or f'value="{typed}"' in form.pupils()


@pytest.mark.parametrize(
    ("day", "month", "year", "read"),
    [
        ("3", "9", "2026", date(2026, 9, 3)),
        ("03", "09", "2026", date(2026, 9, 3)),
        ("29", "2", "2028", date(2028, 2, 29)),
        ("3", "Sep", "2026", date(2026, 9, 3)),
        ("31", "december", "2026", date(2026, 12, 31)),
    ],
)
def test_a_day_is_read_from_its_three_boxes(day: str, month: str, year: str, read: date) -> None:
    form = sent(**{"starts-day": day, "starts-month": month, "starts-year": year})
    assert (form.starts.data, said(form, "starts")) == (read, "")


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "link"),
    [
        ("", "9", "2026", "Start date must include a day", "#starts-day"),
        ("3", "", "", "Start date must include a month and year", "#starts-month"),
        ("3", "9", "26", "Start date must have a year with 4 numbers, like 2026", "#starts-year"),
        ("29", "2", "2027", "Start date must be a real date, like 3 9 2026", "#starts-day"),
        ("31", "Smarch", "2026", "Start date must be a real date, like 3 9 2026", "#starts-day"),
        ("3", "9", "0000", "Start date must be a real date, like 3 9 2026", "#starts-day"),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_was_typed(
    day: str, month: str, year: str, message: str, link: str
) -> None:
    form = sent(**{"starts-day": day, "starts-month": month, "starts-year": year})
    assert form.starts.data is None
    assert form.error_list == [{"text": message, "href": link}]
    html = form.starts()
    assert all(f'value="{typed}"' in html for typed in (day, month, year) if typed)


def test_a_day_known_already_fills_its_boxes() -> None:
    html = TrialForm(formdata=None, starts=date(2026, 9, 3)).starts()
    assert 'value="3"' in html
    assert 'value="2026"' in html


@pytest.mark.parametrize(("length", "message"), [(30, ""), (31, "Title must be 30 characters or fewer")])
def test_text_is_taken_up_to_its_length_and_kept_beyond_it(length: int, message: str) -> None:
    form = sent(title="x" * length)
    assert said(form, "title") == message
    assert "x" * length in form.title()


def test_text_loses_the_spaces_around_it_and_what_nobody_can_see() -> None:
    form = sent(title="  Pay\x00roll\r\nbureau ", about="one\r\ntwo\x0b\r\rthree ")
    assert (form.title.data, form.about.data) == ("Payroll bureau", "one\ntwo\n\nthree")


def test_a_line_break_counts_as_one_character_however_it_was_sent() -> None:
    assert said(sent(about="x\r\n" * 99 + "xx"), "about") == ""
    assert said(sent(about="x\r\n" * 100 + "x"), "about") == "Description must be 200 characters or fewer"


def test_what_was_typed_is_shown_as_text() -> None:
    assert "<script>" not in sent(title="<script>x</script>").title()


@pytest.mark.parametrize("typed", ["priya", "priya@", "@elm.example", "a b@elm.example", "priya@elm", "p@elm..example"])
def test_an_address_that_cannot_be_one_is_refused_and_kept(typed: str) -> None:
    form = sent(email=typed)
    assert said(form, "email") == "Enter an email address in the correct format, like name@example.com"
    assert typed in form.email()


def test_an_address_is_taken_without_the_spaces_around_it() -> None:
    assert sent(email=" priya.shah@elm-tree.example ").email.data == "priya.shah@elm-tree.example"


def test_a_password_is_taken_exactly_and_never_sent_back() -> None:
    form = sent(password=" a long pass phrase ")
    assert form.password.data == " a long pass phrase "
    assert "pass phrase" not in form.password()


@pytest.mark.parametrize(("length", "message"), [(256, ""), (257, "Password must be 256 characters or fewer")])
def test_a_password_has_a_longest_length(length: int, message: str) -> None:
    assert said(sent(password="x" * length), "password") == message


@pytest.mark.parametrize(("name", "value"), [("basis", "free"), ("phases", "z"), ("category", "7"), ("category", "x")])
def test_a_choice_that_was_not_offered_is_refused(name: str, value: str) -> None:
    assert said(sent(**{name: value}), name) in (
        "Choose how it is priced",
        "Choose a phase",
        "Choose one of the options shown",
    )


def test_choices_made_stay_made() -> None:
    form = sent(basis="pupil", phases=["s"], category="2", title="")
    assert 'value="pupil" checked' in form.basis()
    assert 'value="s" checked' in form.phases()
    assert 'value="2" selected' in form.category()
    assert form.category.data == 2


def test_a_choice_shows_its_own_hint() -> None:
    assert "From each school&#39;s roll" in sent().basis()


@pytest.mark.parametrize(
    ("name", "message"),
    [("prices.csv", ""), ("PRICES.XLSX", ""), ("prices.exe", "Price list must be a .csv or .xlsx file")],
)
def test_a_file_is_taken_by_the_endings_allowed(toolkit: Flask, name: str, message: str) -> None:
    from io import BytesIO

    upload = {"data": {**RIGHT, "sheet": (BytesIO(b"a,b"), name)}, "method": "POST"}
    with toolkit.test_request_context("/form", **upload):
        form = TrialForm(meta={"csrf": False})
        form.validate()
        assert said(form, "sheet") == message


def test_a_refusal_stands_beside_its_field_or_at_the_top() -> None:
    form = sent()
    form.refuse(Refused("Choose another title.", field="title"))
    form.refuse(Refused("Your trust has closed."))
    form.refuse(Refused("Something of another form.", field="colour"))
    assert form.error_list == [
        {"text": "Your trust has closed."},
        {"text": "Something of another form."},
        {"text": "Choose another title.", "href": "#title"},
    ]
    assert "Choose another title." in form.title()


def test_the_browser_is_left_to_send_what_the_site_will_explain() -> None:
    assert " required" not in "".join(str(field()) for field in sent())


def test_a_question_can_be_the_heading_of_its_page() -> None:
    assert '<h1 class="govuk-fieldset__heading">' in sent().basis(heading=True)
    assert '<h1 class="govuk-label-wrapper">' in sent().title(heading=True)


@pytest.mark.parametrize(("query", "chosen"), [("", None), ("?phase=p", "p"), ("?phase=nonsense", None)])
def test_a_filter_drops_what_is_not_offered(toolkit: Flask, query: str, chosen: str | None) -> None:
    assert toolkit.test_client().get(f"/filter{query}").text == f"{chosen}"


def test_a_filters_text_that_is_too_long_is_as_if_it_were_not_there(toolkit: Flask) -> None:
    class Narrow(fields.FilterForm):
        text = fields.TextField("Text", most=5)

    with toolkit.test_request_context("/?text=far+too+long"):
        assert Narrow().text.data == ""
