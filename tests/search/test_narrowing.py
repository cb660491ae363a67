"""Narrowing by a kind's own words, by days, by places and by distance, held against a plain filter."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.postcodes import METRES_IN_A_MILE, Point, miles_between
from app.search.index import Index
from app.search.values import Document, Limit, Query, Sort, split_mark
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import make_document, references

Build = Callable[[Iterable[Document]], Index]
TODAY = date(2026, 11, 20)
LEEDS = Point(429_800, 433_500)
TRUSTS = {0: "A trust in the North West", 1: "St Mary's Trust", 2: "Oak and Ash Trust", 3: "Oakfield"}
MARKS = ("format:online", "format:in_person", "format:blended", "audience:ect", "audience:governor")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def found(index: Index, **asked: Any) -> list[str]:
    return list(references(index.find(Query(**asked)).hits))


def east_of_leeds(metres: float) -> tuple[int, int]:
    return (LEEDS.easting + round(metres), LEEDS.northing)


def plainly(query: Query, document: Document) -> dict[str, bool]:
    """Whether a document is left by each facet and limit of a query, the slow way."""
    away = [miles_between(query.near, Point(*point)) for point in document.points] if query.near else []
    named = {split_mark(mark)[0] for mark in query.marks}
    first = max([each for each in (query.from_date, query.on) if each], default=date.min)
    return {name: any(mark in document.marks for mark in query.marks if mark.startswith(name)) for name in named} | {
        Limit.DAYS.value: not (query.from_date or query.to_date)
        or any(first <= each <= (query.to_date or date.max) for each in document.days),
        Limit.PLACES.value: query.places is None or (document.places_left or 0) >= query.places,
        Limit.FREE.value: document.is_free or not query.free,
        Limit.PROVIDER.value: not (query.provider or query.provider_name)
        or (document.provider_id != 0 and _offers(query, document)),
        Limit.DISTANCE.value: not query.near or query.miles is None or min(away, default=1e9) <= query.miles,
    }


def _offers(query: Query, document: Document) -> bool:
    is_named = query.provider_name and TRUSTS[document.provider_id].startswith(query.provider_name.capitalize())
    return bool(is_named) or str(document.provider_id) in query.provider


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    near = st.tuples(st.integers(429_800, 445_000), st.integers(433_500, 440_000))
    return [
        make_document(
            f"LST-{number:05d}",
            marks=tuple(draw(st.sets(st.sampled_from(MARKS)))),
            points=tuple(draw(st.lists(near, max_size=3))),
            days=tuple(day(each) for each in draw(st.lists(st.integers(-3, 8), max_size=3))),
            places_left=draw(st.none() | st.integers(0, 4)),
            is_free=draw(st.booleans()),
            provider_id=(provider := draw(st.sampled_from(list(TRUSTS)))),
            provider_name=TRUSTS[provider],
        )
        for number in range(draw(st.integers(0, 8)))
    ]


QUERIES = st.builds(
    Query,
    marks=st.sets(st.sampled_from([*MARKS, "format:unheard", "unheard:of"]), max_size=3).map(tuple),
    from_date=st.none() | st.integers(-4, 9).map(day),
    to_date=st.none() | st.integers(-4, 9).map(day),
    places=st.none() | st.integers(1, 5),
    free=st.booleans(),
    near=st.none() | st.just(LEEDS),
    miles=st.none() | st.sampled_from([1, 5, 10]),
    on=st.none() | st.just(TODAY),
    sort=st.sampled_from(Sort),
    provider=st.sampled_from([(), (), ("0",), ("1",), ("1", "3"), ("12",)]),
    provider_name=st.sampled_from(["", "", "", "oak", "st"]),
)


@given(shelf=documents(), split=st.integers(0, 8), queries=st.lists(QUERIES, min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_what_is_found_counted_and_left_out_is_what_a_plain_filter_says(
    shelf: list[Document], split: int, queries: list[Query]
) -> None:
    with TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder) / "search")
        with index.alone() as writer:
            writer.rebuild(shelf[:split])
            writer.replace(shelf[split:])
        for query in queries:
            _hold(index, query, shelf)


def _hold(index: Index, query: Query, shelf: list[Document]) -> None:
    results = index.find(query)
    kept = {document.reference: plainly(query, document) for document in shelf}
    assert set(references(results.hits)) == {reference for reference, each in kept.items() if all(each.values())}
    for limit in (*Limit, *{split_mark(mark)[0] for mark in query.marks}):
        others = [all(held for name, held in each.items() if name != limit) for each in kept.values()]
        assert results.lifted[limit] == sum(others), limit
    for mark in MARKS:
        name, code = split_mark(mark)
        would = [
            all(held for other, held in kept[each.reference].items() if other != name) and mark in each.marks
            for each in shelf
        ]
        assert results.facets.get(name, {}).get(code, 0) == sum(would), mark
    for trust in (None, *TRUSTS):
        would = [all(held for name, held in kept[each.reference].items() if name != Limit.PROVIDER) for each in shelf]
        offered = [each.provider_id == trust and would[number] for number, each in enumerate(shelf)]
        assert results.facets["provider"].get(str(trust), 0) == (sum(offered) if trust else 0), trust
    for hit in results.hits:
        document = next(each for each in shelf if each.reference == hit.reference)
        away = [miles_between(query.near, Point(*point)) for point in document.points] if query.near else []
        assert hit.miles == (pytest.approx(min(away)) if away else None)
        assert hit.next_days == tuple(sorted(each for each in document.days if query.counts_day(each)))


@pytest.mark.parametrize(("metres", "is_found"), [(-1, True), (0, True), (1, False)])
def test_what_is_exactly_as_far_is_within(built: Build, metres: int, is_found: bool) -> None:
    limit = 1_000 * METRES_IN_A_MILE
    index = built([make_document(points=(east_of_leeds(limit + metres),))])
    assert found(index, near=LEEDS, miles=1_000) == (["LST-22222"] if is_found else [])


def test_the_nearest_of_several_places_counts(built: Build) -> None:
    index = built([make_document(points=(east_of_leeds(90_000), east_of_leeds(1_609), east_of_leeds(50_000)))])
    assert index.find(Query(near=LEEDS, miles=5)).hits[0].miles == pytest.approx(1, abs=0.001)


def test_what_happens_nowhere_is_left_out_by_distance_only_and_that_is_counted(built: Build) -> None:
    online = make_document("LST-33333", points=())
    index = built([make_document(points=(east_of_leeds(10),)), online, make_document("LST-44444", phases=("special",))])
    results = index.find(Query(near=LEEDS, miles=5, phase=("primary",)))
    assert (list(references(results.hits)), results.nowhere) == (["LST-22222"], 1)
    results = index.find(Query(near=LEEDS, phase=("primary",), sort=Sort.DISTANCE))
    assert [(hit.reference, hit.miles is None) for hit in results.hits] == [("LST-22222", False), ("LST-33333", True)]
    assert results.nowhere == 0


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"from_date": day(4)}, True),
        ({"from_date": day(5)}, True),
        ({"from_date": day(6)}, False),
        ({"to_date": day(4)}, False),
        ({"to_date": day(5)}, True),
        ({"from_date": day(5), "to_date": day(5)}, True),
        ({"from_date": day(6), "to_date": day(4)}, False),
        ({"to_date": day(5), "on": day(5)}, True),
        ({"to_date": day(5), "on": day(6)}, False),
        ({"on": day(6)}, True),
    ],
)
def test_a_day_counts_up_to_both_ends_and_never_once_it_is_over(
    built: Build, asked: dict[str, Any], is_found: bool
) -> None:
    index = built([make_document(days=(day(5),))])
    assert found(index, **asked) == (["LST-22222"] if is_found else [])


@pytest.mark.parametrize(("left", "is_found"), [(None, False), (0, False), (2, False), (3, True), (4, True)])
def test_at_least_so_many_places_are_left(built: Build, left: int | None, is_found: bool) -> None:
    assert bool(found(built([make_document(places_left=left)]), places=3)) is is_found


class TestOrders:
    @pytest.fixture
    def index(self, built: Build) -> Index:
        return built(
            [
                make_document("LST-22222", points=(east_of_leeds(9_000),), days=(day(-2), day(8))),
                make_document("LST-33333", points=(east_of_leeds(3_000),), days=(day(9),)),
                make_document("LST-44444"),
                make_document("LST-55555", points=(east_of_leeds(80_000), east_of_leeds(2_000)), days=(day(3), day(1))),
            ]
        )

    def test_nearest_first_and_what_happens_nowhere_last(self, index: Index) -> None:
        assert [each[4] for each in found(index, near=LEEDS, sort=Sort.DISTANCE)] == ["5", "3", "2", "4"]

    def test_soonest_first_by_the_next_day_that_counts_and_without_days_last(self, index: Index) -> None:
        assert [each[4] for each in found(index, on=TODAY, sort=Sort.SOONEST)] == ["5", "2", "3", "4"]
        assert [each[4] for each in found(index, on=TODAY, from_date=day(9), sort=Sort.SOONEST)] == ["3"]

    def test_days_that_are_over_are_not_shown_as_next(self, index: Index) -> None:
        hits = {hit.reference: hit.next_days for hit in index.find(Query(on=TODAY)).hits}
        assert hits["LST-22222"] == (day(8),)
        assert hits["LST-55555"] == (day(1), day(3))


def test_the_ten_trusts_with_most_are_counted_and_any_that_is_chosen(built: Build) -> None:
    offers = {trust: 2 if trust in (3, 14) else 1 for trust in range(1, 15)}
    index = built(
        make_document(f"LST-{trust:02d}{number}22", provider_id=trust, provider_name=f"Trust {trust:02d}")
        for trust, count in offers.items()
        for number in range(count)
    )
    most = ["3", "14", "1", "2", "4", "5", "6", "7", "8", "9"]
    results = index.find(Query())
    assert (list(results.providers), results.facets["provider"]["14"]) == (most, 2)
    results = index.find(Query(text="nothing like it", provider=("13", "99", "0")))
    assert (results.providers, results.facets["provider"]) == ({"13": "Trust 13"}, {})
    results = index.find(Query(provider=("13",), provider_name="trust 12"))
    assert (list(results.providers), results.total, results.lifted["provider"]) == ([*most, "13"], 2, 16)


def test_a_trust_is_called_as_where_it_was_written_of_last(built: Build) -> None:
    index = built([make_document(), make_document("LST-33333"), make_document("LST-44444", provider_id=0)])
    with index.alone() as writer:
        writer.replace([make_document(provider_name="Larchfield Trust")])
    assert index.find(Query()).providers == {"1": "Larchfield Trust"}


def test_free_ones_are_counted_with_every_other_limit_kept(built: Build) -> None:
    index = built([make_document(is_free=True), make_document("LST-33333", is_free=True, phases=("special",))])
    results = index.find(Query(phase=("primary",), free=True))
    assert (results.total, results.facets["free"], results.lifted["free"]) == (1, {"free": 1}, 1)


def test_a_listing_that_is_gone_no_longer_counts_as_free_or_marked(built: Build) -> None:
    index = built([make_document(is_free=True, marks=("format:online",)), make_document("LST-33333")])
    with index.alone() as writer:
        writer.replace([], ["LST-22222"])
    assert {name: index.find(Query()).facets.get(name, {}) for name in ("free", "format")} == {"free": {}, "format": {}}
