"""The outbox: written with the deed, carried out after it, once for its key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel import delivery, outbox
from app.kernel.boards import Errand, jobs, news
from app.kernel.database import session, transaction
from app.kernel.outbox import OutboxRow
from tests.clock import HandClock


@pytest.fixture
def done() -> Iterator[list[Any]]:
    gathered: list[Any] = []
    jobs.add_handler("test.note", lambda payload, at: gathered.append(payload["n"]))
    yield gathered
    jobs.handlers.pop("test.note")


def post(n: int, at: datetime, **more: Any) -> bool:
    return outbox.post(handler="test.note", payload={"n": n}, key=f"test:{n}", at=at, **more)


def row() -> OutboxRow:
    return session().scalars(select(OutboxRow)).one()


def test_work_is_carried_out_after_the_commit(
    app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any]
) -> None:
    with transaction():
        post(1, at)
    assert deliver() == 1
    assert done == [1]
    assert deliver() == 0


def test_work_posted_in_a_transaction_that_fails_is_never_done(
    app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any]
) -> None:
    def fails() -> None:
        with transaction():
            post(1, at)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert deliver() == 0
    assert done == []


def test_the_same_key_is_done_once(app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any]) -> None:
    with transaction():
        assert post(1, at) is True
        assert post(1, at) is False
    deliver()
    assert done == [1]


def test_work_due_later_waits_for_the_clock(
    app: Flask, at: datetime, clock: HandClock, deliver: Callable[[], int], done: list[Any]
) -> None:
    with transaction():
        post(1, at, due_at=at + timedelta(days=1))
    deliver()
    assert done == []
    clock.wind_on(days=1)
    deliver()
    assert done == [1]


def test_a_failure_waits_and_does_not_hold_up_the_rest(
    app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any]
) -> None:
    def fail(payload: Any, at: datetime) -> None:
        raise ZeroDivisionError

    jobs.add_handler("test.fail", fail)
    with transaction():
        outbox.post(handler="test.fail", payload={}, key="fail", at=at)
        post(2, at)
    deliver()
    assert done == [2]
    with transaction():
        failed = session().scalars(select(OutboxRow).where(OutboxRow.handler == "test.fail")).one()
        assert (failed.tries, failed.last_error, failed.done_at) == (1, "ZeroDivisionError", None)
    jobs.handlers.pop("test.fail")


def test_work_that_runs_out_of_tries_is_given_up_and_says_so(app: Flask, at: datetime, clock: HandClock) -> None:
    gave_up: list[Any] = []
    jobs.add_errand(
        "test.errand",
        Errand(lambda p, at: p, lambda p: 1 / 0, lambda p, o, at: None, give_up=lambda p, at: gave_up.append(p)),
    )
    with transaction():
        outbox.post(handler="test.errand", payload={"n": 7}, key="e", at=at)
        session().execute(update(OutboxRow).values(tries=outbox.MOST_TRIES - 1))
    delivery.deliver_due(clock)
    assert gave_up == [{"n": 7}]
    with transaction():
        assert row().given_up_at == at
        assert outbox.count_given_up() == 1
    jobs.errands.pop("test.errand")


def test_an_errand_calls_the_outside_world_with_no_transaction_open(app: Flask, at: datetime, clock: HandClock) -> None:
    seen: list[Any] = []

    def carry_out(prepared: Any) -> str:
        with pytest.raises(LookupError):
            session()
        return f"{prepared} carried out"

    jobs.add_errand("test.errand", Errand(lambda p, at: p["n"], carry_out, lambda p, outcome, at: seen.append(outcome)))
    with transaction():
        outbox.post(handler="test.errand", payload={"n": 7}, key="e", at=at)
    assert delivery.deliver_due(clock) == 1
    assert seen == ["7 carried out"]
    jobs.errands.pop("test.errand")


def test_a_claim_keeps_others_away_until_it_lapses(app: Flask, at: datetime, done: list[Any]) -> None:
    with transaction():
        post(1, at)
        row_id = row().id
        assert outbox.claim(row_id, tries_at=at) is not None
    with transaction():
        assert outbox.claim(row_id, tries_at=at + outbox.CLAIM - timedelta(seconds=1)) is None
    with transaction():
        assert outbox.claim(row_id, tries_at=at + outbox.CLAIM) is not None


def test_work_not_yet_due_is_put_off_without_counting_a_try(app: Flask, at: datetime, clock: HandClock) -> None:
    ran: list[datetime] = []

    def wait(payload: Any, now: datetime) -> None:
        ran.append(now)
        if now < at + timedelta(hours=1):
            raise delivery.NotYet(at + timedelta(hours=1))

    jobs.add_handler("test.wait", wait)
    with transaction():
        outbox.post(handler="test.wait", payload={}, key="w", at=at)
    delivery.deliver_due(clock)
    delivery.deliver_due(clock)
    assert ran == [at]
    clock.wind_on(hours=1)
    delivery.deliver_due(clock)
    assert len(ran) == 2
    jobs.handlers.pop("test.wait")


@dataclass(frozen=True)
class KettleBoiled:
    kettle: int


def test_a_reaction_to_an_outside_fact_that_fails_undoes_neither_the_fact_nor_its_neighbours(
    app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any]
) -> None:
    heard: list[int] = []

    def fails(event: KettleBoiled, at: datetime) -> None:
        raise ValueError

    def hears(event: KettleBoiled, at: datetime) -> None:
        heard.append(event.kettle)

    news.answer(KettleBoiled, fails)
    news.answer(KettleBoiled, hears)
    with transaction():
        post(1, at)
        news.tell_later(KettleBoiled(kettle=3), key="kettle:3", at=at)
    deliver()
    assert heard == [3]
    assert done == [1]
    news._reactions.pop(KettleBoiled)


def test_a_transaction_of_its_own_refuses_to_lose_unsaved_changes(app: Flask, at: datetime) -> None:
    with transaction():
        post(1, at)
        with pytest.raises(RuntimeError), transaction():
            pass


class Overtaking:
    """An errand whose call lasts so long that its claim lapses and a second worker carries it out meanwhile."""

    def __init__(self, clock: HandClock, *, then_fails: bool) -> None:
        self.clock, self.then_fails = clock, then_fails
        self.calls, self.gave_up = 0, False
        self.errand = Errand(lambda p, at: p, self.call, self.record, self.give_up)

    def call(self, _: Any) -> int:
        self.calls += 1
        mine = self.calls
        if mine == 1:
            with transaction():
                session().execute(update(OutboxRow).values(claimed_until=None))
                row_id = row().id
            assert delivery.deliver(row_id, self.clock)
            if self.then_fails:
                raise TimeoutError
        return mine

    def record(self, _: Any, call: int, at: datetime) -> None:
        post(call, at)

    def give_up(self, _: Any, at: datetime) -> None:
        self.gave_up = True


@pytest.mark.parametrize("then_fails", [False, True])
def test_of_two_workers_at_one_errand_only_the_first_to_finish_records(
    app: Flask, at: datetime, clock: HandClock, done: list[Any], then_fails: bool
) -> None:
    slow = Overtaking(clock, then_fails=then_fails)
    jobs.add_errand("test.slow", slow.errand)
    with transaction():
        outbox.post(handler="test.slow", payload={}, key="slow", at=at)
        session().execute(update(OutboxRow).values(tries=outbox.MOST_TRIES - 1))
    delivery.deliver_due(clock)
    assert slow.calls == 2
    assert done == [2]
    assert not slow.gave_up
    with transaction():
        assert outbox.count_given_up() == 0
    jobs.errands.pop("test.slow")


def test_work_that_was_given_up_begins_afresh_when_asked_and_only_then(
    app: Flask, at: datetime, deliver: Callable[[], int], done: list[Any], clock: HandClock
) -> None:
    with transaction():
        post(1, at)
        assert not outbox.try_again(row().id, at=at)
        session().execute(update(OutboxRow).values(tries=outbox.MOST_TRIES, given_up_at=at, last_error="Fault"))
    assert deliver() == 0
    clock.wind_on(hours=1)
    with transaction():
        assert outbox.try_again(row().id, at=clock.now())
        assert not outbox.try_again(row().id, at=clock.now())
        session().expire_all()
        assert (row().tries, row().given_up_at, row().due_at) == (0, None, clock.now())
    assert deliver() == 1
    assert done == [1]
    with transaction():
        assert not outbox.try_again(row().id, at=clock.now())
