"""Interests from the first word to an agreement, the two consents, and who learns what when."""

import re
from functools import partial

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.kernel.errors import NotFound, Refused
from app.listings.values import ClosedAs
from app.secondments import actions as adverts
from app.secondments.actions import agreements, interests, secondees
from app.secondments.queries.desk import count_waiting
from app.secondments.queries.interests_shown import show_one
from app.secondments.queries.secondee_links import open_secondee_link
from app.secondments.queries.secondees import get_secondee
from app.secondments.rules.interests import (
    AlreadyInterested,
    CannotMove,
    MovedOn,
    NotNamedYet,
    NotOpen,
    OwnAdvert,
)
from app.secondments.rules.secondees import SecondeeRefused
from app.secondments.values import (
    Consenter,
    NotThisTime,
    SecondeeDraft,
    Stage,
)
from tests.clock import START
from tests.secondments.interests_makers import (
    interest,
    make_agreed,
    make_asked,
    make_named,
    make_put_forward,
)
from tests.secondments.interests_told import deeds, mails, told
from tests.secondments.makers import (
    PERSON,
    PERSON_EMAIL,
    World,
    make_availability,
    make_opportunity,
    make_secondee_row,
)

LINK = re.compile(r"/my-secondment/([\w.~-]+)")


def test_a_host_asks_then_the_employer_then_the_person_consents(world: World) -> None:
    reference = make_asked(world, note="Two days a week from January?")
    held = interest(world, reference)
    assert (held.stage, held.is_named, held.note) == (Stage.INTERESTED, False, "Two days a week from January?")
    assert "Westbrook Schools Trust asks to know more" in told(world.home.person_id)[0]
    assert told(world.host.person_id) == []
    assert mails() == []
    interests.give_employer_consent(reference=reference, actor=world.home, at=START)
    (asked,) = mails()
    assert asked.subject == "Do you consent? A secondment to Westbrook Schools Trust"
    assert asked.secret
    assert "Northgate" not in "".join(told(world.host.person_id))
    token = LINK.search(asked.link or "")
    assert token is not None
    who = open_secondee_link(token[1], at=START)
    interests.give_own_consent(reference=reference, secondee_id=who.id, at=START)
    assert interest(world, reference).is_named
    for person in (world.home, world.host):
        assert "can read the profile now" in told(person.person_id)[-1]
        assert PERSON not in "".join(told(person.person_id))
    consents = interest(world, reference).consents
    assert [(each.consenter, each.given_by) for each in consents] == [
        (Consenter.EMPLOYER, world.home.person_id),
        (Consenter.PERSON, None),
    ]


def test_putting_somebody_forward_is_the_employers_consent_and_names_no_home_trust(world: World) -> None:
    reference = make_put_forward(world, note="Six years as a SENDCo.")
    held = interest(world, reference)
    assert held.has_consent(Consenter.EMPLOYER)
    assert not held.is_named
    (notice,) = told(world.host.person_id)
    assert "A trust in the South West" in notice
    assert "Northgate" not in notice
    assert show_one(world.host.trust, held).other_name == "A trust in the South West"
    assert show_one(world.home.trust, held).other_name == "Westbrook Schools Trust"
    assert len(mails()) == 1
    assert deeds(world.host.trust, reference) == []
    interests.give_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    named = interest(world, reference)
    assert show_one(world.host.trust, named).other_name == "Northgate Learning Trust"


def test_a_note_before_both_consents_says_not_who_it_is(world: World) -> None:
    opportunity = make_opportunity(world)
    for note in (
        "Meet Ms Ashdown",
        f"Write to {PERSON_EMAIL}",
        "We are Northgate Learning Trust",
        "At Ash Primary School",
    ):
        with pytest.raises(Refused, match="Take out"):
            interests.put_forward(
                opportunity=opportunity, secondee_id=world.secondee, note=note, actor=world.home, at=START
            )
    reference = make_put_forward(world)
    with pytest.raises(Refused, match="Take out"):
        interests.move_stage(
            reference=reference, stage=Stage.IN_CONVERSATION, message=f"Ask for {PERSON}", actor=world.home, at=START
        )


def test_of_one_open_interest_in_the_same_thing_there_is_never_a_second(world: World) -> None:
    availability, opportunity = make_availability(world), make_opportunity(world)
    first = interests.express_interest(availability=availability, actor=world.host, at=START)
    with pytest.raises(AlreadyInterested, match=first) as refused:
        interests.express_interest(availability=availability, opportunity=opportunity, actor=world.host, at=START)
    assert refused.value.reference == first
    forward = interests.put_forward(opportunity=opportunity, secondee_id=world.secondee, actor=world.home, at=START)
    with pytest.raises(AlreadyInterested, match=forward):
        interests.put_forward(opportunity=opportunity, secondee_id=world.secondee, actor=world.home, at=START)
    interests.move_stage(reference=first, stage=Stage.WITHDRAWN, actor=world.host, at=START)
    again = interests.express_interest(availability=availability, actor=world.host, at=START)
    assert again != first
    assert interests.express_interest(availability=availability, actor=world.other, at=START)


def test_interest_is_in_what_is_open_and_anothers(world: World) -> None:
    availability, opportunity = make_availability(world), make_opportunity(world)
    drafted = make_opportunity(world, published=False)
    forward = partial(interests.put_forward, secondee_id=world.secondee, at=START)
    with pytest.raises(OwnAdvert):
        interests.express_interest(availability=availability, actor=world.home, at=START)
    with pytest.raises(OwnAdvert):
        forward(opportunity=opportunity, actor=world.host)
    with pytest.raises(NotFound):
        forward(opportunity=drafted, actor=world.home)
    with pytest.raises(NotFound):
        forward(opportunity=availability, actor=world.home)
    with pytest.raises(NotFound):
        forward(opportunity=opportunity, actor=world.other)
    with pytest.raises(NotFound):
        interests.express_interest(availability=availability, opportunity=drafted, actor=world.host, at=START)
    with pytest.raises(NotOpen, match="closed on 11 December 2026"):
        interests.express_interest(availability=availability, actor=world.host, at=START.replace(month=12, day=12))
    adverts.close_advert(reference=opportunity, actor=world.host, at=START, closed_as=ClosedAs.FILLED)
    with pytest.raises(NotOpen, match="filled"):
        forward(opportunity=opportunity, actor=world.home)


def test_stages_follow_to_an_agreement_and_everybody_concerned_is_told(world: World) -> None:
    reference = make_agreed(world)
    held = interest(world, reference)
    assert [each.stage for each in held.moves] == [
        Stage.INTERESTED, Stage.IN_CONVERSATION, Stage.INTERVIEW, Stage.OFFERED, Stage.AGREED,
    ]  # fmt: skip
    assert "Invited to an interview" in "".join(told(world.home.person_id))
    assert "The offer is accepted" in told(world.host.person_id)[-1]
    assert [each.subject.split(":")[0] for each in mails()][1:] == ["Interview", "Offered", "Agreed"]
    verbs = {each.verb for each in deeds(world.host.trust, reference)}
    assert verbs == {"secondments.interest_made", "secondments.consent_given", "secondments.interest_moved"}
    assert (count_waiting(world.home.trust), count_waiting(world.host.trust)) == ((1, 0), (0, 0))
    assert agreements.begin_secondment(interest_reference=reference, actor=world.host, at=START)
    assert count_waiting(world.home.trust) == (0, 0)
    assert show_one(world.home.trust, held).awaited is None


def test_a_host_waits_for_both_consents_before_it_interviews(world: World) -> None:
    reference = make_put_forward(world)
    with pytest.raises(NotNamedYet):
        interests.move_stage(reference=reference, stage=Stage.INTERVIEW, actor=world.host, at=START)
    with pytest.raises(CannotMove):
        interests.move_stage(reference=reference, stage=Stage.OFFERED, actor=world.home, at=START)
    with pytest.raises(NotFound):
        interests.move_stage(reference=reference, stage=Stage.WITHDRAWN, actor=world.other, at=START)


def test_not_this_time_ends_it_and_its_words_stand_on_the_page_alone(world: World) -> None:
    reference = make_named(world)
    refuse = partial(interests.move_stage, reference=reference, stage=Stage.NOT_THIS_TIME, actor=world.host, at=START)
    with pytest.raises(Refused, match="Choose why"):
        refuse(message="Thank you.")
    refuse(message=f"Thank you, and {PERSON} too.", reason=NotThisTime.DATES)
    held = interest(world, reference)
    assert (held.stage, held.moves[-1].reason, held.is_named) == (Stage.NOT_THIS_TIME, NotThisTime.DATES, False)
    assert held.moves[-1].message == f"Thank you, and {PERSON} too."
    assert PERSON not in "".join(told(world.home.person_id))
    with pytest.raises(MovedOn):
        refuse(message="Sorry.", reason=NotThisTime.DATES)
    for consent in (interests.give_employer_consent, interests.withdraw_employer_consent):
        with pytest.raises(MovedOn):
            consent(reference=reference, actor=world.home, at=START)


def test_nobody_consents_for_the_person(world: World) -> None:
    reference = make_asked(world)
    other = make_secondee_row(world.home.trust, name="Ola Fern", email="ola@northgate.example")
    with pytest.raises(NotFound):
        interests.give_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    with pytest.raises(NotFound):
        interests.give_employer_consent(reference=reference, actor=world.host, at=START)
    interests.give_employer_consent(reference=reference, actor=world.home, at=START)
    with pytest.raises(MovedOn):
        interests.give_employer_consent(reference=reference, actor=world.home, at=START)
    with pytest.raises(NotFound):
        interests.give_own_consent(reference=reference, secondee_id=other, at=START)
    with pytest.raises(NotFound):
        interests.withdraw_own_consent(reference=reference, secondee_id=other, at=START)
    with pytest.raises(SecondeeRefused, match="not yours"):
        secondees.add_secondee(draft=SecondeeDraft("Me", "hr@northgate.example"), actor=world.home, at=START)
    with pytest.raises(SecondeeRefused, match="not yours"):
        secondees.change_secondee(
            secondee_id=other, draft=SecondeeDraft("Ola Fern", "HR@northgate.example"), actor=world.home, at=START
        )
    assert not interest(world, reference).has_consent(Consenter.PERSON)


def test_each_look_at_a_profile_is_on_record_and_is_the_two_trusts_alone(world: World, app: Flask) -> None:
    with transaction():
        reference = make_put_forward(world)
    with transaction():
        with pytest.raises(NotFound):
            interests.look_at_profile(reference=reference, actor=world.host, at=START)
        assert interests.look_at_profile(reference=reference, actor=world.home, at=START).name == PERSON
    with transaction():
        assert deeds(world.host.trust, reference) == []
        interests.give_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    with transaction():
        for _ in range(2):
            assert interests.look_at_profile(reference=reference, actor=world.host, at=START).name == PERSON
        with pytest.raises(NotFound):
            interests.look_at_profile(reference=reference, actor=world.other, at=START)
    with transaction():
        looks = [each for each in deeds(world.home.trust, reference) if each.verb == "secondments.profile_seen"]
        assert [each.trust_id for each in looks].count(world.host.trust) == 2
        assert all(each.facts == {"secondee": world.secondee} for each in looks)
        interests.withdraw_employer_consent(reference=reference, actor=world.home, at=START)
    with transaction(), pytest.raises(NotFound):
        interests.look_at_profile(reference=reference, actor=world.host, at=START)


def test_a_look_is_on_record_even_where_the_page_fails(world: World, app: Flask) -> None:
    with transaction():
        reference = make_named(world)
    with transaction() as outer:
        interests.look_at_profile(reference=reference, actor=world.host, at=START)
        outer.rollback()
    with transaction():
        assert "secondments.profile_seen" in {each.verb for each in deeds(world.home.trust, reference)}


def test_an_employer_who_withdraws_ends_it_and_keeps_its_own_record(world: World) -> None:
    reference = make_named(world)
    interests.withdraw_employer_consent(reference=reference, actor=world.home, at=START)
    held = interest(world, reference)
    assert (held.stage, held.is_named) == (Stage.WITHDRAWN, False)
    assert show_one(world.host.trust, held).other_name == "A trust in the South West"
    assert get_secondee(world.home.trust, world.secondee).name == PERSON
    assert "withdrew" in told(world.host.person_id)[-1]
    assert mails()[-1].subject.startswith("Withdrawn")
