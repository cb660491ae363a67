"""From an address to a query and back: every word of a search stands in the page's address."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.search.grammar import tidy
from app.search.labels import choices_of
from app.search.values import Facet, Query, Sort

CATEGORY_CODE = re.compile(r"[a-z0-9-]{1,60}")
PATH = "/search"


def query_of(words: MultiDict[str, str], page: int) -> Query:
    """What an address asks. A choice that cannot be is dropped rather than complained of."""
    sort = words.get("sort", "")
    chosen: Any = {facet.value: _chosen(facet, words.getlist(facet.value)) for facet in Facet}
    order = Sort(sort) if sort in set(Sort) else Sort.RELEVANCE
    return Query(text=tidy(words.get("text", "")), sort=order, page=page, **chosen)


def address_of(query: Query, changes: Mapping[str, Any] | None = None, *, path: str = PATH) -> str:
    """The address of a query with some of its words changed, at its first page."""
    chosen = {facet.value: query.chosen(facet) for facet in Facet}
    words = {"text": query.text, **chosen, "sort": query.sort.value, **(changes or {})}
    if words["sort"] == Sort.RELEVANCE.value:
        words["sort"] = ""
    kept = {name: value for name, value in words.items() if value}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def carried(query: Query) -> list[tuple[str, str]]:
    """What a new text keeps of a query: its choices and its order, as hidden fields."""
    chosen = [(facet.value, code) for facet in Facet for code in query.chosen(facet)]
    return chosen + ([("sort", query.sort.value)] if query.sort is not Sort.RELEVANCE else [])


def _chosen(facet: Facet, typed: list[str]) -> tuple[str, ...]:
    unique = list(dict.fromkeys(typed))
    if facet is Facet.CATEGORY:
        return tuple(each for each in unique if CATEGORY_CODE.fullmatch(each))[:1]
    known = {code for code, _ in choices_of(facet)}
    return tuple(each for each in unique if each in known)
