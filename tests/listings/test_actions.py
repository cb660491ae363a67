"""Listings are drafted, published, changed and closed by their own trust, and every step is on record."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit import queries as audit
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxRow
from app.listings import actions, queries, rules
from app.listings.values import ListingDraft, ListingFilter, ListingSort, ListingState
from app.trusts.values import Phase, Region, Role
from tests.listings.makers import draft, make_listing, make_member, make_trust


@pytest.fixture
def provider(app: Flask) -> Iterator[Actor]:
    with transaction():
        actor = make_member(make_trust(), Role.PROVIDER)
    with transaction():
        yield actor


def noted(reference: str) -> int:
    """How often the search index was told to look at a listing again."""
    rows = session().scalars(select(OutboxRow).where(OutboxRow.handler == "search.index"))
    return sum(row.payload["reference"] == reference for row in rows)


def test_a_draft_needs_only_a_title_and_the_search_does_not_hear_of_it(provider: Actor, at: datetime) -> None:
    listing = actions.draft_listing(kind="test", draft=ListingDraft("  Music \n tuition "), actor=provider, at=at)
    assert (listing.title, listing.state, listing.version) == ("Music tuition", ListingState.DRAFT, 1)
    assert queries.get_own(provider.trust, listing.reference) == listing
    assert noted(listing.reference) == 0


def test_publishing_lacks_are_said_all_together(provider: Actor, at: datetime) -> None:
    listing = actions.draft_listing(kind="test", draft=ListingDraft("Music tuition"), actor=provider, at=at)
    with pytest.raises(rules.Incomplete) as refused:
        actions.publish_listing(reference=listing.reference, actor=provider, at=at)
    assert [fault.field for fault in refused.value.faults] == [
        "summary",
        "description",
        "category",
        "phases",
        "regions",
    ]
    assert queries.get_own(provider.trust, listing.reference).state is ListingState.DRAFT


def test_each_step_is_told_to_the_search_and_recorded(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    reference = listing.reference
    assert (listing.state, listing.published_at) == (ListingState.PUBLISHED, at)
    changed = draft(title="Payroll and pensions")
    actions.change_listing(reference=reference, draft=changed, version=listing.version, actor=provider, at=at)
    closed = actions.close_listing(reference=reference, actor=provider, at=at)
    assert (closed.state, closed.closed_at, closed.title) == (ListingState.CLOSED, at, "Payroll and pensions")
    assert noted(reference) == 3
    verbs = [row.verb for row in audit.list_about(provider.trust, [reference])]
    assert verbs == ["listings.drafted", "listings.published", "listings.changed", "listings.closed"]


def test_a_published_listing_stays_complete(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    with pytest.raises(rules.Incomplete):
        actions.change_listing(
            reference=listing.reference, draft=draft(summary=" "), version=listing.version, actor=provider, at=at
        )


def test_an_edit_of_an_old_version_is_told_and_changes_nothing(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at, published=False)
    theirs, mine = draft(title="Theirs"), draft(title="Mine")
    actions.change_listing(reference=listing.reference, draft=theirs, version=1, actor=provider, at=at)
    with pytest.raises(rules.Outdated, match="Somebody else"):
        actions.change_listing(reference=listing.reference, draft=mine, version=1, actor=provider, at=at)
    assert queries.get_own(provider.trust, listing.reference).title == "Theirs"


@pytest.mark.parametrize("do", [actions.publish_listing, actions.close_listing])
def test_another_trusts_listing_is_not_there(do: Callable[..., Any], provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at, published=False)
    stranger = make_member(make_trust(), Role.PROVIDER)
    with pytest.raises(NotFound):
        do(reference=listing.reference, actor=stranger, at=at)
    with pytest.raises(NotFound):
        actions.change_listing(reference=listing.reference, draft=draft(), version=1, actor=stranger, at=at)


def test_what_is_closed_stays_closed(provider: Actor, at: datetime) -> None:
    listing = make_listing(provider, at=at)
    actions.close_listing(reference=listing.reference, actor=provider, at=at)
    with pytest.raises(rules.WrongState, match="Copy it"):
        actions.change_listing(reference=listing.reference, draft=draft(), version=3, actor=provider, at=at)
    for do in (actions.publish_listing, actions.close_listing):
        with pytest.raises(rules.WrongState):
            do(reference=listing.reference, actor=provider, at=at)


def test_the_list_is_narrowed_sorted_and_paged(provider: Actor, at: datetime) -> None:
    made = [
        make_listing(provider, at=at + timedelta(minutes=n), published=n != 1, title=title)
        for n, title in enumerate(["Äpfel", "banjo lessons", "Catering 100%"])
    ]
    other = make_member(make_trust(), Role.PROVIDER)
    make_listing(other, at=at, title="Not mine")

    def titles(narrowed: ListingFilter, **how: Any) -> list[str]:
        return [each.title for each in queries.list_own(provider.trust, narrowed, **how)]

    assert titles(ListingFilter()) == ["Catering 100%", "banjo lessons", "Äpfel"]
    assert titles(ListingFilter(), descending=False, skip=1, most=1) == ["banjo lessons"]
    assert titles(ListingFilter(), sort=ListingSort.TITLE, descending=False)[:1] == ["banjo lessons"]
    assert titles(ListingFilter(state=ListingState.DRAFT)) == ["banjo lessons"]
    assert titles(ListingFilter(state=ListingState.PUBLISHED), sort=ListingSort.PUBLISHED) == [
        "Catering 100%",
        "Äpfel",
    ]
    assert titles(ListingFilter(kind="service")) == []
    assert titles(ListingFilter(text="BANJO less")) == ["banjo lessons"]
    assert titles(ListingFilter(text="100%")) == ["Catering 100%"]
    assert titles(ListingFilter(text="%")) == ["Catering 100%"]
    assert titles(ListingFilter(text=made[0].reference)) == ["Äpfel"]
    assert queries.count_own(provider.trust, ListingFilter(text="banjo")) == 1
    assert [each.title for each in queries.list_newest(1)] == ["Catering 100%"]
    assert [each.title for each in queries.list_published_of(other.trust)] == ["Not mine"]
    assert len(queries.references_of("test")) == 3
    assert set(queries.listings_by_reference([made[0].reference, "LST-22222"])) == {made[0].reference}


def test_phases_and_regions_come_back_in_their_own_order(provider: Actor, at: datetime) -> None:
    listing = make_listing(
        provider,
        at=at,
        phases=frozenset({Phase.SPECIAL, Phase.PRIMARY}),
        regions=frozenset({Region.LONDON, Region.NORTH_EAST}),
    )
    assert listing.phase_labels == ["Primary", "Special"]
    assert listing.region_labels == ["North East", "London"]
    assert make_listing(provider, at=at).region_labels == ["All England"]
    assert make_listing(provider, at=at).phase_labels == ["All phases"]


def test_every_kind_of_writing_survives(provider: Actor, at: datetime) -> None:
    welsh = "Gwasanaeth cyflogres i ysgolion — ŵ ŷ â 🎵 <b>“quoted”</b>"
    listing = make_listing(provider, at=at, title=welsh[:100], description="ŵ" * rules.LONGEST_DESCRIPTION)
    kept = queries.get_listing(listing.reference)
    assert kept.title == welsh
    assert kept.description == "ŵ" * rules.LONGEST_DESCRIPTION
