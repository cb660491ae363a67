"""What other pages ask of the search."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask

from app.kernel.boards import kinds
from app.kernel.database import transaction
from app.kernel.postcodes import Point
from app.search import actions, queries
from app.search.values import Query, Sort, StartingPoint
from tests.search.makers import Shelf, make_training
from tests.trusts.makers import make_school, make_trust

TODAY = date(2026, 11, 20)


def test_references_come_in_the_querys_order_from_the_first_whatever_its_page(training: Shelf) -> None:
    days = {f"LST-{number}2222": date(2027, 1, number) for number in range(9, 2, -1)}
    training.put(*(make_training(reference, "Maths", days=(day,)) for reference, day in days.items()))
    actions.rebuild()
    query = Query(kind=("training",), sort=Sort.SOONEST, on=TODAY, page=3, size=1)
    with transaction(writing=False):
        assert queries.references_of(query) == tuple(sorted(days))
        assert queries.references_of(query, most=2) == ("LST-32222", "LST-42222")


def test_a_listing_closed_since_it_was_indexed_is_not_among_the_references(training: Shelf) -> None:
    training.put(make_training("LST-22222", "Maths"), make_training("LST-33333", "Maths"))
    actions.rebuild()
    del training["LST-22222"]
    with transaction(writing=False):
        assert queries.references_of(Query(text="maths")) == ("LST-33333",)


def test_a_trusts_schools_are_where_the_register_or_else_their_postcode_places_them(app: Flask) -> None:
    trust = make_trust()
    oak = make_school(trust, "Oak School", easting=400_000, northing=300_000, postcode="M1 1AA")
    ash = make_school(trust, "Ash School", postcode="M1 1AA")
    make_school(trust, "Lost School", postcode="ZZ9 9ZZ")
    with transaction(writing=False):
        assert queries.starting_points(trust.id, TODAY) == (
            StartingPoint(str(ash.id), "Ash School", Point(384_400, 397_900)),
            StartingPoint(str(oak.id), "Oak School", Point(400_000, 300_000)),
        )
        assert queries.starting_points(None, TODAY) == ()


def test_a_rebuild_asks_a_kind_for_the_documents_of_many_listings_at_once(training: Shelf) -> None:
    asked: list[int] = []
    told: list[tuple[int, int]] = []
    training.put(*(make_training(f"LST-{number:05d}", "Maths") for number in range(201)))

    def documents(references: Iterable[str]) -> dict[str, Any]:
        listed = list(references)
        asked.append(len(listed))
        return {each: training[each] for each in listed if each != "LST-00007"}

    kinds.add(replace(training.kind(), documents=documents))
    assert actions.rebuild(told=lambda done, total: told.append((done, total))) == 200
    assert (asked, len(told), told[-1]) == ([200, 1], 201, (201, 201))
