"""The words of the recharge: pay, on-costs, the schedule by month, and how VAT treats it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.secondments.values.adverts import FULL_TIME, Fte
from app.secondments.values.agreements import Terms

NOTHING = Money(0)


class PensionScheme(StrEnum):
    """Which scheme the employer pays into."""

    TEACHERS = "teachers"
    LOCAL_GOVERNMENT = "local_government"
    OTHER = "other"
    NONE = "none"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "teachers": "Teachers’ Pension Scheme",
            "local_government": "Local Government Pension Scheme",
            "other": "Another scheme",
            "none": "No employer’s pension",
        }[self.value]

    @property
    def has_own_rate(self) -> bool:
        """Whether the employer enters its own rate."""
        return self in {PensionScheme.LOCAL_GOVERNMENT, PensionScheme.OTHER}


class PartMonth(StrEnum):
    """How part of a month is worked out."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"

    @property
    def label(self) -> str:
        """As people write it."""
        return {"calendar_days": "By calendar days", "working_days": "By working days"}[self.value]


@dataclass(frozen=True)
class PayStep:
    """From a day on, what the person is paid at home in a year, as they work there: `home_fte` of full time."""

    from_date: date
    annual: Money
    home_fte: Fte = FULL_TIME


@dataclass(frozen=True)
class Pay:
    """What the recharge is worked out from. Salary is for the two trusts' HR leads and finance alone.

    Rates are in hundredths of a per cent. `pension_rate` is the employer's own, where the scheme has one.
    `other_rate` is of pay (the apprenticeship levy, say), `other_monthly` a fixed amount a month for the whole post.
    `share_percent` is what part of the cost the host is charged. `fee_monthly` is the administration fee, without
    VAT, of which part of a month bears its part. `charge_day` is the day of the month, 1 to 28, on which the month
    is charged. Of each absence the first `absence_days` calendar days are charged; None charges them all.
    """

    steps: tuple[PayStep, ...] = ()
    pension: PensionScheme = PensionScheme.TEACHERS
    pension_rate: int | None = None
    has_ni: bool = True
    other_rate: int = 0
    other_monthly: Money = NOTHING
    share_percent: int = 100
    fee_monthly: Money = NOTHING
    part_month: PartMonth = PartMonth.CALENDAR_DAYS
    charge_day: int = 28
    absence_days: int | None = None


class LineKind(StrEnum):
    """A part of what a month is charged."""

    PAY = "pay"
    PENSION = "pension"
    NI = "ni"
    OTHER = "other"
    FEE = "fee"

    @property
    def label(self) -> str:
        """As a schedule shows it."""
        return {
            "pay": "Salary",
            "pension": "Employer’s pension",
            "ni": "Employer’s National Insurance",
            "other": "Other on-costs",
            "fee": "Administration fee",
        }[self.value]


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Month:
    """One month of a schedule: `month_date` is its first day, `first` to `last` the days of it that count.

    `lines` are what the host owes by part; `whole` the whole cost of the lent time to the home employer.
    """

    month_date: date
    first: date
    last: date
    days: int
    days_in_month: int
    lines: tuple[tuple[LineKind, Money], ...]
    whole: Money

    @property
    def fee(self) -> Money:
        """The administration fee."""
        return Money.total(amount for kind, amount in self.lines if kind is LineKind.FEE)

    @property
    def net(self) -> Money:
        """The recharge without the fee."""
        return Money.total(amount for kind, amount in self.lines if kind is not LineKind.FEE)

    @property
    def total(self) -> Money:
        """Recharge and fee, without VAT."""
        return self.net + self.fee


@dataclass(frozen=True)
class Schedule:
    """Every month of a term."""

    months: tuple[Month, ...]

    @property
    def total(self) -> Money:
        """Exactly the sum of the months, without VAT."""
        return Money.total(each.total for each in self.months)

    @property
    def whole(self) -> Money:
        """The whole cost of the lent time to the home employer."""
        return Money.total(each.whole for each in self.months)

    @property
    def left_at_home(self) -> Money:
        """What of that cost the home employer bears itself."""
        return self.whole - Money.total(each.net for each in self.months)


class VatReason(StrEnum):
    """Why VAT treats a recharge as it does: the home trust's finance decides which."""

    TEACHING_STAFF = "teaching_staff"
    OTHER_STAFF = "other_staff"
    CHARITY_CONCESSION = "charity_concession"
    JOINT_EMPLOYMENT = "joint_employment"

    @property
    def label(self) -> str:
        """As it reads in a list."""
        return {
            "teaching_staff": "A teacher or classroom assistant, supplied by one eligible body to another",
            "other_staff": "Other staff: administration, finance, HR, IT, estates, leadership without teaching",
            "charity_concession": "The concession for charities: non-business duties, at no more than normal pay",
            "joint_employment": "Joint employment, or the home contract is suspended: there is no supply",
        }[self.value]

    @property
    def treatment(self) -> VatTreatment:
        """How VAT treats it."""
        return {
            "teaching_staff": VatTreatment.EXEMPT,
            "other_staff": VatTreatment.STANDARD,
            "charity_concession": VatTreatment.OUTSIDE_SCOPE,
            "joint_employment": VatTreatment.OUTSIDE_SCOPE,
        }[self.value]


class Condition(StrEnum):
    """A condition of the concession for charities; all must hold."""

    BOTH_CHARITIES = "both_charities"
    NON_BUSINESS = "non_business"
    NORMAL_PAY = "normal_pay"

    @property
    def label(self) -> str:
        """As it reads beside a tick box."""
        return {
            "both_charities": "Both trusts are charities",
            "non_business": "The person does only non-business work, at home and at the host",
            "normal_pay": "The charge is no more than the person’s normal pay and on-costs, with no fee",
        }[self.value]


@dataclass(frozen=True)
class VatDecision:
    """How VAT treats the recharge, why, with the conditions ticked; who in the home trust's finance decided, when."""

    id: int
    reason: VatReason
    conditions: frozenset[Condition]
    decided_by: int
    decided_at: datetime

    @property
    def treatment(self) -> VatTreatment:
        """How VAT treats it."""
        return self.reason.treatment


@dataclass(frozen=True)
class MonthCharged:
    """What was charged for a month on one charge, and taken off it since: recharge and fee, without VAT."""

    id: int
    month_date: date
    charge_reference: str
    net: Money
    fee: Money
    charged_at: datetime
    net_credited: Money = NOTHING
    fee_credited: Money = NOTHING


@dataclass(frozen=True)
class Recharge:
    """Everything that the recharge of one secondment follows from: the version in force and what came of it since.

    `first` is the day on which the person really began, None while they have not; `last` the end as it stands.
    """

    secondment_id: int
    reference: str
    home_id: int
    host_id: int
    terms: Terms
    pay: Pay
    vat: VatDecision | None
    first: date | None
    last: date | None
    absences: tuple[Span, ...]
