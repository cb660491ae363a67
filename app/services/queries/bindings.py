"""What agreements bind their buyers to, as the contract register of each keeps it."""

from collections.abc import Iterable
from datetime import date

from app.contracts.values import Binding, Source
from app.kernel.database import session
from app.listings import queries as listings
from app.services.models import Agreement
from app.services.queries.agreements import agreement_value, whole
from app.services.rules import last_day_for_notice
from app.services.values import AgreementValue
from app.trusts import queries as trusts


def list_bindings(on: date) -> list[Binding]:
    """What every agreement that has not ended on a day binds its buyer to, the oldest first."""
    rows = session().scalars(whole().where(Agreement.end_date >= on).order_by(Agreement.id))
    return bindings_of([agreement_value(row) for row in rows])


def bindings_of(agreements: Iterable[AgreementValue]) -> list[Binding]:
    """What agreements bind their buyers to, in one batch: the whole price without VAT, and the last day for notice."""
    held = list(agreements)
    names = trusts.names(each.order.provider_id for each in held)
    shared = listings.listings_by_id(each.order.listing_id for each in held)
    return [_binding(each, names[each.order.provider_id], shared[each.order.listing_id].category) for each in held]


def _binding(agreement: AgreementValue, provider: str, category: str) -> Binding:
    order, months = agreement.order, agreement.order.terms.notice_months
    return Binding(
        trust_id=order.buyer_id,
        source=Source.AGREEMENT,
        source_reference=agreement.reference,
        title=order.title,
        supplier=provider,
        start_date=agreement.start_date,
        end_date=agreement.end_date,
        value=order.working.whole_net,
        counterparty_id=order.provider_id,
        category=category or None,
        notice_date=last_day_for_notice(agreement.end_date, months) if months else None,
        school_ids=tuple(sorted(line.school_id for line in order.working.lines)),
    )
