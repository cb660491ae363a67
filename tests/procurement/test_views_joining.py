"""The pages on which a trust joins a round, and on which all who take part read its demand."""

import csv
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from sqlalchemy import update

from app.contracts.actions import bind
from app.contracts.values import Source
from app.kernel.database import session, transaction
from app.kernel.sheets import read_sheet
from app.procurement.actions.joining import show_interest
from app.procurement.demand_sheet import COLUMNS, GIVEN, NAME
from app.procurement.models import Participation, Round
from app.procurement.queries.demand import demands_of, own_demand
from app.procurement.queries.participations import find_participation
from app.procurement.values import DemandTyped, Joining, ParticipationState, RoundValue, Stage
from app.trusts.models import School, SchoolMembership
from tests.clock import START, HandClock
from tests.kernel.books import book, changed
from tests.police import PoliceClient
from tests.procurement.joining_makers import ENDS, MARKED_SUPPLIER, line, marked, want
from tests.procurement.makers import World, lot, make_place, make_round

SignIn = Callable[[str], PoliceClient]
WESTBROOK, LEAD, EASTON = "buying@westbrook.example", "buying@northgate.example", "buying@easton.example"
HEADINGS = [each.heading for each in COLUMNS]


def make(world: World, **changes: Any) -> RoundValue:
    with transaction():
        return make_round(world, **changes)


def saved(held: RoundValue, trust_id: int) -> list[DemandTyped]:
    with transaction():
        own = find_participation(held.id, trust_id)
        return own_demand(own.id) if own else []


def value_of(page: str, name: str) -> str:
    """What a hidden field of a page carries."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.text.lstrip("\ufeff"))))


def typed_day(name: str, when: date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def words(answer: Any) -> str:
    return " ".join(answer.text.split())


def test_a_trust_joins_types_in_what_it_wants_and_reads_its_own_page(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first, second = held.lots
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    with transaction():
        bind(
            trust_id=made.westbrook.trust, source=Source.AGREEMENT, source_reference="AGR-22222", title="Power",
            supplier=MARKED_SUPPLIER, value=None, category=held.listing.category, start_date=date(2025, 9, 1),
            end_date=ENDS, actor=None, at=START,
        )  # fmt: skip
    page = words(client.get(path))
    assert "Not in this round" in page
    assert "Show interest by 11 December 2026" in page
    assert client.submit(f"{path}/interest", page=path).status_code == 303
    page = words(client.get(path))
    assert "Enter what your schools want by 29 January 2027" in page
    assert MARKED_SUPPLIER in page, "the contract that the round would replace"
    grid = f"{path}/demand"
    boxes = {f"q-{first.id}-{cedar}": "40,000", f"q-{first.id}-{damson}": "60000", f"q-{second.id}-0": "3"}
    version = value_of(client.get(grid).text, "version")
    wrong = client.submit(grid, version=version, **{**boxes, f"q-{first.id}-{damson}": "lots"})
    assert wrong.status_code == 422
    assert "must be a whole number" in wrong.text
    assert 'value="40,000"' in wrong.text, "what was typed is kept"
    assert client.submit(grid, version=version, **boxes).status_code == 303
    lines = saved(held, made.westbrook.trust)
    assert [(each.lot_id, each.school_id, each.quantity) for each in lines] == [
        (first.id, cedar, 40_000),
        (first.id, damson, 60_000),
        (second.id, None, 3),
    ]
    assert {each.supplier for each in lines} == {MARKED_SUPPLIER}
    assert {each.joins_date for each in lines} == {date(2028, 4, 1)}, "it joins once its contract has ended"
    page = words(client.get(path))
    for said in ("Intends to buy", "100,000 kWh a year", "1 April 2028", MARKED_SUPPLIER, "Cedar Primary School"):
        assert said in page, said
    (cedars, *_) = rows_of(client.get(f"{path}?format=csv"))
    assert (cedars["School"], cedars["Quantity"], cedars["Supplier now"]) == (
        "Cedar Primary School",
        "40000",
        MARKED_SUPPLIER,
    )
    assert client.get(f"{path}?format=xlsx").data.startswith(b"PK")
    assert "25" in words(client.get(f"{path}?lot={second.id}&page=9")), "a page that is not there is no error"


def test_one_lot_and_one_school_are_typed_on_pages_of_their_own(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first = held.lots[0]
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust/lots/{held.lots[0].id}"
    here = f"{path}/schools/{cedar}"
    seen = value_of(client.get(path).text, "seen")
    boxes = {f"q-{first.id}-{cedar}": "40000", f"q-{first.id}-{damson}": "60000", "supplier": "Old Power"}
    late = client.submit(path, seen=seen, **boxes, **typed_day("joins", date(2027, 8, 31)))
    assert late.status_code == 422
    assert "Enter a day from 1 September 2027 on" in late.text
    assert client.submit(path, seen=seen, price="24.35p", **boxes, **typed_day("ends", ENDS)).status_code == 303
    assert {(each.supplier, str(each.price), each.joins_date) for each in saved(held, made.westbrook.trust)} == {
        ("Old Power", "24.35p", date(2028, 4, 1))
    }
    seen = value_of(client.get(here).text, "seen")
    assert client.submit(here, seen=seen, quantity="41000", supplier="Sun Co").status_code == 303
    again = client.get(path).text
    assert "1 school has a contract of its own" in " ".join(again.split())
    seen = value_of(again, "seen")
    boxes |= {f"q-{first.id}-{cedar}": "42000", "supplier": "New Power"}
    assert client.submit(path, seen=seen, **boxes).status_code == 303
    lines = {each.school_id: each for each in saved(held, made.westbrook.trust)}
    assert (lines[cedar].quantity, lines[cedar].supplier, lines[damson].supplier) == (42_000, "Sun Co", "New Power")
    seen = value_of(client.get(path).text, "seen")
    assert client.submit(path, seen=seen, for_all="y", **boxes).status_code == 303
    assert {each.supplier for each in saved(held, made.westbrook.trust)} == {"New Power"}
    seen = value_of(client.get(here).text, "seen")
    assert client.submit(here, seen=seen, quantity="").status_code == 303
    assert [each.school_id for each in saved(held, made.westbrook.trust)] == [damson], "an empty box wants nothing"
    for missing in (f"{path}/schools/{made.easton_schools[0]}", f"/rounds/{held.reference}/your-trust/lots/9999"):
        assert client.get(missing).status_code == 404


def test_two_people_of_one_trust_at_once_lose_nothing(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    first, second = held.lots
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    lot_page, grid = f"{path}/lots/{first.id}", f"{path}/demand"
    school_page = f"{lot_page}/schools/{cedar}"
    marks = {each: value_of(client.get(each).text, "seen") for each in (lot_page, school_page)}
    version = value_of(client.get(grid).text, "version")
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 700), line(held, None, 2, lot=1)])
    for page, typed in (
        (grid, {"version": version, f"q-{first.id}-{damson}": "900"}),
        (lot_page, {"seen": marks[lot_page], f"q-{first.id}-{damson}": "900"}),
        (school_page, {"seen": marks[school_page], "quantity": "900"}),
    ):
        answer = client.submit(page, **typed)
        assert answer.status_code == 422, page
        assert "Somebody else in your trust changed this" in answer.text
        assert "700" in answer.text, "what they saved is shown"
        assert 'value="900"' in answer.text, "what was typed is kept"
    assert [each.quantity for each in saved(held, made.westbrook.trust)] == [700, 2]
    again = value_of(client.submit(lot_page, seen="0", **{f"q-{first.id}-{damson}": "900"}).text, "seen")
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 700), line(held, None, 5, lot=1)])
    replaced = client.submit(lot_page, seen=again, **{f"q-{first.id}-{damson}": "900"})
    assert replaced.status_code == 303, "another lot was changed meanwhile, this one was not"
    assert [(each.lot_id, each.quantity) for each in saved(held, made.westbrook.trust)] == [
        (first.id, 900),
        (second.id, 5),
    ]


def sheet_rows(*rows: tuple[str, int, object], **now: object) -> list[list[object]]:
    """Rows of a sheet by URN, number of the lot and quantity."""
    empty = dict.fromkeys(HEADINGS[5:], None)
    given = [
        ["", urn, lot_number, "", "", *({**empty, "Quantity": quantity, **now}.values())]
        for urn, lot_number, quantity in rows
    ]
    return [list(HEADINGS), *given]


def test_demand_by_spreadsheet_is_taken_whole_or_not_at_all_with_every_bad_cell_named(
    made: World, signed_in: SignIn
) -> None:
    held = make(made)
    with transaction():
        urns = [session().get_one(School, each).urn for each in (*made.westbrook_schools, made.easton_schools[0])]
        want(held, made.westbrook, [marked(held, made.westbrook_schools[0], 400)])
    cedar, damson, strange = urns
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust/sheet"
    template = client.get(f"{path}.xlsx").data
    filled = read_sheet(template, columns=COLUMNS, most_rows=50, given=GIVEN, name=NAME)
    assert [(row["URN"], row["Lot"], row["Quantity"], row["Supplier now"]) for row in filled.rows] == [
        (cedar, 1, 400, MARKED_SUPPLIER)
    ], "a row for each school and lot, of which one says something"

    def send(content: bytes, name: str = "demand.xlsx") -> Any:
        version = value_of(client.get(path).text, "version")
        return client.submit(path, version=version, sheet=(BytesIO(content), name))

    bad = sheet_rows(
        (cedar, 1, 5),
        (cedar, 1, 6),
        (strange, 1, 7),
        (damson, 3, 8),
        (damson, 2, "many"),
        ("", 1, 4),
        (damson, 1, None),
    )
    bad[1][HEADINGS.index("Joins from")] = date(2027, 8, 31)
    answer = send(book(bad))
    assert answer.status_code == 422
    page = words(answer)
    for cell, said in (
        ("K2", "Enter a day from 1 September 2027 on"),
        ("B3", "Enter each school once for each lot"),
        ("B4", f"{strange} is no school of your trust"),
        ("C5", "There is no lot 3. This round has lots 1 to 2"),
        ("F6", "Quantity must be a whole number"),
        ("B7", "Enter the URN of the school"),
    ):
        assert cell in page, cell
        assert said in page, said
    assert "6 cells need changing. Nothing has been taken" in page
    formula = book(sheet_rows((cedar, 1, 5)), dress=lambda _, sheet: sheet.write_formula("F3", "=1+1"))
    macro = changed(book(sheet_rows((cedar, 1, 5))), {"xl/vbaProject.bin": b"Sub"})
    for content, name, said in (
        (formula, "demand.xlsx", "F3 holds a formula"),
        (macro, "demand.xlsx", "macro"),
        (b"%PDF-1.7", "demand.xlsx", "Excel workbook (.xlsx)"),
        (b"x", "demand.csv", "must be a .xlsx file"),
        (book([HEADINGS, *[["", cedar, 1, "", "", 1]] * 5_001]), "demand.xlsx", "5,000"),
    ):
        refused = send(content, name)
        assert refused.status_code == 422, said
        assert said in words(refused), said
    assert [each.quantity for each in saved(held, made.westbrook.trust)] == [400], "nothing is lost"
    right = sheet_rows((cedar, 1, 5), (damson, 2, 6), ("office", 1, 7), (damson, 1, 0), **{"Contract ends": ENDS})
    answer = send(book(right))
    assert answer.status_code == 303
    assert [(each.quantity, each.joins_date) for each in saved(held, made.westbrook.trust)] == [
        (5, date(2028, 4, 1)),
        (7, date(2028, 4, 1)),
        (6, date(2028, 4, 1)),
    ]
    assert "3 rows taken" in client.get(f"/rounds/{held.reference}/your-trust").text
    stale = client.submit(path, version="1", sheet=(BytesIO(book(right)), "demand.xlsx"))
    assert "Somebody else in your trust changed this" in stale.text


def test_a_trust_with_forty_schools_and_six_lots_goes_a_lot_at_a_time(made: World, signed_in: SignIn) -> None:
    held = make(made, lots=tuple(lot(title=f"Supplies {number}") for number in range(1, 7)))
    with transaction():
        for number in range(38):
            make_place(made.westbrook.trust, f"School {number:02} Primary Academy", 290_000 + number, 92_000)
        schools = [each.id for each in session().query(School).all() if each.name.startswith("School")]
        want(held, made.westbrook, [marked(held, each, 40_000, lot=n) for each in schools for n in range(6)])
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    assert client.get(f"{path}/demand").location.endswith("#lots")
    for page in (path, f"{path}?page=3", f"{path}/lots/{held.lots[5].id}", f"{path}/sheet"):
        assert client.get(page).status_code == 200, page
    assert "School 37" in client.get(f"{path}/lots/{held.lots[5].id}").text
    assert "1</strong> to <strong>25</strong> of <strong>228" in words(client.get(path))


def test_who_may_change_demand_and_when(made: World, signed_in: SignIn) -> None:
    held = make(made)
    own = f"/rounds/{held.reference}/your-trust"
    pages = [f"{own}/demand", f"{own}/lots/{held.lots[0].id}", f"{own}/sheet"]
    member, client = signed_in("office@westbrook.example"), signed_in(WESTBROOK)
    with transaction():
        found = want(held, made.westbrook, [marked(held, made.westbrook_schools[0], 400)])
    assert MARKED_SUPPLIER in member.get(own).text, "those who may read the trust's contracts read this too"
    for page in pages:
        assert member.get(page).status_code == 403, page
        assert client.get(page).status_code == 200, page
    assert client.get(f"/r/{found.reference}", follow_redirects=True).request.path == own
    assert signed_in(LEAD).get(f"/participations/{found.reference}").location.endswith("/demand")
    assert signed_in(EASTON).get(f"/participations/{found.reference}").status_code == 404
    for state, said in ((ParticipationState.SIGNING, "Give that up first"), (ParticipationState.COMMITTED, "Withdraw")):
        with transaction():
            session().execute(update(Participation).where(Participation.id == found.id).values(state=state))
        for page in pages:
            assert said in client.get(page, follow_redirects=True).text
    with transaction():
        session().execute(update(Round).values(stage=Stage.OUT_TO_BID))
    assert "Participants of this round are fixed" in client.get(pages[0], follow_redirects=True).text
    region = make(made, joining=Joining.INVITATION, invited=frozenset({made.easton.trust}))
    hidden = f"/rounds/{region.reference}/your-trust"
    for page in (hidden, f"{hidden}/demand", f"{hidden}/sheet.xlsx", f"/rounds/{region.reference}/demand"):
        assert client.get(page).status_code == 404, page
    assert client.submit(f"{hidden}/interest", page="/account").status_code == 404


def test_totals_are_for_all_and_trusts_and_months_for_those_who_take_part(
    made: World, signed_in: SignIn, client: PoliceClient
) -> None:
    held = make(made)
    first = held.lots[0]
    with transaction():
        want(held, made.westbrook, [marked(held, made.westbrook_schools[0], 400), line(held, None, 3, lot=1)])
        want(held, made.easton, [line(held, made.easton_schools[0], 1_000)])
    path, plot = f"/rounds/{held.reference}/demand", f"/rounds/{held.reference}/demand/lots/{first.id}.svg"
    lead, easton, stranger = signed_in(LEAD), signed_in(EASTON), signed_in("buying@southmere.example")
    for who in (client, stranger):
        page = words(who.get(path))
        assert "1,400 kWh a year" in page
        for hidden in ("Westbrook", "Easton", "April 2028"):
            assert hidden not in page.replace("buying@", ""), hidden
        assert who.get(plot).status_code == 404
        for of in ("trusts", "months", "schools"):
            assert who.get(f"{path}?of={of}&format=csv").status_code == 404, of
        assert [row["Quantity"] for row in rows_of(who.get(f"{path}?format=csv"))] == ["1400", "3"]
    for who in (lead, easton):
        page = words(who.get(path))
        for said in ("Westbrook Schools Trust", "Easton Academies", "September 2027", "April 2028", "1,400"):
            assert said in page, said
        drawn = who.get(plot)
        assert (drawn.status_code, drawn.content_type) == (200, "image/svg+xml")
        assert {
            (row["Trust"], row["Lot"], row["Quantity"]) for row in rows_of(who.get(f"{path}?of=trusts&format=csv"))
        } >= {
            ("Westbrook Schools Trust", "1", "400"),
            ("Westbrook Schools Trust", "2", "3"),
            ("Easton Academies", "1", "1000"),
        }
        months = rows_of(who.get(f"{path}?of=months&format=csv"))
        assert [(row["Month"], row["Joins"], row["Together by then"]) for row in months if row["Lot"] == "1"] == [
            ("2027-09-01", "1000", "1000"),
            ("2028-04-01", "400", "1400"),
        ]
        assert who.get(f"{path}?of=months&format=xlsx").data.startswith(b"PK")
        by_quantity = words(who.get(f"{path}?sort=-quantity&state=intended#trusts")).split("By trust")[1]
        assert by_quantity.index("Easton Academies") < by_quantity.index("Westbrook Schools Trust")
        assert "Northgate" not in by_quantity.split("Export by trust")[0], "the lead has said nothing yet"
    assert easton.get(f"{path}?of=schools&format=csv").status_code == 404
    assert [row["School"] for row in rows_of(lead.get(f"{path}?of=schools&format=csv"))] == [
        "Elder Primary School",
        "Cedar Primary School",
        "The trust’s own office",
    ]
    assert lead.get(plot.replace(str(first.id), "9999")).status_code == 404


def test_the_lead_sees_who_is_missing_and_reminds_them_once_a_day(
    made: World, signed_in: SignIn, clock: HandClock
) -> None:
    held = make(made, invited=frozenset({made.stranger.trust}))
    with transaction():
        show_interest(reference=held.reference, actor=made.westbrook, at=START)
    path = f"/rounds/{held.reference}/demand"
    lead, westbrook = signed_in(LEAD), signed_in(WESTBROOK)
    page = words(lead.get(path))
    for said in ("Southmere Trust", "Invited, no answer", "No demand yet", "21 days left"):
        assert said in page, said
    theirs = words(westbrook.get(path))
    assert "Southmere" not in theirs, "whom the lead invited is the lead's to know"
    assert "Remind those who are missing" not in theirs
    assert westbrook.submit(f"{path}/remind", page="/account").status_code == 404
    assert lead.submit(f"{path}/remind", page=path).status_code == 303
    page = words(lead.get(path))
    assert "Reminder sent to 2 trusts" in page
    assert "They were reminded today" in page
    lead.submit(f"{path}/remind", page="/account")
    assert "They were reminded today. You can" in words(lead.get("/account"))
    clock.wind_on(days=1)
    assert "Remind those who are missing" in words(lead.get(path))


def test_schools_that_left_are_named_until_their_demand_is_taken_out(made: World, signed_in: SignIn) -> None:
    held = make(made)
    cedar, damson = made.westbrook_schools
    with transaction():
        want(held, made.westbrook, [line(held, cedar, 400), line(held, damson, 600)])
        left = SchoolMembership.school_id == damson
        session().execute(update(SchoolMembership).where(left).values(left_date=START.date()))
    client, path = signed_in(WESTBROOK), f"/rounds/{held.reference}/your-trust"
    page = words(client.get(path))
    assert "No longer in your trust: Damson Academy" in page
    assert "No longer yours" in page
    grid = f"{path}/demand"
    version = value_of(client.get(grid).text, "version")
    assert client.submit(grid, version=version, **{f"q-{held.lots[0].id}-{cedar}": "400"}).status_code == 303
    with transaction():
        assert [each.school_id for each in demands_of(held.id)] == [cedar]


def test_a_long_list_of_trusts_costs_the_database_no_more_than_a_short_one(
    made: World, signed_in: SignIn, statements: Callable[[], Any]
) -> None:
    held = make(made)
    path = f"/rounds/{held.reference}"
    with transaction():
        want(held, made.westbrook, [line(held, made.westbrook_schools[0], 400)])
    lead, westbrook = signed_in(LEAD), signed_in(WESTBROOK)

    def cost(who: PoliceClient, page: str) -> int:
        with statements() as sent:
            assert who.get(page).status_code == 200, page
        return len(sent)

    pages = [(lead, f"{path}/demand"), (westbrook, f"{path}/your-trust"), (westbrook, f"{path}/your-trust/demand")]
    short = [cost(*each) for each in pages]
    with transaction():
        for actor, schools in ((made.westbrook, made.westbrook_schools), (made.easton, made.easton_schools)):
            want(held, actor, [marked(held, each, 40, lot=n) for each in (*schools, None) for n in (0, 1)])
        show_interest(reference=held.reference, actor=made.stranger, at=START)
    assert [cost(*each) for each in pages] == short
    assert max(short) <= 45
