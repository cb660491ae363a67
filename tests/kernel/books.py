"""Workbooks as people send them, right ones and others, as bytes."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from app.kernel.sheets import DayColumn, MoneyColumn, SheetColumn, TextColumn, UnitPriceColumn, WholeNumberColumn

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
COLUMNS: tuple[SheetColumn, ...] = (
    TextColumn("School", needed="Enter a school", most=20),
    WholeNumberColumn("Quantity", needed="Enter a quantity", least=1, most=5_000),
    UnitPriceColumn("Price"),
    MoneyColumn("Value"),
    DayColumn("Ends"),
)
HEADINGS = [column.heading for column in COLUMNS]


def book(
    rows: Sequence[Sequence[object]], *, dress: Callable[[Any, Any], None] = lambda *_: None, **options: object
) -> bytes:
    """A workbook whose first sheet has these rows; `dress` does what else is done to the workbook and the sheet."""
    held = BytesIO()
    with Workbook(held, {"strings_to_formulas": False, "default_date_format": "d mmm yyyy", **options}) as made:
        sheet = made.add_worksheet()
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell)
        dress(made, sheet)
    return held.getvalue()


def _write(sheet: Any, line: int, place: int, cell: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    elif cell is not None:
        sheet.write(line, place, cell)


def changed(content: bytes, parts: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """The same package with some parts changed, by what is done to them or to other bytes, and others added."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name, old.read(name))
            new.writestr(name, change if isinstance(change, bytes) else change(old.read(name)))
        for name in set(parts) - set(old.namelist()):
            added = parts[name]
            assert isinstance(added, bytes)
            new.writestr(name, added)
    return held.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip file of these parts; two underscores stand for a stroke."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return held.getvalue()
