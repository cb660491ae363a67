"""A list of secondments costs the database the same however long it is; none asks too much, no page is too big."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.search import actions as search
from tests.conftest import visitor
from tests.house.lending import HOME, HOST, Lending, lent, make_lending, make_running
from tests.police import PoliceClient
from tests.secondments.agreements_makers import make_interest_row, make_secondment
from tests.secondments.interests_makers import make_asked
from tests.secondments.makers import make_availability, make_opportunity

CEILING, JOINED = 35, 50
"""Most ask fewer than twenty-five."""
EXPORTED = (
    "/interests",
    "/secondees",
    "/secondments",
    "/secondments/out-and-in",
    "/secondments/out-and-in?of=years",
    "/secondments/single-central-record",
    "/listings?kind=opportunity",
    "/listings?kind=availability",
)
NOBODY = ""


def pages(lending: Lending) -> list[tuple[str, str]]:
    """(who, address) of every page of secondments that grows with what there is, and of its exports."""
    shown = [
        (NOBODY, "/opportunities"),
        (NOBODY, "/search?kind=opportunity"),
        (NOBODY, lending.own),
        (HOME, "/opportunities"),
        (HOST, "/search?kind=availability"),
        (HOME, f"/matches/{lending.availability}"),
        (HOST, f"/matches/{lending.opportunity}"),
        (HOME, f"/availabilities/{lending.availability}"),
        (HOME, f"/interests/new?opportunity={lending.opportunity}"),
        (HOST, f"/interests/new?availability={lending.availability}"),
        (HOME, f"/secondees/{lending.world.secondee}"),
        (HOST, "/secondments/out-and-in?names=shown"),
        (HOST, "/secondments/out-and-in/months.svg"),
        (HOST, "/secondments/out-and-in/cost.svg"),
        (HOME, "/dashboard"),
        *((who, page) for who in (HOME, HOST) for page in EXPORTED if "of=years" not in page),
    ]
    return shown + [
        (who, f"{page}{'&' if '?' in page else '?'}format=csv") for who in (HOME, HOST) for page in EXPORTED
    ]


def more(lending: Lending, numbers: range, at: datetime) -> None:
    """As many again of everything: people, adverts of both kinds, interests, secondments drawn up and under way."""
    for number in numbers:
        about = lent(lending.world, 100 + number, at)
        make_opportunity(about, at=at)
        make_availability(about, at=at)
        make_asked(about, at=at, own=True)
        make_running(lending.world, 200 + number, at)
        make_interest_row(lending.world, at=at)
        make_secondment(lending.world, at=at)


@pytest.mark.of_pages
def test_no_list_of_secondments_costs_more_for_being_long(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        lending = make_lending(at)
        more(lending, range(3), at)
    browsers = {NOBODY: visitor(app), **{who: signed_in(who) for who in (HOME, HOST)}}

    def cost(who: str, page: str) -> int:
        with statements() as sent:
            shown = browsers[who].get(page)
        assert shown.status_code == 200, page
        assert len(shown.data) < 100_000, page
        return len(sent)

    search.rebuild()
    short = {each: cost(*each) for each in pages(lending)}
    with transaction():
        more(lending, range(3, 25), at)
    search.rebuild()
    assert {each: cost(*each) for each in pages(lending)} == short
    assert {each: n for each, n in short.items() if n > (JOINED if each[1] == "/dashboard" else CEILING)} == {}
