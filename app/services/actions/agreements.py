"""Charging each year of an agreement, exactly once, and putting it into the buyer's contract register."""

from datetime import datetime

from sqlalchemy import select

from app.audit import actions as audit
from app.charges import actions as charges
from app.charges.values import LineAsked
from app.contracts import actions as contracts
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound, Refused
from app.services import messages, queries
from app.services.models import Agreement, AgreementCharge
from app.services.rules import anniversary, last_day
from app.services.values import AgreementValue, SchoolPrice


def charge_year(*, reference: str, year: int, actor: Actor | None, at: datetime) -> str:
    """Charge the buyer for one year of an agreement, a line for each school; returns the charge's reference.

    Done twice it is one charge. The supply is on the year's first day. Raises NotFound or ChargeRefused.
    """
    agreement = queries.find_agreement(reference)
    if agreement is None:
        raise NotFound(f"no agreement {reference}")
    order, begins = agreement.order, anniversary(agreement.start_date, year - 1)
    charge = charges.raise_charge(
        provider_id=order.provider_id,
        buyer_id=order.buyer_id,
        subject=reference,
        reason=f"{order.title}, year {year} of {order.years}",
        lines=[_line(agreement, year, school) for school in order.working.lines],
        supply_date=begins,
        po_number=order.po_number or None,
        key=f"agreement:{reference}:year:{year}",
        at=at,
        actor=actor,
    )
    agreement_id = session().scalars(select(Agreement.id).where(Agreement.reference == reference)).one()
    values = {"agreement_id": agreement_id, "year": year, "charge_reference": charge, "supply_date": begins}
    if insert_or_ignore(AgreementCharge.__table__, values):  # type: ignore[arg-type]
        concerns, facts = [order.buyer_id, order.provider_id], {"year": year, "charge": charge}
        audit.record(
            actor=actor, verb="services.year_charged", subject=reference, at=at, concerns=concerns, facts=facts
        )
    return charge


def bind_buyer(*, reference: str, actor: Actor | None, at: datetime) -> None:
    """Have the buyer's contract register hold an agreement as it stands. Raises NotFound."""
    agreement = queries.find_agreement(reference)
    if agreement is None:
        raise NotFound(f"no agreement {reference}")
    for binding in queries.bindings_of([agreement]):
        contracts.take(binding, actor=actor, at=at)


def charge_year_or_tell(*, reference: str, year: int, at: datetime) -> None:
    """As `charge_year`, for the work that comes round: a refusal is told to the provider's finance people, once."""
    try:
        with session().begin_nested():
            charge_year(reference=reference, year=year, actor=None, at=at)
    except Refused as refusal:
        agreement = queries.find_agreement(reference)
        if agreement is not None:
            messages.tell_charge_refused(agreement.order, year=year, reason=refusal.message, at=at)


def _line(agreement: AgreementValue, year: int, school: SchoolPrice) -> LineAsked:
    order = agreement.order
    begins = anniversary(agreement.start_date, year - 1)
    ends = last_day(agreement.start_date, year)
    pupils = f", {school.roll:,} pupils" if school.per_pupil and school.roll is not None else ""
    span = f"{begins.day} {begins:%B %Y} to {ends.day} {ends:%B %Y}"
    return LineAsked(
        description=f"{order.title}: {school.name}{pupils}, {span}",
        quantity=1,
        unit="year",
        unit_price=school.net,
        vat_treatment=order.terms.vat_treatment,
        vat_reason=order.terms.vat_reason,
        decided_by=order.vat_decided_by,
    )
