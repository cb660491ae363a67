"""The cells of one sheet, read as a stream that stops at too many rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from xml.etree.ElementTree import Element

from app.kernel.sheets.cells import Cell, ErrorWord, column_number, coordinate
from app.kernel.sheets.package import Package
from app.kernel.sheets.parts import attribute, children, elements, local
from app.kernel.sheets.refusals import SheetRefused, broken

MOST_COLUMNS = 100
LAST_ROW = 1_048_576
NAMED = 5
PLACE = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})", re.ASCII)
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
LONGEST_NUMBER = 40
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DAY_0 = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
LEAP_DAY_THAT_WAS_NONE = 60
LAST_DAY_NUMBER = 2_900_000


@dataclass
class _Raw:
    """A cell as the file has it: its kind, its words, and which style it wears."""

    kind: str
    text: str
    style: str


@dataclass
class _Found:
    rows: dict[int, dict[int, _Raw]] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read_grid(package: Package, path: str, most_rows: int) -> dict[int, dict[int, Cell]]:
    """What the cells of a sheet hold that hold anything, by row and column, both from 1; the headings' row is one more.

    Raises SheetRefused for more rows, and for formulas and merged cells, naming the first of them.
    """
    found = _find(package, path, most_rows)
    if found.formulas:
        raise SheetRefused(_formulas(found.formulas))
    if found.merged:
        raise SheetRefused(f"{found.merged[0]} are merged cells. Unmerge them and fill in each")
    raws = [raw for row in found.rows.values() for raw in row.values()]
    strings = _strings(package, {_index(raw.text) for raw in raws if raw.kind == "s"})
    dates = _date_styles(package)
    cells = {
        number: {column: _cell(raw, strings, dates, package.counts_from_1904) for column, raw in row.items()}
        for number, row in found.rows.items()
    }
    filled = {number: {at: cell for at, cell in row.items() if cell != ""} for number, row in cells.items()}
    return {number: row for number, row in filled.items() if row}


def _formulas(places: list[str]) -> str:
    if len(places) == 1:
        return f"{places[0]} holds a formula: paste it as a value"
    first = ", ".join(places[:NAMED])
    more = len(places) - NAMED
    return f"{first}{f' and {more:,} more cells' if more > 0 else ''} hold formulas: paste them as values"


def _find(package: Package, path: str, most_rows: int) -> _Found:
    found = _Found()
    number = 0
    with package.archive.open(path) as part:
        for element in elements(part, "row", "mergeCell"):
            if local(element) == "mergeCell":
                found.merged.append(attribute(element, "ref"))
                continue
            number = _whole(attribute(element, "r") or str(number + 1), LAST_ROW)
            cells = dict(_raws(element, number, found.formulas))
            if cells:
                found.rows[number] = cells
            if len(found.rows) > most_rows + 1:
                raise SheetRefused(f"This sheet has more than {most_rows:,} rows. Split it, or remove rows")
    return found


def _raws(row: Element, number: int, formulas: list[str]) -> Iterator[tuple[int, _Raw]]:
    """The cells that hold anything; all beyond the last column that is read count as one."""
    column = 0
    for each in children(row, "c"):
        place = attribute(each, "r")
        match = PLACE.fullmatch(place)
        if place and match is None:
            raise broken()
        column = min(column_number(match["column"]) if match else column + 1, MOST_COLUMNS + 1)
        text = _text(each)
        if children(each, "f"):
            formulas.append(coordinate(column, number))
            text = text or "="
        if text:
            yield column, _Raw(attribute(each, "t") or "n", text, attribute(each, "s"))


def _text(cell: Element) -> str:
    if inline := children(cell, "is"):
        return _words(inline[0])
    values = children(cell, "v")
    return (values[0].text or "") if values else ""


def _words(item: Element) -> str:
    """The words of a shared or inline string: its own and those of its runs, not how they are pronounced."""
    own = children(item, "t")
    runs = [text for run in children(item, "r") for text in children(run, "t")]
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(text.text or "" for text in own + runs))


def _strings(package: Package, wanted: set[int]) -> Mapping[int, str]:
    strings: dict[int, str] = {}
    if wanted:
        with package.archive.open(package.strings) as part:
            for place, item in enumerate(elements(part, "si")):
                if place in wanted:
                    strings[place] = _words(item)
                if len(strings) == len(wanted):
                    break
    return strings


def _date_styles(package: Package) -> set[str]:
    """The styles whose number format shows a day."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    if package.has(package.styles):
        with package.archive.open(package.styles) as part:
            for each in elements(part, "numFmts", "cellXfs"):
                if local(each) == "numFmts":
                    formats |= {attribute(one, "numFmtId"): attribute(one, "formatCode") for one in each}
                else:
                    styles = [attribute(one, "numFmtId") for one in each]
    return {str(place) for place, key in enumerate(styles) if _shows_a_day(key, formats.get(key))}


def _shows_a_day(key: str, code: str | None) -> bool:
    if code is None:
        return key.isascii() and key.isdigit() and int(key[:4]) in DATE_FORMATS
    shown = NOT_FORMAT.sub("", code.partition(";")[0]).lower()
    return "general" not in shown and any(letter in shown for letter in "dmyhs")


def _cell(raw: _Raw, strings: Mapping[int, str], dates: set[str], from_1904: bool) -> Cell:
    if raw.kind == "s":
        return strings[_index(raw.text)].strip()
    if raw.kind in ("str", "inlineStr"):
        return raw.text.strip()
    if raw.kind == "b":
        return raw.text.strip() in ("1", "true")
    if raw.kind == "e":
        return ErrorWord(raw.text.strip()[:20])
    if raw.kind == "d":
        return date.fromisoformat(raw.text.strip()[:10])
    number = _number(raw.text.strip())
    return _date(number, from_1904) if (raw.style or "0") in dates else number


def _number(text: str) -> Decimal:
    """A number as Excel shows it: 15 digits of the double that it keeps."""
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text) or not isfinite(float(text)):
        raise broken()
    return Decimal(f"{float(text):.15g}")


def _date(number: Decimal, from_1904: bool) -> Cell:
    """The day that a number shows as, its hours aside; the number itself where it shows as none.

    Excel has a 29 February 1900: days before it are counted from a day later.
    """
    if not 0 <= number <= LAST_DAY_NUMBER:
        return number
    early = not from_1904 and number < LEAP_DAY_THAT_WAS_NONE
    return DAY_0[from_1904] + timedelta(days=int(number) + early)


def _index(text: str) -> int:
    return _whole(text.strip(), 10**8, least=0)


def _whole(text: str, most: int, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise broken()
    return int(text)
