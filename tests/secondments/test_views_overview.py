"""Who is out and in: for HR leads and finance of the two trusts, names only for those who may read them."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from app.audit.models import AuditRow
from app.kernel.database import session, transaction
from app.secondments.models import Interest, Secondment, Version
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.values import SecondmentState
from tests.clock import HandClock
from tests.secondments.agreements_makers import make_agreed_secondment, make_drafted_secondment
from tests.secondments.makers import PERSON, make_secondee_row, make_world
from tests.services.views.sent import SignIn

HERE = "/secondments/out-and-in"
SVG = "image/svg+xml"


def many_more(reference: str, count: int) -> None:
    """As many secondments again as one that is agreed, by interests of their own, in few statements."""
    held = session().get_one(Secondment, secondment_by_reference(reference).id)
    version = session().scalars(select(Version).where(Version.secondment_id == held.id)).one()
    interest = session().get_one(Interest, held.interest_id)
    for number in range(1, count + 1):
        person = make_secondee_row(held.home_id, name=f"Person {number}", email=f"p{number}@northgate.example")
        ids = {"interest_id": interest.id + 100 + number, "id": held.id + 100 + number, "secondee_id": person}
        about = {"id": ids["interest_id"], "secondee_id": person, "reference": f"EOI-Z{number:04d}"}
        session().execute(insert(Interest), [{**columns(interest), **about}])
        session().execute(insert(Secondment), [{**columns(held), **ids, "reference": f"SEC-Z{number:04d}"}])
        of_it = {"id": version.id + 100 + number, "secondment_id": ids["id"]}
        session().execute(insert(Version), [{**columns(version), **of_it}])


def columns(row: Any) -> dict[str, Any]:
    left_out = {"document", "schedule_document"}
    return {each.name: getattr(row, each.name) for each in row.__table__.columns if each.name not in left_out}


def looks() -> int:
    query = select(func.count()).select_from(AuditRow).where(AuditRow.verb == "secondments.profile_seen")
    return session().scalar(query) or 0


def test_who_is_out_and_in_is_for_hr_leads_and_finance_and_names_are_on_record(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        world = make_world()
        reference = make_agreed_secondment(world)
        make_drafted_secondment(
            world, secondee_id=make_secondee_row(world.home.trust, name="Dee Draft", email="d@x.example")
        )
    home, host = signed_in("hr@northgate.example"), signed_in("hr@westbrook.example")
    page = home.get(HERE).text
    told = (
        PERSON,
        "SENDCo",
        "0.4 FTE",
        "To Westbrook Schools Trust",
        reference,
        "4 January 2027",
        "23 July 2027",
        "Agreed",
    )
    for words in ("October 2026 to September 2027", "September 2026 to August 2027", *told):
        assert words in page, words
    assert "Dee Draft" not in page
    page = host.get(HERE).text
    assert "From Northgate Learning Trust" in page
    assert PERSON not in page
    assert PERSON not in host.get(f"{HERE}?format=csv").text
    with transaction():
        assert looks() == 0
    assert PERSON in host.get(f"{HERE}?names=shown").text
    with transaction():
        assert looks() == 1
    for who in ("finance@northgate.example", "finance@westbrook.example"):
        finance = signed_in(who)
        page = finance.get(f"{HERE}?names=shown").text
        assert "SENDCo" in page
        assert PERSON not in page
        assert PERSON not in finance.get(f"{HERE}?names=shown&format=csv").text
    with transaction():
        assert looks() == 1
    for stranger in ("cfo@northgate.example", "admin@westbrook.example"):
        for path in (HERE, f"{HERE}/months.svg", f"{HERE}/fte.svg"):
            assert signed_in(stranger).get(path).status_code == 404, path
    third = signed_in("hr@easton.example")
    assert "Nobody yet" in third.get(HERE).text
    assert third.get(f"{HERE}/months.svg?from=2026-10").status_code == 404
    assert third.get(f"{HERE}/cost.svg").status_code == 404


def test_months_are_moved_and_exported_and_years_add_up(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        make_agreed_secondment(make_world())
    home = signed_in("hr@northgate.example")
    moved = home.get(f"{HERE}?from=2027-08").text
    assert "August 2027 to July 2028" in moved
    assert "Nobody is away in these months" in moved
    assert "from=2027-02" in moved
    assert home.get(f"{HERE}/months.svg?from=2027-08").status_code == 404
    for path in ("months.svg?from=2026-10", "months.svg?from=2027-03", "fte.svg", "cost.svg"):
        drawn = home.get(f"{HERE}/{path}")
        assert (drawn.status_code, drawn.content_type) == (200, SVG), path
        assert b" style=" not in drawn.data
        assert "private" in drawn.headers["Cache-Control"]
    (stay,) = csv.DictReader(StringIO(home.get(f"{HERE}?format=csv").text.lstrip("\ufeff")))
    assert (stay["Person"], stay["From"], stay["To"], stay["FTE"]) == (PERSON, "2027-01-04", "2027-07-23", "0.4")
    ours, theirs = (
        next(csv.DictReader(StringIO(who.get(f"{HERE}?format=csv&of=years").text.lstrip("\ufeff"))))
        for who in (home, signed_in("finance@westbrook.example"))
    )
    # 201 days at 0.4 of 365
    assert (ours["FTE lent"], ours["FTE borrowed"]) == ("0.2", "0.0")
    assert (theirs["FTE lent"], theirs["FTE borrowed"]) == ("0.0", "0.2")
    assert float(ours["Cost of those lent"]) == float(ours["Recharged, with fees"]) > 10_000
    assert theirs["Cost of those borrowed"] == ours["Recharged, with fees"]
    assert home.get(f"{HERE}?format=xlsx").data.startswith(b"PK")


def test_who_is_away_today_is_counted_to_the_day(app: Flask, clock: HandClock, signed_in: SignIn) -> None:
    with transaction():
        world = make_world()
        held = session().get_one(Secondment, secondment_by_reference(make_agreed_secondment(world)).id)
        held.state, held.started_at = SecondmentState.RUNNING, clock.wind_on(days=45)
    for days, counted in ((0, 1), (200, 1), (1, 0)):
        clock.wind_on(days=days)
        page = " ".join(signed_in("hr@northgate.example").get(HERE).text.split())
        assert f"Today <strong>{counted}</strong>" in page, days


def test_a_long_overview_asks_the_database_no_more_than_a_short_one(
    app: Flask, signed_in: SignIn, statements: Callable[[], Any]
) -> None:
    with transaction():
        reference = make_agreed_secondment(make_world())
    home = signed_in("hr@northgate.example")
    pages = (HERE, f"{HERE}?format=csv", f"{HERE}/months.svg", f"{HERE}/cost.svg")

    def cost(page: str) -> int:
        with statements() as sent:
            assert home.get(page).status_code == 200, page
        return len(sent)

    short = {each: cost(each) for each in pages}
    with transaction():
        many_more(reference, 35)
    assert {each: cost(each) for each in pages} == short
    assert max(short.values()) <= 30
    page = home.get(HERE)
    assert "Person 35" in page.text
    assert "the first 30; the table has all 36" in " ".join(page.text.split())
    assert len(page.data) < 100_000
