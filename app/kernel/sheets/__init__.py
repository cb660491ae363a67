"""Spreadsheets that people send: an Excel workbook's bytes in, values out, every bad cell named at once.

    columns = [
        TextColumn("School", needed="Enter a school"),
        WholeNumberColumn("Quantity", needed="Enter a quantity", least=1, most=1_000_000),
        UnitPriceColumn("Current price"),
        DayColumn("Contract ends"),
    ]
    sheet = read_sheet(content, columns=columns, most_rows=500, given=["School"])

Nothing here is guessed: a sheet with formulas, merged cells or other headings is refused whole, with a sentence that
says what to do.
"""

from app.kernel.sheets.cells import Cell
from app.kernel.sheets.columns import (
    DayColumn,
    MoneyColumn,
    NumberColumn,
    SheetColumn,
    TextColumn,
    UnitPriceColumn,
    WholeNumberColumn,
)
from app.kernel.sheets.reading import CellFault, Sheet, SheetRow, read_sheet
from app.kernel.sheets.refusals import SheetRefused

__all__ = [
    "Cell",
    "CellFault",
    "DayColumn",
    "MoneyColumn",
    "NumberColumn",
    "Sheet",
    "SheetColumn",
    "SheetRefused",
    "SheetRow",
    "TextColumn",
    "UnitPriceColumn",
    "WholeNumberColumn",
    "read_sheet",
]
