"""Lists a page at a time, and addresses that differ from this page's by a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

Item = TypeVar("Item")
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: its items, its number from 1, how many a page holds, how many there are in all."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """The place in the list of this page's first item, from 1; 0 when the page is empty."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_item(self) -> int:
        """The place in the list of this page's last item; 0 when the page is empty."""
        return self.first_item + len(self.items) - 1 if self.items else 0

    @property
    def shown(self) -> list[int | None]:
        """The page numbers to link to: the ends and this page's neighbours, None for a gap."""
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        numbers = sorted(number for number in near if 1 <= number <= self.last)
        shown: list[int | None] = []
        for number in numbers:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(number - 1 if number - shown[-1] == 2 else None)
            shown.append(number)
        return shown


def page_number() -> int:
    """The page asked for in the address, from 1; anything else is the first."""
    typed = request.args.get("page", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        return 1
    return min(max(int(typed), 1), LAST_PAGE)


def skip_of(number: int, size: int) -> int:
    """How many items come before a page."""
    return (number - 1) * size


def sort_order(allowed: Sequence[str], *, first: str) -> tuple[str, bool]:
    """The column to sort by and whether downwards, from the address (?sort=-placed); else `first`."""
    asked = request.args.get("sort", first)
    key = asked.removeprefix("-")
    if key not in allowed:
        asked, key = first, first.removeprefix("-")
    return key, asked.startswith("-")


def address_with(**changes: Any) -> str:
    """This page's address with some of its words changed; None takes one away, a list gives several."""
    words = {name: values for name, values in request.args.lists() if name not in changes}
    words |= {name: value for name, value in changes.items() if value is not None}
    query = urlencode(words, doseq=True)
    return f"{request.path}?{query}" if query else request.path
