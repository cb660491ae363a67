"""Absences and reviews: what the recharge makes of the ones, who may read the others, what is erased."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.kernel.database import session
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.secondments.actions.absences import end_absence, record_absence, remove_absence
from app.secondments.actions.agreements import end_due, erase_names
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.reviews import give_own_review, give_review
from app.secondments.queries.along import absences_of, reviews_of
from app.secondments.queries.recharge import months_charged
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import Going, Party, ReviewKind
from tests.secondments.agreements_makers import make_pay
from tests.secondments.along_makers import make_running_secondment, morning
from tests.secondments.makers import ENDS, World

FIRST, BACK = date(2027, 3, 8), date(2027, 3, 19)
NOW = morning(date(2027, 4, 1))
MIDDLE = morning(date(2027, 4, 14))


def march(secondment_id: int) -> Money:
    """What of March was charged and not given back."""
    charged = [each for each in months_charged([secondment_id])[secondment_id] if each.month_date.month == 3]
    return Money.total(each.net - each.net_credited for each in charged)


def test_an_absence_is_taken_off_the_recharge_as_agreed_and_charged_again_once_taken_back(world: World) -> None:
    reference = make_running_secondment(world, pay=make_pay(charge_day=28, absence_days=5))
    held = secondment_by_reference(reference)
    follow_schedule(secondment_id=held.id, at=NOW)
    whole = march(held.id)
    with pytest.raises(NotThisParty):
        record_absence(reference=reference, first_date=FIRST, last_date=None, actor=world.home, at=NOW)
    with pytest.raises(NotFound):
        record_absence(reference=reference, first_date=FIRST, last_date=None, actor=world.other, at=NOW)
    record_absence(reference=reference, first_date=FIRST, last_date=None, actor=world.host, at=NOW)
    absence = absences_of(held.id)[0]
    still_away = march(held.id)
    assert still_away < whole
    end_absence(reference=reference, absence_id=absence.id, last_date=BACK, actor=world.host, at=NOW)
    assert still_away < march(held.id) < whole, "the days after they were back are charged"
    with pytest.raises(Refused, match="meet the absence from 8 March 2027 to 19 March 2027"):
        record_absence(reference=reference, first_date=BACK, last_date=BACK, actor=world.host, at=NOW)
    with pytest.raises(NotFound):
        remove_absence(reference=reference, absence_id=absence.id + 1, actor=world.host, at=NOW)
    remove_absence(reference=reference, absence_id=absence.id, actor=world.host, at=NOW)
    assert (absences_of(held.id), march(held.id)) == ([], whole)
    facts = session().scalars(select(AuditRow.facts).where(AuditRow.verb.startswith("secondments.absence_"))).all()
    assert facts == [{}, {}, {}], "the trail does not repeat on which days somebody was away"


def test_home_host_and_secondee_each_give_a_review_once(world: World) -> None:
    reference = make_running_secondment(world)
    held, secondee = secondment_by_reference(reference), secondees_by_id([world.secondee])[world.secondee]
    given: dict[str, Any] = {"reference": reference, "kind": ReviewKind.MIDPOINT, "at": MIDDLE}
    with pytest.raises(MovedOn, match="from 14 April 2027"):
        give_review(going=Going.WELL, text="", actor=world.home, **{**given, "at": MIDDLE - timedelta(days=1)})
    give_review(going=Going.WELL, text=" Settled in. ", actor=world.home, **given)
    give_review(going=Going.MIXED, text="", actor=world.host, **given)
    give_own_review(going=Going.NOT_WELL, text="Too far to drive", secondee=secondee, **given)
    with pytest.raises(MovedOn, match="given already"):
        give_review(going=Going.WELL, text="", actor=world.host, **given)
    with pytest.raises(NotFound):
        give_review(going=Going.WELL, text="", actor=world.other, **given)
    found = {each.party: (each.going, each.text) for each in reviews_of([held.id])[held.id]}
    assert found == {
        Party.HOME: (Going.WELL, "Settled in."),
        Party.HOST: (Going.MIXED, ""),
        Party.SECONDEE: (Going.NOT_WELL, "Too far to drive"),
    }


def test_what_reviews_say_is_erased_with_the_name_and_nothing_is_added_after(world: World) -> None:
    reference = make_running_secondment(world)
    held = secondment_by_reference(reference)
    given: dict[str, Any] = {"reference": reference, "kind": ReviewKind.MIDPOINT, "going": Going.WELL}
    give_review(text="Wren settled in", actor=world.home, at=MIDDLE, **given)
    after = morning(ENDS + timedelta(days=1))
    end_due(at=after)
    erase_names(world.secondee, after)
    session().expire_all()
    assert [(each.going, each.text) for each in reviews_of([held.id])[held.id]] == [(Going.WELL, "")]
    with pytest.raises(MovedOn, match="erased"):
        give_review(**{**given, "kind": ReviewKind.END}, text="Wren again", actor=world.host, at=after)
