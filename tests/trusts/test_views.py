"""The pages of the register, of joining and of roles."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.trusts import actions, queries
from app.trusts.values import RequestValue, Role, TrustValue
from tests.people.makers import PASSWORD, make_person
from tests.police import PoliceClient
from tests.trusts.makers import Member, make_member, make_school, make_trust
from tests.trusts.test_invitations import EMAIL, invite
from tests.trusts.test_joining import ask

SignIn = Callable[[str], PoliceClient]


@pytest.fixture
def trust(app: Flask) -> TrustValue:
    return make_trust(rolls=[210, 190], town="Wexbridge")


@pytest.fixture
def head(trust: TrustValue) -> Member:
    return make_member(trust, [Role.ADMINISTRATOR], name="Ada Head")


def text_of(html: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_anyone_searches_the_register(trust: TrustValue, client: PoliceClient) -> None:
    make_trust("OLD QUARRY TRUST", is_open=False)
    page = text_of(client.get("/register-of-trusts").text)
    assert "2 trusts" in page
    assert page.index("Larkmoor Learning Trust") < page.index("Old Quarry Trust")
    found = text_of(client.get("/register-of-trusts?q=wexbridge").text)
    assert "1 trust" in found
    assert "2 schools, 400 pupils" in found
    assert "Old Quarry" not in found


def test_a_search_by_school_says_which_school(trust: TrustValue, client: PoliceClient) -> None:
    make_school(trust, "Hollow Lane Infants")
    assert "Has Hollow Lane Infants" in text_of(client.get("/register-of-trusts?q=hollow+lane").text)


@pytest.mark.parametrize("query", ["q=nothing+like+it", "q=<script>alert(1)</script>", "q=%25", "page=99"])
def test_a_search_that_finds_nothing_says_what_to_try(trust: TrustValue, client: PoliceClient, query: str) -> None:
    page = client.get(f"/register-of-trusts?{query}&kind=single_academy_trust")
    assert page.status_code == 200
    assert "No trust found" in page.text
    assert "<script>alert" not in page.text


def test_a_filter_that_does_not_exist_is_ignored(trust: TrustValue, client: PoliceClient) -> None:
    assert "1 trust" in text_of(client.get("/register-of-trusts?kind=nonsense&region=Q&page=x").text)


def test_the_register_is_paged_twenty_at_a_time(app: Flask, client: PoliceClient) -> None:
    for number in range(21):
        make_trust(f"Cedar Trust {number:02}")
    first, second = (text_of(client.get(f"/register-of-trusts?q=cedar&page={page}").text) for page in (1, 2))
    assert "1 to 20 of 21 trusts" in first
    assert "Cedar Trust 20" not in first
    assert "Cedar Trust 20" in second


def test_a_list_of_trusts_and_of_schools_can_be_kept(trust: TrustValue, client: PoliceClient) -> None:
    listed = client.get("/register-of-trusts?q=larkmoor&format=csv")
    assert listed.headers["Content-Disposition"].startswith("attachment")
    assert f"{trust.uid},Larkmoor Learning Trust,Multi-academy trust,Open" in listed.text
    assert client.get("/register-of-trusts?format=xlsx").data[:2] == b"PK"
    schools = client.get(f"/trusts/{trust.uid}/schools.csv").text
    assert "Larkmoor Primary School 1,Primary,210" in schools
    assert client.get("/trusts/999/schools.csv").status_code == 404


def test_a_person_finds_their_trust_and_asks_to_join(trust: TrustValue, head: Member, signed_in: SignIn) -> None:
    person = make_person(name="Ben Buyer")
    browser = signed_in(person.email)
    assert "Ask to join" in browser.get("/join?q=larkmoor").text
    answer = browser.submit(f"/join/{trust.uid}", message="Business manager at the primary school")
    assert (answer.status_code, answer.location) == (303, "/join")
    page = text_of(browser.get("/join").text)
    assert "You have asked to join Larkmoor Learning Trust" in page
    assert "Waiting Asked on 20 November 2026 at 10:00am" in page
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
