"""How long what is kept of those who go to courses is kept, and whose account it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.audit import queries as audit
from app.cpd import actions
from app.cpd.actions.staff import erase_old_staff, link_accounts
from app.cpd.jobs.staff import erase_old
from app.cpd.queries.records import own_delegate_ids
from app.cpd.rules.retention import Kept, StillComing, check_can_erase, erased_before, period_on
from app.kernel.boards import jobs
from app.kernel.database import session, transaction
from app.notifications.models import Mail
from app.trusts.values import Role
from tests.clock import START
from tests.cpd.booking_makers import ids, make_booking, person
from tests.cpd.mails import mails_to
from tests.cpd.makers import World, make_course_and_run
from tests.cpd.staff_makers import booked, delegate, id_of
from tests.listings.makers import make_member


def test_erasing_takes_the_mails_that_were_sent_too(world: World, app: Flask) -> None:
    booked(world, ("Asha Rao", None))
    who = id_of("Asha Rao")
    with transaction():
        session().execute(update(Mail).where(Mail.address == "asha.rao@school.example").values(closed_at=START))
    with transaction():
        actions.erase_staff(delegate_id=who, actor=world.buyer, at=datetime(2027, 2, 2, tzinfo=UTC))
        assert mails_to("asha.rao@school.example") == []


@pytest.mark.parametrize(("live", "refused"), [(0, False), (1, True), (2, True)])
def test_a_name_goes_once_nobody_expects_the_person(live: int, refused: bool) -> None:
    if not refused:
        check_can_erase(live)
        return
    with pytest.raises(StillComing):
        check_can_erase(live)


@pytest.mark.parametrize(
    ("kept", "today", "before"),
    [
        (Kept.BOOKED, date(2033, 2, 1), date(2027, 2, 1)),
        (Kept.BOOKED, date(2032, 2, 29), date(2026, 2, 28)),
        (Kept.NEVER_BOOKED, date(2027, 11, 20), date(2026, 11, 20)),
    ],
)
def test_names_are_kept_six_years_after_the_last_course_and_one_where_there_was_none(
    kept: Kept, today: date, before: date
) -> None:
    assert erased_before(kept, today) == before
    assert period_on(kept, today).reason


def test_a_name_goes_six_years_after_the_last_course_and_not_a_day_sooner(world: World, app: Flask) -> None:
    booked(world, ("Asha Rao", None))
    who, ended = id_of("Asha Rao"), datetime(2027, 2, 1, 15, 30, tzinfo=UTC)
    with transaction():
        assert erase_old(ended.replace(year=2033)) == 0
    assert delegate(who).name == "Asha Rao"
    with transaction():
        assert erase_old(ended.replace(year=2033) + timedelta(days=1)) == 1
    assert (delegate(who).name, delegate(who).email) == ("", None)


def test_a_name_with_a_later_course_stays(world: World, app: Flask) -> None:
    booked(world, ("Asha Rao", None))
    with transaction():
        later = make_course_and_run(world.provider, starts_at=datetime(2028, 2, 1, 9, tzinfo=UTC))[1]
        make_booking(world.buyer, later, people=(person("Asha Rao"),))
    with transaction():
        assert erase_old_staff(at=datetime(2033, 6, 1, tzinfo=UTC)) == 0


def test_a_name_that_was_never_booked_goes_after_a_year(world: World, app: Flask) -> None:
    with transaction():
        run = make_course_and_run(world.provider, capacity=1)[1]
        make_booking(world.buyer, run)
        waits = make_booking(world.buyer, run, people=(person("Asha Rao"),), waiting=True)
    with transaction():
        assert erase_old_staff(at=START + timedelta(days=30)) == 0
        actions.cancel_places(reference=waits, place_ids=ids(waits), reason="", actor=world.buyer, at=START)
    with transaction():
        assert erase_old_staff(at=START.replace(year=2027)) == 0
        assert erase_old_staff(at=START.replace(year=2027) + timedelta(days=1)) == 1


def test_the_erasure_is_on_the_board() -> None:
    assert jobs.erasures["cpd.delegates"] is erase_old
    assert jobs.periodic["erase cpd.delegates"].daily


def test_who_gets_an_account_with_the_same_address_is_linked_once_it_is_confirmed(world: World, app: Flask) -> None:
    booked(world, ("Asha Rao", None), ("Ben Cole", None))
    asha, ben = id_of("Asha Rao"), id_of("Ben Cole")
    with transaction():
        assert link_accounts(at=START) == 0
        member = make_member(world.buyer.trust, Role.BUYER, email="asha.rao@school.example")
        elsewhere = make_member(world.other.trust, Role.BUYER, email="ben.cole@school.example")
        assert link_accounts(at=START) == 1
        assert link_accounts(at=START) == 0
        assert own_delegate_ids(member.person_id) == [asha]
        assert own_delegate_ids(elsewhere.person_id) == []
    assert delegate(ben).person_id is None


def test_every_deed_is_on_record_without_a_name(world: World, app: Flask) -> None:
    booked(world, ("Asha Rao", None))
    who = id_of("Asha Rao")
    with transaction():
        typed = person("Asha Rao-Cole")
        actions.change_staff(delegate_id=who, typed=typed, actor=world.buyer, at=START)
        actions.erase_staff(delegate_id=who, actor=world.buyer, at=datetime(2027, 2, 2, tzinfo=UTC))
        rows = audit.list_about(world.buyer.trust, [f"delegate:{who}"])
        assert {row.verb for row in rows} == {"cpd.delegate_added", "cpd.delegate_changed", "cpd.delegate_erased"}
        assert all("Asha" not in str(row.facts) for row in rows)
