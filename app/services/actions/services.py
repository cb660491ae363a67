"""Drafting, changing, publishing, closing and copying a service."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingDraft, ListingState
from app.services import queries, rules
from app.services.models import Service
from app.services.values import Particulars

LONGEST_COPIED_TITLE = listing_rules.LONGEST_TITLE


def draft_service(*, shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime) -> str:
    """Begin a service for the actor's trust; returns its reference. Raises Incomplete with every fault."""
    faults = [*listing_rules.draft_faults(listings.tidy(shared)), *rules.particulars_faults(particulars)]
    listing_rules.check_complete(faults)
    listing = listings.draft_listing(kind=queries.KIND, draft=shared, actor=actor, at=at)
    session().add(Service(listing_id=listing.id, **_columns(particulars, None, actor)))
    session().flush()
    return listing.reference


def change_service(
    *, reference: str, shared: ListingDraft, particulars: Particulars, version: int, actor: Actor, at: datetime
) -> None:
    """Change a service of the actor's trust; a published one stays complete. Orders keep what they were placed on.

    `version` is the one that the person had before them.
    Raises NotFound, WrongState, Incomplete with every fault, or Outdated.
    """
    service = queries.get_own(actor.trust, reference)
    listing_rules.check_can_change(service.listing.state)
    if service.listing.state is ListingState.PUBLISHED:
        faults = _publishing_faults(shared, particulars, actor, at)
    else:
        faults = [*listing_rules.draft_faults(listings.tidy(shared)), *rules.particulars_faults(particulars)]
    listing_rules.check_complete(faults)
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    columns = _columns(particulars, service.particulars, actor, decided_by=service.vat_decided_by)
    _write(service.listing.id, columns)


def publish_service(*, reference: str, actor: Actor, at: datetime) -> None:
    """Offer a drafted service to every trust. Raises NotFound, WrongState, Outdated, or Incomplete with every fault."""
    service = queries.get_own(actor.trust, reference)
    listing_rules.check_can_publish(service.listing.state)
    shared = listings.draft_of(service.listing)
    listing_rules.check_complete(_publishing_faults(shared, service.particulars, actor, at))
    listings.publish_listing(reference=reference, actor=actor, at=at)


def close_service(*, reference: str, actor: Actor, at: datetime) -> None:
    """Offer a service no longer; orders and agreements on it stand. Raises NotFound, WrongState or Outdated."""
    queries.get_own(actor.trust, reference)
    listings.close_listing(reference=reference, actor=actor, at=at)


def copy_service(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a new draft with everything that a service of the actor's trust says; returns its reference."""
    service = queries.get_own(actor.trust, reference)
    shared = listings.draft_of(service.listing)
    title = f"Copy of {shared.title}"[:LONGEST_COPIED_TITLE]
    copied = ListingDraft(**{**vars(shared), "title": title})
    return draft_service(shared=copied, particulars=service.particulars, actor=actor, at=at)


def _publishing_faults(shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime) -> list[Refused]:
    registered = queries.vat_registered(actor.trust, london_date(at))
    return [
        *listing_rules.publishing_faults(listings.tidy(shared)),
        *rules.publishing_faults(particulars, vat_registered=registered),
    ]


def _columns(
    typed: Particulars, before: Particulars | None, actor: Actor, *, decided_by: int | None = None
) -> dict[str, Any]:
    """The row; whoever changes the treatment of VAT or its reason is who decided it."""
    same = before and (before.vat_treatment, before.vat_reason) == (typed.vat_treatment, typed.vat_reason)
    return {
        "basis": typed.basis,
        "base_pence": _pence(typed.base),
        "per_pupil_pence": _pence(typed.per_pupil),
        "vat_treatment": typed.vat_treatment,
        "vat_reason": typed.vat_reason.strip(),
        "vat_decided_by": decided_by if same else actor.person_id if typed.vat_treatment else None,
        "notice_months": typed.notice_months,
    }


def _pence(amount: Money | None) -> int | None:
    return amount.pence if amount is not None else None


def _write(listing_id: int, columns: dict[str, Any]) -> None:
    row = update(Service).where(Service.listing_id == listing_id).values(**columns)
    session().execute(row.execution_options(synchronize_session=False))
