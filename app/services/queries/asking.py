"""What an order would be, before it is placed."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.vat import rate_on
from app.listings import queries as listings
from app.listings.values import ListingState
from app.services.models import OrderDraft
from app.services.queries.services import get_service, schools_to_choose
from app.services.rules import check_can_order, check_choice, tidy_choice, work_out
from app.services.values import Asking, Choice, DraftValue, Offer, ServiceValue
from app.trusts import queries as trusts
from app.trusts.values import TrustValue


def may_ask(trust_id: int, reference: str) -> tuple[ServiceValue, TrustValue, TrustValue]:
    """A service with its buyer-to-be and its provider.

    Raises NotFound for another trust's draft, ListingClosed or CannotOrder where it cannot be ordered.
    """
    service = get_service(reference)
    if service.listing.state is ListingState.DRAFT:
        raise NotFound(f"{reference} is not published")
    both = trusts.trusts_by_id([trust_id, service.listing.trust_id])
    buyer, provider = both[trust_id], both[service.listing.trust_id]
    check_can_order(service.listing, buyer=buyer, provider=provider)
    return service, buyer, provider


def asking_for(*, trust_id: int, reference: str, choice: Choice, at: datetime) -> Asking:
    """What a trust's order of a service would be at this moment: rolls, prices and rates as they are.

    Raises NotFound for a draft or a school of another trust, ListingClosed or CannotOrder where it
    may not be ordered so, NoRoll or NothingToPay where a price cannot be worked out.
    """
    service, buyer, provider = may_ask(trust_id, reference)
    terms, today, choice = service.terms, london_date(at), tidy_choice(choice)
    if terms is None:
        raise NotFound(f"{reference} has no price")
    mine = {school.id: school for school in schools_to_choose(trust_id, today)}
    if not set(choice.school_ids) <= set(mine):
        raise NotFound("a school chosen is not this trust’s")
    schools = [mine[number] for number in mine if number in choice.school_ids]
    check_choice(choice, schools=schools, phases=service.listing.phases, today=today)
    rate = rate_on(terms.vat_treatment, choice.start_date)
    working = work_out(terms, schools, years=choice.years, vat_rate=rate)
    return Asking(service, buyer, provider, choice, Offer(working, terms.notice_months))


def get_draft(*, trust_id: int, person_id: int, token: str) -> DraftValue:
    """What a person chose for a trust and has kept. Raises NotFound for another's."""
    mine = (OrderDraft.trust_id == trust_id, OrderDraft.person_id == person_id)
    row = session().scalar(select(OrderDraft).where(OrderDraft.token == token, *mine))
    if row is None:
        raise NotFound("no such draft of an order")
    choice = Choice(tuple(row.school_ids), row.start_date, row.years, row.po_number, row.note)
    return DraftValue(row.token, listings.listings_by_id([row.listing_id])[row.listing_id].reference, choice)
