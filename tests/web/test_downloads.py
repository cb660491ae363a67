"""Lists to keep: right figures, nothing that a spreadsheet would run."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest

from app.kernel.money import Money
from app.web.downloads import csv_download, pdf_download, plain, sheet_download

HEADINGS = ["Reference", "Placed", "Total"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "＝"])
def test_what_looks_like_a_formula_is_text(start: str) -> None:
    assert plain(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["Payroll", "1+1", "a=b", "", "£5", "'quoted"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (Money(123450), "1234.50"),
        (Money(-5), "-0.05"),
        (-3, "-3"),
        (date(2026, 9, 3), "2026-09-03"),
        (datetime(2026, 7, 1, 12, 30, tzinfo=UTC), "2026-07-01 13:30"),
    ],
)
def test_figures_and_days_are_written_so_that_a_spreadsheet_reads_them(cell: object, text: str) -> None:
    assert plain(cell) == text


def test_a_csv_file_says_that_it_is_utf_8_and_comes_back_as_it_was() -> None:
    response = csv_download("orders", HEADINGS, [["ORD-7F3K2", date(2026, 9, 3), Money(123450)], ["Zoë, “x”", None, 0]])
    data = response.get_data()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert rows == [HEADINGS, ["ORD-7F3K2", "2026-09-03", "1234.50"], ["Zoë, “x”", "", "0"]]
    assert response.headers["Content-Disposition"] == "attachment; filename=orders.csv"
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_csv_file_runs_nothing() -> None:
    data = csv_download("x", ["=A1"], [["=cmd()"]]).get_data(as_text=True)
    assert all(line.startswith("'") for line in data.removeprefix("\ufeff").splitlines())


def test_a_sheet_holds_money_and_days_as_such_and_formulas_as_text() -> None:
    data = sheet_download("orders", HEADINGS, [["=1+1", date(2026, 9, 3), Money(123450)]]).get_data()
    with zipfile.ZipFile(BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in words
    assert "<v>1234.5</v>" in sheet
    assert re.search(r"<v>46268</v>", sheet)


def test_a_pdf_is_saved_or_shown_as_asked() -> None:
    assert pdf_download("INV-1", b"%PDF").headers["Content-Disposition"] == "attachment; filename=INV-1.pdf"
    shown = pdf_download("INV-1", b"%PDF", shown=True)
    assert shown.headers["Content-Disposition"] == "inline; filename=INV-1.pdf"
    assert shown.mimetype == "application/pdf"


def test_a_name_with_quotes_cannot_break_the_header() -> None:
    header = csv_download('a"; x="b', ["a"], []).headers["Content-Disposition"]
    assert header == 'attachment; filename="a\\"; x=\\"b.csv"'
