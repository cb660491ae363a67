"""Adverts in the search: what narrows them, and that an availability is found only in its anonymous form."""

import json

from app.kernel.database import transaction
from app.secondments.documents import FACETS, advert_document, advert_documents, price_lines
from app.secondments.rules.adverts_words import fte_band
from app.secondments.values import CostBasis, Fte
from tests.clock import HandClock
from tests.secondments.makers import PERSON, World, make_availability, make_opportunity


def test_an_opportunity_is_found_with_its_host_its_place_and_what_narrows_it(made: World) -> None:
    with transaction():
        reference = make_opportunity(made)
        found = advert_document(reference)
        assert found is not None
        assert (found.provider_name, found.provider_id) == ("Westbrook Schools Trust", made.host.trust)
        assert found.points == ((290_000, 114_531),)
        assert [str(day) for day in found.days] == ["2027-01-04"]
        assert found.marks == (
            "family:send",
            "level:middle",
            "basis:at_cost",
            "subject:send",
            "pattern:days",
            "fte:some",
        )
        known = {f"{facet.name}:{code}" for facet in FACETS for code, _ in facet.choices}
        assert set(found.marks) <= known
        assert price_lines([reference]) == {reference: "At cost, salary £45,000 to £52,000"}


def test_nothing_of_an_availability_in_the_index_leads_to_its_trust(made: World) -> None:
    with transaction():
        hidden = make_availability(made)
        shown = make_availability(made, shows_school=True, basis=CostBasis.FREE)
        found = advert_documents([hidden, shown])
    for document in found.values():
        assert (document.provider_name, document.provider_id) == ("A trust in the South West", 0)
        assert document.regions == ("K",)
        text = json.dumps(vars(document), default=str)
        assert not any(secret in text for secret in (PERSON, "Ashdown", "Northgate"))
    assert (found[hidden].points, found[shown].points) == ((), ((290_000, 92_000),))
    assert "Ash Primary School" not in found[hidden].body
    assert "Ash Primary School" in found[shown].body
    assert (found[hidden].is_free, found[shown].is_free) == (False, True)


def test_what_is_drafted_closed_or_past_its_closing_date_is_not_found(made: World, clock: HandClock) -> None:
    with transaction():
        draft = make_opportunity(made, published=False)
        published = make_opportunity(made)
        assert list(advert_documents([draft, published])) == [published]
        clock.wind_on(days=22)
        assert advert_documents([draft, published]) == {}
        assert price_lines([published]) == {}


def test_a_share_of_full_time_belongs_to_the_band_that_it_reaches() -> None:
    parts = {1: "little", 2_999: "little", 3_000: "some", 5_999: "some", 6_000: "most", 9_999: "most", 10_000: "full"}
    assert {each: fte_band(Fte(each)) for each in parts} == parts
