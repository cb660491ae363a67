"""The bookings that a trust made and those on its courses: the list, and one with its places, money and story."""

from datetime import datetime

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.cpd import queries
from app.cpd.forms import BookingFilterForm
from app.cpd.values import (
    BookedBy,
    BookingFilter,
    BookingLine,
    BookingSide,
    BookingSort,
    BookingValue,
    PlaceState,
    RunValue,
    SessionValue,
)
from app.cpd.views import bp
from app.cpd.views.materials import materials_shown
from app.cpd.views.money import money_of
from app.cpd.views.terms import terms_of
from app.cpd.views.words import DEEDS
from app.kernel.actor import Actor
from app.kernel.clock import accounting_year, london_date
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
YEARS_BACK, YEARS_AHEAD = 5, 1
READERS = (Permission.BOOK_CPD, Permission.VIEW_MONEY, Permission.APPROVE)
HEADINGS = (
    "Booking", "Course", "Trust", "Run", "Starts", "Booked on", "Places booked", "Held", "Offered", "Waiting",
    "Ended", "Without VAT", "PO number",
)  # fmt: skip


@bp.get("/bookings")
@needs(Permission.BOOK_CPD)
def list_bookings() -> ResponseReturnValue:
    """What the trust booked, and on the other tab what was booked on its courses."""
    form, side = BookingFilterForm(_years(now())), _side(actor())
    narrowed, trust = form.narrowed(side, now()), actor().trust
    key, down = sort_order([each.value for each in BookingSort], first="-booked")
    sort = BookingSort(key)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        lines = queries.list_bookings(trust, narrowed, sort=sort, descending=down, most=None)
        return _export(kind, side, lines)
    number = page_number()
    lines = queries.list_bookings(
        trust, narrowed, sort=sort, descending=down, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE
    )
    return render_template(
        "cpd/list_bookings.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, queries.count_bookings(trust, narrowed)),
        made=side is BookingSide.MADE,
        gives=actor().may(Permission.POST_CPD),
        is_narrowed=narrowed != BookingFilter(side),
        sort=f"-{key}" if down else key,
        waiting=queries.count_to_answer(trust),
    )


@bp.get("/bookings/<reference>")
@needs(Permission.VIEW_TRUST)
def show_booking(reference: str) -> ResponseReturnValue:
    """One booking: its places and who has them, its money, what happened, and what may be done now."""
    who, booking = actor(), queries.get_booking(actor().trust, reference)
    bought = booking.buyer_id == who.trust
    _check_may_read(who, booking)
    parties = trusts.trusts_by_id([booking.buyer_id, booking.provider_id])
    runs = queries.runs_by_id({booking.run_id, *(each.run_id for each in booking.places)})
    run = runs[booking.live[0].run_id if booking.live else booking.run_id]
    course = queries.courses_by_id([booking.listing_id])[booking.listing_id]
    live, at = booking.live, now()
    schools = trusts.schools_by_id({each.delegate.school_id for each in booking.places if each.delegate} - {None})  # type: ignore[arg-type]
    return render_template(
        "cpd/show_booking.html",
        booking=booking,
        run=run,
        runs=runs,
        course=course,
        bought=bought,
        buyer=parties[booking.buyer_id],
        provider=parties[booking.provider_id],
        schools={number: school.name for number, school in schools.items()},
        offered=booking.in_state(PlaceState.OFFERED),
        held=booking.in_state(PlaceState.HELD),
        waiting=booking.in_state(PlaceState.WAITING),
        unnamed=sum(1 for each in booking.in_state(PlaceState.BOOKED) if each.delegate is None),
        may_change=bought and who.may(Permission.BOOK_CPD),
        cancels=any(runs[each.run_id].start_of(each.session_ids) > at for each in live),
        is_over=run.is_over(at) or run.cancellation is not None,
        by_session=course.particulars.booked_by is BookedBy.SESSION,
        joining=_joining(booking, runs) if bought else [],
        materials=materials_shown(course, who)[0] if bought else [],
        money=money_of(booking),
        terms=terms_of(booking, run, at) if booking.is_charged and live else [],
        approvals=sorted({each.approval_reference for each in booking.places if each.approval_reference}),
        timeline_rows=_timeline(who.trust, booking),
    )


def _joining(booking: BookingValue, runs: dict[int, RunValue]) -> list[SessionValue]:
    """The sessions that somebody of this booking is booked on, in order: more than one run where places were moved."""
    booked = booking.in_state(PlaceState.BOOKED)
    wanted = {number for each in booked for number in each.session_ids}
    found = [each for run in runs.values() for each in run.sessions if each.id in wanted]
    return sorted(found, key=lambda each: (each.starts_at, each.id))


def _check_may_read(who: Actor, booking: BookingValue) -> None:
    """Of the buyer's trust those who book, approve or see its money; of the provider's its CPD leads."""
    reads = booking.buyer_id == who.trust and any(who.may(each) for each in READERS)
    gives = booking.provider_id == who.trust and who.may(Permission.POST_CPD)
    if not reads and not gives:
        abort(403)


def _side(who: Actor) -> BookingSide:
    asked = request.args.get("side") == BookingSide.GIVEN
    return BookingSide.GIVEN if asked and who.may(Permission.POST_CPD) else BookingSide.MADE


def _timeline(trust_id: int, booking: BookingValue) -> list[tuple[datetime, str, str, str]]:
    """What happened to a booking as far as this trust may know: (when, what, who, more)."""
    approvals = {each.approval_reference for each in booking.places if each.approval_reference}
    about = [booking.reference, booking.run_reference, *sorted(approvals)]
    return trusts.list_told(trust_id, about, DEEDS, since=booking.booked_at)


def _years(at: datetime) -> list[int]:
    this = accounting_year(london_date(at))
    return list(range(this + YEARS_AHEAD, this - YEARS_BACK - 1, -1))


def _export(kind: str, side: BookingSide, lines: list[BookingLine]) -> ResponseReturnValue:
    download = csv_download if kind == "csv" else sheet_download
    return download(f"bookings-{side.value}", HEADINGS, [_row(each) for each in lines])


def _row(line: BookingLine) -> list[Cell]:
    counted = [line.counts.get(state, 0) for state in COUNTED]
    return [
        line.reference, line.title, line.other_trust, line.run_reference, line.starts_at, line.booked_at, *counted,
        line.net, line.po_number,
    ]  # fmt: skip


COUNTED = (PlaceState.BOOKED, PlaceState.HELD, PlaceState.OFFERED, PlaceState.WAITING, PlaceState.ENDED)
