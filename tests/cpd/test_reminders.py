"""Each reminder comes on its day, once, to those whom it concerns and nobody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from app.cpd import actions, queries
from app.cpd.jobs.reminders import remind_all
from app.cpd.values import PlaceState
from app.kernel.boards import jobs
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, person
from tests.cpd.mails import mails_to, notices_to
from tests.cpd.makers import World, make_course_and_run, make_session

ASHA, BEN = "asha.rao@school.example", "ben.cole@school.example"
BOOKER, PROVIDER, CFO = "cpd@westbrook.example", "cpd@northgate.example", "cfo@westbrook.example"
START = datetime(2027, 2, 15, 9, tzinfo=UTC)
BOOKED_AT = datetime(2027, 1, 4, 10, tzinfo=UTC)


def make_run(world: World, **changes: object) -> str:
    return make_course_and_run(world.provider, at=BOOKED_AT, starts_at=START, **changes)[1]


def book(world: World, run: str, *names: str, at: datetime = BOOKED_AT, to_follow: int = 0, **changes: object) -> str:
    people = tuple(person(each) for each in names)
    return make_booking(world.buyer, run, len(names) + to_follow, people=people, at=at, **changes)  # type: ignore[arg-type]


def days_on_which(subject: str, address: str, days: Sequence[date], *, hours: Sequence[int] = (0, 23)) -> list[date]:
    """The days, of some, on which a mail or notice with this in its subject came, by the hourly job."""
    came: list[date] = []
    before = told(subject, address)
    for day in days:
        for hour in hours:
            remind_all(datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC))
        came += [day] * (told(subject, address) - before - len(came))
    return came


def told(subject: str, address: str) -> int:
    seen = [each.subject for each in mails_to(address)] + [each.subject for each in notices_to(address)]
    return sum(each.startswith(subject) for each in seen)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


FEBRUARY = every_day(date(2027, 2, 1), date(2027, 2, 17))


def test_a_delegate_is_reminded_seven_days_and_one_day_before_and_not_twice(world: World) -> None:
    book(world, make_run(world), "Asha Rao")
    assert days_on_which("Reminder", ASHA, FEBRUARY) == [date(2027, 2, 8), date(2027, 2, 14)]


def test_a_reminder_that_a_worker_at_rest_missed_comes_once_within_two_days(world: World) -> None:
    book(world, make_run(world), "Asha Rao")
    assert days_on_which("Reminder", ASHA, every_day(date(2027, 2, 10), date(2027, 2, 13))) == [date(2027, 2, 10)]


def test_a_reminder_says_what_when_where_and_how_to_join(world: World) -> None:
    book(world, make_run(world), "Asha Rao")
    remind_all(datetime(2027, 2, 14, 9, tzinfo=UTC))
    mail = mails_to(ASHA)[-1]
    assert mail.subject == "Reminder: Reading fluency in key stage 2 is tomorrow"
    for said in ("Monday 15 February 2027, 9am to 3pm", "1 Mill Lane, Leeds, LS1 4AP", "Park behind the hall"):
        assert said in mail.body
    assert mail.link.startswith("/my-place/")


def test_who_has_only_the_second_session_is_reminded_of_that_one(world: World) -> None:
    sessions = (make_session(START), make_session(START + timedelta(days=7)))
    _, run = make_course_and_run(world.provider, at=BOOKED_AT, sessions=sessions, booked_by="session")
    second = queries.get_run(run).sessions[1]
    book(world, run, "Asha Rao", session_ids=(second.id,))
    days = every_day(date(2027, 2, 1), date(2027, 2, 24))
    assert days_on_which("Reminder", ASHA, days) == [date(2027, 2, 15), date(2027, 2, 21)]


def test_nobody_is_reminded_of_a_place_that_has_ended(world: World) -> None:
    reference = book(world, make_run(world), "Asha Rao")
    actions.cancel_places(reference=reference, place_ids=ids(reference), reason="", actor=world.buyer, at=BOOKED_AT)
    assert days_on_which("Reminder", ASHA, FEBRUARY) == []


def test_nobody_is_reminded_of_a_place_that_is_only_held(world: World) -> None:
    reference = book(world, make_run(world, prices=DEAR), "Asha Rao")
    assert get(reference).places[0].state is PlaceState.HELD
    assert days_on_which("Reminder", ASHA, FEBRUARY) == []


def test_who_is_named_a_week_before_is_reminded_the_day_before_alone(world: World) -> None:
    reference = book(world, make_run(world), "Asha Rao")
    actions.name_place(
        reference=reference,
        place_id=ids(reference)[0],
        new=person("Ben Cole"),
        actor=world.buyer,
        at=datetime(2027, 2, 8, 12, tzinfo=UTC),
    )
    days = every_day(date(2027, 2, 8), date(2027, 2, 15))
    assert days_on_which("Reminder", BEN, days, hours=(13, 20)) == [date(2027, 2, 14)]
    assert days_on_which("Reminder", ASHA, days) == []


def test_a_booker_is_reminded_to_name_ten_and_three_working_days_before_and_on_the_day(world: World) -> None:
    reference = book(world, make_run(world), to_follow=2)
    assert get(reference).name_by_date == date(2027, 2, 8)
    days = every_day(date(2027, 1, 18), date(2027, 2, 14))
    assert days_on_which("Name places", BOOKER, days) == [date(2027, 1, 25), date(2027, 2, 3), date(2027, 2, 8)]
    assert [each.subject for each in notices_to(BOOKER)][-3:] == [
        "Name places by 8 February 2027: Reading fluency in key stage 2",
        "Name places by 8 February 2027: Reading fluency in key stage 2",
        "Name places today: Reading fluency in key stage 2",
    ]
    assert f"2 places of booking {reference} have no name yet" in notices_to(BOOKER)[-1].body


def test_a_booker_with_every_place_named_is_not_reminded(world: World) -> None:
    book(world, make_run(world), "Asha Rao")
    assert days_on_which("Name places", BOOKER, FEBRUARY) == []


@pytest.mark.parametrize(("minimum", "booked", "days"), [(3, 2, [date(2027, 2, 1)]), (2, 2, []), (1, 2, [])])
def test_a_provider_below_its_minimum_is_told_on_the_day_of_decision(
    world: World, minimum: int, booked: int, days: list[date]
) -> None:
    run = make_run(world, minimum_places=minimum, decide_on_date=date(2027, 2, 1))
    book(world, run, to_follow=booked)
    asked = every_day(date(2027, 1, 25), date(2027, 2, 16))
    assert days_on_which("Decide today", PROVIDER, asked) == days
    if days:
        notice = next(each for each in notices_to(PROVIDER) if each.subject.startswith("Decide"))
        assert notice.subject == "Decide today: Reading fluency in key stage 2 has 2 of 3 booked"
        assert notice.link == f"/runs/{run}/places"


def test_a_provider_that_decided_to_go_ahead_is_not_asked(world: World) -> None:
    run = make_run(world, minimum_places=3, decide_on_date=date(2027, 2, 1))
    actions.go_ahead(reference=run, actor=world.provider, at=BOOKED_AT)
    assert days_on_which("Decide today", PROVIDER, FEBRUARY) == []


def test_a_provider_is_asked_to_finish_the_register_on_the_next_working_day(world: World) -> None:
    run = make_course_and_run(world.provider, at=BOOKED_AT, starts_at=datetime(2027, 2, 12, 9, tzinfo=UTC))[1]
    book(world, run, "Asha Rao")
    assert days_on_which("Finish the register", PROVIDER, FEBRUARY) == [date(2027, 2, 15)]


def test_nobody_is_asked_for_the_register_of_a_run_without_anybody_on_it(world: World) -> None:
    make_course_and_run(world.provider, at=BOOKED_AT, starts_at=datetime(2027, 2, 10, 9, tzinfo=UTC))
    assert days_on_which("Finish the register", PROVIDER, FEBRUARY) == []


def test_on_the_last_day_of_a_hold_whoever_approves_and_the_booker_are_told_once(world: World) -> None:
    book(world, make_run(world, prices=DEAR), to_follow=1)
    days = every_day(date(2027, 1, 4), date(2027, 1, 12))
    assert days_on_which("Last day to approve", CFO, days) == [date(2027, 1, 11)]
    (notice,) = [each for each in notices_to(BOOKER) if each.subject.startswith("Last day")]
    assert "At Monday 11 January 2027 at 5pm the places are released" in notice.body


def test_reminders_come_with_each_day_of_the_calendar(world: World) -> None:
    assert jobs.periodic["cpd.remind"].daily
