"""Work that ran out of tries is shown to the operator, who can have it tried again."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.audit.models import AuditRow
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.boards import jobs
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.outbox import MOST_TRIES, OutboxRow
from app.settlement import actions
from tests.people.makers import make_person
from tests.police import PoliceClient
from tests.settlement.street import Street

Deliver = Callable[[], int]
SignIn = Callable[[str], PoliceClient]
HANDLER = "settlement.test_work"


@pytest.fixture
def failed(app: Flask, deliver: Deliver, at: datetime) -> Iterator[tuple[int, list[int]]]:
    """The id of work whose tries ran out, and what it has done since: its next try goes well."""
    done: list[int] = []
    faults = [ZeroDivisionError()]

    def work(_payload: object, _at: datetime) -> None:
        if faults:
            raise faults.pop()
        done.append(1)

    jobs.add_handler(HANDLER, work)
    with transaction():
        outbox.post(handler=HANDLER, payload={}, key="test:work", at=at)
        session().execute(update(OutboxRow).where(OutboxRow.handler == HANDLER).values(tries=MOST_TRIES - 1))
        work_id = session().scalars(select(OutboxRow.id).where(OutboxRow.handler == HANDLER)).one()
    deliver()
    assert done == []
    yield work_id, done
    jobs.handlers.pop(HANDLER)


def test_the_operator_has_failed_work_tried_again_after_being_asked(
    failed: tuple[int, list[int]], deliver: Deliver, signed_in: SignIn
) -> None:
    work_id, done = failed
    client = signed_in(make_person(is_operator=True).email)
    path = f"/operator/float/{work_id}/try-again"
    assert path in client.get("/operator/float").text
    page = client.get(path)
    for text in ("Try this work again?", HANDLER, "test:work", "ZeroDivisionError"):
        assert text in page.text
    assert deliver() == 0
    assert client.submit(path).headers["Location"] == "/operator/float"
    assert "The work is being tried again" in client.get("/operator/float").text
    assert deliver() == 1
    assert done == [1]
    assert path not in client.get("/operator/float").text
    with transaction(writing=False):
        row = session().scalars(select(AuditRow).where(AuditRow.verb == "settlement.work_tried_again")).one()
    assert (row.subject, row.facts) == (f"work:{work_id}", {"handler": HANDLER})


def test_work_that_is_done_or_still_tried_is_not_begun_afresh(
    failed: tuple[int, list[int]], deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    work_id, done = failed
    who = make_person(is_operator=True)
    client = signed_in(who.email)
    path = f"/operator/float/{work_id}/try-again"
    client.submit(path)
    assert client.submit(path, page="/operator/float").status_code == 404
    deliver()
    assert client.get(path).status_code == 404
    assert client.get("/operator/float/999999/try-again").status_code == 404
    with pytest.raises(NotFound), transaction():
        actions.try_again(work_id=work_id, actor=Actor(who.id, is_operator=True), at=at)
    assert done == [1]


def test_only_the_operator_sees_failed_work(failed: tuple[int, list[int]], street: Street, signed_in: SignIn) -> None:
    client = signed_in(street.buyer.email)
    path = f"/operator/float/{failed[0]}/try-again"
    assert client.get(path).status_code == 404
    assert client.submit(path, page="/trust/stripe").status_code == 404
