"""The pages of checks, of who came and of the single central record, as each of their readers."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.kernel.database import session, transaction
from app.secondments.queries.checks import checks_of
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.values import CheckItem, WhyNot
from tests.clock import HandClock
from tests.databases import Stage
from tests.police import PoliceClient
from tests.secondments.agreements_makers import make_drafted_secondment
from tests.secondments.along_makers import HOME_HR, HOST_HR, make_running_secondment, morning
from tests.secondments.makers import ENDS, PERSON, STARTS, World, make_world

SignIn = Callable[[str], PoliceClient]
DAY = {"day": "1", "month": "9", "year": "2026"}
RECORD = "/secondments/single-central-record"


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


def done(*items: CheckItem, **day: str) -> dict[str, str]:
    """What is sent of items that are done on 1 September 2026."""
    sent = {item.value: "done" for item in items}
    return sent | {f"{item}_date-{part}": text for item in items for part, text in {**DAY, **day}.items()}


def test_the_home_employer_answers_item_by_item_and_the_host_reads(world: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_drafted_secondment(world)
        held = secondment_by_reference(reference)
    home, host, path = signed_in(HOME_HR), signed_in(HOST_HR), f"/secondments/{reference}/checks"
    page = home.get(path).text
    assert "8 checks have no answer yet" in page
    assert "Not required: the post includes no teaching work" in page
    assert "A post like this often needs none" not in page, "a SENDCo is a teacher who leads a department"
    wrong = done(CheckItem.ENHANCED_DBS, year="2027") | {"overseas": "done"}
    answer = home.submit(path, **wrong)
    assert answer.status_code == 422
    assert "Checks of time spent overseas: enter the date on which it was done" in answer.text
    answer = home.submit(path, **done(CheckItem.ENHANCED_DBS, year="2027"))
    assert "Enhanced DBS: the date is in the future" in answer.text
    assert 'value="2027"' in answer.text, "what was typed is kept"
    some = done(CheckItem.IDENTITY, CheckItem.RIGHT_TO_WORK) | {"overseas": "not"}
    assert home.submit(path, **some).status_code == 303
    with transaction():
        given = {each.item: each for each in checks_of([held.id])[held.id]}
    assert given[CheckItem.OVERSEAS].why_not is WhyNot.NOT_OVERSEAS
    assert given[CheckItem.IDENTITY].done_date == date(2026, 9, 1)
    assert len(given) == 3
    read = host.get(path)
    assert "Done on 1 September 2026" in read.text
    assert "Hana Home" in read.text
    assert "Enhanced DBS" in read.text
    assert 'type="radio"' not in read.text
    assert "no-store" in read.headers["Cache-Control"]
    assert host.submit(path, page="/account", **some).status_code == 422, "the host does not confirm"
    for stranger in ("finance@northgate.example", "cfo@westbrook.example"):
        assert signed_in(stranger).get(path).status_code in (403, 404)
    assert signed_in("hr@easton.example").get(path).status_code == 404
    assert "Identity: enter the date" in home.submit(path, overseas="not").text, "an answer is not taken back"
    rest = [each for each in CheckItem if each is not CheckItem.OVERSEAS]
    assert home.submit(path, **done(*rest), overseas="not").status_code == 303
    page = home.get(path).text
    assert "Every check is confirmed" in page
    assert 'type="radio"' not in page
    assert "Confirmed by Hana Home on 20 November 2026" in home.get(f"{path}?change=1").text


def test_the_host_confirms_who_came_and_its_single_central_record_has_the_line(
    world: World, signed_in: SignIn, clock: HandClock
) -> None:
    with transaction():
        reference = make_running_secondment(world)
    clock.moment = morning(STARTS + timedelta(days=1))
    home, host, path = signed_in(HOME_HR), signed_in(HOST_HR), f"/secondments/{reference}/arrival"
    assert "Ask the host" in home.get(path).text
    arrived = {"arrived-day": "4", "arrived-month": "1", "arrived-year": "2027"}
    answer = host.submit(path, **arrived)
    assert answer.status_code == 422
    assert "Tick to say that you saw proof of identity" in answer.text
    before = host.get(RECORD).text
    assert "Not confirmed yet" in before
    assert host.submit(path, seen="y", **arrived).status_code == 303
    assert "the person who came on 4 January 2027 is the person named" in host.get(path).text
    page = host.get(RECORD).text
    for said in (
        PERSON,
        reference,
        "Northgate Learning Trust",
        "Enhanced DBS: 1 September 2026",
        "Checks of time spent overseas: Not required: the person has not lived or worked abroad",
        "Hana Home, 20 November 2026",
        "Received in writing on 20 November 2026",
    ):
        assert said in page, said
    (line,) = csv.DictReader(io.StringIO(host.get(f"{RECORD}?format=csv").data.decode("utf-8-sig")))
    assert line["Name"] == PERSON
    assert line["Identity"] == "2026-09-01"
    assert line["Confirmed by"] == "Hana Home, 20 November 2026"
    assert (line["Written confirmation received on"], line["Identity seen on arrival"]) == ("2026-11-20", "2027-01-04")
    assert host.get(f"{RECORD}?format=xlsx").status_code == 200
    with transaction():
        verbs = session().scalars(select(AuditRow.verb).where(AuditRow.verb.contains("central_record"))).all()
    assert sorted(each.rpartition("_")[2] for each in verbs) == ["exported", "exported", "seen", "seen"]


def test_the_single_central_record_is_the_hosts_own_and_goes_by_dates(
    world: World, signed_in: SignIn, clock: HandClock
) -> None:
    with transaction():
        make_running_secondment(world)
    clock.moment = morning(STARTS)
    host, home = signed_in(HOST_HR), signed_in(HOME_HR)
    assert PERSON not in home.get(RECORD).text
    assert "Nobody is in now" in home.get(RECORD).text

    def asked(**days: date) -> str:
        sent = {f"{k}-{part}": getattr(day, part) for k, day in days.items() for part in ("day", "month", "year")}
        return host.get(RECORD, query_string=sent).text

    assert PERSON in asked(until=STARTS)
    assert "Nobody was in then" in asked(until=STARTS - timedelta(days=1))
    assert PERSON in asked(since=ENDS)
    assert "Nobody was in then" in asked(since=ENDS + timedelta(days=1))
    assert host.get(f"{RECORD}?since-day=99&sort=-home").status_code == 200, "nonsense is dropped"
