"""The words of a course: whom it is for, what it is, what a place costs and on what terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.cpd.npq import name_of
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue, Subject

KIND = "course"


class CourseFormat(StrEnum):
    """How a course is given."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BLENDED = "blended"

    @property
    def label(self) -> str:
        """As people write it."""
        return {"in_person": "In person", "online": "Online", "blended": "Blended"}[self.value]


class CareerStage(StrEnum):
    """Where in a career somebody stands: the audience that a search narrows by."""

    ECT = "ect"
    TEACHER = "teacher"
    MIDDLE_LEADER = "middle_leader"
    SENIOR_LEADER = "senior_leader"
    GOVERNOR = "governor"
    SUPPORT_STAFF = "support_staff"
    BUSINESS_PROFESSIONAL = "business_professional"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "ect": "Early career teachers",
            "teacher": "Teachers",
            "middle_leader": "Middle leaders",
            "senior_leader": "Senior leaders",
            "governor": "Governors and trustees",
            "support_staff": "Support staff",
            "business_professional": "Business professionals",
        }[self.value]


class StaffRole(StrEnum):
    """What somebody does in a school or a trust."""

    CLASS_TEACHER = "class_teacher"
    SUBJECT_LEAD = "subject_lead"
    SENCO = "senco"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    PASTORAL = "pastoral"
    TEACHING_ASSISTANT = "teaching_assistant"
    HEADTEACHER = "headteacher"
    OFFICE = "office"
    FINANCE = "finance"
    HR = "hr"
    IT = "it"
    ESTATES = "estates"
    CLERK = "clerk"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "class_teacher": "Class and subject teachers",
            "subject_lead": "Subject and phase leaders",
            "senco": "SENCOs",
            "safeguarding_lead": "Designated safeguarding leads",
            "pastoral": "Pastoral and attendance staff",
            "teaching_assistant": "Teaching assistants",
            "headteacher": "Headteachers and heads of school",
            "office": "School office and administration",
            "finance": "Finance",
            "hr": "HR",
            "it": "IT and data",
            "estates": "Estates and site staff",
            "clerk": "Clerks and governance professionals",
        }[self.value]


class StandardPart(StrEnum):
    """A part of the DfE's Standard for teachers' professional development (July 2016), in its order."""

    PUPIL_OUTCOMES = "pupil_outcomes"
    EVIDENCE = "evidence"
    COLLABORATION = "collaboration"
    SUSTAINED = "sustained"
    PRIORITISED = "prioritised"

    @property
    def label(self) -> str:
        """What the part asks of professional development."""
        return {
            "pupil_outcomes": "Focuses on improving and evaluating pupil outcomes",
            "evidence": "Is underpinned by robust evidence and expertise",
            "collaboration": "Includes collaboration and expert challenge",
            "sustained": "Is sustained over time",
            "prioritised": "Is prioritised by school leadership",
        }[self.value]


class BookedBy(StrEnum):
    """What a place is a place on."""

    WHOLE = "whole"
    SESSION = "session"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return {"whole": "The whole course", "session": "One session at a time"}[self.value]


class ChargeOn(StrEnum):
    """When a place is charged."""

    BOOKING = "booking"
    AFTER = "after"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return {"booking": "When places are booked", "after": "The day after the last session"}[self.value]


class Tier(StrEnum):
    """Which of a course's prices a booking is at."""

    OWN = "own"
    FREE = "free"
    PARTNER = "partner"
    OTHER = "other"
    EARLY = "early"
    WHOLE_SCHOOL = "whole_school"

    @property
    def label(self) -> str:
        """As it reads beside a price."""
        return {
            "own": "Own trust, no charge",
            "free": "Free",
            "partner": "Partner trust",
            "other": "Standard price",
            "early": "Early price",
            "whole_school": "Whole-school price",
        }[self.value]


@dataclass(frozen=True)
class Band:
    """What part of the price a cancellation costs, in per cent, with so many whole working days' notice.

    `up_to` None is any number from `at_least` on.
    """

    at_least: int
    up_to: int | None
    percent: int


@dataclass(frozen=True)
class Prices:
    """What one place costs, without VAT, in each tier; None where there is no such tier.

    `early` holds until `early_days` calendar days before the first session. `whole_school` buys
    up to `whole_school_places` places for people of one school. A free course has no price at all.
    """

    is_free: bool = False
    other: Money | None = None
    partner: Money | None = None
    early: Money | None = None
    early_days: int | None = None
    whole_school: Money | None = None
    whole_school_places: int | None = None


@dataclass(frozen=True)
class Npq:
    """The national professional qualification that a course leads to, from the DfE's list: `course` is its code there.

    `funded` says whether funded places exist; None where the provider does not know yet.
    """

    course: str
    lead_provider: str
    cohort: str = ""
    funded: bool | None = None

    @property
    def name(self) -> str:
        """The qualification as people write it."""
        return name_of(self.course)


@dataclass(frozen=True)
class Particulars:
    """What is particular to courses in a listing as it is typed; in a draft any of it may be missing.

    `learning_minutes` is the learning that the whole course gives. `hold_days` is for how many working days
    places are held while a buyer's trust decides, `naming_days` by how many working days before the first session
    places without a name are named, `offer_hours` for how many daytime hours a place is offered to the next in
    line, `attendance_percent` what part of the sessions a certificate needs, `no_show_percent` what
    part of the price somebody who does not come costs.
    """

    format: CourseFormat | None = None
    outcomes: str = ""
    roles: frozenset[StaffRole] = frozenset()
    subjects: frozenset[Subject] = frozenset()
    career_stages: frozenset[CareerStage] = frozenset()
    standard: Mapping[StandardPart, str] = field(default_factory=dict)
    presenter: str = ""
    prerequisites: str = ""
    learning_minutes: int | None = None
    npq: Npq | None = None
    prices: Prices = Prices()
    vat_treatment: VatTreatment | None = None
    vat_reason: str = ""
    booked_by: BookedBy = BookedBy.WHOLE
    charge_on: ChargeOn = ChargeOn.BOOKING
    bands: tuple[Band, ...] = ()
    no_show_percent: int = 100
    hold_days: int = 5
    naming_days: int = 5
    offer_hours: int = 10
    attendance_percent: int = 100
    joining_instructions: str = ""


@dataclass(frozen=True)
class CourseValue:
    """A course: its listing and what is particular to courses."""

    listing: ListingValue
    particulars: Particulars
    vat_decided_by: int | None = None

    @property
    def reference(self) -> str:
        """The listing's reference."""
        return self.listing.reference

    @property
    def provider_id(self) -> int:
        """The trust that gives it."""
        return self.listing.trust_id
