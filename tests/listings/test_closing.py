"""A listing is closed for a reason that stays with it, by its trust or by its closing date."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from app.audit import queries as audit
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings import actions, queries, rules
from app.listings.models import Closure
from app.listings.values import ClosedAs, ListingState
from app.pages.deeds import deeds
from app.trusts.values import Role
from tests.listings.makers import make_listing, make_member, make_trust

CLOSE = text(
    "INSERT INTO listing_closure (listing_id, closed_at, person_id, closed_as) VALUES (:listing, :at, :person, :word)"
)
BEFORE_REASONS = "0140"


@pytest.fixture
def provider(app: Flask) -> Iterator[Actor]:
    with transaction():
        actor = make_member(make_trust(), Role.PROVIDER)
    with transaction():
        yield actor


@pytest.mark.parametrize("closed_as", [ClosedAs.CLOSED, ClosedAs.FILLED])
def test_a_trust_closes_its_listing_for_a_reason_that_stays(provider: Actor, at: datetime, closed_as: ClosedAs) -> None:
    reference = make_listing(provider, at=at).reference
    closed = actions.close_listing(reference=reference, closed_as=closed_as, actor=provider, at=at)
    assert (closed.state, closed.closed_as, closed.state_label) == (ListingState.CLOSED, closed_as, closed_as.label)
    assert queries.get_listing(reference) == closed
    last = audit.list_about(provider.trust, [reference])[-1]
    assert (last.verb, last.person_id) == (f"listings.{closed_as.value}", provider.person_id)
    assert last.verb in deeds()


def test_a_listing_is_closed_without_a_reason_as_closed(provider: Actor, at: datetime) -> None:
    closed = actions.close_listing(reference=make_listing(provider, at=at).reference, actor=provider, at=at)
    assert closed.closed_as is ClosedAs.CLOSED


def test_a_listing_that_is_not_closed_has_no_reason_and_reads_as_its_state(provider: Actor, at: datetime) -> None:
    draft, published = make_listing(provider, at=at, published=False), make_listing(provider, at=at)
    assert (draft.closed_as, draft.state_label) == (None, "Draft")
    assert (published.closed_as, published.state_label) == (None, "Published")


def test_a_row_from_before_reasons_were_kept_reads_as_closed(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    actions.close_listing(reference=listing.reference, closed_as=ClosedAs.FILLED, actor=provider, at=at)
    session().execute(update(Closure).values(closed_as=None))
    assert queries.get_listing(listing.reference).closed_as is ClosedAs.CLOSED


def test_a_closing_date_closes_any_trusts_listing_by_nobodys_hand(provider: Actor, at: datetime) -> None:
    reference, later = make_listing(provider, at=at).reference, at + timedelta(days=1)
    closed = actions.close_by_date(reference=reference, at=later)
    assert (closed.closed_as, closed.closed_at) == (ClosedAs.DATE_PASSED, later)
    assert closed.state_label == "Closing date passed"
    last = audit.list_about(provider.trust, [reference])[-1]
    assert (last.verb, last.person_id) == ("listings.date_passed", None)
    assert last.verb in deeds()


def test_a_closing_date_closes_only_what_is_published(provider: Actor, at: datetime) -> None:
    draft, gone = make_listing(provider, at=at, published=False), make_listing(provider, at=at)
    actions.close_listing(reference=gone.reference, actor=provider, at=at)
    for reference, says in ((draft.reference, "is a draft"), (gone.reference, "is closed")):
        with pytest.raises(rules.WrongState, match=says):
            actions.close_by_date(reference=reference, at=at)
    with pytest.raises(NotFound):
        actions.close_by_date(reference="LST-ZZZZZ", at=at)


@pytest.mark.parametrize("word", [*ClosedAs, "sold"])
def test_the_database_knows_every_reason_and_no_other_word(app: Flask, at: datetime, word: str) -> None:
    with transaction():
        listing = make_listing(make_member(make_trust(), Role.PROVIDER), at=at)
    values = {"listing": listing.id, "at": "2026-11-20 10:00:00", "person": None, "word": str(word)}
    try:
        with transaction() as current:
            current.execute(CLOSE, values)
        kept = True
    except IntegrityError:
        kept = False
    assert kept is (word in list(ClosedAs))


def test_what_was_closed_stays_closed_over_the_migration_and_back(app: Flask, at: datetime) -> None:
    with transaction():
        actor = make_member(make_trust(), Role.PROVIDER)
        by_hand, by_date = make_listing(actor, at=at), make_listing(actor, at=at)
        actions.close_listing(reference=by_hand.reference, actor=actor, at=at)
        actions.close_by_date(reference=by_date.reference, at=at)
    with app.app_context():
        downgrade(revision=BEFORE_REASONS)
        upgrade()
    with transaction():
        for listing in (by_hand, by_date):
            assert queries.get_listing(listing.reference).closed_as is ClosedAs.CLOSED
        assert set(session().scalars(text("SELECT person_id FROM listing_closure"))) == {actor.person_id}
