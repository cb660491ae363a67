"""The pages of interests: each side sees what it may, the person answers for themselves, nobody else looks in."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.secondments.actions import agreements, interests
from app.secondments.queries.interests import list_interests
from app.secondments.queries.secondments import find_by_interest
from app.secondments.values import InterestFilter, SecondmentState, Stage
from tests.clock import START
from tests.conftest import visitor
from tests.police import PoliceClient
from tests.secondments.everywhere import places_of
from tests.secondments.interests_makers import interest, make_named, make_put_forward
from tests.secondments.interests_told import mails, put_in_state
from tests.secondments.makers import PERSON, PERSON_EMAIL, World, make_availability, make_opportunity
from tests.services.views.sent import SignIn

HOME, HOST, OTHER = "hr@northgate.example", "hr@westbrook.example", "hr@easton.example"


def words(page: str) -> str:
    """What a page says, as a reader hears it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def last_of(trust_id: int) -> str:
    with transaction():
        return list_interests(trust_id, InterestFilter())[0].reference


def own_page() -> str:
    """The path of the person's own page, by the last link that was mailed to them."""
    with transaction():
        return mails()[-1].link or ""


@pytest.fixture
def home(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in(HOME)


@pytest.fixture
def host(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in(HOST)


def test_from_an_anonymous_availability_to_a_profile(
    world: World, app: Flask, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        availability, opportunity = make_availability(world), make_opportunity(world)
    asking = f"/interests/new?availability={availability}"
    assert "None of them, or one not published yet" in host.get(asking).text
    sent = host.submit(asking, opportunity=opportunity, note="Two days a week?")
    assert sent.status_code == 303
    reference = last_of(world.host.trust)
    page = f"/interests/{reference}"
    seen = words(host.get(page).text)
    assert "Waits for a trust in the South West to give or refuse the employer’s consent" in seen
    assert "Northgate" not in seen
    again = host.submit(asking, note="")
    assert again.status_code == 409
    assert f"See interest {reference}" in again.text
    seen = words(home.get(page).text)
    for said in (
        "Waits for your trust to give or refuse the employer’s consent",
        "Two days a week?",
        "Westbrook Schools Trust",
    ):
        assert said in seen, said
    assert home.submit(f"{page}/consent", page=page).status_code == 303
    assert host.get(f"{page}/profile").status_code == 404
    link = own_page()
    someone = visitor(app)
    seen = words(someone.get(link).text)
    for said in ("You are asked for your consent", PERSON, "Six years as a SENDCo", "Westbrook Schools Trust"):
        assert said in seen, said
    assert someone.submit(f"{link}/consent/{reference}", page=link).status_code == 303
    assert "Take your consent back" in someone.get(link).text
    assert "The person consented" in words(host.get(page).text)
    profile = host.get(f"{page}/profile")
    for said in (PERSON, PERSON_EMAIL, "Northgate Learning Trust", "It is on record that you did"):
        assert said in profile.text, said
    assert profile.headers["Cache-Control"] == "no-store"
    assert "noindex" in profile.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in profile.text
    for browser in (home, host):
        listed = browser.get("/interests").text
        assert reference in listed
        assert PERSON not in listed


def test_nobody_else_looks_in(world: World, app: Flask, signed_in: SignIn) -> None:
    with transaction():
        reference = make_named(world)
    other, finance, stranger = signed_in(OTHER), signed_in("finance@westbrook.example"), visitor(app)
    pages = ["", "/profile", "/withdraw-consent", "/move/withdrawn"]
    for address in (f"/interests/{reference}{page}" for page in pages):
        assert other.get(address).status_code == 404, address
        assert finance.get(address).status_code in (403, 404), address
        assert stranger.get(address).status_code == 302, address
    for address in (f"/secondees/{world.secondee}", f"/secondees/{world.secondee}/erase"):
        assert other.get(address).status_code == 404
    assert reference not in other.get("/interests").text
    assert PERSON not in other.get("/secondees").text
    assert other.get("/interests/new").status_code == 404
    assert other.get("/interests/new?opportunity=LST-ZZZZZ").status_code == 404


def test_somebody_new_is_put_forward_and_the_host_reads_no_name(
    world: World, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        opportunity = make_opportunity(world)
    asking = f"/interests/new?opportunity={opportunity}"
    assert PERSON in home.get(asking).text
    wrong = home.submit(asking, name="Ola Fern", email="ola", note="A SENDCo")
    assert wrong.status_code == 422
    assert "Ola Fern" in wrong.text
    missing = home.submit(asking, note="A SENDCo")
    assert "Choose who it is, or enter the name of somebody new" in missing.text
    both = home.submit(asking, secondee=str(world.secondee), name="Ola Fern", email="ola@northgate.example")
    assert "Choose somebody from the list or enter somebody new, not both" in both.text
    tell = home.submit(asking, name="Ola Fern", email="ola@northgate.example", note="This is Ola Fern")
    assert "Take out" in tell.text
    assert home.submit(asking, name="Ola Fern", email="ola@northgate.example", note="A SENDCo").status_code == 303
    page = f"/interests/{last_of(world.home.trust)}"
    seen = words(host.get(page).text)
    assert "Waits for the person to give or refuse their own consent" in seen
    assert "Ola" not in seen
    assert "Northgate" not in seen
    assert home.submit(asking, secondee=str(world.secondee)).status_code == 303
    own = home.get(f"/interests/new?opportunity={opportunity}".replace(opportunity, "LST-ZZZZZ"))
    assert own.status_code == 404
    refused = host.get(asking)
    assert refused.status_code == 409
    assert "your own trust’s advert" in words(refused.text)


def test_a_match_leads_to_an_interest_that_names_both_adverts(
    world: World, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        availability, opportunity = make_availability(world), make_opportunity(world)
    both = f"/interests/new?opportunity={opportunity}&availability={availability}"
    assert re.search(rf'<option value="{opportunity}" selected', host.get(both).text)
    assert re.search(rf'<option value="{world.secondee}" selected', home.get(both).text)
    assert home.submit(both, secondee=str(world.secondee)).status_code == 303
    with transaction():
        (made,) = list_interests(world.host.trust, InterestFilter())
        assert None not in (made.opportunity_id, made.availability_id)
    assert f"/availabilities/{availability}" in host.get(f"/interests/{made.reference}").text
    assert host.submit(both, opportunity=opportunity).status_code == 409


def test_each_side_takes_its_own_steps_and_a_message_with_an_address_is_asked_about(
    world: World, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        reference = make_named(world)
    page = f"/interests/{reference}"
    assert "Accept the offer" not in home.get(page).text
    assert home.get(f"{page}/move/interview").status_code == 409
    assert home.get(f"{page}/move/agreed").status_code == 409
    assert host.get(f"{page}/move/nowhere").status_code == 404
    step = f"{page}/move/interview"
    warned = host.submit(step, message="Write to me@westbrook.example")
    assert warned.status_code == 422
    assert "is meant to be there" in warned.text
    assert host.submit(step, message="Write to me@westbrook.example", confirmed="y").status_code == 303
    assert "me@westbrook.example" in home.get(page).text
    assert host.submit(f"{page}/move/offered", message="").status_code == 303
    assert home.submit(f"{page}/move/agreed", message="").status_code == 303
    assert "Draw up the agreement" in home.get(page).text
    with transaction():
        agreements.begin_secondment(interest_reference=reference, actor=world.host, at=START)
        begun = find_by_interest(interest(world, reference).id)
        assert begun is not None
    assert "Withdraw the employer’s consent" in home.get(page).text
    with transaction():
        put_in_state(begun.id, SecondmentState.ENDED)
    for browser in (home, host):
        seen = browser.get(page).text
        assert begun.reference in seen
        assert "Withdraw" not in seen


def test_not_this_time_asks_why_and_offers_kind_words(world: World, home: PoliceClient, host: PoliceClient) -> None:
    with transaction():
        reference = make_put_forward(world)
    step = f"/interests/{reference}/move/not-this-time"
    assert "Thank you for your interest" in host.get(step).text
    unsaid = host.submit(step, message="Thank you.")
    assert unsaid.status_code == 422
    assert "Choose why" in unsaid.text
    assert host.submit(step, reason="filled", message="Thank you for asking.").status_code == 303
    seen = words(home.get(f"/interests/{reference}").text)
    assert "Not this time: the post was filled" in seen
    assert "Thank you for asking." in seen
    assert "What you can do" not in seen


def test_an_employer_takes_its_consent_back_once_it_has_been_asked(
    world: World, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        reference = make_named(world)
    back = f"/interests/{reference}/withdraw-consent"
    assert "will no longer see the name and profile" in words(home.get(back).text)
    assert host.get(back).status_code == 404
    assert home.submit(back).status_code == 303
    assert host.get(f"/interests/{reference}/profile").status_code == 404
    assert "Northgate" not in host.get(f"/interests/{reference}").text
    with transaction():
        assert interest(world, reference).stage is Stage.WITHDRAWN


def test_a_person_takes_their_consent_back_and_is_on_no_page_after_it(
    world: World, app: Flask, home: PoliceClient, host: PoliceClient
) -> None:
    with transaction():
        reference = make_named(world)
        interests.move_stage(
            reference=reference, stage=Stage.INTERVIEW, message=f"Meet {PERSON}", actor=world.host, at=START
        )
    link, someone = own_page(), visitor(app)
    back = f"{link}/withdraw/{reference}"
    assert "are erased at once" in words(someone.get(back).text)
    assert someone.get(f"{link}/withdraw/EOI-ZZZZZ").status_code == 404
    done = someone.submit(back)
    assert done.headers["Location"] == "/my-secondment/withdrawn"
    assert "Withdrawn and erased" in someone.get("/my-secondment/withdrawn").text
    assert someone.get(link).status_code == 410
    assert someone.get(back).status_code == 410
    with transaction():
        assert places_of((PERSON, PERSON_EMAIL)) == []
    every = ["/interests", f"/interests/{reference}", "/interests?format=csv", "/secondees", "/secondees?format=csv",
             "/notices", "/dashboard", "/search?text=Wren"]  # fmt: skip
    for browser in (home, host):
        for address in every:
            assert "Ashdown" not in browser.get(address).text, address
    assert home.get(f"/secondees/{world.secondee}").status_code == 404
    assert host.get(f"/interests/{reference}/profile").status_code == 404


def test_a_link_that_is_not_good_answers_for_nobody(world: World, app: Flask) -> None:
    with transaction():
        reference = make_put_forward(world)
    link, someone = own_page(), visitor(app)
    wrong = "/my-secondment/no-such-link"
    assert someone.submit(f"{wrong}/consent/{reference}", page=link).status_code == 404
    assert someone.get(f"{wrong}/withdraw/{reference}").status_code == 404
    with transaction():
        assert not interest(world, reference).is_named


def test_the_list_is_narrowed_sorted_and_exported_without_names(
    world: World, home: PoliceClient, host: PoliceClient
) -> None:
    assert "No interests yet" in home.get("/interests").text
    with transaction():
        reference = make_named(world)
        availability = interest(world, reference)
    listing = re.search(r'value="(LST-\w+)"', home.get("/interests").text)
    assert listing is not None
    assert reference in home.get(f"/interests?listing={listing[1]}&side=home&stage=interested").text
    for words_of in ("side=host", "stage=agreed"):
        assert "Nothing matches" in home.get(f"/interests?{words_of}").text
    rows = list(csv.reader(StringIO(host.get("/interests?format=csv").data.decode("utf-8-sig"))))
    assert rows[1][:5] == [reference, "Host", "SENDCo, two days a week", "Northgate Learning Trust", "Interested"]
    assert PERSON not in str(rows)
    assert "spreadsheetml.sheet" in str(host.get("/interests?format=xlsx").mimetype)
    assert availability.is_named
