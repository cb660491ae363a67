"""A page whose address is a secret is not listed by search engines; each part of an address is known for what it is."""

import pytest
from flask import Flask

from app.web.robots import SECRETS
from tests.police import PoliceClient

OPEN = {"reference", "uid", "filename", "number", "kind", "of", "part", "stage"}


def secret_pages(app: Flask) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if SECRETS & rule.arguments and "GET" in (rule.methods or ())]
    pages = [rule.rule for rule in rules]
    for name in SECRETS:
        pages = [page.replace(f"<{name}>", "unknown") for page in pages]
    return [page.replace("<int:document_id>", "1").replace("<reference>", "LST-22222") for page in pages]


def test_each_part_of_an_address_is_a_secret_or_open_to_be_read(app: Flask) -> None:
    parts = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert {name for name in parts - SECRETS - OPEN if not name.endswith("_id")} == set()


@pytest.mark.parametrize(
    "start", ["/my-place/", "/my-secondment/", "/sign/", "/calendars/", "/reset/", "/confirm/", "/invitations/"]
)
def test_every_kind_of_secret_address_is_among_those_looked_at(app: Flask, start: str) -> None:
    assert [page for page in secret_pages(app) if page.startswith(start)]


def test_no_page_whose_address_is_a_secret_may_be_listed(app: Flask, client: PoliceClient) -> None:
    listed = [page for page in secret_pages(app) if "noindex" not in client.get(page).headers.get("X-Robots-Tag", "")]
    assert listed == []
    assert "X-Robots-Tag" not in client.get("/help").headers


def test_a_secret_address_is_not_told_to_search_engines_either(client: PoliceClient) -> None:
    """One that may not be fetched cannot say that it is not to be listed."""
    assert "/my-place" not in client.get("/robots.txt").text
