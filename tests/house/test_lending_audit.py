"""What of secondments cannot be recorded is not done: the database refuses the audit row, and nothing is stored."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.secondments.queries.secondments import draft_of, secondment_by_reference
from app.secondments.values import CheckItem
from tests.conftest import visitor
from tests.databases import Stage
from tests.house.lending import ENDS, HOME, HOST, LATER, Lending, link_of, make_lending
from tests.house.test_audit import Deed, everything, recorded, unrecorded
from tests.police import TOKEN, PoliceClient
from tests.secondments.test_views_adverts import FILLED
from tests.secondments.test_views_agreements import filled
from tests.secondments.test_views_along import day
from tests.secondments.test_views_checks import done
from tests.secondments.test_views_recharge import TYPED

SignIn = Callable[[str], PoliceClient]
NOBODY = ""
"""Whoever has a link and no account."""
PEOPLE = {HOME: "/account", HOST: "/account", NOBODY: "/my-secondment/new-link"}
SOON = date(2026, 12, 18)
SOMEBODY = {"name": "Di Example", "email": "di.example@northgate.example"}


def adverts(lending: Lending) -> list[Deed]:
    """Who sends what to which page of adverts and of people to be lent: each would change something."""
    world = lending.world
    wanted = {**FILLED, "school": str(world.host_schools[0])}
    offered = {**FILLED, "school": str(world.schools[0]), "secondee": str(world.secondee)}
    return [
        (HOST, "/opportunities/new", wanted),
        (HOST, f"/opportunities/{lending.opportunity_draft}/change", {**wanted, "version": "1"}),
        (HOST, f"/opportunities/{lending.opportunity_draft}/publish", {}),
        (HOST, f"/opportunities/{lending.opportunity}/copy", {}),
        (HOST, f"/opportunities/{lending.opportunity_closing}/close", {"closed_as": "closed"}),
        (HOME, "/availabilities/new", offered),
        (HOME, f"/availabilities/{lending.availability_draft}/publish", {}),
        (HOME, "/secondees/new", SOMEBODY),
        (HOME, f"/secondees/{lending.gone}", SOMEBODY | {"email": "ed@northgate.example"}),
        (HOME, f"/secondees/{lending.gone}/link", {}),
        (HOME, f"/secondees/{lending.gone}/erase", {}),
    ]


def interests(lending: Lending) -> list[Deed]:
    """The same of interests; the person answers by their own link."""
    person = {"name": "Fay Example", "email": "fay@northgate.example"}
    return [
        (HOST, f"/interests/new?availability={lending.availability}", {}),
        (HOME, f"/interests/new?opportunity={lending.opportunity}", person),
        (HOME, f"/interests/{lending.asked}/consent", {}),
        (NOBODY, f"{lending.own}/consent/{lending.forward}", {}),
        (NOBODY, f"{lending.own}/withdraw/{lending.forward}", {}),
        (HOME, f"/interests/{lending.named}/withdraw-consent", {}),
        (HOST, f"/interests/{lending.moving}/move/interview", {}),
        (HOME, f"/interests/{lending.moving}/move/not-this-time", {"reason": "filled", "message": "Sorry"}),
        (HOME, f"/interests/{lending.agreed}/begin", {}),
    ]


def agreements(lending: Lending) -> list[Deed]:
    """The same of what is drawn up and signed."""
    drafting, ready, opened = (f"/secondments/{each}" for each in (lending.drafting, lending.ready, lending.opened))
    signature = {"seen": lending.sha256, "name": "Hana Home", "agrees": "y"}
    return [
        (HOST, f"{drafting}/terms", {**filled(lending.drafting, post="SENDCo"), "save": "1"}),
        (HOME, f"{drafting}/abandon", {"message": "The leave is over"}),
        (HOME, f"{ready}/pay", {**TYPED, "draft": _draft_number(lending.ready)}),
        (HOME, f"{ready}/vat", {"reason": "other_staff"}),
        (HOME, f"{ready}/issue", {}),
        (HOME, f"{opened}/sign", signature),
        (HOST, f"{opened}/sign/send", {"name": "Chi Chief", "email": "other@westbrook.example"}),
        (HOST, f"{opened}/withdraw", {}),
    ]


def along(lending: Lending, at: datetime) -> list[Deed]:
    """The same of what happens along the way."""
    running, asked = f"/secondments/{lending.running}", f"/secondments/{lending.questioned}"
    over, open_ended = lending.absences
    return [
        (HOME, f"/secondments/{lending.committed}/checks", done(CheckItem.IDENTITY)),
        (HOST, f"{running}/arrival", {"seen": "y", **day("arrived", date(2026, 10, 5))}),
        (HOST, f"{running}/absences", day("first_date", date(2026, 10, 12)) | day("last_date", date(2026, 10, 13))),
        (HOST, f"{running}/absences/{open_ended}/end", day("last_date", date(2026, 11, 18))),
        (HOST, f"{running}/absences/{over}/remove", {}),
        (HOME, f"{running}/reviews/midpoint", {"going": "well"}),
        (NOBODY, f"{_own(lending.running, at)}/reviews/{lending.running}/midpoint", {"going": "mixed"}),
        (HOST, f"{running}/extension", {"reason": "The leave goes on", **day("to_date", LATER)}),
        (HOST, f"{running}/permanent", {"give": "y", **day("last_date", ENDS)}),
        (HOME, f"/secondments/{lending.ending}/end", {"give": "y", **day("last_date", date(2026, 12, 21))}),
        (NOBODY, f"{_own(lending.ending, at)}/notice/{lending.ending}", {"give": "y", **day("last_date", SOON)}),
        (HOME, f"{asked}/extension/answer", {"answer": "no"}),
        (HOST, f"{asked}/end/answer", {"answer": "yes"}),
    ]


def _draft_number(reference: str) -> str:
    with transaction(writing=False):
        return str(draft_of(secondment_by_reference(reference).id).number)


def _own(reference: str, at: datetime) -> str:
    with transaction(writing=False):
        return link_of(secondment_by_reference(reference).secondee_id, at)


def deeds(lending: Lending, at: datetime) -> list[Deed]:
    return [*adverts(lending), *interests(lending), *agreements(lending), *along(lending, at)]


def looks(lending: Lending) -> list[tuple[str, str]]:
    """Who reads a name or a paper that it is on record they read."""
    return [
        (HOST, f"/interests/{lending.moving}/profile"),
        (HOST, f"/secondments/{lending.running}"),
        (HOST, f"/secondments/{lending.running}/versions/1.pdf"),
        (HOST, f"/secondments/{lending.running}/signatures"),
        (HOST, "/secondments/single-central-record"),
        (HOST, "/secondments/single-central-record?format=csv"),
        (HOST, "/secondments/out-and-in?names=shown"),
    ]


@pytest.fixture
def lending(app: Flask, stage: Stage, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Lending:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return stage.set(make_lending, at)


@pytest.fixture
def browsers(app: Flask, lending: Lending, signed_in: SignIn) -> dict[str, PoliceClient]:
    return {email: signed_in(email) if email else visitor(app) for email in PEOPLE}


@pytest.fixture
def send(browsers: dict[str, PoliceClient]) -> Callable[[Deed], int]:
    """Send a form as one of the people; the status of the answer."""
    tokens = {email: TOKEN.search(browsers[email].get(page).text) for email, page in PEOPLE.items()}

    def post(deed: Deed) -> int:
        email, path, fields = deed
        token = tokens[email]
        assert token
        return browsers[email].post(path, data={"csrf_token": token[1], **fields}).status_code

    return post


def test_nothing_of_secondments_is_stored_where_its_audit_row_is_refused(
    database: str, at: datetime, lending: Lending, send: Callable[[Deed], int]
) -> None:
    before = everything()
    with unrecorded(database):
        for deed in deeds(lending, at):
            assert send(deed) == 500, deed
            changed = {name for name, rows in everything().items() if rows != before[name]}
            assert not changed, (deed, changed)


def test_each_of_those_deeds_is_done_and_recorded_otherwise(
    database: str, at: datetime, lending: Lending, send: Callable[[Deed], int]
) -> None:
    for deed in deeds(lending, at):
        trail = recorded()
        assert send(deed) == 303, deed
        assert recorded() > trail, deed


def test_no_name_is_read_where_the_look_cannot_be_recorded(
    database: str, lending: Lending, browsers: dict[str, PoliceClient]
) -> None:
    for email, page in looks(lending):
        trail = recorded()
        assert browsers[email].get(page).status_code == 200, page
        assert recorded() > trail, page
    with unrecorded(database):
        for email, page in looks(lending):
            assert browsers[email].get(page).status_code == 500, page
