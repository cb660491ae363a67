"""Publishes the demo's catalogue, each listing on the day it came out."""

from datetime import datetime

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ALL_ENGLAND, ListingDraft
from app.sandbox.demo.content import WrittenListing, content
from app.sandbox.demo.stage import Stage, acting
from app.services import actions as services
from app.services.values import Particulars, PriceBasis
from app.trusts.values import Phase, Region


def load_catalogue(stage: Stage) -> dict[str, str]:
    """Draft, publish and close the listings; returns the reference of each by its key."""
    references: dict[str, str] = {}
    for written in sorted(content().listings, key=lambda each: -each.published_days_ago):
        begun = stage.days_ago(written.published_days_ago or 2)
        references[written.key] = stage.play(begun, lambda at, written=written: _draft(written, at))  # type: ignore[misc]
        if written.state != "draft":
            stage.play(begun, lambda at, written=written: _publish(written, references[written.key], at))  # type: ignore[misc]
    return references


def close_the_closed(stage: Stage, references: dict[str, str]) -> None:
    """Close what is offered no longer: after the orders that were placed on it."""
    for written in content().listings:
        if written.state == "closed":
            ended = stage.days_ago(written.closed_days_ago)
            stage.play(ended, lambda at, written=written: _close(written, references[written.key], at))  # type: ignore[misc]


def _draft(written: WrittenListing, at: datetime) -> str:
    shared = ListingDraft(
        title=written.title,
        summary=written.summary,
        description=written.description,
        category=written.category,
        phases=frozenset(Phase(phase) for phase in written.phases),
        regions=ALL_ENGLAND if written.regions == ["all"] else frozenset(Region(code) for code in written.regions),
    )
    per_pupil = written.price_basis == "per_pupil"
    particulars = Particulars(
        basis=PriceBasis.PER_PUPIL if per_pupil else PriceBasis.PER_SCHOOL,
        base=Money(written.base_pence if per_pupil else written.price_pence),
        per_pupil=Money(written.per_pupil_pence) if per_pupil else None,
        vat_treatment=VatTreatment(written.vat_treatment),
        vat_reason=written.vat_reason,
        notice_months=written.notice_months,
    )
    return services.draft_service(
        shared=shared, particulars=particulars, actor=acting(written.author, written.trust), at=at
    )


def _publish(written: WrittenListing, reference: str, at: datetime) -> None:
    services.publish_service(reference=reference, actor=acting(written.author, written.trust), at=at)


def _close(written: WrittenListing, reference: str, at: datetime) -> None:
    services.close_service(reference=reference, actor=acting(written.author, written.trust), at=at)
