"""What trusts committed themselves to in rounds, what that comes to, and how they left."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.approvals.values import Estimate
from app.kernel.database import session
from app.kernel.money import Money
from app.procurement.models import AgreementVersion, Commitment, Participation, Signature, Withdrawal
from app.procurement.queries.law import estimate_of_trust
from app.procurement.queries.tiers import standings_of
from app.procurement.values import (
    CommitmentState,
    CommitmentValue,
    ParticipationState,
    RoundValue,
    SignatureValue,
    WithdrawalValue,
)
from app.procurement.values.commitments import SignedFor
from app.trusts import queries as trusts

OPEN = (CommitmentState.ASKED, CommitmentState.ALLOWED, CommitmentState.SIGNED)


def open_commitment(participation_id: int) -> CommitmentValue | None:
    """What a trust asked for, is to sign or signed; None where nothing of that stands."""
    found = _list(_of(participation_id).where(Commitment.state.in_(OPEN)))
    return found[0] if found else None


def commitments_of(participation_id: int) -> list[CommitmentValue]:
    """All that a trust ever asked for in a round, the newest first."""
    return _list(_of(participation_id))


def open_in(round_id: int) -> dict[int, CommitmentValue]:
    """Every commitment of a round that is asked, to be signed or signed, by participation."""
    ids = select(Participation.id).where(Participation.listing_id == round_id)
    query = _all().where(Commitment.participation_id.in_(ids), Commitment.state.in_(OPEN))
    return {each.participation_id: each for each in _list(query)}


def find_asked(approval_reference: str) -> CommitmentValue | None:
    """The commitment that waits for an approval; None where none does any more."""
    mine = (Commitment.approval_reference == approval_reference, Commitment.state == CommitmentState.ASKED)
    found = _list(_all().where(*mine))
    return found[0] if found else None


def allowed_gross(round_id: int, trust_id: int) -> Money | None:
    """What a trust's scheme of delegation allowed in its signed commitment, with VAT; None where it is not bound."""
    pence = session().scalar(
        select(Commitment.gross_pence)
        .join(Participation, Participation.id == Commitment.participation_id)
        .where(Participation.listing_id == round_id, Participation.trust_id == trust_id)
        .where(Participation.state == ParticipationState.COMMITTED, Commitment.state == CommitmentState.SIGNED)
    )
    return None if pence is None else Money(pence)


def signed_in(round_id: int) -> list[SignedFor]:
    """Every signature that binds a trust in a round, by the trust's name."""
    query = (
        select(Participation.trust_id, AgreementVersion.number, Signature)
        .join(Commitment, Commitment.participation_id == Participation.id)
        .join(AgreementVersion, AgreementVersion.id == Commitment.agreement_id)
        .join(Signature, Signature.commitment_id == Commitment.id)
        .where(Participation.listing_id == round_id, Commitment.state == CommitmentState.SIGNED)
    )
    rows = session().execute(query).all()
    names = trusts.names({trust_id for trust_id, *_ in rows})
    found = [SignedFor(trust_id, names[trust_id], number, _signature(row)) for trust_id, number, row in rows]
    return sorted(found, key=lambda each: (each.trust.casefold(), each.trust_id))


def worth_at_guide(found: RoundValue, trust_id: int, today: date) -> Estimate:
    """The most that what a trust wants can cost it over the whole contract: this is what it commits itself to.

    Where nobody knows how long the contract runs, what is bought each year counts for one year.
    """
    return estimate_of_trust(found, trust_id, today)


def worth_at_todays_prices(found: RoundValue, trust_id: int, today: date) -> Estimate:
    """What the same would cost at the prices that all who intend to buy reach today."""
    prices = {each.lot.id: each.intended.price for each in standings_of(found)}
    lots = tuple(replace(lot, guide_price=prices[lot.id]) for lot in found.lots)
    return estimate_of_trust(replace(found, lots=lots), trust_id, today)


def withdrawals_of(participation_id: int) -> list[WithdrawalValue]:
    """How often a trust left a round, the last time first."""
    query = select(Withdrawal).where(Withdrawal.participation_id == participation_id).order_by(Withdrawal.id.desc())
    return [
        WithdrawalValue(
            participation_id=row.participation_id,
            withdrawn_at=row.withdrawn_at,
            person_id=row.person_id,
            reason=row.reason,
            was_committed=row.was_committed,
            cost=Money(row.cost_pence),
            charge_reference=row.charge_reference,
        )
        for row in session().scalars(query)
    ]


def _all() -> Select[Commitment]:
    return select(Commitment).options(selectinload(Commitment.signature)).order_by(Commitment.id.desc())


def _of(participation_id: int) -> Select[Commitment]:
    return _all().where(Commitment.participation_id == participation_id)


def _list(query: Select[Commitment]) -> list[CommitmentValue]:
    return [_value(row) for row in session().scalars(query.execution_options(populate_existing=True))]


def _value(row: Commitment) -> CommitmentValue:
    signed = row.signature
    return CommitmentValue(
        id=row.id,
        participation_id=row.participation_id,
        agreement_id=row.agreement_id,
        net=Money(row.net_pence),
        gross=Money(row.gross_pence),
        state=row.state,
        approval_reference=row.approval_reference,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        signature=_signature(signed) if signed else None,
    )


def _signature(row: Signature) -> SignatureValue:
    return SignatureValue(
        name=row.name,
        address=row.address,
        sha256=row.sha256,
        person_id=row.person_id,
        signed_at=row.signed_at,
    )
