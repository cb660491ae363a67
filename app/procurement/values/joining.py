"""The words of joining a round: participations, demand, what binds and what undoes it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice


class ParticipationState(StrEnum):
    """How far a trust has gone with a round.

    SIGNING: its scheme of delegation allows it and its approver has still to sign.
    """

    INTERESTED = "interested"
    INTENDED = "intended"
    ASKED = "asked"
    SIGNING = "signing"
    COMMITTED = "committed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "interested": "Interested",
            "intended": "Intends to buy",
            "asked": "Waiting for approval",
            "signing": "To be signed",
            "committed": "Committed",
            "withdrawn": "Withdrawn",
        }[self.value]

    @property
    def has_demand(self) -> bool:
        """Whether what the trust wants counts in the totals of those who intend to buy."""
        return self in WANTING


WANTING = (
    ParticipationState.INTENDED,
    ParticipationState.ASKED,
    ParticipationState.SIGNING,
    ParticipationState.COMMITTED,
)


@dataclass(frozen=True)
class DemandTyped:
    """What a school wants of a lot, and what it has now. `school_id` None is the trust's own office.

    `quantity` is whole units, once or for each year as the lot says. `price` is what a unit costs now, without VAT:
    nobody but the trust itself ever sees it, nor the supplier. `joins_date` is from when it would buy here.
    """

    lot_id: int
    school_id: int | None
    quantity: int
    supplier: str = ""
    price: UnitPrice | None = None
    contract_end_date: date | None = None
    notice_date: date | None = None
    joins_date: date | None = None


@dataclass(frozen=True)
class Demand:
    """What all may know of a trust's demand: how much of which lot for which school, from when."""

    trust_id: int
    lot_id: int
    school_id: int | None
    quantity: int
    joins_date: date
    state: ParticipationState

    @property
    def is_committed(self) -> bool:
        """Whether it binds."""
        return self.state is ParticipationState.COMMITTED


@dataclass(frozen=True)
class ParticipationValue:
    """A trust in a round. `version` rises with each change of its demand."""

    id: int
    reference: str
    round_id: int
    trust_id: int
    state: ParticipationState
    joined_at: datetime
    changed_at: datetime
    version: int


class CommitmentState(StrEnum):
    """What became of a trust's asking to commit itself."""

    ASKED = "asked"
    ALLOWED = "allowed"
    SIGNED = "signed"
    DECLINED = "declined"
    UNDONE = "undone"


@dataclass(frozen=True)
class AgreementValue:
    """A version of a round's participation agreement without its bytes; the current one is the one to sign.

    `issued_by` is None where the day for commitment came by itself.
    """

    id: int
    round_id: int
    number: int
    sha256: str
    issued_at: datetime
    issued_by: int | None
    is_current: bool


@dataclass(frozen=True)
class SignatureValue:
    """Who signed for a trust, as they typed their name, when, from which internet address and over which document."""

    name: str
    address: str
    sha256: str
    person_id: int
    signed_at: datetime


@dataclass(frozen=True)
class CommitmentValue:
    """What a trust asked to be committed to over the whole term, under which version of the agreement."""

    id: int
    participation_id: int
    agreement_id: int
    net: Money
    gross: Money
    state: CommitmentState
    approval_reference: str | None
    asked_by: int
    asked_at: datetime
    signature: SignatureValue | None = None


@dataclass(frozen=True)
class WithdrawalValue:
    """That a trust left a round; `cost` is £0.00 in time, else what the agreement says."""

    participation_id: int
    withdrawn_at: datetime
    person_id: int
    reason: str
    was_committed: bool
    cost: Money
    charge_reference: str | None = None
