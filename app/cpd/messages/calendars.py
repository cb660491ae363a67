"""Calendar files (iCalendar, RFC 5545) that mail programs act on (iTIP, RFC 5546): one event for each session.

An event keeps its UID for good: a higher SEQUENCE changes it, and METHOD:CANCEL takes it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from app.cpd.messages.site import this_site
from app.cpd.messages.wording import session_place
from app.cpd.values import DelegateValue, SessionValue
from app.kernel.clock import LONDON

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Trust Exchange//CPD//EN"
GMT, BST = timedelta(0), timedelta(hours=1)


class Method(StrEnum):
    """What a calendar is to do with a file."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """One session as it stands in a calendar.

    `attendee` is whose calendar it is, None in a file for anyone. `path` is the page on this site about it, which
    anyone may see: calendars are shared with colleagues.
    `times_taken_back` is how often the session was taken out of that calendar before: it raises the SEQUENCE.
    """

    session: SessionValue
    title: str
    organiser: str
    description: str
    path: str
    attendee: DelegateValue | None = None
    times_taken_back: int = 0
    with_link: bool = True


def write_calendar(entries: Iterable[Entry], *, method: Method, at: datetime, name: str = "") -> str:
    """A calendar file with these sessions, in the time of England whatever the machine that reads it.

    `name` is what a calendar that subscribes is called. Lines are folded and text is escaped as RFC 5545 says.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
    calendar.add_component(_london())
    for entry in entries:
        calendar.add_component(_event(entry, method, at))
    return str(calendar.to_ical(), "utf-8")


def _event(entry: Entry, method: Method, at: datetime) -> Event:
    session, site = entry.session, this_site()
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.sequence + entry.times_taken_back)
    event.add("dtstamp", at)
    event.add("dtstart", session.starts_at.astimezone(LONDON))
    event.add("dtend", session.ends_at.astimezone(LONDON))
    event.add("summary", entry.title)
    event.add("location", session_place(session, with_link=entry.with_link))
    event.add("description", entry.description)
    event.add("url", f"{site.address}{entry.path}")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _mailbox(site.sender, entry.organiser))
    if entry.attendee is not None:
        event.add("attendee", _attendee(entry.attendee))
    return event


def _attendee(delegate: DelegateValue) -> vCalAddress:
    """Somebody whose trust said that they come: their calendar asks them nothing and answers nobody."""
    address = _mailbox(delegate.email, delegate.name)
    for parameter, value in (("CUTYPE", "INDIVIDUAL"), ("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED")):
        address.params[parameter] = vText(value)
    address.params["RSVP"] = vText("FALSE")
    return address


def _mailbox(email: str, name: str) -> vCalAddress:
    """An address with a name. A double quote cannot stand in a parameter (RFC 5545 section 3.2)."""
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name.replace('"', "'"))
    return address


def _london() -> Timezone:
    """British time by its rule rather than by a list of days: calendars know it best so.

    Source: Summer Time Act 1972 section 1, as amended by the Summer Time Order 2002.
    """
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    for part, starts, month, name, before, after in (
        (TimezoneDaylight(), datetime(1981, 3, 29, 1), 3, "BST", GMT, BST),  # noqa: DTZ001
        (TimezoneStandard(), datetime(1996, 10, 27, 2), 10, "GMT", BST, GMT),  # noqa: DTZ001
    ):
        part.add("dtstart", starts)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
