"""How days, times, sessions and numbers of places read in a message."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from app.cpd.values import RunValue, SessionValue, Venue
from app.kernel.clock import LONDON

MARKDOWN_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def day(when: date) -> str:
    """A day as "3 September 2026"."""
    return f"{when.day} {when:%B %Y}"


def weekday(when: date) -> str:
    """A day as "Thursday 3 September 2026"."""
    return f"{when:%A} {day(when)}"


def hour(when: datetime) -> str:
    """A time of day in England as "9am" or "3:30pm"."""
    local = when.astimezone(LONDON)
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(when: datetime) -> str:
    """A moment as "Thursday 3 September 2026 at 2:05pm", by the clocks of England."""
    return f"{weekday(when.astimezone(LONDON).date())} at {hour(when)}"


def session_time(session: SessionValue) -> str:
    """When a session is: "Thursday 3 September 2026, 9am to 3:30pm"."""
    last = session.ends_at.astimezone(LONDON).date()
    end = hour(session.ends_at) if last == session.date else moment(session.ends_at)
    return f"{weekday(session.date)}, {hour(session.starts_at)} to {end}"


def session_place(session: SessionValue, *, with_link: bool = False) -> str:
    """Where a session is; the link of one that is online only for those booked."""
    if session.venue is Venue.ONLINE:
        return f"{session.place_line}: {session.link}" if with_link and session.link else session.place_line
    missing = session.postcode and session.postcode not in session.place_line
    return f"{session.place_line}, {session.postcode}" if missing else session.place_line


def schedule(sessions: Iterable[SessionValue]) -> str:
    """When and where some sessions are, two lines each, with the links of those online."""
    return "\n\n".join(f"{session_time(each)}\n{session_place(each, with_link=True)}" for each in sessions)


def run_line(run: RunValue) -> str:
    """When a run is, in a few words: "Thursday 3 September 2026" or "from … to …, 3 sessions"."""
    count = len(run.sessions)
    if count == 1:
        return session_time(run.sessions[0])
    if run.start_date == run.end_date:
        return f"{weekday(run.start_date)}, {count} sessions"
    return f"{weekday(run.start_date)} to {weekday(run.end_date)}, {count} sessions"


def plain(text: str) -> str:
    """A text in the small Markdown as a mail or a calendar shows it: without its marks, links with their addresses."""
    return EMPHASIS.sub(r"\2", MARKDOWN_LINK.sub(r"\1 (\2)", text))


def places(count: int) -> str:
    """So many places: "1 place", "3 places"."""
    return "1 place" if count == 1 else f"{count:,} places"


def listed(items: Sequence[str]) -> str:
    """Some words in a row: "1", "1 and 2", "1, 2 and 3"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def paragraphs(*parts: str) -> str:
    """A text of some paragraphs; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)
