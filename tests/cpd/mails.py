"""What a test reads of what was told: the mails that wait to be sent, and the calendar files with them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import select

from app.kernel.database import session
from app.notifications.models import Mail, Notice
from app.people.models import Person

LINK = re.compile(r"/my-place/[\w.~-]+")


@dataclass(frozen=True)
class Sent:
    """A mail to an address: its calendar's method, and its events by UID."""

    to: str
    subject: str
    body: str
    link: str
    method: str
    events: dict[str, Event]

    @property
    def sequences(self) -> list[int]:
        return [int(part(each, "SEQUENCE")) for each in self.events.values()]


def mails_to(address: str) -> list[Sent]:
    """The mails to an address so far, in order."""
    rows = session().scalars(select(Mail).where(Mail.address == address).order_by(Mail.id))
    return [_sent(row) for row in rows]


def all_mails() -> list[Sent]:
    """Every mail to a bare address so far, in order."""
    rows = session().scalars(select(Mail).where(Mail.address.is_not(None)).order_by(Mail.id))
    return [_sent(row) for row in rows]


def notices_to(email: str) -> list[Notice]:
    """What somebody with an account was told in the site about CPD, in order."""
    mine = select(Notice).join(Person, Person.id == Notice.person_id).where(Person.email == email)
    return list(session().scalars(mine.where(Notice.key.startswith("cpd.")).order_by(Notice.id)))


def calendar(text: str) -> Calendar:
    """A calendar file, read as a calendar reads it."""
    read = Calendar.from_ical(text)
    assert isinstance(read, Calendar)
    return read


def events_of(text: str) -> dict[str, Event]:
    """The events of a calendar file by their UIDs."""
    return {str(each["UID"]): each for each in calendar(text).walk("VEVENT") if isinstance(each, Event)}


def part(event: Event, name: str) -> Any:
    """A property of an event as the library gives it: text, or something with `dt` and `params`."""
    return event[name]


def starts(event: Event) -> datetime:
    """When an event starts, with its time zone."""
    moment = part(event, "DTSTART").dt
    assert isinstance(moment, datetime)
    return moment


def _sent(row: Mail) -> Sent:
    held = row.attachment or {}
    text = held.get("content") or ""
    return Sent(
        to=row.address or "",
        subject=row.subject,
        body=row.body,
        link=row.link or "",
        method=str(calendar(text)["METHOD"]) if text else "",
        events=events_of(text) if text else {},
    )
