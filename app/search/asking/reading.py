"""What an address asks: every word of a search stands in it, so that a search can be kept and sent on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.kernel.actor import Actor
from app.kernel.boards import kinds
from app.kernel.postcodes import UnknownPostcode, centre_of, tidy_postcode
from app.search.asking.typed import day_of, places_of, short
from app.search.grammar import name_words, tidy
from app.search.labels import choices_of, kind_facets
from app.search.values import MARK, Facet, Query, Sort, StartingPoint

CATEGORY_CODE = re.compile(r"[a-z0-9-]{1,60}")
TRUST_ID = re.compile(r"[1-9][0-9]{0,8}")
PATH = "/search"
MILES = (5, 10, 25, 50)
OWN_WORDS = (
    "text",
    *(facet.value for facet in Facet),
    "from",
    "to",
    "places",
    "free",
    "near",
    "school",
    "miles",
    "provider",
    "trust",
    "sort",
)
"""The words of an address that are the search's own: neither a kind's facet nor another page may use them."""
Words = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Asking:
    """An address read: the query, its words, and what of them cannot be understood, by word.

    A word with an error keeps what was typed and narrows nothing. `path` is the page's, `kind` the one kind that
    the page is about, if it is, and `own` what else its address says; `starts` are offered to measure from.
    """

    query: Query
    words: Words
    errors: dict[str, str]
    path: str = PATH
    kind: str = ""
    own: tuple[tuple[str, str], ...] = ()
    starts: tuple[StartingPoint, ...] = ()

    def word(self, name: str) -> str:
        """A word of which there is one, as it was typed."""
        return next(iter(self.words.get(name, ())), "")

    def address(self, changes: Mapping[str, Any] | None = None, *, path: str = "") -> str:
        """The address of this search with some of its words changed, at its first page."""
        words = self.words | dict(changes or {})
        kept = {name: value for name, value in [*words.items(), *self.own] if value}
        return f"{path or self.path}?{urlencode(kept, doseq=True)}" if kept else path or self.path

    def carried(self, *but: str) -> list[tuple[str, str]]:
        """The words that a form keeps as hidden fields: all but those that it asks for itself."""
        kept = [(name, value) for name, values in self.words.items() if name not in but for value in values]
        return [*kept, *self.own]


@dataclass
class _Read:
    """What has been read so far: the words to keep, what of the query they make, and what is wrong."""

    words: Words = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, *values: str) -> None:
        if any(values):
            self.words[name] = values


def read(
    typed: MultiDict[str, str],
    *,
    on: date,
    actor: Actor | None = None,
    page: int = 1,
    path: str = PATH,
    kind: str = "",
    own: Iterable[tuple[str, str]] = (),
    starts: tuple[StartingPoint, ...] = (),
) -> Asking:
    """What the words of an address ask on a day. Nothing is refused.

    A choice that cannot be is dropped; a postcode, day or number that cannot be understood is complained of in
    `errors`. A page about one `kind` is narrowed to it without saying so in its address. Only what the `actor` may
    find, by kind and for the trust they act for, is found; without one, what anyone may.
    """
    got = _Read()
    got.keep("text", tidy(typed.get("text", "")))
    _read_choices(typed, kind, got)
    _read_days(typed, got)
    _read_places(typed, got)
    _read_distance(typed, starts, got)
    _read_provider(typed, got)
    sort = _sort(typed.get("sort", ""), got)
    got.asked |= {"opened": kinds.opened_to(actor), "trust_id": actor.trust_id if actor else None}
    query = Query(text=_first(got, "text"), sort=sort, page=page, on=on, **got.asked)
    return Asking(query, got.words, got.errors, path, kind, tuple(own), starts)


def _read_choices(typed: MultiDict[str, str], kind: str, got: _Read) -> None:
    for facet in Facet:
        chosen = _chosen(facet, typed.getlist(facet.value))
        if kind and facet is Facet.KIND:
            got.asked[facet.value] = (kind,)
        else:
            got.asked[facet.value] = chosen
            got.keep(facet.value, *chosen)
    marks: list[str] = []
    for brought in kind_facets():
        known = dict(brought.choices)
        codes = [code for code in dict.fromkeys(typed.getlist(brought.name)) if code in known]
        got.keep(brought.name, *codes)
        marks += [f"{brought.name}{MARK}{code}" for code in codes]
    got.asked["marks"] = tuple(marks)


def _read_days(typed: MultiDict[str, str], got: _Read) -> None:
    days = {name: _read_day(name, short(typed.get(name, "")), got) for name in ("from", "to")}
    first, last = days["from"], days["to"]
    if first and last and last < first:
        got.errors["to"] = "The last day must be the same as or after the first day"
        last = None
    got.asked |= {"from_date": first, "to_date": last}


def _read_day(name: str, typed: str, got: _Read) -> date | None:
    day = day_of(typed) if typed else None
    got.keep(name, day.isoformat() if day else typed)
    if typed and day is None:
        got.errors[name] = "Enter a day, like 3/12/2026"
    return day


def _read_places(typed: MultiDict[str, str], got: _Read) -> None:
    places = short(typed.get("places", ""))
    got.keep("places", places)
    got.asked["places"] = places_of(places)
    if places and got.asked["places"] is None:
        got.errors["places"] = "Enter how many places you need, like 2"
    got.asked["free"] = bool(typed.get("free"))
    got.keep("free", "yes" if got.asked["free"] else "")


def _read_distance(typed: MultiDict[str, str], starts: tuple[StartingPoint, ...], got: _Read) -> None:
    postcode = short(tidy_postcode(short(typed.get("near", ""))))
    miles = typed.get("miles", "")
    miles = miles if miles in map(str, MILES) else ""
    start = next((each for each in starts if each.code == typed.get("school")), None)
    got.keep("near", postcode)
    got.keep("school", start.code if start else "")
    got.keep("miles", miles)
    if start:
        got.asked |= {"near": start.point, "where": start.label}
    elif postcode:
        _read_postcode(postcode, got)
    elif miles:
        got.errors["near"] = f"Enter a postcode to search within {miles} miles of it"
    got.asked["miles"] = int(miles) if miles and "near" in got.asked else None


def _read_postcode(postcode: str, got: _Read) -> None:
    try:
        got.asked |= {"near": centre_of(postcode), "where": postcode}
    except UnknownPostcode as error:
        got.errors["near"] = error.message


def _read_provider(typed: MultiDict[str, str], got: _Read) -> None:
    codes = tuple(code for code in dict.fromkeys(typed.getlist("provider")) if TRUST_ID.fullmatch(code))
    name = short(typed.get("trust", ""))
    got.keep("provider", *codes)
    got.keep("trust", name)
    is_name = bool(name_words(name))
    got.asked |= {"provider": codes, "provider_name": name if is_name else ""}
    if name and not is_name:
        got.errors["trust"] = "Enter part of a trust’s name"


def _sort(typed: str, got: _Read) -> Sort:
    sort = Sort(typed) if typed in set(Sort) else Sort.RELEVANCE
    if sort is Sort.DISTANCE and "near" not in got.asked:
        sort = Sort.RELEVANCE
    got.keep("sort", "" if sort is Sort.RELEVANCE else sort.value)
    return sort


def _first(got: _Read, name: str) -> str:
    return next(iter(got.words.get(name, ())), "")


def _chosen(facet: Facet, typed: list[str]) -> tuple[str, ...]:
    unique = list(dict.fromkeys(typed))
    if facet is Facet.CATEGORY:
        return tuple(each for each in unique if CATEGORY_CODE.fullmatch(each))[:1]
    known = {code for code, _ in choices_of(facet)}
    return tuple(each for each in unique if each in known)
