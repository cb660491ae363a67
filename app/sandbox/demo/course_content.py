"""The demo's courses, their runs and bookings, as they are written down in data/."""

from datetime import time
from functools import cache
from typing import Self

from pydantic import Field, model_validator

from app.sandbox.demo.content import Written, rows


class WrittenCourse(Written):
    """One course; prices in pence for a place, net. A band is [notice in working days from which it holds, per cent].

    `opened` counts working days before its first run, or before today.
    """

    key: str
    trust: str
    author: str
    title: str
    summary: str
    description: str
    category: str
    phases: list[str]
    regions: list[str]
    format: str
    outcomes: str
    roles: list[str] = []
    subjects: list[str] = []
    career_stages: list[str]
    standard: dict[str, str] = {}
    presenter: str
    prerequisites: str = ""
    minutes: int
    npq_course: str = ""
    npq_lead_provider: str = ""
    npq_funded: bool | None = None
    free: bool = False
    price_pence: int | None = None
    partner_pence: int | None = None
    early_pence: int | None = None
    early_days: int | None = None
    whole_school_pence: int | None = None
    whole_school_places: int | None = None
    vat_treatment: str = ""
    vat_reason: str = ""
    booked_by: str = "whole"
    charge_on: str = "booking"
    bands: list[tuple[int, int]] = []
    no_show_percent: int = 100
    hold_days: int = 5
    naming_days: int = 5
    offer_hours: int = 10
    attendance_percent: int = 100
    joining_instructions: str
    opened: int
    state: str = "published"


class WrittenAbsence(Written):
    """Somebody who did not come to some sessions, by their numbers."""

    who: str
    sessions: list[int]


class WrittenEvaluation(Written):
    """What somebody thought: scores in the order in which they are asked."""

    who: str
    scores: list[int]
    comment: str = ""


class WrittenRunEnd(Written):
    """That the provider cancelled a run, so many working days ago."""

    ago: int
    reason: str


class WrittenRun(Written):
    """One run: `days` of term from today on, negative for those gone by; `added` and `decide_in` in working days.

    Its sessions are at a school, at an address with its postcode, or online; `online` are the days given by the link.
    """

    key: str
    course: str
    days: list[int]
    online: list[int] = []
    starts: time
    ends: time
    school: str = ""
    address: str = ""
    postcode: str = ""
    link: str = ""
    capacity: int
    added: int | None = None
    minimum_places: int | None = None
    decide_in: int | None = None
    cancelled: WrittenRunEnd | None = None
    late: list[str] = []
    absent: list[WrittenAbsence] = []
    evaluations: list[WrittenEvaluation] = []
    register_open: bool = False

    @property
    def is_past(self) -> bool:
        """Whether it has been."""
        return max(self.days) < 0


class WrittenNaming(Written):
    """That a place, by its number, was given a name or another one."""

    place: int
    who: str
    ago: int


class WrittenGivingBack(Written):
    """That places, by their numbers, were given back."""

    places: list[int]
    ago: int
    reason: str = ""


class WrittenBooking(Written):
    """What one trust books on a run. `ago` is in working days before a run gone by, or before today."""

    key: str
    run: str
    by: str
    ago: int
    who: list[str] = []
    to_follow: int = 0
    sessions: list[int] = []
    whole_school: str = ""
    po_number: str = ""
    note: str = ""
    waiting: bool = False
    settled: str = ""
    named: list[WrittenNaming] = []
    cancelled: WrittenGivingBack | None = None


class WrittenStaff(Written):
    """Those of a trust who go to courses, by the URN of their school; `central` is no school's."""

    uid: str
    domain: str
    staff: dict[str, list[str]]


class WrittenPartnership(Written):
    """The trusts to which a provider gives its partner price, and who said so."""

    provider: str
    by: str
    partners: list[str]


class CourseContent(Written):
    """Everything that is written down about courses."""

    courses: list[WrittenCourse] = Field(default_factory=list)
    runs: list[WrittenRun] = Field(default_factory=list)
    bookings: list[WrittenBooking] = Field(default_factory=list)
    staff: list[WrittenStaff] = Field(default_factory=list)
    partnerships: list[WrittenPartnership] = Field(default_factory=list)

    @model_validator(mode="after")
    def _refers_to_what_there_is(self) -> Self:
        courses, runs = {each.key for each in self.courses}, {each.key for each in self.runs}
        assert {each.course for each in self.runs} <= courses, "a run of a course that is not there"
        assert {each.run for each in self.bookings} <= runs, "a booking on a run that is not there"
        return self

    def runs_of(self, course: str) -> list[WrittenRun]:
        """The runs of a course, as they are written."""
        return [each for each in self.runs if each.course == course]


@cache
def course_content() -> CourseContent:
    """What is written about courses. Raises ValidationError for a word that is not known."""
    return CourseContent(
        courses=rows("courses", "course"),
        runs=rows("runs", "run"),
        bookings=rows("bookings", "booking"),
        staff=rows("staff", "trust"),
        partnerships=rows("staff", "partnership"),
    )


def address_of(name: str, domain: str) -> str:
    """The e-mail address of somebody by their name."""
    return f"{name.lower().replace(' ', '.')}@{domain}"
