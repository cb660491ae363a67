"""The demo's contracts could really be in a register, on whatever day it is loaded, and suggest what they should."""

from datetime import date, timedelta

import pytest

from app.contracts.rules import check_kept, check_supplement
from app.contracts.rules.reminders import due_on
from app.contracts.rules.suggesting import Like, is_near, last_day_ahead, others_like
from app.contracts.values import ContractValue, Kept, Supplement
from app.kernel.cpv import class_of
from app.sandbox.demo.contract_content import NEIGHBOUR_ACADEMIES, NEIGHBOUR_GROUPS, WrittenContract, contract_content
from tests.contracts.test_rules import contract as held
from tests.sandbox.demo.content import GROUPS, SCHOOLS, assert_unique, memberships, rows

CONTRACTS = contract_content().contracts
KEEPERS = contract_content().keepers
DAYS = [date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2027, 8, 31)]
KEEP = {"buyer", "procurement_lead", "finance"}
NEIGHBOURS = {row["Group UID"]: row for row in rows(NEIGHBOUR_GROUPS.name)}


def kept_and_said(written: WrittenContract, today: date) -> tuple[Kept, Supplement]:
    return written.kept(today, {urn: number for number, urn in enumerate(SCHOOLS)}), written.said(today, None)


@pytest.mark.parametrize("today", DAYS)
def test_every_contract_is_one_that_its_author_may_add(today: date) -> None:
    for each in CONTRACTS:
        kept, said = kept_and_said(each, today)
        check_kept(kept, schools=range(len(SCHOOLS)))
        check_supplement(said, start=kept.start_date, end=kept.end_date, members=[])
        assert kept.start_date <= today
        if each.trust in GROUPS:
            people = {person["email"]: set(member["roles"]) for person, member in memberships(each.trust)}
            assert people[each.by] & KEEP, each.by
            assert each.responsible in {"", *people}
        else:
            assert each.trust in next(keeper.trusts for keeper in KEEPERS if keeper.email == each.by)


def test_neighbours_are_trusts_of_their_own_with_a_school_each() -> None:
    groups, schools = rows(NEIGHBOUR_GROUPS.name), rows(NEIGHBOUR_ACADEMIES.name)
    assert set(NEIGHBOURS).isdisjoint(GROUPS)
    assert {row["URN"] for row in schools}.isdisjoint(SCHOOLS)
    assert_unique([row["Group Name"] for row in [*groups, *GROUPS.values()]])
    assert_unique([row["UKPRN"] for row in [*groups, *schools, *GROUPS.values(), *SCHOOLS.values()]])
    assert [row["Trusts (code)"] for row in schools] == list(NEIGHBOURS)
    assert sorted(uid for keeper in KEEPERS for uid in keeper.trusts) == sorted(NEIGHBOURS)


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize(("uid", "category"), [("90001", "energy-and-sustainability"), ("90002", "school-meals")])
def test_larkmoor_and_three_rivers_gate_are_suggested_a_round(uid: str, category: str, today: date) -> None:
    likes = [like for each in CONTRACTS if (like := like_of(each, today)) is not None]
    own = next(each for each in likes if each.trust_id == int(uid) and each.category == category)
    assert today <= own.last_date <= last_day_ahead(today)
    near = {int(other) for other in POINTS if other != uid and is_near(POINTS[uid], POINTS[other])}
    assert len(others_like(own, likes, near)) == 3


def test_reminders_are_due_on_the_day_of_loading() -> None:
    today = DAYS[0]
    due = [each for each in CONTRACTS if due_on(as_held(each, today), today)]
    assert {each.trust for each in due} >= {"90001", "90002", "90004"}
    assert any(each.notice_day(today) == today + timedelta(days=6) for each in due)


def like_of(written: WrittenContract, today: date) -> Like | None:
    last = written.last_day(today)
    return Like(int(written.trust), written.category or None, class_of(written.cpv), last) if last else None


def as_held(written: WrittenContract, today: date) -> ContractValue:
    last = written.last_day(today)
    return held(
        start_date=written.first_day(today), end_date=last, last_date=last, notice_date=written.notice_day(today)
    )


def _points() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for school in [*SCHOOLS.values(), *rows(NEIGHBOUR_ACADEMIES.name)]:
        found.setdefault(school["Trusts (code)"], []).append((int(school["Easting"]), int(school["Northing"])))
    return found


POINTS = _points()
