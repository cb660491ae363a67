from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.boards import Jobs, Kind, KindFacet, Kinds, References, jobs
from app.kernel.database import transaction
from app.web.worker import sweep
from tests.clock import HandClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def erased() -> Iterator[list[datetime]]:
    gathered: list[datetime] = []

    def erase(at: datetime) -> int:
        gathered.append(at)
        return 1

    jobs.add_erasure("test", erase)
    yield gathered
    jobs.erasures.pop("test")
    jobs.periodic.pop("erase test")


def test_the_worker_runs_every_erasure_that_is_pinned(app: Flask, clock: HandClock, erased: list[datetime]) -> None:
    with app.app_context():
        sweep(clock, {})
    assert erased == [clock.now()]


def test_an_erasure_comes_round_each_hour_and_each_day_of_a_demo() -> None:
    board = Jobs()
    board.add_erasure("notices", lambda at: 0)
    work = board.periodic["erase notices"]
    assert (work.every_seconds, work.daily) == (3600, True)


def test_a_periodic_work_that_fails_does_not_hold_up_the_rest(
    app: Flask, clock: HandClock, erased: list[datetime]
) -> None:
    def fail(at: datetime) -> int:
        raise ZeroDivisionError

    first = Jobs()
    first.add_erasure("a", fail)
    jobs.periodic = {"erase a": first.periodic["erase a"], **jobs.periodic}
    with app.app_context():
        sweep(clock, {})
    jobs.periodic.pop("erase a")
    assert erased == [clock.now()]
    with transaction():
        pass


def test_a_reference_leads_to_the_page_that_its_prefix_has() -> None:
    board = References()
    board.add("AGR", lambda reference: f"/agreements/{reference}")
    assert board.address(" agr-7f3k2 ") == "/agreements/AGR-7F3K2"
    assert board.address("ORD-7F3K2") is None
    assert board.address("AGR-7F3K0") is None


class Word(StrEnum):
    LEND = "lend"
    BUY = "buy"


def kind(name: str, *facets: KindFacet, **more: Any) -> Kind:
    return Kind(name, name, name, lambda _: None, list, lambda _: {}, facets, **more)


LEVEL = KindFacet("level", "Level", (("head", "Headteacher"), ("lead", "Leader")))


@pytest.mark.parametrize(
    ("actor", "opened"),
    [
        (None, ()),
        (Actor(1), ()),
        (Actor(1, is_operator=True), ()),
        (Actor(1, 2, frozenset({Word.BUY})), ()),
        (Actor(1, 2, frozenset({Word.BUY, Word.LEND})), ("lent",)),
    ],
)
def test_a_kind_that_needs_a_permission_is_opened_to_those_who_have_it_and_else_hidden(
    actor: Actor | None, opened: tuple[str, ...]
) -> None:
    board = Kinds()
    board.add(kind("open"))
    board.add(kind("lent", permission=Word.LEND))
    assert board.opened_to(actor) == opened
    assert board.hidden(opened) == (() if opened else ("lent",))
    assert board.hidden() == ("lent",)


def test_kinds_may_share_a_facet_with_the_same_words_and_a_kind_may_be_pinned_again_with_others() -> None:
    board = Kinds()
    board.add(kind("asked", LEVEL))
    board.add(kind("lent", KindFacet("level", "Level", LEVEL.choices, is_shown=True)))
    del board["asked"]
    board.add(kind("lent", KindFacet("level", "Level", ())))
    assert board["lent"].facets[0].choices == ()


@pytest.mark.parametrize(
    "facet", [KindFacet("level", "Level", LEVEL.choices[:1]), KindFacet("level", "Stage", LEVEL.choices)]
)
def test_two_kinds_cannot_mean_different_things_by_a_facet_of_one_name(facet: KindFacet) -> None:
    board = Kinds()
    board.add(kind("asked", LEVEL))
    with pytest.raises(ValueError, match="lent and asked both bring a facet 'level'"):
        board.add(kind("lent", facet))
    assert list(board) == ["asked"]
