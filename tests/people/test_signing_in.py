"""Signing in: attempts are counted first, outlive the refusal, and tell nobody whether an account exists."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.kernel import database as kernel_database
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.people import actions, passwords, queries, rules
from app.people.models import Attempt, Person, SignInSession
from app.people.values import PER_ACCOUNT, PER_ADDRESS, AttemptKind, Limit
from tests.people.makers import CHEAP, PASSWORD, make_caller, make_person

REAL = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


class Door:
    """Where sign-ins are tried as a request would try them; `said` keeps the words of the refusals."""

    def __init__(self, app: Flask, at: datetime) -> None:
        with app.app_context():
            self.maker = db.sessionmaker
        self.at = at
        self.said: list[str] = []

    def __call__(
        self, email: str, password: str = "wrong", real: datetime = REAL, address: str = "192.0.2.1"
    ) -> str | None:
        """The token of the sign-in, or None when it is refused."""
        caller = make_caller(address, at=real)
        with self.maker() as own, kernel_database.bound(self.maker, own):
            try:
                token = actions.sign_in(email=email, password=password, caller=caller, at=self.at)
            except Refused as refusal:
                self.said.append(refusal.message)
                return None
            own.commit()
            return token


@pytest.fixture
def try_it(app: Flask, at: datetime) -> Door:
    return Door(app, at)


def test_the_right_password_signs_in(try_it: Door) -> None:
    person = make_person(email="sian@fairhaven.example")
    token = try_it(" Sian@Fairhaven.example ", PASSWORD)
    assert token is not None
    with transaction():
        held = queries.find_session(token, at=REAL)
        assert held is not None
        assert held.person == person


def test_a_wrong_password_an_unknown_account_and_an_unconfirmed_one_are_refused_in_the_same_words(
    try_it: Door, at: datetime
) -> None:
    make_person(email="sian@fairhaven.example")
    with transaction():
        actions.add_person(email="new@fairhaven.example", name="New Person", at=at)
    for email in ("sian@fairhaven.example", "nobody@fairhaven.example", "new@fairhaven.example"):
        assert try_it(email) is None
    assert len(set(try_it.said)) == 1


def test_an_unknown_account_costs_as_much_work_as_a_known_one(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    passwords.use_cost(passwords.Cost(passes=3, memory=32768, lanes=1))
    with transaction() as own:
        own.execute(update(Person).values(password_hash=passwords.hashed(PASSWORD)))
    passwords.is_right(None, "")
    try:
        spans = {}
        for email in ("sian@fairhaven.example", "nobody@fairhaven.example"):
            began = datetime.now(UTC)
            assert try_it(email) is None
            spans[email] = (datetime.now(UTC) - began).total_seconds()
    finally:
        passwords.use_cost(CHEAP)
    known, unknown = spans.values()
    assert unknown > known / 3


def test_the_sixth_attempt_in_15_minutes_is_refused_even_with_the_right_password(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for n in range(5):
        assert try_it("sian@fairhaven.example", real=REAL + n * SECOND) is None
    last = REAL + WINDOW - SECOND
    assert try_it("sian@fairhaven.example", PASSWORD, real=last) is None
    assert "too many attempts" in try_it.said[-1]


def test_a_refused_attempt_is_not_counted_so_the_wait_is_15_minutes_from_the_first(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for _ in range(9):
        assert try_it("sian@fairhaven.example", real=REAL) is None
    assert try_it("sian@fairhaven.example", PASSWORD, real=REAL + WINDOW - SECOND) is None
    assert try_it("sian@fairhaven.example", PASSWORD, real=REAL + WINDOW) is not None


def test_the_fifth_attempt_may_still_be_the_right_one_and_begins_the_count_again(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for _ in range(2):
        for _ in range(4):
            assert try_it("sian@fairhaven.example") is None
        assert try_it("sian@fairhaven.example", PASSWORD) is not None


def test_an_unknown_account_is_locked_like_a_known_one(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    said = {}
    for email in ("sian@fairhaven.example", "nobody@fairhaven.example"):
        try_it.said.clear()
        for _ in range(7):
            assert try_it(email) is None
        said[email] = list(try_it.said)
    assert said["sian@fairhaven.example"] == said["nobody@fairhaven.example"]
    assert said["sian@fairhaven.example"][4] != said["sian@fairhaven.example"][5]


def test_one_account_locked_leaves_the_others_open(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for _ in range(6):
        try_it("nobody@fairhaven.example")
    assert try_it("sian@fairhaven.example", PASSWORD) is not None


def test_the_31st_failure_from_one_address_is_refused_and_other_addresses_are_not(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for n in range(30):
        assert try_it(f"guess{n}@fairhaven.example") is None
    assert try_it("sian@fairhaven.example", PASSWORD) is None
    assert try_it("sian@fairhaven.example", PASSWORD, address="192.0.2.2") is not None


def test_signing_in_well_does_not_give_an_address_more_guesses_at_others(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    for n in range(29):
        assert try_it(f"guess{n}@fairhaven.example") is None
    assert try_it("sian@fairhaven.example", PASSWORD) is not None
    assert try_it("guess29@fairhaven.example") is None
    assert try_it("sian@fairhaven.example", PASSWORD) is None


def test_simultaneous_attempts_cannot_slip_past_the_count(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    together = threading.Barrier(12)

    def guess() -> None:
        together.wait()
        try_it("sian@fairhaven.example")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(try_it.said) == 12
    assert sum("is not right" in words for words in try_it.said) <= 5
    assert sum("too many attempts" in words for words in try_it.said) >= 7


def test_attempts_are_kept_as_digests_alone_and_for_a_day(try_it: Door) -> None:
    try_it("sian@fairhaven.example")
    with transaction():
        row = session().scalars(select(Attempt)).one()
        assert "fairhaven" not in row.account
        assert "192" not in row.address
        assert actions.erase_attempts(at=REAL + timedelta(days=1) - SECOND) == 0
        assert actions.erase_attempts(at=REAL + timedelta(days=1)) == 1


def test_a_password_kept_at_another_cost_is_hashed_again_on_signing_in(try_it: Door) -> None:
    person = make_person(email="sian@fairhaven.example")
    passwords.use_cost(passwords.Cost(passes=2, memory=16, lanes=1))
    try:
        assert try_it("sian@fairhaven.example", PASSWORD) is not None
        with transaction():
            kept = session().get_one(Person, person.id).password_hash
    finally:
        passwords.use_cost(CHEAP)
    assert kept is not None
    assert "m=16,t=2,p=1" in kept
    assert try_it("sian@fairhaven.example", PASSWORD) is not None


def test_an_erased_person_cannot_sign_in_and_is_signed_out(try_it: Door, at: datetime) -> None:
    person = make_person(email="sian@fairhaven.example")
    token = try_it("sian@fairhaven.example", PASSWORD)
    assert token is not None
    with transaction():
        actions.erase_person(person_id=person.id, at=at)
    assert try_it("sian@fairhaven.example", PASSWORD) is None
    with transaction():
        assert queries.find_session(token, at=REAL) is None


def test_a_sign_in_is_known_by_a_digest_of_its_token(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    token = try_it("sian@fairhaven.example", PASSWORD)
    assert token is not None
    with transaction():
        row = session().scalars(select(SignInSession)).one()
        assert row.token_hash == passwords.digest(token) != token
        assert queries.find_session(row.token_hash, at=REAL) is None


def test_a_sign_in_runs_out_unless_it_is_used(try_it: Door) -> None:
    make_person(email="sian@fairhaven.example")
    token = try_it("sian@fairhaven.example", PASSWORD)
    assert token is not None
    later = REAL + timedelta(hours=12)
    with transaction():
        held = queries.find_session(token, at=later - SECOND)
        assert held is not None
        assert queries.find_session(token, at=later) is None
        assert not actions.is_due_to_note(held, at=REAL + timedelta(minutes=5) - SECOND)
        assert actions.is_due_to_note(held, at=REAL + timedelta(minutes=5))
        actions.note_seen(session_id=held.id, at=later - SECOND)
        assert queries.find_session(token, at=later) is not None
        assert queries.find_session(token, at=REAL + timedelta(days=30)) is None


def test_sign_ins_that_have_run_out_are_erased_and_no_others(try_it: Door) -> None:
    person = make_person(email="sian@fairhaven.example")
    try_it("sian@fairhaven.example", PASSWORD)
    try_it("sian@fairhaven.example", PASSWORD, real=REAL + timedelta(hours=1))
    with transaction():
        assert actions.erase_sessions(at=REAL + timedelta(hours=12)) == 1
        assert len(queries.list_sessions(person.id, at=REAL + timedelta(hours=12))) == 1


def test_signing_out_ends_one_sign_in_and_signing_out_everywhere_all_of_ones_own(try_it: Door, at: datetime) -> None:
    person, other = make_person(email="sian@fairhaven.example"), make_person(email="bob@fairhaven.example")
    tokens = [try_it("sian@fairhaven.example", PASSWORD) for _ in range(3)]
    theirs = try_it("bob@fairhaven.example", PASSWORD)
    assert None not in (*tokens, theirs)
    with transaction():
        actions.end_session(token=str(tokens[0]), person_id=person.id, at=at)
        assert [bool(queries.find_session(str(token), at=REAL)) for token in tokens] == [False, True, True]
        assert actions.end_all_sessions(person_id=person.id, at=at) == 2
        assert queries.list_sessions(person.id, at=REAL) == []
        assert len(queries.list_sessions(other.id, at=REAL)) == 1


def test_the_limits_are_data_for_every_kind_of_attempt() -> None:
    assert set(PER_ACCOUNT) == set(PER_ADDRESS) == set(AttemptKind)
    assert all(isinstance(limit, Limit) and limit.most > 0 for limit in (*PER_ACCOUNT.values(), *PER_ADDRESS.values()))
    assert rules.is_over(PER_ACCOUNT[AttemptKind.RESET], 4)
    assert not rules.is_over(PER_ACCOUNT[AttemptKind.RESET], 3)
