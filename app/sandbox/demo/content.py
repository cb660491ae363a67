"""The demo's content, as it is written down in data/."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).parent / "data"
GROUPS, ACADEMIES = DATA / "groups.csv", DATA / "academies.csv"


class Written(BaseModel):
    """Something written down for the demo: what is not known by name is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HeldPost(Written):
    """An office of a trust's scheme of delegation that a person holds."""

    post: str
    deputy: bool = False


class WrittenMembership(Written):
    """A person's roles in a trust."""

    trust: str
    roles: list[str]
    posts: list[HeldPost] = []


class WrittenPerson(Written):
    """One person of the demo. Those with a story are on the page of one-click sign-ins."""

    name: str
    email: str
    job_title: str
    story: str = ""
    story_order: int = 99
    operator: bool = False
    asks: str = ""
    asked_days_ago: int = 0
    memberships: list[WrittenMembership] = []


class WrittenFinance(Written):
    """What a trust's invoices carry."""

    uid: str
    legal_name: str
    address: list[str]
    vat_registered: bool
    vat_number: str = ""
    invoice_contact: str
    invoice_email: str
    from_date: date


class WrittenListing(Written):
    """One service of the catalogue; prices in pence, net, for a school and a year."""

    key: str
    trust: str
    author: str
    title: str
    summary: str
    description: str
    category: str
    phases: list[str]
    regions: list[str]
    price_basis: str
    price_pence: int = 0
    base_pence: int = 0
    per_pupil_pence: int = 0
    vat_treatment: str
    vat_reason: str
    notice_months: int
    state: str
    published_days_ago: int = 0
    closed_days_ago: int = 0


class WrittenCredit(Written):
    """A credit note on a paid invoice."""

    reason: str
    net_pence: int
    days_ago: int


class WrittenOrder(Written):
    """One order, and how far it has come."""

    key: str
    listing: str
    buyer: str
    ordered_by: str
    urns: list[str]
    years: int
    start_offset_months: int
    po_number: str = ""
    ordered_days_ago: int
    outcome: str
    by: str = ""
    reason: str = ""
    credit: WrittenCredit | None = None


class Content(Written):
    """Everything that is written down for the demo."""

    people: list[WrittenPerson] = Field(default_factory=list)
    finance: list[WrittenFinance] = Field(default_factory=list)
    listings: list[WrittenListing] = Field(default_factory=list)
    orders: list[WrittenOrder] = Field(default_factory=list)


@cache
def content() -> Content:
    """The demo's content. Raises ValidationError for a word that is not known."""
    return Content(
        people=rows("people", "person"),
        finance=rows("finance", "trust"),
        listings=rows("listings", "listing"),
        orders=rows("orders", "order"),
    )


def rows(file: str, table: str) -> list[Any]:
    """The tables of one name that a file of data/ holds."""
    found: list[Any] = tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))[table]
    return found
