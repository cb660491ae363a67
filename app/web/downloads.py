"""Lists and documents to keep: CSV, Excel, PDF.

A cell that a spreadsheet would take for a formula is written as text, so that what one person
typed never runs on another's machine.
"""

import csv
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from flask import Response
from werkzeug.http import dump_options_header
from xlsxwriter import Workbook

from app.kernel.clock import LONDON
from app.kernel.money import Money
from app.kernel.sheets import DayColumn, NumberColumn, SheetColumn, TextColumn
from app.kernel.unit_price import HUNDREDTHS_IN_A_POUND, UnitPrice

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CELL = 32_767
LAST_LINE = 1_048_575
NOTES_NAME = "How to fill this in"

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
            UnitPrice: book.add_format({"num_format": "£#,##0.00##"}),
        }
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
            sheet.set_column(place, place, max(12, len(heading) + 2))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell, looks)
        sheet.freeze_panes(1, 0)
    return _file(held.getvalue(), SHEET_TYPE, f"{name}.xlsx")


def template_download(
    name: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Cell]] = (),
    *,
    locked_columns: Collection[str] = (),
    notes: Sequence[str] = (),
) -> Response:
    """An Excel file to fill in and send back, which `read_sheet` reads: headings, rows that are known, and a second
    sheet that says how.

    Each cell says what it takes and refuses the rest. Columns whose headings are `locked_columns` cannot be typed in;
    there is no password. `notes` are sentences; `name` is the file name without ending.
    """
    held = BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Rows")
        heading = book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(columns):
            locked = column.heading in locked_columns
            look = book.add_format({"num_format": _number_format(column), "locked": locked})
            sheet.set_column(place, place, max(14, min(60, len(column.heading) + 2)), look)
            sheet.write_string(0, place, column.heading, heading)
            sheet.data_validation(1, place, LAST_LINE, place, _validation(column))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell, {})
        sheet.freeze_panes(1, 0)
        if locked_columns:
            sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
        _write_notes(book, columns, locked_columns, notes)
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
    if isinstance(cell, UnitPrice):
        return _unit_pounds(cell)
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


def _unit_pounds(price: UnitPrice) -> str:
    pounds, part = divmod(abs(price.hundredths), HUNDREDTHS_IN_A_POUND)
    decimals = f"{part:04d}"
    return f"{'-' if price.hundredths < 0 else ''}{pounds}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _number_format(column: SheetColumn) -> str:
    if isinstance(column, NumberColumn):
        return "#,##0" + (f".00{'#' * (column.places - 2)}" if column.places else "")
    return "d mmmm yyyy" if isinstance(column, DayColumn) else "@"


def _validation(column: SheetColumn) -> dict[str, Any]:
    """What Excel holds a cell to as it is typed; `read_sheet` asks again."""
    said = {"error_title": column.heading[:32], "error_message": f"{column.heading} must be {column.asks}"[:255]}
    if isinstance(column, NumberColumn):
        if not column.places:
            return said | _between("integer", column.least, column.most)
        return said | _between("decimal", *(bound / 10**column.places for bound in (column.least, column.most)))
    if isinstance(column, DayColumn):
        return said | _between("date", column.least, column.most)
    most = column.most if isinstance(column, TextColumn) else MOST_CELL
    return said | {"validate": "length", "criteria": "<=", "value": most}


def _between(kind: str, least: object, most: object) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}


def _write_notes(
    book: Any, columns: Sequence[SheetColumn], locked_columns: Collection[str], notes: Sequence[str]
) -> None:
    sheet = book.add_worksheet(NOTES_NAME)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, wrapped)
    sheet.set_column(1, 2, 48, wrapped)
    sheet.write_string(0, 0, NOTES_NAME, bold)
    for line, note in enumerate(notes, start=1):
        sheet.write_string(line, 0, note, book.add_format())
    top = len(notes) + 2
    for place, title in enumerate(("Column", "What to enter", "Is it needed?")):
        sheet.write_string(top, place, title, bold)
    for line, column in enumerate(columns, start=top + 1):
        needed = "Filled in for you" if column.heading in locked_columns else "Yes" if column.needed else "No"
        asks = column.asks[:1].upper() + column.asks[1:]
        for place, text in enumerate((column.heading, asks, needed)):
            sheet.write_string(line, place, text)


def _write(sheet: Any, line: int, place: int, cell: Cell, looks: dict[type, Any]) -> None:
    if isinstance(cell, Money):
        sheet.write_number(line, place, cell.pence / 100, looks.get(Money))
    elif isinstance(cell, UnitPrice):
        sheet.write_number(line, place, cell.hundredths / HUNDREDTHS_IN_A_POUND, looks.get(UnitPrice))
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell.astimezone(LONDON).replace(tzinfo=None), looks.get(datetime))
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, looks.get(date))
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, str(cell)[:MOST_CELL])


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> Response:
    response = Response(content, content_type=kind)
    how = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = dump_options_header(how, {"filename": name})
    return response
