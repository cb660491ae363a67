"""The index follows the listings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from app.kernel import outbox
from app.kernel.boards import jobs, kinds
from app.kernel.database import transaction
from app.kernel.delivery import NotYet
from app.search import actions, queries
from app.search.index import IndexBusy, IndexUnready, the_index
from app.search.values import Query
from tests.clock import HandClock
from tests.search.makers import Shelf, make_document, references


def found(text: str = "") -> list[str]:
    with transaction(writing=False):
        return list(references(queries.find(Query(text=text)).hits))


def note(*changed: str, at: datetime) -> None:
    with transaction():
        for reference in changed:
            actions.note_change(reference=reference, kind="sample", at=at)


def test_a_listing_is_found_the_moment_the_outbox_has_told_of_it(
    shelf: Shelf, deliver: Callable[[], int], at: datetime
) -> None:
    shelf.put(make_document())
    assert found("payroll") == []
    note("LST-22222", at=at)
    assert deliver() == 1
    assert found("payroll") == ["LST-22222"]


def test_a_change_and_a_closing_at_the_same_moment_are_both_followed(
    shelf: Shelf, deliver: Callable[[], int], at: datetime
) -> None:
    shelf.put(make_document())
    note("LST-22222", "LST-22222", at=at)
    deliver()
    shelf.put(make_document(title="Catering"))
    note("LST-22222", at=at)
    deliver()
    assert (found("bureau"), found("catering")) == ([], ["LST-22222"])
    del shelf["LST-22222"]
    note("LST-22222", at=at)
    deliver()
    with transaction(writing=False):
        assert the_index().find(Query()).total == 0


def test_a_change_that_was_rolled_back_is_not_followed(shelf: Shelf, deliver: Callable[[], int], at: datetime) -> None:
    shelf.put(make_document())
    with transaction() as session:
        actions.note_change(reference="LST-22222", kind="sample", at=at)
        session.rollback()
    assert deliver() == 0
    assert found() == []


def test_a_listing_closed_since_it_was_indexed_is_not_shown_nor_counted(shelf: Shelf) -> None:
    shelf.put(make_document(), make_document("LST-33333"))
    actions.rebuild()
    del shelf["LST-33333"]
    with transaction(writing=False):
        results = queries.find(Query(text="payroll"))
    assert (results.total, list(references(results.hits))) == (1, ["LST-22222"])


def test_each_hit_carries_the_price_line_of_its_kind_as_it_is_now(shelf: Shelf) -> None:
    shelf.put(make_document(price_pence=100_00))
    actions.rebuild()
    shelf.put(make_document(price_pence=250_00))
    with transaction(writing=False):
        assert queries.find(Query()).hits[0].price_line == "£250 a year"


def test_listings_of_a_kind_that_is_no_more_are_taken_out(
    shelf: Shelf, deliver: Callable[[], int], at: datetime
) -> None:
    shelf.put(make_document(kind="withdrawn"))
    actions.rebuild()
    assert found() == []
    with transaction():
        actions.note_change(reference="LST-22222", kind="withdrawn", at=at)
    deliver()
    with transaction(writing=False):
        assert the_index().find(Query()).total == 0


def test_a_rebuild_tells_how_far_it_is_and_leaves_out_what_nobody_may_find(shelf: Shelf) -> None:
    told: list[tuple[int, int]] = []
    shelf.put(*(make_document(f"LST-{number:05d}") for number in range(201)))
    assert actions.rebuild(told=lambda done, total: told.append((done, total))) == 201
    assert told[-1][0] == told[-1][1] >= 201
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))


class TestHealing:
    def test_a_change_told_of_where_there_is_no_index_builds_one_of_everything(
        self, app: Flask, shelf: Shelf, deliver: Callable[[], int], at: datetime
    ) -> None:
        shelf.put(make_document(), make_document("LST-33333"))
        (app.extensions["settings"].data_dir / "search" / "current").unlink()
        note("LST-33333", at=at)
        deliver()
        assert sorted(found()) == ["LST-22222", "LST-33333"]

    def test_the_worker_heals_an_index_that_cannot_be_read(self, app: Flask, shelf: Shelf, at: datetime) -> None:
        shelf.put(make_document())
        (app.extensions["settings"].data_dir / "search" / "current").unlink()
        with transaction(writing=False):
            assert not queries.is_well()
        with pytest.raises(IndexUnready):
            found()
        with transaction():
            jobs.periodic["search.heal"].run(at)
        with transaction(writing=False):
            assert queries.is_well()
        assert found() == ["LST-22222"]

    def test_a_sound_index_is_left_alone(self, shelf: Shelf, at: datetime) -> None:
        shelf.put(make_document())
        with transaction():
            jobs.periodic["search.heal"].run(at)
        assert found() == []

    def test_a_change_waits_while_another_builds(
        self, shelf: Shelf, deliver: Callable[[], int], clock: HandClock, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "WAIT_SECONDS", 0.05)
        shelf.put(make_document())
        note("LST-22222", at=at)
        with transaction(writing=False):
            index = the_index()
        with index.alone(), pytest.raises(NotYet), transaction():
            actions.index_listing(reference="LST-22222", kind="sample", at=at)
        with index.alone():
            assert deliver() == 0
        with transaction(writing=False):
            assert outbox.count_given_up() == 0
        clock.wind_on(seconds=1)
        assert deliver() == 1
        assert found() == ["LST-22222"]


def test_a_listing_is_read_while_its_writer_has_the_index_alone(shelf: Shelf, at: datetime) -> None:
    shelf.put(make_document())
    with transaction(writing=False):
        index = the_index()
    was_alone: list[bool] = []

    def document(reference: str) -> object:
        with pytest.raises(IndexBusy), index.alone(wait=0):
            raise AssertionError("another writer could put back what is out of date")
        was_alone.append(True)
        return shelf[reference]

    kinds.add(replace(shelf.kind(), document=document))
    with transaction():
        actions.index_listing(reference="LST-22222", kind="sample", at=at)
    assert was_alone == [True]
