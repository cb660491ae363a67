"""Reading courses, runs, bookings, registers."""

from app.cpd.queries.asking import asking_for, get_booking_draft, may_book
from app.cpd.queries.bookings import (
    booking_by_reference,
    count_bookings,
    count_to_answer,
    find_booking_by_token,
    get_booking,
    get_own_booking,
    list_bookings,
)
from app.cpd.queries.charging import charges_of_places, places_not_come
from app.cpd.queries.courses import (
    courses_by_id,
    courses_by_reference,
    get_course,
    get_own_course,
    has_run_to_come,
    vat_registered,
)
from app.cpd.queries.courses_materials import has_booked_places
from app.cpd.queries.courses_partners import is_partner, partners_of
from app.cpd.queries.delegates import count_delegates, delegates_by_id, get_delegate, list_delegates, own_delegates
from app.cpd.queries.feeds import (
    FeedValue,
    TrustSession,
    find_feed,
    find_feed_by_secret,
    new_courses,
    next_session_from,
    sessions_between,
    sessions_of_trust,
)
from app.cpd.queries.given import count_runs_given, list_runs_given
from app.cpd.queries.next import list_next
from app.cpd.queries.places import (
    get_place_given,
    list_places_of_run,
    list_runs_to_tidy,
    list_waiting,
    places_by_id,
    places_summary,
)
from app.cpd.queries.run_pages import get_run_id, get_run_of_session, notes_of_bookings
from app.cpd.queries.runs import get_own_run, get_run, list_coming_runs, list_runs, runs_by_id
from app.cpd.queries.staff import count_staff, list_coming_places, list_staff
from app.cpd.queries.waiting_for import count_to_name

__all__ = [
    "FeedValue",
    "TrustSession",
    "asking_for",
    "booking_by_reference",
    "charges_of_places",
    "count_bookings",
    "count_delegates",
    "count_runs_given",
    "count_staff",
    "count_to_answer",
    "count_to_name",
    "courses_by_id",
    "courses_by_reference",
    "delegates_by_id",
    "find_booking_by_token",
    "find_feed",
    "find_feed_by_secret",
    "get_booking",
    "get_booking_draft",
    "get_course",
    "get_delegate",
    "get_own_booking",
    "get_own_course",
    "get_own_run",
    "get_place_given",
    "get_run",
    "get_run_id",
    "get_run_of_session",
    "has_booked_places",
    "has_run_to_come",
    "is_partner",
    "list_bookings",
    "list_coming_places",
    "list_coming_runs",
    "list_delegates",
    "list_next",
    "list_places_of_run",
    "list_runs",
    "list_runs_given",
    "list_runs_to_tidy",
    "list_staff",
    "list_waiting",
    "may_book",
    "new_courses",
    "next_session_from",
    "notes_of_bookings",
    "own_delegates",
    "partners_of",
    "places_by_id",
    "places_not_come",
    "places_summary",
    "runs_by_id",
    "sessions_between",
    "sessions_of_trust",
    "vat_registered",
]
