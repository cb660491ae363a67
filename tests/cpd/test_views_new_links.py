"""New links to one's places: sent to the address held and to no other, the same answer for any, and not too often."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from app.cpd import queries
from app.extensions import limiter
from app.kernel.database import transaction
from tests.clock import HandClock
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.mails import LINK, mails_to
from tests.cpd.makers import World, make_course_and_run
from tests.police import PoliceClient

ASHA = "asha.rao@school.example"


@pytest.fixture
def run(world: World) -> str:
    """A run of one day on which Asha has a place; its reference."""
    with transaction():
        run = make_course_and_run(world.provider)[1]
        make_booking(world.buyer, run, people=(person("Asha Rao"),))
    return run


def ask(client: PoliceClient, address: str) -> TestResponse:
    return client.submit("/my-place/new-link", email=address)


def test_a_new_link_goes_to_the_address_held_and_the_answer_is_the_same_for_any(
    client: PoliceClient, clock: HandClock, run: str
) -> None:
    with transaction():
        clock.moment = queries.get_run(run).ends_at + timedelta(days=61)
    known, unknown = ask(client, ASHA.upper()), ask(client, "nobody@school.example")
    assert (
        (known.status_code, known.location)
        == (unknown.status_code, unknown.location)
        == (303, "/my-place/new-link/sent")
    )
    with transaction():
        mail = mails_to(ASHA)[-1]
        assert mails_to("nobody@school.example") == []
    assert "Reading fluency in key stage 2, Monday 1 February 2027" in mail.body
    (link,) = LINK.findall(mail.body)
    assert f"http://localhost{link}" in mail.body
    assert client.get(link).status_code == 200
    clock.wind_on(days=7)
    assert client.get(link).status_code == 410
    assert client.get(known.location).status_code == 200


def test_asking_often_sends_one_mail_an_hour(client: PoliceClient, clock: HandClock, run: str) -> None:
    for _ in range(3):
        ask(client, ASHA)
    with transaction():
        assert len(mails_to(ASHA)) == 2
    clock.wind_on(hours=1)
    ask(client, ASHA)
    with transaction():
        assert len(mails_to(ASHA)) == 3


@pytest.mark.parametrize(("typed", "said"), [("", "Enter your email address"), ("asha", "correct format")])
def test_what_is_no_address_is_refused_and_kept(client: PoliceClient, typed: str, said: str) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_asking_from_one_machine_too_often_is_stopped(client: PoliceClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    answers = [ask(client, f"{n}@school.example").status_code for n in range(21)]
    limiter.reset()
    assert answers == [303] * 20 + [429]
