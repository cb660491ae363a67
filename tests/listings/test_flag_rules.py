"""What is kept of a flag's words, when the operator is asked again, and what a decision needs."""

from datetime import UTC, datetime

import pytest

from app.kernel.errors import Refused
from app.listings import rules
from app.listings.values import FlagOutcome, FlagReason, FlagValue

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
STANDS, TAKEN_DOWN = FlagOutcome.STANDS, FlagOutcome.TAKEN_DOWN


def flag(*words: str, outcome: FlagOutcome | None = STANDS) -> FlagValue:
    return FlagValue(1, 2, FlagReason.AGENCY_SUPPLY, words, AT, outcome=outcome)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ((), ()),
        (("", "  "), ()),
        (("day  rate\n", "Day Rate", "supply"), ("day rate", "supply")),
        (("x" * 80,), ("x" * 80,)),
        (("x" * 81,), ("x" * 79 + "…",)),
        (tuple(f"word {n}" for n in range(10)), tuple(f"word {n}" for n in range(10))),
        (tuple(f"word {n}" for n in range(11)), tuple(f"word {n}" for n in range(10))),
    ],
)
def test_words_are_kept_once_each_short_and_few(found: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert rules.kept_words(found) == kept


@pytest.mark.parametrize(
    ("words", "earlier", "settled"),
    [
        (("supply",), [], False),
        (("supply",), [flag("Supply")], True),
        (("supply", "day rate"), [flag("supply")], False),
        (("supply", "day rate"), [flag("supply"), flag("day rate")], True),
        (("supply",), [flag("supply", "day rate")], True),
        (("supply",), [flag("supply", outcome=None)], False),
        (("supply",), [flag("supply", outcome=TAKEN_DOWN)], False),
        ((), [flag("supply")], False),
    ],
)
def test_the_operator_is_not_asked_twice_about_the_same_words(
    words: tuple[str, ...], earlier: list[FlagValue], settled: bool
) -> None:
    assert rules.is_settled(words, earlier) is settled


@pytest.mark.parametrize(
    ("outcome", "note", "says"),
    [
        (STANDS, "", ""),
        (STANDS, "x" * 1_000, ""),
        (STANDS, "x" * 1_001, "1,000 characters"),
        (TAKEN_DOWN, "x", ""),
        (TAKEN_DOWN, "", "Enter why"),
        (TAKEN_DOWN, "x" * 1_001, "1,000 characters"),
    ],
)
def test_a_listing_is_taken_down_only_with_a_note_and_left_up_with_or_without(
    outcome: FlagOutcome, note: str, says: str
) -> None:
    refused = None
    try:
        rules.check_decision(outcome, note)
    except Refused as error:
        refused = error
    assert (refused is not None) is bool(says)
    if refused is not None:
        assert says in refused.message
        assert refused.field == "note"


@pytest.mark.parametrize(("version", "unchanged"), [(2, False), (3, True), (4, False)])
def test_what_was_read_is_what_is_decided_on(version: int, unchanged: bool) -> None:
    if unchanged:
        rules.check_unchanged(version, 3)
    else:
        with pytest.raises(rules.ChangedMeanwhile):
            rules.check_unchanged(version, 3)
