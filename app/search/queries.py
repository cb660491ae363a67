"""Reading: what a search shows."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from app.kernel.boards import kinds
from app.kernel.postcodes import Point, UnknownPostcode, centre_of
from app.search.index import the_index
from app.search.values import Hit, Query, Results, StartingPoint
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue

MOST_REFERENCES = 500


def find(query: Query) -> Results:
    """One page of what whoever asks may find for a query. Any text is answered.

    Of kinds that not everybody may find, there is nothing in it but of those that the query says are opened.

    The index may be a moment behind, so each hit is looked up in its kind, in one batch a kind:
    one that has no price line there may no longer be shown, is left out, and is not counted in this
    page's total. Raises IndexUnready when there is no sound index.
    """
    results = the_index().find(query, kinds.hidden(query.opened))
    lines = _price_lines(results.hits)
    hits = tuple(replace(hit, price_line=lines[hit.reference]) for hit in results.hits if hit.reference in lines)
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)))


def references_of(query: Query, *, most: int = MOST_REFERENCES) -> tuple[str, ...]:
    """Which listings answer a query, in its order, at most so many from the first; checked as `find` checks.

    For pages that show listings in their own way. Raises IndexUnready when there is no sound index.
    """
    return tuple(hit.reference for hit in find(replace(query, page=1, size=most)).hits)


def starting_points(trust_id: int | None, on: date) -> tuple[StartingPoint, ...]:
    """The schools of a trust on a day, by name, to measure distances from; none for nobody's trust.

    A school that the register places nowhere is at the centre of its postcode's area, or left out.
    """
    schools = trusts.list_schools(trust_id, on) if trust_id is not None else []
    placed = [(school, _place_of(school)) for school in schools]
    return tuple(StartingPoint(str(school.id), school.name, point) for school, point in placed if point)


def _place_of(school: SchoolValue) -> Point | None:
    if school.easting is not None and school.northing is not None:
        return Point(school.easting, school.northing)
    try:
        return centre_of(school.postcode)
    except UnknownPostcode:
        return None


def is_well() -> bool:
    """Whether a search would be answered: the health page asks."""
    return the_index().is_well()


def _price_lines(hits: tuple[Hit, ...]) -> dict[str, str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        by_kind[hit.kind].append(hit.reference)
    lines: dict[str, str] = {}
    for name, references in by_kind.items():
        if name in kinds:
            lines |= kinds[name].price_lines(references)
    return lines
