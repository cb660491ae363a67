"""Finding trusts and schools, and who belongs where."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.trusts import actions, queries
from app.trusts.values import Permission, Phase, Region, Role, TrustKind
from tests.trusts.makers import make_member, make_school, make_trust, schools_of
from tests.trusts.test_gias import ACADEMIES, GROUPS
from tests.trusts.test_import import apply


@pytest.fixture
def register(app: Flask, at: datetime) -> None:
    with transaction():
        actions.import_register(groups=GROUPS, academies=ACADEMIES, at=at)


def found(text: str, **filters: Any) -> list[str]:
    with transaction(writing=False):
        items, total = queries.search_register(text, **filters)
    assert total >= len(items)
    return [each.trust.uid for each in items]


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("hollowmere", ["80001"]),
        ("HOLLOW acad", ["80001"]),
        ("academies hollowmere", ["80001"]),
        ("fierte", ["80003"]),
        ("Fierté learning", ["80003"]),
        ("80004", ["80004"]),
        ("07000002", ["80002"]),
        ("10900001", ["80001"]),
        ("caistley", ["80002"]),
        ("stoke-on-wend", ["80003"]),
        ("CZ12 9EP", ["80002"]),
        ("cz129ep", ["80002"]),
        ("WX1", ["80001", "80003"]),
        ("CZ1", []),
        ("WX12", ["80003"]),
        ("st cuthberts", ["80002"]),
        ("Saint Cuthbert's primary", ["80002"]),
        ("bridge centre", ["80003"]),
        ("900006", ["80004"]),
        ("ollowmere", []),
        ("hollowmere caistley", []),
        ("100%", []),
        ("_", ["80004", "80002", "80003", "80001", "80006", "80005", "80007"]),
        ("", ["80004", "80002", "80003", "80001", "80006", "80005", "80007"]),
    ],
)
def test_a_trust_is_found_by_what_people_know_of_it(register: None, text: str, uids: list[str]) -> None:
    assert found(text) == uids


@pytest.mark.parametrize(
    ("filters", "uids"),
    [
        ({"kind": TrustKind.SINGLE_ACADEMY_TRUST}, ["80004", "80005"]),
        ({"kind": TrustKind.SINGLE_ACADEMY_TRUST, "open_only": True}, ["80004"]),
        ({"region": Region.NORTH_WEST}, ["80003", "80001"]),
        ({"page": 2, "size": 3}, ["80001", "80006", "80005"]),
        ({"page": 9, "size": 3}, []),
    ],
)
def test_the_register_is_filtered_and_paged_open_trusts_first(
    register: None, filters: dict[str, Any], uids: list[str]
) -> None:
    assert found("", **filters) == uids


def test_a_trust_found_by_its_school_says_which_and_how_large_it_is(register: None) -> None:
    with transaction(writing=False):
        (only,), _ = queries.search_register("cuthbert")
        (named,), _ = queries.search_register("hollowmere academies")
    assert only.matched_schools == ("St. Cuthbert's C of E Primary School",)
    assert (named.schools, named.roll, named.matched_schools) == (2, 1110, ())


def test_a_trusts_own_name_comes_before_a_schools(app: Flask) -> None:
    make_school(make_trust("Ash Trust", uid="80101"), "Maple Grove School")
    make_trust("Maple Trust", uid="80102")
    make_trust("Maple Grove Trust", uid="80103", is_open=False)
    assert found("maple") == ["80102", "80101", "80103"]


def test_a_school_that_has_left_no_longer_finds_its_old_trust(register: None, at: datetime) -> None:
    apply(at, left={"900003": "in no academy trust"})
    assert found("cuthbert") == []


def test_searching_costs_the_same_however_many_are_found(app: Flask, statements: Callable[[], Any]) -> None:
    for number in range(12):
        make_trust(f"Cedar Trust {number}", rolls=[100])
    with statements() as one:
        found("cedar", size=1)
    with statements() as twelve:
        found("cedar", size=12)
    assert len(one) == len(twelve)


def test_schools_come_by_name_with_what_others_need_of_them(app: Flask) -> None:
    trust = make_trust("Larkmoor Trust")
    make_school(trust, "Zenith School", roll=10, town="Wend", easting=1, northing=2, la_name="Wexshire")
    make_school(trust, "Abbot School", phase=Phase.SECONDARY, roll=None)
    abbot, zenith = schools_of(trust)
    assert (abbot.name, abbot.phase, abbot.roll) == ("Abbot School", Phase.SECONDARY, None)
    assert (zenith.trust_id, zenith.town, zenith.easting, zenith.northing) == (trust.id, "Wend", 1, 2)
    with transaction(writing=False):
        assert queries.schools_by_id([abbot.id, zenith.id, 999]) == {abbot.id: abbot, zenith.id: zenith}
        assert queries.list_schools(trust.id, date(1990, 1, 1)) == [abbot, zenith]


def test_trusts_and_names_come_in_one_batch(app: Flask, statements: Callable[[], Any]) -> None:
    trusts = [make_trust(f"Trust {number}") for number in range(3)]
    with statements() as sent, transaction(writing=False):
        assert queries.trusts_by_id(each.id for each in trusts) == {each.id: each for each in trusts}
        assert queries.names([trusts[0].id, 999]) == {trusts[0].id: "Trust 0"}
    assert len([each for each in sent if each.startswith("SELECT")]) == 2


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    trust = make_trust()
    with transaction(writing=False):
        for ask in (
            lambda: queries.get_trust(999),
            lambda: queries.get_trust_by_uid("999"),
            lambda: queries.get_member(trust.id, 999),
            lambda: queries.get_request(999),
            lambda: queries.get_invitation(trust.id, 999),
        ):
            with pytest.raises(NotFound):
                ask()
        assert queries.find_trust_by_uid("999") is None
        assert queries.find_school_by_urn("999") is None


def test_people_with_a_permission_are_present_members_whose_roles_allow_it(app: Flask, at: datetime) -> None:
    trust, other = make_trust(), make_trust("Other Trust")
    buyer = make_member(trust, [Role.BUYER, Role.ADMINISTRATOR])
    finance = make_member(trust, [Role.FINANCE])
    make_member(other, [Role.BUYER])
    gone = make_member(trust, [Role.BUYER])
    with transaction():
        actions.end_membership(person_id=gone.person_id, actor=buyer.actor, at=at)
    with transaction(writing=False):
        assert queries.people_with(trust.id, Permission.BUY) == [buyer.person_id]
        assert queries.people_with(trust.id, Permission.VIEW_AUDIT) == [buyer.person_id, finance.person_id]
        assert queries.people_with(trust.id, Permission.POST_CPD) == []


def test_a_persons_trusts_come_by_name_with_what_they_may_do_in_each(app: Flask, at: datetime) -> None:
    zebra, apple = make_trust("Zebra Trust"), make_trust("Apple Trust")
    member = make_member(zebra, [Role.BUYER])
    with transaction():
        actions.add_member(trust_id=apple.id, person_id=member.person_id, roles=[Role.FINANCE, Role.HR_LEAD], at=at)
    with transaction(writing=False):
        mine = queries.memberships_of(member.person_id)
    assert [(each.trust.name, each.roles) for each in mine] == [
        ("Apple Trust", frozenset({Role.FINANCE, Role.HR_LEAD})),
        ("Zebra Trust", frozenset({Role.BUYER})),
    ]
    assert Permission.BUY in mine[1].permissions
    assert Permission.BUY not in mine[0].permissions


def test_a_trust_is_suggested_by_the_domain_of_an_email(register: None) -> None:
    with transaction(writing=False):
        assert [each.uid for each in queries.list_by_domain("hollowmere.example")] == ["80001"]
        assert [each.uid for each in queries.list_by_domain("example")] == []
        assert queries.list_by_domain("%") == []


def test_the_places_of_a_trusts_present_schools_are_read_once_each_in_one_batch(
    app: Flask, at: datetime, statements: Callable[[], Any]
) -> None:
    ash, oak = make_trust("Ash Trust"), make_trust("Oak Trust")
    make_school(ash, "Ash Primary", easting=2, northing=9)
    make_school(ash, "Ash Infants", easting=2, northing=9)
    make_school(ash, "Ash High", easting=1, northing=8)
    make_school(ash, "Ash Forest School")
    make_school(oak, "Oak Primary", easting=5, northing=6)
    with statements() as sent, transaction(writing=False):
        assert queries.list_points([ash.id, oak.id]) == {ash.id: [(1, 8), (2, 9)], oak.id: [(5, 6)]}
        assert queries.list_points([]) == {}
    assert len([each for each in sent if each.startswith("SELECT")]) == 2
