"""How an account begins: a registration is confirmed by its own link and its own password."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditRow
from app.extensions import db
from app.kernel import database as kernel_database
from app.kernel.database import session, transaction
from app.people import actions, passwords, queries, rules
from app.people.models import Person, SentLink
from app.people.values import LinkPurpose
from tests.clock import HandClock
from tests.notifications.mailbox import Mailbox
from tests.people.makers import PASSWORD, make_caller, make_person

EMAIL = "sian@fairhaven.example"
OTHER_PASSWORD = "seven brass otters 19"


def register(email: str = EMAIL, name: str = "Siân Ŵyn", password: str = PASSWORD, **more: object) -> int:
    values = {"caller": make_caller(), "at": more.pop("at", HandClock().now()), **more}
    with transaction():
        return actions.create_account(email=email, name=name, password=password, **values)  # type: ignore[arg-type]


def confirm(link: str, password: str = PASSWORD, at: datetime | None = None) -> int:
    token = link.removeprefix("/confirm/")
    with transaction():
        return actions.confirm_email(token=token, password=password, caller=make_caller(), at=at or HandClock().now())


def test_a_registration_is_confirmed_by_the_link_in_its_mailbox(mailbox: Mailbox, last_link: Callable[[], str]) -> None:
    person_id = register()
    with transaction():
        assert queries.get_person(person_id).is_confirmed is False
        assert queries.addresses([person_id]) == {}
    assert confirm(last_link()) == person_id
    (message,) = mailbox.messages
    assert message["To"].addresses[0].addr_spec == EMAIL
    assert message["Subject"] == "Confirm your email address"
    with transaction():
        person = queries.get_person(person_id)
        assert (person.name, person.email, person.is_confirmed) == ("Siân Ŵyn", EMAIL, True)
        verbs = session().scalars(select(AuditRow.verb).order_by(AuditRow.id))
        assert list(verbs) == ["people.registered", "people.email_confirmed"]


def test_no_mail_repeats_what_the_registrant_typed(mailbox: Mailbox, deliver: Callable[[], int]) -> None:
    register(name="Win a prize at evil.example")
    deliver()
    assert "prize" not in mailbox.messages[0].as_string()


def test_registering_an_address_that_has_an_account_changes_nothing_and_tells_its_owner(
    mailbox: Mailbox, deliver: Callable[[], int]
) -> None:
    person = make_person(email=EMAIL, name="Siân Ŵyn")
    with transaction():
        kept = session().get_one(Person, person.id).password_hash
    assert register(email="SIAN@Fairhaven.example", name="Somebody Else", password=OTHER_PASSWORD) == person.id
    deliver()
    assert [message["Subject"] for message in mailbox.messages] == ["You already have an account"]
    with transaction():
        assert queries.get_person(person.id) == person
        assert session().get_one(Person, person.id).password_hash == kept
        assert session().scalars(select(SentLink)).all() == []


def test_nobody_confirms_the_password_that_someone_else_registered_in_their_name(
    mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    register(name="Real Owner", password=PASSWORD)
    own_link = last_link()
    register(name="Somebody Else", password=OTHER_PASSWORD)
    others_link = last_link()
    with pytest.raises(actions.NotTheRegistered):
        confirm(others_link, PASSWORD)
    person_id = confirm(own_link, PASSWORD)
    with transaction():
        assert queries.get_person(person_id).name == "Real Owner"
    with pytest.raises(actions.LinkNotUsable):
        confirm(others_link, OTHER_PASSWORD)


def test_a_link_works_once_and_only_until_it_runs_out(
    mailbox: Mailbox, last_link: Callable[[], str], clock: HandClock
) -> None:
    register()
    link = last_link()
    three_days = clock.now() + timedelta(days=3)
    with pytest.raises(actions.LinkNotUsable, match="run out"):
        confirm(link, at=three_days)
    confirm(link, at=three_days - timedelta(seconds=1))
    with pytest.raises(actions.LinkNotUsable, match="used already"):
        confirm(link)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "../../etc/passwd"])
def test_a_forged_link_does_not_work(app: Flask, token: str) -> None:
    with pytest.raises(actions.LinkNotUsable, match="does not work"):
        confirm(token)


def test_a_link_for_one_purpose_does_not_serve_another(mailbox: Mailbox, last_link: Callable[[], str]) -> None:
    register()
    token = last_link().removeprefix("/confirm/")
    with pytest.raises(actions.LinkNotUsable), transaction():
        actions.set_password(token=token, password=OTHER_PASSWORD, at=HandClock().now())


def test_a_link_is_kept_as_a_digest_and_its_mail_is_blanked(mailbox: Mailbox, last_link: Callable[[], str]) -> None:
    register()
    token = last_link().removeprefix("/confirm/")
    with transaction() as own:
        link = own.scalars(select(SentLink)).one()
        assert link.token_hash == passwords.digest(token)
        connection = own.connection()
        assert connection.exec_driver_sql("SELECT body, link FROM mail").one() == ("", None)


def test_guessing_the_password_at_a_link_is_counted_as_signing_in_is(
    mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    register()
    link = last_link()
    for _ in range(5):
        with pytest.raises(actions.NotTheRegistered):
            confirm(link, "wrong")
    with pytest.raises(actions.TooManyAttempts):
        confirm(link)


def test_the_fourth_registration_of_an_address_in_an_hour_is_refused_known_or_not(
    mailbox: Mailbox, deliver: Callable[[], int]
) -> None:
    make_person(email=EMAIL)
    said = set()
    for email in (EMAIL, "new@fairhaven.example"):
        for _ in range(3):
            register(email)
        with pytest.raises(actions.TooManyAttempts) as refusal:
            register(email)
        said.add(refusal.value.message)
    deliver()
    assert len(mailbox.messages) == 6
    assert len(said) == 1


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"email": "sian@gmail.com"}, rules.EmailNotUsable),
        ({"email": "sian"}, rules.EmailNotUsable),
        ({"name": "<script>"}, rules.NameNotUsable),
        ({"password": "password1234"}, rules.WeakPassword),
        ({"password": "sian fairhaven"}, rules.WeakPassword),
    ],
)
def test_bad_input_stores_nothing(app: Flask, typed: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        register(**typed)
    with transaction():
        assert session().scalars(select(Person)).all() == []


@pytest.mark.parametrize(("asked", "kept"), [("/r/INV-7F3K2", "/r/INV-7F3K2"), ("https://evil.example", None)])
def test_a_link_remembers_where_its_person_was_going_on_this_site(
    mailbox: Mailbox, last_link: Callable[[], str], asked: str, kept: str | None
) -> None:
    register(next_path=asked)
    token = last_link().removeprefix("/confirm/")
    with transaction():
        link = queries.find_link(token, LinkPurpose.CONFIRM, at=HandClock().now())
        assert link is not None
        assert link.next_path == kept


def test_a_registration_never_confirmed_becomes_the_invited_persons_own(app: Flask, at: datetime) -> None:
    person_id = register(name="Somebody Else", password=OTHER_PASSWORD)
    assert make_person(email=EMAIL, name="Siân Ŵyn").id == person_id
    with transaction():
        assert queries.get_person(person_id).name == "Siân Ŵyn"
        kept = session().get_one(Person, person_id).password_hash
    assert passwords.is_right(kept, PASSWORD)


def test_an_account_cannot_be_added_twice(app: Flask, at: datetime) -> None:
    make_person(email=EMAIL)
    with pytest.raises(actions.AccountExists) as refusal:
        make_person(email=EMAIL)
    assert refusal.value.field == "email"
    with pytest.raises(actions.AccountExists), transaction():
        actions.add_person(email=EMAIL, name="Siân Ŵyn", at=at)


def test_an_invited_persons_password_must_be_hard_to_guess_too(app: Flask) -> None:
    with pytest.raises(rules.WeakPassword):
        make_person(password="password1234")


def test_two_registrations_at_once_make_one_person(app: Flask, at: datetime) -> None:
    with app.app_context():
        maker = db.sessionmaker
    together, ids = threading.Barrier(2), []

    def register_at_once() -> None:
        together.wait()
        with maker() as own, kernel_database.bound(maker, own):
            ids.append(
                actions.create_account(email=EMAIL, name="Siân Ŵyn", password=PASSWORD, caller=make_caller(), at=at)
            )
            own.commit()

    threads = [threading.Thread(target=register_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 2
    assert len(set(ids)) == 1
