"""The frameworks that the DfE approves."""

from dataclasses import replace
from datetime import date

import pytest

from app.kernel.errors import NotFound
from app.procurement.frameworks import all_frameworks, frameworks_on, get_framework


def test_every_framework_is_held_once_under_the_last_part_of_its_address() -> None:
    held = all_frameworks()
    assert len({each.code for each in held}) == len({each.url for each in held}) == len(held) == 55
    assert [each.title for each in held] == sorted((each.title for each in held), key=str.casefold)
    assert all(each.title and each.category and each.subcategory for each in held)
    assert all(each.url.startswith("https://") and each.url.endswith(f"/{each.code}") for each in held)


def test_a_framework_names_its_costs_and_when_it_began() -> None:
    ict = get_framework("ict-procurement")
    assert ict.title == "Everything ICT"
    assert ict.category == ("Administrative supplies", "Educational ICT")
    assert ict.subcategory == ("Administrative supplies (non-educational)", "ICT learning resources")
    assert (ict.from_date, ict.until_date) == (date(2025, 7, 1), None)


def test_a_code_that_is_not_held_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_framework("nothing-of-the-kind")


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_framework_stands_from_its_first_day_to_its_last(day: date, stands: bool) -> None:
    ending = replace(get_framework("rpa"), until_date=date(2026, 3, 31))
    assert ending.stands_on(day) is stands


def test_before_the_list_began_none_stand_and_without_a_last_day_all_go_on() -> None:
    assert frameworks_on(date(2025, 6, 30)) == []
    assert frameworks_on(date(2025, 7, 1)) == frameworks_on(date(2035, 7, 1)) == all_frameworks()
