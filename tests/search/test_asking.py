"""From an address to a query and back."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from app.kernel.actor import Actor
from app.kernel.boards import kinds
from app.kernel.postcodes import Point
from app.search.asking import Asking, read
from app.search.asking.reading import OWN_WORDS
from app.search.asking.typed import day_of, places_of
from app.search.values import Facet, Limit, Sort, StartingPoint
from tests.search.makers import LEEDS, TRAINING, Shelf

TODAY = date(2026, 11, 20)
OAK = StartingPoint("12", "Oak Primary School", Point(400_000, 400_000))


@pytest.fixture(autouse=True, scope="module")
def _pinned() -> Iterator[None]:
    kinds.add(Shelf("training", **TRAINING).kind())
    yield
    del kinds["training"]


def asked(words: str = "", **more: Any) -> Asking:
    return read(MultiDict(parse_qsl(words, keep_blank_values=True)), **{"on": TODAY, "starts": (OAK,), **more})


class TestReading:
    def test_nothing_asks_for_everything_and_has_the_plain_address(self) -> None:
        asking = asked("text=&from=&to=&places=&near=&miles=&school=&sort=&region=")
        assert (asking.query.is_narrowed, asking.errors, asking.address()) == (False, {}, "/search")
        assert asking.query.on == TODAY

    def test_every_limit_is_read(self) -> None:
        query = asked("from=3/12/2026&to=2027-01-05&places=2&free=yes&near=ls14ap&miles=10&sort=distance").query
        assert (query.from_date, query.to_date) == (date(2026, 12, 3), date(2027, 1, 5))
        assert (query.places, query.free, query.miles, query.where) == (2, True, 10, "LS1 4AP")
        assert (query.near, query.sort) == (Point(*LEEDS), Sort.DISTANCE)

    def test_choices_of_a_kinds_own_facets_are_read_and_what_cannot_be_is_dropped(self) -> None:
        asking = asked("format=online&format=online&format=hologram&stage=stage_1&colour=red")
        assert asking.query.marks == ("format:online", "stage:stage_1")
        assert asking.address() == "/search?format=online&stage=stage_1"

    @pytest.mark.parametrize(
        ("words", "field", "message"),
        [
            ("near=ZZ9", "near", "We do not know the postcode area ZZ9. Enter a postcode, like LS1 4AP"),
            ("near=Leeds&miles=5", "near", "Enter a postcode, like LS1 4AP, or its first half, like LS1"),
            ("miles=10", "near", "Enter a postcode to search within 10 miles of it"),
            ("from=soon", "from", "Enter a day, like 3/12/2026"),
            ("to=31/2/2027", "to", "Enter a day, like 3/12/2026"),
            ("from=4/12/2026&to=3/12/2026", "to", "The last day must be the same as or after the first day"),
            ("places=several", "places", "Enter how many places you need, like 2"),
            ("places=0", "places", "Enter how many places you need, like 2"),
            ("trust=%21+and", "trust", "Enter part of a trust’s name"),
        ],
    )
    def test_what_cannot_be_understood_is_said_and_narrows_nothing_and_nothing_typed_is_lost(
        self, words: str, field: str, message: str
    ) -> None:
        asking = asked(f"text=maths&region=A&{words}")
        assert list(asking.errors) == [field]
        assert asking.errors[field].startswith(message)
        for name, typed in parse_qsl(words):
            assert asking.word(name) in (typed, "2026-12-04", "2026-12-03")
        assert (asking.query.text, asking.query.region) == ("maths", ("A",))
        assert (asking.query.near, asking.query.miles, asking.query.places, asking.query.to_date) == (None,) * 4
        assert asking.query.provider_name == ""

    def test_trusts_are_chosen_by_id_or_by_name_and_nobody_is_no_trust(self) -> None:
        asking = asked("provider=12&provider=0&provider=12&provider=-3&provider=x&provider=%D9%A3&trust=Oak+and+Ash")
        assert (asking.query.provider, asking.query.provider_name) == (("12",), "Oak and Ash")
        assert asking.address() == "/search?provider=12&trust=Oak+and+Ash"
        assert asked("provider=0").query.is_narrowed is False

    @pytest.mark.parametrize(("actor", "trust"), [(None, None), (Actor(1), None), (Actor(1, 7), 7)])
    def test_one_asks_for_the_trust_one_acts_for_whatever_the_address_says(
        self, actor: Actor | None, trust: int | None
    ) -> None:
        assert asked("trust_id=8&opened=secret", actor=actor).query.trust_id == trust

    def test_the_same_day_is_first_and_last(self) -> None:
        asking = asked("from=3/12/2026&to=3/12/2026")
        assert (asking.errors, asking.query.from_date) == ({}, asking.query.to_date)

    def test_a_school_is_measured_from_rather_than_the_postcode_which_is_kept(self) -> None:
        asking = asked("school=12&near=LS1&miles=5")
        assert (asking.query.near, asking.query.where, asking.word("near")) == (OAK.point, OAK.label, "LS1")

    def test_a_school_that_is_not_ones_own_is_dropped(self) -> None:
        asking = asked("school=13&near=LS1")
        assert (asking.query.near, asking.word("school")) == (Point(*LEEDS), "")
        assert asked("school=12", starts=()).query.near is None

    @pytest.mark.parametrize("miles", ["7", "-5", "five", "10.0", "٥"])
    def test_only_the_distances_offered_can_be_chosen(self, miles: str) -> None:
        asking = asked(f"near=LS1&miles={miles}")
        assert (asking.query.miles, asking.errors) == (None, {})

    def test_nearest_first_needs_somewhere_to_measure_from(self) -> None:
        assert asked("sort=distance").query.sort is Sort.RELEVANCE
        assert asked("sort=distance&near=ZZ9").query.sort is Sort.RELEVANCE


class TestAddresses:
    def test_an_address_read_again_asks_the_same(self) -> None:
        words = "text=maths&region=A&region=B&format=online&from=2026-12-03&to=2026-12-09&places=2&free=yes"
        words += "&near=LS1+4AP&miles=5&sort=soonest"
        asking = asked(words)
        assert asking.address() == f"/search?{words}"
        assert asked(urlsplit(asking.address()).query) == asking

    @given(
        st.lists(
            st.tuples(
                st.sampled_from([*OWN_WORDS, "format", "stage", "page", "unheard"]),
                st.one_of(
                    st.text(max_size=60),
                    st.sampled_from(
                        ["2026-12-03", "3/12/2026", "LS1", "ZZ9", "12", "!", "online", "A", "primary", "10", "distance"]
                    ),
                ),
            ),
            max_size=12,
        )
    )
    def test_any_address_is_answered_and_reads_the_same_the_second_time(self, words: list[tuple[str, str]]) -> None:
        asking = read(MultiDict(words), on=TODAY, starts=(OAK,))
        again = asked(urlsplit(iri_to_uri(asking.address())).query)
        assert (again.query, again.words, again.errors) == (asking.query, asking.words, asking.errors)

    def test_a_page_about_one_kind_is_narrowed_to_it_without_saying_so(self) -> None:
        asking = asked("kind=service&format=online", path="/calendar", kind="training", own=[("month", "2026-12")])
        assert asking.query.kind == ("training",)
        assert asking.address() == "/calendar?format=online&month=2026-12"
        assert asking.address({"format": None}) == "/calendar?month=2026-12"
        assert asking.address(path="/calendar/list") == "/calendar/list?format=online&month=2026-12"

    def test_a_form_carries_what_it_does_not_ask_for(self) -> None:
        asking = asked("text=maths&region=A&region=B&format=online", own=[("view", "list")])
        assert asking.carried("region") == [("text", "maths"), ("format", "online"), ("view", "list")]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/12/2026", date(2026, 12, 3)),
        ("03/12/26", date(2026, 12, 3)),
        ("3.12.2026", date(2026, 12, 3)),
        ("3-12-2026", date(2026, 12, 3)),
        ("3 12 2026", date(2026, 12, 3)),
        ("2026-12-03", date(2026, 12, 3)),
        ("3 December 2026", date(2026, 12, 3)),
        ("3 dec 2026", date(2026, 12, 3)),
        ("29/2/2028", date(2028, 2, 29)),
        ("29/2/2027", None),
        ("12/31/2026", None),
        ("1/1/1899", None),
        ("1/1/1900", date(1900, 1, 1)),
        ("31/12/2199", date(2199, 12, 31)),
        ("1/1/2200", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it_here(typed: str, day: date | None) -> None:
    assert day_of(typed) == day


@pytest.mark.parametrize(
    ("typed", "places"), [("0", None), ("1", 1), ("999", 999), ("1000", None), ("-1", None), ("2.5", None), ("٢", None)]
)
def test_places_are_from_1_to_999(typed: str, places: int | None) -> None:
    assert places_of(typed) == places


def test_no_kind_names_a_facet_as_the_search_or_a_page_names_its_own_words(app: Flask) -> None:
    taken = {*OWN_WORDS, *(word.value for word in (*Facet, *Limit)), "page", "month", "view"}
    assert not taken & {facet.name for kind in kinds.values() for facet in kind.facets}
