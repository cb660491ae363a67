"""A course and its runs as search engines read them: schema.org's Course, CourseInstance and EducationEvent.

Source: schema.org, version 29. Times are London's with their offset; the link of a session online is never in it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.cpd.values import CareerStage, CourseFormat, CourseValue, RunValue, SessionValue, Venue
from app.kernel.clock import LONDON
from app.kernel.money import Money

MOST_EVENTS = 12
CONTEXT = "https://schema.org"
MODES = {CourseFormat.IN_PERSON: "onsite", CourseFormat.ONLINE: "online", CourseFormat.BLENDED: "blended"}
Data = dict[str, Any]


def course_data(course: CourseValue, runs: Sequence[RunValue], provider: str, address: str, at: datetime) -> Data:
    """The data block of a course's page: the course, the runs shown that are to come, their next sessions."""
    page = f"{address}/courses/{course.reference}"
    organiser = {"@type": "Organization", "name": provider}
    coming = [each for each in runs if each.is_open(at) or not each.has_begun(at)]
    about: Data = {
        "@type": "Course",
        "@id": page,
        "url": page,
        "name": course.listing.title,
        "description": course.listing.summary,
        "courseCode": course.reference,
        "inLanguage": "en-GB",
        "provider": organiser,
        "offers": _offer(course, page, is_full=False),
        "hasCourseInstance": [_instance(course, each, page, at) for each in coming],
    }
    if course.particulars.outcomes:
        about["teaches"] = course.particulars.outcomes
    if course.particulars.prerequisites:
        about["coursePrerequisites"] = course.particulars.prerequisites
    stages = [each.label for each in CareerStage if each in course.particulars.career_stages]
    if stages:
        about["audience"] = {"@type": "EducationalAudience", "educationalRole": stages}
    sessions = [(each, held) for each in coming for held in each.sessions if not held.has_begun(at)]
    events = [_event(course, run, held, page, organiser) for run, held in sessions[:MOST_EVENTS]]
    return {"@context": CONTEXT, "@graph": [about, *events]}


def _instance(course: CourseValue, run: RunValue, page: str, at: datetime) -> Data:
    left = max(run.left_at(at), 0)
    found: Data = {
        "@type": "CourseInstance",
        "@id": f"{page}#{run.reference}",
        "startDate": _moment(run.starts_at),
        "endDate": _moment(run.ends_at),
        "location": list({each.place_line: _location(each, page) for each in run.sessions}.values()),
        "maximumAttendeeCapacity": min(each.capacity for each in run.sessions),
        "remainingAttendeeCapacity": left,
        "eventStatus": _status(run),
        "offers": _offer(course, page, is_full=not left),
    }
    if course.particulars.format:
        found["courseMode"] = MODES[course.particulars.format]
    if course.particulars.learning_minutes:
        found["courseWorkload"] = f"PT{course.particulars.learning_minutes}M"
    if course.particulars.presenter:
        found["instructor"] = {"@type": "Person", "name": course.particulars.presenter}
    return found


def _event(course: CourseValue, run: RunValue, session: SessionValue, page: str, organiser: Data) -> Data:
    mode = "OnlineEventAttendanceMode" if session.venue is Venue.ONLINE else "OfflineEventAttendanceMode"
    name = course.listing.title
    return {
        "@type": "EducationEvent",
        "name": name if len(run.sessions) == 1 else f"{name}, session {session.position} of {len(run.sessions)}",
        "description": course.listing.summary,
        "url": f"{page}#{run.reference}",
        "startDate": _moment(session.starts_at),
        "endDate": _moment(session.ends_at),
        "eventAttendanceMode": f"{CONTEXT}/{mode}",
        "eventStatus": _status(run),
        "location": _location(session, page),
        "organizer": organiser,
        "maximumAttendeeCapacity": session.capacity,
        "remainingAttendeeCapacity": max(session.left, 0),
        "offers": _offer(course, page, is_full=session.left <= 0),
    }


def _location(session: SessionValue, page: str) -> Data:
    if session.venue is Venue.ONLINE:
        return {"@type": "VirtualLocation", "url": page}
    name, _, rest = session.place_line.partition(", ")
    address: Data = {"@type": "PostalAddress", "addressCountry": "GB"}
    if session.postcode:
        address["postalCode"] = session.postcode
    street = session.address or rest
    if street:
        address["streetAddress" if session.address else "addressLocality"] = street
    return {"@type": "Place", "name": name, "address": address}


def _offer(course: CourseValue, page: str, *, is_full: bool) -> Data:
    prices = course.particulars.prices
    price = Money(0) if prices.is_free else prices.other
    if price is None:
        return {"@type": "Offer", "url": page}
    amount = f"{price.pence // 100}.{price.pence % 100:02d}"
    return {
        "@type": "Offer",
        "category": "Free" if prices.is_free else "Paid",
        "url": page,
        "availability": f"{CONTEXT}/{'SoldOut' if is_full else 'InStock'}",
        "price": amount,
        "priceCurrency": "GBP",
        "priceSpecification": {
            "@type": "PriceSpecification",
            "price": amount,
            "priceCurrency": "GBP",
            "valueAddedTaxIncluded": False,
        },
    }


def _status(run: RunValue) -> str:
    return f"{CONTEXT}/{'EventCancelled' if run.cancellation else 'EventScheduled'}"


def _moment(when: datetime) -> str:
    return when.astimezone(LONDON).isoformat()
