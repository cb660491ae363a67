"""The pages of a person's notices."""

import re
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from app.kernel.database import transaction
from app.notifications import actions, queries
from app.notifications.values import Choice, Topic
from tests.people.makers import make_person
from tests.police import PoliceClient

EMAIL = "sian@fairhaven.example"
SignIn = Callable[[str], PoliceClient]


def tell(person_id: int, at: datetime, key: str = "k", subject: str = "Order accepted", link: str | None = None) -> int:
    with transaction():
        actions.notify(
            recipients=[person_id], topic=Topic.ORDERS, subject=subject, body="It is.", link=link, key=key, at=at
        )
        return queries.newest_id(person_id)


def test_notices_are_for_those_who_are_signed_in(client: PoliceClient) -> None:
    assert client.get("/notices").location == "/sign-in?next=%2Fnotices"
    assert client.get("/notices/choices").status_code == 302


def test_someone_who_was_told_nothing_sees_that(app: Flask, signed_in: SignIn) -> None:
    make_person(email=EMAIL)
    client = signed_in(EMAIL)
    assert "No notices yet" in client.get("/notices").text
    assert "You have read everything" in client.get("/notices?show=unread").text


def test_opening_a_notice_marks_it_read_and_leads_to_what_it_is_about(
    app: Flask, signed_in: SignIn, at: datetime
) -> None:
    person = make_person(email=EMAIL)
    notice = tell(person.id, at, link="/r/ORD-7F3K2")
    client = signed_in(EMAIL)
    page = client.get("/notices").text
    assert "Order accepted" in page
    assert "20 November 2026 at 10am" in page or "20 November 2026 at 10:00am" in page
    assert "1<span" in page.replace("\n", ""), "the header counts what is unread"
    answer = client.submit(f"/notices/{notice}", page="/notices")
    assert (answer.status_code, answer.location) == (303, "/r/ORD-7F3K2")
    assert "You have read everything" in client.get("/notices?show=unread").text
    assert "Order accepted" in client.get("/notices").text


def test_looking_at_the_list_marks_nothing_read(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    notice = tell(person.id, at)
    client = signed_in(EMAIL)
    client.get("/notices")
    assert client.get(f"/notices/{notice}").status_code == 405
    with transaction():
        assert queries.count_unread(person.id) == 1


def test_a_notice_without_a_link_leads_back_to_the_list(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    notice = tell(person.id, at)
    assert signed_in(EMAIL).submit(f"/notices/{notice}", page="/notices").location == "/notices"


def test_another_persons_notice_is_404(app: Flask, signed_in: SignIn, at: datetime) -> None:
    make_person(email=EMAIL)
    other = make_person()
    notice = tell(other.id, at)
    client = signed_in(EMAIL)
    assert client.submit(f"/notices/{notice}", page="/notices").status_code == 404
    assert client.submit("/notices/999999", page="/notices").status_code == 404
    assert "Order accepted" not in client.get("/notices").text
    with transaction():
        assert queries.count_unread(other.id) == 1


def test_marking_all_read_spares_what_came_while_the_page_was_open(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    shown = tell(person.id, at, key="a")
    tell(person.id, at, key="b", subject="Came meanwhile")
    client = signed_in(EMAIL)
    assert client.submit("/notices/mark-all-read", page="/notices", up_to=shown).location == "/notices"
    assert client.submit("/notices/mark-all-read", page="/notices", up_to="nonsense").location == "/notices"
    assert client.submit("/notices/mark-all-read", page="/notices", up_to="-1").location == "/notices"
    page = client.get("/notices?show=unread").text
    assert "Came meanwhile" in page
    assert "Order accepted" not in page


def test_no_number_is_too_large_to_be_read_up_to(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    tell(person.id, at, key="a")
    client = signed_in(EMAIL)
    assert client.submit("/notices/mark-all-read", page="/notices", up_to="9" * 30).location == "/notices"
    assert "Order accepted" not in client.get("/notices?show=unread").text


def test_twenty_notices_a_page(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    for n in range(21):
        tell(person.id, at, key=str(n), subject=f"Notice number {n}.")
    client = signed_in(EMAIL)
    first, second = client.get("/notices").text, client.get("/notices?page=2").text
    assert "Notice number 20." in first
    assert "Notice number 0." not in first
    assert "Notice number 0." in second
    assert client.get("/notices?page=99").status_code == 200
    assert client.get("/notices?page=<script>").status_code == 200


def test_what_was_told_is_shown_as_text(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    tell(person.id, at, subject="<script>alert(1)</script> Llŷn")
    page = signed_in(EMAIL).get("/notices").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Llŷn" in page


def test_choices_are_shown_as_they_were_saved(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL)
    client = signed_in(EMAIL)
    page = client.get("/notices/choices").text
    assert len(re.findall(r"\schecked>", page)) == 19, (
        "both ways for ten topics, less the mail that cannot be turned off"
    )
    assert "Running the site" not in page
    assert "CPD courses your trust runs or books" in page
    answer = client.submit("/notices/choices", in_site=["orders", "account"], by_email=["money", "nonsense"])
    assert answer.location == "/notices/choices"
    assert len(re.findall(r"\schecked>", client.get("/notices/choices").text)) == 3
    with transaction():
        topics = [Topic.ACCOUNT, Topic.ORDERS, Topic.MONEY, Topic.JOINING]
        assert queries.list_choices(person.id, topics) == [
            Choice(Topic.ACCOUNT, in_site=True, by_email=True),
            Choice(Topic.ORDERS, in_site=True, by_email=False),
            Choice(Topic.MONEY, in_site=False, by_email=True),
            Choice(Topic.JOINING, in_site=False, by_email=False),
        ]


def test_mail_about_the_account_cannot_be_turned_off_on_the_page(app: Flask, signed_in: SignIn) -> None:
    person = make_person(email=EMAIL)
    client = signed_in(EMAIL)
    page = client.get("/notices/choices").text
    assert "Always, to keep your account safe" in page
    assert 'id="by_email-account"' not in page
    client.submit("/notices/choices")
    with transaction():
        assert queries.choices_on(Topic.ACCOUNT, [person.id])[person.id].by_email is True


def test_the_operator_chooses_about_running_the_site_too(app: Flask, signed_in: SignIn, at: datetime) -> None:
    person = make_person(email=EMAIL, is_operator=True)
    client = signed_in(EMAIL)
    assert "Running the site" in client.get("/notices/choices").text
    client.submit("/notices/choices", by_email=["operator"])
    with transaction():
        assert queries.list_choices(person.id, [Topic.OPERATOR]) == [Choice(Topic.OPERATOR, False, True)]


def test_someone_else_who_sends_the_operators_topic_changes_nothing_about_it(app: Flask, signed_in: SignIn) -> None:
    person = make_person(email=EMAIL)
    signed_in(EMAIL).submit("/notices/choices", in_site=["operator"])
    with transaction():
        assert queries.list_choices(person.id, [Topic.OPERATOR]) == [Choice(Topic.OPERATOR)]


def test_the_list_costs_the_same_few_statements_however_long_it_is(
    app: Flask, signed_in: SignIn, at: datetime, statements: Callable[..., object]
) -> None:
    person = make_person(email=EMAIL)
    client, counts = signed_in(EMAIL), []
    for batch in range(2):
        for n in range(9):
            tell(person.id, at, key=f"{batch}-{n}")
        with statements() as sent:  # type: ignore[attr-defined]
            client.get("/notices")
        counts.append(len(sent))
    assert counts[0] == counts[1]
