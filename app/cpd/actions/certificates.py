"""Issuing certificates once a register is finished."""

import secrets
from datetime import datetime

from app.cpd.models import Certificate, Place
from app.cpd.npq import name_of
from app.cpd.queries.courses import courses_by_id
from app.cpd.queries.records_attended import Attended, list_attended
from app.cpd.rules.certificates import LENGTH, LETTERS, grouped
from app.cpd.rules.registers import earns_certificate, learning_minutes
from app.cpd.values import CourseValue, Npq, PlaceState
from app.cpd.values.registers import RegisterValue
from app.kernel.database import insert_or_ignore
from app.trusts import queries as trusts


def issue_certificates(register: RegisterValue, *, at: datetime) -> dict[int, str]:
    """Give everyone who came to enough of their sessions a certificate; returns the codes by place.

    Nobody gets one for sessions to which somebody else came with the same place, nor once their name was erased.
    The run is held and its register finished: a place gets one once.
    """
    run = register.run
    course = courses_by_id([run.listing_id])[run.listing_id]
    provider = trusts.names([run.provider_id])[run.provider_id]
    came = list_attended(Place.run_id == run.id, Place.state == PlaceState.BOOKED)
    issued = {}
    for each in came:
        line = register.line(each.place_id)
        percent = course.particulars.attendance_percent
        if line is None or line.delegate_id != each.delegate_id:
            continue
        if earns_certificate(came_to=len(each.times), of=len(line.session_ids), percent=percent):
            whole = sum(held.minutes for held in run.sessions)
            issued[each.place_id] = _issue(each, course, provider, whole, at)
    return issued


def new_code() -> str:
    """A code that nobody can guess: twelve letters without vowels, in groups, 19 to the power of 12 of them."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def _issue(came: Attended, course: CourseValue, provider: str, whole: int, at: datetime) -> str:
    typed = course.particulars
    values = {
        "place_id": came.place_id,
        "delegate_id": came.delegate_id,
        "title": course.listing.title,
        "provider_name": provider,
        "first_date": came.first_date,
        "last_date": came.last_date,
        "minutes": max(learning_minutes(learning=typed.learning_minutes, came_to=came.minutes, of=whole), 1),
        "standard": [part.value for part in typed.standard],
        "npq": _npq(typed.npq) if typed.npq else "",
        "issued_at": at,
    }
    code = new_code()
    while not insert_or_ignore(Certificate.__table__, {**values, "code": code}):  # type: ignore[arg-type]
        code = new_code()
    return code


def _npq(npq: Npq) -> str:
    led = f"led by {npq.lead_provider}" if npq.lead_provider else ""
    return ", ".join(part for part in (name_of(npq.course), led, npq.cohort) if part)
