"""Workbooks to fill in and send back."""

import zipfile
from datetime import date
from io import BytesIO

from app.kernel.money import Money
from app.kernel.sheets import (
    DayColumn,
    MoneyColumn,
    SheetColumn,
    TextColumn,
    UnitPriceColumn,
    WholeNumberColumn,
    read_sheet,
)
from app.kernel.unit_price import UnitPrice
from app.web.downloads import csv_download, sheet_download, template_download

COLUMNS: tuple[SheetColumn, ...] = (
    TextColumn("School", needed="Enter a school", most=60),
    WholeNumberColumn("Quantity", needed="Enter a quantity", least=1, most=5_000),
    UnitPriceColumn("Price of one"),
    MoneyColumn("Value"),
    DayColumn("Contract ends"),
)
ROWS: list[list[object]] = [
    ["=Oak Primary", 120, UnitPrice(2_435), Money(123_450), date(2027, 3, 31)],
    ["Ash Secondary", None, None, None, None],
]
NOTES = ["Leave a school's row empty if it does not take part."]


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_a_template_is_read_back_as_it_was_filled_in() -> None:
    response = template_download("demand", COLUMNS, ROWS, locked_columns=["School"], notes=NOTES)
    assert response.headers["Content-Disposition"] == "attachment; filename=demand.xlsx"
    sheet = read_sheet(response.get_data(), columns=COLUMNS, most_rows=50, given=["School"])
    assert (sheet.faults, sheet.name) == ((), "Rows")
    assert [list(row.values.values()) for row in sheet.rows] == ROWS[:1]


def test_a_template_without_rows_has_headings_alone() -> None:
    content = template_download("demand", COLUMNS).get_data()
    assert "<sheetProtection" not in parts_of(content)["xl/worksheets/sheet1.xml"]
    headings = parts_of(content)["xl/sharedStrings.xml"]
    assert all(f"<t>{column.heading}</t>" in headings for column in COLUMNS)


def test_a_template_holds_cells_to_what_they_take_and_has_no_formulas() -> None:
    content = template_download("demand", COLUMNS, ROWS, locked_columns=["School"], notes=NOTES).get_data()
    sheet = parts_of(content)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    for held in (
        'type="whole"',
        "<formula1>1</formula1><formula2>5000</formula2>",
        'type="decimal"',
        "<formula2>999999.9999</formula2>",
        'type="date"',
        'type="textLength"',
        'sqref="B2:B1048576"',
        'state="frozen"',
        "<sheetProtection",
    ):
        assert held in sheet, held
    assert sheet.count("<dataValidation ") == len(COLUMNS)


def test_a_template_says_how_to_fill_it_in() -> None:
    parts = parts_of(template_download("demand", COLUMNS, locked_columns=["School"], notes=NOTES).get_data())
    assert 'name="How to fill this in"' in parts["xl/workbook.xml"]
    words = parts["xl/sharedStrings.xml"]
    for said in (NOTES[0], "A whole number, like 12; from 1 to 5,000", "Filled in for you", "<t>Yes</t>", "<t>No</t>"):
        assert said in words, said


def test_prices_of_a_unit_are_numbers_in_other_downloads_too() -> None:
    assert b"0.2435" in csv_download("x", ["Price"], [[UnitPrice(2_435)]]).get_data()
    assert b"12.50\r\n" in csv_download("x", ["Price"], [[UnitPrice(125_000)]]).get_data()
    content = sheet_download("x", ["Price of one"], [[UnitPrice(2_435)]]).get_data()
    assert read_sheet(content, columns=COLUMNS[2:3], most_rows=1).rows[0]["Price of one"] == UnitPrice(2_435)
