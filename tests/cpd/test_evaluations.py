"""Evaluations: kept once and without a name, shown only where they tell nobody's, rated from five on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from app.audit.models import AuditRow
from app.cpd import actions
from app.cpd.messages.registers import evaluation_path
from app.cpd.models import Evaluation, Place
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.queries.evaluations import (
    course_rating,
    course_ratings,
    evaluations_of_course,
    evaluations_of_run,
    is_to_evaluate,
)
from app.cpd.rules.evaluations import AlreadyEvaluated, CannotEvaluate, Unanswered
from app.cpd.values.delegates import DelegatePlace
from app.cpd.values.evaluations import Statement
from app.kernel.boards import jobs
from app.kernel.database import session, transaction
from app.kernel.signing import LinkExpired, LinkUnreadable
from tests.clock import HandClock
from tests.cpd.booked import SignIn
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import FIRST_START, World, make_run, make_world
from tests.cpd.registers_makers import P, close, make_booked_run, run_of, take
from tests.databases import Stage
from tests.police import PoliceClient
from tests.services.watching import at_once

XSS = "<img src=x onerror=alert(1)> diolch, Ŵyn"
PEOPLE = ("Ann Ash", "Bob Birch", "Cyd Cedar", "Dai Dee", "Eli Elm", "Fay Fir")


def those_of(run: str) -> list[DelegatePlace]:
    """The places of a run by their people's names."""
    ids = session().scalars(select(Place.id).where(Place.run_id == run_of(run).id, Place.delegate_id.is_not(None)))
    return sorted(delegate_places(ids), key=lambda each: each.delegate.name)


def token(place: DelegatePlace) -> str:
    return evaluation_path(place).removeprefix("/evaluate/")


def answers(overall: int = 4, **changes: int) -> dict[Statement, int]:
    said = dict.fromkeys(Statement, 4) | {Statement.OVERALL: overall}
    return said | {Statement(name): score for name, score in changes.items()}


def say(place: DelegatePlace, overall: int = 4, comment: str = "", at: datetime | None = None) -> None:
    moment = at or place.run.ends_at
    actions.evaluate(token=token(place), scores=answers(overall), comment=comment, at=moment)


def held_run(world: World, count: int, **changes: Any) -> str:
    """A run that is over, to which so many people came."""
    run = make_booked_run(world, *PEOPLE[:count], **changes)
    close(world, run, unmarked=P)
    return run


def test_answers_are_kept_without_whose_they_are(world: World) -> None:
    run = held_run(world, 1)
    (ann,) = those_of(run)
    assert is_to_evaluate(ann, at=ann.run.ends_at)
    late = ann.run.ends_at + timedelta(hours=3, minutes=7)
    say(ann, 5, " Good pace. ", at=late)
    row = session().scalars(select(Evaluation)).one()
    assert (row.overall, row.comment, row.given_date.isoformat()) == (5, "Good pace.", "2027-02-01")
    assert row.scores == dict.fromkeys(("outcomes", "presenter", "level", "change", "organisation"), 4)
    assert not {column.key for column in inspect(Evaluation).columns} & {"place_id", "delegate_id", "person_id"}
    noted = session().scalars(select(Place.evaluated_at).where(Place.id == ann.place_id)).one()
    assert noted is not None
    assert (noted.hour, noted.minute) == (0, 0)
    audited = session().scalars(select(AuditRow).where(AuditRow.verb == "cpd.evaluation_given")).one()
    assert (audited.person_id, audited.subject, audited.facts) == (None, run, {})
    assert not is_to_evaluate(ann, at=late)


def test_a_link_is_used_once(world: World) -> None:
    (ann,) = those_of(held_run(world, 1))
    say(ann)
    with pytest.raises(AlreadyEvaluated):
        say(ann)
    assert len(session().scalars(select(Evaluation.id)).all()) == 1


def test_used_twice_at_once_it_counts_once(app: Flask) -> None:
    with transaction():
        world = make_world()
    with transaction():
        (ann,) = those_of(held_run(world, 1))
    ends = at_once(app, *[lambda: say(ann)] * 3)
    assert sorted(type(each).__name__ for each in ends) == ["AlreadyEvaluated", "AlreadyEvaluated", "NoneType"]
    with transaction():
        assert len(session().scalars(select(Evaluation.id)).all()) == 1


@pytest.mark.parametrize(("late", "opens"), [(timedelta(days=60, seconds=-1), True), (timedelta(days=60), False)])
def test_a_link_runs_out_60_days_after_the_end_to_the_second(world: World, late: timedelta, opens: bool) -> None:
    (ann,) = those_of(held_run(world, 1))
    assert is_to_evaluate(ann, at=ann.run.ends_at + late) is opens
    if opens:
        say(ann, at=ann.run.ends_at + late)
        return
    with pytest.raises(LinkExpired):
        say(ann, at=ann.run.ends_at + late)


def test_only_who_came_and_has_the_place_answers(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch")
    ann, bob = those_of(run)
    with pytest.raises(CannotEvaluate, match="not over yet"):
        say(ann, at=FIRST_START)
    old = token(bob)
    actions.name_place(
        reference=bob.booking_reference,
        place_id=bob.place_id,
        new=person("Cyd Cedar"),
        actor=world.buyer,
        at=FIRST_START,
    )
    take(world, run, {"Ann Ash": "A", "Cyd Cedar": "P"})
    close(world, run)
    with pytest.raises(CannotEvaluate, match="you did not come"):
        say(ann)
    with pytest.raises(CannotEvaluate, match="given to somebody else"):
        actions.evaluate(token=old, scores=answers(), comment="", at=ann.run.ends_at)
    with pytest.raises(LinkUnreadable):
        actions.evaluate(token=old[:-2], scores=answers(), comment="", at=ann.run.ends_at)
    with pytest.raises(Unanswered):
        actions.evaluate(token=token(those_of(run)[1]), scores=answers(overall=6), comment="", at=ann.run.ends_at)


def test_answers_are_shown_from_three_on_and_comments_without_their_order(world: World) -> None:
    run = held_run(world, 4)
    places, number = those_of(run), run_of(run).id
    for place, comment in zip(places[:2], ("Zest", "alpha"), strict=True):
        say(place, 5, comment)
    held = evaluations_of_run(number)
    assert (held.given, held.came, held.rate, held.held_back) == (2, 4, 50, 2)
    assert held.statements == ()
    assert held.comments == ()
    say(places[2], 2, "Mid")
    shown = evaluations_of_run(number)
    assert shown.comments == ("alpha", "Mid", "Zest")
    overall = shown.statements[-1]
    assert (overall.row, overall.answers, overall.average) == ((2, 0, 0, 1, 0), 3, 4.0)
    assert shown.held_back == 0


def test_a_comment_goes_after_two_years_and_the_figures_stay(world: World) -> None:
    run = held_run(world, 3)
    for place in those_of(run):
        say(place, 5, "More on spelling")
    number, said = run_of(run).id, those_of(run)[0].run.ends_at
    two_years_on = said.replace(year=said.year + 2)
    assert jobs.erasures["cpd.comments"](two_years_on) == 0
    assert jobs.erasures["cpd.comments"](two_years_on + timedelta(days=1)) == 3
    session().expire_all()
    seen = evaluations_of_run(number)
    assert (seen.given, seen.comments, seen.statements[-1].counts[5]) == (3, (), 3)


def test_those_who_did_not_come_are_not_counted_among_those_asked(world: World) -> None:
    run = make_booked_run(world, *PEOPLE[:3])
    assert evaluations_of_run(run_of(run).id).came == 3
    take(world, run, {"Ann Ash": "P", "Bob Birch": "L", "Cyd Cedar": "A"})
    close(world, run)
    assert evaluations_of_run(run_of(run).id).came == 2


def test_a_course_adds_its_runs_up_and_leaves_out_what_would_show_whose_it_is(world: World) -> None:
    run = held_run(world, 3)
    listing = run_of(run).listing_id
    course = those_of(run)[0].listing_reference
    more = make_run(world.provider, course, starts_at=FIRST_START + timedelta(weeks=9))
    make_booking(world.buyer, more, 3, people=tuple(map(person, PEOPLE[3:])))
    close(world, more, unmarked=P)
    for place in (*those_of(run), *those_of(more)[:2]):
        say(place, 5)
    assert evaluations_of_course(listing).held_back == 2
    assert evaluations_of_course(listing).statements[-1].answers == 3
    say(those_of(more)[2], 5)
    assert evaluations_of_course(listing).statements[-1].answers == 6


def test_a_course_is_rated_from_five_answers_on(world: World) -> None:
    run = held_run(world, 6)
    listing, places = run_of(run).listing_id, those_of(run)
    for place, score in zip(places[:4], (5, 5, 4, 4), strict=True):
        say(place, score)
    assert course_rating(listing) is None
    say(places[4], 5)
    assert course_rating(listing) == (4.6, 5)
    say(places[5], 1)
    assert course_ratings([listing, listing + 99]) == {listing: (4.0, 6)}


@pytest.fixture
def made(stage: Stage) -> World:
    return stage.set(make_world)


def typed(**changes: Any) -> dict[str, Any]:
    return {each.value: "4" for each in Statement} | {"comment": ""} | changes


def test_the_form_is_sent_once_and_keeps_what_was_typed(client: PoliceClient, made: World, clock: HandClock) -> None:
    with transaction():
        run = held_run(made, 1)
        address = evaluation_path(those_of(run)[0])
        clock.moment = run_of(run).ends_at
    page = client.get(address)
    assert "Do not name pupils or colleagues" in page.text
    assert "Ann Ash" not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    refused = client.submit(address, **typed(level="", comment="A long comment"))
    assert refused.status_code == 422
    assert "Choose an answer for “The level was right for me”" in refused.text
    assert "A long comment" in refused.text
    assert client.submit(address, **typed(overall="9")).status_code == 422
    done = client.submit(address, **typed(comment=XSS))
    assert done.location == "/evaluate/thank-you"
    assert "without your name" in client.get(done.location).text
    again = client.get(address)
    assert again.status_code == 410
    assert "You have answered already" in again.text
    clock.wind_on(days=60)
    assert "This link has run out" in client.get(address).text
    assert client.get("/evaluate/nonsense").status_code == 404


def test_the_provider_sees_counts_a_plot_its_table_and_comments(
    made: World, signed_in: SignIn, clock: HandClock
) -> None:
    with transaction():
        run = held_run(made, 4)
        clock.moment = run_of(run).ends_at
    provider = signed_in("cpd@northgate.example")
    address = f"/runs/{run}/evaluations"
    assert "No answers yet" in provider.get(address).text
    assert provider.get(f"{address}/plot.svg").status_code == 404
    with transaction():
        places = those_of(run)
        for place in places[:2]:
            say(place, 5, XSS)
    page = provider.get(address).text
    assert "Answers are shown once there are 3" in page
    assert "diolch" not in page
    assert "diolch" not in provider.get(f"{address}?format=comments").text
    with transaction():
        say(places[2], 1, "=1+1")
    page = provider.get(address).text
    assert "<strong>3</strong> of 4 who came answered (75%)" in page
    assert "&lt;img src=x onerror=alert(1)&gt; diolch, Ŵyn" in page
    assert f'src="{address}/plot.svg"' in page
    drawn = provider.get(f"{address}/plot.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert b"style" not in drawn.data
    assert provider.get(f"{address}/plot.svg", headers={"If-None-Match": drawn.headers["ETag"]}).status_code == 304
    table = provider.get(f"{address}?format=csv").text
    assert "Statement,Strongly agree,Agree" in table
    assert "worth my time" in table
    assert "2,0,0,0,1,3,3.7" in table
    assert "'=1+1" in provider.get(f"{address}?format=comments").text
    course = places[0].listing_reference
    assert "all runs" in provider.get(f"/courses/{course}/evaluations").text
    assert provider.get(f"/courses/{course}/evaluations/plot.svg").data == drawn.data
    stranger = signed_in("cpd@westbrook.example")
    for path in (address, f"{address}/plot.svg", f"/courses/{course}/evaluations"):
        assert stranger.get(path).status_code == 404, path


def test_a_plot_takes_names_as_they_are_and_is_drawn_once() -> None:
    from app.cpd import plots

    rows = (("A & <b> $x$ _y_", (1, 0, 2, 0, 0)),)
    first = plots.answers_svg(rows, ("a", "b", "c", "d", "e"))
    assert plots.answers_svg(rows, ("a", "b", "c", "d", "e")) is first
    assert b"<b>" not in first
    assert plots.hours_svg((("Ash £ $ é ŵ", 0),)).startswith(b"<?xml")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0"), (60, "1"), (90, "1.5"), (3, "0.1"), (2, "0"), (60_000, "1,000")]
)
def test_hours_are_shown_to_one_decimal_half_up(minutes: int, said: str) -> None:
    from app.cpd.plots import hours_figure

    assert hours_figure(minutes) == said
