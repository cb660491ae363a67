"""The few words under a result."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.kernel.boards import kinds
from app.search.facts import distance_line, facts_of, heading, places_line
from app.search.values import Hit, Query
from tests.search.makers import TRAINING, Shelf

HIT = Hit(
    reference="LST-22222",
    kind="training",
    title="Maths",
    summary="",
    provider_name="Larchfield Learning Trust",
    provider_id=1,
    category_path=(("school-improvement", "School improvement"),),
    phases=("primary",),
    regions=("A",),
    price_pence=None,
    published_at=datetime(2026, 9, 1, tzinfo=UTC),
    link="/",
)


@pytest.fixture(autouse=True)
def _pinned() -> Iterator[None]:
    before = dict(kinds)
    kinds.clear()
    for shelf in (Shelf("service"), Shelf("training", **TRAINING)):
        kinds.add(shelf.kind())
    yield
    kinds.clear()
    kinds.update(before)


@pytest.mark.parametrize(
    ("left", "line"),
    [
        (None, []),
        (0, ["Full: join the waiting list"]),
        (1, ["1 place left"]),
        (2, ["2 places left"]),
        (1_200, ["1,200 places left"]),
    ],
)
def test_what_is_left_is_said_where_places_are_counted(left: int | None, line: list[str]) -> None:
    assert places_line(replace(HIT, places_left=left)) == line


def test_over_several_days_what_is_left_is_on_the_emptiest() -> None:
    days = (date(2026, 12, 3), date(2026, 12, 9))
    assert places_line(replace(HIT, places_left=10, next_days=days)) == ["Up to 10 places left"]


@pytest.mark.parametrize(
    ("miles", "line"), [(None, []), (0.2, ["Less than a mile away"]), (1.0, ["1 mile away"]), (6.4, ["6 miles away"])]
)
def test_how_far_it_is_is_said_where_that_is_measured(miles: float | None, line: list[str]) -> None:
    assert distance_line(replace(HIT, miles=miles)) == line


def test_when_how_far_what_is_left_and_what_it_is_come_in_that_order() -> None:
    told: dict[str, Any] = {"next_days": (date(2026, 12, 3), date(2026, 12, 9)), "places_left": 4, "miles": 6.0}
    hit = replace(HIT, **told, is_free=True, marks=("stage:stage_1", "format:online"))
    assert facts_of(hit) == [
        "Next: 3 December 2026",
        "6 miles away",
        "Up to 4 places left",
        "Free",
        "Online",
        "School improvement",
        "Primary",
        "North East",
    ]


def test_what_has_none_of_these_says_what_it_is_as_before() -> None:
    assert facts_of(replace(HIT, kind="service")) == ["School improvement", "Primary", "North East"]


def test_free_is_said_once() -> None:
    assert "Free" not in facts_of(replace(HIT, is_free=True, price_line="Free for every trust"))


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ((), "Find services and trainings"),
        (("training",), "Find trainings"),
        (("no-such",), "Find services and trainings"),
    ],
)
def test_the_page_is_headed_by_what_it_finds(chosen: tuple[str, ...], words: str) -> None:
    assert heading(Query(kind=chosen)) == words


def test_three_kinds_are_a_list_and_letters_such_as_cpd_stay_large() -> None:
    kinds.add(replace(Shelf("course").kind(), plural="CPD courses"))
    assert heading(Query()) == "Find services, trainings and CPD courses"


def test_a_category_called_as_a_phase_is_said_once() -> None:
    hit = replace(HIT, category_path=(("cpd.early", "Primary"),))
    assert facts_of(replace(hit, kind="service")) == ["Primary", "North East"]
