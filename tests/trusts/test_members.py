"""Roles and leaving."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import queries as audit
from app.extensions import db
from app.kernel.database import bound, transaction
from app.kernel.errors import NotFound, Refused
from app.trusts import actions, queries, rules
from app.trusts.values import Permission, Role, TrustValue
from tests.people.makers import make_person
from tests.trusts.makers import Member, make_member, make_trust
from tests.trusts.test_joining import told, verbs


def roles_of(trust: TrustValue, member: Member) -> frozenset[Role]:
    with transaction(writing=False):
        return queries.get_member(trust.id, member.person_id).roles


def test_an_administrator_changes_roles_and_the_person_is_told(trust: TrustValue, head: Member, at: datetime) -> None:
    buyer = make_member(trust, [Role.BUYER])
    with transaction():
        actions.set_roles(person_id=buyer.person_id, roles=[Role.APPROVER, Role.FINANCE], actor=head.actor, at=at)
    assert roles_of(trust, buyer) == {Role.APPROVER, Role.FINANCE}
    assert told(buyer.person_id) == ["Your roles at Larkmoor Learning Trust have changed"]
    with transaction(writing=False):
        row = audit.list_for_trust(trust.id)[0]
    assert (row.verb, row.subject) == ("trusts.roles_changed", f"person:{buyer.person_id}")
    assert row.facts == {"roles": ["approver", "finance"]}


def test_the_same_roles_again_change_nothing(trust: TrustValue, head: Member, at: datetime) -> None:
    before = verbs(trust)
    with transaction():
        actions.set_roles(person_id=head.person_id, roles=[Role.ADMINISTRATOR], actor=head.actor, at=at)
    assert verbs(trust) == before


def test_a_member_keeps_at_least_one_role(trust: TrustValue, head: Member, at: datetime) -> None:
    buyer = make_member(trust, [Role.BUYER])
    with pytest.raises(rules.NoRoles), transaction():
        actions.set_roles(person_id=buyer.person_id, roles=[], actor=head.actor, at=at)


def test_the_last_administrator_can_neither_be_demoted_nor_leave(trust: TrustValue, head: Member, at: datetime) -> None:
    make_member(trust, [Role.BUYER])
    with pytest.raises(rules.LastAdministrator), transaction():
        actions.set_roles(person_id=head.person_id, roles=[Role.BUYER], actor=head.actor, at=at)
    with pytest.raises(rules.LastAdministrator), transaction():
        actions.end_membership(person_id=head.person_id, actor=head.actor, at=at)
    second = make_member(trust, [Role.ADMINISTRATOR])
    with transaction():
        actions.end_membership(person_id=head.person_id, actor=head.actor, at=at)
    with transaction(writing=False):
        assert queries.people_with(trust.id, Permission.MANAGE_TRUST) == [second.person_id]


def test_only_administrators_change_or_end_the_membership_of_others(
    trust: TrustValue, head: Member, at: datetime
) -> None:
    buyer = make_member(trust, [Role.BUYER])
    stranger = make_member(make_trust("Other Trust"), [Role.ADMINISTRATOR])
    for actor in (buyer.actor, stranger.actor):
        with pytest.raises(NotFound), transaction():
            actions.set_roles(person_id=head.person_id, roles=[Role.BUYER], actor=actor, at=at)
        with pytest.raises(NotFound), transaction():
            actions.end_membership(person_id=head.person_id, actor=actor, at=at)


def test_a_removed_member_is_told_and_loses_every_permission(trust: TrustValue, head: Member, at: datetime) -> None:
    buyer = make_member(trust, [Role.BUYER])
    with transaction():
        actions.end_membership(person_id=buyer.person_id, actor=head.actor, at=at)
    with transaction(writing=False):
        assert queries.memberships_of(buyer.person_id) == []
        assert [each.person_id for each in queries.list_members(trust.id)] == [head.person_id]
    assert told(buyer.person_id) == ["You no longer act for Larkmoor Learning Trust"]


def test_one_who_leaves_is_missed_by_the_administrators_and_may_come_back(
    trust: TrustValue, head: Member, at: datetime
) -> None:
    buyer = make_member(trust, [Role.BUYER])
    with transaction():
        actions.end_membership(person_id=buyer.person_id, actor=buyer.actor, at=at)
    assert told(head.person_id) == ["Somebody has left Larkmoor Learning Trust"]
    with transaction():
        actions.add_member(trust_id=trust.id, person_id=buyer.person_id, roles=[Role.FINANCE], at=at)
    assert roles_of(trust, buyer) == {Role.FINANCE}


def test_nobody_is_added_twice_or_to_a_closed_trust(trust: TrustValue, head: Member, at: datetime) -> None:
    with pytest.raises(rules.AlreadyMember), transaction():
        actions.add_member(trust_id=trust.id, person_id=head.person_id, roles=[Role.BUYER], at=at)
    closed = make_trust("Old Trust", is_open=False)
    with pytest.raises(rules.TrustClosed), transaction():
        actions.add_member(trust_id=closed.id, person_id=head.person_id, roles=[Role.BUYER], at=at)


def test_members_come_with_their_roles_at_the_same_cost_however_many(
    trust: TrustValue, head: Member, statements: Callable[[], Any]
) -> None:
    with statements() as few, transaction(writing=False):
        queries.list_members(trust.id)
    for _ in range(5):
        make_member(trust, [Role.BUYER, Role.FINANCE])
    with statements() as many, transaction(writing=False):
        assert len(queries.list_members(trust.id)) == 6
    assert len(few) == len(many)


def test_two_administrators_who_leave_at_once_do_not_both_leave(
    app: Flask, trust: TrustValue, head: Member, at: datetime
) -> None:
    second = make_member(trust, [Role.ADMINISTRATOR])
    outcomes: list[str] = []
    begin = threading.Barrier(2)

    def leave(member: Member) -> None:
        with app.app_context(), bound(db.sessionmaker):
            begin.wait()
            try:
                with transaction():
                    actions.end_membership(person_id=member.person_id, actor=member.actor, at=at)
                outcomes.append("left")
            except Refused:
                outcomes.append("stayed")

    threads = [threading.Thread(target=leave, args=(each,)) for each in (head, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["left", "stayed"]


def test_nothing_is_saved_when_the_trail_cannot_be_written(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person()
    with transaction() as own:
        own.execute(text("DROP TABLE audit_concern"))
    with pytest.raises(DBAPIError), transaction():
        actions.add_member(trust_id=trust.id, person_id=person.id, roles=[Role.BUYER], at=at)
    with transaction(writing=False):
        assert queries.find_member(trust.id, person.id) is None
