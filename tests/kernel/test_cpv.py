"""What is bought, as a code of the Common Procurement Vocabulary."""

import pytest

from app.kernel import cpv
from app.kernel.cpv import DIVISIONS, CpvCode, class_of, division_of, find, is_code, title_of, typed

ELECTRICITY = CpvCode("09310000-5", "Electricity")


def test_the_whole_vocabulary_is_held_with_its_divisions() -> None:
    assert len(DIVISIONS) == 46
    assert DIVISIONS[0] == ("03", "Agricultural, farming, fishing, forestry and related products")
    held = {each.code for digit in range(10) for each in find(str(digit), most=10_000)}
    assert len(held) == 9_458
    assert {division_of(code) for code in held} == {code for code, _ in DIVISIONS}


def test_a_code_names_its_division_and_its_class() -> None:
    assert (division_of("09310000-5"), class_of("09310000-5")) == ("09", "0931")
    assert title_of("09310000-5") == "Electricity"
    with pytest.raises(KeyError):
        title_of("09310000-4")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("09310000-5", True),
        ("09310000", False),
        ("09310000-4", False),
        ("99999999-9", True),
        ("99999998-9", False),
        ("", False),
    ],
)
def test_a_code_is_kept_with_its_check_digit(text: str, is_one: bool) -> None:
    assert is_code(text) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "09310000-5",
        "09310000",
        " 09310000-5 ",
        "09310000-5 Electricity",
        "09310000 Electricity",
        "Electricity",
        "electricity",
        "  ELECTRICITY ",
    ],
)
def test_a_code_may_be_typed_with_or_without_its_check_digit_or_by_its_title(text: str) -> None:
    assert typed(text) == ELECTRICITY


@pytest.mark.parametrize(
    ("text", "code"),
    [("exercise book", "22830000-7"), ("Photocopiers", "30121100-4"), ("pâté", "15131310-1"), ("pate", "15131310-1")],
)
def test_a_title_may_be_typed_in_the_singular_and_without_accents(text: str, code: str) -> None:
    assert typed(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "09310000-4",
        "09310000-",
        "0931",
        "99999998",
        "09310000-5 Gas",
        "electric",
        "cleaning",
        "the",
        "transport equipment and auxiliary products to transportation",
        "０９３１００００",
        "x" * 100_000,
        "\x00",
    ],
)
def test_what_names_no_one_code_is_told_what_to_enter(text: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter a CPV code, like 09310000-5, or words that say what is bought"):
        typed(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0931", ["09310000-5"]),
        ("09 31", ["09310000-5"]),
        ("09310000-", ["09310000-5"]),
        ("0", ["03000000-1", "09000000-3"]),
        ("091", ["09100000-0", "09110000-3"]),
        ("electricity", ["09310000-5", "09000000-3"]),
        ("exercise book", ["22830000-7"]),
        ("books exercise", ["22830000-7"]),
        ("photocop", ["30120000-6"]),
        ("cleaning of schools", ["90919000-2", "90919300-5"]),
        ("school's cleaning service", ["90919300-5", "90919000-2"]),
        ("audit", ["72800000-8", "79200000-6"]),
    ],
)
def test_codes_are_found_by_their_start_and_by_words_the_more_general_first(text: str, first: list[str]) -> None:
    assert [each.code for each in find(text)][: len(first)] == first


@pytest.mark.parametrize("text", ["", "  ", "the of", "zzzz", "09310000-4", "123456789", "q", "\x00", "%_"])
def test_nothing_is_found_for_what_means_nothing(text: str) -> None:
    assert find(text) == []


def test_no_more_are_found_than_asked_for() -> None:
    assert len(find("se")) == 12
    assert len(find("se", most=3)) == 3


def test_a_title_with_the_most_of_the_words_is_found_where_none_has_them_all() -> None:
    assert find("electricity zzzz")[0] == ELECTRICITY


def test_endless_text_is_cut_short() -> None:
    assert ELECTRICITY in find("electricity " * 10_000)
    assert cpv.LONGEST_ASKED == 100
