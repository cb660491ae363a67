"""A workbook's bytes in, values and faults out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.sheets.cells import Cell, coordinate
from app.kernel.sheets.columns import SheetColumn, TextColumn, tidy
from app.kernel.sheets.grid import MOST_COLUMNS, read_grid
from app.kernel.sheets.package import Package, SheetPart, open_package
from app.kernel.sheets.parts import unbroken
from app.kernel.sheets.refusals import SheetRefused

MOST_FAULTS = 100


@dataclass(frozen=True)
class CellFault:
    """One bad cell: where it stands ("D7"), its row, its column's heading, and what to do."""

    cell: str
    row: int
    heading: str
    message: str


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the sheet, and its values by heading. A bad cell has no value there."""

    number: int
    values: Mapping[str, Any]

    def __getitem__(self, heading: str) -> Any:
        return self.values[heading]


@dataclass(frozen=True)
class Sheet:
    """What a sheet held: its rows, its first hundred faults, and how many more there are.

    `cells` names where a value stood, for faults that a rule finds later.
    """

    name: str
    rows: tuple[SheetRow, ...]
    faults: tuple[CellFault, ...]
    more_faults: int
    places: Mapping[str, int]

    def fault(self, row: int, heading: str, message: str) -> CellFault:
        """A fault that a rule found in the cell of a row and heading. Raises KeyError for a heading that is none."""
        return CellFault(coordinate(self.places[heading], row), row, heading, message)


def read_sheet(
    content: bytes, *, columns: Sequence[SheetColumn], most_rows: int, given: Collection[str] = (), name: str = ""
) -> Sheet:
    """The rows of the first visible sheet of an Excel workbook, or of the visible one called `name` if there is one.

    Its first row that is not empty holds the headings, in any order; every column of `columns` must be there, and
    others are passed over. Empty rows are passed over, and so are those that hold nothing but what a template gave:
    the columns whose headings are `given`. Hidden rows are read. A row number is that of the sheet.

    Raises SheetRefused, which says what to do, for what is no .xlsx workbook, is over 5 MB, is protected by a
    password, holds macros, links to other workbooks, formulas or merged cells, lacks a heading or any rows, or has
    more than `most_rows` rows.
    """
    package = open_package(content)
    with unbroken():
        chosen = _choose(package, name)
        grid = read_grid(package, chosen.path, most_rows)
    if not grid:
        raise SheetRefused(f"The sheet “{chosen.name}” is empty. Fill in the template and choose it again")
    top = min(grid)
    places = _places(grid.pop(top), columns, top)
    kept = {number: row for number, row in grid.items() if _is_filled(row, places, given)}
    if not kept:
        raise SheetRefused(
            f"The sheet “{chosen.name}” has no rows filled in beneath its headings. Fill in at least one"
        )
    rows, faults = [], []
    for number in sorted(kept):
        values, wrong = _row(number, kept[number], columns, places)
        rows.append(SheetRow(number, values))
        faults += wrong
    return Sheet(chosen.name, tuple(rows), tuple(faults[:MOST_FAULTS]), max(0, len(faults) - MOST_FAULTS), places)


def _choose(package: Package, name: str) -> SheetPart:
    visible = [each for each in package.sheets if each.is_visible]
    if not visible:
        raise SheetRefused("This workbook has no sheet to read. Fill in the template and choose it again")
    return next((each for each in visible if name and each.name == name), visible[0])


def _places(headings: Mapping[int, Cell], columns: Sequence[SheetColumn], row: int) -> dict[str, int]:
    """Where each column stands. Raises SheetRefused naming the headings that are missing or there twice."""
    if max(headings) > MOST_COLUMNS:
        raise SheetRefused(f"Row {row} has more than {MOST_COLUMNS} columns. Remove those that are not needed")
    found: dict[str, list[int]] = {}
    for place, heading in headings.items():
        found.setdefault(_key(str(heading)), []).append(place)
    missing = [each.heading for each in columns if _key(each.heading) not in found]
    if missing:
        raise SheetRefused(_missing(missing, headings, columns, row))
    twice = next((each.heading for each in columns if len(found[_key(each.heading)]) > 1), None)
    if twice:
        raise SheetRefused(f"The heading “{twice}” is there twice in row {row}. Remove one of the columns")
    return {each.heading: found[_key(each.heading)][0] for each in columns}


def _missing(missing: list[str], headings: Mapping[int, Cell], columns: Sequence[SheetColumn], row: int) -> str:
    known = {_key(each.heading) for each in columns}
    unknown = [tidy(str(each))[:40] for _, each in sorted(headings.items()) if _key(str(each)) not in known]
    lack = f"Row {row} has no heading {_listed(missing)}"
    instead = f"; it has {_listed(unknown[:3])} instead" if unknown else ""
    return f"{lack}{instead}. Keep the headings of the template"


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _key(heading: str) -> str:
    return tidy(heading).casefold()


def _is_filled(row: Mapping[int, Cell], places: Mapping[str, int], given: Collection[str]) -> bool:
    return any(place in row for heading, place in places.items() if heading not in given)


def _row(
    number: int, cells: Mapping[int, Cell], columns: Sequence[SheetColumn], places: Mapping[str, int]
) -> tuple[dict[str, Any], list[CellFault]]:
    values: dict[str, Any] = {}
    faults: list[CellFault] = []
    for column in sorted(columns, key=lambda each: places[each.heading]):
        place = places[column.heading]
        try:
            values[column.heading] = _value(column, cells.get(place))
        except ValueError as wrong:
            faults.append(CellFault(coordinate(place, number), number, column.heading, str(wrong)))
    return values, faults


def _value(column: SheetColumn, cell: Cell | None) -> Any:
    if cell is not None:
        return column.read(cell)
    if column.needed:
        raise ValueError(column.needed)
    return "" if isinstance(column, TextColumn) else None
