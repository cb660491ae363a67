"""What goes together, how well, and what is said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.kernel.postcodes import METRES_IN_A_MILE, Point
from app.listings.values import ListingState, ListingValue, Subject
from app.secondments.rules.matching import distance_in_words, match
from app.secondments.values import (
    AVAILABILITY,
    OPPORTUNITY,
    AdvertValue,
    CostBasis,
    Fte,
    Level,
    Particulars,
    Pattern,
    RoleFamily,
    Weekday,
    Working,
)
from app.secondments.values.matches import MatchValue, Placed
from app.trusts.values import Phase

AT = datetime(2026, 11, 22, tzinfo=UTC)
HERE = Point(290_000, 92_000)
ASKED: dict[str, Any] = {
    "family": RoleFamily.SEND,
    "level": Level.MIDDLE,
    "subjects": frozenset({Subject.SEND}),
    "start_date": date(2027, 1, 4),
    "end_date": date(2027, 7, 23),
    "working": Working(Pattern.DAYS, Fte(4_000), frozenset({Weekday.TUESDAY, Weekday.WEDNESDAY})),
    "basis": CostBasis.AT_COST,
}


def placed(
    kind: str, point: Point | None = HERE, phases: tuple[Phase, ...] = (Phase.PRIMARY,), **changes: Any
) -> Placed:
    listing = ListingValue(
        1, "LST-22222", kind, 1, "SENDCo", "", "", "", phases, (), ListingState.PUBLISHED, 1, AT, AT, AT
    )
    return Placed(AdvertValue(listing, Particulars(**{**ASKED, **changes})), point)


def miles_off(miles: int) -> Point:
    return replace(HERE, northing=HERE.northing + round(miles * METRES_IN_A_MILE))


def answered(
    point: Point | None = HERE, phases: tuple[Phase, ...] = (Phase.PRIMARY,), **changes: Any
) -> MatchValue | None:
    """How an availability answers the opportunity asked about."""
    return match(placed(OPPORTUNITY), placed(AVAILABILITY, point, phases, **changes))


def said(found: MatchValue | None) -> list[str]:
    assert found is not None
    return [each.text for each in found.reasons if not each.fits]


def test_what_is_asked_for_to_the_letter_is_a_whole_match_with_nothing_to_say_against_it() -> None:
    found = answered(shows_school=True)
    assert found is not None
    assert (found.score, said(found)) == (100, [])
    assert [each.text for each in found.reasons] == [
        "SEND and inclusion",
        "Middle leader or manager",
        "Primary",
        "SEND",
        "Your dates",
        "0.4 of full time",
        "Tuesday and Wednesday",
        "Less than a mile",
        "At cost",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"family": RoleFamily.FINANCE},
        {"level": Level.HEAD},
        {"level": Level.ASSISTANT},
        {"phases": (Phase.SECONDARY,)},
        {"start_date": date(2027, 6, 27)},  # 27 days in common
        {"end_date": date(2027, 1, 30)},
        {"working": Working(fte=Fte(10_000)), "basis": None, "family": None, "miles": 5, "point": miles_off(6)},
        {"miles": 14, "point": miles_off(15)},
    ],
)
def test_what_cannot_work_is_no_match(changes: dict[str, Any]) -> None:
    assert answered(**changes) is None


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"start_date": date(2027, 1, 5)}, "Starts one day later than you asked"),
        ({"start_date": date(2027, 1, 10)}, "Starts six days later than you asked"),
        ({"start_date": date(2027, 1, 11)}, "Starts one week later than you asked"),
        ({"start_date": date(2027, 1, 18)}, "Starts two weeks later than you asked"),
        ({"end_date": date(2027, 5, 28)}, "Ends eight weeks earlier than you asked"),
        ({"start_date": date(2027, 6, 26)}, "Starts 25 weeks later than you asked"),  # 28 days in common
        ({"level": Level.SENIOR}, "Senior leader: one level above what you asked"),
        ({"level": Level.PRACTITIONER}, "Teacher, officer or specialist: one level below what you asked"),
        ({"subjects": frozenset({Subject.MATHS})}, "SEND is not named"),
        ({"working": replace(ASKED["working"], fte=Fte(6_000))}, "0.6 of full time: you asked for 0.4"),
        (
            {"working": replace(ASKED["working"], days=frozenset({Weekday.TUESDAY, Weekday.FRIDAY}))},
            "Not on Wednesday",
        ),
        ({"basis": CostBasis.FREE}, "Free: you said at cost"),
    ],
)
def test_every_difference_from_what_was_asked_is_said_and_costs_something(
    changes: dict[str, Any], difference: str
) -> None:
    found = answered(**changes)
    assert said(found) == [difference]
    assert found is not None
    assert found.score < 100


def test_more_than_was_asked_is_said_and_costs_nothing() -> None:
    found = answered(start_date=date(2026, 11, 2), shows_school=True)
    assert said(found) == ["Starts nine weeks earlier than you asked"]
    assert found is not None
    assert found.score == 100


def test_both_sides_match_each_other_and_each_is_told_in_its_own_terms() -> None:
    host, person = placed(OPPORTUNITY), placed(AVAILABILITY, start_date=date(2027, 1, 18))
    assert said(match(host, person)) == ["Starts two weeks later than you asked"]
    assert said(match(person, host)) == ["Starts two weeks earlier than you asked"]


@pytest.mark.parametrize(
    ("miles", "exact", "hidden"),
    [
        (9, "9 miles", "Within 10 miles"),
        (10, "10 miles", "Within 10 miles"),
        (14, "14 miles", "Within 25 miles"),
        (26, "26 miles", "Within 50 miles"),
        (51, "51 miles", "More than 50 miles"),
    ],
)
def test_a_school_that_is_not_shown_cannot_be_worked_out_from_its_distance(miles: int, exact: str, hidden: str) -> None:
    assert distance_in_words(miles, exact=True) == exact
    assert distance_in_words(miles, exact=False) == hidden
    shown, kept = answered(miles_off(miles), shows_school=True), answered(miles_off(miles))
    assert shown is not None
    assert kept is not None
    assert exact in [each.text for each in shown.reasons]
    assert hidden in [each.text for each in kept.reasons]


def test_a_school_that_is_not_shown_cannot_be_worked_out_from_the_score() -> None:
    hidden = [answered(miles_off(miles)) for miles in (11, 14, 24)]
    assert len({each.score for each in hidden if each}) == 1
    shown = [answered(miles_off(miles), shows_school=True) for miles in (11, 24)]
    assert len({each.score for each in shown if each}) == 2


def test_nearer_and_longer_is_better_and_what_is_left_open_rules_nothing_out() -> None:
    near, far, unknown = answered(miles_off(5)), answered(miles_off(40)), answered(None)
    assert near is not None
    assert far is not None
    assert unknown is not None
    assert near.score > unknown.score > far.score
    assert answered(family=None, level=None, working=None, start_date=None, end_date=None, basis=None) is not None


def test_who_would_work_partly_from_home_is_not_ruled_out_by_distance_where_the_host_allows_it() -> None:
    host = placed(OPPORTUNITY, part_remote=True)
    assert match(host, placed(AVAILABILITY, miles_off(60), miles=25, part_remote=True)) is not None
    assert match(host, placed(AVAILABILITY, miles_off(60), miles=25)) is None
