"""The words of a charge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.vat import VatTreatment


class ChargeState(StrEnum):
    """Where a charge stands."""

    RAISED = "raised"
    QUERIED = "queried"
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    SETTLED = "settled"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As a list shows it."""
        return {
            "raised": "To accept",
            "queried": "Queried",
            "accepted": "Accepted",
            "invoiced": "Invoiced",
            "settled": "Paid",
            "credited": "Credited",
            "withdrawn": "Withdrawn",
        }[self.value]


class Side(StrEnum):
    """Which side of the trade a list is seen from."""

    OWE = "owe"
    OWED = "owed"

    @property
    def label(self) -> str:
        """As the tab says it."""
        return "You owe" if self is Side.OWE else "You are owed"


class Waiting(StrEnum):
    """Why an accepted charge has no invoice yet."""

    PROVIDER_DETAILS = "provider_details"
    BUYER_DETAILS = "buyer_details"
    VAT_CONFLICT = "vat_conflict"


@dataclass(frozen=True)
class LineAsked:
    """A line of a charge as the raiser asks for it; `decided_by` is who chose the VAT treatment."""

    description: str
    quantity: int
    unit: str
    unit_price: Money
    vat_treatment: VatTreatment
    vat_reason: str
    decided_by: int | None


@dataclass(frozen=True)
class TakenOff:
    """Net to take off the line of a charge at a position: 1 is the first line that it was raised with."""

    position: int
    net: Money


@dataclass(frozen=True)
class ChargeValue:
    """A charge as others see it. The amounts are what is left once something was taken off.

    A withdrawn charge is not owed: its amounts are those that it was withdrawn with.
    """

    reference: str
    provider_id: int
    buyer_id: int
    subject: str
    reason: str
    supply_date: date
    po_number: str | None
    state: ChargeState
    net: Money
    vat: Money
    gross: Money
    raised_at: datetime
    invoice_reference: str | None

    def side_of(self, trust_id: int) -> Side:
        """Which side a party is on."""
        return Side.OWE if trust_id == self.buyer_id else Side.OWED

    def other_party(self, trust_id: int) -> int:
        """The id of the other party."""
        return self.provider_id if trust_id == self.buyer_id else self.buyer_id


@dataclass(frozen=True)
class ChargeLineValue:
    """A line of a charge, worked out. `vat_rate` is in hundredths of a per cent.

    `net` and `vat` are what is left of the line once something was taken off it.
    """

    description: str
    quantity: int
    unit: str
    unit_price: Money
    vat_treatment: VatTreatment
    vat_rate: int
    vat_reason: str
    decided_by: int | None
    net: Money
    vat: Money

    @property
    def taken_off(self) -> Money:
        """How much net was taken off the line since it was raised."""
        return self.unit_price * self.quantity - self.net


@dataclass(frozen=True)
class ReductionLineValue:
    """What a reduction took off the line at a position."""

    position: int
    description: str
    net: Money
    vat: Money


@dataclass(frozen=True)
class ReductionValue:
    """What was taken off a charge at one time. `reduced_by` is None where a rule worked it out."""

    reason: str
    reduced_at: datetime
    reduced_by: int | None
    lines: tuple[ReductionLineValue, ...]

    @property
    def gross(self) -> Money:
        """What it comes to, VAT included."""
        return Money.total(line.net + line.vat for line in self.lines)


@dataclass(frozen=True)
class QueryValue:
    """A question about a charge and, once there is one, its answer."""

    question: str
    asked_at: datetime
    asked_by: int
    answer: str | None
    answered_at: datetime | None
    answered_by: int | None


@dataclass(frozen=True)
class ChargeDetail:
    """A charge with everything its page shows. `lines` are in the order of their positions, from 1.

    `withdrawn_by` is None where a rule took the whole charge off, as where nobody did.
    """

    charge: ChargeValue
    lines: tuple[ChargeLineValue, ...]
    reductions: tuple[ReductionValue, ...]
    queries: tuple[QueryValue, ...]
    accepted_at: datetime | None
    accepted_by: int | None
    withdrawn_at: datetime | None
    withdrawn_by: int | None
    withdrawal_reason: str | None


@dataclass(frozen=True)
class ChargeAccepted:
    """News: the buyer agreed that it owes a charge."""

    charge_reference: str
    subject: str
    provider_id: int
    buyer_id: int


@dataclass(frozen=True)
class ChargeQueried:
    """News: the buyer asked a question about a charge before agreeing to it."""

    charge_reference: str
    subject: str
    provider_id: int
    buyer_id: int


@dataclass(frozen=True)
class ChargeSettled:
    """News of an outside fact: the invoice that a charge is on was paid in full."""

    charge_reference: str
    invoice_reference: str
    subject: str
    provider_id: int
    buyer_id: int
