"""How long somebody who may be lent is kept by name, and what may be typed of them."""

from datetime import date
from hashlib import sha256

import pytest

from app.secondments.rules import retention, secondees
from app.secondments.rules.retention import Kept
from app.secondments.rules.secondee_links import NoLongerYours, check_is_yours, mailbox_mark
from app.secondments.values import SecondeeDraft, SecondeeValue, SecondmentState
from tests.clock import START

WREN = SecondeeValue(5, 1, "Wren Ashdown", "wren@northgate.example", "SENDCo", "", None, START)


@pytest.mark.parametrize(
    ("kept", "today", "before"),
    [
        (Kept.REFUSED, date(2027, 5, 20), date(2026, 11, 20)),
        (Kept.REFUSED, date(2027, 8, 31), date(2027, 2, 28)),
        (Kept.REFUSED, date(2028, 8, 31), date(2028, 2, 29)),
        (Kept.NEVER_PUT_FORWARD, date(2028, 2, 29), date(2027, 2, 28)),
        (Kept.PROFILE, date(2027, 1, 15), date(2026, 7, 15)),
        (Kept.LENT, date(2033, 7, 23), date(2027, 7, 23)),
        (Kept.LENT, date(2033, 12, 31), date(2027, 12, 31)),
    ],
)
def test_each_thing_is_kept_its_own_number_of_months(kept: Kept, today: date, before: date) -> None:
    assert retention.erased_before(kept, today) == before
    assert retention.period_on(kept, today).reason


def test_before_the_first_rule_that_one_holds() -> None:
    assert retention.period_on(Kept.LENT, date(2020, 1, 1)) == retention.period_on(Kept.LENT, date(2026, 9, 1))


@pytest.mark.parametrize("state", SecondmentState)
def test_a_name_is_needed_while_a_secondment_is_agreed_or_under_way(state: SecondmentState) -> None:
    retention.check_can_erase([])
    if not state.is_live:
        retention.check_can_erase([state])
        return
    with pytest.raises(retention.StillLent):
        retention.check_can_erase([SecondmentState.ENDED, state])


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("SENDCo available two days a week", True),
        ("Wren Ashdown, SENDCo", False),
        ("SENDCo: ask for WREN", False),
        ("An experienced head of Li", True),
    ],
)
def test_a_title_that_holds_part_of_a_name_goes_with_it(title: str, kept: bool) -> None:
    assert retention.title_without("Wren Li Ashdown", title) == (title if kept else retention.ERASED_TITLE)


def test_what_is_typed_is_tidied() -> None:
    typed = SecondeeDraft("  Wren   Ashdown ", " Wren@Northgate.Example ", " SENDCo  at Ash ", " Six years. ")
    assert secondees.tidy_secondee(typed) == SecondeeDraft(
        "Wren Ashdown", "wren@northgate.example", "SENDCo at Ash", "Six years."
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * (secondees.LONGEST_NAME + 1)}, "name"),
        ({"email": "wren"}, "email"),
        ({"email": ""}, "email"),
        ({"home_post": "a" * (secondees.LONGEST_POST + 1)}, "home_post"),
        ({"profile": "a" * (secondees.LONGEST_PROFILE + 1)}, "profile"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(changes: dict[str, str], field: str) -> None:
    typed = {"name": "Wren Ashdown", "email": "wren@northgate.example", **changes}
    with pytest.raises(secondees.SecondeeRefused) as refused:
        secondees.tidy_secondee(SecondeeDraft(**typed))
    assert refused.value.field == field


def test_a_link_is_its_mailboxs_until_the_address_changes_or_the_person_is_erased() -> None:
    mark = mailbox_mark("Wren@Northgate.example ")
    assert mark == sha256(b"wren@northgate.example").hexdigest()[:12]
    assert check_is_yours(WREN, mark=mark) == WREN
    for gone in (None, SecondeeValue(5, 1, "", "", "", "", None, START, START)):
        with pytest.raises(NoLongerYours, match="erased"):
            check_is_yours(gone, mark=mark)
    with pytest.raises(NoLongerYours, match="changed since"):
        check_is_yours(WREN, mark=mailbox_mark("other@northgate.example"))
