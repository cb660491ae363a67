"""Acting for one trust at a time: what a browser shows for one does nothing for another."""

from datetime import datetime

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.trusts import actions, queries
from app.trusts.values import Role, TrustValue
from tests.people.makers import make_person
from tests.police import TOKEN, PoliceClient
from tests.trusts.makers import Member, make_member, make_trust
from tests.trusts.pages import SignIn, text_of
from tests.trusts.test_invitations import EMAIL, invite

INVITE = "/trust/people/invite"


@pytest.fixture
def second(app: Flask, head: Member, at: datetime) -> TrustValue:
    """Another trust that the head administers; its name comes before that of their first."""
    other = make_trust("Ashdene Trust")
    join(other, head.person_id, at)
    return other


def join(trust: TrustValue, person_id: int, at: datetime) -> None:
    with transaction():
        actions.add_member(trust_id=trust.id, person_id=person_id, roles=[Role.ADMINISTRATOR], at=at)


def token_on(browser: PoliceClient, path: str) -> str:
    found = TOKEN.search(browser.get(path).text)
    assert found
    return found[1]


def invited(trust: TrustValue) -> int:
    with transaction(writing=False):
        return len(queries.list_invitations(trust.id))


def test_a_form_opened_for_one_trust_does_nothing_after_a_switch_in_another_tab(
    trust: TrustValue, head: Member, second: TrustValue, signed_in: SignIn
) -> None:
    browser = signed_in(head.email)
    browser.submit("/acting", trust=str(trust.id))
    opened = token_on(browser, INVITE)
    browser.submit("/acting", trust=str(second.id))
    late = browser.post(INVITE, data={"csrf_token": opened, "email": EMAIL, "roles": ["buyer"]})
    assert late.status_code == 400
    assert "This form has expired" in late.text
    assert "for Ashdene Trust" in text_of(late.text)
    assert (invited(trust), invited(second)) == (0, 0)
    assert browser.submit(INVITE, email=EMAIL, roles=["buyer"]).status_code == 303
    assert (invited(trust), invited(second)) == (0, 1)


def test_a_trust_joined_later_does_not_take_the_place_of_the_one_acted_for(
    trust: TrustValue, head: Member, signed_in: SignIn, at: datetime
) -> None:
    browser = signed_in(head.email)
    assert "for Larkmoor Learning Trust" in text_of(browser.get("/acting").text)
    join(make_trust("Ashdene Trust"), head.person_id, at)
    assert "for Larkmoor Learning Trust" in text_of(browser.get("/acting").text)


def test_a_form_opened_for_a_trust_that_one_has_since_been_taken_off_does_nothing_for_the_next(
    trust: TrustValue, head: Member, second: TrustValue, signed_in: SignIn, at: datetime
) -> None:
    other_head = make_member(trust, [Role.ADMINISTRATOR])
    browser = signed_in(head.email)
    browser.submit("/acting", trust=str(trust.id))
    opened = token_on(browser, INVITE)
    with transaction():
        actions.end_membership(person_id=head.person_id, actor=other_head.actor, at=at)
    late = browser.post(INVITE, data={"csrf_token": opened, "email": EMAIL, "roles": ["buyer"]})
    assert late.status_code == 400
    assert (invited(trust), invited(second)) == (0, 0)
    assert "for Ashdene Trust" in text_of(browser.get("/acting").text)


def test_taking_up_an_invitation_makes_forms_of_the_trust_before_out_of_date(
    trust: TrustValue, head: Member, signed_in: SignIn, at: datetime
) -> None:
    guest = make_person(email=EMAIL)
    first = make_trust("Ashdene Trust")
    join(first, guest.id, at)
    _, link = invite(head, at)
    browser = signed_in(EMAIL)
    opened = token_on(browser, INVITE)
    browser.submit(f"/invitations/{link}")
    late = browser.post(INVITE, data={"csrf_token": opened, "email": "x@ashdene.example", "roles": ["buyer"]})
    assert late.status_code == 400
    assert invited(first) == 0
