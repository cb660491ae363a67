"""Files that other programs read: a trust's calendar (RFC 5545) and the feed of new courses (Atom, RFC 4287)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from xml.etree import ElementTree as ET

from app.cpd.messages.calendars import Entry, Method, write_calendar
from app.cpd.messages.wording import run_line
from app.cpd.queries.feeds import TrustSession
from app.cpd.rules.runs_prices import price_line
from app.cpd.values import CourseValue, RunValue
from app.kernel.clock import LONDON

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "New courses on Trust Exchange"


def trust_calendar(sessions: Sequence[TrustSession], names: Mapping[int, str], trust_id: int, at: datetime) -> str:
    """A trust's calendar of courses: the sessions that it gives or has places on, without a delegate's name.

    It is stamped with the day, so that a calendar program sees it changed only when it has.
    """
    stamp = datetime.combine(at.astimezone(LONDON).date(), time(), LONDON).astimezone(UTC)
    entries = [_entry(each, names, trust_id) for each in sessions]
    return write_calendar(entries, method=Method.PUBLISH, at=stamp, name=f"Courses: {names[trust_id]}")


def atom_of_courses(
    courses: Sequence[tuple[CourseValue, list[RunValue]]], names: Mapping[int, str], address: str, at: datetime
) -> bytes:
    """The feed of courses with their runs to come, newest first; `address` is the site's, without a last slash."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    own = f"{address}/courses/feed.atom"
    _add(feed, "id", own)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", "Courses that England’s academy trusts give to one another’s staff")
    _add(feed, "updated", _moment(max((_updated(course) for course, _ in courses), default=at)))
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": own})
    ET.SubElement(
        feed, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": f"{address}/courses/calendar"}
    )
    for course, runs in courses:
        _add_entry(feed, course, runs, names[course.provider_id], address)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(each: TrustSession, names: Mapping[int, str], trust_id: int) -> Entry:
    given = each.run.provider_id == trust_id
    facts = []
    if given:
        facts.append(f"Given by your trust: {each.session.taken} of {each.session.capacity} places taken.")
    if each.booked:
        facts.append(
            "1 place booked for your trust." if each.booked == 1 else f"{each.booked} places booked for your trust."
        )
    if not given:
        facts.append(f"Given by {names[each.run.provider_id]}.")
    number = f" (session {each.session.position} of {len(each.run.sessions)})" if len(each.run.sessions) > 1 else ""
    return Entry(
        session=each.session,
        title=f"{each.course.listing.title}{number}",
        organiser=names[each.run.provider_id],
        description=" ".join(facts),
        path=f"/courses/{each.course.reference}#{each.run.reference}",
        with_link=False,
    )


def _add_entry(feed: ET.Element, course: CourseValue, runs: list[RunValue], provider: str, address: str) -> None:
    page = f"{address}/courses/{course.reference}"
    assert course.listing.published_at is not None
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, "id", page)
    _add(entry, "title", course.listing.title)
    ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": page})
    _add(entry, "published", _moment(course.listing.published_at))
    _add(entry, "updated", _moment(_updated(course)))
    _add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", provider)
    _add(entry, "summary", f"{course.listing.summary} {run_line(runs[0])}. {price_line(course.particulars)}.")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _updated(course: CourseValue) -> datetime:
    return course.listing.changed_at


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
