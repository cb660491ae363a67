"""What becomes of a flag: left up, taken down, or gone with what it was about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditConcern, AuditRow
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings import actions, queries, rules
from app.listings.values import ClosedAs, FlagOutcome, ListingState, ListingTakenDown, ListingValue
from app.pages.deeds import deeds
from app.trusts import actions as trusts
from app.trusts.values import Permission, Role
from tests.house.test_audit import everything, unrecorded
from tests.listings.flag_makers import (
    NAME,
    PERSONAL,
    STANDS,
    SUPPLY,
    TAKEN_DOWN,
    decide,
    flag,
    open_words,
    subjects,
    told,
    verbs,
)
from tests.listings.makers import draft, make_listing, make_member, make_trust
from tests.people.makers import make_person


@pytest.fixture
def operator(app: Flask) -> Actor:
    return Actor(make_person(is_operator=True).id, is_operator=True)


@pytest.fixture
def provider(operator: Actor) -> Actor:
    with transaction():
        return make_member(make_trust(), Role.PROVIDER)


@pytest.fixture
def listing(provider: Actor, at: datetime) -> ListingValue:
    with transaction():
        return make_listing(provider, at=at, title=f"{NAME} for hire")


def test_a_text_that_no_longer_holds_it_is_not_flagged_any_more(listing: ListingValue, at: datetime) -> None:
    flag(listing, at, "supply")
    for was_open in (True, False):
        with transaction():
            assert actions.unflag_listing(reference=listing.reference, reason=SUPPLY, at=at) is was_open
    assert open_words(listing) == []
    assert verbs(listing).count("listings.unflagged") == 1
    with transaction(), pytest.raises(NotFound):
        actions.unflag_listing(reference="LST-ZZZZZ", reason=SUPPLY, at=at)


def test_what_was_left_up_stays_up_and_is_not_flagged_for_the_same_words_again(
    listing: ListingValue, provider: Actor, operator: Actor, at: datetime
) -> None:
    flag(listing, at, "supply")
    decide(listing, operator, at, STANDS, " It is a link teacher's title. ")
    with transaction():
        assert queries.get_listing(listing.reference).state is ListingState.PUBLISHED
        (found,) = queries.list_flags(looked=True)
        assert (queries.count_flags(looked=False), queries.count_flags(looked=True)) == (0, 1)
    assert (found.outcome, found.looked_at, found.person_id, found.note, found.words) == (
        STANDS,
        at,
        operator.person_id,
        "It is a link teacher's title.",
        ("supply",),
    )
    (notice,) = told(provider.person_id)
    assert (notice.subject, notice.link) == (f"Your listing {listing.reference} stays up", f"/r/{listing.reference}")
    assert "link teacher" in notice.body
    assert not flag(listing, at, "Supply")
    assert open_words(listing) == []
    assert flag(listing, at, "supply", "day rate")
    assert not flag(listing, at, "supply")
    assert open_words(listing) == [], "what is left of the words was let stand"


def test_what_is_taken_down_is_closed_for_good_and_its_trust_told_why(
    listing: ListingValue, provider: Actor, operator: Actor, at: datetime
) -> None:
    flag(listing, at, "supply")
    flag(listing, at, NAME, reason=PERSONAL)
    decide(listing, operator, at, TAKEN_DOWN, "It offers supply by the day.")
    with transaction():
        closed = queries.get_listing(listing.reference)
        looked = queries.list_flags(looked=True)
    assert (closed.state, closed.closed_as, closed.state_label) == (
        ListingState.CLOSED,
        ClosedAs.TAKEN_DOWN,
        "Taken down by the operator",
    )
    assert {(each.reason, each.outcome, each.words) for each in looked} == {
        (SUPPLY, TAKEN_DOWN, ("supply",)),
        (PERSONAL, TAKEN_DOWN, ()),
    }
    (notice,) = told(provider.person_id)
    assert notice.subject == f"Your listing {listing.reference} was taken down"
    assert "It offers supply by the day." in notice.body
    assert "new listing" in notice.body
    assert verbs(listing)[-1] == "listings.taken_down"


def test_floors_above_hear_of_what_is_taken_down(
    listing: ListingValue, operator: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[ListingTakenDown] = []
    monkeypatch.setitem(news._reactions, ListingTakenDown, {"test": lambda event, _: heard.append(event)})
    with transaction():
        actions.take_down_listing(reference=listing.reference, note="Why", actor=operator, at=at)
    assert heard == [ListingTakenDown(listing.id, listing.reference, "test", listing.trust_id)]


def test_a_trust_that_closes_a_flagged_listing_leaves_nothing_to_look_at_nor_a_name(
    listing: ListingValue, provider: Actor, operator: Actor, at: datetime
) -> None:
    flag(listing, at, NAME, reason=PERSONAL)
    decide(listing, operator, at, STANDS)
    flag(listing, at, "supply")
    with transaction():
        found = queries.flags_of([listing.id])[listing.id][0]
        closed = actions.close_listing(reference=listing.reference, actor=provider, at=at)
    with transaction():
        assert queries.count_flags(looked=False) == 0
        (kept,) = queries.flags_of([listing.id])[listing.id]
    assert (kept.reason, kept.words) == (PERSONAL, ())
    with pytest.raises(rules.AlreadyLooked), transaction():
        actions.decide_flag(flag_id=found.id, outcome=STANDS, note="", version=closed.version, actor=operator, at=at)


def test_who_is_second_to_decide_is_told(listing: ListingValue, operator: Actor, at: datetime) -> None:
    flag(listing, at, "supply")
    decide(listing, operator, at, STANDS)
    for outcome in FlagOutcome:
        with pytest.raises(rules.AlreadyLooked):
            decide(listing, operator, at, outcome, "Why")
    with transaction():
        assert queries.get_listing(listing.reference).state is ListingState.PUBLISHED


def test_a_text_that_changed_is_read_again_before_it_is_decided(
    listing: ListingValue, provider: Actor, operator: Actor, at: datetime
) -> None:
    flag(listing, at, "supply")
    with transaction():
        (found,) = queries.list_flags(looked=False)
        actions.change_listing(
            reference=listing.reference, draft=draft(), version=listing.version, actor=provider, at=at
        )
    with pytest.raises(rules.ChangedMeanwhile), transaction():
        actions.decide_flag(flag_id=found.id, outcome=STANDS, note="", version=listing.version, actor=operator, at=at)
    assert open_words(listing) == [("supply",)]


def test_nobody_but_the_operator_decides(listing: ListingValue, provider: Actor, at: datetime) -> None:
    flag(listing, at, "supply")
    with pytest.raises(NotFound):
        decide(listing, provider, at, STANDS)
    with pytest.raises(NotFound), transaction():
        actions.take_down_listing(reference=listing.reference, note="Why", actor=provider, at=at)
    assert open_words(listing) == [("supply",)]


def test_a_listing_is_not_taken_down_without_a_note_nor_twice(
    listing: ListingValue, operator: Actor, at: datetime
) -> None:
    with pytest.raises(rules.NoteNeeded), transaction():
        actions.take_down_listing(reference=listing.reference, note="  ", actor=operator, at=at)
    with transaction():
        actions.take_down_listing(reference=listing.reference, note="Why", actor=operator, at=at)
    with pytest.raises(rules.WrongState), transaction():
        actions.take_down_listing(reference=listing.reference, note="Why", actor=operator, at=at)


def test_an_operator_who_acts_for_another_trust_shows_that_trust_nothing(
    listing: ListingValue, operator: Actor, at: datetime
) -> None:
    with transaction():
        elsewhere = make_trust()
    for outcome in FlagOutcome:
        flag(listing, at, f"supply {outcome}")
        decide(listing, replace(operator, trust_id=elsewhere), at, outcome, "Why")
    with transaction():
        concerned = session().scalars(
            select(AuditConcern.trust_id).join(AuditRow).where(AuditRow.subject == listing.reference)
        )
        assert set(concerned) == {listing.trust_id}
    assert set(verbs(listing)) <= set(deeds())


def test_the_trusts_administrators_are_told_where_nobody_publishes(
    operator: Actor, provider: Actor, listing: ListingValue, at: datetime
) -> None:
    with transaction():
        head = make_member(listing.trust_id, Role.ADMINISTRATOR)
        assert not head.may(Permission.PUBLISH)
        make_member(listing.trust_id, Role.BUYER)
        trusts.end_membership(person_id=provider.person_id, actor=provider, at=at)
        actions.take_down_listing(reference=listing.reference, note="Why", actor=operator, at=at)
    assert subjects(head.person_id)[-1] == f"Your listing {listing.reference} was taken down"
    assert subjects(provider.person_id) == []


def test_nothing_of_a_flag_or_a_closing_is_kept_that_cannot_be_recorded(
    database: str, listing: ListingValue, provider: Actor, operator: Actor, at: datetime
) -> None:
    flag(listing, at, "supply")
    reference = listing.reference
    deeds: list[Callable[[], object]] = [
        lambda: flag(listing, at, NAME, reason=PERSONAL),
        lambda: flag(listing, at, "day rate"),
        lambda: actions.unflag_listing(reference=reference, reason=SUPPLY, at=at),
        lambda: decide(listing, operator, at, STANDS),
        lambda: decide(listing, operator, at, TAKEN_DOWN, "Why"),
        lambda: actions.close_by_date(reference=reference, at=at),
        lambda: actions.close_listing(reference=reference, closed_as=ClosedAs.FILLED, actor=provider, at=at),
    ]
    before = everything()
    with unrecorded(database):
        for deed in deeds:
            with pytest.raises(DBAPIError, match="unwritten"), transaction():
                deed()
            assert everything() == before
