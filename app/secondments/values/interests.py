"""The words of an expression of interest, its stages, and the consents on which a name is shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.secondments.values.agreements import Party


class Stage(StrEnum):
    """How far two trusts have come about one person."""

    INTERESTED = "interested"
    IN_CONVERSATION = "in_conversation"
    INTERVIEW = "interview"
    OFFERED = "offered"
    AGREED = "agreed"
    NOT_THIS_TIME = "not_this_time"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self not in {Stage.NOT_THIS_TIME, Stage.WITHDRAWN}


class NotThisTime(StrEnum):
    """Why it came to nothing this time."""

    FILLED = "filled"
    DATES = "dates"
    DISTANCE = "distance"
    EXPERIENCE = "experience"
    COST = "cost"
    NEEDED_AT_HOME = "needed_at_home"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As it reads in a list."""
        return {
            "filled": "The post was filled",
            "dates": "The dates did not fit",
            "distance": "It is too far",
            "experience": "Other experience was needed",
            "cost": "The cost did not fit",
            "needed_at_home": "The home employer cannot spare the person now",
            "other": "Another reason",
        }[self.value]


class Consenter(StrEnum):
    """Whose consent it takes before a name is shown."""

    PERSON = "person"
    EMPLOYER = "employer"

    @property
    def label(self) -> str:
        """As it reads in a list."""
        return {"person": "The person", "employer": "The home employer"}[self.value]


@dataclass(frozen=True)
class ConsentValue:
    """One consent as it was given, and withdrawn where it was. `given_by` is None where it came by a signed link."""

    consenter: Consenter
    given_at: datetime
    given_by: int | None
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = None

    @property
    def stands(self) -> bool:
        """Whether it holds now."""
        return self.withdrawn_at is None


@dataclass(frozen=True)
class MoveValue:
    """One step from stage to stage: which trust took it (None: the person, or a rule), and what it said."""

    stage: Stage
    trust_id: int | None
    person_id: int | None
    moved_at: datetime
    reason: NotThisTime | None = None
    message: str = ""


@dataclass(frozen=True)
class InterestValue:
    """What a host and a home employer have to do with each other about one person.

    Either advert may be missing: a host may ask about an availability without an opportunity of its own.
    """

    id: int
    reference: str
    home_id: int
    host_id: int
    secondee_id: int
    opportunity_id: int | None
    availability_id: int | None
    stage: Stage
    note: str
    made_by: int
    made_by_trust: int
    made_at: datetime
    consents: tuple[ConsentValue, ...] = ()
    moves: tuple[MoveValue, ...] = field(default=())

    def has_consent(self, consenter: Consenter) -> bool:
        """Whether one of the two consents."""
        return any(each.consenter == consenter and each.stands for each in self.consents)

    @property
    def is_named(self) -> bool:
        """Whether the two HR leads may see who it is: both consent, and it goes on."""
        return self.stage.is_open and all(map(self.has_consent, Consenter))

    @property
    def is_put_forward(self) -> bool:
        """Whether the home employer began it; else the host asked."""
        return self.made_by_trust == self.home_id

    @property
    def listing_ids(self) -> tuple[int, ...]:
        """The adverts it is about, the host's own first."""
        return tuple(each for each in (self.opportunity_id, self.availability_id) if each is not None)

    def party_of(self, trust_id: int) -> Party:
        """Which side a trust is on. Raises LookupError for a trust that is on neither."""
        if trust_id not in {self.home_id, self.host_id}:
            raise LookupError("not a party to this interest")
        return Party.HOME if trust_id == self.home_id else Party.HOST

    def other_of(self, trust_id: int) -> int:
        """The trust on the other side."""
        return self.host_id if self.party_of(trust_id) is Party.HOME else self.home_id


@dataclass(frozen=True)
class Awaited:
    """What an interest waits for: whose turn it is, and what they are to do: "accept the offer"."""

    party: Party
    what: str


@dataclass(frozen=True)
class InterestFilter:
    """What narrows a trust's list of interests; nothing chosen shows all. `listing_id` is one of its adverts."""

    side: Party | None = None
    stage: Stage | None = None
    listing_id: int | None = None


class InterestSort(StrEnum):
    """What the list of interests may be ordered by."""

    MADE = "made"
    MOVED = "moved"
    STAGE = "stage"
