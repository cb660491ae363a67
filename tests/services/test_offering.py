"""Services are drafted, published, changed and closed, and the boards hear of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.kernel.boards import kinds, references
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.rules import Incomplete, Outdated, WrongState
from app.listings.values import ListingDraft, ListingState
from app.search import queries as search
from app.search.values import Query
from app.services import actions, queries
from app.services.values import Particulars
from app.trusts.models import Trust
from app.trusts.values import Role
from tests.listings.makers import draft, make_member, make_trust
from tests.services.makers import (
    World,
    make_service,
    make_world,
    particulars,
)


def test_a_service_is_published_once_it_lacks_nothing_and_all_it_lacks_is_said_at_once(
    world: World, at: datetime
) -> None:
    reference = actions.draft_service(
        shared=ListingDraft("Payroll"), particulars=Particulars(), actor=world.provider, at=at
    )
    with pytest.raises(Incomplete) as refused:
        actions.publish_service(reference=reference, actor=world.provider, at=at)
    assert [fault.field for fault in refused.value.faults] == [
        *("summary", "description", "category", "phases", "regions"),
        *("basis", "vat_treatment", "vat_reason", "notice_months"),
    ]
    actions.change_service(
        reference=reference, shared=draft(), particulars=particulars(), version=1, actor=world.provider, at=at
    )
    actions.publish_service(reference=reference, actor=world.provider, at=at)
    service = queries.get_service(reference)
    assert service.listing.state is ListingState.PUBLISHED
    assert service.price_line == "£4.50 per pupil a year plus £250.00 for each school, plus VAT"
    assert service.vat_decided_by == world.provider.person_id


@pytest.mark.parametrize("treatment", [VatTreatment.STANDARD, VatTreatment.EXEMPT])
def test_a_trust_not_registered_for_vat_publishes_only_what_carries_none(
    app: Flask, at: datetime, treatment: VatTreatment
) -> None:
    with transaction():
        world = make_world(vat_number=None)
        reference = make_service(world.provider, published=False, vat_treatment=treatment)
        if treatment is VatTreatment.EXEMPT:
            actions.publish_service(reference=reference, actor=world.provider, at=at)
            return
        with pytest.raises(Incomplete, match="not registered for VAT"):
            actions.publish_service(reference=reference, actor=world.provider, at=at)


def test_whoever_changes_the_treatment_of_vat_is_who_decided_it(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    colleague = make_member(world.provider.trust, Role.PROVIDER)

    def change(version: int, **of: Any) -> int | None:
        actions.change_service(
            reference=reference,
            shared=draft(),
            particulars=particulars(**of),
            version=version,
            actor=colleague,
            at=at,
        )
        return queries.get_service(reference).vat_decided_by

    assert change(2, notice_months=6) == world.provider.person_id
    assert change(3, vat_reason="Advice of our accountants") == colleague.person_id


def test_a_published_service_cannot_be_made_incomplete_and_an_old_edit_is_told(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    asked: dict[str, Any] = {"reference": reference, "shared": draft(), "actor": world.provider, "at": at}
    with pytest.raises(Incomplete):
        actions.change_service(particulars=particulars(per_pupil=None), version=2, **asked)
    actions.change_service(particulars=particulars(per_pupil=Money(5_00)), version=2, **asked)
    with pytest.raises(Outdated):
        actions.change_service(particulars=particulars(), version=2, **asked)
    price = queries.get_service(reference).price
    assert price is not None
    assert price.per_pupil == Money(5_00)


def test_a_copy_is_a_new_draft_with_everything_in_it(world: World, at: datetime) -> None:
    reference = make_service(world.provider, title="T" * 100)
    actions.close_service(reference=reference, actor=world.provider, at=at)
    with pytest.raises(WrongState):
        actions.close_service(reference=reference, actor=world.provider, at=at)
    copied = queries.get_service(actions.copy_service(reference=reference, actor=world.provider, at=at))
    assert copied.listing.state is ListingState.DRAFT
    assert copied.listing.title == "Copy of " + "T" * 92
    assert copied.particulars == queries.get_service(reference).particulars


def test_another_trusts_service_is_not_there_to_change(world: World, at: datetime) -> None:
    reference = make_service(world.provider, published=False)
    stranger = make_member(make_trust(), Role.PROVIDER)
    for do in (actions.publish_service, actions.close_service, actions.copy_service):
        with pytest.raises(NotFound):
            do(reference=reference, actor=stranger, at=at)
    with pytest.raises(NotFound):
        actions.change_service(
            reference=reference, shared=draft(), particulars=particulars(), version=1, actor=stranger, at=at
        )


def test_the_board_of_kinds_shows_what_is_published_and_nothing_else(world: World, at: datetime) -> None:
    shown, hidden = make_service(world.provider), make_service(world.provider, published=False)
    kind = kinds["service"]
    assert list(kind.references()) == [shown]
    assert kind.price_lines([shown, hidden]) == {shown: queries.get_service(shown).price_line}
    document = kind.document(shown)
    assert document.price_pence == 250_00 + 300 * 4_50
    assert document.category_path == (("finance-and-payroll", "Finance and payroll"), ("payroll", "Payroll"))
    assert (document.provider_name, document.link) == ("Northgate Learning Trust", f"/services/{shown}")
    assert len(document.regions) == 9
    assert kind.document(hidden) is None
    assert kind.document("LST-22222") is None
    assert references.address(shown) == f"/services/{shown}"
    actions.close_service(reference=shown, actor=world.provider, at=at)
    assert kind.document(shown) is None


def test_nobody_finds_the_services_of_a_trust_that_has_closed(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    session().execute(update(Trust).where(Trust.id == world.provider.trust).values(is_open=False))
    assert kinds["service"].document(reference) is None


def test_a_service_is_found_once_it_is_published_and_no_longer_once_it_is_closed(
    app: Flask, at: datetime, deliver: Callable[[], int]
) -> None:
    def found() -> list[str]:
        deliver()
        with transaction():
            return [hit.reference for hit in search.find(Query(text="clerking")).hits]

    with transaction():
        world = make_world()
        shown = make_service(world.provider, title="Clerking for boards")
        reference = make_service(world.provider, title="Clerking for governors", published=False)
    assert found() == [shown]
    with transaction():
        actions.publish_service(reference=reference, actor=world.provider, at=at)
    assert sorted(found()) == sorted([shown, reference])
    with transaction():
        actions.close_service(reference=reference, actor=world.provider, at=at)
    assert found() == [shown]
