"""The pages of adverts: what is typed is kept, what is wrong is said beside it, and nobody is named."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.secondments import queries
from app.secondments.values import AVAILABILITY, OPPORTUNITY, CostBasis, Fte, Pattern, Weekday
from app.trusts import queries as trusts
from tests.conftest import visitor
from tests.police import PoliceClient
from tests.secondments.makers import PERSON, World, make_availability, make_opportunity
from tests.services.views.sent import SignIn

OPENED = {OPPORTUNITY: "opportunities", AVAILABILITY: "availabilities"}
FILLED: dict[str, Any] = {
    "title": "SENDCo, two days a week",
    "summary": "Cover for a leave",
    "description": "You will lead **provision**.",
    "phases": ["primary"],
    "family": "send",
    "level": "middle",
    "subjects": ["send", "phonics"],
    "purpose": "cover",
    "start_date-day": "4",
    "start_date-month": "1",
    "start_date-year": "2027",
    "weeks": "28",
    "pattern": "days",
    "days": ["tuesday", "wednesday"],
    "fte": ".4",
    "part_remote": "y",
    "essential": "- QTS",
    "desirable": "Makaton",
    "gain": "A resource base",
    "basis": "share",
    "share_percent": "60",
    "band_from": "45,000",
    "band_to": "52,000.50",
    "closing_date-day": "11",
    "closing_date-month": "12",
    "closing_date-year": "2026",
}


@pytest.fixture
def world(made: World) -> World:
    return made


def filled(world: World, kind: str, **changes: Any) -> dict[str, Any]:
    if kind == OPPORTUNITY:
        own: dict[str, Any] = {"school": world.host_schools[0]}
    else:
        own = {"school": world.schools[0], "secondee": world.secondee, "miles": "25"}
    return {**FILLED, **own, **changes}


@pytest.mark.parametrize("kind", [OPPORTUNITY, AVAILABILITY])
def test_an_advert_goes_from_a_draft_with_everything_that_its_form_asks_to_a_close(
    world: World, signed_in: SignIn, kind: str
) -> None:
    client = signed_in("hr@westbrook.example" if kind == OPPORTUNITY else "hr@northgate.example")
    saved = client.submit(f"/{OPENED[kind]}/new", **filled(world, kind))
    assert saved.status_code == 303, saved.text
    page = saved.location
    reference = page.rsplit("/", 1)[1]
    with transaction():
        kept = queries.get_advert(reference).particulars
    assert (kept.weeks, kept.share_percent, kept.basis, kept.part_remote) == (28, 60, CostBasis.SHARE, True)
    assert kept.working is not None
    assert (kept.working.fte, kept.working.pattern) == (Fte(4_000), Pattern.DAYS)
    assert kept.working.days == {Weekday.TUESDAY, Weekday.WEDNESDAY}
    assert kept.miles == (None if kind == OPPORTUNITY else 25)
    change = client.get(f"{page}/change").text
    for value in ('value="0.4"', 'value="52,000.50"', 'value="28"', 'value="60"', "Makaton"):
        assert value in change, value
    version = re.search(r'name="version"[^>]*value="(\d+)"', change)
    assert version
    changed = client.submit(f"{page}/change", **filled(world, kind, fte=""), version=version[1])
    assert changed.status_code == 303
    with transaction():
        assert queries.get_advert(reference).particulars == kept
    assert client.submit(f"{page}/publish", page=page).status_code == 303
    assert "Published" in client.get(page).text
    copied = client.submit(f"{page}/copy", page=page)
    assert copied.location.startswith(f"/{OPENED[kind]}/LST-")
    assert "Choose why you are closing it" in client.submit(f"{page}/close").text
    assert client.submit(f"{page}/close", closed_as="filled").location == "/listings"
    assert "Filled: somebody was found" in client.get(page).text
    assert "Filled" in client.get("/listings").text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Enter a title"),
        ("family", "astronaut", "Choose one of the options"),
        ("level", "king", "Choose one of the options"),
        ("school", "999999", "Choose one of the options"),
        ("weeks", "0", "1 or more"),
        ("weeks", "157", "156 or less"),
        ("fte", "two days", "above 0 and at most 1, like 0.4"),
        ("fte", "1.1", "above 0 and at most 1, like 0.4"),
        ("fte", "0", "above 0 and at most 1, like 0.4"),
        ("pattern", "", "Choose the working pattern, to go with the FTE"),
        ("share_percent", "100", "99 or less"),
        ("band_to", "44,999", "must be the same as its bottom or above it"),
        ("band_from", "lots", "must be an amount of money"),
        ("gain", "g" * 4_001, "4,000 characters"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(
    world: World, signed_in: SignIn, field: str, value: str, says: str
) -> None:
    page = signed_in("hr@westbrook.example").submit(
        "/opportunities/new", **filled(world, OPPORTUNITY, **{field: value})
    )
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    assert "Makaton" in page.text


def test_what_publishing_lacks_is_shown_on_the_form_all_at_once(world: World, signed_in: SignIn) -> None:
    client = signed_in("hr@northgate.example")
    page = client.submit("/availabilities/new", title="Ring 01392 496012").location
    assert "“01392 496012”, a telephone number" in client.get(page).text
    refused = client.submit(f"{page}/publish", page=page)
    assert refused.status_code == 422
    for says in ("Enter a start date", "Choose who is available", "Choose the school where they work now"):
        assert says in refused.text
    assert "Take out “01392 496012” (a telephone number)" in refused.text


def test_what_may_name_somebody_is_shown_and_published_once_the_author_has_looked(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("hr@northgate.example")
    page = client.submit("/availabilities/new", **filled(world, AVAILABILITY, gain="Led by Mrs Okafor")).location
    assert "“Mrs Okafor”, what may be a name" in client.get(page).text
    assert client.submit(f"{page}/publish", page=page).location == f"{page}#checked"
    assert "Look at what was found" in client.get(page).text
    assert client.submit(f"{page}/publish", page=page, checked="y").status_code == 303
    changed = filled(world, AVAILABILITY, gain="Led by Mr Dale", version="2")
    refused = client.submit(f"{page}/change", **changed)
    assert refused.status_code == 422
    assert "“Mr Dale”, what may be a name" in refused.text
    assert client.submit(f"{page}/change", **changed, checked="y").status_code == 303


def test_a_change_from_an_old_version_is_told(world: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_opportunity(world)
    client = signed_in("hr@westbrook.example")
    stale = client.submit(f"/opportunities/{reference}/change", **filled(world, OPPORTUNITY, version="1"))
    assert stale.status_code == 422
    assert "Somebody else changed this listing" in stale.text
    assert "See their version" in stale.text


def test_agency_supply_is_explained_to_its_author_and_to_nobody_else(
    world: World, signed_in: SignIn, client: PoliceClient
) -> None:
    with transaction():
        reference = make_opportunity(world, title="Supply teacher or agency teacher", published=False)
    page, author = f"/opportunities/{reference}", signed_in("hr@westbrook.example")
    draft = author.get(page).text
    assert "This looks like agency supply" in draft
    assert draft.count("say so in other words") == 1, "two words of one kind are advised about once"
    assert "You can publish it. The operator of the site is then told" in draft
    author.submit(f"{page}/publish", page=page)
    assert "was told on 20 November 2026" in author.get(page).text
    assert "framework that the Academy Trust Handbook names" not in client.get(page).text


def test_an_fte_that_does_not_fit_the_days_is_only_mentioned(world: World, signed_in: SignIn) -> None:
    client = signed_in("hr@westbrook.example")
    page = client.submit("/opportunities/new", **filled(world, OPPORTUNITY, fte="0.5")).location
    assert "2 days of the week is usually 0.4" in client.get(page).text


def test_an_opportunity_is_read_by_anybody_with_its_data_for_search_engines(world: World, client: PoliceClient) -> None:
    with transaction():
        reference = make_opportunity(world, published=False)
    page = f"/opportunities/{reference}"
    assert client.get(page).status_code == 404
    with transaction():
        other = make_opportunity(world)
    shown = client.get(f"/opportunities/{other}").text
    for words in ("Westbrook Schools Trust", "Cedar Primary School, Taunton", "£45,000 to £52,000", "At cost",
                  "Tuesdays and Wednesdays, 0.4 FTE", "From 4 January 2027 to 23 July 2027", "11 December 2026",
                  f"/interests/new?opportunity={other}", '"@type": "JobPosting"'):  # fmt: skip
        assert words in shown, words
    for words in (
        '"validThrough": "2026-12-11"',
        '"jobStartDate": "2027-01-04"',
        '"minValue": "45000.00"',
        '"PART_TIME"',
    ):
        assert words in shown, words
    assert client.get(f"/availabilities/{other}").status_code in (302, 404)
    assert other in client.get("/opportunities").text


def test_an_availability_is_anonymous_to_hr_leads_and_nothing_to_anybody_else(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with transaction():
        reference = make_availability(world)
    page = f"/availabilities/{reference}"
    shown = unescape(signed_in("hr@westbrook.example").get(page).text)
    assert "A trust in the South West" in shown
    assert f"/interests/new?availability={reference}" in shown
    for secret in (PERSON, "Ashdown", "Northgate", "Ash Primary", "Exeter", "JobPosting"):
        assert secret not in shown, secret
    own = signed_in("hr@northgate.example").get(page).text
    assert PERSON in own
    assert "Ash Primary School" in own
    for email in ("finance@westbrook.example", "finance@northgate.example"):
        client = signed_in(email)
        assert client.get(page).status_code == 404
        assert client.get(f"{page}/change").status_code == 403
        assert reference not in client.get("/opportunities").text
    assert signed_in("hr@westbrook.example").get(f"{page}/change").status_code == 404
    assert "/sign-in" in visitor(app).get(page).location


def test_an_availability_with_a_school_that_may_be_named_shows_it_and_not_the_trust(
    world: World, signed_in: SignIn
) -> None:
    with transaction():
        reference = make_availability(world, shows_school=True)
    shown = signed_in("hr@westbrook.example").get(f"/availabilities/{reference}").text
    assert "Ash Primary School, Exeter" in shown
    assert "Northgate" not in shown


def test_a_closed_advert_is_gone_and_says_so_where_it_was_public(
    world: World, client: PoliceClient, signed_in: SignIn
) -> None:
    with transaction():
        open_to_all, anonymous = make_opportunity(world), make_availability(world)
    for email, page in (("hr@westbrook.example", f"/opportunities/{open_to_all}"),
                        ("hr@northgate.example", f"/availabilities/{anonymous}")):  # fmt: skip
        author = signed_in(email)
        author.submit(f"{page}/close", closed_as="closed")
        assert "This listing is already closed" in author.get(f"{page}/close").text
    gone = client.get(f"/opportunities/{open_to_all}")
    assert (gone.status_code, "no longer offered" in gone.text) == (410, True)
    assert signed_in("hr@easton.example").get(f"/availabilities/{anonymous}").status_code == 404


def test_the_page_of_a_trust_lists_its_opportunities_and_never_its_availabilities(
    world: World, signed_in: SignIn
) -> None:
    with transaction():
        opportunity, availability = make_opportunity(world), make_availability(world)
        uids = [trusts.get_trust(each.trust).uid for each in (world.host, world.home)]
    for email in ("hr@easton.example", "hr@northgate.example"):
        host, home = (signed_in(email).get(f"/trusts/{uid}").text for uid in uids)
        assert opportunity in host
        assert availability not in home
