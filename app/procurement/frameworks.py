"""The frameworks and buying routes that the DfE approves for schools. Source: dfe_frameworks.csv beside this file."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.kernel.errors import NotFound

FRAMEWORKS = Path(__file__).parent / "dfe_frameworks.csv"


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework or buying route, its page, the costs it is for, and the first and last day on which it stands.

    `code` is the last part of the address of its page, and stays when the title changes. `until_date` is None where
    no last day is given.
    """

    code: str
    title: str
    url: str
    category: tuple[str, ...]
    subcategory: tuple[str, ...]
    from_date: date
    until_date: date | None

    def stands_on(self, day: date) -> bool:
        """Whether it may be used on a day: its first and last days both count."""
        return self.from_date <= day and (self.until_date is None or day <= self.until_date)


def all_frameworks() -> list[Framework]:
    """Every framework held, past ones too, by title."""
    return list(_held().values())


def frameworks_on(day: date) -> list[Framework]:
    """Those that stand on a day, by title."""
    return [each for each in all_frameworks() if each.stands_on(day)]


def get_framework(code: str) -> Framework:
    """One by its code, past ones too. Raises NotFound."""
    if code not in _held():
        raise NotFound(code)
    return _held()[code]


@cache
def _held() -> Mapping[str, Framework]:
    with FRAMEWORKS.open(encoding="utf-8", newline="") as file:
        rows = [_framework(row) for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    return MappingProxyType({each.code: each for each in sorted(rows, key=lambda each: each.title.casefold())})


def _framework(row: Mapping[str, str]) -> Framework:
    return Framework(
        code=row["Url"].rstrip("/").rpartition("/")[2],
        title=row["Title"].strip(),
        url=row["Url"],
        category=_words(row["Category"]),
        subcategory=_words(row["SubCategory"]),
        from_date=date.fromisoformat(row["ValidFrom"][:10]),
        until_date=date.fromisoformat(row["ValidTo"][:10]) if row["ValidTo"] else None,
    )


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in json.loads(listed))
