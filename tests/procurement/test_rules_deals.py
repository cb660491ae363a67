"""What a deal and its lots need, and who may call it off until when."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.approvals.values import PurchaseKind
from app.kernel.errors import Refused
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ALL_ENGLAND, PHASES, ListingState, ListingValue
from app.procurement.rules import deals as rules
from app.procurement.values import DealAudience, DealLotTyped, DealLotValue, DealTyped, DealValue, Per, Stage
from app.trusts.values import Region
from tests.clock import START

TODAY = START.date()
OWNER, NAMED, OTHER = 1, 2, 3
WHOLE = DealTyped(
    cpv="30213100-6",
    purchase=PurchaseKind.GOODS,
    awarded_by="Open procedure",
    award_date=TODAY,
    until_date=TODAY,
    last_date=TODAY,
)


def deal(kind: str = "deal", state: ListingState = ListingState.PUBLISHED, **changes: Any) -> DealValue:
    regions = changes.pop("regions", ALL_ENGLAND)
    listing = ListingValue(
        9, "LST-22222", kind, OWNER, "Laptops", "", "", "", PHASES, tuple(regions), state, 1, START, START,
        published_at=datetime(2026, 11, 1, tzinfo=START.tzinfo),
    )  # fmt: skip
    values: dict[str, Any] = {
        "cpv": "", "purchase": None, "awarded_by": "", "award_date": None, "until_date": TODAY,
        "last_date": None, "audience": DealAudience.ALL, "named": frozenset({NAMED}),
    }  # fmt: skip
    return DealValue(listing, **{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"award_date": TODAY + timedelta(1), "until_date": TODAY + timedelta(2), "last_date": TODAY + timedelta(2)},
         "award_date"),
        ({"until_date": TODAY - timedelta(1), "award_date": TODAY - timedelta(1)}, "until_date"),
        ({"until_date": TODAY - timedelta(1)}, "until_date"),
        ({"last_date": TODAY - timedelta(1)}, "last_date"),
        ({"cpv": "30213100-1"}, "cpv"),
        ({"cpv": ""}, "cpv"),
        ({"purchase": None}, "purchase"),
        ({"awarded_by": ""}, "awarded_by"),
        ({"awarded_by": "x" * 300}, None),
        ({"awarded_by": "x" * 301}, "awarded_by"),
        ({"award_date": None}, "award_date"),
        ({"until_date": None}, "until_date"),
        ({"last_date": None}, "last_date"),
        ({"last_date": date(2100, 12, 31)}, None),
        ({"last_date": date(2101, 1, 1)}, "last_date"),
    ],
)  # fmt: skip
def test_a_deal_is_published_whole_and_with_days_in_their_order(changes: dict[str, Any], field: str | None) -> None:
    faults = rules.publishing_faults(replace(WHOLE, **changes), lots=1, named=0, today=TODAY)
    assert (faults[0].field if faults else None) == field


def test_a_deal_needs_a_lot_and_where_it_names_trusts_one_of_them() -> None:
    assert [str(each) for each in rules.publishing_faults(WHOLE, lots=0, named=0, today=TODAY)] != []
    named = replace(WHOLE, audience=DealAudience.NAMED)
    assert len(rules.publishing_faults(named, lots=1, named=0, today=TODAY)) == 1
    assert rules.publishing_faults(named, lots=1, named=1, today=TODAY) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"title": ""}, "title"),
        ({"title": "x" * 100}, None),
        ({"title": "x" * 101}, "title"),
        ({"unit": ""}, "unit"),
        ({"unit": "x" * 31}, "unit"),
        ({"supplier": ""}, "supplier"),
        ({"supplier": "x" * 121}, "supplier"),
        ({"description": "x" * 2_001}, "description"),
        ({"price": None}, "price"),
        ({"price": UnitPrice(-1)}, "price"),
        ({"price": UnitPrice(0)}, None),
    ],
)
def test_a_lot_is_whole_from_the_start(changes: dict[str, Any], field: str | None) -> None:
    typed = DealLotTyped("Care", "", "device", Per.YEAR, "Aspen Ltd", UnitPrice(1))
    faults = rules.lot_faults(replace(typed, **changes))
    assert (faults[0].field if faults else None) == field


def test_what_was_called_off_keeps_being_what_it_was() -> None:
    before = DealLotValue(1, 1, "Care", "", "device", Per.YEAR, "Aspen", UnitPrice(1), VatTreatment.STANDARD)
    typed = DealLotTyped("Care", "More words", "device", Per.YEAR, "Aspen", UnitPrice(2))
    rules.check_lot_change(before, typed, is_called_off=True)
    for change in (
        {"title": "Cars"},
        {"unit": "car"},
        {"per": Per.ONCE},
        {"supplier": "Birch"},
        {"vat": VatTreatment.ZERO},
    ):
        rules.check_lot_change(before, replace(typed, **change), is_called_off=False)
        with pytest.raises(rules.LotFixed):
            rules.check_lot_change(before, replace(typed, **change), is_called_off=True)
    rules.check_can_remove_lot(lots=1, is_called_off=False, state=ListingState.DRAFT)
    rules.check_can_remove_lot(lots=2, is_called_off=False, state=ListingState.PUBLISHED)
    for lots, called in ((1, False), (2, True)):
        with pytest.raises(rules.LotFixed):
            rules.check_can_remove_lot(lots=lots, is_called_off=called, state=ListingState.PUBLISHED)
    rules.check_can_add_lot(39)
    with pytest.raises(Refused, match="40 lots"):
        rules.check_can_add_lot(40)


@pytest.mark.parametrize(
    ("audience", "trust", "regions", "is_for"),
    [
        (DealAudience.ALL, OTHER, set(), True),
        (DealAudience.REGION, OTHER, {Region.SOUTH_WEST}, True),
        (DealAudience.REGION, OTHER, {Region.LONDON}, False),
        (DealAudience.REGION, OTHER, set(), False),
        (DealAudience.REGION, OWNER, set(), True),
        (DealAudience.NAMED, NAMED, set(), True),
        (DealAudience.NAMED, OTHER, {Region.SOUTH_WEST}, False),
        (DealAudience.NAMED, OWNER, set(), True),
    ],
)
def test_who_may_call_off(audience: DealAudience, trust: int, regions: set[Region], is_for: bool) -> None:
    assert rules.is_for(deal(audience=audience, regions=[Region.SOUTH_WEST]), trust, regions) is is_for


@pytest.mark.parametrize(
    ("kind", "state", "until", "stage", "is_open"),
    [
        ("deal", ListingState.PUBLISHED, TODAY, None, True),
        ("deal", ListingState.PUBLISHED, TODAY - timedelta(1), None, False),
        ("deal", ListingState.DRAFT, TODAY, None, False),
        ("deal", ListingState.CLOSED, TODAY, None, False),
        ("round", ListingState.PUBLISHED, TODAY, Stage.AWARDED, False),
        ("round", ListingState.PUBLISHED, TODAY, Stage.CALL_OFF, True),
        ("round", ListingState.CLOSED, None, Stage.IN_CONTRACT, True),
        ("round", ListingState.PUBLISHED, TODAY - timedelta(1), Stage.IN_CONTRACT, False),
        ("round", ListingState.PUBLISHED, None, Stage.CLOSED, False),
        ("round", ListingState.PUBLISHED, None, Stage.ABANDONED, False),
    ],
)
def test_until_when_a_deal_may_be_called_off(
    kind: str, state: ListingState, until: date | None, stage: Stage | None, is_open: bool
) -> None:
    found = deal(kind, state, until_date=until)
    assert rules.is_open(found, on=TODAY, stage=stage) is is_open
    ask: dict[str, Any] = {"trust_id": OTHER, "regions": set(), "on": TODAY, "stage": stage}
    if is_open:
        rules.check_can_call_off(found, is_open_trust=True, **ask)
        with pytest.raises(rules.CannotCallOff, match="closed on the register"):
            rules.check_can_call_off(found, is_open_trust=False, **ask)
    else:
        with pytest.raises(rules.CannotCallOff):
            rules.check_can_call_off(found, is_open_trust=True, **ask)
