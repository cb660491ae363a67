"""The columns that a sheet must have, and what each takes."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from app.kernel.money import Money
from app.kernel.sheets.cells import Cell, ErrorWord
from app.kernel.unit_price import UnitPrice

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
WHOLE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})", re.ASCII)
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
MOST_NUMBER = 999_999_999
MOST_HUNDREDTHS = 9_999_999_999
MOST_PENCE = 99_999_999_999


@dataclass(frozen=True)
class SheetColumn(ABC):
    """A column by its heading. `needed` is what to say of an empty cell; without it a cell may be empty."""

    heading: str
    needed: str = ""

    takes: ClassVar[str] = ""

    @abstractmethod
    def read(self, cell: Cell) -> Any:
        """The value of a cell that is not empty. Raises ValueError, which says what to enter."""

    def wrong(self) -> str:
        """What to say of a cell that this column does not take."""
        return f"{self.heading} must be {self.takes}"

    @property
    def asks(self) -> str:
        """What the column takes, in a few words, as the notes of a template say it."""
        return self.takes


@dataclass(frozen=True)
class TextColumn(SheetColumn):
    """One line of text of at most `most` characters; data is str, "" when empty. A number or day is taken as shown."""

    most: int = 250
    takes: ClassVar[str] = "text"

    def read(self, cell: Cell) -> str:
        """The text, each run of spaces and line breaks as one space."""
        if isinstance(cell, ErrorWord):
            raise ValueError(f"{self.heading} must be {self.takes}, not the error {cell}")
        text = tidy(_shown(cell))
        if len(text) > self.most:
            raise ValueError(f"{self.heading} must be {self.most:,} characters or fewer")
        return text

    @property
    def asks(self) -> str:
        """With how long it may be."""
        return f"text of {self.most:,} characters or fewer"


@dataclass(frozen=True)
class NumberColumn(SheetColumn):
    """A number from `least` to `most`, both allowed, in whole units of what the column counts."""

    least: int = 0
    most: int = MOST_NUMBER

    places: ClassVar[int] = 0

    def read(self, cell: Cell) -> Any:
        """The number. Raises ValueError for a date, for text that is no number, and out of bounds."""
        if isinstance(cell, date):
            raise ValueError(f"{self.wrong()}, not a date: set the cell's format to Number and enter it again")
        units = self._units(cell)
        if units is None:
            raise ValueError(self.wrong())
        if units < self.least:
            raise ValueError(f"{self.heading} must be {self.named(self.least)} or more")
        if units > self.most:
            raise ValueError(f"{self.heading} must be {self.named(self.most)} or less")
        return self.of(units)

    def of(self, units: int) -> Any:
        """So many units as the value."""
        return units

    def named(self, units: int) -> str:
        """So many units as an error names them."""
        return f"{units:,}"

    def typed(self, text: str) -> int:
        """The units that text stands for. Raises ValueError for none."""
        if not WHOLE.fullmatch(text):
            raise ValueError(text)
        return int(text.replace(",", ""))

    def _units(self, cell: Cell) -> int | None:
        if isinstance(cell, Decimal):
            units = cell.scaleb(self.places)
            return int(units) if abs(units) < 10**15 and units == int(units) else None
        if isinstance(cell, bool):
            return None
        try:
            return self.typed(tidy(_shown(cell)))
        except ValueError:
            return None

    @property
    def asks(self) -> str:
        """With its bounds."""
        return f"{self.takes}; from {self.named(self.least)} to {self.named(self.most)}"


@dataclass(frozen=True)
class WholeNumberColumn(NumberColumn):
    """A whole number; data is int, None when empty."""

    takes: ClassVar[str] = "a whole number, like 12"


@dataclass(frozen=True)
class UnitPriceColumn(NumberColumn):
    """The price of one unit in pounds, to four decimal places; data is UnitPrice, None when empty.

    `least` and `most` are hundredths of a penny. As text "24.35p" is taken too.
    """

    most: int = MOST_HUNDREDTHS
    takes: ClassVar[str] = "pounds with up to four decimal places, like 0.2435"
    places: ClassVar[int] = 4

    def of(self, units: int) -> UnitPrice:
        """The price."""
        return UnitPrice(units)

    def named(self, units: int) -> str:
        """As prices are written."""
        return str(UnitPrice(units))

    def typed(self, text: str) -> int:
        """The hundredths of a penny. Raises ValueError for none."""
        return UnitPrice.typed(text).hundredths


@dataclass(frozen=True)
class MoneyColumn(NumberColumn):
    """Pounds and pence; data is Money, None when empty. `least` and `most` are whole pence."""

    most: int = MOST_PENCE
    takes: ClassVar[str] = "pounds and pence, like 1234.50"
    places: ClassVar[int] = 2

    def of(self, units: int) -> Money:
        """The amount."""
        return Money(units)

    def named(self, units: int) -> str:
        """As money is written."""
        return str(Money(units))

    def typed(self, text: str) -> int:
        """The pence. Raises ValueError for none."""
        return Money.typed(text).pence


@dataclass(frozen=True)
class DayColumn(SheetColumn):
    """A day from `least` to `most`, both allowed; data is date, None when empty.

    It may be a date of Excel's, or text: 2026-09-03, 3/9/2026, 3 September 2026.
    """

    least: date = date(2000, 1, 1)
    most: date = date(2099, 12, 31)
    takes: ClassVar[str] = "a date, like 3/9/2026"

    def read(self, cell: Cell) -> date:
        """The day. Raises ValueError for what is none, and out of bounds."""
        day = cell if isinstance(cell, date) else _day(tidy(_shown(cell)))
        if day is None:
            raise ValueError(self.wrong())
        if not self.least <= day <= self.most:
            raise ValueError(f"{self.heading} must be from {_in_words(self.least)} to {_in_words(self.most)}")
        return day

    @property
    def asks(self) -> str:
        """With its bounds."""
        return f"{self.takes}; from {_in_words(self.least)} to {_in_words(self.most)}"


def tidy(text: str) -> str:
    """Text on one line without what nobody can see."""
    return " ".join(UNPRINTABLE.sub("", text).split())


def _shown(cell: Cell) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return _in_words(cell) if isinstance(cell, date) else cell


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
