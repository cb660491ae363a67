"""Each reminder comes on its day, once, to those whom it concerns and nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask

from app.kernel.boards import jobs
from app.secondments.actions.agreements import end_due
from app.secondments.actions.checks import confirm_checks
from app.secondments.actions.endings import give_notice, make_permanent
from app.secondments.actions.extensions import ask_extension
from app.secondments.jobs.reminders import remind_all
from app.secondments.queries.secondments import open_version, secondment_by_reference
from app.secondments.values import Party
from tests.clock import START
from tests.secondments.agreements_makers import issue, make_drafted_secondment, sign
from tests.secondments.along_makers import (
    ALL_DONE,
    HOME_HR,
    HOST_HR,
    SECONDEE,
    mails_to,
    make_running_secondment,
    morning,
    notices_to,
)
from tests.secondments.makers import ENDS, STARTS, World, make_secondee_row

Told = Callable[[str], list[str]]


def days_on_which(subject: str, told: Told, address: str, *around: date) -> list[date]:
    """The days, of those about some, on which something with this in its subject came, by the hourly job."""
    came = []
    for day in (day + timedelta(days=n) for day in around for n in (-1, 0, 1)):
        for hour in (1, 22):
            before = sum(subject in each for each in told(address))
            remind_all(datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC))
            came += [day] * (sum(subject in each for each in told(address)) - before)
    return came


def test_those_who_have_not_signed_are_reminded_and_whoever_has_is_not(world: World) -> None:
    reference = make_drafted_secondment(world)
    sign(issue(world, reference), Party.HOME)
    days = [date(2026, 11, 27), STARTS - timedelta(days=10), STARTS - timedelta(days=3)]
    assert days_on_which("Still to sign", notices_to, HOST_HR, *days, STARTS) == days
    assert len(mails_to(SECONDEE)) == 3
    assert not any("Still to sign" in each for each in notices_to(HOME_HR))
    assert "Wren" not in " ".join(notices_to(HOST_HR))


def test_once_the_secondee_has_signed_they_get_no_more_mail(world: World) -> None:
    reference = make_drafted_secondment(world)
    issue(world, reference)
    remind_all(START + timedelta(days=7))
    assert len(mails_to(SECONDEE)) == 1
    version = open_version(secondment_by_reference(reference).id)
    assert version is not None
    sign(version, Party.SECONDEE)
    remind_all(morning(STARTS - timedelta(days=3)))
    assert len(mails_to(SECONDEE)) == 1


def test_the_home_employer_alone_is_reminded_of_checks_that_are_missing(world: World) -> None:
    reference = make_drafted_secondment(world)
    days = [STARTS - timedelta(days=10), STARTS - timedelta(days=3)]
    assert days_on_which("Confirm the checks", notices_to, HOME_HR, *days, STARTS) == days
    assert not any("Confirm the checks" in each for each in notices_to(HOST_HR))
    done = make_drafted_secondment(world, start_date=STARTS + timedelta(days=30))
    confirm_checks(reference=done, given=ALL_DONE, actor=world.home, at=START)
    remind_all(morning(STARTS + timedelta(days=25)))
    assert not any(done in each for each in notices_to(HOME_HR))
    assert reference in notices_to(HOME_HR)[0]


def test_all_that_comes_round_while_it_runs_comes_once_on_its_day(world: World) -> None:
    make_running_secondment(world)
    middle, near, back = date(2027, 4, 14), date(2027, 5, 28), date(2027, 7, 9)
    came = {
        "Mid-point review": [middle],
        "Extend, end or make permanent?": [near],
        "Plan the return": [back],
        "Review at the end": [back],
    }
    seen: dict[str, list[date]] = {subject: [] for subject in came}
    for day in (day + timedelta(days=n) for day in (middle, near, back, ENDS) for n in (-1, 0, 1)):
        before = len(notices_to(HOME_HR))
        for hours in (0, 5):
            remind_all(at=morning(day) + timedelta(hours=hours))
        end_due(at=morning(day))
        for subject in came:
            seen[subject] += [day for each in notices_to(HOME_HR)[before:] if subject in each]
    assert seen == came
    assert [each for each in notices_to(HOST_HR) if "return" in each] == []
    assert [each.split(" of ")[0] for each in mails_to(SECONDEE)] == [
        "Mid-point review",
        "Review at the end",
        "Your return from your secondment",
    ]


def test_nobody_asks_what_comes_after_once_that_is_settled(world: World) -> None:
    noticed, asked = make_running_secondment(world), make_running_secondment(world, start_date=date(2027, 2, 1))
    other = make_secondee_row(world.home.trust, name="Rowan Ellery", email="rowan@northgate.example")
    permanent = make_running_secondment(world, start_date=date(2027, 2, 8), secondee_id=other)
    now = morning(date(2027, 3, 1))
    give_notice(reference=noticed, last_date=date(2027, 7, 16), shorter=False, actor=world.host, at=now)
    ask_extension(reference=asked, to_date=date(2027, 8, 31), reason="The leave goes on", actor=world.home, at=now)
    make_permanent(reference=permanent, last_date=date(2027, 7, 16), shorter=False, actor=world.host, at=now)
    remind_all(morning(date(2027, 7, 12)))
    told = notices_to(HOME_HR)
    assert not any("make permanent?" in each for each in told)
    assert [each for each in told if each.startswith("Plan the return")] == [
        f"Plan the return from {noticed}",
        f"Plan the return from {asked}",
    ]


def test_the_job_comes_round_every_day(app: Flask) -> None:
    assert jobs.periodic["secondments.remind"].daily
