"""What the tests of searching may ask for."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.kernel.boards import kinds
from app.search import actions
from app.search.index import Index
from app.search.values import Document
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import BUDGETS, CLERKING, TRAINING, Shelf, make_document


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index that nothing has been built in yet."""
    return WhooshIndex(tmp_path / "search")


@pytest.fixture
def built(index: Index) -> Callable[[Iterable[Document]], Index]:
    """An index of exactly these documents."""

    def build(documents: Iterable[Document]) -> Index:
        with index.alone() as writer:
            writer.rebuild(documents)
        return index

    return build


@pytest.fixture
def shelf(app: Flask) -> Iterator[Shelf]:
    """Listings of a kind of their own, in a site whose index is built."""
    shelf = Shelf()
    kinds.add(shelf.kind())
    actions.rebuild()
    yield shelf
    del kinds["sample"]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        make_document("LST-22222", "Payroll bureau", regions=("A",)),
        make_document("LST-33333", "Budget planning", regions=("B",), category_path=BUDGETS, phases=("secondary",)),
        make_document("LST-44444", "Clerking", category_path=CLERKING, summary="Minutes <b>& agendas</b>."),
    )
    actions.rebuild()
    return shelf


@pytest.fixture
def training(shelf: Shelf) -> Iterator[Shelf]:
    """Listings of a second kind, which has facets, days, places and points; the index is built by the test."""
    training = Shelf("training", **TRAINING)
    kinds.add(training.kind())
    yield training
    del kinds["training"]
