"""Reminders, each once and nobody twice, and how long a contract is kept."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit import queries as audit
from app.contracts import actions, queries
from app.contracts.models import ContractDocument
from app.contracts.rules.reminders import Due, due_on
from app.contracts.rules.retention import erased_before
from app.contracts.values import DayKind, EndingReason, Source, Supplement
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.notifications.models import Notice
from app.trusts.values import Role
from tests.clock import START
from tests.contracts.makers import World, add, bind
from tests.contracts.test_keeping import PDF
from tests.contracts.test_rules import LAST, NOTICE, contract, ended
from tests.listings.makers import make_member, make_trust

DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.mark.parametrize(
    ("changes", "day", "before"),
    [
        ({}, NOTICE - 91 * DAY, None),
        ({}, NOTICE - 90 * DAY, 90),
        ({}, NOTICE - 31 * DAY, 90),
        ({}, NOTICE - 30 * DAY, 30),
        ({}, NOTICE - 8 * DAY, 30),
        ({}, NOTICE - 7 * DAY, 7),
        ({}, NOTICE, 7),
        ({}, NOTICE + DAY, None),
        (ended(LAST - DAY), NOTICE, None),
        ({"end_date": None, "last_date": None}, NOTICE, 7),
    ],
)
def test_a_reminder_of_notice_is_due_from_its_day_until_the_last_day_to_give_it(
    changes: dict[str, Any], day: date, before: int | None
) -> None:
    due = Due(DayKind.NOTICE, NOTICE, before) if before is not None else None
    assert due_on(contract(**changes), day) == due


@pytest.mark.parametrize(
    ("changes", "day", "is_due"),
    [
        ({}, LAST - 91 * DAY, False),
        ({}, LAST - 90 * DAY, True),
        ({}, LAST, True),
        ({}, LAST + DAY, False),
        ({"source": Source.SECONDMENT}, LAST, False),
        ({"end_date": None, "last_date": None}, LAST, False),
    ],
)
def test_the_end_is_said_of_what_needs_no_notice(changes: dict[str, Any], day: date, is_due: bool) -> None:
    assert due_on(contract(notice_date=None, **changes), day) == (Due(DayKind.ENDS, LAST, 90) if is_due else None)


@pytest.mark.parametrize(
    ("today", "before"),
    [(date(2033, 8, 31), date(2026, 9, 1)), (date(2033, 9, 1), date(2027, 9, 1))],
)
def test_a_contract_is_kept_for_six_years_after_the_accounting_year_in_which_it_ended(
    today: date, before: date
) -> None:
    assert erased_before(today) == before


def told(reference: str) -> list[tuple[int, str]]:
    rows = select(Notice.person_id, Notice.subject).where(Notice.link == f"/contracts/{reference}")
    return [(who, subject) for who, subject in session().execute(rows.order_by(Notice.id))]


def test_the_responsible_and_those_who_run_procurement_are_told_once_for_each_day(world: World) -> None:
    notice = date(2027, 2, 18)
    reference = add(world.keeper, notice_date=notice, responsible_id=world.keeper.person_id)
    for day in (notice - 91 * DAY, notice - 90 * DAY, notice - 90 * DAY, notice - 40 * DAY, notice - 30 * DAY):
        actions.remind(at=noon(day))
    assert told(reference) == [(world.keeper.person_id, "Notice on School meals: by 18 February 2027")] * 2
    other = bind(world.trust, notice_date=notice)
    actions.supplement_contract(
        reference=other,
        said=Supplement(responsible_id=world.reader.person_id, notice_date=notice),
        version=1,
        actor=world.finance,
        at=START,
    )
    actions.remind(at=noon(notice))
    assert {who for who, _ in told(other)} == {world.keeper.person_id, world.reader.person_id}
    assert len(told(other)) == 2


def test_where_nobody_runs_procurement_those_who_keep_the_register_are_told(world: World) -> None:
    alone = make_member(make_trust("Lone Trust"), Role.FINANCE)
    reference = add(alone, end_date=date(2027, 2, 18))
    actions.remind(at=noon(date(2027, 2, 18) - 90 * DAY))
    assert told(reference) == [(alone.person_id, "School meals ends on 18 February 2027")]


def test_what_ended_long_ago_is_erased_with_its_documents_and_the_trail_says_so(world: World) -> None:
    gone, kept = add(world.keeper, title="Gone"), add(world.keeper, end_date=None)
    actions.add_documents(reference=gone, files=[("terms.pdf", PDF)], actor=world.keeper, at=START)
    actions.end_contract(
        reference=gone, last_date=date(2026, 8, 31), reason=EndingReason.EARLY, note="", actor=world.keeper, at=START
    )
    assert actions.erase_old(at=noon(date(2032, 8, 31))) == 0
    assert actions.erase_old(at=noon(date(2032, 9, 1))) == 1
    with pytest.raises(NotFound):
        queries.get_contract(world.trust, gone)
    assert session().scalar(select(func.count()).select_from(ContractDocument)) == 0
    assert queries.get_contract(world.trust, kept)
    assert [row.verb for row in audit.list_about(world.trust, [gone])][-1] == "contracts.erased"
    assert actions.erase_old(at=noon(date(2032, 9, 1))) == 0
