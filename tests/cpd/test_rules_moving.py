"""What a provider may do with capacities and places, at the boundary."""

import pytest

from app.cpd import rules
from tests.cpd.test_rules_places import RUN


@pytest.mark.parametrize(
    ("capacity", "taken", "is_right"),
    [(0, 0, False), (1, 0, True), (4, 5, False), (5, 5, True), (6, 5, True), (10_000, 0, True), (10_001, 0, False)],
)
def test_a_capacity_is_never_below_what_is_taken(capacity: int, taken: int, is_right: bool) -> None:
    if is_right:
        rules.check_capacity(capacity, taken=taken)
        return
    with pytest.raises(rules.CapacityWrong) as wrong:
        rules.check_capacity(capacity, taken=taken)
    assert wrong.value.field == "capacity"


def test_a_place_for_every_session_is_one_for_every_session_elsewhere() -> None:
    every = tuple(each.id for each in RUN.sessions)
    assert rules.same_sessions(every, RUN, RUN) == every
    assert rules.same_sessions(every[1:], RUN, RUN) == every[1:]
