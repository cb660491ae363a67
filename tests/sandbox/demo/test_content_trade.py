"""The demo's listings and orders could really be traded between its trusts."""

import re
from collections import Counter, defaultdict

import pytest

from tests.sandbox.demo.content import (
    CHILDREN,
    DECIDED_BY,
    FINANCE,
    GROUPS,
    LISTING,
    LISTINGS,
    ORDERS,
    OUTCOMES,
    PHASES,
    REGIONS,
    SCHOOLS,
    TOP_CATEGORIES,
    Row,
    assert_unique,
    each_listing,
    each_order,
    phase,
    with_role,
    year_net,
)

TREATMENTS = {"standard", "zero", "exempt", "outside_scope", "reduced"}
EVERYWHERE = ["all"]


# The listings


def test_there_are_about_sixty_listings_most_of_them_published() -> None:
    states = Counter(listing["state"] for listing in LISTINGS)
    assert states["draft"] == states["closed"] == 3
    assert 54 <= states["published"] <= 62
    assert set(states) == {"draft", "published", "closed"}
    assert {listing["trust"] for listing in LISTINGS} == set(GROUPS)


def test_published_listings_reach_every_top_category_and_treatment_but_the_reduced() -> None:
    published = [listing for listing in LISTINGS if listing["state"] == "published"]
    assert {CHILDREN[listing["category"]] for listing in published} == set(TOP_CATEGORIES)
    assert {listing["vat_treatment"] for listing in published} == TREATMENTS - {"reduced"}
    assert {listing["price_basis"] for listing in published} == {"fixed", "per_pupil"}


def test_keys_titles_and_summaries_are_unique() -> None:
    for field in ("key", "title", "summary"):
        assert_unique([listing[field].lower() for listing in LISTINGS])


@each_listing
def test_a_listing_names_known_categories_phases_regions_and_a_provider(listing: Row) -> None:
    assert listing["category"] in CHILDREN
    assert listing["phases"]
    assert set(listing["phases"]) <= PHASES
    assert listing["regions"] == EVERYWHERE or (listing["regions"] and set(listing["regions"]) <= REGIONS)
    assert listing["author"] in with_role(listing["trust"], "provider")


@each_listing
def test_a_listing_is_as_long_as_the_form_allows(listing: Row) -> None:
    assert 10 < len(listing["title"]) < 80
    assert 40 < len(listing["summary"]) < 200
    assert 150 <= len(listing["description"].split()) <= 300


@each_listing
def test_a_listing_has_one_price_and_a_reason_for_its_vat(listing: Row) -> None:
    fixed = "price_pence" in listing
    assert fixed == (listing["price_basis"] == "fixed")
    assert fixed != ("base_pence" in listing and "per_pupil_pence" in listing)
    prices = [value for name, value in listing.items() if name.endswith("_pence")]
    assert all(isinstance(value, int) and 0 < value < 1_000_000 for value in prices)
    assert listing["vat_treatment"] in TREATMENTS
    assert listing["vat_reason"].endswith(".")
    assert 1 <= listing["notice_months"] <= 6


@each_listing
def test_days_tell_the_state_of_a_listing(listing: Row) -> None:
    assert ("published_days_ago" in listing) == (listing["state"] != "draft")
    assert ("closed_days_ago" in listing) == (listing["state"] == "closed")
    if listing["state"] == "closed":
        assert 0 < listing["closed_days_ago"] < listing["published_days_ago"]


def test_a_trust_not_registered_for_vat_charges_none() -> None:
    unregistered = {row["uid"] for row in FINANCE if not row["vat_registered"]}
    theirs = [listing for listing in LISTINGS if listing["trust"] in unregistered]
    assert theirs
    assert {listing["vat_treatment"] for listing in theirs} <= {"exempt", "outside_scope"}


@each_listing
def test_a_listing_uses_small_markdown_and_the_sites_english(listing: Row) -> None:
    text = listing["description"]
    assert not re.search(r"<[a-z/]|^#(?!# )|^\||!\[|https?:", text, re.MULTILINE)
    words = f"{listing['title']} {listing['summary']} {text}".lower()
    assert not re.search(r"\bplease\b|\bsuccessfully\b|\blorem\b|organiz|\bprogram\b|\bcolor|\bcenter", words)


def test_no_two_listings_share_a_sentence() -> None:
    used = defaultdict(set)
    for listing in LISTINGS:
        for part in re.split(r"(?<=[.?!:])\s+|\n\n|\n(?=- )", listing["description"]):
            sentence = " ".join(part.lower().split())
            if len(sentence.split()) >= 6:
                used[sentence].add(listing["key"])
    assert {sentence: keys for sentence, keys in used.items() if len(keys) > 1} == {}


# The orders


def test_orders_reach_every_outcome_and_five_are_paid() -> None:
    outcomes = Counter(order["outcome"] for order in ORDERS)
    assert set(outcomes) == OUTCOMES
    assert outcomes["paid"] >= 5
    assert_unique([order["key"] for order in ORDERS])
    assert_unique([order["po_number"] for order in ORDERS])


def test_orders_are_told_oldest_first() -> None:
    days = [order["ordered_days_ago"] for order in ORDERS]
    assert days == sorted(days, reverse=True)


@each_order
def test_an_order_is_between_two_trusts_for_the_buyers_own_schools(order: Row) -> None:
    assert order["buyer"] in GROUPS
    assert order["buyer"] != LISTING[order["listing"]]["trust"]
    assert order["ordered_by"] in with_role(order["buyer"], "buyer")
    assert order["urns"]
    assert_unique(order["urns"])
    assert {SCHOOLS[urn]["Trusts (code)"] for urn in order["urns"]} == {order["buyer"]}


@each_order
def test_an_order_is_for_something_offered_then_and_there(order: Row) -> None:
    listing = LISTING[order["listing"]]
    assert listing["state"] == "published"
    assert listing["published_days_ago"] > order["ordered_days_ago"] > 0
    for school in (SCHOOLS[urn] for urn in order["urns"]):
        assert phase(school) in listing["phases"]
        assert listing["regions"] == EVERYWHERE or school["GOR (code)"] in listing["regions"]
    assert 1 <= order["years"] <= 3
    assert 0 <= order["start_offset_months"] <= 3


@each_order
def test_who_halted_an_order_had_the_right_and_said_why(order: Row) -> None:
    decided = DECIDED_BY.get(order["outcome"])
    assert ("by" in order) == ("reason" in order) == (decided is not None)
    if decided:
        side, role = decided
        trust = order["buyer"] if side == "buyer" else LISTING[order["listing"]]["trust"]
        assert order["by"] in with_role(trust, role)
        assert len(order["reason"]) > 20


def test_one_paid_order_is_credited_in_part_after_it_was_paid() -> None:
    credited = [order for order in ORDERS if "credit" in order]
    assert [order["outcome"] for order in credited] == ["paid"]
    credit = credited[0]["credit"]
    assert 0 < credit["net_pence"] < year_net(LISTING[credited[0]["listing"]], credited[0]["urns"])
    assert 0 < credit["days_ago"] < credited[0]["ordered_days_ago"]


def test_one_paid_invoice_is_small_enough_for_the_simplified_form() -> None:
    totals = [year_net(LISTING[o["listing"]], o["urns"]) * 120 // 100 for o in ORDERS if o["outcome"] == "paid"]
    assert sum(total <= 25_000 for total in totals) == 1


@pytest.mark.parametrize("urns", [["990010", "990011"]])
def test_the_storys_order_needs_the_chief_financial_officer_and_nobody_higher(urns: list[str]) -> None:
    payroll = LISTING["managed-payroll"]
    assert {SCHOOLS[urn]["Trusts (code)"] for urn in urns} == {"90002"}
    net = year_net(payroll, urns)
    assert 300_000 < net < net * 120 // 100 < 1_000_000
    assert not any(order["listing"] == payroll["key"] and order["buyer"] == "90002" for order in ORDERS)
