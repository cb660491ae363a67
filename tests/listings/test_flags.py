"""A listing is flagged to the operator once for each reason, and what they decide is told to its trust."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings import actions, queries, rules
from app.listings.values import FlagReason, ListingValue
from app.notifications.models import Mail
from app.trusts.values import Role
from tests.listings.flag_makers import NAME, PERSONAL, SECOND, SUPPLY, flag, open_words, subjects, told, verbs
from tests.listings.makers import make_listing, make_member, make_trust
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


def test_a_flag_is_kept_for_the_operator_and_for_its_own_trust(listing: ListingValue, at: datetime) -> None:
    assert flag(listing, at, "day rate", "supply")
    with transaction():
        (found,) = queries.list_flags(looked=False)
        assert queries.flags_of([listing.id, 999]) == {listing.id: (found,)}
        assert queries.find_flag(found.id) == found
        assert (queries.count_flags(looked=False), queries.count_flags(looked=True)) == (1, 0)
    assert (found.listing_id, found.reason, found.words, found.flagged_at) == (
        listing.id,
        SUPPLY,
        ("day rate", "supply"),
        at,
    )
    assert found.is_open
    assert verbs(listing)[-1] == "listings.flagged"


def test_flagging_an_open_reason_again_keeps_the_words_of_now_and_tells_nobody_twice(
    listing: ListingValue, operator: Actor, at: datetime
) -> None:
    assert flag(listing, at, "day rate")
    assert not flag(listing, at, "day rate")
    assert verbs(listing).count("listings.flagged") == 1
    assert not flag(listing, at + timedelta(days=1), "supply")
    assert open_words(listing) == [("supply",)]
    assert verbs(listing).count("listings.flagged") == 2
    assert len(subjects(operator.person_id)) == 1


def test_each_reason_is_a_flag_of_its_own(listing: ListingValue, operator: Actor, at: datetime) -> None:
    assert flag(listing, at, "day rate")
    assert flag(listing, at, NAME, reason=PERSONAL)
    assert open_words(listing) == [(NAME,), ("day rate",)]
    assert len(subjects(operator.person_id)) == 2


@pytest.mark.parametrize("reason", FlagReason)
def test_the_operator_is_told_without_a_word_of_the_text(
    listing: ListingValue, operator: Actor, at: datetime, reason: FlagReason
) -> None:
    flag(listing, at, NAME, reason=reason)
    (notice,) = told(operator.person_id)
    assert listing.reference in notice.subject
    assert notice.link == "/operator/flags"
    with transaction():
        mails = session().scalars(select(Mail)).all()
        facts = session().scalars(select(AuditRow.facts)).all()
    assert [mail.person_id for mail in mails] == [operator.person_id]
    for part in (notice.subject, notice.body, mails[0].subject, mails[0].body, str(facts)):
        assert "Vale" not in part


def test_only_what_is_published_is_flagged(provider: Actor, at: datetime) -> None:
    with transaction():
        kept, gone = make_listing(provider, at=at, published=False), make_listing(provider, at=at)
        actions.close_listing(reference=gone.reference, actor=provider, at=at)
    for listing in (kept, gone):
        with pytest.raises(rules.WrongState):
            flag(listing, at, "supply")
    with pytest.raises(NotFound):
        flag(replace(kept, reference="LST-ZZZZZ"), at, "supply")


@pytest.mark.parametrize(
    ("looked", "fits"), [(False, False), (True, True)], ids=["a second open one", "one that was looked at"]
)
def test_the_database_keeps_one_open_flag_for_a_reason(
    listing: ListingValue, operator: Actor, at: datetime, looked: bool, fits: bool
) -> None:
    flag(listing, at, "supply")
    day = "2026-11-20 10:00:00"
    decided = {"looked": day, "person": operator.person_id, "outcome": "stands"}
    values = decided if looked else dict.fromkeys(decided)
    try:
        with transaction() as current:
            current.execute(SECOND, {"listing": listing.id, "at": day, **values})
        kept = True
    except IntegrityError:
        kept = False
    assert kept is fits


@pytest.mark.parametrize("missing", ["looked", "person", "outcome"])
def test_the_database_keeps_a_decision_whole(
    listing: ListingValue, operator: Actor, at: datetime, missing: str
) -> None:
    day = "2026-11-20 10:00:00"
    values = {"looked": day, "person": operator.person_id, "outcome": "stands", missing: None}
    with pytest.raises(IntegrityError), transaction() as current:
        current.execute(SECOND, {"listing": listing.id, "at": day, **values})
