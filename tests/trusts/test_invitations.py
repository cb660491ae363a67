"""Inviting people, with an account or without."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.notifications.models import Mail
from app.people import queries as people
from app.trusts import actions, queries, rules
from app.trusts.models import Invitation
from app.trusts.values import InvitationValue, Role, TrustValue
from tests.people.makers import PASSWORD, make_person
from tests.trusts.makers import Member, make_member, make_trust
from tests.trusts.test_joining import ask, state_of, told, verbs

EMAIL = "new.person@larkmoor.example"


def invite(head: Member, at: datetime, email: str = EMAIL) -> tuple[InvitationValue, str]:
    """An invitation as buyer, and the token in the link that was sent."""
    with transaction():
        invitation = actions.invite(email=email, roles=[Role.BUYER], actor=head.actor, at=at)
    with transaction(writing=False):
        mail = session().scalars(select(Mail).where(Mail.key == f"trusts.invitation:{invitation.id}")).one()
        assert (mail.address, mail.secret) == (email.lower(), True)
        link = re.fullmatch(r"/invitations/([\w-]{40,})", mail.link or "")
    assert link
    return invitation, link[1]


def accept(token: str, person_id: int, at: datetime) -> None:
    with transaction():
        actions.accept_invitation(token=token, actor=Actor(person_id), at=at)


def test_somebody_with_an_account_joins_by_the_link(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(email=EMAIL)
    _, token = invite(head, at, "New.Person@Larkmoor.example")
    accept(token, person.id, at)
    with transaction(writing=False):
        assert queries.get_member(trust.id, person.id).roles == {Role.BUYER}
        assert queries.list_invitations(trust.id) == []
    assert told(head.person_id) == ["An invitation to Larkmoor Learning Trust was accepted"]
    assert verbs(trust)[:3] == ["trusts.invitation_accepted", "trusts.member_added", "trusts.invited"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Zoe@Schule-Köln.example", "zoe@xn--schule-kln-lcb.example"), (" New.Person@Larkmoor.example ", EMAIL)],
)
def test_an_invited_address_is_kept_as_an_accounts_is(
    trust: TrustValue, head: Member, at: datetime, typed: str, kept: str
) -> None:
    with transaction():
        assert actions.invite(email=typed, roles=[Role.BUYER], actor=head.actor, at=at).email == kept
    make_person(email=kept)
    with transaction(writing=False):
        assert people.find_by_email(kept) is not None


def test_an_address_that_no_mail_server_takes_is_not_invited(trust: TrustValue, head: Member, at: datetime) -> None:
    with transaction(), pytest.raises(Refused, match="Enter an email address"):
        actions.invite(email="zoë@larkmoor.example", roles=[Role.BUYER], actor=head.actor, at=at)


def test_somebody_without_an_account_makes_one_by_the_link(trust: TrustValue, head: Member, at: datetime) -> None:
    _, token = invite(head, at)
    with transaction():
        person_id = actions.accept_invitation_with_new_account(token=token, name="New Person", password=PASSWORD, at=at)
    with transaction(writing=False):
        person = people.get_person(person_id)
        assert (person.email, person.is_confirmed) == (EMAIL, True)
        assert queries.get_member(trust.id, person_id).roles == {Role.BUYER}


def test_a_weak_password_leaves_the_invitation_as_it_was(trust: TrustValue, head: Member, at: datetime) -> None:
    _, token = invite(head, at)
    with pytest.raises(Refused), transaction():
        actions.accept_invitation_with_new_account(token=token, name="New Person", password="password", at=at)
    with transaction(writing=False):
        assert people.find_by_email(EMAIL) is None
        assert len(queries.list_invitations(trust.id)) == 1


def test_an_invitation_is_for_its_own_address(trust: TrustValue, head: Member, at: datetime) -> None:
    _, token = invite(head, at)
    with pytest.raises(NotFound):
        accept(token, make_person(email="somebody.else@larkmoor.example").id, at)


def test_an_invitation_is_good_for_fourteen_days_and_once(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(email=EMAIL)
    _, token = invite(head, at)
    with pytest.raises(rules.InvitationOver):
        accept(token, person.id, at + timedelta(days=14))
    accept(token, person.id, at + timedelta(days=14) - timedelta(seconds=1))
    with pytest.raises(Refused):
        accept(token, person.id, at)


def test_a_second_invitation_makes_the_first_useless(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(email=EMAIL)
    _, first = invite(head, at)
    _, second = invite(head, at)
    with pytest.raises(rules.InvitationOver):
        accept(first, person.id, at)
    accept(second, person.id, at)


def test_a_withdrawn_invitation_is_useless(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(email=EMAIL)
    invitation, token = invite(head, at)
    with transaction():
        actions.withdraw_invitation(invitation_id=invitation.id, actor=head.actor, at=at)
    with pytest.raises(rules.InvitationOver):
        accept(token, person.id, at)
    with pytest.raises(rules.InvitationOver), transaction():
        actions.withdraw_invitation(invitation_id=invitation.id, actor=head.actor, at=at)


def test_only_an_administrator_of_the_trust_invites_and_withdraws(
    trust: TrustValue, head: Member, at: datetime
) -> None:
    invitation, _ = invite(head, at)
    buyer = make_member(trust, [Role.BUYER])
    stranger = make_member(make_trust("Other Trust"), [Role.ADMINISTRATOR])
    with pytest.raises(NotFound), transaction():
        actions.invite(email=EMAIL, roles=[Role.BUYER], actor=buyer.actor, at=at)
    for actor in (buyer.actor, stranger.actor):
        with pytest.raises(NotFound), transaction():
            actions.withdraw_invitation(invitation_id=invitation.id, actor=actor, at=at)


def test_a_member_is_not_invited_again_and_a_closed_trust_invites_nobody(
    trust: TrustValue, head: Member, at: datetime
) -> None:
    with pytest.raises(rules.AlreadyMember):
        invite(head, at, head.email)
    with pytest.raises(rules.NoRoles), transaction():
        actions.invite(email=EMAIL, roles=[], actor=head.actor, at=at)
    make_trust(uid=trust.uid, is_open=False)
    with pytest.raises(rules.TrustClosed):
        invite(head, at)


def test_taking_up_an_invitation_settles_a_request_that_waits(trust: TrustValue, head: Member, at: datetime) -> None:
    person = make_person(email=EMAIL)
    request = ask(trust, at, person.id)
    _, token = invite(head, at)
    accept(token, person.id, at)
    assert state_of(request).value == "accepted"


def test_the_link_itself_is_not_kept(trust: TrustValue, head: Member, at: datetime) -> None:
    _, token = invite(head, at)
    with transaction(writing=False):
        row = session().scalars(select(Invitation)).one()
        assert token not in row.token_hash
    with pytest.raises(NotFound):
        accept("a-link-we-never-sent", head.person_id, at)


def test_an_old_invitation_is_erased_after_a_year(trust: TrustValue, head: Member, at: datetime) -> None:
    invite(head, at)
    year = timedelta(days=365)
    with transaction():
        assert actions.erase_old(at=at + year - timedelta(seconds=1)) == 0
        assert actions.erase_old(at=at + year) == 1
    with transaction(writing=False):
        assert session().scalars(select(Invitation)).all() == []
