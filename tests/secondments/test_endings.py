"""An early end, less notice that both trusts agree on, a post that becomes permanent, an extension."""

from datetime import date, timedelta

import pytest

from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.listings.values import ClosedAs, ListingState
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.endings import answer_early_end, give_notice, give_own_notice, make_permanent
from app.secondments.actions.extensions import answer_extension, ask_extension
from app.secondments.queries.adverts import get_advert
from app.secondments.queries.along import early_ends_of, effect_of_end, endings_of, extensions_of
from app.secondments.queries.interests import get_interest, interests_by_id
from app.secondments.queries.recharge import months_charged
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import draft_of, has_draft, secondment_by_reference
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.rules.endings import TooShort
from app.secondments.values import NotThisTime, Party, Stage, WhyEnded
from tests.secondments.agreements_makers import agree, issue, make_interest_row, make_pay
from tests.secondments.along_makers import (
    HOME_HR,
    HOST_HR,
    SECONDEE,
    mails_to,
    make_running_secondment,
    morning,
    notices_to,
)
from tests.secondments.makers import ENDS, World, make_opportunity, make_secondee_row

TODAY = date(2027, 3, 1)
NOW = morning(TODAY)
LAST = date(2027, 3, 31)
MAY = date(2027, 5, 28)


def test_an_early_end_credits_what_was_charged_ahead_and_tells_all_three(world: World) -> None:
    """March was charged whole on its first day: an end on the 31st of it changes nothing, one in February would."""
    reference = make_running_secondment(world, pay=make_pay(charge_day=1))
    held = secondment_by_reference(reference)
    follow_schedule(secondment_id=held.id, at=NOW)
    march = months_charged([held.id])[held.id][-1]
    assert march.month_date == date(2027, 3, 1)
    last = date(2027, 3, 29)
    effect = effect_of_end(held.id, last)
    assert effect is not None
    assert effect.before > effect.after > Money(0)
    assert Money(0) < effect.credited < march.net, "two days of March"
    assert give_notice(reference=reference, last_date=last, shorter=False, actor=world.host, at=NOW)
    held = secondment_by_reference(reference)
    assert (held.last_date, held.end_date) == (last, ENDS)
    ending = endings_of([held.id])[held.id]
    assert (ending.why, ending.by_party, ending.notice_date) == (WhyEnded.EARLY_HOST, Party.HOST, TODAY)
    assert months_charged([held.id])[held.id][-1].net_credited == effect.credited
    subject = f"{reference} ends on 29 March 2027"
    for address in (HOME_HR, HOST_HR, "finance@northgate.example", "finance@westbrook.example"):
        assert notices_to(address)[-1] == subject
    assert mails_to(SECONDEE) == ["Your secondment ends on 29 March 2027"]
    with pytest.raises(Refused, match="enter an earlier"):
        give_notice(reference=reference, last_date=last, shorter=False, actor=world.home, at=NOW)


def test_less_notice_counts_once_the_other_trust_agrees(world: World) -> None:
    reference = make_running_secondment(world)
    held = secondment_by_reference(reference)
    soon = TODAY + timedelta(days=7)
    with pytest.raises(TooShort, match="4 weeks’ notice: enter 29 March 2027"):
        give_notice(reference=reference, last_date=soon, shorter=False, actor=world.home, at=NOW)
    with pytest.raises(NotFound):
        give_notice(reference=reference, last_date=soon, shorter=True, actor=world.other, at=NOW)
    assert not give_notice(reference=reference, last_date=soon, shorter=True, actor=world.home, at=NOW)
    assert secondment_by_reference(reference).last_date == ENDS, "nothing changes until the host agrees"
    assert notices_to(HOST_HR)[-1] == f"Do you agree that {reference} ends on 8 March 2027?"
    with pytest.raises(Refused, match="asked for already"):
        give_notice(reference=reference, last_date=soon, shorter=True, actor=world.host, at=NOW)
    with pytest.raises(NotThisParty):
        answer_early_end(reference=reference, agreed=True, actor=world.home, at=NOW)
    answer_early_end(reference=reference, agreed=False, actor=world.host, at=NOW)
    assert endings_of([held.id]) == {}
    assert notices_to(HOME_HR)[-1] == f"{reference} does not end on 8 March 2027"
    assert not give_notice(reference=reference, last_date=soon, shorter=True, actor=world.home, at=NOW)
    answer_early_end(reference=reference, agreed=True, actor=world.host, at=NOW)
    ending = endings_of([held.id])[held.id]
    assert (ending.why, ending.last_date, ending.given_by) == (WhyEnded.EARLY_HOME, soon, world.home.person_id)
    assert secondment_by_reference(reference).last_date == soon
    assert [each.agreed for each in early_ends_of(held.id)] == [False, True]
    with pytest.raises(MovedOn):
        answer_early_end(reference=reference, agreed=True, actor=world.host, at=NOW)


def test_what_was_asked_for_cannot_be_agreed_to_once_its_day_has_passed(world: World) -> None:
    reference = make_running_secondment(world)
    give_notice(reference=reference, last_date=TODAY, shorter=True, actor=world.home, at=NOW)
    with pytest.raises(MovedOn):
        answer_early_end(reference=reference, agreed=True, actor=world.host, at=NOW + timedelta(days=1))


def test_the_person_gives_the_notice_that_was_agreed_and_nobody_elses(world: World) -> None:
    reference = make_running_secondment(world)
    mine = secondees_by_id([world.secondee])[world.secondee]
    other_id = make_secondee_row(world.home.trust, name="Rowan Ellery", email="rowan@northgate.example")
    other = secondees_by_id([other_id])[other_id]
    with pytest.raises(NotFound):
        give_own_notice(reference=reference, secondee=other, last_date=LAST, at=NOW)
    with pytest.raises(TooShort):
        give_own_notice(reference=reference, secondee=mine, last_date=date(2027, 3, 28), at=NOW)
    give_own_notice(reference=reference, secondee=mine, last_date=LAST, at=NOW)
    held = secondment_by_reference(reference)
    assert endings_of([held.id])[held.id].why is WhyEnded.EARLY_SECONDEE
    assert "Wren" not in " ".join(notices_to(HOST_HR) + notices_to(HOME_HR))


def test_a_post_that_becomes_permanent_fills_its_opportunity_and_tells_the_others_kindly(world: World) -> None:
    opportunity = make_opportunity(world)
    other = make_secondee_row(world.home.trust, name="Rowan Ellery", email="rowan@northgate.example")
    asked = make_interest_row(world, opportunity=opportunity, secondee_id=other, stage=Stage.INTERVIEW)
    reference = make_running_secondment(world, opportunity=opportunity)
    with pytest.raises(NotThisParty):
        make_permanent(reference=reference, last_date=LAST, shorter=False, actor=world.home, at=NOW)
    assert not make_permanent(reference=reference, last_date=TODAY, shorter=True, actor=world.host, at=NOW)
    assert get_advert(opportunity).listing.state is ListingState.PUBLISHED, "the home employer has not agreed yet"
    answer_early_end(reference=reference, agreed=True, actor=world.home, at=NOW)
    held = secondment_by_reference(reference)
    assert endings_of([held.id])[held.id].why is WhyEnded.PERMANENT
    listing = get_advert(opportunity).listing
    assert (listing.state, listing.closed_as) == (ListingState.CLOSED, ClosedAs.FILLED)
    move = get_interest(world.home.trust, asked).moves[-1]
    assert (move.stage, move.reason, move.trust_id) == (Stage.NOT_THIS_TIME, NotThisTime.FILLED, world.host.trust)
    assert move.message.startswith("The post has been filled")
    assert interests_by_id([held.interest_id])[held.interest_id].stage is Stage.AGREED


def test_an_extension_is_asked_for_answered_and_signed_as_a_new_version(world: World) -> None:
    reference, to = make_running_secondment(world), date(2027, 8, 31)
    held = secondment_by_reference(reference)
    ask_extension(reference=reference, to_date=to, reason="The leave goes on", actor=world.host, at=NOW)
    assert notices_to(HOME_HR)[-1] == f"Extend {reference} to 31 August 2027?"
    with pytest.raises(Refused, match="asked for already"):
        ask_extension(reference=reference, to_date=to, reason="Again", actor=world.home, at=NOW)
    answer_extension(reference=reference, agreed=False, actor=world.home, at=NOW)
    assert notices_to(HOST_HR)[-1] == f"{reference} is not extended"
    assert not has_draft(held.id)
    ask_extension(reference=reference, to_date=to, reason="Once more", actor=world.host, at=NOW)
    answer_extension(reference=reference, agreed=True, actor=world.home, at=NOW)
    for address in (HOME_HR, HOST_HR):
        assert notices_to(address)[-1] == f"Sign a new version: {reference} is to go on until 31 August 2027"
    assert draft_of(held.id).terms.end_date == to
    assert secondment_by_reference(reference).last_date == ENDS, "until all three have signed"
    agree(world, reference, at=NOW)
    assert secondment_by_reference(reference).last_date == to
    assert [(each.agreed, each.answered_by) for each in extensions_of(held.id)] == [
        (False, world.home.person_id),
        (True, world.home.person_id),
    ]


def test_an_extension_waits_while_a_version_is_being_signed_and_notice_ends_the_question(world: World) -> None:
    reference, to = make_running_secondment(world), date(2027, 8, 31)
    held = secondment_by_reference(reference)
    ask_extension(reference=reference, to_date=to, reason="The leave goes on", actor=world.host, at=NOW)
    answer_extension(reference=reference, agreed=True, actor=world.home, at=NOW)
    issue(world, reference, at=NOW)
    ask_extension(reference=reference, to_date=date(2027, 9, 30), reason="Longer still", actor=world.home, at=NOW)
    with pytest.raises(Refused, match="being signed"):
        answer_extension(reference=reference, agreed=True, actor=world.host, at=NOW)
    give_notice(reference=reference, last_date=MAY, shorter=False, actor=world.host, at=NOW)
    assert [each.agreed for each in extensions_of(held.id)] == [True, False]
    with pytest.raises(MovedOn):
        ask_extension(reference=reference, to_date=to, reason="After all", actor=world.host, at=NOW)
