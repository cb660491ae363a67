"""What a trust wants by spreadsheet, and a lot at a time where it has many schools."""

from datetime import date
from io import BytesIO
from typing import Any

from app.kernel.database import session, transaction
from app.kernel.sheets import read_sheet
from app.procurement.demand_sheet import COLUMNS, GIVEN, NAME
from app.trusts.models import School
from tests.kernel.books import book, changed
from tests.procurement.joining_makers import ENDS, MARKED_SUPPLIER, marked, want
from tests.procurement.joining_sent import HEADINGS, WESTBROOK, SignIn, make, saved, value_of, words
from tests.procurement.makers import World, lot, make_place


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
        (b"x", "demand.csv", "Save it as an Excel workbook (.xlsx) and choose it again"),
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
