"""Kinds that not everybody may find: to those who may not, the index is as if it held none such."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.postcodes import Point
from app.search.index import Index
from app.search.values import Document, Query, Sort
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import BUDGETS, IT_SUPPORT, LEEDS, MANCHESTER, make_document, references

Build = Callable[[Iterable[Document]], Index]
TODAY = date(2026, 11, 20)
HIDDEN = ("secret",)
LENT = (("lent", "People lent"), ("lent-leaders", "Leaders lent"))


def lent(reference: str, title: str, **other: Any) -> Document:
    """A listing that not everybody may find: in words, category, facets, days and places unlike the rest."""
    described: dict[str, Any] = {
        "kind": "secret",
        "category_path": LENT,
        "marks": ("format:online", "level:leader"),
        "points": (MANCHESTER,),
        "days": (date(2026, 12, 1),),
        "places_left": 9,
        "is_free": True,
        "body": "Headteacher available, zanzibar, payroll payroll. " * 40,
    }
    return make_document(reference, title, **{**described, **other})


OPEN = (
    make_document("LST-22222", "Payroll bureau", marks=("format:online",), points=(LEEDS,), regions=("A",)),
    make_document("LST-33333", "Budget planning", category_path=BUDGETS, phases=("secondary",), is_free=True),
    make_document("LST-44444", "IT support", category_path=IT_SUPPORT, days=(date(2026, 12, 3),), points=(LEEDS,)),
    make_document("LST-55555", "Headships", kind="other", marks=("format:in_person",), places_left=2),
)
SECRET = (
    lent("LST-66666", "Headteacher to lend"),
    lent("LST-77777", "Payroll officer to lend", category_path=IT_SUPPORT, phases=("special",), points=()),
    lent("LST-88888", "Bursar to lend", regions=("K",), is_free=False, price_pence=1),
)
LATE_OPEN = make_document("LST-99999", "Payroll advice", summary="Late payroll advice.", phases=("special",))
LATE_SECRET = lent("LST-23456", "Payroll and zanzibar")


def built_in(folder: Path, documents: Iterable[Document], late: Iterable[Document]) -> Index:
    """An index of two commits, in the second of which one listing more is gone."""
    index = WhooshIndex(folder)
    gone = make_document("LST-34567", "Payroll that is gone")
    with index.alone() as writer:
        writer.rebuild([*documents, gone])
        writer.replace(late, [gone.reference])
    return index


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    documents = [SECRET[0], *OPEN[:2], SECRET[1], *OPEN[2:], SECRET[2]]
    return built_in(tmp_path_factory.mktemp("mixed"), documents, [LATE_SECRET, LATE_OPEN])


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return built_in(tmp_path_factory.mktemp("without"), OPEN, [LATE_OPEN])


WORDS = ("payroll", "payrol", "bureau", "zanzibar", "zanzibra", "headteacher", "headteachr", "support", '"to lend"',
         "-payroll", "lend", "lent", "LST-66666", "")  # fmt: skip
QUERIES = st.builds(
    Query,
    text=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    kind=st.sampled_from([(), (), ("sample",), ("secret",), ("sample", "secret")]),
    category=st.sampled_from([(), (), ("it-and-data",), ("lent",)]),
    phase=st.sampled_from([(), (), ("primary",), ("special",)]),
    region=st.sampled_from([(), (), ("K",)]),
    marks=st.sampled_from([(), (), ("format:online",), ("level:leader",), ("format:online", "level:leader")]),
    from_date=st.sampled_from([None, TODAY, date(2026, 12, 2)]),
    places=st.sampled_from([None, None, 1]),
    free=st.booleans(),
    near=st.sampled_from([None, Point(*LEEDS)]),
    miles=st.sampled_from([None, 5, 50]),
    on=st.just(TODAY),
    sort=st.sampled_from(Sort),
    page=st.sampled_from([1, 1, 2]),
    size=st.sampled_from([2, 20]),
)


@given(query=QUERIES)
@settings(max_examples=300, deadline=None)
def test_nothing_in_an_answer_depends_on_listings_of_a_hidden_kind(mixed: Index, without: Index, query: Query) -> None:
    assert mixed.find(query, HIDDEN) == without.find(query) == without.find(query, HIDDEN)


@given(query=QUERIES)
@settings(max_examples=50, deadline=None)
def test_who_may_find_every_kind_finds_whatever_others_do(mixed: Index, query: Query) -> None:
    one_page = replace(query, page=1, size=20, text="")
    every = set(references(mixed.find(one_page).hits))
    assert set(references(mixed.find(one_page, HIDDEN).hits)) <= every


def test_a_kind_that_is_not_hidden_is_found_counted_and_spelled(mixed: Index) -> None:
    results = mixed.find(Query(text="zanzibra"))
    assert results.suggestion == "zanzibar"
    assert mixed.find(Query(text="zanzibra"), HIDDEN).suggestion == ""
    assert mixed.find(Query()).facets["kind"] == {"sample": 4, "secret": 4, "other": 1}


def test_a_word_of_hidden_listings_does_not_keep_a_like_word_from_being_suggested(built: Build) -> None:
    secret = [lent(f"LST-{n}2222", f"Clerkin{letter}", body="") for n, letter in enumerate("abcdef", 3)]
    index = built([make_document(title="Clerking"), *secret])
    assert index.find(Query(text="clerkin"), HIDDEN).suggestion == "clerking"


def test_a_hidden_kind_stays_hidden_while_its_listings_change(built: Build) -> None:
    index = built([make_document()])
    assert index.find(Query(), HIDDEN).total == 1
    with index.alone() as writer:
        writer.replace([lent("LST-66666", "Headteacher to lend")])
    assert [index.find(Query(), hidden).total for hidden in ((), HIDDEN, ("secret", "sample"))] == [2, 1, 0]
