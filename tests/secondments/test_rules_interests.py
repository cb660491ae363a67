"""Which stage follows which and by whom, whose turn it is, what may be written, who may be asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from app.kernel.errors import Refused
from app.listings.values import ClosedAs, ListingState, ListingValue
from app.secondments.rules import interests as rules
from app.secondments.rules import interests_words as words
from app.secondments.values import (
    AdvertValue,
    Consenter,
    ConsentValue,
    Finding,
    FindingKind,
    InterestValue,
    NotThisTime,
    Particulars,
    Party,
    SecondmentState,
    Stage,
)
from app.trusts.values import TrustKind, TrustValue

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
HOME, HOST, OTHER = 1, 2, 3
BOTH = frozenset(Consenter)
S = Stage
HOST_MOVES = {
    S.INTERESTED: {S.NOT_THIS_TIME, S.WITHDRAWN},
    S.IN_CONVERSATION: {S.NOT_THIS_TIME, S.WITHDRAWN},
    S.INTERVIEW: {S.NOT_THIS_TIME, S.WITHDRAWN},
    S.OFFERED: {S.NOT_THIS_TIME, S.WITHDRAWN},
    S.AGREED: {S.WITHDRAWN},
    S.NOT_THIS_TIME: set(),
    S.WITHDRAWN: set(),
}
NAMED_HOST = {
    S.INTERESTED: {S.INTERVIEW, S.OFFERED},
    S.IN_CONVERSATION: {S.INTERVIEW, S.OFFERED},
    S.INTERVIEW: {S.OFFERED},
}
HOME_MOVES = {**HOST_MOVES, S.INTERESTED: {S.IN_CONVERSATION, S.NOT_THIS_TIME, S.WITHDRAWN}}
NAMED_HOME = {S.OFFERED: {S.AGREED}}


def interest(stage: Stage = S.INTERESTED, given: frozenset[Consenter] = BOTH, by: int = HOST) -> InterestValue:
    consents = tuple(ConsentValue(each, AT, None) for each in Consenter if each in given)
    return InterestValue(9, "EOI-7F3K2", HOME, HOST, 5, None, 8, stage, "", 70, by, AT, consents)


@pytest.mark.parametrize("stage", S)
@pytest.mark.parametrize("given", [frozenset(), frozenset({Consenter.EMPLOYER}), frozenset({Consenter.PERSON}), BOTH])
def test_a_host_interviews_and_offers_only_with_both_consents(stage: Stage, given: frozenset[Consenter]) -> None:
    named = NAMED_HOST.get(stage, set()) if given == BOTH else set()
    assert set(rules.moves_of(interest(stage, given), Party.HOST)) == HOST_MOVES[stage] | named


@pytest.mark.parametrize("stage", S)
@pytest.mark.parametrize("given", [frozenset(), frozenset({Consenter.EMPLOYER}), frozenset({Consenter.PERSON}), BOTH])
def test_a_home_employer_talks_at_first_and_accepts_only_an_offer(stage: Stage, given: frozenset[Consenter]) -> None:
    named = NAMED_HOME.get(stage, set()) if given == BOTH else set()
    assert set(rules.moves_of(interest(stage, given), Party.HOME)) == HOME_MOVES[stage] | named


def test_a_host_that_was_approached_may_begin_the_conversation() -> None:
    assert S.IN_CONVERSATION in rules.moves_of(interest(by=HOME), Party.HOST)
    assert S.IN_CONVERSATION not in rules.moves_of(interest(by=HOST), Party.HOST)


def test_the_person_may_only_withdraw() -> None:
    for stage in S:
        allowed = {S.WITHDRAWN} if stage.is_open else set()
        assert set(rules.moves_of(interest(stage), Party.SECONDEE)) == allowed


def test_a_step_that_may_be_taken_is_one_that_is_not_refused() -> None:
    for stage, wanted, party, given in product(S, S, Party, (frozenset(), BOTH)):
        held = interest(stage, given)
        if wanted in rules.moves_of(held, party):
            rules.check_can_move(held, wanted, party)
        else:
            with pytest.raises(rules.CannotMove):
                rules.check_can_move(held, wanted, party)


@pytest.mark.parametrize(
    ("held", "stage", "party", "refusal", "said"),
    [
        (interest(S.WITHDRAWN), S.OFFERED, Party.HOST, rules.MovedOn, "over: withdrawn"),
        (interest(S.INTERVIEW), S.IN_CONVERSATION, Party.HOME, rules.CannotMove, "does not follow interview"),
        (interest(S.OFFERED), S.AGREED, Party.HOST, rules.CannotMove, "other trust’s to take"),
        (interest(given=frozenset()), S.INTERVIEW, Party.HOST, rules.NotNamedYet, "have both consented"),
    ],
)
def test_a_refused_step_says_why(
    held: InterestValue, stage: Stage, party: Party, refusal: type[Refused], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        rules.check_can_move(held, stage, party)


@pytest.mark.parametrize(
    ("held", "party"),
    [
        (interest(given=frozenset()), Party.HOME),
        (interest(given=frozenset({Consenter.PERSON})), Party.HOME),
        (interest(given=frozenset({Consenter.EMPLOYER})), Party.SECONDEE),
        (interest(), Party.HOST),
        (interest(S.IN_CONVERSATION), Party.HOST),
        (interest(S.INTERVIEW), Party.HOST),
        (interest(S.OFFERED), Party.HOME),
        (interest(S.AGREED), Party.HOME),
        (interest(S.NOT_THIS_TIME), None),
        (interest(S.WITHDRAWN), None),
    ],
)
def test_it_is_somebodys_turn_until_it_is_over(held: InterestValue, party: Party | None) -> None:
    awaited = rules.awaited(held)
    assert (awaited.party if awaited else None) is party


def test_a_name_is_shown_only_while_both_consents_stand_and_it_goes_on() -> None:
    assert interest().is_named
    assert not interest(given=frozenset({Consenter.EMPLOYER})).is_named
    assert not interest(given=frozenset({Consenter.PERSON})).is_named
    assert not interest(S.WITHDRAWN).is_named
    gone = replace(interest().consents[0], withdrawn_at=AT)
    assert not replace(interest(), consents=(gone, interest().consents[1])).is_named


@pytest.mark.parametrize("state", SecondmentState)
def test_what_was_agreed_ends_by_notice_and_not_by_withdrawing(state: SecondmentState) -> None:
    if state in {SecondmentState.DRAFTING, SecondmentState.SIGNING, SecondmentState.ABANDONED}:
        rules.check_not_bound(state)
        return
    with pytest.raises(rules.Bound, match="give notice"):
        rules.check_not_bound(state)


def advert(state: ListingState = ListingState.PUBLISHED, closing: date | None = None) -> AdvertValue:
    closed = ClosedAs.FILLED if state is ListingState.CLOSED else None
    listing = ListingValue(
        8, "LST-7F3K2", "availability", HOME, "A SENDCo", "", "", "", (), (), state, 1, AT, AT, closed_as=closed
    )
    return AdvertValue(listing, Particulars(closing_date=closing))


def test_interest_is_in_an_open_advert_of_another_trust_until_its_closing_date() -> None:
    closing = date(2026, 12, 11)
    rules.check_can_ask(advert(), HOST, on=closing)
    rules.check_can_ask(advert(closing=closing), HOST, on=date(2026, 12, 10))
    rules.check_can_ask(advert(closing=closing), HOST, on=closing)
    with pytest.raises(rules.NotOpen, match="closed on 11 December 2026"):
        rules.check_can_ask(advert(closing=closing), HOST, on=date(2026, 12, 12))
    with pytest.raises(rules.NotOpen, match="filled"):
        rules.check_can_ask(advert(ListingState.CLOSED), HOST, on=closing)
    with pytest.raises(rules.OwnAdvert):
        rules.check_can_ask(advert(), HOME, on=closing)


@pytest.mark.parametrize(("host", "home"), [(True, True), (True, False), (False, True)])
def test_only_trusts_that_are_open_lend_and_borrow(host: bool, home: bool) -> None:
    trust = TrustValue(HOME, "80001", "Northgate", TrustKind.MULTI_ACADEMY_TRUST, True, "08000001", "", "", "", ())
    both = replace(trust, is_open=host), replace(trust, is_open=home)
    if host and home:
        rules.check_both_open(*both)
        return
    with pytest.raises(rules.NotOpen, match="has closed"):
        rules.check_both_open(*both)


@pytest.mark.parametrize("check", [words.check_note, words.check_message])
def test_what_is_written_says_not_who_it_is_too_soon(check: Callable[..., str]) -> None:
    assert check("  A SENDCo\r\nwho knows autism. ") == "A SENDCo\nwho knows autism."
    found = [Finding("", FindingKind.PERSON, "Ashdown"), Finding("", FindingKind.SCHOOL, "Ash Primary")]
    with pytest.raises(Refused, match=r"Take out “Ashdown” .*, “Ash Primary”"):
        check("Ashdown of Ash Primary", found)


def test_a_note_and_a_message_have_a_longest() -> None:
    assert words.check_note("a" * words.LONGEST_NOTE)
    assert words.check_message("a" * words.LONGEST_MESSAGE)
    for check, most in ((words.check_note, words.LONGEST_NOTE), (words.check_message, words.LONGEST_MESSAGE)):
        with pytest.raises(Refused, match="characters or fewer"):
            check("a" * (most + 1))


def test_not_this_time_has_a_reason_and_a_kind_message() -> None:
    words.check_reason(NotThisTime.DATES, "Thank you.")
    with pytest.raises(Refused, match="Choose why"):
        words.check_reason(None, "Thank you.")
    with pytest.raises(Refused, match="Enter a kind message"):
        words.check_reason(NotThisTime.DATES, "  ")


def test_an_email_address_in_a_message_is_found_to_warn_of() -> None:
    assert words.addresses_in("Write to hr@northgate.example, or hr@northgate.example.") == ["hr@northgate.example"]
    assert words.addresses_in("Ring us at home @ ten") == []
