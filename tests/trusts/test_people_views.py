"""The pages of people and roles, of acting and of invitations."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.trusts import actions, queries
from app.trusts.values import Role, TrustValue
from tests.people.makers import PASSWORD, make_person
from tests.police import PoliceClient
from tests.trusts.makers import Member, make_member, make_trust
from tests.trusts.pages import SignIn, text_of
from tests.trusts.test_invitations import EMAIL, invite
from tests.trusts.test_joining import ask


def test_roles_are_shown_with_what_each_allows_and_changed(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    buyer = make_member(trust, [Role.BUYER], name="Ben Buyer")
    browser = signed_in(head.email)
    page = text_of(browser.get(f"/trust/people/{buyer.person_id}/roles").text).replace("&#39;", "'")
    assert all(role.allows in page for role in Role)
    assert browser.submit(f"/trust/people/{buyer.person_id}/roles", roles=["approver"]).status_code == 303
    refused = browser.submit(f"/trust/people/{head.person_id}/roles", roles=["buyer"])
    assert refused.status_code == 422
    assert "only administrator cannot stop being an administrator" in refused.text
    assert browser.submit(f"/trust/people/{head.person_id}/roles").status_code == 422
    assert browser.get("/trust/people/999/roles").status_code == 404


def test_ending_a_membership_asks_first(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    buyer = make_member(trust, [Role.BUYER], name="Ben Buyer")
    browser = signed_in(head.email)
    path = f"/trust/people/{buyer.person_id}/end"
    assert "End the membership of Ben Buyer?" in browser.get(path).text
    with transaction(writing=False):
        assert queries.find_member(trust.id, buyer.person_id)
    assert browser.submit(path).status_code == 303
    assert "Ben Buyer" not in browser.get("/trust/people").text


def test_one_may_leave_unless_one_is_the_last_administrator(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    buyer = make_member(trust, [Role.BUYER])
    refused = signed_in(head.email).submit("/trust/leave")
    assert refused.status_code == 422
    assert "only administrator cannot leave" in refused.text
    browser = signed_in(buyer.email)
    assert "Leave Larkmoor Learning Trust?" in browser.get("/trust/leave").text
    assert browser.submit("/trust/leave").location == "/acting"
    assert "You belong to no trust yet" in browser.get("/acting").text


def test_a_person_of_two_trusts_switches_and_the_header_says_which(
    trust: TrustValue, head: Member, signed_in: SignIn, at: datetime
) -> None:
    other = make_trust("Ashdene Trust")
    with transaction():
        actions.add_member(trust_id=other.id, person_id=head.person_id, roles=[Role.BUYER], at=at)
    browser = signed_in(head.email)
    header = re.compile(r"for (Ashdene Trust|Larkmoor Learning Trust) Switch")
    assert header.search(text_of(browser.get("/acting").text))[1] == "Ashdene Trust"  # type: ignore[index]
    assert browser.get("/trust/people/invite").status_code == 403
    assert browser.submit("/acting", trust=str(trust.id)).status_code == 303
    assert header.search(text_of(browser.get("/join").text))[1] == "Larkmoor Learning Trust"  # type: ignore[index]
    assert browser.get("/trust/people/invite").status_code == 200


def test_nobody_switches_to_a_trust_they_do_not_belong_to(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    other = make_trust("Ashdene Trust")
    browser = signed_in(head.email)
    assert browser.submit("/acting", trust=str(other.id)).status_code == 422
    with browser.session_transaction() as cookie:
        cookie["acting"] = other.id
    assert "for Larkmoor Learning Trust" in text_of(browser.get("/join").text)


def test_an_administrator_invites_and_withdraws(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    browser = signed_in(head.email)
    assert browser.submit("/trust/people/invite", email=EMAIL, roles=["buyer"]).status_code == 303
    assert EMAIL in browser.get("/trust/people").text
    with transaction(writing=False):
        (invitation,) = queries.list_invitations(trust.id)
    path = f"/trust/people/invitations/{invitation.id}/withdraw"
    assert browser.submit(path, page="/trust/people").status_code == 303
    assert EMAIL not in browser.get("/trust/people").text
    browser.submit(path, page="/trust/people/invite")
    assert "was withdrawn" in browser.get("/trust/people").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"roles": ["buyer"]}, "Enter their work email address"),
        ({"email": "nobody", "roles": ["buyer"]}, "Enter an email address in the correct format"),
        ({"email": EMAIL}, "Choose at least one role"),
    ],
)
def test_an_invitation_that_lacks_something_says_so(
    trust: TrustValue, head: Member, signed_in: SignIn, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(head.email).submit("/trust/people/invite", **typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_new_person_joins_by_an_invitation_and_is_signed_in(
    trust: TrustValue, head: Member, client: PoliceClient, at: datetime
) -> None:
    _, token = invite(head, at)
    page = text_of(client.get(f"/invitations/{token}").text)
    assert "Join Larkmoor Learning Trust" in page
    assert EMAIL in page
    weak = client.submit(f"/invitations/{token}", name="Nia New", password="password")
    assert weak.status_code == 422
    assert "Nia New" in weak.text
    assert client.submit(f"/invitations/{token}", name="Nia New", password=PASSWORD).location == "/acting"
    assert "Nia New for Larkmoor Learning Trust" in text_of(client.get("/acting").text)
    assert client.get(f"/invitations/{token}").status_code == 410


def test_somebody_with_an_account_signs_in_and_joins(
    trust: TrustValue, head: Member, client: PoliceClient, signed_in: SignIn, at: datetime
) -> None:
    make_person(email=EMAIL)
    _, token = invite(head, at)
    assert f"/sign-in?next=/invitations/{token}" in client.get(f"/invitations/{token}").text.replace("%2F", "/")
    browser = signed_in(EMAIL)
    assert browser.submit(f"/invitations/{token}").location == "/acting"
    assert "for Larkmoor Learning Trust" in text_of(browser.get("/acting").text)


def test_an_invitation_to_another_address_can_only_be_left(
    trust: TrustValue, head: Member, signed_in: SignIn, at: datetime
) -> None:
    _, token = invite(head, at)
    browser = signed_in(head.email)
    assert "This invitation is to another address" in browser.get(f"/invitations/{token}").text


def test_a_link_that_was_never_sent_is_not_there(client: PoliceClient) -> None:
    assert client.get("/invitations/never-sent").status_code == 404


def test_the_people_page_costs_the_same_however_many_there_are(
    trust: TrustValue, head: Member, signed_in: SignIn, at: datetime, statements: Callable[[], object]
) -> None:
    browser = signed_in(head.email)

    def cost() -> int:
        with statements() as sent:  # type: ignore[attr-defined]
            assert browser.get("/trust/people").status_code == 200
        return len(sent)

    before = cost()
    for number in range(4):
        make_member(trust, [Role.BUYER])
        ask(trust, at)
        invite(head, at, f"guest{number}@larkmoor.example")
    assert cost() <= before + 2


def test_a_person_of_no_trust_acts_for_none(app: Flask, signed_in: SignIn) -> None:
    person = make_person()
    browser = signed_in(person.email)
    assert "You belong to no trust yet" in browser.get("/acting").text
    assert browser.get("/trust/people").status_code == 403
    assert Actor(person.id).trust_id is None
