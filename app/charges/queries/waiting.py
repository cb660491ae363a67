"""Why an accepted charge has no invoice yet."""

from datetime import date

from sqlalchemy import select

from app.charges.models import Charge
from app.charges.queries.charges import is_party, lines_to_invoice, with_lines
from app.charges.queries.finance import find_details
from app.charges.rules.charges import why_waiting
from app.charges.values import ChargeState, FinanceDetailsValue, Waiting
from app.kernel.database import session
from app.trusts import queries as trusts
from app.trusts.values import TrustValue


def find_waiting(trust_id: int, reference: str, on: date) -> Waiting | None:
    """What an accepted charge of a trust's waits for on a day, or None where it does not wait."""
    charge = session().scalar(
        select(Charge)
        .options(with_lines())
        .where(Charge.reference == reference, Charge.state == ChargeState.ACCEPTED, is_party(trust_id))
    )
    if charge is None:
        return None
    provider, buyer = find_details(charge.provider_id, on), find_details(charge.buyer_id, on)
    return why_charge_waits(charge, provider, buyer, trusts.get_trust(charge.buyer_id))


def why_charge_waits(
    charge: Charge, provider: FinanceDetailsValue | None, buyer: FinanceDetailsValue | None, register: TrustValue
) -> Waiting | None:
    """Why a charge cannot be invoiced with these details, or None when it can. The register may give an address."""
    has_address = buyer is not None or len(register.address_lines) > 1
    treatments = [line.vat_treatment for _, line in lines_to_invoice(charge)]
    return why_waiting(treatments, provider, has_buyer_address=has_address)
