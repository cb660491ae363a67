"""Where a postcode is, and how far."""

import pytest

from app.kernel.postcodes import Point, UnknownPostcode, centre_of, miles_between, miles_in_words, tidy_postcode

LEEDS = Point(429_800, 433_500)
MILE = 1609.344


@pytest.mark.parametrize(
    "typed", ["LS1", "ls1", " ls1 ", "LS1 4AP", "ls14ap", "L S 1 4 A P", "LS1 4", "\tls1\u00a04ap\n"]
)
def test_a_postcode_is_at_the_centre_of_its_first_half_however_it_is_typed(typed: str) -> None:
    assert centre_of(typed) == LEEDS


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("M1 1AA", Point(384_400, 397_900)),
        ("M1 1", Point(384_400, 397_900)),
        ("SW1A 1AA", Point(529_700, 179_900)),
        ("E20 1AA", Point(538_063, 184_495)),
        ("BT1 1AA", Point(146_300, 529_800)),
    ],
)
def test_codes_of_every_shape_and_country_are_held(typed: str, point: Point) -> None:
    assert centre_of(typed) == point


def test_a_space_says_where_the_first_half_ends() -> None:
    assert centre_of("M1 1") == centre_of("M1") != centre_of("M11")


@pytest.mark.parametrize("typed", ["ZZ9", "zz9 9zz", "ZZ99ZZ", "ZZ9 9"])
def test_an_area_that_is_not_held_is_named(typed: str) -> None:
    with pytest.raises(UnknownPostcode) as refused:
        centre_of(typed)
    assert refused.value.message == (
        "We do not know the postcode area ZZ9. Enter a postcode, like LS1 4AP, or its first half, like LS1"
    )


@pytest.mark.parametrize(
    "typed", ["", " ", "Leeds", "LS", "1LS", "LS1 4A", "LS1 4APX", "LS1, 4AP", "ＬＳ１", "L" * 5_000]
)
def test_what_is_no_postcode_is_told_what_to_enter(typed: str) -> None:
    with pytest.raises(UnknownPostcode) as refused:
        centre_of(typed)
    assert refused.value.message == "Enter a postcode, like LS1 4AP, or its first half, like LS1"


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [("ls14ap", "LS1 4AP"), (" sw1a  1aa ", "SW1A 1AA"), ("ls1", "LS1"), (" near  Leeds ", "near Leeds"), ("", "")],
)
def test_a_postcode_is_shown_as_the_post_writes_it(typed: str, tidied: str) -> None:
    assert tidy_postcode(typed) == tidied


def test_miles_are_a_straight_line_either_way() -> None:
    there = Point(LEEDS.easting + 3 * 1_609_344, LEEDS.northing - 4 * 1_609_344)
    assert miles_between(LEEDS, there) == pytest.approx(5_000)
    assert miles_between(there, LEEDS) == miles_between(LEEDS, there)
    assert miles_between(LEEDS, LEEDS) == 0


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than a mile"),
        (0.499, "less than a mile"),
        (0.5, "1 mile"),
        (1.499, "1 mile"),
        (1.5, "2 miles"),
        (2.5, "3 miles"),
        (249.6, "250 miles"),
    ],
)
def test_a_distance_is_whole_miles_half_up_and_never_none(miles: float, words: str) -> None:
    assert miles_in_words(miles) == words
