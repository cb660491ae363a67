"""Files that are refused whole, each with a sentence that says what to do."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest

from app.kernel.sheets import SheetRefused, parts, read_sheet
from tests.kernel.books import COLUMNS, HEADINGS, SHEET, TYPES, book, changed, zipped

ROW = ["Oak Primary", 120]
GOOD = book([HEADINGS, ROW])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
SAVE = "Save it as an Excel workbook (.xlsx) and choose it again"
OTHER_KIND = f"This is a document of another kind, not a workbook. {SAVE}"
MACRO = "This workbook holds a macro. Save it as an Excel workbook (.xlsx) without macros"
DAMAGED = "This workbook is damaged. Open it in Excel, save it as a new workbook and choose that"
TOO_BIG = "This workbook holds far more than its rows. Copy them into a new workbook and choose that"
BOOK_KIND = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def refusal(content: bytes) -> str:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content, columns=COLUMNS, most_rows=50)
    return refused.value.message


def of_kind(kind: bytes) -> bytes:
    return changed(GOOD, {TYPES: lambda xml: xml.replace(BOOK_KIND, kind)})


def with_sheet(old: bytes, new: bytes) -> bytes:
    def change(xml: bytes) -> bytes:
        assert old in xml
        return xml.replace(old, new, 1)

    return changed(GOOD, {SHEET: change})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"This file is empty. {SAVE}"),
        (b"%PDF-1.7\n%\xe2\xe3", f"This is a PDF, not a workbook. {SAVE}"),
        (b"School,Quantity\r\nOak,12\r\n", f"This is a text or CSV file. {SAVE}"),
        ("School\tQuantity".encode("utf-16"), f"This is a text or CSV file. {SAVE}"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", f"This is a different file. {SAVE}"),
        (OLE, f"This is a workbook of an old kind (.xls), or another old document. {SAVE}"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "This workbook is protected by a password. Remove the password and choose it again",
        ),
        (zipped(a=b"1"), f"This is a zip file, or a document of another kind, not a workbook. {SAVE}"),
        (b"PK" + b"\x00" * 100, DAMAGED),
        (GOOD[: len(GOOD) // 2], DAMAGED),
        (
            GOOD + b"\x00" * (5 * 1024 * 1024),
            "This file is bigger than 5 MB. Remove sheets and pictures that are not needed",
        ),
        (of_kind(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), OTHER_KIND),
        (of_kind(b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"), OTHER_KIND),
        (of_kind(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), MACRO),
        (changed(GOOD, {"xl/vbaProject.bin": b"\x00"}), MACRO),
        (changed(GOOD, {"xl/macrosheets/sheet1.xml": b"<a/>"}), MACRO),
        (
            changed(GOOD, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
            "This workbook is linked to another workbook. Paste what it takes from there as values",
        ),
        (changed(GOOD, {SHEET: b"<worksheet><sheetData>"}), DAMAGED),
        (changed(GOOD, {"xl/sharedStrings.xml": b"<sst></sst>"}), DAMAGED),
        (changed(GOOD, {"xl/workbook.xml": b""}), DAMAGED),
        (with_sheet(b"<v>120</v>", b"<v>twelve</v>"), DAMAGED),
        (with_sheet(b'r="B2"', b'r="2B"'), DAMAGED),
        (with_sheet(b'<row r="2"', b'<row r="1048577"'), DAMAGED),
    ],
)
def test_another_file_is_told_apart_and_told_what_to_do(content: bytes, message: str) -> None:
    assert refusal(content) == message


def test_a_document_type_is_refused_before_any_entity_is_read() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    for name in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", TYPES):
        assert refusal(changed(GOOD, {name: lambda xml: re.sub(rb"(<\?xml.*?\?>)", rb"\1" + bomb, xml)})) == DAMAGED
    spelled = changed(GOOD, {SHEET: lambda xml: b"\xff\xfe" + (bomb + b"<a/>").decode().encode("utf-16-le")})
    assert refusal(spelled) == DAMAGED


def test_a_part_that_unpacks_to_far_too_much_is_never_unpacked() -> None:
    assert refusal(changed(GOOD, {"xl/media/image1.png": b"\x00" * 20_000_000})) == TOO_BIG
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as many:
        for number in range(2_001):
            many.writestr(f"{number}", b"")
    assert refusal(held.getvalue()) == TOO_BIG


@pytest.mark.parametrize(
    "filling",
    [
        b"<row>" + b"<c><v>1</v></c>" * 60_000 + b"</row>",
        b'<row><c t="str"><v>' + bytes(range(97, 122)) * 60_000 + b"</v></c></row>",
        b"<a>" * 100 + b"</a>" * 100,
    ],
    ids=["one endless row", "one endless cell", "endless depth"],
)
def test_what_would_fill_the_memory_is_refused_as_it_is_read(filling: bytes) -> None:
    assert refusal(with_sheet(b"<sheetData>", b"<sheetData>" + filling)) in (DAMAGED, TOO_BIG)


def test_rows_without_end_that_hold_nothing_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_ELEMENTS", 1_000)
    monkeypatch.setattr(parts, "MOST_HELD", 50)
    within, beyond = (with_sheet(b"</sheetData>", b"<row/>" * count + b"</sheetData>") for count in (900, 1_000))
    assert read_sheet(within, columns=COLUMNS, most_rows=50).rows[0]["Quantity"] == 120
    assert refusal(beyond) == TOO_BIG


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (1, "B3 holds a formula: paste it as a value"),
        (2, "B3, B4 hold formulas: paste them as values"),
        (7, "B3, B4, B5, B6, B7 and 2 more cells hold formulas: paste them as values"),
    ],
)
def test_formulas_are_named_by_their_cells(count: int, message: str) -> None:
    def dress(_: Any, sheet: Any) -> None:
        for line in range(2, 2 + count):
            sheet.write_formula(line, 1, "=1+1", None, 2)

    assert refusal(book([HEADINGS, ROW], dress=dress)) == message


def test_merged_cells_are_refused_and_named() -> None:
    content = book([HEADINGS, ROW], dress=lambda _, sheet: sheet.merge_range("A3:A5", "Ash"))
    assert refusal(content) == "A3:A5 are merged cells. Unmerge them and fill in each"


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (HEADINGS[1:], "Row 1 has no heading “School”. Keep the headings of the template"),
        (
            ["Schools", "Amount", *HEADINGS[2:]],
            "Row 1 has no heading “School” and “Quantity”; it has “Schools” and “Amount” instead. "
            "Keep the headings of the template",
        ),
        (
            [*HEADINGS, "quantity"],
            "The heading “Quantity” is there twice in row 1. Remove one of the columns",
        ),
        (
            [*HEADINGS, *["Other"] * 96],
            "Row 1 has more than 100 columns. Remove those that are not needed",
        ),
    ],
)
def test_headings_that_are_missing_renamed_or_twice_are_named(headings: list[str], message: str) -> None:
    assert refusal(book([headings, ROW])) == message


def test_a_hundred_columns_are_not_too_many() -> None:
    wide = book([[*HEADINGS, *["Other"] * 95], ROW])
    assert read_sheet(wide, columns=COLUMNS, most_rows=50).rows[0]["Quantity"] == 120


def test_a_sheet_with_nothing_in_it_is_told_apart_from_one_without_rows() -> None:
    assert refusal(book([])) == "The sheet “Sheet1” is empty. Fill in the template and choose it again"
    assert refusal(book([HEADINGS])) == (
        "The sheet “Sheet1” has no rows filled in beneath its headings. Fill in at least one"
    )
    hidden = changed(GOOD, {"xl/workbook.xml": lambda xml: xml.replace(b"<sheet ", b'<sheet state="veryHidden" ')})
    assert refusal(hidden) == "This workbook has no sheet to read. Fill in the template and choose it again"
