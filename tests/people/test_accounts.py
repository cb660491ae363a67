"""Passwords chosen anew, names changed, accounts erased."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.boards import jobs
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.notifications import queries as notices
from app.people import actions, passwords, queries, rules
from app.people.models import Person, SentLink
from app.people.values import SOMEONE_GONE, PersonValue
from tests.clock import HandClock
from tests.notifications.mailbox import Mailbox
from tests.people.makers import PASSWORD, make_caller, make_person

EMAIL = "sian@fairhaven.example"
NEW = "seven brass otters 19"


def ask(email: str = EMAIL, at: datetime | None = None) -> None:
    with transaction():
        actions.request_reset(email=email, caller=make_caller(), at=at or HandClock().now())


def choose(link: str, password: str = NEW, at: datetime | None = None) -> int:
    with transaction():
        return actions.set_password(token=link.removeprefix("/reset/"), password=password, at=at or HandClock().now())


def try_to_sign_in(password: str, at: datetime) -> bool:
    with transaction():
        try:
            actions.sign_in(email=EMAIL, password=password, caller=make_caller(), at=at)
        except (actions.NotSignedIn, actions.TooManyAttempts):
            return False
    return True


def keeps(person: PersonValue) -> str | None:
    with transaction():
        return session().get_one(Person, person.id).password_hash


def sessions_of(person: PersonValue) -> int:
    with transaction():
        return len(queries.list_sessions(person.id, at=make_caller().at))


def test_a_new_password_is_chosen_by_link_and_every_browser_signed_out_and_the_person_told(
    mailbox: Mailbox, last_link: Callable[[], str], deliver: Callable[[], int], at: datetime
) -> None:
    person = make_person(email=EMAIL)
    assert try_to_sign_in(PASSWORD, at)
    ask()
    assert choose(last_link()) == person.id
    assert sessions_of(person) == 0
    assert try_to_sign_in(NEW, at)
    assert not try_to_sign_in(PASSWORD, at)
    deliver()
    assert [message["Subject"] for message in mailbox.messages] == [
        "Choose a new password",
        "Your password was changed",
    ]
    with transaction():
        assert [notice.subject for notice in notices.list_notices(person.id)] == ["Your password was changed"]


def test_choosing_a_new_password_works_while_sign_in_is_locked_and_unlocks_it(
    mailbox: Mailbox, last_link: Callable[[], str], at: datetime
) -> None:
    make_person(email=EMAIL)
    for _ in range(6):
        assert not try_to_sign_in("wrong", at)
    assert not try_to_sign_in(PASSWORD, at)
    ask()
    choose(last_link())
    assert try_to_sign_in(NEW, at)


def test_asking_for_an_unknown_account_sends_nothing_and_says_the_same(
    mailbox: Mailbox, deliver: Callable[[], int]
) -> None:
    ask("nobody@fairhaven.example")
    deliver()
    assert mailbox.messages == []


def test_the_fourth_time_in_an_hour_is_refused_known_or_not(app: Flask) -> None:
    make_person(email=EMAIL)
    said = set()
    for email in (EMAIL, "nobody@fairhaven.example"):
        for _ in range(3):
            ask(email)
        with pytest.raises(actions.TooManyAttempts) as refusal:
            ask(email)
        said.add(refusal.value.message)
    assert len(said) == 1


def test_a_reset_link_works_once_within_the_hour_and_only_the_newest(
    mailbox: Mailbox, last_link: Callable[[], str], at: datetime
) -> None:
    make_person(email=EMAIL)
    ask()
    first = last_link()
    ask()
    second = last_link()
    hour = at + timedelta(hours=1)
    with pytest.raises(actions.LinkNotUsable, match="run out"):
        choose(second, at=hour)
    choose(second, at=hour - timedelta(seconds=1))
    for spent in (first, second):
        with pytest.raises(actions.LinkNotUsable, match="used already"):
            choose(spent)


def test_a_weak_new_password_is_refused_and_the_link_still_works(
    mailbox: Mailbox, last_link: Callable[[], str]
) -> None:
    make_person(email=EMAIL)
    ask()
    link = last_link()
    with pytest.raises(rules.WeakPassword):
        choose(link, "sian fairhaven")
    choose(link)


def test_a_reset_proves_the_mailbox_of_a_registration_never_confirmed(
    mailbox: Mailbox, last_link: Callable[[], str], at: datetime
) -> None:
    with transaction():
        actions.create_account(email=EMAIL, name="Siân Ŵyn", password=PASSWORD, caller=make_caller(), at=at)
    ask()
    choose(last_link())
    assert try_to_sign_in(NEW, at)


def test_changing_a_password_asks_for_the_present_one_and_signs_out_the_other_browsers(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    person = make_person(email=EMAIL)
    with transaction():
        here = actions.start_session(person_id=person.id, caller=make_caller(), at=at)
        actions.start_session(person_id=person.id, caller=make_caller(), at=at)
    with transaction():
        actions.change_password(
            current=PASSWORD, new=NEW, but=here, actor=Actor(person.id), caller=make_caller(), at=at
        )
    assert sessions_of(person) == 1
    assert passwords.is_right(keeps(person), NEW)
    deliver()
    assert [message["Subject"] for message in mailbox.messages] == ["Your password was changed"]


@pytest.mark.parametrize(
    ("current", "new", "refusal", "field"),
    [
        ("wrong", NEW, actions.WrongPassword, "current"),
        (PASSWORD, "sian fairhaven", rules.WeakPassword, "new"),
        (PASSWORD, "short", rules.WeakPassword, "new"),
        (PASSWORD, PASSWORD, rules.WeakPassword, "new"),
    ],
)
def test_a_password_not_rightly_changed_stays(
    app: Flask, at: datetime, current: str, new: str, refusal: type[rules.WeakPassword], field: str
) -> None:
    person = make_person(email=EMAIL)
    before = keeps(person)
    with pytest.raises(refusal) as refused, transaction():
        actions.change_password(current=current, new=new, but=None, actor=Actor(person.id), caller=make_caller(), at=at)
    assert refused.value.field == field
    assert keeps(person) == before


def test_guessing_the_present_password_is_counted_and_a_weak_new_one_is_not(app: Flask, at: datetime) -> None:
    person = make_person(email=EMAIL)

    def change(current: str) -> None:
        with transaction():
            actions.change_password(
                current=current, new="short", but=None, actor=Actor(person.id), caller=make_caller(), at=at
            )

    for _ in range(7):
        with pytest.raises(rules.WeakPassword):
            change(PASSWORD)
    for _ in range(5):
        with pytest.raises(actions.WrongPassword):
            change("wrong")
    with pytest.raises(actions.TooManyAttempts):
        change(PASSWORD)


def test_names_are_looked_up_in_one_batch_and_an_erased_one_is_gone(
    app: Flask, at: datetime, statements: Callable[..., object]
) -> None:
    sian, bob = make_person(name="Siân Ŵyn"), make_person(name="Bob")
    with transaction():
        actions.erase_person(person_id=bob.id, at=at)
    with transaction(), statements() as sent:  # type: ignore[attr-defined]
        assert queries.names([sian.id, bob.id, 999]) == {sian.id: "Siân Ŵyn", bob.id: SOMEONE_GONE, 999: SOMEONE_GONE}
    assert len([each for each in sent if each.startswith("SELECT")]) == 1


def test_a_changed_name_is_what_everyone_sees(app: Flask, at: datetime) -> None:
    person = make_person(name="Siân Ŵyn")
    with transaction():
        actions.change_name(name="  Siân   Ŵyn-Rees ", actor=Actor(person.id), at=at)
        assert queries.names([person.id]) == {person.id: "Siân Ŵyn-Rees"}
    with pytest.raises(rules.NameNotUsable), transaction():
        actions.change_name(name="<b>", actor=Actor(person.id), at=at)


def test_an_erased_person_keeps_nothing_but_an_id_and_their_address_is_free_again(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    person = make_person(email=EMAIL, is_operator=True)
    ask()
    with transaction():
        actions.start_session(person_id=person.id, caller=make_caller(), at=at)
    with transaction():
        actions.erase_person(person_id=person.id, at=at)
        row = session().get_one(Person, person.id)
        assert (row.email, row.name, row.password_hash, row.is_operator, row.erased_at) == (None, "", None, False, at)
        assert session().scalars(select(SentLink)).all() == []
        assert queries.list_sessions(person.id, at=make_caller().at) == []
        gone = queries.get_person(person.id)
        assert (gone.name, gone.email, gone.is_erased) == (SOMEONE_GONE, "", True)
        assert queries.addresses([person.id]) == {}
        assert queries.list_operators() == []
    assert make_person(email=EMAIL).id != person.id
    with pytest.raises(NotFound), transaction():
        actions.erase_person(person_id=999, at=at)


def test_an_account_unconfirmed_for_14_days_is_erased_and_a_confirmed_one_is_not(app: Flask, at: datetime) -> None:
    confirmed = make_person()
    with transaction():
        stale = actions.create_account(email=EMAIL, name="Siân Ŵyn", password=PASSWORD, caller=make_caller(), at=at)
    two_weeks = at + timedelta(days=14)
    erase = jobs.erasures["people.erase_unconfirmed"]
    with transaction():
        assert erase(two_weeks - timedelta(seconds=1)) == 0
        assert erase(two_weeks) == 1
        assert erase(two_weeks) == 0
        assert queries.get_person(stale).is_erased
        assert not queries.get_person(confirmed.id).is_erased


def test_an_account_whose_newest_link_still_holds_is_not_erased(app: Flask, at: datetime) -> None:
    for days in (0, 13):
        with transaction():
            actions.create_account(
                email=EMAIL,
                name="Siân Ŵyn",
                password=PASSWORD,
                caller=make_caller(),
                at=at + timedelta(days=days),
            )
    with transaction():
        assert actions.erase_unconfirmed(at=at + timedelta(days=16) - timedelta(seconds=1)) == 0
        assert actions.erase_unconfirmed(at=at + timedelta(days=16)) == 1


def test_links_go_30_days_after_they_ran_out(app: Flask, at: datetime) -> None:
    make_person(email=EMAIL)
    ask()
    gone = at + timedelta(hours=1, days=30)
    erase = jobs.erasures["people.erase_links"]
    with transaction():
        assert erase(gone - timedelta(seconds=1)) == 0
        assert erase(gone) == 1


def test_the_worker_erases_attempts_and_sign_ins_by_real_time(app: Flask, at: datetime) -> None:
    person = make_person(email=EMAIL)
    assert try_to_sign_in(PASSWORD, at)
    far_ahead = at + timedelta(days=4000)
    with transaction():
        assert jobs.erasures["people.erase_sessions"](far_ahead) == 0
        assert jobs.erasures["people.erase_attempts"](far_ahead) == 0
    assert sessions_of(person) == 1


def test_people_are_found_by_address_however_it_is_written(app: Flask) -> None:
    person = make_person(email=EMAIL)
    with transaction():
        assert queries.find_by_email(" SIAN@fairhaven.EXAMPLE") == person
        assert queries.find_by_email("nobody@fairhaven.example") is None
        assert queries.people_by_id([person.id, 999]) == {person.id: person}
        with pytest.raises(NotFound):
            queries.get_person(999)
