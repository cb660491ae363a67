"""One page of results from a generation: narrowed, counted, put in order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.values import Hit, Limit, Query, Results, Sort
from app.search.whoosh_index.arrays import Mask
from app.search.whoosh_index.generation import Generation
from app.search.whoosh_index.matching import Matched, match
from app.search.whoosh_index.narrowing import NOWHERE, Miles, Narrowing, next_day
from app.search.whoosh_index.schema import NO_PRICE
from app.search.whoosh_index.segments import Ids
from app.search.whoosh_index.snippets import snippet
from app.search.whoosh_index.spelling import suggestion

DEAREST = np.iinfo(np.int64).max


def results(query: Query, generation: Generation) -> Results:
    """What a generation holds for a query. Counts of a facet ignore that facet's own choices."""
    matched = match(query.text, generation)
    narrowing = Narrowing(query, generation)
    found = narrowing.without("", matched.mask)
    lifted = {name: narrowing.without(name, matched.mask) for name in narrowing.kept}
    numbers = _in_order(query, found, matched, narrowing.miles, generation)
    offered = generation.providers.most(lifted.get(Limit.PROVIDER, found), query.provider)
    page = numbers[(query.page - 1) * query.size : query.page * query.size]
    return Results(
        total=len(numbers),
        hits=tuple(_hit(int(number), query, matched, narrowing.miles, generation) for number in page),
        facets=_facets(lifted, found, generation) | {Limit.PROVIDER.value: _positive(offered)},
        lifted=_lifted(lifted, len(numbers), generation),
        unnarrowed=int(matched.mask.sum()),
        nowhere=_nowhere(lifted, narrowing.miles),
        categories=generation.categories,
        providers={code: generation.providers.names[code] for code in offered},
        relaxed=matched.relaxed,
        suggestion=suggestion(query.text, generation),
    )


def _facets(lifted: dict[str, Mask], found: Mask, generation: Generation) -> dict[str, dict[str, int]]:
    held = generation.facets | {Limit.FREE.value: {Limit.FREE.value: generation.arrays.free}}
    return {name: _counts(lifted.get(name, found), choices) for name, choices in held.items()}


def _lifted(lifted: dict[str, Mask], total: int, generation: Generation) -> dict[str, int]:
    names = [*generation.facets, *(limit.value for limit in Limit), *lifted]
    return {name: int(lifted[name].sum()) if name in lifted else total for name in names}


def _nowhere(lifted: dict[str, Mask], miles: Miles | None) -> int:
    if miles is None or Limit.DISTANCE not in lifted:
        return 0
    return int((lifted[Limit.DISTANCE] & (miles == NOWHERE)).sum())


def _counts(mask: Mask, choices: dict[str, Mask]) -> dict[str, int]:
    return _positive({choice: int(np.count_nonzero(mask & held)) for choice, held in choices.items()})


def _positive(counts: dict[str, int]) -> dict[str, int]:
    return {choice: count for choice, count in counts.items() if count}


def _in_order(query: Query, found: Mask, matched: Matched, miles: Miles | None, generation: Generation) -> Ids:
    numbers: Ids = np.flatnonzero(found)
    newest, title = -generation.arrays.published[numbers], generation.arrays.alphabetical[numbers]
    first = _first(query.sort, matched, miles, query, generation)
    return numbers[np.lexsort((title, newest) if first is None else (title, newest, first[numbers]))]


def _first(
    sort: Sort, matched: Matched, miles: Miles | None, query: Query, generation: Generation
) -> NDArray[Any] | None:
    """What each document is put in order by before how new it is and its title; None for nothing else."""
    if sort is Sort.RELEVANCE:
        return -np.round(matched.scores, 3)
    if sort is Sort.PRICE:
        return np.where(generation.arrays.price == NO_PRICE, DEAREST, generation.arrays.price)
    if sort is Sort.TITLE:
        return generation.arrays.alphabetical
    if sort is Sort.SOONEST:
        return next_day(query, generation)
    return miles if sort is Sort.DISTANCE else None


def _hit(number: int, query: Query, matched: Matched, miles: Miles | None, generation: Generation) -> Hit:
    document = generation.document(number)
    away = None if miles is None or miles[number] == NOWHERE else float(miles[number])
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
        marks=document.marks,
        next_days=tuple(sorted(filter(query.counts_day, document.days))),
        places_left=document.places_left,
        is_free=document.is_free,
        miles=away,
        snippet=snippet(document.summary, document.body, matched.terms),
    )
