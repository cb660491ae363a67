"""The spreadsheet of a trust's demand: a row for each school and lot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.errors import Refused
from app.kernel.sheets import (
    CellFault,
    DayColumn,
    Sheet,
    SheetColumn,
    SheetRow,
    TextColumn,
    UnitPriceColumn,
    WholeNumberColumn,
    read_sheet,
)
from app.procurement.rules.demand import LONGEST_SUPPLIER, MOST_PRICE, MOST_QUANTITY
from app.procurement.rules.rounds_words import unit_words
from app.procurement.values import DemandTyped, LotValue, RoundValue
from app.procurement.values.demand import OFFICE, Held
from app.trusts.values import SchoolValue

NAME = "Rows"
MOST_ROWS = 5_000
MOST_LOTS = 99
OFFICE_URN = "Office"
SCHOOL, URN, LOT, WHAT, UNIT = "School", "URN", "Lot", "What is bought", "Unit"
QUANTITY, SUPPLIER, PRICE = "Quantity", "Supplier now", "Price of a unit now"
ENDS, NOTICE, JOINS = "Contract ends", "Give notice by", "Joins from"
GIVEN = (SCHOOL, URN, LOT, WHAT, UNIT)
COLUMNS: tuple[SheetColumn, ...] = (
    TextColumn(SCHOOL),
    TextColumn(URN, needed=f"Enter the URN of the school, or {OFFICE_URN}", most=20),
    WholeNumberColumn(LOT, needed="Enter the number of the lot", least=1, most=MOST_LOTS),
    TextColumn(WHAT),
    TextColumn(UNIT),
    WholeNumberColumn(QUANTITY, most=MOST_QUANTITY),
    TextColumn(SUPPLIER, most=LONGEST_SUPPLIER),
    UnitPriceColumn(PRICE, most=MOST_PRICE.hundredths),
    DayColumn(ENDS),
    DayColumn(NOTICE),
    DayColumn(JOINS),
)
HEADINGS: Mapping[str, str] = {
    "school": URN,
    "lot": LOT,
    "quantity": QUANTITY,
    "supplier": SUPPLIER,
    "price": PRICE,
    "ends": ENDS,
    "notice": NOTICE,
    "joins": JOINS,
}
"""The column of each part of a line of demand."""


class SheetFaulty(Refused):
    """A sheet that is not taken because of its cells; `faults` names the first hundred of them, `more` counts the
    others."""

    def __init__(self, faults: Sequence[CellFault], more: int) -> None:
        count = len(faults) + more
        cells = "1 cell needs" if count == 1 else f"{count:,} cells need"
        super().__init__(f"{cells} changing. Nothing has been taken from the sheet", field="sheet")
        self.faults, self.more = tuple(faults), more


@dataclass(frozen=True)
class SheetRead:
    """The demand that a sheet holds, the row of each line, and what is wrong with its cells."""

    sheet: Sheet
    lines: tuple[DemandTyped, ...]
    rows: tuple[int, ...]
    faults: tuple[CellFault, ...]


def read_demand(content: bytes, held: RoundValue, schools: Sequence[SchoolValue]) -> SheetRead:
    """What a sheet says that a trust with these schools wants. Rows without a quantity want nothing.

    Raises SheetRefused for a file that is no such sheet.
    """
    sheet = read_sheet(content, columns=COLUMNS, most_rows=MOST_ROWS, given=GIVEN, name=NAME)
    found = _Finder(held, schools, sheet)
    faults, lines, rows = list(sheet.faults), [], []
    for row in sheet.rows:
        line = found.line(row, faults)
        if line is not None:
            lines.append(line)
            rows.append(row.number)
    return SheetRead(sheet, tuple(lines), tuple(rows), tuple(faults))


def template_rows(
    held: RoundValue,
    schools: Sequence[SchoolValue],
    *,
    wanted: Mapping[tuple[int, int | None], int],
    now: Mapping[tuple[int, int | None], Held],
) -> Iterator[list[Any]]:
    """A row for each school (then the trust's own office) and lot, with what it wants and has now as far as known.

    What it wants and has now is by the ids of lot and school.
    """
    for school in [*schools, None]:
        for lot in held.lots:
            key = lot.id, school.id if school else None
            has = now.get(key, Held())
            yield [
                school.name if school else OFFICE,
                school.urn if school else OFFICE_URN,
                lot.position,
                lot.title,
                unit_words(lot),
                wanted.get(key),
                has.supplier,
                has.price,
                has.contract_end_date,
                has.notice_date,
                has.joins_date,
            ]


@dataclass(frozen=True)
class _Finder:
    held: RoundValue
    schools: Sequence[SchoolValue]
    sheet: Sheet

    def line(self, row: SheetRow, faults: list[CellFault]) -> DemandTyped | None:
        """The demand of a row, or None for one that wants nothing or names no school or lot of its own."""
        if QUANTITY in row.values and row[QUANTITY] in (None, 0):
            return None
        lot, is_own, school_id = self._lot(row, faults), *self._school(row, faults)
        if lot is None or not is_own or any(heading not in row.values for heading in HEADINGS.values()):
            return None
        return DemandTyped(
            lot_id=lot.id,
            school_id=school_id,
            quantity=row[QUANTITY],
            supplier=row[SUPPLIER],
            price=row[PRICE],
            contract_end_date=row[ENDS],
            notice_date=row[NOTICE],
            joins_date=row[JOINS],
        )

    def _lot(self, row: SheetRow, faults: list[CellFault]) -> LotValue | None:
        if LOT not in row.values:
            return None
        found = next((each for each in self.held.lots if each.position == row[LOT]), None)
        if found is None:
            most = len(self.held.lots)
            which = "This round has one lot: enter 1" if most == 1 else f"This round has lots 1 to {most}"
            faults.append(self.sheet.fault(row.number, LOT, f"There is no lot {row[LOT]}. {which}"))
        return found

    def _school(self, row: SheetRow, faults: list[CellFault]) -> tuple[bool, int | None]:
        typed = row.values.get(URN)
        if typed is None:
            return False, None
        if typed.casefold() == OFFICE_URN.casefold():
            return True, None
        found = next((each for each in self.schools if each.urn == typed), None)
        if found is None:
            message = f"{typed} is no school of your trust. Enter the URN of one of its schools, or {OFFICE_URN}"
            faults.append(self.sheet.fault(row.number, URN, message))
        return found is not None, found.id if found else None
