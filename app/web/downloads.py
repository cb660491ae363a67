"""Lists and documents to keep: CSV, Excel, PDF.

A cell that a spreadsheet would take for a formula is written as text, so that what one person
typed never runs on another's machine.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from flask import Response
from werkzeug.http import dump_options_header
from xlsxwriter import Workbook

from app.kernel.clock import LONDON
from app.kernel.money import Money

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CELL = 32_767

Cell = object


def csv_download(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A CSV file for Excel (UTF-8 with its mark); `name` is the file name without ending. Money is pounds: 1234.50."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([plain(each) for each in headings])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return _file(written.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def sheet_download(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """An Excel file with dates as dates and money as money; `name` is the file name without ending."""
    held = BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        looks = {
            Money: book.add_format({"num_format": "£#,##0.00"}),
            datetime: book.add_format({"num_format": "d mmmm yyyy hh:mm"}),
            date: book.add_format({"num_format": "d mmmm yyyy"}),
        }
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
            sheet.set_column(place, place, max(12, len(heading) + 2))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell, looks)
        sheet.freeze_panes(1, 0)
    return _file(held.getvalue(), SHEET_TYPE, f"{name}.xlsx")


def pdf_download(name: str, document: bytes, *, shown: bool = False) -> Response:
    """A PDF; `shown` opens it in the browser instead of saving it. `name` is the file name without ending."""
    return _file(document, "application/pdf", f"{name}.pdf", shown=shown)


def plain(cell: Cell) -> str:
    """A cell as text that no spreadsheet runs: a leading apostrophe marks what looks like a formula."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return _pounds(cell)
    if isinstance(cell, datetime):
        return f"{cell.astimezone(LONDON):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _pounds(amount: Money) -> str:
    pounds, pence = divmod(abs(amount.pence), 100)
    return f"{'-' if amount.pence < 0 else ''}{pounds}.{pence:02d}"


def _write(sheet: Any, line: int, place: int, cell: Cell, looks: dict[type, Any]) -> None:
    if isinstance(cell, Money):
        sheet.write_number(line, place, cell.pence / 100, looks[Money])
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell.astimezone(LONDON).replace(tzinfo=None), looks[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, looks[date])
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, str(cell)[:MOST_CELL])


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> Response:
    response = Response(content, content_type=kind)
    how = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = dump_options_header(how, {"filename": name})
    return response
