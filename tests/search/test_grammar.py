"""What may be typed into the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.grammar import MOST_LETTERS, MOST_WORDS, Asked, name_words, parse, tidy


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked()),
        ("   ", Asked()),
        ("payroll", Asked(words=("payroll",))),
        ("payroll bureau", Asked(words=("payroll", "bureau"))),
        ('"payroll bureau"', Asked(phrases=("payroll bureau",))),
        ("“payroll bureau”", Asked(phrases=("payroll bureau",))),
        ("payroll -agency", Asked(words=("payroll",), without=("agency",))),
        ('payroll -"supply agency"', Asked(words=("payroll",), without=("supply agency",))),
        ("pre-employment", Asked(words=("pre-employment",))),
        ('one "two three" four', Asked(words=("one", "four"), phrases=("two three",))),
        ('an "open quote', Asked(words=("an", "open", "quote"))),
        ("title:payroll", Asked(words=("title:payroll",))),
        ("NOT OR (", Asked(words=("NOT", "OR", "("))),
        ("-", Asked(words=("-",))),
        ("--x", Asked(without=("-x",))),
    ],
)
def test_parse_knows_words_phrases_and_what_to_leave_out(text: str, asked: Asked) -> None:
    assert parse(text) == asked


def test_tidy_takes_out_what_a_page_cannot_show() -> None:
    assert tidy("pay\0roll\x1b \ud800 \ufffe\n and\thr") == "pay roll and hr"


@pytest.mark.parametrize(("typed", "kept"), [(299, 299), (300, 300), (301, 300)])
def test_tidy_keeps_three_hundred_letters(typed: int, kept: int) -> None:
    assert MOST_LETTERS == 300
    assert len(tidy("x" * typed)) == kept


@pytest.mark.parametrize(("typed", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_parse_keeps_twenty_words(typed: int, kept: int) -> None:
    assert MOST_WORDS == 20
    assert len(parse("x " * typed).words) == kept


@given(st.text(max_size=2_000))
def test_tidy_is_the_same_done_twice(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("St Mary's Trust", ("st", "marys", "trust")),
        ("ST MARY’S", ("st", "marys")),
        ("The Oak & Ash Trust", ("oak", "ash", "trust")),
        ("oak and ash", ("oak", "ash")),
        ("Ysgol Gŵyr", ("ysgol", "gwyr")),
        ("E-ACT 2020", ("e", "act", "2020")),
        ("the -- !", ()),
    ],
)
def test_a_name_is_known_by_its_words_however_they_are_written(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words
