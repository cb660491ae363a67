"""Asking to join a trust, and the answer."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit import queries as audit
from app.audit.models import AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.notifications import queries as notices
from app.trusts import actions, queries, rules
from app.trusts.values import RequestState, RequestValue, Role, TrustValue
from tests.people.makers import make_person
from tests.trusts.makers import Member, actor_of, make_member, make_trust


def ask(trust: TrustValue, at: datetime, person_id: int | None = None) -> RequestValue:
    person_id = person_id or make_person().id
    with transaction():
        return actions.ask_to_join(trust_id=trust.id, message="Business manager", actor=Actor(person_id), at=at)


def state_of(request: RequestValue) -> RequestState:
    with transaction(writing=False):
        return queries.get_request(request.id).state


def told(person_id: int) -> list[str]:
    with transaction(writing=False):
        return [each.subject for each in notices.list_notices(person_id)]


def verbs(trust: TrustValue) -> list[str]:
    with transaction(writing=False):
        return [row.verb for row in audit.list_for_trust(trust.id)]


@pytest.fixture
def operator(app: Flask) -> Actor:
    return Actor(make_person(is_operator=True).id, is_operator=True)


def test_asking_tells_the_administrators_and_nobody_else(
    trust: TrustValue, head: Member, operator: Actor, at: datetime
) -> None:
    buyer = make_member(trust, [Role.BUYER])
    request = ask(trust, at)
    assert state_of(request) is RequestState.WAITING
    assert told(head.person_id) == ["Somebody asks to join Larkmoor Learning Trust"]
    assert told(buyer.person_id) == told(operator.person_id) == []


def test_asking_a_trust_without_an_administrator_tells_the_operator(
    trust: TrustValue, operator: Actor, at: datetime
) -> None:
    make_member(trust, [Role.BUYER])
    ask(trust, at)
    assert told(operator.person_id) == ["Somebody asks to join Larkmoor Learning Trust"]
    with transaction(writing=False):
        assert queries.count_for_operator() == 1


def test_asking_twice_asks_once(trust: TrustValue, head: Member, at: datetime) -> None:
    first = ask(trust, at)
    assert ask(trust, at, first.person_id) == first
    assert len(told(head.person_id)) == 1
    assert verbs(trust).count("trusts.join_asked") == 1


def test_a_closed_trust_and_ones_own_cannot_be_asked(trust: TrustValue, head: Member, at: datetime) -> None:
    closed = make_trust("Old Trust", is_open=False)
    with pytest.raises(rules.TrustClosed):
        ask(closed, at)
    with pytest.raises(rules.AlreadyMember):
        ask(trust, at, head.person_id)


def test_an_administrator_lets_somebody_in_with_roles(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with transaction():
        actions.accept_join(request_id=request.id, roles=[Role.BUYER, Role.FINANCE], actor=head.actor, at=at)
    with transaction(writing=False):
        member = queries.get_member(trust.id, request.person_id)
    assert member.roles == {Role.BUYER, Role.FINANCE}
    assert state_of(request) is RequestState.ACCEPTED
    assert told(request.person_id) == ["You can now act for Larkmoor Learning Trust"]
    assert verbs(trust)[:3] == ["trusts.join_accepted", "trusts.member_added", "trusts.join_asked"]


def test_a_decline_carries_its_reason_and_may_be_asked_again(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with transaction():
        actions.decline_join(request_id=request.id, reason="Ask with your school address", actor=head.actor, at=at)
    with transaction(writing=False):
        assert queries.list_requests_by(request.person_id)[0].reason == "Ask with your school address"
        assert queries.find_member(trust.id, request.person_id) is None
    assert told(request.person_id) == ["Your request to join Larkmoor Learning Trust was declined"]
    assert ask(trust, at, request.person_id).id != request.id


def test_the_operator_lets_in_the_first_person_as_administrator(
    trust: TrustValue, operator: Actor, at: datetime
) -> None:
    request = ask(trust, at)
    with pytest.raises(rules.AdministratorNeeded), transaction():
        actions.accept_join(request_id=request.id, roles=[Role.BUYER], actor=operator, at=at)
    with transaction():
        actions.accept_join(request_id=request.id, roles=[Role.ADMINISTRATOR], actor=operator, at=at)
    with transaction(writing=False):
        assert queries.get_member(trust.id, request.person_id).roles == {Role.ADMINISTRATOR}
        assert queries.list_for_operator() == []


def test_only_those_whose_decision_it_is_find_a_request(
    trust: TrustValue, head: Member, operator: Actor, at: datetime
) -> None:
    request = ask(trust, at)
    stranger = make_member(make_trust("Other Trust"), [Role.ADMINISTRATOR])
    buyer = make_member(trust, [Role.BUYER])
    for actor in (operator, stranger.actor, buyer.actor, Actor(request.person_id)):
        with pytest.raises(NotFound), transaction():
            actions.accept_join(request_id=request.id, roles=[Role.BUYER], actor=actor, at=at)
        with pytest.raises(NotFound), transaction():
            actions.decline_join(request_id=request.id, reason="No", actor=actor, at=at)
    assert state_of(request) is RequestState.WAITING


def test_a_request_is_decided_once(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with transaction():
        actions.accept_join(request_id=request.id, roles=[Role.BUYER], actor=head.actor, at=at)
    with pytest.raises(rules.AlreadyDecided), transaction():
        actions.decline_join(request_id=request.id, reason="No", actor=head.actor, at=at)
    with pytest.raises(rules.AlreadyDecided), transaction():
        actions.withdraw_request(request_id=request.id, actor=Actor(request.person_id), at=at)
    assert state_of(request) is RequestState.ACCEPTED


def test_letting_in_needs_a_role_and_declining_a_reason(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with pytest.raises(rules.NoRoles), transaction():
        actions.accept_join(request_id=request.id, roles=[], actor=head.actor, at=at)
    with pytest.raises(rules.ReasonNeeded), transaction():
        actions.decline_join(request_id=request.id, reason=" ", actor=head.actor, at=at)


def test_a_trust_that_closed_meanwhile_lets_nobody_in(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    make_trust(uid=trust.uid, is_open=False)
    with pytest.raises(rules.TrustClosed), transaction():
        actions.accept_join(request_id=request.id, roles=[Role.BUYER], actor=head.actor, at=at)
    assert state_of(request) is RequestState.WAITING


def test_a_person_withdraws_their_own_request_only(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with pytest.raises(NotFound), transaction():
        actions.withdraw_request(request_id=request.id, actor=head.actor, at=at)
    with transaction():
        actions.withdraw_request(request_id=request.id, actor=Actor(request.person_id), at=at)
    assert state_of(request) is RequestState.WITHDRAWN


def test_what_one_asks_of_a_trust_is_not_on_the_trail_of_another(trust: TrustValue, head: Member, at: datetime) -> None:
    other = make_trust("Other Trust")
    member = make_member(other, [Role.ADMINISTRATOR])
    before = verbs(other)
    with transaction():
        actions.ask_to_join(trust_id=trust.id, message="", actor=member.actor, at=at)
    assert verbs(other) == before
    assert "trusts.join_asked" in verbs(trust)


def test_no_name_or_message_is_on_the_trail(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(name="Zebedee Quill")
    ask(trust, at, person.id)
    with transaction(writing=False):
        rows = session().scalars(select(AuditRow)).all()
        assert not [row for row in rows if "Zebedee" in repr(row.facts) or "Business" in repr(row.facts)]


def test_an_erased_year_old_request_keeps_what_was_decided(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    with transaction():
        actions.decline_join(request_id=request.id, reason="Private words", actor=head.actor, at=at)
    year = timedelta(days=365)
    with transaction():
        assert actions.erase_old(at=at + year - timedelta(seconds=1)) == 0
        assert actions.erase_old(at=at + year) == 1
    with transaction(writing=False):
        kept = queries.get_request(request.id)
    assert (kept.message, kept.reason, kept.state) == ("", "", RequestState.DECLINED)


def test_somebody_acting_for_another_trust_cannot_decide_here(trust: TrustValue, head: Member, at: datetime) -> None:
    request = ask(trust, at)
    elsewhere = actor_of(head.person_id, make_trust("Other Trust"), [Role.ADMINISTRATOR])
    with pytest.raises(NotFound), transaction():
        actions.accept_join(request_id=request.id, roles=[Role.BUYER], actor=elsewhere, at=at)
