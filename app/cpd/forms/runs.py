"""A run and its sessions as they are typed; sessions are added and taken away without losing what was typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.cpd.forms.runs_fields import TimeField
from app.cpd.rules import NoSuchTime, london_moment
from app.cpd.rules.runs import LONGEST_ADDRESS, LONGEST_LINK, LONGEST_NAME, MOST_SESSIONS
from app.cpd.values import RunDraft, SessionDraft, Venue
from app.kernel.errors import Refused
from app.kernel.postcodes import tidy_postcode
from app.web.fields import (
    DateField,
    Form,
    HiddenField,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
    TextField,
    WholeNumberField,
    choices_of,
)

OF_SESSION = re.compile(r"session-(?P<number>[1-9][0-9]?)-(?P<field>[a-z_-]+)")
Typed = MultiDict[str, str]


class SessionForm(Form):
    """One session; its fields are named "session-2-date" and so on. The schools to choose from are handed in."""

    class Meta:
        """The run's own form carries the token."""

        csrf = False

    id = HiddenField()
    date = DateField("Date", needed="Enter a date", hint="For example, 12 1 2027")
    starts = TimeField("Start time", needed="Enter a start time", hint="Like 9:30am or 14:00, by the clocks of England")
    ends = TimeField("End time", needed="Enter an end time")
    venue = RadioField("Where is it?", choices=choices_of(Venue), coerce=Venue, needed="Choose where it is")
    school = SelectField("School", blank="Choose a school", coerce=int)
    find = TextField(
        "Another trust’s school: its name or URN",
        most=100,
        hint="Then choose “Find schools”: those found are added to the list above",
    )
    address = TextField(
        "Address", most=LONGEST_ADDRESS, hint="With the room, like “Hall 2, Mill House, 1 Mill Lane, Leeds”"
    )
    postcode = TextField("Postcode", most=10, width="10", autocomplete="off")
    link = TextField(
        "Link to join (optional)",
        most=LONGEST_LINK,
        called="Link",
        hint="Shown only to those booked. If you do not have it yet, add it later: they are told.",
    )
    capacity = WholeNumberField("Number of places", needed="Enter a number of places")
    moments: tuple[datetime, datetime] | None = None

    def __init__(self, number: int, schools: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(prefix=f"session-{number}", **kwargs)
        self.number = number
        self.school.choices = list(schools)
        if number > 1:
            for field in (self.date, self.starts, self.find, self.address, self.link):
                field.description = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that England's clocks show such times on that day."""
        return bool(super().validate(extra_validators)) and self._read_moments()

    def _read_moments(self) -> bool:
        assert self.date.data is not None
        found = []
        for field in (self.starts, self.ends):
            assert field.data is not None
            try:
                found.append(london_moment(self.date.data, field.data))
            except NoSuchTime as refused:
                field.errors = [*field.errors, refused.message]
        self.moments = (found[0], found[1]) if len(found) == 2 else None
        return self.moments is not None

    @property
    def draft(self) -> SessionDraft:
        """What was typed, once it is valid: only what its sort of venue has."""
        assert self.moments is not None
        assert self.capacity.data is not None
        venue: Venue = self.venue.data
        typed_id = self.id.data or ""
        return SessionDraft(
            starts_at=self.moments[0],
            ends_at=self.moments[1],
            venue=venue,
            capacity=self.capacity.data,
            school_id=self.school.data if venue is Venue.SCHOOL else None,
            address=self.address.data if venue is Venue.ADDRESS else "",
            postcode=tidy_postcode(self.postcode.data) if venue is Venue.ADDRESS else "",
            link=self.link.data if venue is Venue.ONLINE else "",
            id=int(typed_id) if typed_id.isascii() and typed_id.isdigit() and len(typed_id) < 10 else None,
        )


class RunForm(Form):
    """A run: its sessions are forms of their own, as many as were typed or are shown; `schools(n)` are the nth's."""

    name = TextField(
        "Name of this run (optional)",
        most=LONGEST_NAME,
        called="Name of this run",
        hint="To tell it from others, like “Spring term, Leeds”",
    )
    minimum_places = WholeNumberField(
        "Minimum number of places (optional)",
        called="Minimum number of places",
        hint="With fewer booked, you decide whether the run goes ahead",
    )
    decide_on_date = DateField(
        "Date on which you decide (optional)",
        called="Date on which you decide",
        hint="You are reminded on this day if fewer are booked than the minimum. For example, 5 1 2027",
    )
    version = SeenField(default="1")
    save = SubmitField("Save this run")

    def __init__(
        self,
        schools: Callable[[int], Sequence[tuple[int, str]]],
        *,
        typed: Typed | None = None,
        sessions: Sequence[Mapping[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(formdata=typed, **kwargs)
        count = count_typed(typed) if typed is not None else len(sessions)
        shown: Sequence[Mapping[str, Any]] = [{}] * count if typed is not None else sessions
        self.sessions = [
            SessionForm(number, schools(number), formdata=typed, data=dict(each))
            for number, each in enumerate(shown, 1)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """The run and every session, all at once."""
        own = bool(super().validate(extra_validators))
        return all([own, *[each.validate() for each in self.sessions]])

    def refuse(self, error: Refused) -> None:
        """Put a refusal beside the field of its session."""
        match = OF_SESSION.fullmatch(error.field or "")
        if match and int(match["number"]) <= len(self.sessions):
            session = self.sessions[int(match["number"]) - 1]
            session.refuse(Refused(error.message, field=match["field"]))
        else:
            super().refuse(error)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, in the order of the page; where there are several sessions each says which it is about."""
        found = [
            {**error, "text": f"Session {each.number}: {error['text']}" if len(self.sessions) > 1 else error["text"]}
            for each in self.sessions
            for error in each.error_list
        ]
        return found + super().error_list

    @property
    def draft(self) -> RunDraft:
        """What was typed, once it is valid."""
        return RunDraft(
            sessions=tuple(each.draft for each in self.sessions),
            name=self.name.data,
            minimum_places=self.minimum_places.data,
            decide_on_date=self.decide_on_date.data,
        )


def count_typed(typed: Typed) -> int:
    """How many sessions were sent, at least one and no more than a run may have and one over."""
    numbers = [int(match["number"]) for match in map(OF_SESSION.fullmatch, typed) if match]
    return min(max(numbers, default=1), MOST_SESSIONS + 1)


def typed_of(typed: Typed, number: int, field: str) -> str:
    """What was typed in a field of the nth session, as it was sent."""
    return typed.get(f"session-{number}-{field}", "").replace("\0", "")


def with_session_added(typed: Typed) -> Typed:
    """What was typed with one more session, like the last but for its date."""
    last = count_typed(typed)
    if last >= MOST_SESSIONS:
        return typed
    copied = typed.copy()
    for name, value in typed.items():
        match = OF_SESSION.fullmatch(name)
        if match and int(match["number"]) == last:
            blank = match["field"] in ("id", "find") or match["field"].startswith("date")
            copied[f"session-{last + 1}-{match['field']}"] = "" if blank else value
    return copied


def without_session(typed: Typed, number: int) -> Typed:
    """What was typed without one session; those after it move up. The last one left stays."""
    if count_typed(typed) < 2:
        return typed
    kept: Typed = MultiDict()
    for name, value in typed.items(multi=True):
        match = OF_SESSION.fullmatch(name)
        if match is None or int(match["number"]) < number:
            kept.add(name, value)
        elif int(match["number"]) > number:
            kept.add(f"session-{int(match['number']) - 1}-{match['field']}", value)
    return kept
