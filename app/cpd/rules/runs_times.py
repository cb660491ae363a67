"""Dates and times as people type them, and the moments that they stand for in England."""

import re
from datetime import UTC, date, datetime, time

from app.kernel.clock import LONDON
from app.kernel.errors import Refused

CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s*(?P<half>am|pm)?")
PLAIN = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})\s*(?P<half>am|pm)?")
WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class NoSuchTime(Refused):
    """The clocks of England go forward over a time, so that day has no such time."""


def read_time(text: str) -> time:
    """The time of day typed: 9:30am, 9.30, 09:30, 0930, 9am, 14:00, noon.

    An hour alone needs am or pm. Raises ValueError for anything else, so that no time is ever guessed.
    """
    tidy = " ".join(text.lower().replace("a.m.", "am").replace("p.m.", "pm").split())
    if tidy in WORDS:
        return WORDS[tidy]
    match = CLOCK.fullmatch(tidy) or PLAIN.fullmatch(tidy)
    if match is None or not (match["minute"] or match["half"]):
        raise ValueError(f"not a time: {text!r}")
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half and not 1 <= hour <= 12:
        raise ValueError(f"not a time: {text!r}")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def time_text(at: time) -> str:
    """A time of day as people write it: 9:30am, 2pm, noon is 12pm."""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def london_moment(day: date, at: time) -> datetime:
    """The moment, in UTC, of a day and a time by the clocks of England.

    Where the clocks go back over a time, it is the first of the two. Raises NoSuchTime where they go forward over it.
    """
    moment = datetime.combine(day, at, LONDON).astimezone(UTC)
    if moment.astimezone(LONDON).time() != at:
        raise NoSuchTime(
            f"The clocks go forward on {day.day} {day:%B %Y}, so there is no {time_text(at)}. Enter another time"
        )
    return moment
