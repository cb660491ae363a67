"""Matches: found both ways, told to both trusts once, and never with a word of who it is or who employs them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from time import process_time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.kernel.clock import london_date
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings.models import Listing, Publication
from app.listings.values import Subject
from app.notifications.models import Mail, Notice
from app.secondments import actions, queries
from app.secondments.models import Advert
from app.secondments.queries.matches import count_matches, match_page, matches_of
from app.secondments.rules.matches import NOBODY, worth_telling
from app.secondments.values import AVAILABILITY, CostBasis, Level, RoleFamily, Working
from app.trusts.models import School
from tests.clock import START, HandClock
from tests.secondments.makers import (
    PERSON,
    World,
    make_advert,
    make_availability,
    make_opportunity,
    make_place,
    make_secondee_row,
    make_world,
    particulars,
    shared,
)

TODAY = london_date(START)
SECRETS = ("Northgate", "Ash Primary", PERSON, "wren.", "14 miles")


def make_other_availability(world: World, **changes: Any) -> str:
    """A person of Easton, whose school is a mile from the host's."""
    values: dict[str, Any] = {
        "title": "SENDCo with ten years in primary schools",
        "school_id": make_place(world.other.trust, "Elm Primary School", 290_000, 113_000, town="Taunton"),
        "secondee_id": make_secondee_row(world.other.trust, name="Robin Elm", email="robin@easton.example"),
    }
    return make_advert(world.other, AVAILABILITY, **{**values, **changes})


def make_weak_availability(world: World) -> str:
    """One that could work, and differs in nearly everything."""
    return make_availability(
        world,
        title="Senior leader available in June",
        level=Level.SENIOR,
        subjects=frozenset({Subject.MATHS}),
        basis=CostBasis.FREE,
        working=Working(),
        start_date=date(2027, 6, 21),
        school_id=make_place(world.home.trust, "Far School", 290_000, 300_000),
        miles=None,
    )


def test_a_host_is_told_the_best_first_and_nothing_of_who_it_is_or_who_employs_them(world: World) -> None:
    near, mine = make_other_availability(world, shows_school=True), make_availability(world)
    weak, opportunity = make_weak_availability(world), make_opportunity(world)
    found = matches_of(opportunity, TODAY)
    assert [each.advert.reference for each in found] == [near, mine, weak]
    assert found[0].score > found[1].score > found[2].score
    for each in found:
        assert each.advert.trust_id == NOBODY
        assert each.advert.particulars.secondee_id is None
    assert found[0].advert.particulars.school_id is not None
    assert found[1].advert.particulars.school_id is None
    assert "Within 25 miles" in [reason.text for reason in found[1].reasons]
    assert not [secret for secret in SECRETS if secret in repr(found)]


def test_a_home_employer_is_told_whose_opportunity_it_is_and_how_far_exactly(world: World) -> None:
    availability, opportunity = make_availability(world), make_opportunity(world)
    (found,) = matches_of(availability, TODAY)
    assert (found.advert.reference, found.advert.trust_id) == (opportunity, world.host.trust)
    assert "14 miles" in [reason.text for reason in found.reasons]
    (shown,) = match_page(world.home.trust, availability, TODAY).shown
    assert shown.trust_name == "Westbrook Schools Trust"
    (anonymous,) = match_page(world.host.trust, opportunity, TODAY).shown
    assert anonymous.trust_name == "A trust in the South West"
    with pytest.raises(NotFound):
        match_page(world.host.trust, availability, TODAY)


def test_only_open_adverts_of_other_trusts_match(world: World) -> None:
    opportunity = make_opportunity(world)
    make_availability(world, published=False)
    make_availability(world, family=RoleFamily.FINANCE)
    make_availability(world, level=Level.HEAD)
    make_availability(world, start_date=date(2027, 7, 24), end_date=date(2027, 12, 17))
    closed = make_availability(world)
    actions.close_advert(reference=closed, actor=world.home, at=START)
    school, person = world.host_schools[1], make_secondee_row(world.host.trust)
    make_advert(world.host, AVAILABILITY, school_id=school, secondee_id=person)
    assert matches_of(opportunity, TODAY) == []
    ends = make_availability(world, closing_date=TODAY)
    advert = queries.get_advert(opportunity)
    assert [each.advert.reference for each in matches_of(opportunity, TODAY)] == [ends]
    assert count_matches(advert, TODAY) == 1
    assert count_matches(advert, TODAY + timedelta(days=1)) == 0
    assert matches_of(closed, TODAY) == []


def test_a_school_that_the_register_places_nowhere_is_at_the_centre_of_its_postcode(world: World) -> None:
    school = session().get_one(School, world.schools[0])
    school.easting, school.northing, school.postcode = None, None, "TA1 1AA"
    availability, _ = make_availability(world), make_opportunity(world)
    (found,) = matches_of(availability, TODAY)
    assert any("mile" in reason.text for reason in found.reasons)
    school.postcode = ""
    (unplaced,) = matches_of(availability, TODAY)
    assert not any("mile" in reason.text for reason in unplaced.reasons)


@pytest.mark.parametrize(("score", "told"), [(49, False), (50, True), (51, True)])
def test_hr_leads_are_told_unasked_of_matches_from_50_up(score: int, told: bool) -> None:
    assert worth_telling(score) is told


def notices(person_id: int) -> list[Notice]:
    query = select(Notice).where(Notice.person_id == person_id, Notice.subject.contains("match")).order_by(Notice.id)
    return list(session().scalars(query))


def test_both_trusts_are_told_of_a_match_once_and_of_several_in_one_notice(
    world: World, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        mine, near, weak = make_availability(world), make_other_availability(world), make_weak_availability(world)
    deliver()
    with transaction():
        opportunity = make_opportunity(world)
    deliver()
    with transaction():
        (host,), (home,), (other,) = (notices(each.person_id) for each in (world.host, world.home, world.other))
        assert host.subject == "2 matches for your opportunity: SENDCo, two days a week"
        assert "SENDCo with ten years in primary schools: A trust in the South West" in host.body
        assert home.subject == "A match for your availability: Experienced SENDCo available two days a week"
        assert "SENDCo, two days a week: Westbrook Schools Trust" in home.body
        assert [each.link for each in (host, home, other)] == [f"/matches/{each}" for each in (opportunity, mine, near)]
        assert len(matches_of(opportunity, TODAY)) == 3
        assert weak not in host.body
        for person in (world.host_finance, world.host_administrator, world.home_finance):
            assert notices(person.person_id) == []
        texts = [f"{each.subject} {each.body}" for each in session().scalars(select(Mail)) if "match" in each.subject]
        texts += [f"{host.subject} {host.body}"]
        assert not [secret for secret in SECRETS if any(secret in text for text in texts)]
        actions.change_advert(
            reference=opportunity,
            shared=shared(title="SENDCo for two days"),
            particulars=particulars(school_id=world.host_schools[0]),
            version=queries.get_advert(opportunity).listing.version,
            actor=world.host,
            at=clock.wind_on(hours=1),
        )
    deliver()
    with transaction():
        assert [len(notices(each.person_id)) for each in (world.host, world.home, world.other)] == [1, 1, 1]
        make_opportunity(world, title="SENDCo for a second school", at=clock.wind_on(hours=1))
    deliver()
    with transaction():
        assert [len(notices(each.person_id)) for each in (world.host, world.home, world.other)] == [2, 2, 2]


def test_the_terminal_gives_matches_as_json_without_a_name(app: Flask) -> None:
    with transaction():
        world = make_world()
        availability, opportunity = make_availability(world, start_date=date(2027, 1, 18)), make_opportunity(world)
    result = app.test_cli_runner().invoke(args=["secondments", "matches", opportunity.lower(), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    (match,) = found["matches"]
    assert (found["listing"], match["reference"]) == (opportunity, availability)
    assert match["differs"] == ["Starts two weeks later than you asked"]
    assert "SEND and inclusion" in match["fits"]
    assert 0 < match["score"] < 100
    assert not [secret for secret in SECRETS if secret in result.output]
    plain = app.test_cli_runner().invoke(args=["secondments", "matches", opportunity]).output
    assert plain.startswith(f"{match['score']:3}  {availability}  ")
    assert "two weeks later" in plain
    unknown = app.test_cli_runner().invoke(args=["secondments", "matches", "LST-ZZZZZ"])
    assert (unknown.exit_code, "Traceback" in unknown.output) == (1, False)


def many_availabilities(world: World, count: int) -> None:
    """So many published availabilities of every sort of work and level, all open, in few statements."""
    template = session().get_one(Advert, queries.get_advert(make_availability(world)).listing.id)
    columns = {each.name: getattr(template, each.name) for each in Advert.__table__.columns}
    listing = session().get_one(Listing, template.listing_id)
    shared_columns = {each.name: getattr(listing, each.name) for each in Listing.__table__.columns}
    first = listing.id + 1
    ids = range(first, first + count)
    session().execute(
        insert(Listing), [{**shared_columns, "id": each, "reference": f"LST-Z{each:05d}"} for each in ids]
    )
    session().execute(
        insert(Publication),
        [{"listing_id": each, "published_at": START, "person_id": world.home.person_id} for each in ids],
    )
    works = cycle((family, level) for family in RoleFamily for level in Level)
    rows = [
        {**columns, "listing_id": each, "family": family, "level": level}
        for each, (family, level) in zip(ids, works, strict=False)
    ]
    session().execute(insert(Advert), rows)


def test_a_thousand_open_adverts_are_weighed_in_few_statements_and_no_time(
    world: World, statements: Callable[[], Any]
) -> None:
    opportunity = make_opportunity(world)
    make_availability(world)
    with statements() as few:
        matches_of(opportunity, TODAY)
    many_availabilities(world, 1_000)
    with statements() as many:
        found = matches_of(opportunity, TODAY)
    assert len(found) == 20
    assert found == sorted(found, key=lambda each: (-each.score, each.advert.reference))
    assert len(many) == len(few) <= 8
    taken = []
    for _ in range(3):
        began = process_time()
        matches_of(opportunity, TODAY)
        taken.append(process_time() - began)
    assert min(taken) < 0.15
