"""The demo's adverts could really be published, on whatever day the demo is loaded, and name nobody."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from app.listings.rules import LONGEST_DESCRIPTION, LONGEST_SUMMARY, LONGEST_TITLE
from app.sandbox.demo.advert_content import WrittenAdvert, advert_content
from app.sandbox.demo.adverts import Lending, particulars_of
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.stage import Stage
from app.sandbox.demo.term import working_day
from app.sandbox.demo.timeline import Timeline
from app.secondments.rules.adverts import oddities, publishing_faults
from app.secondments.rules.agency import signs
from app.secondments.rules.anonymity import findings
from app.secondments.values import Known, Particulars
from tests.sandbox.demo.content import GROUPS, PEOPLE, PHASES, SCHOOLS, assert_unique, with_role

CONTENT = advert_content()
SECONDEES = {each.key: each for each in CONTENT.secondees}
LOADED_ON = [date(2026, 1, 2) + timedelta(days=17 * number) for number in range(22)]
each_advert = pytest.mark.parametrize("advert", CONTENT.adverts, ids=[each.key for each in CONTENT.adverts])


def typed(advert: WrittenAdvert, day: date) -> Particulars:
    stage = Stage(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    programme = Programme(stage, Timeline(stage), _schools={urn: number for number, urn in enumerate(SCHOOLS, 1)})
    return particulars_of(Lending(programme, secondees=dict.fromkeys(SECONDEES, 1)), advert)


def texts(advert: WrittenAdvert) -> dict[str, str]:
    names = ("title", "summary", "description", "essential", "desirable", "gain")
    return {name: getattr(advert, name) for name in names}


def test_there_are_both_kinds_with_one_filled_one_past_its_closing_date_and_one_draft() -> None:
    assert Counter(each.kind for each in CONTENT.adverts) == {"opportunity": 10, "availability": 7}
    assert len([each for each in CONTENT.adverts if each.filled is not None]) == 1
    assert len([each for each in CONTENT.adverts if each.closing is not None and each.closing < 0]) == 1
    assert [each.key for each in CONTENT.adverts if each.state == "draft"] == ["hr-draft"]
    assert_unique([each.key for each in CONTENT.adverts])


def test_people_who_are_lent_are_nobody_else_and_write_from_their_trusts_address() -> None:
    known = {each.email: each.name for each in CONTENT.secondees}
    accounts = [each for each in PEOPLE if each["email"] in known]
    assert [each["name"] for each in accounts] == ["Nerys Beaumont-Iyer"], "one of them has an account"
    others = [each["name"] for each in PEOPLE if each not in accounts]
    assert_unique([*known.values(), *others])
    domains = {each["email"].split("@")[1] for each in PEOPLE}
    for each in CONTENT.secondees:
        assert each.trust in GROUPS
        assert each.email.split("@")[1] in domains
        assert each.email.startswith(each.name.lower().replace(" ", "."))


@each_advert
def test_an_advert_is_written_by_an_hr_lead_about_a_school_of_the_trust(advert: WrittenAdvert) -> None:
    assert advert.author in with_role(advert.trust, "hr_lead")
    assert SCHOOLS[advert.school]["Trusts (code)"] == advert.trust
    assert set(advert.phases) <= PHASES
    assert len(advert.title) <= LONGEST_TITLE
    assert len(advert.summary) <= LONGEST_SUMMARY
    assert len(advert.description) <= LONGEST_DESCRIPTION


@pytest.mark.parametrize("day", LOADED_ON, ids=str)
def test_what_is_published_lacks_nothing_on_the_day_on_which_it_came_out(day: date) -> None:
    for advert in CONTENT.adverts:
        if advert.state == "published":
            opened, particulars = working_day(day, -advert.opened), typed(advert, day)
            assert publishing_faults(advert.kind, particulars, today=opened) == [], advert.key
            assert advert.filled is None or advert.filled < advert.opened
            assert advert.phases
            assert advert.description


@each_advert
def test_only_one_advert_looks_like_agency_supply(advert: WrittenAdvert) -> None:
    found = signs(texts(advert).values(), typed(advert, LOADED_ON[0]))
    assert {each.kind for each in found} == (
        {"supply", "several", "daily_rate"} if advert.key == "supply-list" else set()
    )


@each_advert
def test_an_availability_says_nothing_by_which_anybody_is_recognised(advert: WrittenAdvert) -> None:
    if advert.kind == "availability":
        own = [each for each in SCHOOLS.values() if each["Trusts (code)"] == advert.trust]
        known = Known(
            trust=GROUPS[advert.trust]["Group Name"],
            schools=tuple(each["EstablishmentName"] for each in own),
            places=tuple({each["Town"] for each in own} | {each["LA (name)"] for each in own}),
            person=SECONDEES[advert.secondee].name,
        )
        assert findings(texts(advert), known) == ()


def test_two_days_of_the_week_are_the_fte_that_is_written_but_where_it_is_a_slip() -> None:
    odd = [each.key for each in CONTENT.adverts if oddities(typed(each, LOADED_ON[0]))]
    assert odd == ["estates-shared", "clerk-wanted", "clerk-available"]
