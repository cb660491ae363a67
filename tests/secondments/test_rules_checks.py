"""Which checks a home employer answers, with what: Keeping children safe in education, part three."""

from datetime import date
from typing import Any

import pytest

from app.kernel.errors import Refused
from app.secondments.rules import checks as rules
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import CheckItem, Confirmed, Level, Party, RoleFamily, SecondmentState, WhyNot
from tests.secondments.along_makers import held_value

TODAY = date(2026, 9, 3)


def faults(*given: Confirmed) -> list[tuple[str | None, str]]:
    return [(each.field, each.message) for each in rules.answer_faults(given, today=TODAY)]


@pytest.mark.parametrize(
    ("item", "allowed"),
    [
        (CheckItem.IDENTITY, None),
        (CheckItem.RIGHT_TO_WORK, None),
        (CheckItem.ENHANCED_DBS, WhyNot.NOT_REGULATED),
        (CheckItem.BARRED_LIST, WhyNot.NOT_REGULATED),
        (CheckItem.PROHIBITION, WhyNot.NO_TEACHING),
        (CheckItem.SECTION_128, WhyNot.NO_MANAGEMENT),
        (CheckItem.OVERSEAS, WhyNot.NOT_OVERSEAS),
        (CheckItem.QUALIFICATIONS, WhyNot.NONE_NEEDED),
    ],
)
def test_a_check_is_left_out_for_its_own_reason_alone(item: CheckItem, allowed: WhyNot | None) -> None:
    good = [why for why in WhyNot if not faults(Confirmed(item, None, why))]
    assert good == ([] if allowed is None else [allowed])
    assert rules.reason_of(item) is allowed
    assert not faults(Confirmed(item, TODAY, None)), "each of them may be done"


@pytest.mark.parametrize(
    ("done", "good"),
    [
        (date(1949, 12, 31), False),
        (date(1950, 1, 1), True),
        (date(2026, 9, 2), True),
        (date(2026, 9, 3), True),
        (date(2026, 9, 4), False),
    ],
)
def test_a_check_is_done_from_1950_to_today(done: date, good: bool) -> None:
    found = faults(Confirmed(CheckItem.IDENTITY, done, None))
    assert [field for field, _ in found] == ([] if good else ["identity_date"])


def test_an_item_has_exactly_one_answer() -> None:
    both = Confirmed(CheckItem.OVERSEAS, TODAY, WhyNot.NOT_OVERSEAS)
    neither = Confirmed(CheckItem.OVERSEAS, None, None)
    done = Confirmed(CheckItem.OVERSEAS, TODAY, None)
    assert [field for field, _ in faults(both)] == ["overseas"]
    assert [field for field, _ in faults(neither)] == ["overseas"]
    assert faults(done, done) == [(None, "Give one answer for each check")]


def test_what_has_no_answer_is_missing_in_the_order_of_the_record() -> None:
    given = [Confirmed(CheckItem.OVERSEAS, TODAY, None), Confirmed(CheckItem.IDENTITY, TODAY, None)]
    left = (
        CheckItem.RIGHT_TO_WORK,
        CheckItem.ENHANCED_DBS,
        CheckItem.BARRED_LIST,
        CheckItem.PROHIBITION,
        CheckItem.SECTION_128,
        CheckItem.QUALIFICATIONS,
    )
    assert rules.missing(given) == left
    assert rules.missing([]) == tuple(CheckItem)
    assert rules.missing([Confirmed(item, TODAY, None) for item in CheckItem]) == ()


@pytest.mark.parametrize(
    ("family", "level", "not_required"),
    [
        (RoleFamily.FINANCE, Level.PRACTITIONER, {"prohibition", "section_128", "qualifications"}),
        (RoleFamily.FINANCE, Level.EXECUTIVE, {"prohibition", "qualifications"}),
        (RoleFamily.SUPPORT, Level.MIDDLE, {"prohibition", "section_128", "qualifications"}),
        (RoleFamily.TEACHING, Level.PRACTITIONER, {"section_128"}),
        (RoleFamily.TEACHING, Level.MIDDLE, set()),
        (RoleFamily.SEND, Level.PRACTITIONER, {"section_128"}),
        (RoleFamily.SEND, Level.SENIOR, set()),
        (RoleFamily.LEADERSHIP, Level.MIDDLE, set()),
        (RoleFamily.GOVERNANCE, Level.PRACTITIONER, {"prohibition", "qualifications"}),
    ],
)
def test_the_kind_of_post_suggests_what_it_does_not_need(
    family: RoleFamily, level: Level, not_required: set[str]
) -> None:
    found = rules.suggested(family, level)
    assert set(found) == not_required
    assert all(rules.reason_of(item) is why for item, why in found.items()), "with the reason that is allowed"


@pytest.mark.parametrize(
    ("day", "good"),
    [
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2027, 1, 6), True),
        (date(2027, 1, 7), False),
    ],
)
def test_who_came_is_confirmed_from_the_first_day_to_today(day: date, good: bool) -> None:
    more: dict[str, Any] = {"is_confirmed": False, "today": date(2027, 1, 6), "day": day}
    if good:
        rules.check_can_arrive(held_value(), Party.HOST, **more)
    else:
        with pytest.raises(Refused) as refused:
            rules.check_can_arrive(held_value(), Party.HOST, **more)
        assert refused.value.field == "arrived"


def test_the_host_confirms_who_came_once_and_while_it_is_under_way() -> None:
    more: dict[str, Any] = {"is_confirmed": False, "today": date(2027, 1, 6)}
    rules.check_can_arrive(held_value(), Party.HOST, **more)
    with pytest.raises(NotThisParty):
        rules.check_can_arrive(held_value(), Party.HOME, **more)
    with pytest.raises(MovedOn):
        rules.check_can_arrive(held_value(), Party.HOST, is_confirmed=True, today=date(2027, 1, 6))
    with pytest.raises(MovedOn):
        rules.check_can_arrive(held_value(state=SecondmentState.AGREED), Party.HOST, **more)


def test_the_home_employer_answers_until_it_is_over() -> None:
    rules.check_can_confirm(held_value(state=SecondmentState.DRAFTING), Party.HOME)
    with pytest.raises(NotThisParty):
        rules.check_can_confirm(held_value(), Party.HOST)
    for over in (SecondmentState.ENDED, SecondmentState.ABANDONED):
        with pytest.raises(MovedOn):
            rules.check_can_confirm(held_value(state=over), Party.HOME)
