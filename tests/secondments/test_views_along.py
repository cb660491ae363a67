"""The pages of an early end, a permanent post, an extension, absences and reviews, as each of their readers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.kernel.database import transaction
from app.secondments.messages.secondee_links import secondee_link
from app.secondments.queries.along import absences_of, endings_of
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import draft_of, secondment_by_reference
from app.secondments.values import Party, WhyEnded
from tests.clock import HandClock
from tests.databases import Stage
from tests.police import PoliceClient
from tests.secondments.along_makers import HOME_HR, HOST_HR, make_running_secondment, morning
from tests.secondments.makers import PERSON, World, make_world

SignIn = Callable[[str], PoliceClient]
TODAY = date(2027, 3, 1)
SALARY = ("48,000", "£")


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def running(world: World, clock: HandClock) -> str:
    with transaction():
        reference = make_running_secondment(world)
    clock.moment = morning(TODAY)
    return f"/secondments/{reference}"


def day(name: str, when: date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def ending(path: str) -> tuple[Party, date, WhyEnded] | None:
    with transaction():
        held = secondment_by_reference(path.rsplit("/", 1)[-1])
        found = endings_of([held.id]).get(held.id)
    return (found.by_party, found.last_date, found.why) if found else None


def test_an_early_end_shows_what_it_changes_before_it_is_done(running: str, signed_in: SignIn) -> None:
    home, host = signed_in(HOME_HR), signed_in(HOST_HR)
    page = host.get(f"{running}/end").text
    assert "the last day is 29 March 2027 or later" in page
    soon = host.submit(f"{running}/end", **day("last_date", date(2027, 3, 28)), look="Continue")
    assert soon.status_code == 422
    assert "enter 29 March 2027 or a later day" in soon.text
    look = host.submit(f"{running}/end", **day("last_date", date(2027, 5, 28)), look="Continue")
    assert look.status_code == 200
    for said in ("End it early?", "28 May 2027", "Whole term as it stands", "Given back by credit note", "At once"):
        assert said in look.text, said
    assert ending(running) is None
    assert PERSON not in look.text
    assert host.submit(f"{running}/end", **day("last_date", date(2027, 5, 28)), give="y").status_code == 303
    assert ending(running) == (Party.HOST, date(2027, 5, 28), WhyEnded.EARLY_HOST)
    assert "Ended early by the host: the last day is 28 May 2027" in home.get(f"{running}/end").text
    assert signed_in("hr@easton.example").get(f"{running}/end").status_code == 404


def test_less_notice_waits_for_the_other_trusts_answer(running: str, signed_in: SignIn) -> None:
    home, host, soon = signed_in(HOME_HR), signed_in(HOST_HR), day("last_date", date(2027, 3, 5))
    look = home.submit(f"{running}/end", **soon, shorter="y", look="Continue").text
    assert "Once Westbrook Schools Trust agrees" in look
    assert all(each in look for each in ('name="shorter"', "Ask the other trust"))
    assert home.submit(f"{running}/end", **soon, shorter="y", give="y").status_code == 303
    assert "Nothing changes until it answers" in home.get(f"{running}/end").text
    page = host.get(f"{running}/end").text
    assert "Northgate Learning Trust asks you to agree" in page
    assert "5 March 2027" in page
    unanswered = host.submit(f"{running}/end/answer", page=f"{running}/end")
    assert unanswered.status_code == 422
    assert "Choose yes or no" in unanswered.text
    assert home.submit(f"{running}/end/answer", page=f"{running}/end", answer="yes").status_code == 422
    assert host.submit(f"{running}/end/answer", page=f"{running}/end", answer="yes").status_code == 303
    assert ending(running) == (Party.HOME, date(2027, 3, 5), WhyEnded.EARLY_HOME)


def test_the_host_makes_the_post_permanent(running: str, signed_in: SignIn) -> None:
    home, host = signed_in(HOME_HR), signed_in(HOST_HR)
    assert "Ask the host" in home.get(f"{running}/permanent").text
    assert f'href="{running}/permanent"' in host.get(running).text
    assert f'href="{running}/permanent"' in host.get(f"{running}/after").text
    assert f'href="{running}/permanent"' not in home.get(f"{running}/after").text
    assert "opportunity is shown as filled" in host.get(f"{running}/permanent").text
    look = host.submit(f"{running}/permanent", **day("last_date", date(2027, 4, 30)), look="Continue").text
    assert "Make the post permanent?" in look
    assert host.submit(f"{running}/permanent", **day("last_date", date(2027, 4, 30)), give="y").status_code == 303
    assert ending(running) == (Party.HOST, date(2027, 4, 30), WhyEnded.PERMANENT)
    assert "The host made the post permanent: the last day is 30 April 2027" in home.get(f"{running}/after").text


def test_a_later_end_is_asked_for_and_answered(running: str, signed_in: SignIn) -> None:
    home, host, path = signed_in(HOME_HR), signed_in(HOST_HR), f"{running}/extension"
    late = day("to_date", date(2027, 8, 31))
    answer = host.submit(path, **day("to_date", date(2027, 7, 23)), reason="The leave goes on")
    assert answer.status_code == 422
    assert "Enter a day after its end on 23 July 2027" in answer.text
    assert "The leave goes on" in answer.text, "what was typed is kept"
    assert host.submit(path, **late, reason="The leave <b>goes on</b>").status_code == 303
    assert "has not answered yet" in host.get(path).text
    page = home.get(path).text
    assert "Westbrook Schools Trust asks for a later end" in page
    assert "The leave &lt;b&gt;goes on" in page
    assert home.submit(f"{path}/answer", page=path, answer="yes").status_code == 303
    with transaction():
        held = secondment_by_reference(running.rsplit("/", 1)[-1])
        assert draft_of(held.id).terms.end_date == date(2027, 8, 31)
    assert "Agreed, 1 March 2027" in host.get(path).text


def test_the_host_records_absences_without_a_reason_and_the_home_employer_reads_them(
    running: str, signed_in: SignIn
) -> None:
    home, host, path = signed_in(HOME_HR), signed_in(HOST_HR), f"{running}/absences"
    assert "No absences" in home.get(path).text
    assert "Nobody is asked why" in host.get(path).text
    answer = host.submit(path, **day("first_date", date(2027, 1, 3)))
    assert answer.status_code == 422
    assert "It began on 4 January 2027" in answer.text
    assert host.submit(path, **day("first_date", date(2027, 2, 22))).status_code == 303
    with transaction():
        (absence,) = absences_of(secondment_by_reference(running.rsplit("/", 1)[-1]).id)
    one = f"{path}/{absence.id}"
    page = home.get(path).text
    assert "22 February 2027" in page
    assert "Not back yet" in page
    assert f"{one}/remove" not in page
    assert home.get(f"{one}/remove").status_code == 422
    assert host.get(f"{path}/999999/end").status_code == 404
    assert host.submit(f"{one}/end", **day("last_date", date(2027, 2, 26))).status_code == 303
    assert "26 February 2027" in home.get(path).text
    assert "from 22 February 2027 to 26 February 2027" in host.get(f"{one}/remove").text
    assert host.submit(f"{one}/remove").status_code == 303
    assert "No absences" in host.get(path).text


def test_each_reads_the_others_reviews_once_they_have_given_theirs(
    running: str, world: World, signed_in: SignIn, client: PoliceClient, clock: HandClock
) -> None:
    with transaction():
        own = secondee_link(secondees_by_id([world.secondee])[world.secondee], at=clock.moment)
    reference = running.rsplit("/", 1)[-1]
    home, host = signed_in(HOME_HR), signed_in(HOST_HR)
    assert "Open from 14 April 2027" in host.get(f"{running}/reviews").text
    assert host.get(f"{running}/reviews/midpoint").status_code == 422
    assert "mid-point review" not in client.get(own).text
    clock.moment = morning(date(2027, 4, 14))
    assert home.submit(f"{running}/reviews/midpoint").status_code == 422
    sent = {"going": "well", "text": "Settled in at once"}
    assert home.submit(f"{running}/reviews/midpoint", **sent).status_code == 303
    assert "Settled in at once" not in host.get(f"{running}/reviews").text
    assert "Settled in at once" not in client.get(own).text
    assert "Give your mid-point review" in client.get(own).text
    mine = f"{own}/reviews/{reference}/midpoint"
    assert client.submit(mine, going="mixed", text="The drive is long").status_code == 303
    page = client.get(own).text
    assert "Settled in at once" in page
    assert "You: mixed" in page
    page = home.get(f"{running}/reviews").text
    assert "The drive is long" in page
    assert "The secondee: mixed" in page
    assert client.get(f"{own}/reviews/SEC-XXXXX/midpoint").status_code == 404
    assert client.get(f"{own}/reviews/{reference}/yearly").status_code == 404
    assert client.get(f"{own}x/reviews/{reference}/midpoint").status_code == 404


def test_the_person_gives_notice_by_their_own_link_and_is_asked_once_more(
    running: str, world: World, client: PoliceClient, clock: HandClock
) -> None:
    with transaction():
        own = secondee_link(secondees_by_id([world.secondee])[world.secondee], at=clock.moment)
    path = f"{own}/notice/{running.rsplit('/', 1)[-1]}"
    assert "Give notice of an early end" in client.get(own).text
    assert "your last day is 29 March 2027 or later" in client.get(path).text
    soon = client.submit(path, **day("last_date", date(2027, 3, 28)), look="y")
    assert soon.status_code == 422
    look = client.submit(path, **day("last_date", date(2027, 4, 30)), look="y")
    assert "End it early?" in look.text
    assert not any(each in look.text for each in SALARY)
    assert ending(running) is None
    assert client.submit(path, **day("last_date", date(2027, 4, 30)), give="y").status_code == 303
    assert ending(running) == (Party.SECONDEE, date(2027, 4, 30), WhyEnded.EARLY_SECONDEE)
    page = client.get(own).text
    assert "Ended early by the secondee: the last day is 30 April 2027" in page
    assert ("ends by notice" in page, f'href="{own}/withdraw/' in page) == (True, False)
    clock.moment = morning(TODAY) + timedelta(days=91)
    assert client.get(path).status_code == 410
