"""The pages of asking to join and of deciding."""

from datetime import datetime

import pytest

from app.kernel.database import transaction
from app.trusts import actions, queries
from app.trusts.values import RequestValue, Role, TrustValue
from tests.people.makers import make_person
from tests.police import PoliceClient
from tests.trusts.makers import Member, make_member, make_school, make_trust
from tests.trusts.pages import SignIn, text_of
from tests.trusts.test_joining import ask


def test_a_person_finds_their_trust_and_asks_to_join(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    person = make_person(name="Ben Buyer")
    browser = signed_in(person.email)
    assert "Ask to join" in browser.get("/join?q=larkmoor").text
    answer = browser.submit(f"/join/{trust.uid}", message="Business manager at the primary school")
    assert (answer.status_code, answer.location) == (303, "/join")
    page = text_of(browser.get("/join").text)
    assert "You have asked to join Larkmoor Learning Trust" in page
    assert "Waiting Asked on 20 November 2026" in page
    assert "waits for an answer" in browser.get(f"/join/{trust.uid}").text


def test_what_was_typed_is_kept_when_a_request_is_refused(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    browser = signed_in(make_person().email)
    long = "x" * 501
    answer = browser.submit(f"/join/{trust.uid}", message=long)
    assert answer.status_code == 422
    assert "must be 500 characters or fewer" in answer.text
    assert long in answer.text
    with transaction(writing=False):
        assert queries.list_waiting(trust.id) == []


def test_a_trust_is_suggested_by_the_domain_of_ones_address(trust: TrustValue, signed_in: SignIn) -> None:
    make_school(trust, website="https://www.larkmoor.example")
    browser = signed_in(make_person(email="office@larkmoor.example").email)
    assert "Trusts that match your email address" in browser.get("/join").text


def test_a_request_can_be_withdrawn(trust: TrustValue, head: Member, signed_in: SignIn, at: datetime) -> None:
    person = make_person()
    request = ask(trust, at, person.id)
    browser = signed_in(person.email)
    answer = browser.submit(f"/join/requests/{request.id}/withdraw", page="/join")
    assert answer.status_code == 303
    assert "Withdrawn" in browser.get("/join").text


def test_a_declined_request_shows_its_reason(trust: TrustValue, head: Member, signed_in: SignIn, at: datetime) -> None:
    person = make_person()
    request = ask(trust, at, person.id)
    with transaction():
        actions.decline_join(request_id=request.id, reason="Use your school address", actor=head.actor, at=at)
    page = text_of(signed_in(person.email).get("/join").text)
    assert "Reason: Use your school address" in page
    assert "Ask again" in page


@pytest.fixture
def request_of_ben(trust: TrustValue, head: Member, at: datetime) -> RequestValue:
    return ask(trust, at, make_person(name="Ben Buyer", email="ben@larkmoor.example").id)


def test_an_administrator_sees_who_asks_and_lets_them_in(
    trust: TrustValue, head: Member, request_of_ben: RequestValue, signed_in: SignIn
) -> None:
    browser = signed_in(head.email)
    assert "Ben Buyer asks to join" in browser.get("/trust/people").text
    path = f"/trust/people/requests/{request_of_ben.id}"
    page = text_of(browser.get(path).text)
    assert "Business manager" in page
    assert "ben@larkmoor.example" in page
    answer = browser.submit(path, decision="accept", roles=["buyer", "finance"])
    assert (answer.status_code, answer.location) == (303, "/trust/people")
    assert "Buyer, Finance" in text_of(browser.get("/trust/people").text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose whether to let them in"),
        ({"decision": "accept"}, "Choose at least one role"),
        ({"decision": "accept", "roles": ["emperor"]}, "Choose one of the options shown"),
        ({"decision": "decline"}, "Enter a reason"),
        ({"decision": "decline", "reason": "x" * 501}, "must be 500 characters or fewer"),
    ],
)
def test_a_decision_that_lacks_something_says_so_and_changes_nothing(
    trust: TrustValue, head: Member, request_of_ben: RequestValue, signed_in: SignIn, typed: dict[str, str], said: str
) -> None:
    browser = signed_in(head.email)
    answer = browser.submit(f"/trust/people/requests/{request_of_ben.id}", **typed)
    assert answer.status_code == 422
    assert said.casefold() in answer.text.casefold()
    with transaction(writing=False):
        assert queries.get_request(request_of_ben.id).state.value == "waiting"


def test_a_request_to_another_trust_is_not_there(request_of_ben: RequestValue, signed_in: SignIn) -> None:
    stranger = make_member(make_trust("Other Trust"), [Role.ADMINISTRATOR])
    browser = signed_in(stranger.email)
    assert browser.get(f"/trust/people/requests/{request_of_ben.id}").status_code == 404
    assert browser.get("/trust/people/requests/999").status_code == 404


def test_a_member_without_the_permission_sees_people_and_cannot_change_them(
    trust: TrustValue, head: Member, request_of_ben: RequestValue, signed_in: SignIn
) -> None:
    buyer = make_member(trust, [Role.BUYER])
    browser = signed_in(buyer.email)
    page = browser.get("/trust/people").text
    assert "Ada Head" in page
    assert "Ben Buyer" not in page
    assert "Change roles" not in page
    for path in (
        f"/trust/people/requests/{request_of_ben.id}",
        f"/trust/people/{head.person_id}/roles",
        f"/trust/people/{head.person_id}/end",
        "/trust/people/invite",
        "/operator/requests",
    ):
        assert browser.get(path).status_code in (403, 404)


def test_the_operator_decides_on_a_first_person_shown_whether_the_domain_is_a_schools(
    trust: TrustValue, signed_in: SignIn, at: datetime
) -> None:
    make_school(trust, "Larkmoor High School", website="https://www.larkmoor.example/")
    known = ask(trust, at, make_person(name="Kay Known", email="kay@larkmoor.example").id)
    unknown = ask(trust, at, make_person(name="Una Known", email="una@elsewhere.example").id)
    browser = signed_in(make_person(is_operator=True).email)
    page = text_of(browser.get("/operator/requests").text)
    assert "larkmoor.example is the website of Larkmoor High School" in page
    assert "elsewhere.example is not the website of any of the trust's schools" in page.replace("&#39;", "'")
    path = f"/operator/requests/{known.id}"
    assert "is the website of" in browser.get(path).text
    answer = browser.submit(path, decision="accept", roles=["administrator"])
    assert (answer.status_code, answer.location) == (303, "/operator/requests")
    assert browser.get(f"/operator/requests/{unknown.id}").status_code == 404
    assert "Nothing to decide" in browser.get("/operator/requests").text


def test_nobody_but_the_operator_finds_the_operators_pages(
    head: Member, signed_in: SignIn, client: PoliceClient
) -> None:
    assert signed_in(head.email).get("/operator/requests").status_code == 404
    assert client.get("/operator/requests").status_code == 302
