"""Values that the rules of committing and leaving look at, made without a database."""

from datetime import date, datetime
from typing import cast

from app.approvals.values import BuyingRoute, PurchaseKind
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue
from app.procurement.values import (
    AgreementValue,
    CommitmentState,
    CommitmentValue,
    Joining,
    LotValue,
    ParticipationState,
    ParticipationValue,
    Per,
    RoundValue,
    Stage,
    TierBasis,
)
from tests.clock import START
from tests.procurement.makers import DAYS, ELECTRICITY, STARTS

LEAD, JOINER, ASKER = 1, 2, 11
assert DAYS.commit_by is not None
assert DAYS.withdraw_by is not None
COMMIT_BY: date = DAYS.commit_by
WITHDRAW_BY: date = DAYS.withdraw_by
FEE = Money(500_00)


class Listed:
    """The little of a listing that the rules look at."""

    id, trust_id, reference, title = 1, LEAD, "LST-22222", "Electricity"


def a_lot() -> LotValue:
    """Electricity at 25p."""
    return LotValue(1, 1, "Supplies", "", "kWh", Per.ONCE, UnitPrice(2_500), VatTreatment.STANDARD, TierBasis.QUANTITY)


def a_round(stage: Stage = Stage.COMMITMENT, *, at: datetime = START) -> RoundValue:
    """A round of trust 1 with one lot, three years and a fourth from September 2027, £500 for leaving late."""
    return RoundValue(
        listing=cast(ListingValue, Listed()),
        cpv=ELECTRICITY,
        purchase=PurchaseKind.GOODS,
        route=BuyingRoute.OPEN_PROCEDURE,
        framework="",
        framework_note="",
        start_date=STARTS,
        months=36,
        extension_months=12,
        timetable=DAYS,
        joining=Joining.OPEN,
        late_fee=FEE,
        terms="",
        stage=stage,
        stage_at=at,
        lots=(a_lot(),),
    )


def a_part(state: ParticipationState, trust_id: int = JOINER) -> ParticipationValue:
    """A trust in that round, whose demand was changed twice."""
    return ParticipationValue(1, "PRT-22222", 1, trust_id, state, START, START, version=3)


def a_version(number: int = 1) -> AgreementValue:
    """A version of the agreement that is to be signed."""
    return AgreementValue(number, 1, number, str(number) * 64, START, None, is_current=True)


def a_commitment(state: CommitmentState, approval: str | None = "APR-22222") -> CommitmentValue:
    """What person 11 asked for under version 1."""
    return CommitmentValue(1, 1, 1, Money(100), Money(120), state, approval, ASKER, START)
