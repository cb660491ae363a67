"""Kinds that not everybody may find, and listings for some trusts only: to others the index is as if it held none."""

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
from app.search.whoosh_index import MOST_SEEN, WhooshIndex
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
INVITED = (7, 8)
LATE_OPEN = make_document("LST-99999", "Payroll advice", summary="Late payroll advice.", phases=("special",))
LATE_SECRET = lent("LST-23456", "Payroll and zanzibar")


def invited(reference: str, title: str, *trusts: int, **other: Any) -> Document:
    """A listing for these trusts only, unlike the rest, by a trust that offers nothing else."""
    brings: dict[str, Any] = {"provider_id": 30, "provider_name": "Vellum Trust", "only_for": trusts, "kind": "other"}
    return lent(reference, title, **{**brings, "body": "Kaleidoscope payroll. " * 30, **other})


BY_INVITATION = (
    invited("LST-45678", "Energy for some", 7),
    invited("LST-56789", "Bureau of payroll", 7, 8, provider_id=1, provider_name="Larchfield by another name"),
    invited("LST-67892", "Lent and secret", 7, kind="secret"),
    invited("LST-78923", "Cleaning for nobody", 99),
)
LATE_INVITED = invited("LST-89234", "Kaleidoscopes for some", 8, phases=("special",))


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
    documents = [SECRET[0], BY_INVITATION[0], *OPEN[:2], *BY_INVITATION[1:], SECRET[1], *OPEN[2:], SECRET[2]]
    return built_in(tmp_path_factory.mktemp("mixed"), documents, [LATE_SECRET, LATE_INVITED, LATE_OPEN])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[int | None, Index]:
    """By trust, and for a visitor: an index of only what they may find, all of which anybody may."""
    return {each: built_for(each, tmp_path_factory.mktemp("plain")) for each in (None, *INVITED)}


def built_for(trust: int | None, folder: Path) -> Index:
    theirs, late = ([replace(each, only_for=()) for each in some if trust in each.only_for and each.kind == "other"]
                    for some in (BY_INVITATION, (LATE_INVITED,)))  # fmt: skip
    first = [each for each in theirs if each.reference == BY_INVITATION[0].reference]
    documents = [*first, *OPEN[:2], *(each for each in theirs if each not in first), *OPEN[2:]]
    return built_in(folder, documents, [*late, LATE_OPEN])


WORDS = ("payroll", "payrol", "bureau", "zanzibar", "zanzibra", "headteacher", "headteachr", "support", '"to lend"',
         "-payroll", "lend", "lent", "LST-66666", "kaleidoscope", "kaleidoscpe", "vellum", "LST-45678", "")  # fmt: skip
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
    provider=st.sampled_from([(), (), ("1",), ("30",), ("0", "30")]),
    provider_name=st.sampled_from(["", "", "", "vellum", "larch another"]),
)


@given(query=QUERIES, trust=st.sampled_from([None, *INVITED, 9]))
@settings(max_examples=300, deadline=None)
def test_nothing_in_an_answer_depends_on_listings_of_a_hidden_kind_or_only_for_others(
    mixed: Index, plain: dict[int | None, Index], query: Query, trust: int | None
) -> None:
    expected = plain[trust if trust in INVITED else None].find(query)
    assert mixed.find(replace(query, trust_id=trust), HIDDEN) == expected


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


def test_a_word_of_a_listing_for_some_is_suggested_to_others_once_a_listing_for_everybody_has_it(built: Build) -> None:
    index = built([make_document(), make_document("LST-33333", "Kaleidoscopes", only_for=(7,))])
    typed = Query(text="kaleidoscopez")
    assert [index.find(replace(typed, trust_id=each)).suggestion for each in (None, 7, 8)] == ["", "kaleidoscopes", ""]
    with index.alone() as writer:
        writer.replace([make_document("LST-44444", "Kaleidoscopes to share")])
    assert {index.find(replace(typed, trust_id=each)).suggestion for each in (None, 7, 8)} == {"kaleidoscopes"}


def test_whoever_is_invited_or_no_longer_is_follows_with_the_listing(built: Build) -> None:
    index = built([make_document(only_for=(7,))])
    for only_for, seen in (((7,), [0, 1, 0]), ((7, 8), [0, 1, 1]), ((8,), [0, 0, 1]), ((), [1, 1, 1])):
        with index.alone() as writer:
            writer.replace([make_document(only_for=only_for)])
        assert [index.find(Query(trust_id=each)).total for each in (None, 7, 8)] == seen


def test_more_trusts_than_are_remembered_each_find_their_own(built: Build) -> None:
    index = built([make_document(f"LST-{trust:05d}", only_for=(trust,)) for trust in range(1, MOST_SEEN + 10)])
    for trust in (*range(1, MOST_SEEN + 10), 1, None):
        assert [hit.reference for hit in index.find(Query(trust_id=trust)).hits] == (
            [f"LST-{trust:05d}"] if trust else []
        )


def test_a_hidden_kind_stays_hidden_while_its_listings_change(built: Build) -> None:
    index = built([make_document()])
    assert index.find(Query(), HIDDEN).total == 1
    with index.alone() as writer:
        writer.replace([lent("LST-66666", "Headteacher to lend")])
    assert [index.find(Query(), hidden).total for hidden in ((), HIDDEN, ("secret", "sample"))] == [2, 1, 0]
