"""What ends an interest or stands in the way of it: a trust that closes, an agreement; and whose a link is."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.kernel.boards import news
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.secondments.actions import agreements, interests, secondees
from app.secondments.models import Secondment
from app.secondments.queries.interests import count_interests, interests_of_secondee, list_interests
from app.secondments.queries.secondee_links import open_secondee_link
from app.secondments.queries.secondments import find_by_interest
from app.secondments.rules.interests import (
    Bound,
    NotOpen,
)
from app.secondments.rules.secondee_links import NoLongerYours
from app.secondments.rules.secondees import AddressTaken
from app.secondments.values import (
    InterestFilter,
    InterestSort,
    Party,
    SecondeeDraft,
    SecondmentState,
    Stage,
)
from app.trusts.models import Trust
from app.trusts.values import TrustClosed
from tests.clock import START, HandClock
from tests.secondments.interests_makers import (
    interest,
    make_agreed,
    make_asked,
    make_named,
    make_put_forward,
)
from tests.secondments.interests_told import mails, put_in_state, told
from tests.secondments.makers import (
    PERSON,
    PERSON_EMAIL,
    World,
    make_opportunity,
)


def test_a_trust_that_closes_leaves_no_interest_open(world: World) -> None:
    opportunity = make_opportunity(world)
    reference, other = make_named(world), make_put_forward(world)
    before = len(told(world.home.person_id))
    news.tell(TrustClosed(world.host.trust), at=START)
    for each in (reference, other):
        assert interest(world, each).stage is Stage.WITHDRAWN
    assert all("has closed" in each for each in told(world.home.person_id)[before:])
    assert "Withdrawn" in mails()[-1].subject
    news.tell(TrustClosed(world.host.trust), at=START)
    assert len(told(world.home.person_id)) == before + 2
    session().execute(update(Trust).where(Trust.id == world.host.trust).values(is_open=False))
    with pytest.raises(NotOpen, match="has closed"):
        interests.put_forward(opportunity=opportunity, secondee_id=world.secondee, actor=world.home, at=START)


def test_what_nobody_took_a_step_in_for_half_a_year_is_withdrawn_and_told(world: World) -> None:
    reference = make_named(world)
    last = interest(world, reference).moves[-1].moved_at
    idle = last.replace(year=last.year + 1, month=(last.month + 6 - 1) % 12 + 1)
    interests.withdraw_idle(at=idle)
    assert interest(world, reference).stage.is_open, "six months to the day"
    before = {who: len(told(who)) for who in (world.home.person_id, world.host.person_id)}
    interests.withdraw_idle(at=idle + timedelta(days=1))
    interests.withdraw_idle(at=idle + timedelta(days=2))
    assert interest(world, reference).stage is Stage.WITHDRAWN
    assert all(len(told(who)) == count + 1 for who, count in before.items())


def test_what_waits_for_an_agreement_to_come_is_not_idle(world: World) -> None:
    reference = make_agreed(world)
    agreements.begin_secondment(interest_reference=reference, actor=world.home, at=START)
    later = START + timedelta(days=400)
    session().execute(update(Secondment).values(start_date=later.date()))
    interests.withdraw_idle(at=later)
    assert interest(world, reference).stage is Stage.AGREED
    interests.withdraw_idle(at=later + timedelta(days=1))
    assert interest(world, reference).stage is Stage.WITHDRAWN


def test_a_link_ends_with_its_time_with_the_address_and_with_a_letter_changed(world: World, clock: HandClock) -> None:
    make_put_forward(world)
    token = (mails()[-1].link or "").removeprefix("/my-secondment/")
    assert open_secondee_link(token, at=clock.wind_on(days=89)).name == PERSON
    with pytest.raises(LinkExpired):
        open_secondee_link(token, at=clock.wind_on(days=1))
    with pytest.raises(LinkUnreadable):
        open_secondee_link(token[:-2], at=START)
    draft = SecondeeDraft(PERSON, "wren.new@northgate.example")
    assert secondees.change_secondee(secondee_id=world.secondee, draft=draft, actor=world.home, at=START)
    with pytest.raises(NoLongerYours, match="changed since"):
        open_secondee_link(token, at=START)
    assert mails(PERSON_EMAIL) == [], "the former address stands nowhere"
    (renewed,) = mails("wren.new@northgate.example")
    assert open_secondee_link((renewed.link or "").removeprefix("/my-secondment/"), at=START).id == world.secondee


def test_two_of_a_trusts_people_have_not_one_address(world: World) -> None:
    with pytest.raises(AddressTaken):
        secondees.add_secondee(draft=SecondeeDraft("Wren Two", PERSON_EMAIL.upper()), actor=world.home, at=START)
    second = secondees.add_secondee(draft=SecondeeDraft("Ola Fern", "ola@home.example"), actor=world.home, at=START)
    with pytest.raises(AddressTaken):
        secondees.change_secondee(
            secondee_id=second, draft=SecondeeDraft("Ola Fern", PERSON_EMAIL), actor=world.home, at=START
        )
    assert secondees.add_secondee(draft=SecondeeDraft("Ola Fern", "ola@home.example"), actor=world.host, at=START)
    with pytest.raises(NotFound):
        secondees.change_secondee(
            secondee_id=second, draft=SecondeeDraft("O", "o@o.example"), actor=world.host, at=START
        )


def test_a_list_is_narrowed_by_side_stage_and_advert_and_sorted(world: World) -> None:
    asked = make_asked(world)
    forward = make_put_forward(world, at=START.replace(hour=11))
    interests.move_stage(reference=asked, stage=Stage.IN_CONVERSATION, actor=world.home, at=START.replace(hour=12))
    home, everything = world.home.trust, InterestFilter()

    def listed(trust_id: int, narrowed: InterestFilter, sort: InterestSort = InterestSort.MADE) -> list[str]:
        found = [each.reference for each in list_interests(trust_id, narrowed, sort=sort)]
        assert len(found) == count_interests(trust_id, narrowed)
        return found

    assert listed(home, everything) == [forward, asked]
    assert listed(home, everything, InterestSort.MOVED) == [asked, forward]
    assert listed(home, everything, InterestSort.STAGE) == [asked, forward]
    assert listed(home, InterestFilter(side=Party.HOST)) == []
    assert listed(world.host.trust, InterestFilter(side=Party.HOST)) == [forward, asked]
    assert listed(home, InterestFilter(stage=Stage.INTERESTED)) == [forward]
    assert listed(home, InterestFilter(listing_id=interest(world, asked).availability_id)) == [asked]
    assert listed(world.other.trust, everything) == []


def test_what_is_not_signed_is_given_up_with_the_interest_and_what_is_agreed_is_not(world: World) -> None:
    reference = make_agreed(world)
    agreements.begin_secondment(interest_reference=reference, actor=world.host, at=START)
    held = interest(world, reference)
    begun = find_by_interest(held.id)
    assert begun is not None
    make_put_forward(world)
    other = next(each for each in interests_of_secondee(world.secondee) if each.reference != reference)
    interests.give_own_consent(reference=other.reference, secondee_id=world.secondee, at=START)
    put_in_state(begun.id, SecondmentState.AGREED)
    with pytest.raises(Bound):
        interests.withdraw_own_consent(reference=reference, secondee_id=world.secondee, at=START)
    with pytest.raises(Bound):
        interests.withdraw_employer_consent(reference=reference, actor=world.home, at=START)
    assert not interests.withdraw_own_consent(reference=other.reference, secondee_id=world.secondee, at=START)
    put_in_state(begun.id, SecondmentState.DRAFTING)
    interests.withdraw_employer_consent(reference=reference, actor=world.home, at=START)
    after = find_by_interest(held.id)
    assert after is not None
    assert after.state is SecondmentState.ABANDONED
