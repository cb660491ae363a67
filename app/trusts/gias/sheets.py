"""A CSV file with its columns by name; what is wrong with one is said with file, line and column."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from app.kernel.errors import Refused

Found = TypeVar("Found")
Watch = Callable[[Sequence[Any], str], Iterable[Any]]
"""Passes over a file's rows and shows how far it is: `watch(rows, file name)`."""

DATES = ("%d/%m/%Y", "%d-%m-%Y")


class BadFile(Refused):
    """A file of the register cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Columns:
    """What a file must have, what it may have, and what would show that it is another file."""

    needed: tuple[str, ...]
    welcome: tuple[str, ...]
    other_file: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One row of a file; reading a column raises BadFile where it cannot be understood."""

    file: str
    line: int
    cells: Sequence[str]
    places: Mapping[str, int]

    def text(self, column: str) -> str:
        """What stands there, without the spaces around it; nothing where the file lacks the column."""
        place = self.places.get(column)
        return "" if place is None else self.cells[place].strip()

    def named(self, column: str) -> str:
        """What stands there, which must be something."""
        text = self.text(column)
        if not text:
            raise self._fault(column, "there is nothing here")
        return text

    def day(self, column: str) -> date | None:
        """The day that stands there, as 31/12/2026 or 31-12-2026, if any."""
        text = self.text(column)
        if not text:
            return None
        for form in DATES:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise self._fault(column, f'"{text}" is not a date like 31/12/2026')

    def number(self, column: str) -> int | None:
        """The whole number that stands there, if any."""
        text = self.text(column)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self._fault(column, f'"{text}" is not a whole number')
        return int(text)

    def code(self, column: str, meanings: Mapping[str, Found]) -> Found:
        """What the code that stands there means."""
        text = self.text(column)
        if text not in meanings:
            known = ", ".join(f'"{code}"' for code in meanings)
            raise self._fault(column, f'"{text}" is not a code this site knows ({known})')
        return meanings[text]

    def _fault(self, column: str, what: str) -> BadFile:
        return BadFile(f'{self.file}, line {self.line}, column "{column}": {what}. Nothing was imported.')


def read_rows(path: Path, columns: Columns, watch: Watch) -> Iterator[Row]:
    """The rows of a CSV file. Raises BadFile for a file that is not the one wanted, or is cut short."""
    lines = _lines(path)
    header = lines[0][1]
    places = {name.strip(): place for place, name in reversed(list(enumerate(header)))}
    _check_header(path, places, columns)
    if len(lines) == 1:
        raise BadFile(f"{path.name} has headings and nothing below them. Download it again.")
    wanted = {name: places[name] for name in (*columns.needed, *columns.welcome) if name in places}
    for line, cells in watch(lines[1:], path.name):
        if len(cells) != len(header):
            _fail_width(path, line, cells, header)
        yield Row(path.name, line, cells, wanted)


def unwatched(rows: Sequence[Any], name: str) -> Iterable[Any]:  # noqa: ARG001
    """Passes over rows and shows nothing."""
    return rows


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    text = _text(path)
    if text.lstrip()[:1] in ("", "<"):
        what = "a web page, not a CSV file" if text.strip() else "empty"
        raise BadFile(f"{path.name} is {what}. Download it again.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(
            f"{path.name}, line {line}, is broken ({error}): the file may be cut short. Download it again."
        ) from None
    return found


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from None
    if raw[:2] == b"PK":
        raise BadFile(f"{path.name} is a zip or Excel file. Unpack it and give the CSV file.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile(f"{path.name} is not text in UTF-8 or Windows-1252. Download it again as CSV.")


def _check_header(path: Path, places: Mapping[str, int], columns: Columns) -> None:
    missing = [name for name in columns.needed if name not in places]
    if not missing:
        return
    for name, advice in columns.other_file.items():
        if name in places:
            raise BadFile(f"{path.name} is the wrong file: {advice}")
    named = ", ".join(f'"{name}"' for name in missing)
    raise BadFile(f"{path.name}, line 1: there is no column {named}. Nothing was imported.")


def _fail_width(path: Path, line: int, cells: Sequence[str], header: Sequence[str]) -> None:
    if len(cells) < len(header):
        where = f'line {line}, column "{header[len(cells)].strip()}": the row stops here'
    else:
        where = f'line {line}, after column "{header[-1].strip()}": the row goes on'
    raise BadFile(
        f"{path.name}, {where}, with {len(cells)} of {len(header)} columns. "
        "The file may be cut short: download it again. Nothing was imported."
    )
