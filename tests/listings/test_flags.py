"""A listing is flagged to the operator once for each reason, and what they decide is told to its trust."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.audit import queries as audit
from app.audit.models import AuditConcern, AuditRow
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.listings import actions, queries, rules
from app.listings.values import ClosedAs, FlagOutcome, FlagReason, ListingState, ListingTakenDown, ListingValue
from app.notifications.models import Mail, Notice
from app.pages.deeds import deeds
from app.trusts import actions as trusts
from app.trusts.values import Permission, Role
from tests.house.test_audit import everything, unrecorded
from tests.listings.makers import draft, make_listing, make_member, make_trust
from tests.people.makers import make_person

SUPPLY, PERSONAL = FlagReason.AGENCY_SUPPLY, FlagReason.PERSONAL_DATA
STANDS, TAKEN_DOWN = FlagOutcome.STANDS, FlagOutcome.TAKEN_DOWN
NAME = "Rosalind Vale"
SECOND = text(
    "INSERT INTO listing_flag (listing_id, reason, words, flagged_at, looked_at, person_id, outcome, note) "
    "VALUES (:listing, 'agency_supply', '[]', :at, :looked, :person, :outcome, '')"
)


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


def flag(listing: ListingValue, at: datetime, *words: str, reason: FlagReason = SUPPLY) -> bool:
    with transaction():
        return actions.flag_listing(reference=listing.reference, reason=reason, words=words, at=at)


def decide(
    listing: ListingValue, actor: Actor, at: datetime, outcome: FlagOutcome, note: str = "", place: int = 0
) -> None:
    with transaction():
        found = queries.flags_of([listing.id])[listing.id][place]
        version = queries.get_listing(listing.reference).version
        actions.decide_flag(flag_id=found.id, outcome=outcome, note=note, version=version, actor=actor, at=at)


def told(person_id: int) -> list[Notice]:
    with transaction():
        rows = session().scalars(select(Notice).where(Notice.person_id == person_id).order_by(Notice.id))
        return list(rows)


def subjects(person_id: int) -> list[str]:
    return [notice.subject for notice in told(person_id)]


def verbs(listing: ListingValue) -> list[str]:
    with transaction():
        return [row.verb for row in audit.list_about(listing.trust_id, [listing.reference])]


def open_words(listing: ListingValue) -> list[tuple[str, ...]]:
    with transaction():
        return [each.words for each in queries.flags_of([listing.id]).get(listing.id, ()) if each.is_open]


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
