"""CPD records: worked out from attendance, by person, school and year, for those whom they concern."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.cpd import actions
from app.cpd.models import Attendance, Delegate
from app.cpd.queries.records import list_record, record_years, trust_records
from app.cpd.values import Mark
from app.cpd.values.registers import RecordFilter
from app.kernel.clock import LONDON
from app.kernel.database import session, transaction
from tests.cpd.booked import SignIn
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_world
from tests.cpd.registers_makers import P, close, make_booked_run, place, register, take
from tests.cpd.test_certificates import words
from tests.databases import Stage

ALL = RecordFilter()
XSS = "<b>Zoë</b> Zest"


def delegate(run: str, name: str) -> int:
    line = register(run).line(place(run, name))
    assert line is not None
    assert line.delegate_id is not None
    return line.delegate_id


def test_a_record_has_what_somebody_came_to_and_nothing_else(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch", count=2, attendance_percent=100)
    ann, bob = delegate(run, "Ann Ash"), delegate(run, "Bob Birch")
    assert list_record([ann]) == []
    take(world, run, {"Ann Ash": "PL", "Bob Birch": "AP"})
    close(world, run)
    (line,) = list_record([ann])
    assert (line.title, line.provider_name) == ("Reading fluency in key stage 2", "Northgate Learning Trust")
    assert (line.minutes, line.sessions) == (720, 2)
    assert line.certificate_code
    (half,) = list_record([bob])
    assert (half.minutes, half.sessions, half.certificate_code) == (360, 1, None)
    assert half.first_date == half.last_date == (FIRST_START + timedelta(weeks=1)).date()


def test_a_place_passed_on_between_sessions_counts_for_each_who_came(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", count=2)
    ann, number = delegate(run, "Ann Ash"), place(run, "Ann Ash")
    take(world, run, {"Ann Ash": "P"}, at=FIRST_START)
    booking = register(run).lines[0].booking_reference
    later = FIRST_START + timedelta(days=1)
    actions.name_place(reference=booking, place_id=number, new=person("Bob Birch"), actor=world.buyer, at=later)
    bob = delegate(run, "Bob Birch")
    take(world, run, {"Bob Birch": "-P"})
    assert [(each.delegate_id, each.minutes) for each in list_record([ann])] == [(ann, 360)]
    assert [(each.delegate_id, each.minutes) for each in list_record([bob])] == [(bob, 360)]
    assert len(list_record([ann, bob])) == 2
    assert trust_records(world.buyer.trust, ALL).minutes == 720


def test_a_trusts_records_are_by_school_and_person_and_only_its_own(world: World) -> None:
    ash, birch, _ = world.schools
    run = make_course_and_run(world.provider)[1]
    people = (person("Ann Ash", ash), person("Abe Ash", ash), person("Bob Birch", birch), person("Cyd None"))
    make_booking(world.buyer, run, 4, people=people)
    make_booking(world.other, run, 1, people=(person("Eve Else"),))
    close(world, run, unmarked=P)
    found = trust_records(world.buyer.trust, ALL)
    assert [each.name for each in found.people] == ["Abe Ash", "Ann Ash", "Bob Birch", "Cyd None"]
    assert [(each.name, each.people, each.minutes) for each in found.schools] == [
        ("Ash Primary", 2, 1440),
        ("Birch Primary", 1, 720),
        ("Central team, or no one school", 1, 720),
    ]
    assert (found.courses, found.minutes) == (4, 2880)
    narrowed = trust_records(world.buyer.trust, RecordFilter(school_id=birch))
    assert [each.name for each in narrowed.people] == ["Bob Birch"]
    assert [each.name for each in trust_records(world.buyer.trust, RecordFilter(school_id=0)).people] == ["Cyd None"]
    assert [each.name for each in trust_records(world.buyer.trust, RecordFilter(text="ASH fluency")).people] == [
        "Abe Ash",
        "Ann Ash",
    ]
    assert trust_records(world.buyer.trust, RecordFilter(text="nobody")).people == ()


@pytest.mark.parametrize(
    ("starts_at", "year"),
    [
        (datetime(2027, 8, 31, 17, 59, tzinfo=LONDON), 2026),
        (datetime(2027, 8, 31, 23, 59, tzinfo=LONDON), 2026),
        (datetime(2027, 9, 1, 0, 0, tzinfo=LONDON), 2027),
    ],
)
def test_a_course_counts_in_the_accounting_year_of_its_last_day(world: World, starts_at: datetime, year: int) -> None:
    run = make_booked_run(world, "Ann Ash", starts_at=starts_at)
    close(world, run, unmarked=P)
    for asked in (2026, 2027):
        assert len(trust_records(world.buyer.trust, RecordFilter(year=asked)).people) == (asked == year)
    assert record_years(world.buyer.trust, datetime(2028, 9, 1, tzinfo=LONDON)) == list(range(2028, year - 1, -1))


def test_years_are_added_up_by_themselves(world: World) -> None:
    for starts_at in (FIRST_START, FIRST_START + timedelta(weeks=40)):
        run = make_booked_run(world, "Ann Ash", starts_at=starts_at)
        close(world, run, unmarked=P)
    found = trust_records(world.buyer.trust, ALL)
    assert [(each.year, each.people, each.courses, each.minutes) for each in found.years] == [
        (2027, 1, 1, 720),
        (2026, 1, 1, 720),
    ]
    assert (len(found.people), found.people[0].courses, found.minutes) == (1, 2, 1440)


def test_totals_follow_the_register_and_not_what_is_typed(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", count=2, attendance_percent=100)
    take(world, run, {"Ann Ash": "PA"})
    assert trust_records(world.buyer.trust, ALL).minutes == 360
    session().execute(update(Attendance).values(mark=Mark.LATE))
    assert trust_records(world.buyer.trust, ALL).minutes == 720
    session().execute(update(Attendance).values(mark=Mark.ABSENT))
    assert trust_records(world.buyer.trust, ALL).people == ()


@pytest.fixture
def made(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def run(made: World, clock: Any) -> str:
    """A run that two people of one school and one of none came to."""
    ash = made.schools[0]
    with transaction():
        held = make_course_and_run(made.provider)[1]
        people = (person("Ann Ash", ash), person("Siân Llŷr", ash), person(XSS))
        make_booking(made.buyer, held, 3, people=people[:2])
        make_booking(made.buyer, held, 1, people=(person("Bob Birch"),))
        session().execute(update(Delegate).where(Delegate.name == "Bob Birch").values(name=people[2].name))
        close(made, held, unmarked=P)
    clock.moment = FIRST_START + timedelta(days=1)
    return held


def number_of(name: str) -> int:
    with transaction():
        return session().scalars(select(Delegate.id).where(Delegate.name == name)).one()


def test_a_trusts_page_lists_sorts_narrows_and_exports(made: World, run: str, signed_in: SignIn) -> None:
    buyer = signed_in("cpd@westbrook.example")
    page = buyer.get("/cpd/records").text
    for said in (
        "36 hours",
        "3 people",
        "Ash Primary",
        "Siân Llŷr",
        "2026 to 2027",
        "/cpd/records/hours.svg",
    ):
        assert said in page, said
    assert XSS not in page
    assert "&lt;b&gt;Zoë&lt;/b&gt; Zest" in page
    down = buyer.get("/cpd/records?sort=-name").text
    assert down.index("Siân Llŷr</a>") < down.index("Ann Ash</a>")
    narrowed = buyer.get(f"/cpd/records?school={made.schools[0]}&text=ann").text
    assert "Ann Ash" in narrowed
    assert "Siân" not in narrowed
    assert "Nothing matches" in buyer.get("/cpd/records?text=nobody").text
    assert "Nothing matches" in buyer.get("/cpd/records?school=999999&text=x&year=1900").text
    table = buyer.get("/cpd/records?format=csv").text
    assert "Ann Ash,Ash Primary,1,12,720,2027-02-01" in table
    assert buyer.get("/cpd/records?format=xlsx").data.startswith(b"PK")
    assert buyer.get("/cpd/records/hours.svg").mimetype == "image/svg+xml"
    assert buyer.get("/cpd/records/hours.svg?text=nobody").status_code == 404


def test_a_trust_without_records_is_told_what_appears(made: World, signed_in: SignIn) -> None:
    page = signed_in("cpd@easton.example").get("/cpd/records").text
    assert "Nothing on record this year" in page


def test_somebodys_record_is_shown_and_exported(made: World, run: str, signed_in: SignIn) -> None:
    buyer = signed_in("cpd@westbrook.example")
    address = f"/cpd/records/{number_of('Siân Llŷr')}"
    page = buyer.get(address).text
    for said in ("Siân Llŷr", "Westbrook Schools Trust", "1 course, 12 hours", "1 February 2027", "certificate.pdf"):
        assert said in page, said
    assert (
        "Reading fluency in key stage 2,Northgate Learning Trust,2027-02-01" in buyer.get(f"{address}?format=csv").text
    )
    document = words(buyer.get(f"{address}?format=pdf").data)
    assert "Siân Llŷr" in document
    assert "September 2026 to August 2027" in document


def test_a_record_is_for_ones_trust_and_oneself(made: World, run: str, signed_in: SignIn) -> None:
    address = f"/cpd/records/{number_of('Ann Ash')}"
    for stranger in ("cpd@easton.example", "cpd@northgate.example", "cfo@westbrook.example"):
        assert signed_in(stranger).get(address).status_code == 404, stranger
    cfo = signed_in("cfo@westbrook.example")
    assert "Nothing on record yet" in cfo.get("/cpd/records/mine").text
    assert "/cpd/records/mine" not in cfo.get("/dashboard").text
    with transaction():
        mine = update(Delegate).where(Delegate.name == "Ann Ash").values(person_id=made.cfo.person_id)
        session().execute(mine)
    assert "12 hours" in cfo.get(address).text
    assert "Reading fluency" in cfo.get("/cpd/records/mine").text
    assert "/cpd/records/mine" in cfo.get("/dashboard").text
    assert cfo.get("/cpd/records").status_code == 403


def test_an_erased_person_has_no_record_and_their_hours_stay(
    made: World, run: str, signed_in: SignIn, clock: Any
) -> None:
    ann = number_of("Ann Ash")
    with transaction():
        actions.erase_staff(delegate_id=ann, actor=made.buyer, at=clock.now())
    buyer = signed_in("cpd@westbrook.example")
    assert buyer.get(f"/cpd/records/{ann}").status_code == 404
    page = buyer.get("/cpd/records").text
    assert "Ann Ash" not in page
    assert "36 hours" in page
    assert f'href="/cpd/records/{ann}"' not in page


def test_the_queries_of_the_list_do_not_grow_with_it(
    made: World, run: str, signed_in: SignIn, statements: Callable[[], Any]
) -> None:
    buyer = signed_in("cpd@westbrook.example")
    counts = []
    for names in ((), tuple(f"Person {number}" for number in range(12))):
        with transaction():
            if names:
                close(made, make_booked_run(made, *names), unmarked=P)
        buyer.get("/cpd/records")
        with statements() as sent:
            buyer.get("/cpd/records")
        counts.append(len(sent))
    assert counts[0] == counts[1]
