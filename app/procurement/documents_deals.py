"""What an awarded deal puts into the search index, and its line on the results page."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.kernel.boards import KindFacet
from app.kernel.clock import london_date
from app.kernel.cpv import division_of, title_of
from app.kernel.database import session
from app.listings.categories import path_of
from app.procurement.facets import DIVISION, PURCHASE
from app.procurement.queries.deals import deals_by_reference
from app.procurement.rules.call_offs_words import price_line
from app.procurement.rules.deals import is_open
from app.procurement.values import DealAudience, DealValue
from app.search.values import MARK, Document
from app.trusts import queries as trusts
from app.trusts.values import TrustValue

AUDIENCE = KindFacet(
    "deal_for",
    "Who may call off",
    (("all", "Any trust"), ("region", "Trusts in its regions"), ("named", "Trusts it names")),
)
FACETS = (DIVISION, PURCHASE, AUDIENCE)
Now = Callable[[], datetime]
_clocks: WeakKeyDictionary[Engine, Now] = WeakKeyDictionary()


def use_clock(engine: Engine, now: Now) -> None:
    """Have the documents of the site with this database follow `now`: a deal whose last day passed is found no more."""
    _clocks[engine] = now


def address_of(reference: str) -> str:
    """The page of a deal listed for itself."""
    return f"/deals/{reference}"


def deal_document(reference: str) -> Document | None:
    """The search document of an open deal; None for one that nobody may find."""
    return deal_documents([reference]).get(reference)


def deal_documents(references: Iterable[str]) -> dict[str, Document]:
    """The search documents of deals in one batch; those that nobody may find are missing from the answer."""
    found = _on_offer(references)
    owners = trusts.trusts_by_id(each.listing.trust_id for each in found)
    return {
        each.reference: _document(each, owners[each.listing.trust_id])
        for each in found
        if owners[each.listing.trust_id].is_open
    }


def price_lines(references: Iterable[str]) -> dict[str, str]:
    """The price of each open deal as a short phrase, in one batch."""
    return {each.reference: price_line(each) for each in _on_offer(references)}


def _today() -> date:
    return london_date(_clocks[session().get_bind().engine]())


def _on_offer(references: Iterable[str]) -> list[DealValue]:
    today = _today()
    return [each for each in deals_by_reference(references).values() if is_open(each, on=today)]


def _document(deal: DealValue, owner: TrustValue) -> Document:
    listing = deal.listing
    assert listing.published_at is not None
    return Document(
        reference=deal.reference,
        kind=listing.kind,
        title=listing.title,
        summary=listing.summary,
        body="\n\n".join(part for part in _texts(deal) if part),
        provider_name=owner.name,
        provider_id=owner.id,
        category_path=tuple((category.code, category.name) for category in path_of(listing.category)),
        phases=tuple(phase.value for phase in listing.phases),
        regions=tuple(region.value for region in listing.regions),
        price_pence=None,
        published_at=listing.published_at,
        link=address_of(deal.reference),
        marks=tuple(_marks(deal)),
        days=(deal.until_date,) if deal.until_date else (),
        only_for=_only_for(deal),
    )


def _only_for(deal: DealValue) -> tuple[int, ...]:
    if deal.audience is not DealAudience.NAMED:
        return ()
    return tuple(sorted({deal.listing.trust_id, *deal.named}))


def _texts(deal: DealValue) -> Iterator[str]:
    """Every word by which a deal is found besides its title and summary."""
    yield deal.listing.description
    yield deal.awarded_by
    if deal.cpv:
        yield f"{deal.cpv} {title_of(deal.cpv)}"
    for lot in deal.lots:
        yield f"{lot.title}. {lot.supplier}. {lot.description}"


def _marks(deal: DealValue) -> Iterator[str]:
    if deal.cpv:
        yield f"{DIVISION.name}{MARK}{division_of(deal.cpv)}"
    if deal.purchase:
        yield f"{PURCHASE.name}{MARK}{deal.purchase.value}"
    yield f"{AUDIENCE.name}{MARK}{deal.audience.value}"
