"""The words of the register, of membership and of roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class TrustKind(StrEnum):
    """What sort of academy trust it is."""

    MULTI_ACADEMY_TRUST = "multi_academy_trust"
    SINGLE_ACADEMY_TRUST = "single_academy_trust"
    SECURE_SINGLE_ACADEMY_TRUST = "secure_single_academy_trust"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            TrustKind.MULTI_ACADEMY_TRUST: "Multi-academy trust",
            TrustKind.SINGLE_ACADEMY_TRUST: "Single-academy trust",
            TrustKind.SECURE_SINGLE_ACADEMY_TRUST: "Secure single-academy trust",
        }[self]


class Phase(StrEnum):
    """Whom a school teaches."""

    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    SIXTEEN_PLUS = "sixteen_plus"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative_provision"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Phase.EARLY_YEARS: "Early years",
            Phase.PRIMARY: "Primary",
            Phase.SECONDARY: "Secondary",
            Phase.ALL_THROUGH: "All-through",
            Phase.SIXTEEN_PLUS: "16 plus",
            Phase.SPECIAL: "Special",
            Phase.ALTERNATIVE_PROVISION: "Alternative provision",
            Phase.NOT_APPLICABLE: "Not given",
        }[self]


class Region(StrEnum):
    """A region of England, by the letter that the register gives it."""

    NORTH_EAST = "A"
    NORTH_WEST = "B"
    YORKSHIRE_AND_THE_HUMBER = "D"
    EAST_MIDLANDS = "E"
    WEST_MIDLANDS = "F"
    EAST_OF_ENGLAND = "G"
    LONDON = "H"
    SOUTH_EAST = "J"
    SOUTH_WEST = "K"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Region.NORTH_EAST: "North East",
            Region.NORTH_WEST: "North West",
            Region.YORKSHIRE_AND_THE_HUMBER: "Yorkshire and the Humber",
            Region.EAST_MIDLANDS: "East Midlands",
            Region.WEST_MIDLANDS: "West Midlands",
            Region.EAST_OF_ENGLAND: "East of England",
            Region.LONDON: "London",
            Region.SOUTH_EAST: "South East",
            Region.SOUTH_WEST: "South West",
        }[self]


class Permission(StrEnum):
    """One thing that a person may do for a trust."""

    VIEW_TRUST = "view_trust"
    MANAGE_TRUST = "manage_trust"
    MANAGE_SCHEME = "manage_scheme"
    BUY = "buy"
    APPROVE = "approve"
    PUBLISH = "publish"
    FULFIL = "fulfil"
    POST_SECONDMENTS = "post_secondments"
    POST_CPD = "post_cpd"
    RUN_PROCUREMENT = "run_procurement"
    MANAGE_FINANCE = "manage_finance"
    VIEW_MONEY = "view_money"
    VIEW_AUDIT = "view_audit"


class Role(StrEnum):
    """What a person is for a trust. What each may do is `rules.permissions_of`'s to say."""

    ADMINISTRATOR = "administrator"
    BUYER = "buyer"
    APPROVER = "approver"
    PROVIDER = "provider"
    HR_LEAD = "hr_lead"
    CPD_LEAD = "cpd_lead"
    PROCUREMENT_LEAD = "procurement_lead"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            Role.ADMINISTRATOR: "Administrator",
            Role.BUYER: "Buyer",
            Role.APPROVER: "Approver",
            Role.PROVIDER: "Provider",
            Role.HR_LEAD: "HR lead",
            Role.CPD_LEAD: "CPD lead",
            Role.PROCUREMENT_LEAD: "Procurement lead",
            Role.FINANCE: "Finance",
        }[self]

    @property
    def allows(self) -> str:
        """One plain sentence of what the role allows, shown wherever roles are given."""
        return {
            Role.ADMINISTRATOR: "Lets people in, gives roles, sets the scheme of delegation and reads the audit trail.",
            Role.BUYER: "Orders services for the trust's schools and follows what was ordered.",
            Role.APPROVER: "Approves or declines what the scheme of delegation sends to them.",
            Role.PROVIDER: "Publishes the trust's services and answers the orders that come in.",
            Role.HR_LEAD: "Offers and asks for secondments of staff.",
            Role.CPD_LEAD: "Publishes courses and books places on them.",
            Role.PROCUREMENT_LEAD: "Runs joint procurement rounds and joins those of other trusts.",
            Role.FINANCE: "Keeps finance details, accepts charges, pays invoices and reads the ledger.",
        }[self]


class RequestState(StrEnum):
    """Where a request to join a trust stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class InvitationState(StrEnum):
    """Where an invitation stands. One past its last day is still `waiting`: the day says the rest."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class TrustValue:
    """A trust as the register has it. Identifiers are text: leading zeros count."""

    id: int
    uid: str
    name: str
    kind: TrustKind
    is_open: bool
    company_number: str
    ukprn: str
    town: str
    postcode: str
    address_lines: tuple[str, ...]
    region: Region | None = None
    opened_date: date | None = None
    closed_date: date | None = None


@dataclass(frozen=True)
class SchoolValue:
    """A school as the register has it, in the trust it belongs to; `trust_id` is None outside any.

    `roll` is the number of pupils, None where the register gives none; easting and northing are
    metres on the British National Grid.
    """

    id: int
    urn: str
    name: str
    phase: Phase
    region: Region | None
    roll: int | None
    town: str
    postcode: str
    trust_id: int | None
    easting: int | None
    northing: int | None
    la_name: str
    website: str = ""


@dataclass(frozen=True)
class FoundTrust:
    """One line of the register's search: a trust, its size, and which of its schools matched."""

    trust: TrustValue
    schools: int
    roll: int
    matched_schools: tuple[str, ...] = ()


@dataclass(frozen=True)
class MemberValue:
    """A person who may act for a trust."""

    id: int
    trust_id: int
    person_id: int
    roles: frozenset[Role]
    joined_at: datetime


@dataclass(frozen=True)
class MembershipValue:
    """One of a person's trusts, with what they may do there."""

    trust: TrustValue
    roles: frozenset[Role]
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class RequestValue:
    """Somebody's request to join a trust."""

    id: int
    trust_id: int
    person_id: int
    message: str
    state: RequestState
    asked_at: datetime
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class InvitationValue:
    """An invitation to join a trust, sent to an e-mail address."""

    id: int
    trust_id: int
    email: str
    roles: frozenset[Role]
    state: InvitationState
    invited_at: datetime
    expires_at: datetime
    invited_by_id: int


class DomainMatch(StrEnum):
    """How an e-mail's domain compares with the website of a school."""

    SAME = "same"
    RELATED = "related"


@dataclass(frozen=True)
class DomainFinding:
    """A school whose website shares its domain, or part of it, with an e-mail address."""

    match: DomainMatch
    school: str
    website: str


@dataclass
class Tally:
    """What an import did to one sort of row."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    closed: int = 0
    left: int = 0
    unchanged: int = 0
    omitted: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether it did anything."""
        return bool(self.added or self.changed or self.moved or self.closed or self.left)

    def as_facts(self) -> Mapping[str, int]:
        """The counts that are not nought, for the audit trail."""
        counts = {name: getattr(self, name) for name in ("added", "changed", "moved", "closed", "left", "omitted")}
        return {name: count for name, count in counts.items() if count}


@dataclass(frozen=True)
class RegisterReport:
    """What an import of the register did."""

    trusts: Tally
    schools: Tally

    @property
    def anything(self) -> bool:
        """Whether the import changed anything at all."""
        return self.trusts.anything or self.schools.anything
