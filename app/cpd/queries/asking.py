"""What a booking would be, before it is made."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.cpd import rules
from app.cpd.models import BookingDraft
from app.cpd.queries.courses import courses_by_id
from app.cpd.queries.courses_partners import is_partner
from app.cpd.queries.delegates import coming_to, delegates_by_email, own_delegates
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import (
    BookedBy,
    BookingAsked,
    BookingChoice,
    BookingDraftValue,
    CourseValue,
    DelegateValue,
    NewDelegate,
    Offer,
    RunValue,
)
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings.values import ListingState
from app.trusts import queries as trusts
from app.trusts.values import TrustValue


def may_book(trust_id: int, run_id: int, at: datetime) -> tuple[CourseValue, RunValue, TrustValue, TrustValue]:
    """A run's course and the run, with its buyer-to-be and its provider.

    Raises NotFound for a draft, CourseClosed or CannotBook where no place may be asked for.
    """
    run = runs_by_id([run_id]).get(run_id)
    course = courses_by_id([run.listing_id]).get(run.listing_id) if run else None
    if run is None or course is None or course.listing.state is ListingState.DRAFT:
        raise NotFound(f"no run {run_id} of a published course")
    both = trusts.trusts_by_id([trust_id, run.provider_id])
    buyer, provider = both[trust_id], both[run.provider_id]
    rules.check_can_book(course.listing, run, buyer=buyer, provider=provider, at=at)
    return course, run, buyer, provider


def asking_for(*, trust_id: int, choice: BookingChoice, at: datetime) -> BookingAsked:
    """What a trust's booking would be at this moment: people, seats left, price and terms as they are.

    Raises NotFound for somebody, a school or a session that is not theirs to choose, CourseClosed, AlreadyComing
    or CannotBook where it may not be booked so, NoPrice. That seats are left is asked when it is booked.
    """
    course, run, buyer, provider = may_book(trust_id, choice.run_id, at)
    choice = rules.tidy_choice(choice)
    sessions = _sessions(choice, run, at)
    rules.check_to_come(run, sessions, at)
    known = own_delegates(trust_id, choice.delegate_ids)
    rules.check_choice(choice, booked_by=course.particulars.booked_by, run=run, known=known)
    _check_people(trust_id, choice, known, sessions, at)
    today = london_date(at)
    return BookingAsked(
        course=course,
        run=run,
        buyer=buyer,
        provider=provider,
        choice=choice,
        known=tuple(known),
        session_ids=sessions,
        offer=_offer(course, run, trust_id, choice, sessions, at),
        name_by_date=rules.name_by(london_date(run.start_of(sessions)), course.particulars.naming_days, today=today)
        if choice.to_follow
        else None,
    )


def get_booking_draft(*, trust_id: int, person_id: int, token: str) -> BookingDraftValue:
    """What a person chose for a trust and has kept. Raises NotFound for another's."""
    mine = (BookingDraft.trust_id == trust_id, BookingDraft.person_id == person_id)
    row = session().scalar(select(BookingDraft).where(BookingDraft.token == token, *mine))
    if row is None:
        raise NotFound("no such draft of a booking")
    return BookingDraftValue(row.token, thaw_choice(row.run_id, row.choice))


def freeze_choice(choice: BookingChoice) -> dict[str, Any]:
    """A choice as a draft holds it."""
    return {
        "delegates": list(choice.delegate_ids),
        "new": [[each.name, each.email, each.school_id] for each in choice.new_delegates],
        "to_follow": choice.to_follow,
        "sessions": list(choice.session_ids),
        "whole_school": choice.whole_school_id,
        "po_number": choice.po_number,
        "note": choice.note,
    }


def thaw_choice(run_id: int, frozen: dict[str, Any]) -> BookingChoice:
    """The choice that a draft holds."""
    return BookingChoice(
        run_id=run_id,
        delegate_ids=tuple(frozen["delegates"]),
        new_delegates=tuple(NewDelegate(*each) for each in frozen["new"]),
        to_follow=frozen["to_follow"],
        session_ids=tuple(frozen["sessions"]),
        whole_school_id=frozen["whole_school"],
        po_number=frozen["po_number"],
        note=frozen["note"],
    )


def _sessions(choice: BookingChoice, run: RunValue, at: datetime) -> tuple[int, ...]:
    """The sessions chosen; without a choice every one that may still be asked for."""
    if not set(choice.session_ids) <= {each.id for each in run.sessions}:
        raise NotFound("a session chosen is not of this run")
    return choice.session_ids or tuple(each.id for each in run.open_sessions(at))


def _check_people(
    trust_id: int, choice: BookingChoice, known: list[DelegateValue], sessions: tuple[int, ...], at: datetime
) -> None:
    """New people may be known after all, by e-mail; schools are the trust's own; nobody comes twice."""
    met = delegates_by_email(trust_id, [each.email for each in choice.new_delegates])
    schools = {each.id: each.name for each in trusts.list_schools(trust_id, london_date(at))}
    named = {each.school_id for each in choice.new_delegates} | {choice.whole_school_id}
    if not named - {None} <= set(schools):
        raise NotFound("a school chosen is not this trust’s")
    people = [*known, *met.values()]
    if choice.whole_school_id is not None:
        new = [DelegateValue(0, trust_id, each.name, each.email, each.school_id) for each in choice.new_delegates]
        rules.check_of_school([*people, *new], choice.whole_school_id, schools[choice.whole_school_id])
    rules.check_nobody_comes([each.name for each in coming_to([each.id for each in people], sessions)])


def _offer(
    course: CourseValue,
    run: RunValue,
    trust_id: int,
    choice: BookingChoice,
    sessions: tuple[int, ...],
    at: datetime,
) -> Offer:
    by_session = course.particulars.booked_by is BookedBy.SESSION
    return rules.work_out_offer(
        particulars=course.particulars,
        count=choice.count,
        sessions=len(sessions) if by_session else 1,
        is_own=run.provider_id == trust_id,
        is_partner=is_partner(run.provider_id, trust_id),
        is_whole_school=choice.whole_school_id is not None,
        start=run.start_date,
        supply=london_date(run.ends_at),
        on=london_date(at),
    )
