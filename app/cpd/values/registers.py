"""The words of a register: who came, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from app.cpd.values.courses import StandardPart
from app.cpd.values.runs import RunValue, SessionValue

REGISTER_LINK = "cpd.register"
"""The purpose of the links with which those who run a course take its register."""
REGISTER_LINK_LASTS = timedelta(days=7)
"""How long after the end of a run such a link still opens."""


class Mark(StrEnum):
    """What a register says of somebody at a session."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return self.value.capitalize()

    @property
    def came(self) -> bool:
        """Whether it counts as attending."""
        return self is not Mark.ABSENT


@dataclass(frozen=True)
class RegisterLine:
    """Somebody booked, as a register has them: `name` empty is a place that nobody was named for.

    `delegate_id` is None there, and for somebody whose name was erased.
    `session_ids` are the sessions that the place is for, `marks` what the register says of them so far.
    """

    place_id: int
    delegate_id: int | None
    name: str
    trust_name: str
    booking_reference: str
    position: int
    session_ids: frozenset[int]
    marks: Mapping[int, Mark]

    @property
    def called(self) -> str:
        """As the register names them."""
        return self.name or "Name not given"

    @property
    def unmarked(self) -> tuple[int, ...]:
        """The ids of the sessions that nobody marked yet."""
        return tuple(sorted(self.session_ids - set(self.marks)))


@dataclass(frozen=True)
class RegisterValue:
    """The register of a run: everyone booked, by name, those without one last."""

    run: RunValue
    title: str
    lines: tuple[RegisterLine, ...]

    def line(self, place_id: int) -> RegisterLine | None:
        """Whoever has a place, if it is on the register."""
        return self._by_id.get(place_id)

    @cached_property
    def _by_id(self) -> dict[int, RegisterLine]:
        return {each.place_id: each for each in self.lines}

    def of(self, session: SessionValue) -> tuple[RegisterLine, ...]:
        """Those booked on one session."""
        return tuple(each for each in self.lines if session.id in each.session_ids)

    def count(self, session: SessionValue, mark: Mark | str | None) -> int:
        """How many of them have a mark, or its word; None counts those without any."""
        return sum(1 for each in self.of(session) if each.marks.get(session.id) == mark)

    @property
    def missing(self) -> tuple[RegisterLine, ...]:
        """Those whom nobody marked for some session."""
        return tuple(each for each in self.lines if each.unmarked)


@dataclass(frozen=True)
class CertificateValue:
    """A certificate of attendance as it reads: to one person, by one provider, for so many minutes of learning."""

    code: str
    delegate_name: str
    title: str
    provider_name: str
    first_date: date
    last_date: date
    minutes: int
    standard: tuple[StandardPart, ...]
    npq: str
    issued_at: datetime
    is_erased: bool = False


@dataclass(frozen=True)
class RecordLine:
    """One line of somebody's CPD record: what, when, and how many minutes of learning they came to.

    `sessions` is how many of its sessions they came to.
    """

    delegate_id: int
    delegate_name: str
    school_id: int | None
    title: str
    provider_name: str
    first_date: date
    last_date: date
    minutes: int
    certificate_code: str | None = None
    sessions: int = 1


class RecordSort(StrEnum):
    """What the list of a trust's records may be ordered by."""

    NAME = "name"
    SCHOOL = "school"
    COURSES = "courses"
    HOURS = "hours"
    LAST = "last"


@dataclass(frozen=True)
class RecordFilter:
    """What narrows a trust's records: the calendar year in which an accounting year began, a school, some words.

    `school_id` 0 is the people of no one school.
    """

    year: int | None = None
    school_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class PersonRecord:
    """Somebody's CPD in sum: on how many courses, for how many minutes, and the last day of the latest."""

    delegate_id: int
    name: str
    school_id: int | None
    courses: int
    minutes: int
    last_date: date


@dataclass(frozen=True)
class SchoolRecord:
    """The CPD of a school's people in sum; `school_id` None is those of no one school."""

    school_id: int | None
    name: str
    people: int
    courses: int
    minutes: int


@dataclass(frozen=True)
class YearRecord:
    """The CPD of a trust's people in one accounting year, by the calendar year in which that began."""

    year: int
    people: int
    courses: int
    minutes: int


@dataclass(frozen=True)
class TrustRecords:
    """The CPD of a trust's people in sum: by person, by school and by year."""

    people: tuple[PersonRecord, ...]
    schools: tuple[SchoolRecord, ...]
    years: tuple[YearRecord, ...]

    @property
    def courses(self) -> int:
        """How many times somebody went to a course."""
        return sum(each.courses for each in self.people)

    @property
    def minutes(self) -> int:
        """How many minutes of learning that was."""
        return sum(each.minutes for each in self.people)
