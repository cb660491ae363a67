"""The words of an advert: somebody wanted, or somebody who would come; what they do, when, where, at what cost."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.money import Money
from app.listings.values import ListingValue, Subject

OPPORTUNITY = "opportunity"
AVAILABILITY = "availability"
KINDS = (OPPORTUNITY, AVAILABILITY)
WHOLE = 10_000
TYPED_FTE = re.compile(r"(?:0?\.\d{1,4}|[01](?:\.\d{1,4})?)", re.ASCII)


class RoleFamily(StrEnum):
    """What sort of work a post is."""

    TEACHING = "teaching"
    LEADERSHIP = "leadership"
    SEND = "send"
    PASTORAL = "pastoral"
    SUPPORT = "support"
    BUSINESS = "business"
    FINANCE = "finance"
    HR = "hr"
    IT = "it"
    ESTATES = "estates"
    GOVERNANCE = "governance"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "teaching": "Teaching",
            "leadership": "School leadership",
            "send": "SEND and inclusion",
            "pastoral": "Pastoral and attendance",
            "support": "Classroom and school support",
            "business": "School business and administration",
            "finance": "Finance",
            "hr": "HR",
            "it": "IT and data",
            "estates": "Estates",
            "governance": "Governance",
        }[self.value]


class Level(StrEnum):
    """How senior a post is, from the start of a career up."""

    ASSISTANT = "assistant"
    PRACTITIONER = "practitioner"
    MIDDLE = "middle"
    SENIOR = "senior"
    HEAD = "head"
    EXECUTIVE = "executive"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "assistant": "Assistant or trainee",
            "practitioner": "Teacher, officer or specialist",
            "middle": "Middle leader or manager",
            "senior": "Senior leader",
            "head": "Headteacher, head of school or director",
            "executive": "Executive or trust-wide leader",
        }[self.value]


class Purpose(StrEnum):
    """Why a trust borrows or lends."""

    COVER = "cover"
    IMPROVEMENT_SUPPORT = "improvement_support"
    DEVELOPMENT = "development"
    PROJECT = "project"
    SHARED_POST = "shared_post"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "cover": "Cover for an absence or a vacancy",
            "improvement_support": "School improvement support",
            "development": "Development of the secondee",
            "project": "A project",
            "shared_post": "A post shared by two trusts",
        }[self.value]


class Pattern(StrEnum):
    """How the work lies in the week or the year."""

    WHOLE_WEEK = "whole_week"
    DAYS = "days"
    HALF_TERMS = "half_terms"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "whole_week": "Every working day",
            "days": "Some days of the week",
            "half_terms": "Some half-terms of the year",
        }[self.value]


class Weekday(StrEnum):
    """A working day of the week, in order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"

    @property
    def label(self) -> str:
        """As people write it."""
        return self.value.capitalize()


class HalfTerm(StrEnum):
    """One of the six half-terms of a school year, in order."""

    AUTUMN_1 = "autumn_1"
    AUTUMN_2 = "autumn_2"
    SPRING_1 = "spring_1"
    SPRING_2 = "spring_2"
    SUMMER_1 = "summer_1"
    SUMMER_2 = "summer_2"

    @property
    def label(self) -> str:
        """As people write it."""
        season, half = self.value.split("_")
        return f"{'First' if half == '1' else 'Second'} half of the {season} term"


class CostBasis(StrEnum):
    """What the home employer asks of the host."""

    AT_COST = "at_cost"
    SHARE = "share"
    FREE = "free"
    RECIPROCAL = "reciprocal"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "at_cost": "At cost: salary, pension and National Insurance, nothing on top",
            "share": "A share of the cost",
            "free": "Free",
            "reciprocal": "Reciprocal: each trust lends somebody, nothing is charged",
        }[self.value]

    @property
    def short(self) -> str:
        """As a result shows it."""
        return {"at_cost": "At cost", "share": "Share of cost", "free": "Free", "reciprocal": "Reciprocal"}[self.value]

    @property
    def is_charged(self) -> bool:
        """Whether the host is charged anything."""
        return self in {CostBasis.AT_COST, CostBasis.SHARE}


@dataclass(frozen=True, order=True)
class Fte:
    """A share of full time in ten-thousandths: 0.4 is 4,000. Raises ValueError unless it is above 0 and at most 1."""

    parts: int

    def __post_init__(self) -> None:
        if not 0 < self.parts <= WHOLE:
            raise ValueError(f"not a share of full time: {self.parts}")

    def __str__(self) -> str:
        """As people write it: 0.4, 0.8784, 1.0."""
        text = f"{self.parts / WHOLE:.4f}".rstrip("0")
        return f"{text}0" if text.endswith(".") else text

    @staticmethod
    def typed(text: str) -> "Fte":
        """What a person typed ("0.4", ".4", "1"). Raises ValueError for anything else."""
        tidy = text.strip()
        if TYPED_FTE.fullmatch(tidy) is None:
            raise ValueError(f"not a share of full time: {text!r}")
        whole, _, decimals = tidy.partition(".")
        return Fte(int(whole or "0") * WHOLE + int(decimals.ljust(4, "0") if decimals else "0"))


FULL_TIME = Fte(WHOLE)


@dataclass(frozen=True)
class Working:
    """How much and when in the week or the year somebody works.

    `days` are named where only some days of the week are worked, `half_terms` where only some of the year are.
    """

    pattern: Pattern = Pattern.WHOLE_WEEK
    fte: Fte = FULL_TIME
    days: frozenset[Weekday] = frozenset()
    half_terms: frozenset[HalfTerm] = frozenset()


@dataclass(frozen=True)
class Particulars:
    """What is particular to secondments in a listing as it is typed; in a draft any of it may be missing.

    An end is a day (`end_date`) or a length in weeks (`weeks`), not both. `school_id` is where the post is, or
    the home school of somebody available, which is shown only where `shows_school`: in an availability, where the
    person agrees. `miles` is how far somebody would travel; `share_percent` what part of the cost is charged.
    `band_from` and `band_to` are the annual salary, full time, as a band. `secondee_id` is whom an availability is
    about: nothing that is published says who. `closing_date` is the last day on which interest may be expressed.
    """

    family: RoleFamily | None = None
    level: Level | None = None
    subjects: frozenset[Subject] = frozenset()
    purpose: Purpose | None = None
    start_date: date | None = None
    end_date: date | None = None
    weeks: int | None = None
    working: Working | None = None
    school_id: int | None = None
    shows_school: bool = False
    miles: int | None = None
    part_remote: bool = False
    essential: str = ""
    desirable: str = ""
    gain: str = ""
    basis: CostBasis | None = None
    share_percent: int | None = None
    band_from: Money | None = None
    band_to: Money | None = None
    closing_date: date | None = None
    secondee_id: int | None = None

    @property
    def last_date(self) -> date | None:
        """The last day: as typed, or as the length in weeks has it."""
        if self.end_date is not None or self.start_date is None or self.weeks is None:
            return self.end_date
        return self.start_date + timedelta(weeks=self.weeks, days=-1)


@dataclass(frozen=True)
class AdvertValue:
    """An opportunity or an availability: its listing and what is particular to it."""

    listing: ListingValue
    particulars: Particulars

    @property
    def reference(self) -> str:
        """The listing's reference."""
        return self.listing.reference

    @property
    def kind(self) -> str:
        """OPPORTUNITY or AVAILABILITY."""
        return self.listing.kind

    @property
    def is_opportunity(self) -> bool:
        """Whether a host asks for somebody; else somebody is available."""
        return self.listing.kind == OPPORTUNITY

    @property
    def trust_id(self) -> int:
        """The trust whose advert it is: of an availability nobody else is told before both consents."""
        return self.listing.trust_id
