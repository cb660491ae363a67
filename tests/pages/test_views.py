"""The pages that join many domains."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit import actions as audit
from app.kernel import heartbeat
from app.kernel.database import transaction
from app.listings import queries as listings
from app.pages.deeds import deeds
from app.pages.queries import TRAIL_DOMAINS
from app.search import actions as search
from app.trusts.values import Role
from tests.listings.makers import make_member as make_register_member
from tests.people.makers import make_person
from tests.police import PoliceClient
from tests.services.makers import make_order, make_service, make_world
from tests.trusts.makers import make_member, make_trust


@pytest.mark.parametrize(
    "path", ["/", "/help", "/accessibility", "/cookies", "/privacy", "/search", "/register-of-trusts"]
)
def test_what_is_public_is_fit_to_be_seen_by_anyone(app: Flask, client: PoliceClient, path: str) -> None:
    search.rebuild()
    assert client.get(path).status_code == 200


def test_health_names_the_part_that_is_unwell(app: Flask, client: PoliceClient) -> None:
    assert client.get("/health").json == {"database": "well", "index": "unwell", "worker": "unwell"}
    assert client.get("/health").status_code == 503


def test_health_is_200_when_database_index_and_worker_are_well(app: Flask, client: PoliceClient) -> None:
    search.rebuild()
    with transaction():
        heartbeat.beat(at=datetime.now(UTC))
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"database": "well", "index": "well", "worker": "well"})


def test_a_worker_silent_for_thirty_seconds_is_unwell(app: Flask, client: PoliceClient) -> None:
    search.rebuild()
    with transaction():
        heartbeat.beat(at=datetime.now(UTC) - timedelta(seconds=31))
    assert client.get("/health").status_code == 503


@pytest.mark.parametrize("reference", ["XYZ-23456", "ORD", "<script>", "ORD-00000", "LST-" + "2" * 400])
def test_a_reference_that_leads_nowhere_is_not_found(client: PoliceClient, reference: str) -> None:
    assert client.get(f"/r/{reference}").status_code == 404


def test_a_reference_is_found_in_small_letters_too(app: Flask, client: PoliceClient) -> None:
    with transaction():
        reference = make_service(make_world().provider)
    assert client.get(f"/r/{reference.lower()}").headers["Location"] == f"/services/{reference}"


def test_the_desk_of_someone_in_no_trust_leads_to_joining_one(
    app: Flask, signed_in: Callable[[str], PoliceClient]
) -> None:
    with transaction():
        make_person(email="ann@larkmoor.example", name="Ann Ó Briain")
    assert "Join your trust" in signed_in("ann@larkmoor.example").get("/dashboard").text


def test_the_desk_shows_only_what_the_roles_allow(app: Flask, signed_in: Callable[[str], PoliceClient]) -> None:
    trust = make_trust()
    finance, buyer = make_member(trust, {Role.FINANCE}), make_member(trust, {Role.BUYER})
    assert "Your invoices need your finance details" in signed_in(finance.email).get("/dashboard").text
    assert "finance details" not in signed_in(buyer.email).get("/dashboard").text


def test_the_trail_reads_in_words_and_shows_no_other_trusts_rows(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient]
) -> None:
    mine, other = make_trust(), make_trust()
    member = make_member(mine, {Role.ADMINISTRATOR})
    outsider = make_member(other, {Role.ADMINISTRATOR})
    with transaction():
        audit.record(actor=member.actor, verb="services.order_placed", subject="ORD-23456", at=at)
    page = signed_in(member.email).get("/trust/audit").text
    assert "Placed an order" in page
    assert "ORD-23456" not in signed_in(outsider.email).get("/trust/audit").text


def test_the_trail_can_be_narrowed_to_every_part_of_the_site_that_writes_it() -> None:
    assert set(TRAIL_DOMAINS) == {verb.partition(".")[0] for verb in deeds()}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_trail_can_be_kept_as_a_file(app: Flask, signed_in: Callable[[str], PoliceClient], kind: str) -> None:
    member = make_member(make_trust(), {Role.ADMINISTRATOR})
    answer = signed_in(member.email).get(f"/trust/audit?format={kind}")
    assert answer.status_code == 200
    assert f"audit-trail.{kind}" in answer.headers["Content-Disposition"]


def test_the_desk_and_the_trail_ask_the_database_the_same_however_long_they_are(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        world = make_world()
        make_register_member(world.provider.trust, *Role, email="all@northgate.example")
    browser = signed_in("all@northgate.example")
    counts = []
    for more in (3, 37):
        with transaction():
            for _ in range(more):
                make_order(world)
        with statements() as sent:
            for page in ("/trust/audit", "/trust/audit?format=csv", "/dashboard"):
                assert browser.get(page).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 80


def test_the_trail_links_to_what_it_is_about(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient]
) -> None:
    with transaction():
        world = make_world()
        order = make_order(world)
        make_register_member(world.provider.trust, Role.ADMINISTRATOR, email="admin@northgate.example")
        listing = listings.list_published_of(world.provider.trust)[0].reference
    page = signed_in("admin@northgate.example").get("/trust/audit").text
    assert f'href="/r/{order}"' in page
    assert f'href="/r/{listing}"' in page
    assert "trust:" not in page
