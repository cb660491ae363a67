"""The pages that explain the site say what the code does."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.cpd.actions.booking import KEEP_DRAFTS as KEEP_BOOKING_DRAFTS
from app.cpd.rules.evaluations import FEWEST_RATED, FEWEST_SHOWN
from app.cpd.rules.registers import OPENS_BEFORE
from app.cpd.rules.reminders import BEFORE_COURSE
from app.cpd.rules.retention import Kept, period_on
from app.cpd.rules.waiting import CLOSES, OPENS
from app.notifications.actions import KEEP_MAIL, KEEP_NOTICES
from app.people.values import IDLE, KEEP_ATTEMPTS, KEEP_UNCONFIRMED, LONGEST
from app.secondments.rules.reminders import BEFORE_END
from app.secondments.rules.retention import Kept as KeptOfSecondees
from app.secondments.rules.retention import period_on as months_on
from app.secondments.rules.signing import CODE_LASTS, LINK_LASTS
from app.services.actions.ordering import KEEP_DRAFTS
from app.trusts.actions.erasing import KEEP as KEEP_JOINING
from app.trusts.rules import permissions_of
from app.trusts.values import Permission, Role
from tests.clock import START
from tests.police import PoliceClient

EXPLAINING = ["/help", "/accessibility", "/cookies", "/privacy"]


def links_of(page: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', page)


@pytest.mark.parametrize("path", [*EXPLAINING, "/"])
def test_every_link_of_a_page_that_explains_leads_somewhere(app: Flask, client: PoliceClient, path: str) -> None:
    page = client.get(path).text
    doors = app.url_map.bind("localhost")
    lost = []
    for link in links_of(page):
        if link.startswith("#"):
            lost += [link] if f'id="{link[1:]}"' not in page else []
            continue
        try:
            doors.match(link.partition("?")[0])
        except HTTPException:
            lost.append(link)
    assert lost == []


def test_the_help_page_gives_the_figures_that_the_code_has(client: PoliceClient) -> None:
    page = client.get("/help").text
    assert (FEWEST_SHOWN, FEWEST_RATED) == (3, 5)
    assert "shown from three answers on, and the average stands on the course’s page from five" in page
    assert (OPENS.hour, CLOSES.hour) == (8, 18)
    assert "from 8am to 6pm on working days" in page
    assert BEFORE_COURSE == (7, 1)
    assert "7 days and 1 day before" in page
    assert timedelta(hours=2) == OPENS_BEFORE
    assert "from two hours before each session" in page
    assert (timedelta(days=30), timedelta(minutes=15)) == (LINK_LASTS, CODE_LASTS)
    assert "a link that lasts up to 30 days with a code that lasts 15 minutes" in page
    assert timedelta(weeks=8) == BEFORE_END
    assert "eight weeks before the end" in page


def test_the_privacy_page_says_how_long_things_are_kept_as_the_code_has_it(client: PoliceClient) -> None:
    page = client.get("/privacy").text
    assert (KEEP_UNCONFIRMED.days, KEEP_ATTEMPTS.days, LONGEST.days) == (14, 1, 30)
    assert (IDLE, KEEP_NOTICES.days, KEEP_MAIL.days) == (timedelta(hours=12), 730, 90)
    assert (KEEP_DRAFTS.days, KEEP_BOOKING_DRAFTS.days, KEEP_JOINING.days) == (30, 30, 365)
    assert [period_on(each, START.date()).years for each in (Kept.BOOKED, Kept.NEVER_BOOKED)] == [6, 1]
    of = {each: months_on(each, START.date()).months for each in KeptOfSecondees}
    assert [of[each] for each in KeptOfSecondees] == [6, 12, 72, 6, 6]
    for text in (
        "Your name 1 year if nobody was ever asked, 6 months after a refusal, 6 years after a secondment",
        "your profile 6 months",
        "nothing happens for 6 months counts as a refusal",
        "Names, addresses and documents 6 years after its end",
        "14 days if you never confirm",
        ">1 day<",
        "at most 30 days",
        "12 hours",
        "2 years",
        "90 days",
        "1 year",
        "6 years after your last course; 1 year if you never had a place",
        "at least three people",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    ("permission", "said"),
    [
        (Permission.BOOK_CPD, "books places on"),
        (Permission.POST_CPD, "the trust's courses"),
        (Permission.PUBLISH, "the trust's services"),
        (Permission.POST_SECONDMENTS, "secondments of staff"),
    ],
)
def test_a_role_says_that_it_allows_what_it_allows(permission: Permission, said: str) -> None:
    allowed = {role for role in Role if permission in permissions_of({role})}
    assert allowed == {role for role in Role if said in role.allows}
