from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from app.audit import actions, queries
from app.audit.models import AuditConcern, AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session, transaction

ACTOR = Actor(person_id=7, trust_id=1)


def record(at: datetime, subject: str = "ORD-23456", verb: str = "services.order_placed", **more: object) -> None:
    with transaction():
        actions.record(actor=ACTOR, verb=verb, subject=subject, at=at, **more)  # type: ignore[arg-type]


def test_a_row_is_read_by_the_trusts_it_concerns_and_no_other(app: Flask, at: datetime) -> None:
    record(at, concerns=[2], facts={"value_pence": 500})
    with transaction():
        for trust_id in (1, 2):
            (row,) = queries.list_for_trust(trust_id)
            assert (row.person_id, row.verb, row.facts) == (7, "services.order_placed", {"value_pence": 500})
        assert queries.list_for_trust(3) == []


def test_the_newest_comes_first_and_pages_follow_one_another(app: Flask, at: datetime) -> None:
    for n in range(5):
        record(at, subject=f"ORD-{n}")
    with transaction():
        assert [row.subject for row in queries.list_for_trust(1, most=2)] == ["ORD-4", "ORD-3"]
        assert [row.subject for row in queries.list_for_trust(1, skip=2, most=2)] == ["ORD-2", "ORD-1"]
        assert queries.count_for_trust(1) == 5


def test_the_trail_narrows_to_a_deed_or_a_domain(app: Flask, at: datetime) -> None:
    record(at, verb="services.order_placed")
    record(at, verb="services.order_accepted")
    record(at, verb="charges.charge_raised")
    with transaction():
        assert queries.count_for_trust(1, verb="services.") == 2
        assert queries.count_for_trust(1, verb="services.order_placed") == 1


def test_what_was_done_to_a_thing_reads_from_the_beginning(app: Flask, at: datetime) -> None:
    record(at, verb="a.first")
    record(at, verb="a.second")
    record(at, subject="ORD-99999")
    with transaction():
        assert [row.verb for row in queries.list_about(1, ["ORD-23456"])] == ["a.first", "a.second"]
        assert queries.list_about(2, ["ORD-23456"]) == []


@pytest.mark.parametrize("model", [AuditRow, AuditConcern])
@pytest.mark.parametrize("deed", ["change", "cut"])
def test_the_database_refuses_to_change_or_cut_the_trail(
    app: Flask, at: datetime, model: type[AuditRow] | type[AuditConcern], deed: str
) -> None:
    record(at)

    def tamper() -> None:
        with transaction():
            session().execute(update(model).values(trust_id=9) if deed == "change" else delete(model))

    with pytest.raises(DatabaseError, match="cannot be changed"):
        tamper()


def test_what_the_system_does_by_itself_has_no_person(app: Flask, at: datetime, deliver: Callable[[], int]) -> None:
    with transaction():
        actions.record(actor=None, verb="charges.year_raised", subject="AGR-23456", at=at, concerns=[1, 2])
        assert queries.list_for_trust(2)[0].person_id is None
