"""The words of a listing: what every kind shares."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.trusts.values import Phase, Region

ALL_ENGLAND = frozenset(Region)
PHASES = tuple(phase for phase in Phase if phase is not Phase.NOT_APPLICABLE)


class ListingState(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return self.value.capitalize()


class ClosedAs(StrEnum):
    """Why a listing is offered no longer."""

    CLOSED = "closed"
    FILLED = "filled"
    DATE_PASSED = "date_passed"
    TAKEN_DOWN = "taken_down"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "closed": "Closed",
            "filled": "Filled",
            "date_passed": "Closing date passed",
            "taken_down": "Taken down by the operator",
        }[self.value]


class FlagReason(StrEnum):
    """Why a listing is flagged to the operator of the site."""

    AGENCY_SUPPLY = "agency_supply"
    PERSONAL_DATA = "personal_data"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {"agency_supply": "Looks like agency supply", "personal_data": "May name a person"}[self.value]

    @property
    def explanation(self) -> str:
        """What the listing's own trust is told of it."""
        return {
            "agency_supply": "The listing looks like agency supply. From September 2026 trusts buy agency supply staff "
            "under the terms of the Academy Trust Handbook, not here.",
            "personal_data": "The listing may name a person, and everybody can read it.",
        }[self.value]


class FlagOutcome(StrEnum):
    """What the operator decided of a flagged listing."""

    STANDS = "stands"
    TAKEN_DOWN = "taken_down"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {"stands": "Left up", "taken_down": "Taken down"}[self.value]


class Subject(StrEnum):
    """What is taught. Something for every subject names none."""

    ENGLISH = "english"
    PHONICS = "phonics"
    MATHS = "maths"
    SCIENCE = "science"
    COMPUTING = "computing"
    HUMANITIES = "humanities"
    LANGUAGES = "languages"
    ARTS = "arts"
    DESIGN_TECHNOLOGY = "design_technology"
    PE = "pe"
    RE_PSHE = "re_pshe"
    EARLY_YEARS = "early_years"
    SEND = "send"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "english": "English",
            "phonics": "Phonics and early reading",
            "maths": "Mathematics",
            "science": "Science",
            "computing": "Computing",
            "humanities": "History and geography",
            "languages": "Languages",
            "arts": "Art, music and drama",
            "design_technology": "Design and technology",
            "pe": "Physical education",
            "re_pshe": "RE and PSHE",
            "early_years": "Early years",
            "send": "SEND",
        }[self.value]


@dataclass(frozen=True)
class Category:
    """A category of what trusts trade; `parent` is the code of the one above, None at the top."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True)
class ListingDraft:
    """The shared part of a listing as it is typed; everything but the title may be missing in a draft."""

    title: str
    summary: str = ""
    description: str = ""
    category: str = ""
    phases: frozenset[Phase] = frozenset()
    regions: frozenset[Region] = frozenset()


@dataclass(frozen=True)
class ListingValue:
    """A listing as other floors read it. `version` rises with each change; `closed_as` is None until it is closed."""

    id: int
    reference: str
    kind: str
    trust_id: int
    title: str
    summary: str
    description: str
    category: str
    phases: tuple[Phase, ...]
    regions: tuple[Region, ...]
    state: ListingState
    version: int
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None = None
    closed_at: datetime | None = None
    closed_as: ClosedAs | None = None

    @property
    def state_label(self) -> str:
        """Where it stands as it reads on a tag: of a closed one, why."""
        return self.closed_as.label if self.closed_as else self.state.label

    @property
    def is_all_england(self) -> bool:
        """Whether it is offered in every region."""
        return frozenset(self.regions) == ALL_ENGLAND

    @property
    def region_labels(self) -> list[str]:
        """Where it is offered, as people write it."""
        return ["All England"] if self.is_all_england else [region.label for region in self.regions]

    @property
    def phase_labels(self) -> list[str]:
        """Whom it is for, as people write it."""
        return ["All phases"] if set(self.phases) == set(PHASES) else [phase.label for phase in self.phases]


@dataclass(frozen=True)
class FlagValue:
    """That a listing was flagged, and what the operator made of it; `words` are what was found in its text.

    `looked_at`, `person_id` and `outcome` are None while nobody looked.
    """

    id: int
    listing_id: int
    reason: FlagReason
    words: tuple[str, ...]
    flagged_at: datetime
    looked_at: datetime | None = None
    person_id: int | None = None
    outcome: FlagOutcome | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the operator still has to look."""
        return self.outcome is None


@dataclass(frozen=True)
class ListingTakenDown:
    """News: the operator of the site took a published listing down."""

    listing_id: int
    reference: str
    kind: str
    trust_id: int


class DocumentAudience(StrEnum):
    """Who may read a document of a listing: anyone, or those who trade on it, as its kind says who they are."""

    PUBLIC = "public"
    PARTIES = "parties"

    @property
    def label(self) -> str:
        """As it reads beside a document."""
        return {"public": "For anyone", "parties": "Not public"}[self.value]


@dataclass(frozen=True)
class DocumentValue:
    """A document of a listing without its content; `size` is in bytes."""

    id: int
    listing_id: int
    name: str
    audience: DocumentAudience
    size: int
    sha256: str
    added_by: int
    added_at: datetime

    @property
    def size_label(self) -> str:
        """Its size as people write it, rounded up: 1 KB, 940 KB, 1.3 MB."""
        kilobytes = -(-self.size // 1024)
        if kilobytes < 1024:
            return f"{kilobytes} KB"
        return f"{-(-self.size * 10 // 1024**2) / 10:g} MB"


@dataclass(frozen=True)
class ListingFilter:
    """What narrows the list of a trust's own listings; nothing chosen shows all."""

    state: ListingState | None = None
    kind: str | None = None
    text: str = ""


class ListingSort(StrEnum):
    """What the list of a trust's own listings may be ordered by."""

    CHANGED = "changed"
    TITLE = "title"
    PUBLISHED = "published"
