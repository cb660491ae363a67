"""What a cell may hold, and where it stands."""

from datetime import date
from decimal import Decimal


class ErrorWord(str):
    """An error in a cell, like #N/A."""

    __slots__ = ()


Cell = str | Decimal | date | bool
"""Text, a number as Excel shows it (15 digits), a day, yes or no; an ErrorWord where there is an error."""


def coordinate(column: int, row: int) -> str:
    """A cell as Excel names it, "D7"; both count from 1."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """The number of a column by its letters, from 1: D is 4."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
