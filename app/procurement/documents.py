"""What a round puts into the search index, and its line on the results page."""

from collections.abc import Iterable, Iterator, Mapping

from app.approvals.values import BuyingRoute
from app.kernel.boards import KindFacet
from app.kernel.cpv import division_of, title_of
from app.listings.categories import path_of
from app.listings.values import ListingState
from app.procurement.facets import DIVISION, PURCHASE
from app.procurement.queries.rounds import rounds_by_reference
from app.procurement.queries.rounds_documents import insiders_of, quantities_by_lot
from app.procurement.rules.rounds_words import price_line
from app.procurement.rules.tiers import reached_by
from app.procurement.values import Joining, RoundValue, Stage
from app.search.values import MARK, Document
from app.trusts import queries as trusts
from app.trusts.values import TrustValue

STAGE = KindFacet(
    "round_stage", "Stage", tuple((each.value, each.label) for each in Stage if not each.is_over), is_shown=True
)
TIER = KindFacet(
    "tier",
    "Price tier reached",
    (("none", "No price tier reached"), ("some", "A price tier reached"), ("best", "Lowest prices reached")),
    is_shown=True,
)
ROUTE = KindFacet("route", "Route", tuple((each.value, each.label) for each in BuyingRoute))
FACETS = (STAGE, DIVISION, PURCHASE, TIER, ROUTE)
Quantities = Mapping[int, int]


def round_document(reference: str) -> Document | None:
    """The search document of a published round that is not over; None for one that nobody may find."""
    return round_documents([reference]).get(reference)


def round_documents(references: Iterable[str]) -> dict[str, Document]:
    """The search documents of rounds in one batch; those that nobody may find are missing from the answer."""
    found = _on_offer(references)
    leads = trusts.trusts_by_id(each.lead_id for each in found)
    wanted = quantities_by_lot(each.id for each in found)
    insiders = insiders_of(each.id for each in found if each.joining is Joining.INVITATION)
    return {
        each.reference: _document(each, leads[each.lead_id], wanted, insiders.get(each.id, set()))
        for each in found
        if leads[each.lead_id].is_open
    }


def price_lines(references: Iterable[str]) -> dict[str, str]:
    """The guide price of each round as a short phrase, in one batch."""
    return {each.reference: price_line(each) for each in _on_offer(references)}


def tier_reached(held: RoundValue, wanted: Quantities) -> str:
    """How far all who want some have brought the price: "none", "some" or "best"; empty for a round without tiers."""
    lots = [lot for lot in held.lots if lot.tiers]
    reached = [reached_by(lot, wanted.get(lot.id, 0)) for lot in lots]
    if not reached:
        return ""
    if all(each.next is None for each in reached):
        return "best"
    return "some" if any(each.tier for each in reached) else "none"


def _on_offer(references: Iterable[str]) -> list[RoundValue]:
    return [each for each in rounds_by_reference(references).values() if _is_found(each)]


def _is_found(held: RoundValue) -> bool:
    return held.listing.state is ListingState.PUBLISHED and held.stage is not None and not held.stage.is_over


def _document(held: RoundValue, lead: TrustValue, wanted: Quantities, insiders: set[int]) -> Document:
    listing, commit_by = held.listing, held.timetable.commit_by
    assert listing.published_at is not None and held.stage is not None  # noqa: PT018
    return Document(
        reference=held.reference,
        kind=listing.kind,
        title=held.title,
        summary=listing.summary,
        body="\n\n".join(part for part in _texts(held) if part),
        provider_name=lead.name,
        provider_id=lead.id,
        category_path=tuple((category.code, category.name) for category in path_of(listing.category)),
        phases=tuple(phase.value for phase in listing.phases),
        regions=tuple(region.value for region in listing.regions),
        price_pence=None,
        published_at=listing.published_at,
        link=f"/rounds/{held.reference}",
        marks=tuple(_marks(held, wanted)),
        days=(commit_by,) if commit_by and held.stage.is_gathering else (),
        only_for=tuple(sorted({lead.id, *insiders})) if held.joining is Joining.INVITATION else (),
    )


def _texts(held: RoundValue) -> Iterator[str]:
    """Every word by which a round is found besides its title and summary."""
    yield held.listing.description
    yield f"{held.cpv} {title_of(held.cpv)}" if held.cpv else ""
    yield from (f"{lot.title}\n{lot.description}" for lot in held.lots)


def _marks(held: RoundValue, wanted: Quantities) -> Iterator[str]:
    words = (
        (STAGE, held.stage.value if held.stage else ""),
        (DIVISION, division_of(held.cpv)),
        (PURCHASE, held.purchase.value if held.purchase else ""),
        (TIER, tier_reached(held, wanted)),
        (ROUTE, held.route.value if held.route else ""),
    )
    yield from (f"{facet.name}{MARK}{word}" for facet, word in words if word)
