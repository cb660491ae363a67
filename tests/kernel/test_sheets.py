"""Spreadsheets that people send: every value read exactly, every bad cell named."""

import time
import tracemalloc
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.money import Money
from app.kernel.sheets import CellFault, Sheet, SheetRefused, TextColumn, read_sheet
from app.kernel.sheets.columns import tidy
from app.kernel.unit_price import UnitPrice
from tests.kernel.books import COLUMNS, HEADINGS, SHEET, book, changed

RIGHT: list[object] = ["Oak Primary", 120, 0.2435, 1234.5, date(2027, 3, 31)]
NO_PRICE = [None, None, None]
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(tidy)
ROWS = st.lists(
    st.tuples(
        WORDS.filter(bool),
        st.integers(1, 5_000),
        st.none() | st.integers(0, 9_999_999_999),
        st.none() | st.integers(0, 99_999_999_999),
        st.none() | DAYS,
    ),
    min_size=1,
    max_size=8,
)


def read(content: bytes, **options: Any) -> Sheet:
    return read_sheet(content, **{"columns": COLUMNS, "most_rows": 50, **options})


def faults(*rows: list[object]) -> list[tuple[str, str]]:
    return [(fault.cell, fault.message) for fault in read(book([HEADINGS, *rows])).faults]


def test_a_right_sheet_is_read_as_the_trade_s_own_values() -> None:
    sheet = read(book([HEADINGS, RIGHT, ["Ash", 1, *NO_PRICE]]))
    assert sheet.faults == ()
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.rows[0].values == {
        "School": "Oak Primary",
        "Quantity": 120,
        "Price": UnitPrice(2_435),
        "Value": Money(123_450),
        "Ends": date(2027, 3, 31),
    }
    assert sheet.rows[1].values == {"School": "Ash", "Quantity": 1, "Price": None, "Value": None, "Ends": None}


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_whatever_valid_values_are_written_are_read_back_the_same(
    rows: list[tuple[str, int, int | None, int | None, date | None]],
) -> None:
    cells = [
        [words, number, price if price is None else price / 10_000, pence if pence is None else pence / 100, day]
        for words, number, price, pence, day in rows
    ]
    sheet = read(book([HEADINGS, *cells]))
    assert sheet.faults == ()
    assert [tuple(row.values.values()) for row in sheet.rows] == [
        (words, number, price if price is None else UnitPrice(price), pence if pence is None else Money(pence), day)
        for words, number, price, pence, day in rows
    ]


@pytest.mark.parametrize(
    ("heading", "typed", "value"),
    [
        ("School", "  Oak\nPrimary ", "Oak Primary"),
        ("School", "=1+1", "=1+1"),
        ("School", 101234, "101234"),
        ("School", 12.5, "12.5"),
        ("School", True, "TRUE"),
        ("School", date(2026, 9, 3), "3 September 2026"),
        ("School", "_x0041_", "_x0041_"),
        ("School", "a\x07b", "ab"),
        ("Quantity", "1,200", 1_200),
        ("Quantity", 12.0, 12),
        ("Quantity", 1, 1),
        ("Quantity", 5_000, 5_000),
        ("Price", 0.1 + 0.2, UnitPrice(3_000)),
        ("Price", 999_999.9999, UnitPrice(9_999_999_999)),
        ("Price", "24.35p", UnitPrice(2_435)),
        ("Price", "£1.2345", UnitPrice(12_345)),
        ("Price", 0, UnitPrice(0)),
        ("Value", "£1,234.50", Money(123_450)),
        ("Value", 0.07, Money(7)),
        ("Ends", "2027-03-31", date(2027, 3, 31)),
        ("Ends", "31/03/2027", date(2027, 3, 31)),
        ("Ends", "1/4/2027", date(2027, 4, 1)),
        ("Ends", "1 April 2027", date(2027, 4, 1)),
        ("Ends", datetime(2027, 3, 31, 23, 59), date(2027, 3, 31)),  # noqa: DTZ001
        ("Ends", date(2000, 1, 1), date(2000, 1, 1)),
        ("Ends", date(2099, 12, 31), date(2099, 12, 31)),
    ],
)
def test_a_cell_is_taken_as_it_is_meant(heading: str, typed: object, value: object) -> None:
    row = [typed if heading == name else cell for name, cell in zip(HEADINGS, RIGHT, strict=True)]
    sheet = read(book([HEADINGS, row]))
    assert sheet.faults == ()
    assert sheet.rows[0][heading] == value


WHOLE = "Quantity must be a whole number, like 12"
PRICE = "Price must be pounds with up to four decimal places, like 0.2435"
DAY = "Ends must be a date, like 3/9/2026"


@pytest.mark.parametrize(
    ("heading", "typed", "message"),
    [
        ("School", None, "Enter a school"),
        ("School", "   ", "Enter a school"),
        ("School", "x" * 21, "School must be 20 characters or fewer"),
        ("Quantity", None, "Enter a quantity"),
        ("Quantity", 12.5, WHOLE),
        ("Quantity", "about 12", WHOLE),
        ("Quantity", True, WHOLE),
        ("Quantity", "٣", WHOLE),
        ("Quantity", 1e300, WHOLE),
        ("Quantity", date(2026, 3, 1), f"{WHOLE}, not a date: set the cell's format to Number and enter it again"),
        ("Quantity", 0, "Quantity must be 1 or more"),
        ("Quantity", 5_001, "Quantity must be 5,000 or less"),
        ("Price", 0.24351, PRICE),
        ("Price", "cheap", PRICE),
        ("Price", -0.0001, "Price must be 0p or more"),
        ("Price", 1_000_000, "Price must be £999,999.9999 or less"),
        ("Value", 0.001, "Value must be pounds and pence, like 1234.50"),
        ("Ends", "31/02/2027", DAY),
        ("Ends", "3/9/26", DAY),
        ("Ends", 46_268, DAY),
        ("Ends", date(1999, 12, 31), "Ends must be from 1 January 2000 to 31 December 2099"),
        ("Ends", date(2100, 1, 1), "Ends must be from 1 January 2000 to 31 December 2099"),
    ],
)
def test_a_bad_cell_is_named_and_told_what_to_enter(heading: str, typed: object, message: str) -> None:
    row = [typed if heading == name else cell for name, cell in zip(HEADINGS, RIGHT, strict=True)]
    place = "ABCDE"[HEADINGS.index(heading)]
    assert faults(RIGHT, row) == [(f"{place}3", message)]


def test_every_bad_cell_is_named_at_once_and_past_a_hundred_they_are_counted() -> None:
    sheet = read(book([HEADINGS, *[["", 0, "x", "x", "x"]] * 25]))
    assert (len(sheet.faults), sheet.more_faults) == (100, 25)
    assert [fault.cell for fault in sheet.faults[:6]] == ["A2", "B2", "C2", "D2", "E2", "A3"]
    assert sheet.faults[1] == CellFault("B2", 2, "Quantity", "Quantity must be 1 or more")
    assert sheet.fault(7, "Ends", "Enter a later date") == CellFault("E7", 7, "Ends", "Enter a later date")


def test_an_error_of_excel_s_is_no_value() -> None:
    wrong = changed(book([HEADINGS, RIGHT]), {SHEET: lambda xml: xml.replace(b't="s"><v>5</v>', b't="e"><v>#N/A</v>')})
    assert [fault.message for fault in read(wrong).faults] == ["School must be text, not the error #N/A"]


def test_headings_may_stand_in_another_order_with_others_beside_them_and_rows_above() -> None:
    rows: list[list[object]] = [[], ["Notes", *reversed(HEADINGS)], [], ["soon", *reversed(RIGHT)]]
    sheet = read(book(rows))
    assert (sheet.rows[0].number, sheet.rows[0]["School"], sheet.rows[0]["Ends"]) == (4, "Oak Primary", RIGHT[4])
    spaced = [f" {heading.upper()} " for heading in HEADINGS]
    assert read(book([spaced, RIGHT])).rows[0]["Quantity"] == 120


def test_empty_rows_and_those_that_a_template_only_gave_are_passed_over_and_hidden_ones_read() -> None:
    rows: list[list[object]] = [
        [*HEADINGS],
        ["Oak", *[None] * 4],
        ["Ash", 5, *NO_PRICE],
        [" ", "", None],
        ["Elm", 7, *NO_PRICE],
    ]
    content = book(rows, dress=lambda _, sheet: sheet.set_row(4, None, None, {"hidden": True}))
    sheet = read(content, given=["School"])
    assert [(row.number, row["School"]) for row in sheet.rows] == [(3, "Ash"), (5, "Elm")]
    assert [fault.cell for fault in read(content).faults] == ["B2"]


def test_the_first_visible_sheet_is_read_or_the_one_named() -> None:
    def dress(made: Any, first: Any) -> None:
        second, third = made.add_worksheet("Second"), made.add_worksheet("Third")
        for sheet, school in ((second, "Second school"), (third, "Third school")):
            for place, heading in enumerate(HEADINGS):
                sheet.write_string(0, place, heading)
            sheet.write_row(1, 0, [school, 1])
        second.activate()
        first.hide()

    content = book([["Not", "this"]], dress=dress)
    assert read(content).rows[0]["School"] == "Second school"
    assert read(content, name="Third").rows[0]["School"] == "Third school"
    assert read(content, name="Sheet1").name == read(content, name="Lost").name == "Second"


def test_days_counted_from_1904_are_read_as_they_show() -> None:
    assert read(book([HEADINGS, RIGHT], date_1904=True)).rows[0]["Ends"] == RIGHT[4]


def test_words_within_the_cell_and_words_in_pieces_are_read() -> None:
    def pieces(xml: bytes) -> bytes:
        inline = b't="inlineStr"><is><r><t>Oak </t></r><r><t>Primary</t></r><rPh><t>x</t></rPh></is>'
        return xml.replace(b't="s"><v>5</v>', inline)

    assert read(changed(book([HEADINGS, RIGHT]), {SHEET: pieces})).rows[0]["School"] == "Oak Primary"


def test_the_last_row_allowed_is_read_and_one_more_is_refused() -> None:
    assert len(read(book([HEADINGS, *[RIGHT] * 50])).rows) == 50
    with pytest.raises(SheetRefused, match="more than 50 rows"):
        read(book([HEADINGS, *[RIGHT] * 51]))


def test_two_hundred_thousand_rows_are_refused_without_reading_them_all() -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>2</v></c></row>'
    many = b"".join(row % (number, number, number) for number in range(3, 200_003))
    content = changed(
        book([HEADINGS, RIGHT]), {SHEET: lambda xml: xml.replace(b"</sheetData>", many + b"</sheetData>")}
    )
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(SheetRefused, match="more than 50 rows"):
        read(content)
    took, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2
    assert most < 5_000_000


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0"]))
def test_whatever_bytes_are_sent_are_refused_and_nothing_else(content: bytes, start: bytes) -> None:
    with pytest.raises(SheetRefused):
        read(start + content)


DAMAGED = book([HEADINGS, RIGHT, ["Ash", 1, *NO_PRICE]])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_workbook_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    wrong = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 4))):
        wrong[data.draw(st.integers(0, len(wrong) - 1))] = data.draw(st.integers(0, 255))
    try_read(bytes(wrong[: data.draw(st.integers(len(wrong) - 50, len(wrong)))]))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_sheet_whose_xml_is_changed_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]))

    def damage(xml: bytes) -> bytes:
        at = data.draw(st.integers(0, len(xml) - 1))
        put = data.draw(
            st.sampled_from([b"", b"9", b"-1", b"e", b'"', b"<", b"/", b"\xff", b"99999999999", b"r=", b"v"])
        )
        return xml[:at] + put + xml[at + data.draw(st.integers(0, 3)) :]

    try_read(changed(DAMAGED, {name: damage}))


def try_read(content: bytes) -> None:
    """Read it or be refused: whatever else is raised fails the test."""
    with suppress(SheetRefused):
        read(content)


def test_a_refusal_belongs_to_the_field_of_the_sheet() -> None:
    with pytest.raises(SheetRefused) as refused:
        read(book([HEADINGS, RIGHT]), columns=[*COLUMNS, TextColumn("Lot")])
    assert refused.value.message == "Row 1 has no heading “Lot”. Keep the headings of the template"
    assert refused.value.field == "sheet"
