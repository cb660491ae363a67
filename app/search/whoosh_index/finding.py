"""One page of results from a generation: narrowed, counted, put in order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.values import Document, Facet, Hit, Query, Results, Sort
from app.search.whoosh_index.generation import Generation, Mask
from app.search.whoosh_index.matching import Matched, match
from app.search.whoosh_index.schema import NO_PRICE
from app.search.whoosh_index.segments import Ids
from app.search.whoosh_index.snippets import snippet
from app.search.whoosh_index.spelling import suggestion

DEAREST = np.iinfo(np.int64).max


def results(query: Query, generation: Generation) -> Results:
    """What a generation holds for a query. Counts of a facet ignore that facet's own choices."""
    matched = match(query.text, generation)
    chosen = {facet: _chosen(query, facet, generation) for facet in Facet}
    found = np.logical_and.reduce([matched.mask, *chosen.values()])
    lifted = {facet: _without(facet, matched.mask, chosen) for facet in Facet}
    numbers = _in_order(query.sort, found, matched, generation)
    page = numbers[(query.page - 1) * query.size : query.page * query.size]
    return Results(
        total=len(numbers),
        hits=tuple(_hit(generation.document(int(number)), matched) for number in page),
        facets={facet.value: _counts(lifted[facet], generation.facets[facet]) for facet in Facet},
        lifted={facet.value: int(mask.sum()) for facet, mask in lifted.items()},
        unnarrowed=int(matched.mask.sum()),
        categories=generation.categories,
        relaxed=matched.relaxed,
        suggestion=suggestion(query.text, generation),
    )


def _chosen(query: Query, facet: Facet, generation: Generation) -> Mask:
    choices = query.chosen(facet)
    if not choices:
        return generation.live
    nothing = np.zeros_like(generation.live)
    chosen: Mask = np.logical_or.reduce([generation.facets[facet].get(each, nothing) for each in choices])
    return chosen


def _without(facet: Facet, matched: Mask, chosen: dict[Facet, Mask]) -> Mask:
    kept: Mask = np.logical_and.reduce([matched, *(mask for other, mask in chosen.items() if other != facet)])
    return kept


def _counts(mask: Mask, choices: dict[str, Mask]) -> dict[str, int]:
    counts = {choice: int(np.count_nonzero(mask & held)) for choice, held in choices.items()}
    return {choice: count for choice, count in counts.items() if count}


def _in_order(sort: Sort, found: Mask, matched: Matched, generation: Generation) -> Ids:
    numbers: Ids = np.flatnonzero(found)
    newest, title = -generation.published[numbers], generation.alphabetical[numbers]
    price = generation.price[numbers]
    orders: dict[Sort, NDArray[Any]] = {
        Sort.RELEVANCE: -np.round(matched.scores[numbers], 3),
        Sort.NEWEST: newest,
        Sort.PRICE: np.where(price == NO_PRICE, DEAREST, price),
        Sort.TITLE: title,
    }
    return numbers[np.lexsort((title, newest, orders[sort]))]


def _hit(document: Document, matched: Matched) -> Hit:
    return Hit(
        reference=document.reference,
        kind=document.kind,
        title=document.title,
        summary=document.summary,
        provider_name=document.provider_name,
        provider_id=document.provider_id,
        category_path=document.category_path,
        phases=document.phases,
        regions=document.regions,
        price_pence=document.price_pence,
        published_at=document.published_at,
        link=document.link,
        snippet=snippet(document.summary, document.body, matched.terms),
    )
