"""The demo's data as its files hold it, and the words its columns may use."""

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parents[3] / "app"
DATA = APP / "sandbox" / "demo" / "data"

ROLES = {
    "administrator", "buyer", "approver", "provider", "hr_lead", "cpd_lead", "procurement_lead", "finance",
}  # fmt: skip
POSTS = {"headteacher", "chief_financial_officer", "chief_executive", "finance_committee", "board"}
REGIONS = set("ABDEFGHJK")
PHASES = {
    "early_years", "primary", "secondary", "all_through", "sixteen_plus", "special", "alternative_provision",
}  # fmt: skip
TOP_CATEGORIES = [
    "Finance and payroll", "HR", "IT and data", "Estates and grounds", "Catering", "Governance and clerking",
    "School improvement", "SEND and inclusion", "Safeguarding and attendance", "Psychology and therapies",
    "Legal, risk and data protection", "Procurement and contract support", "Marketing and admissions",
    "Music, sport and outdoor", "Other",
]  # fmt: skip
CPD_CATEGORY = "Professional development"
SECONDMENTS_CATEGORY = "Secondments"
OUTCOMES = {
    "awaiting_approval", "approval_declined", "awaiting_provider", "provider_declined", "withdrawn", "agreed",
    "charge_queried", "invoiced_unpaid", "payment_started", "paid",
}  # fmt: skip
DECIDED_BY = {  # who may have done what ended or halted an order: the side of the trade, and the role
    "approval_declined": ("buyer", "approver"),
    "provider_declined": ("provider", "provider"),
    "withdrawn": ("buyer", "buyer"),
    "charge_queried": ("buyer", "finance"),
}

Row = dict[str, Any]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(path: Path, name: str) -> list[Row]:
    found: list[Row] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return found


GROUPS = {row["Group UID"]: row for row in rows("groups.csv")}
SCHOOLS = {row["URN"]: row for row in rows("academies.csv")}
PEOPLE = tables(DATA / "people.toml", "person")
FINANCE = tables(DATA / "finance.toml", "trust")
CATEGORIES = tables(APP / "listings" / "categories.toml", "category")
LISTINGS = tables(DATA / "listings.toml", "listing")
ORDERS = tables(DATA / "orders.toml", "order")
LISTING = {listing["key"]: listing for listing in LISTINGS}
CHILDREN = {child["code"]: top["name"] for top in CATEGORIES for child in top["children"]}

each_listing = pytest.mark.parametrize("listing", LISTINGS, ids=[listing["key"] for listing in LISTINGS])
each_order = pytest.mark.parametrize("order", ORDERS, ids=[order["key"] for order in ORDERS])


def memberships(trust: str) -> list[tuple[Row, Row]]:
    return [(p, m) for p in PEOPLE for m in p.get("memberships", []) if m["trust"] == trust]


def with_role(trust: str, role: str) -> set[str]:
    return {person["email"] for person, membership in memberships(trust) if role in membership["roles"]}


def phase(school: dict[str, str]) -> str:
    kind = school["TypeOfEstablishment (name)"].lower()
    for word, found in (("special", "special"), ("alternative provision", "alternative_provision")):
        if word in kind:
            return found
    names = {"16 plus": "sixteen_plus", "All-through": "all_through"}
    return names.get(school["PhaseOfEducation (name)"], school["PhaseOfEducation (name)"].lower())


def year_net(listing: Row, urns: list[str]) -> int:
    if listing["price_basis"] == "fixed":
        return int(listing["price_pence"]) * len(urns)
    roll = sum(int(SCHOOLS[urn]["NumberOfPupils"]) for urn in urns)
    return int(listing["base_pence"]) * len(urns) + int(listing["per_pupil_pence"]) * roll


def assert_unique(values: list[str]) -> None:
    assert [value for value, times in Counter(values).items() if times > 1] == []
