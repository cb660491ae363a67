"""Lists a page at a time."""

import pytest
from flask import Flask

from app.web.pagination import Page, address_with, page_number, skip_of, sort_order
from tests.police import PoliceClient


@pytest.fixture
def toolkit(kept_toolkit: Flask) -> Flask:
    """One app for all of these tests: they change nothing about it."""
    return kept_toolkit


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_the_last_page_holds_the_rest(total: int, last: int) -> None:
    assert Page([], 1, 20, total).last == last


@pytest.mark.parametrize(
    ("items", "number", "first", "last"),
    [([], 1, 0, 0), ([1], 1, 1, 1), (list(range(20)), 2, 21, 40), ([1, 2], 3, 41, 42)],
)
def test_a_page_knows_which_items_it_shows(items: list[int], number: int, first: int, last: int) -> None:
    page = Page(items, number, 20, 42)
    assert (page.first_item, page.last_item) == (first, last)


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (2, 3, [1, 2, 3]),
        (1, 3, [1, 2, 3]),
        (1, 4, [1, 2, 3, 4]),
        (1, 5, [1, 2, None, 5]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_the_pages_linked_are_the_ends_and_the_neighbours(number: int, last: int, shown: list[int | None]) -> None:
    assert Page([], number, 1, last).shown == shown


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=2", 2), ("page=0", 1), ("page=-1", 1), ("page=x", 1), ("page=²", 1), ("page=99999999999", 1)],
)
def test_the_page_asked_for_is_a_page(toolkit: Flask, query: str, number: int) -> None:
    with toolkit.test_request_context(f"/pages?{query}"):
        assert page_number() == number


def test_the_first_page_skips_nothing() -> None:
    assert (skip_of(1, 20), skip_of(3, 20)) == (0, 40)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ("placed", True)),
        ("sort=total", ("total", False)),
        ("sort=-total", ("total", True)),
        ("sort=x", ("placed", True)),
    ],
)
def test_a_list_is_sorted_by_what_may_be_asked(toolkit: Flask, query: str, order: tuple[str, bool]) -> None:
    with toolkit.test_request_context(f"/pages?{query}"):
        assert sort_order(["placed", "total"], first="-placed") == order


def test_an_address_keeps_its_other_words(toolkit: Flask) -> None:
    with toolkit.test_request_context("/pages?phase=p&phase=s&text=a+%26+b&page=3"):
        assert address_with(page=4) == "/pages?phase=p&phase=s&text=a+%26+b&page=4"
        assert address_with(page=None, phase=["p"]) == "/pages?text=a+%26+b&phase=p"
        assert address_with(page=None, phase=None, text=None) == "/pages"


def test_pages_are_linked_with_the_filter_kept(visitor: PoliceClient) -> None:
    html = visitor.get("/pages?phase=p&page=2").text
    assert 'href="/pages?phase=p&amp;page=3" rel="next"' in html
    assert 'href="/pages?phase=p&amp;page=1" rel="prev"' in html
    assert "<strong>21</strong> to <strong>40</strong> of" in html


def test_the_last_page_has_no_next(visitor: PoliceClient) -> None:
    assert 'rel="next"' not in visitor.get("/pages?page=5").text


def test_a_table_links_to_its_other_orders(visitor: PoliceClient) -> None:
    html = visitor.get("/parts?sort=-placed").text
    assert 'aria-sort="descending"' in html
    assert 'href="/parts?sort=placed"' in html
    assert 'href="/parts?sort=service"' in html
    assert 'href="/parts?sort=-placed"' in visitor.get("/parts?sort=placed").text
