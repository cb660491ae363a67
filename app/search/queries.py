"""Reading: what a search shows."""

from collections import defaultdict
from dataclasses import replace

from app.kernel.boards import kinds
from app.search.index import the_index
from app.search.values import Hit, Query, Results


def find(query: Query) -> Results:
    """One page of what anyone may find for a query. Any text is answered.

    The index may be a moment behind, so each hit is looked up in its kind, in one batch a kind:
    one that has no price line there may no longer be shown, is left out, and is not counted in this
    page's total. Raises IndexUnready when there is no sound index.
    """
    results = the_index().find(query)
    lines = _price_lines(results.hits)
    hits = tuple(replace(hit, price_line=lines[hit.reference]) for hit in results.hits if hit.reference in lines)
    return replace(results, hits=hits, total=results.total - (len(results.hits) - len(hits)))


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
