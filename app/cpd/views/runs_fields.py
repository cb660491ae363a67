"""What the form of a run shows before anything is typed, and the schools that its sessions may choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.cpd.forms.runs import Typed, count_typed, typed_of
from app.cpd.values import CourseFormat, RunValue, SessionValue, Venue
from app.kernel.clock import LONDON
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue

MOST_OPTIONS = 100
MOST_FOUND = 20
FIRST_CAPACITY = 20
Fields = dict[str, Any]


@dataclass(frozen=True)
class Choices:
    """The schools to choose from: the trust's own, and by session those chosen or found besides.

    A trust with many schools and a run with many sessions would make a page too long: each session
    then lists only what was chosen or found.
    """

    own: Sequence[SchoolValue]
    found: Mapping[int, Sequence[SchoolValue]] = field(default_factory=dict)

    def of(self, number: int) -> list[tuple[int, str]]:
        """The options of the nth session."""
        ids = {each.id for each in self.own}
        others = [(each.id, f"{_name(each)} (URN {each.urn})") for each in self.found.get(number, ())
                  if each.id not in ids]  # fmt: skip
        return [*others, *((each.id, _name(each)) for each in self.own)]


def choices_typed(trust_id: int, on: date, typed: Typed) -> Choices:
    """The schools to choose from in what was typed: what is searched for is found."""
    count = count_typed(typed)
    chosen = {number: _number(typed_of(typed, number, "school")) for number in range(1, count + 1)}
    texts = {number: typed_of(typed, number, "find").strip()[:100] for number in range(1, count + 1)}
    most = _most_found(count)
    searched = {text: trusts.search_schools(text, most=most) for text in set(texts.values()) if text}
    return _choices(trust_id, on, chosen, {number: searched.get(text, []) for number, text in texts.items()})


def choices_shown(trust_id: int, on: date, sessions: Sequence[Fields]) -> Choices:
    """The schools to choose from where nothing has been typed yet."""
    return _choices(trust_id, on, {number: each.get("school") for number, each in enumerate(sessions, 1)}, {})


def school_found(typed: Typed, number: int) -> tuple[Typed, str]:
    """What pressing "Find schools" in the nth session did: the only one found is chosen; and what to say of it."""
    text = typed_of(typed, number, "find").strip()
    if not text:
        return typed, "Enter the name or the URN of a school, then choose “Find schools”."
    most = _most_found(count_typed(typed))
    found = trusts.search_schools(text, most=most + 1)
    if not found:
        return typed, f"No school has “{text}” in its name. Check the spelling, or enter its URN."
    copied = typed.copy()
    copied[f"session-{number}-venue"] = Venue.SCHOOL.value
    if len(found) == 1:
        copied[f"session-{number}-school"] = str(found[0].id)
        return copied, f"{_name(found[0])} is chosen."
    if len(found) > most:
        return (
            copied,
            f"More than {most} schools were found. Choose one in the list, or enter more of its name or town.",
        )
    return copied, f"{len(found)} schools were found: choose one at the top of the list of schools."


def blank_session(course_format: CourseFormat | None) -> Fields:
    """A session of which nothing is known but what sort of course it belongs to."""
    venue = Venue.ONLINE if course_format is CourseFormat.ONLINE else None
    return {"venue": venue, "capacity": FIRST_CAPACITY}


def run_fields(run: RunValue) -> Fields:
    """What the form shows of a run that is being changed, but for its sessions."""
    return {
        "name": run.name,
        "minimum_places": run.minimum_places,
        "decide_on_date": run.decide_on_date,
        "version": str(run.version),
    }


def session_fields(session: SessionValue) -> Fields:
    """What the form shows of a session that is being changed."""
    starts, ends = (each.astimezone(LONDON).time() for each in (session.starts_at, session.ends_at))
    where = {"venue": session.venue, "school": session.school_id, "address": session.address, "link": session.link}
    postcode = session.postcode if session.venue is Venue.ADDRESS else ""
    when = {"id": str(session.id), "date": session.date, "starts": starts, "ends": ends}
    return {**when, **where, "postcode": postcode, "capacity": session.capacity}


def like(session: SessionValue) -> Fields:
    """What the form shows of a session that is to be like another: all but its date, and its link."""
    return {**session_fields(session), "id": "", "date": None}


def _choices(
    trust_id: int, on: date, chosen: Mapping[int, int | None], searched: Mapping[int, Sequence[SchoolValue]]
) -> Choices:
    own = trusts.list_schools(trust_id, on)
    kept = own if len(own) * len(chosen) <= MOST_OPTIONS else []
    held = trusts.schools_by_id({each for each in chosen.values() if each is not None})
    found = {
        number: list({each.id: each for each in [*_held(held, chosen[number]), *searched.get(number, ())]}.values())
        for number in chosen
    }
    return Choices(kept, found)


def _held(held: Mapping[int, SchoolValue], school_id: int | None) -> list[SchoolValue]:
    return [held[school_id]] if school_id is not None and school_id in held else []


def _most_found(sessions: int) -> int:
    return min(MOST_FOUND, MOST_OPTIONS // sessions)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _name(school: SchoolValue) -> str:
    return ", ".join(part for part in (school.name, school.town) if part)
