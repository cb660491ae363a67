"""What is another trust's is not there: every page and deed of secondments, tried by someone with no part in them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.search import actions as search
from app.web import access
from tests.conftest import visitor
from tests.databases import Stage
from tests.house.lending import HOME, HOST, POST, SOMEBODY, Lending, make_lending
from tests.house.test_strangers import tried
from tests.house.trade import STRANGER
from tests.police import TOKEN, PoliceClient
from tests.secondments.makers import PERSON, PERSON_EMAIL

pytestmark = pytest.mark.of_pages
SignIn = Callable[[str], PoliceClient]
Door = tuple[str, str, str]
OF_ONE_SIDE = {
    "/availabilities/<reference>": HOME,
    "/secondees/<int:secondee_id>": HOME,
    "/opportunities/<reference>": HOST,
}
ONLY_ITS_SIDE_DOES = [
    (HOST, "GET", "{running}/pay"),
    (HOST, "POST", "{running}/pay"),
    (HOST, "GET", "{running}/vat"),
    (HOST, "POST", "{running}/vat"),
    (HOST, "POST", "{running}/checks"),
    (HOST, "POST", "{ready}/issue"),
    (HOME, "POST", "{running}/arrival"),
    (HOME, "POST", "{running}/absences"),
    (HOME, "GET", "{running}/absences/{absence}/end"),
    (HOME, "POST", "{running}/absences/{absence}/remove"),
    (HOME, "GET", "{running}/permanent"),
    (HOME, "POST", "{running}/permanent"),
]


def doors(app: Flask, lending: Lending) -> dict[Door, str]:
    """(endpoint, method, address) of every page of a thing that is not open to all, and where it begins."""
    things = {
        "/opportunities/<reference>": lending.opportunity_draft,
        "/availabilities/<reference>": lending.availability_draft,
        "/matches/<reference>": lending.opportunity,
        "/interests/<reference>": lending.named,
        "/secondees/<int:secondee_id>": "",
        "/secondments/<reference>": lending.running,
        "/my-secondments/<int:secondee_id>": "",
    }
    parts = {
        "<int:secondee_id>": lending.world.secondee,
        "<int:absence_id>": lending.absences[1],
        "<int:number>": 1,
        "<stage>": "withdrawn",
        "<kind>": "midpoint",
    }
    found = {}
    for rule in app.url_map.iter_rules():
        start = next((each for each in things if rule.rule.startswith(each)), None)
        if start is None or str(access.entry_of(app, rule.endpoint)) == "public":
            continue
        address = rule.rule.replace("<reference>", things[start])
        for part, value in parts.items():
            address = address.replace(part, str(value))
        for method in {"GET", "POST"} & (rule.methods or set()):
            found[rule.endpoint, method, address] = start
    return found


@pytest.fixture
def lending(stage: Stage, at: datetime) -> Lending:
    return stage.set(make_lending, at)


def test_a_third_trust_finds_nothing_of_secondments(app: Flask, lending: Lending, signed_in: SignIn) -> None:
    stranger, everywhere = signed_in(STRANGER), doors(app, lending)
    assert len(everywhere) > 60
    assert not any("<" in address for _, _, address in everywhere)
    assert [each for each in everywhere if tried(stranger, *each[1:]) != 404] == []
    assert stranger.get(f"/opportunities/{lending.opportunity_draft}").status_code == 404
    for advert in (f"availability={lending.availability_draft}", f"opportunity={lending.opportunity_draft}"):
        for method in ("GET", "POST"):
            assert tried(stranger, method, f"/interests/new?{advert}") == 404, (method, advert)
    for chart in ("months", "fte", "cost"):
        assert stranger.get(f"/secondments/out-and-in/{chart}.svg").status_code == 404


def test_neither_trust_finds_what_is_only_the_others(app: Flask, lending: Lending, signed_in: SignIn) -> None:
    browsers = {HOME: signed_in(HOST), HOST: signed_in(HOME)}
    found = [
        door
        for door, start in doors(app, lending).items()
        if start in OF_ONE_SIDE and tried(browsers[OF_ONE_SIDE[start]], *door[1:]) != 404
    ]
    assert found == []
    for method, deed in (("POST", "consent"), ("GET", "withdraw-consent"), ("POST", "withdraw-consent")):
        assert tried(browsers[HOME], method, f"/interests/{lending.asked}/{deed}") == 404, (method, deed)
    assert tried(browsers[HOME], "GET", f"/interests/{lending.asked}/profile") == 404


def test_what_only_one_trust_does_the_other_is_told_not_to_do(lending: Lending, signed_in: SignIn) -> None:
    browsers = {HOME: signed_in(HOME), HOST: signed_in(HOST)}
    bases = {name: f"/secondments/{getattr(lending, name)}" for name in ("running", "ready")}
    for email, method, page in ONLY_ITS_SIDE_DOES:
        address = page.format(**bases, absence=lending.absences[1])
        assert tried(browsers[email], method, address) in (404, 422), (email, method, page)
    assert "48,000" not in browsers[HOST].get(f"{bases['running']}/pay").text
    assert "Issue the agreement" in browsers[HOME].get(bases["ready"]).text


def test_the_link_of_one_person_opens_nothing_of_anothers(app: Flask, lending: Lending) -> None:
    someone, interest, held = visitor(app), lending.forward, lending.opened
    another, own = lending.another, lending.own
    pages = {
        f"agreements/{lending.version}": ("GET",),
        f"consent/{interest}": ("POST",),
        f"withdraw/{interest}": ("GET", "POST"),
        f"notice/{held}": ("GET", "POST"),
        f"reviews/{held}/midpoint": ("GET", "POST"),
        f"sign/{held}": ("GET", "POST"),
        f"sign/{held}/code": ("POST",),
    }
    token = TOKEN.search(someone.get("/my-secondment/new-link").text)
    assert token
    for page, methods in pages.items():
        for method in methods:
            sent = {"csrf_token": token[1]} if method == "POST" else None
            assert someone.open(f"{another}/{page}", method=method, data=sent).status_code == 404, (method, page)
    shown = someone.get(another).text
    for held_back in (interest, held, PERSON, PERSON_EMAIL):
        assert held_back not in shown
    assert someone.get(own).status_code == 200
    assert someone.get(f"{own}/agreements/{lending.version}").status_code == 200


def test_a_link_to_sign_and_a_link_to_ones_own_page_are_not_one_another(app: Flask, lending: Lending) -> None:
    someone = visitor(app)
    assert someone.get(lending.sign).status_code == 200
    for begins, link in (("/sign", lending.own), ("/my-secondment", lending.sign)):
        assert someone.get(f"{begins}/{link.rsplit('/', 1)[1]}").status_code == 404
    assert someone.get(f"{lending.sign}x").status_code == 404
    assert someone.get(f"{lending.own}x").status_code == 404


@pytest.mark.parametrize(
    ("page", "whose", "holds"),
    [
        ("/interests", HOST, "Northgate"),
        ("/secondees", HOME, SOMEBODY),
        ("/secondments", HOME, "Westbrook"),
        ("/secondments/out-and-in", HOST, "Northgate"),
        ("/secondments/single-central-record", HOST, SOMEBODY),
        ("/listings", HOST, POST),
        ("/trust/audit", HOME, "SEC-"),
    ],
)
def test_a_third_trusts_lists_and_exports_hold_nothing_of_secondments(
    lending: Lending, signed_in: SignIn, page: str, whose: str, holds: str
) -> None:
    assert holds in signed_in(whose).get(page).text
    stranger = signed_in(STRANGER)
    for more in ("", "?side=home", "?side=out", "?names=shown", "?format=csv", "?of=years&format=csv"):
        shown = stranger.get(page + more)
        assert shown.status_code == 200
        for held in (PERSON, SOMEBODY, POST, "Westbrook", "Northgate", lending.named, lending.running):
            assert held not in shown.text, (more, held)


def test_an_availability_is_for_hr_leads_and_names_neither_person_nor_trust_to_them(
    app: Flask, lending: Lending, signed_in: SignIn
) -> None:
    search.rebuild()
    page, found = f"/availabilities/{lending.availability}", "/search?kind=availability"
    nobody, buyer, stranger = visitor(app), signed_in("finance@westbrook.example"), signed_in(STRANGER)
    assert "/sign-in" in nobody.get(page).location
    assert buyer.get(page).status_code == 404
    for browser in (nobody, buyer):
        for listed in ("/opportunities", found, "/search?text=experienced+SENDCo+available"):
            assert lending.availability not in browser.get(listed).text, listed
    for seen in (page, found, "/opportunities"):
        text = stranger.get(seen).text
        assert lending.availability in text
        for held in (PERSON, PERSON_EMAIL, "Northgate", "Ash Primary School"):
            assert held not in text, (seen, held)
