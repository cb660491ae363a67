"""The form of a course: what is typed is kept, what is wrong is said beside it, and nobody else gets in."""

import re
from typing import Any

import pytest

from app.cpd import queries
from app.cpd.values import Band, Npq
from app.kernel.database import transaction
from app.kernel.money import Money
from app.listings import queries as listings
from app.listings.values import ListingFilter
from tests.cpd.makers import World, make_course, make_run, make_world
from tests.databases import Stage
from tests.police import PoliceClient
from tests.services.views.sent import SignIn

FILLED: dict[str, Any] = {
    "title": "Reading fluency",
    "summary": "Two practical days",
    "description": "We read **aloud**.",
    "category": "cpd-curriculum-and-teaching",
    "phases": ["primary"],
    "career_stages": ["teacher", "ect"],
    "roles": ["senco"],
    "subjects": ["english"],
    "outcomes": "Plan a term",
    "format": "in_person",
    "learning": "2.5",
    "presenter": "Dr Llŷr",
    "prerequisites": "None",
    "standard_evidence": "Draws on research",
    "npq_course": "npq-headship",
    "npq_lead_provider": "Teach First",
    "npq_cohort": "Autumn 2027",
    "npq_funded": "yes",
    "charged": "yes",
    "other": "120",
    "partner": "90.50",
    "early": "100",
    "early_days": "30",
    "whole_school": "900",
    "whole_school_places": "12",
    "vat_treatment": "standard",
    "vat_reason": "Training",
    "booked_by": "session",
    "charge_on": "after",
    "bands-from-1": "10",
    "bands-to-1": "",
    "bands-percent-1": "0",
    "bands-from-2": "0",
    "bands-to-2": "9",
    "bands-percent-2": "75%",
    "no_show_percent": "90",
    "hold_days": "3",
    "naming_days": "7",
    "offer_hours": "6",
    "attendance_percent": "80",
    "joining_instructions": "Bring lunch",
}


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


def course(world: World, **changes: Any) -> str:
    with transaction():
        return make_course(world.provider, **changes)


def test_a_course_keeps_everything_that_its_form_asks(provider: PoliceClient, world: World) -> None:
    saved = provider.submit("/courses/new", **FILLED)
    assert saved.status_code == 303, saved.text
    reference = saved.location.rsplit("/", 1)[1]
    with transaction():
        kept = queries.get_own_course(world.provider.trust, reference).particulars
    assert kept.learning_minutes == 150
    assert kept.bands == (Band(10, None, 0), Band(0, 9, 75))
    assert kept.npq == Npq("npq-headship", "Teach First", "Autumn 2027", True)
    assert (kept.prices.partner, kept.prices.whole_school_places) == (Money(90_50), 12)
    assert (kept.no_show_percent, kept.hold_days, kept.naming_days) == (90, 3, 7)
    shown = provider.get(f"/courses/{reference}/change").text
    for value in ("Dr Llŷr", 'value="2.5"', 'value="90.50"', 'value="75"', "Bring lunch", "Draws on research"):
        assert value in shown, value
    version = re.search(r'name="version"[^>]*value="(\d+)"', shown)
    assert version
    assert provider.submit(f"/courses/{reference}/change", **FILLED, version=version[1]).status_code == 303
    with transaction():
        assert queries.get_own_course(world.provider.trust, reference).particulars == kept


def test_an_npq_is_called_by_its_name_on_the_page_of_its_course(client: PoliceClient, world: World) -> None:
    reference = course(world, npq=Npq("npq-headship", "Teach First", "Autumn 2027"))
    assert "leads to the NPQ for Headship, with Teach First" in client.get(f"/courses/{reference}").text


def test_a_draft_needs_only_a_title_and_the_rest_is_as_usual(provider: PoliceClient, world: World) -> None:
    saved = provider.submit("/courses/new", title="Only a title")
    assert saved.status_code == 303
    with transaction():
        kept = queries.get_own_course(world.provider.trust, saved.location.rsplit("/", 1)[1]).particulars
    assert (kept.no_show_percent, kept.hold_days, kept.attendance_percent) == (100, 5, 100)
    assert kept.npq is None


def test_the_empty_form_shows_example_bands_and_usual_terms(provider: PoliceClient) -> None:
    page = provider.get("/courses/new").text
    for name, value in (("bands-from-1", "10"), ("bands-to-2", "9"), ("bands-percent-3", "100"), ("hold_days", "5")):
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page), name


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Enter a title"),
        ("title", "t" * 101, "100 characters"),
        ("summary", "s" * 400, "250 characters"),
        ("presenter", "p" * 400, "300 characters"),
        ("category", "payroll", "Choose one of the options"),
        ("format", "by post", "Choose one of the options"),
        ("career_stages", "wizard", "Choose one of the options"),
        ("learning", "0", "0.25 or more"),
        ("learning", "2.3", "hours in quarters, like 6 or 2.5"),
        ("learning", "½", "hours in quarters, like 6 or 2.5"),
        ("learning", "501", "500 or less"),
        ("npq_lead_provider", "Nobody", "Choose one of the options"),
        ("npq_course", "npq-knitting", "Choose one of the options"),
        ("other", "lots", "must be an amount of money"),
        ("partner", "120", "below the standard price of £120.00"),
        ("early", "150", "below the standard price of £120.00"),
        ("early_days", "0", "1 or more"),
        ("whole_school_places", "1", "2 or more"),
        ("no_show_percent", "101", "100 or less"),
        ("attendance_percent", "0", "1 or more"),
        ("hold_days", "-1", "1 or more"),
        ("vat_reason", "v" * 400, "300 characters"),
        ("joining_instructions", "j" * 4_001, "4,000 characters"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(
    provider: PoliceClient, world: World, field: str, value: str, says: str
) -> None:
    page = provider.submit("/courses/new", **{**FILLED, field: value})
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    assert "Bring lunch" in page.text or field == "joining_instructions"
    with transaction():
        assert listings.list_own(world.provider.trust, ListingFilter()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"bands-from-1": "12"}, "Say what a cancellation with 10 to 11 working days’ notice costs"),
        ({"bands-to-2": "10"}, "Two bands say what a cancellation with 10 working days’ notice costs"),
        ({"bands-from-2": "1"}, "less than 1 working day’s notice"),
        ({"bands-to-1": "20"}, "21 or more working days’ notice"),
        ({"bands-percent-2": "101"}, "Band 2: enter per cent as a whole number from 0 to 100"),
        ({"bands-percent-2": "half"}, "Band 2: enter per cent as a whole number"),
        ({"bands-from-1": "<script>"}, "Band 1: enter working days as a whole number from 0 to 200"),
        ({"bands-percent-2": ""}, "Say of band 2 what part of the price it costs, or empty its row"),
        ({"bands-from-2": ""}, "Say of band 2 where it starts, or empty its row"),
    ],
)
def test_a_table_of_bands_that_does_not_hold_is_told_and_kept(
    provider: PoliceClient, changes: dict[str, str], says: str
) -> None:
    page = provider.submit("/courses/new", **{**FILLED, **changes})
    assert page.status_code == 422
    assert says in page.text
    assert 'id="bands-error"' in page.text
    assert '<a href="#bands">' in page.text
    name, typed = next(iter(changes.items()))
    shown = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert re.search(rf'name="{name}"[^>]*value="{re.escape(shown)}"', page.text)


def test_a_lead_provider_that_does_not_lead_the_npq_is_refused_beside_it(provider: PoliceClient) -> None:
    pair = {"npq_course": "npq-leading-literacy", "npq_lead_provider": "Church of England"}
    page = provider.submit("/courses/new", **{**FILLED, **pair})
    assert page.status_code == 422
    assert "Church of England does not lead the NPQ for Leading Literacy. Choose Ambition Institute" in page.text
    assert 'id="npq_lead_provider-error"' in page.text


def test_what_cannot_be_read_and_what_contradicts_itself_are_told_together(provider: PoliceClient) -> None:
    wrong = {"title": "", "learning": "soon", "partner": "130", "bands-from-2": "3", "npq_lead_provider": ""}
    page = provider.submit("/courses/new", **{**FILLED, **wrong})
    for says in ("Enter a title", "hours in quarters", "Enter a partner price below", "fewer than 3 working days"):
        assert says in page.text, says
    assert "Choose the lead provider" not in page.text


def test_a_free_course_with_prices_is_asked_which_it_is(provider: PoliceClient) -> None:
    page = provider.submit("/courses/new", **{**FILLED, "charged": "no"})
    assert page.status_code == 422
    assert "A free course has no prices" in page.text
    assert 'value="120"' in page.text


def test_publishing_an_incomplete_draft_shows_everything_it_lacks_beside_its_fields(
    provider: PoliceClient,
) -> None:
    address = provider.submit("/courses/new", title="Only a title").location
    page = provider.submit(f"{address}/publish", page="/courses/new")
    assert page.status_code == 422
    fields = ("summary", "description", "category", "phases", "career_stages", "outcomes", "format", "learning")
    for field in (*fields, "other", "vat_treatment", "vat_reason", "bands"):
        assert f'id="{field}-error"' in page.text, field
    assert "Add a run that has not begun yet" in page.text


def test_a_course_that_lacks_only_a_run_is_led_to_where_one_is_added(provider: PoliceClient, world: World) -> None:
    reference = course(world, run=False)
    sent = provider.submit(f"/courses/{reference}/publish", page="/courses/new")
    assert sent.status_code == 303
    assert sent.location == f"/courses/{reference}/runs/new"
    assert "Add a run that has not begun yet" in provider.get(sent.location).text
    with transaction():
        make_run(world.provider, reference)
    assert provider.submit(f"/courses/{reference}/publish", page="/courses/new").status_code == 303
    page = provider.get(f"/courses/{reference}").text
    assert "Published" in page


def test_an_old_version_is_told_and_what_was_typed_is_kept(provider: PoliceClient, world: World) -> None:
    reference = course(world)
    late = provider.submit(f"/courses/{reference}/change", **{**FILLED, "version": "1"})
    assert late.status_code == 422
    assert "Somebody else changed this listing" in late.text
    assert "Reading fluency" in late.text
    assert re.search(r'name="version"[^>]*value="2"', late.text)
    assert provider.submit(f"/courses/{reference}/change", **{**FILLED, "version": "2"}).status_code == 303


def test_closing_asks_first_and_a_copy_begins_again(provider: PoliceClient, world: World) -> None:
    reference = course(world)
    assert "Close this course?" in provider.get(f"/courses/{reference}/close").text
    closed = provider.submit(f"/courses/{reference}/close")
    assert closed.location == "/listings"
    late = provider.get(f"/courses/{reference}/change")
    assert late.status_code == 422
    assert "This listing is closed. Copy it to a new draft" in late.text
    copied = provider.submit(f"/courses/{reference}/copy", page="/courses/new")
    assert "Copy of Reading fluency" in provider.get(copied.location).text
    assert "Discard this draft?" in provider.get(copied.location.replace("/change", "/close")).text


def test_a_cpd_lead_finds_the_way_to_a_new_course_among_their_listings(provider: PoliceClient, world: World) -> None:
    reference = course(world, published=False)
    page = provider.get("/listings").text
    assert "Add a course" in page
    assert f"/courses/{reference}" in page
    assert "Add a service" not in page


def test_another_trusts_course_cannot_be_reached_to_change(world: World, signed_in: SignIn) -> None:
    reference = course(world, published=False)
    stranger = signed_in("cpd@westbrook.example")
    for page in ("change", "close", "materials"):
        assert stranger.get(f"/courses/{reference}/{page}").status_code == 404
    for deed in ("publish", "copy", "close"):
        assert stranger.submit(f"/courses/{reference}/{deed}", page="/courses/new").status_code == 404
    assert signed_in("finance@northgate.example").get("/courses/new").status_code == 403


def test_what_people_write_is_shown_and_never_run(provider: PoliceClient) -> None:
    script = "<script>alert(1)</script>"
    sent = {**FILLED, "title": script, "presenter": script, "joining_instructions": script}
    address = provider.submit("/courses/new", **sent).location
    page = provider.get(f"{address}/change").text
    assert script not in page
    assert page.count("&lt;script&gt;") >= 3
