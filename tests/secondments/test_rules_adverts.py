"""What an advert needs to be published, each fault beside its field, at the exact boundary."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.kernel.money import Money
from app.listings.categories import is_leaf
from app.secondments.rules.adverts import categories, oddities, particulars_faults, publishing_faults
from app.secondments.values import (
    AVAILABILITY,
    OPPORTUNITY,
    CostBasis,
    Fte,
    HalfTerm,
    Particulars,
    Pattern,
    RoleFamily,
    Weekday,
    Working,
)
from tests.secondments.makers import particulars

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
START = date(2027, 1, 4)
WHOLE = particulars(school_id=1, secondee_id=1)
TUESDAY = frozenset({Weekday.TUESDAY})


def fields(kind: str = OPPORTUNITY, **changes: Any) -> list[str | None]:
    return [fault.field for fault in publishing_faults(kind, replace(WHOLE, **changes), today=TODAY)]


@pytest.mark.parametrize("kind", [OPPORTUNITY, AVAILABILITY])
def test_a_whole_advert_lacks_nothing(kind: str) -> None:
    assert fields(kind) == []


@pytest.mark.parametrize("name", ["family", "level", "purpose", "start_date", "end_date", "basis", "closing_date"])
def test_what_is_missing_is_told_beside_its_field(name: str) -> None:
    without: dict[str, Any] = {name: None}
    assert fields(**without) == [name]
    assert fields(AVAILABILITY, **without) == [name]


def test_each_kind_asks_for_its_own() -> None:
    bare = replace(WHOLE, school_id=None, secondee_id=None, gain="", working=None)
    of_kinds = {kind: {each.field for each in publishing_faults(kind, bare, today=TODAY)} for kind in
                (OPPORTUNITY, AVAILABILITY)}  # fmt: skip
    assert of_kinds == {OPPORTUNITY: {"school", "gain", "pattern"}, AVAILABILITY: {"school", "secondee", "pattern"}}


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"start_date": TODAY, "closing_date": TODAY}, []),
        ({"start_date": TODAY - DAY, "closing_date": TODAY - DAY}, ["start_date", "closing_date"]),
        ({"end_date": START}, []),
        ({"end_date": START - DAY}, ["end_date"]),
        ({"end_date": START + timedelta(weeks=156) - DAY}, []),
        ({"end_date": START + timedelta(weeks=156)}, ["end_date"]),
        ({"end_date": None, "weeks": 156}, []),
        ({"end_date": None, "weeks": 1}, []),
        ({"end_date": None, "weeks": 0}, ["weeks"]),
        ({"end_date": None, "weeks": 157}, ["weeks"]),
        ({"weeks": 10}, ["weeks"]),
        ({"closing_date": TODAY}, []),
        ({"closing_date": TODAY - DAY}, ["closing_date"]),
        ({"closing_date": START}, []),
        ({"closing_date": START + DAY}, ["closing_date"]),
        ({"basis": CostBasis.SHARE}, ["share_percent"]),
        ({"basis": CostBasis.SHARE, "share_percent": 0}, ["share_percent"]),
        ({"basis": CostBasis.SHARE, "share_percent": 1}, []),
        ({"basis": CostBasis.SHARE, "share_percent": 99}, []),
        ({"basis": CostBasis.SHARE, "share_percent": 100}, ["share_percent"]),
        ({"band_from": Money(5), "band_to": Money(5)}, []),
        ({"band_from": Money(6), "band_to": Money(5)}, ["band_to"]),
        ({"band_from": None, "band_to": None}, []),
        ({"band_from": None}, ["band_from"]),
        ({"band_to": None}, ["band_to"]),
        ({"band_from": Money(-1)}, ["band_from"]),
        ({"miles": 0}, ["miles"]),
        ({"miles": 1}, []),
        ({"miles": 200}, []),
        ({"miles": 201}, ["miles"]),
        ({"essential": "e" * 4_000}, []),
        ({"essential": "e" * 4_001}, ["essential"]),
        ({"working": Working(Pattern.DAYS)}, ["days"]),
        ({"working": Working(Pattern.DAYS, days=TUESDAY)}, []),
        ({"working": Working(Pattern.HALF_TERMS)}, ["half_terms"]),
        ({"working": Working(Pattern.HALF_TERMS, half_terms=frozenset({HalfTerm.SPRING_1}))}, []),
        ({"working": Working()}, []),
    ],
)
def test_what_contradicts_itself_is_told_beside_its_field_at_the_exact_boundary(
    changes: dict[str, Any], faulty: list[str]
) -> None:
    assert fields(**changes) == faulty


def test_a_draft_may_lack_everything_but_not_contradict_itself() -> None:
    assert particulars_faults(Particulars()) == []
    wrong = Particulars(end_date=START, weeks=3, band_from=Money(2), band_to=Money(1), share_percent=100)
    assert [each.field for each in particulars_faults(wrong)] == ["share_percent", "weeks", "band_to"]


@pytest.mark.parametrize(
    ("days", "fte", "said"),
    [
        (1, 2_000, []),
        (2, 4_000, []),
        (2, 3_999, ["The FTE is 0.3999, but 2 days of the week is usually 0.4."]),
        (2, 4_001, ["The FTE is 0.4001, but 2 days of the week is usually 0.4."]),
        (1, 5_000, ["The FTE is 0.5, but 1 day of the week is usually 0.2."]),
        (5, 10_000, []),
    ],
)
def test_an_fte_that_is_not_that_of_the_days_is_only_odd(days: int, fte: int, said: list[str]) -> None:
    typed = replace(WHOLE, working=Working(Pattern.DAYS, Fte(fte), frozenset(list(Weekday)[:days])))
    assert oddities(typed) == said
    assert publishing_faults(OPPORTUNITY, typed, today=TODAY) == []


def test_every_role_family_has_a_category_that_a_listing_may_stand_in() -> None:
    assert set(categories()) == set(RoleFamily)
    assert all(is_leaf(code) for code in categories().values())
