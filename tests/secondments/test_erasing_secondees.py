"""Where a name goes: with a consent that is withdrawn, on request, and when it has been kept long enough."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel.boards import jobs
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.signing import sign
from app.listings import queries as listings
from app.listings.models import Publication
from app.listings.values import ListingState
from app.notifications.models import Notice
from app.people import actions as people
from app.search import queries as search
from app.search.values import Query
from app.secondments import actions as adverts
from app.secondments.actions import agreements, interests, secondees
from app.secondments.jobs.secondees import erase_old, link_accounts
from app.secondments.models import Interest, InterestMove, Secondee, Secondment, Version
from app.secondments.queries.interests import interests_of_secondee
from app.secondments.queries.secondee_links import is_secondee, open_secondee_link, secondees_of_person
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondments_of
from app.secondments.rules.retention import StillLent
from app.secondments.rules.secondee_links import SECONDEE_LINK, NoLongerYours, mailbox_mark
from app.secondments.values import NotThisTime, SecondeeDraft, SecondmentState, Stage
from app.trusts.values import Role
from tests.clock import START
from tests.listings.makers import make_member
from tests.secondments.everywhere import places_of
from tests.secondments.interests_makers import interest, make_asked, make_named, make_put_forward
from tests.secondments.makers import PERSON, PERSON_EMAIL, World, make_availability, make_opportunity
from tests.secondments.signing_makers import make_issued

WORDS = (PERSON, "Ashdown", PERSON_EMAIL)
WROTE = f"We look forward to meeting {PERSON}."


def person(world: World) -> Secondee:
    row = session().get_one(Secondee, world.secondee, populate_existing=True)
    session().expunge(row)
    return row


def told(person_id: int) -> str:
    mine = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
    return "\n".join(f"{each.subject}\n{each.body}" for each in session().scalars(mine))


def make_ended(world: World, at: datetime) -> str:
    """A secondment with an issued version that is over since a moment, of the world's secondee; its reference."""
    reference = make_issued(world).reference
    ended = {"state": SecondmentState.ENDED, "ended_at": at}
    session().execute(update(Secondment).where(Secondment.reference == reference).values(**ended))
    return reference


def test_whoever_withdraws_with_nothing_else_going_on_is_nowhere_any_more(
    world: World, app: Flask, deliver: Callable[[], int]
) -> None:
    with transaction():
        reference = make_named(world)
        for stage, actor in ((Stage.IN_CONVERSATION, world.home), (Stage.INTERVIEW, world.host)):
            interests.move_stage(reference=reference, stage=stage, message=WROTE, actor=actor, at=START)
        waiting = make_put_forward(world, at=START + timedelta(hours=1))
    with transaction():
        interests.look_at_profile(reference=reference, actor=world.host, at=START)
    deliver()
    with transaction():
        assert {"secondee.name", "secondee.email", "mail.address", "secondment_interest_move.message"} <= set(
            places_of(WORDS)
        )
        token = sign(
            SECONDEE_LINK,
            {"secondee": world.secondee, "to": mailbox_mark(PERSON_EMAIL)},
            until=START + timedelta(days=9),
        )
        interests.withdraw_own_consent(reference=waiting, secondee_id=world.secondee, at=START)
        assert person(world).name == PERSON
        assert interests.withdraw_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    deliver()
    with transaction():
        assert places_of(WORDS) == []
        assert search.find(Query(text="Ashdown")).total == 0
        held = interest(world, reference)
        assert (held.stage, held.is_named) == (Stage.WITHDRAWN, False)
        advert = listings.listings_by_id([held.availability_id or 0])[held.availability_id or 0]
        assert advert.state is ListingState.CLOSED
        assert "The person withdrew" in told(world.host.person_id)
        assert "The person withdrew" in told(world.home.person_id)
        with pytest.raises(NoLongerYours, match="erased"):
            open_secondee_link(token, at=START)
        with pytest.raises(NotFound):
            interests.put_forward(
                opportunity=make_opportunity(world), secondee_id=world.secondee, actor=world.home, at=START
            )
        again = SecondeeDraft(PERSON, PERSON_EMAIL)
        assert secondees.add_secondee(draft=again, actor=world.home, at=START) != world.secondee


def test_a_draft_that_names_somebody_is_blanked_with_them(world: World) -> None:
    drafted = make_availability(
        world, published=False, title=f"{PERSON} available", description=WROTE, gain=f"{PERSON} would learn"
    )
    assert {"listing.title", "listing.description", "secondment_advert.gain"} <= set(places_of(WORDS))
    interests.erase_secondee(secondee_id=world.secondee, actor=world.home, at=START)
    assert places_of(WORDS) == []
    assert listings.get_listing(drafted).title == "Somebody available"


def test_whoever_has_something_else_going_on_is_kept(world: World) -> None:
    first, second = make_named(world), make_put_forward(world)
    interests.give_own_consent(reference=second, secondee_id=world.secondee, at=START)
    assert not interests.withdraw_own_consent(reference=first, secondee_id=world.secondee, at=START)
    assert person(world).name == PERSON
    assert interest(world, second).is_named
    assert interests.withdraw_own_consent(reference=second, secondee_id=world.secondee, at=START)
    assert person(world).name == ""


def test_who_says_no_before_consenting_is_erased_too_and_what_waits_for_them_ends(world: World) -> None:
    first, second = make_put_forward(world), make_asked(world)
    assert interests.withdraw_own_consent(reference=first, secondee_id=world.secondee, at=START)
    assert interest(world, second).stage is Stage.WITHDRAWN
    assert places_of(WORDS) == []


def test_an_agreement_that_nobody_is_bound_by_goes_with_the_name(world: World) -> None:
    issued = make_issued(world)
    held = secondments_of(world.secondee)[0]
    reference = interests_of_secondee(world.secondee)[0].reference
    assert session().scalars(select(Version.document)).one()
    assert interests.withdraw_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    assert secondments_of(world.secondee)[0].state is SecondmentState.ABANDONED
    assert session().execute(select(Version.document, Version.schedule_document)).all() == [(None, None)]
    assert places_of(WORDS) == []
    assert held.reference == issued.reference


@pytest.mark.parametrize("state", [SecondmentState.AGREED, SecondmentState.RUNNING])
def test_who_is_lent_is_erased_only_after_it(world: World, state: SecondmentState) -> None:
    make_issued(world)
    session().execute(update(Secondment).values(state=state))
    with pytest.raises(StillLent):
        interests.erase_secondee(secondee_id=world.secondee, actor=world.home, at=START)
    session().execute(update(Secondment).values(state=SecondmentState.ENDED, ended_at=START))
    with pytest.raises(NotFound):
        interests.erase_secondee(secondee_id=world.secondee, actor=world.host, at=START)
    interests.erase_secondee(secondee_id=world.secondee, actor=world.home, at=START)
    assert places_of(WORDS) == []
    (held,) = secondments_of(world.secondee)
    assert (held.state, held.post) == (SecondmentState.ENDED, "SENDCo, two days a week")


def test_a_refused_name_goes_after_six_months_and_not_a_day_sooner(world: World, app: Flask) -> None:
    refused_at = datetime.fromisoformat("2027-01-15T15:00:00+00:00")
    with transaction():
        first = make_put_forward(world)
        interests.give_own_consent(reference=first, secondee_id=world.secondee, at=START)
        interests.move_stage(
            reference=first,
            stage=Stage.NOT_THIS_TIME,
            reason=NotThisTime.FILLED,
            message=WROTE,
            actor=world.host,
            at=refused_at,
        )
    with transaction():
        assert erase_old(refused_at + timedelta(days=181)) == 0
        assert person(world).name == PERSON
    with transaction():
        assert erase_old(refused_at.replace(month=7, day=16)) == 1
        assert places_of(WORDS) == []
    with transaction():
        assert erase_old(refused_at.replace(month=7, day=17)) == 0


def test_who_was_never_put_forward_goes_after_a_year_unless_an_advert_is_out(world: World) -> None:
    assert erase_old(START.replace(year=2027)) == 0
    availability = make_availability(world, at=START, closing_date=None, published=False)
    year_on = START.replace(year=2027) + timedelta(days=1)
    listing = listings.get_listing(availability)
    session().add(Publication(listing_id=listing.id, published_at=START, person_id=world.home.person_id))
    session().flush()
    assert erase_old(year_on) == 0
    adverts.close_advert(reference=availability, actor=world.home, at=year_on)
    assert erase_old(year_on) == 1
    assert secondees_by_id([world.secondee])[world.secondee].is_erased


def test_what_goes_on_keeps_a_name_however_long_it_takes(world: World) -> None:
    make_named(world)
    assert erase_old(START.replace(year=2040)) == 0


def test_a_profile_goes_six_months_after_the_end_and_the_name_after_six_years(world: World) -> None:
    ended = datetime.fromisoformat("2027-07-23T17:00:00+00:00")
    make_ended(world, ended)
    session().execute(update(Interest).values(note=WROTE))
    assert erase_old(ended.replace(year=2028, month=1, day=23)) == 0
    assert erase_old(ended.replace(year=2028, month=1, day=24)) == 1
    held = person(world)
    assert (held.name, held.profile, held.home_post) == (PERSON, "", "SENDCo, Ash Primary School")
    assert session().scalars(select(Interest.note)).all() == [""]
    assert session().scalars(select(InterestMove.message).where(InterestMove.message != "")).all() == []
    assert session().scalars(select(Version.document)).one()
    assert erase_old(ended.replace(year=2033, day=23)) == 0
    assert erase_old(ended.replace(year=2033, day=24)) == 1
    assert session().scalars(select(Version.document)).one() is None
    assert places_of(WORDS) == []


def test_the_erasure_and_the_linking_are_on_the_board() -> None:
    assert jobs.erasures["secondments.secondees"] is erase_old
    assert jobs.periodic["erase secondments.secondees"].daily
    assert jobs.periodic["secondments.link_accounts"].run is link_accounts


def test_an_account_of_the_same_trust_is_linked_and_its_erasure_breaks_nothing(world: World) -> None:
    make_named(world)
    link_accounts(START)
    assert person(world).person_id is None
    elsewhere = make_member(world.other.trust, Role.BUYER, email="wren@easton.example")
    member = make_member(world.home.trust, Role.BUYER, email=PERSON_EMAIL, name=PERSON)
    link_accounts(START)
    assert person(world).person_id == member.person_id
    assert [each.id for each in secondees_of_person(member.person_id)] == [world.secondee]
    assert is_secondee(member.person_id)
    assert not is_secondee(elsewhere.person_id)
    people.erase_person(person_id=member.person_id, at=START)
    reference = interests_of_secondee(world.secondee)[0].reference
    interests.move_stage(reference=reference, stage=Stage.INTERVIEW, actor=world.host, at=START)
    assert interests.withdraw_own_consent(
        reference=reference, secondee_id=world.secondee, person_id=member.person_id, at=START
    )
    assert places_of(WORDS) == []


def test_erasing_names_of_nobody_lent_changes_no_agreement(world: World) -> None:
    agreements.erase_names(world.secondee, START)
    assert secondments_of(world.secondee) == []
