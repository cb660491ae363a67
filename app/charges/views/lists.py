"""What every list here does: read the filters, keep the names, export, carry out a form."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, request

from app.charges.values import Side
from app.kernel.errors import Refused
from app.trusts import queries as trusts
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.fields import Form
from app.web.pagination import Page, page_number, skip_of

PAGE_SIZE = 25
MOST_EXPORTED = 10_000
LINES_SHOWN = 40
Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")


def side_asked() -> Side:
    """Which side the address asks for."""
    return Side.OWED if request.args.get("side") == Side.OWED else Side.OWE


def named(trust_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Trusts with their names, by name."""
    return sorted(trusts.names(trust_ids).items(), key=lambda each: each[1].casefold())


def word_of(words: type[Word], text: str | None) -> Word | None:
    """The word that was chosen, if one was."""
    return words(text) if text else None


def asked_of(form: Form, side: Side, sort: str, down: bool) -> dict[str, Any]:
    """What the filters and the columns of a list ask for, but for the state, whose words each list has its own."""
    return {
        "side": side,
        "other_id": form["other"].data,
        "year": form["year"].data,
        "text": (form["text"].data or "").strip(),
        "sort": sort,
        "down": down,
    }


def is_export() -> bool:
    """Whether the address asks for a file."""
    return request.args.get("format") in ("csv", "xlsx")


def export(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The list as the file that the address asks for."""
    download = csv_download if request.args.get("format") == "csv" else sheet_download
    return download(name, headings, rows)


def page_of(items: Sequence[Item], size: int) -> Page[Item]:
    """The page that the address asks for, of what is all at hand."""
    number = page_number()
    start = skip_of(number, size)
    return Page(items[start : start + size], number, size, len(items))


def carried_out(form: Form, deed: Callable[[], object]) -> bool:
    """Whether a form was sent, was in order, and its deed was done; a refusal is put on the form."""
    if not form.validate_on_submit():
        return False
    try:
        deed()
    except Refused as error:
        form.refuse(error)
        return False
    return True


def status_of(form: Form) -> int:
    """The status of a page that shows a form: 422 where it was sent and refused."""
    return 422 if form.is_submitted() else 200
