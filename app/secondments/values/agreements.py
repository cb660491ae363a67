"""The words of the agreement between home, host and secondee: terms, versions, signatures, what each trust commits."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.secondments.values.adverts import CostBasis, Fte, Working

NOTICE_WEEKS = 4
EVERY_DAY = Working()


class Party(StrEnum):
    """One of the three who agree."""

    HOME = "home"
    HOST = "host"
    SECONDEE = "secondee"

    @property
    def label(self) -> str:
        """As it reads in a list."""
        return {"home": "Home employer", "host": "Host", "secondee": "Secondee"}[self.value]


class SecondmentState(StrEnum):
    """Where a secondment stands."""

    DRAFTING = "drafting"
    SIGNING = "signing"
    AGREED = "agreed"
    RUNNING = "running"
    ENDED = "ended"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "drafting": "Terms being agreed",
            "signing": "To be signed",
            "agreed": "Agreed",
            "running": "Under way",
            "ended": "Ended",
            "abandoned": "Came to nothing",
        }[self.value]

    @property
    def is_live(self) -> bool:
        """Whether it is agreed or under way."""
        return self in {SecondmentState.AGREED, SecondmentState.RUNNING}


class VersionState(StrEnum):
    """Where a version of the agreement stands. At most one is open and one in force."""

    OPEN = "open"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "open": "To be signed",
            "in_force": "In force",
            "superseded": "Replaced",
            "withdrawn": "Withdrawn",
        }[self.value]


class Lead(StrEnum):
    """Who leads on a matter while somebody is away."""

    HOME = "home"
    HOST = "host"
    HOME_WITH_HOST = "home_with_host"

    @property
    def label(self) -> str:
        """As the agreement says it."""
        return {
            "home": "The home employer",
            "host": "The host",
            "home_with_host": "The home employer, with what the host tells it",
        }[self.value]


class ReturnRight(StrEnum):
    """To what the secondee returns."""

    SAME_POST = "same_post"
    SIMILAR_POST = "similar_post"

    @property
    def label(self) -> str:
        """As the agreement says it."""
        return {
            "same_post": "The same post on the same terms",
            "similar_post": "A post of the same grade, on terms no less favourable",
        }[self.value]


@dataclass(frozen=True)
class HoursStep:
    """From a day on, what share of full time the host has."""

    from_date: date
    fte: Fte


@dataclass(frozen=True)
class Terms:
    """What the three agree on, save pay; in a draft any text may be empty and any day missing.

    `working` is how it begins; each of `changes` is other hours from a date on. `place_id` is the host's school.
    The secondee is not named here: their record is looked up, and so erased in one place.
    """

    post: str = ""
    start_date: date | None = None
    end_date: date | None = None
    working: Working = EVERY_DAY
    changes: tuple[HoursStep, ...] = ()
    place_id: int | None = None
    part_remote: bool = False
    home_manager: str = ""
    host_manager: str = ""
    duties: str = ""
    sickness: Lead = Lead.HOME
    appraisal: Lead = Lead.HOME_WITH_HOST
    discipline: Lead = Lead.HOME_WITH_HOST
    confidentiality: str = ""
    insurance: str = ""
    health_and_safety: str = ""
    expenses: str = ""
    notice_weeks: int = NOTICE_WEEKS
    return_right: ReturnRight = ReturnRight.SAME_POST
    return_post: str = ""
    basis: CostBasis = CostBasis.AT_COST

    @property
    def hours(self) -> tuple[HoursStep, ...]:
        """What share of full time the host has from each day on, from the first day; none without one."""
        if self.start_date is None:
            return ()
        later = sorted(self.changes, key=lambda step: step.from_date)
        return (HoursStep(self.start_date, self.working.fte), *later)


@dataclass(frozen=True)
class SignatureValue:
    """That a party signed a version: the name they typed, when, from which address, over which document.

    `person_id` is None where they came by a signed link with a one-time code.
    """

    party: Party
    name: str
    signed_at: datetime
    address: str
    sha256: str
    person_id: int | None = None


class CommitmentState(StrEnum):
    """What became of asking a trust's scheme of delegation."""

    ASKED = "asked"
    COMMITTED = "committed"
    DECLINED = "declined"


@dataclass(frozen=True)
class CommitmentValue:
    """What a version commits a trust to over the whole term, on-costs in, and whether it may."""

    trust_id: int
    net: Money
    gross: Money
    state: CommitmentState
    approval_reference: str | None
    asked_by: int
    asked_at: datetime


@dataclass(frozen=True)
class VersionValue:
    """A version of an agreement. `sha256` is of the document that all sign, `schedule_sha256` of the recharge's."""

    id: int
    number: int
    state: VersionState
    terms: Terms
    sha256: str
    schedule_sha256: str
    issued_at: datetime
    issued_by: int
    in_force_at: datetime | None
    signatures: tuple[SignatureValue, ...] = ()
    commitments: tuple[CommitmentValue, ...] = ()

    def signed_by(self, party: Party) -> SignatureValue | None:
        """The signature of a party, if it has signed."""
        return next((each for each in self.signatures if each.party is party), None)

    @property
    def unsigned(self) -> tuple[Party, ...]:
        """Those who have still to sign."""
        return tuple(party for party in Party if self.signed_by(party) is None)


@dataclass(frozen=True)
class SecondmentValue:
    """A secondment as lists and pages read it: who lends whom to whom is ids only.

    `start_date`, `end_date`, `post` and `fte` are those of the version in force, else of the draft; `last_date`
    is the end as it stands, an early one included. `in_force` and `open` are numbers of versions.
    """

    id: int
    reference: str
    interest_id: int
    home_id: int
    host_id: int
    secondee_id: int
    state: SecondmentState
    post: str
    start_date: date | None
    end_date: date | None
    last_date: date | None
    fte: Fte | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    def party_of(self, trust_id: int) -> Party:
        """Which side a trust is on. Raises LookupError for a trust that is on neither."""
        if trust_id == self.home_id:
            return Party.HOME
        if trust_id == self.host_id:
            return Party.HOST
        raise LookupError("not a party to this secondment")

    def trust_of(self, party: Party) -> int:
        """The trust of a party. Raises KeyError for the secondee, who is no trust."""
        return {Party.HOME: self.home_id, Party.HOST: self.host_id}[party]
