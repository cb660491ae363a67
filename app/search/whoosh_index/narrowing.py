"""Which documents of a generation a query's choices and limits leave, each by itself."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.kernel.postcodes import METRES_IN_A_MILE, Point
from app.search.values import Facet, Limit, Query, split_mark
from app.search.whoosh_index.arrays import Mask
from app.search.whoosh_index.generation import Generation
from app.search.whoosh_index.segments import Ids

NEVER = np.iinfo(np.int64).max
NOWHERE = np.float64(np.inf)
Miles = NDArray[np.float64]


class Narrowing:
    """What a query leaves of a generation by each facet that is chosen and each limit that is set, by name."""

    def __init__(self, query: Query, generation: Generation) -> None:
        self.miles = miles_from(query.near, generation)
        self.kept: dict[str, Mask] = dict(_chosen(query, generation))
        if query.is_limited(Limit.DAYS):
            self.kept[Limit.DAYS] = next_day(query, generation) < NEVER
        if query.places is not None:
            self.kept[Limit.PLACES] = generation.arrays.places_left >= query.places
        if query.free:
            self.kept[Limit.FREE] = generation.arrays.free
        if query.is_limited(Limit.DISTANCE) and self.miles is not None and query.miles is not None:
            self.kept[Limit.DISTANCE] = self.miles <= query.miles
        if query.is_limited(Limit.PROVIDER):
            self.kept[Limit.PROVIDER] = generation.providers.offering(query.provider, query.provider_name)

    def without(self, name: str, among: Mask) -> Mask:
        """What all but one of them leave among some documents."""
        kept: Mask = np.logical_and.reduce([among, *(mask for other, mask in self.kept.items() if other != name)])
        return kept


def miles_from(near: Point | None, generation: Generation) -> Miles | None:
    """How far the nearest point of each document is, infinitely where it has none; None where nothing is measured."""
    if near is None:
        return None
    points = generation.arrays.several["points"]
    away = np.hypot(points.values[:, 0] - near.easting, points.values[:, 1] - near.northing) / METRES_IN_A_MILE
    return points.least(away, generation.size, NOWHERE)


def next_day(query: Query, generation: Generation) -> Ids:
    """The ordinal of the first day of each document that the query counts, NEVER where there is none."""
    days = generation.arrays.several["days"]
    numbers = days.values[:, 0]
    first = query.first_day.toordinal() if query.first_day else 0
    last = query.to_date.toordinal() if query.to_date else NEVER - 1
    counted = np.where((first <= numbers) & (numbers <= last), numbers, NEVER)
    return days.least(counted, generation.size, np.int64(NEVER))


def _chosen(query: Query, generation: Generation) -> Iterator[tuple[str, Mask]]:
    names = [*(facet.value for facet in Facet if query.chosen(facet)), *(split_mark(mark)[0] for mark in query.marks)]
    for name in dict.fromkeys(names):
        choices = query.chosen(Facet(name)) if name in set(Facet) else query.chosen_of_kind(name)
        held = generation.facets.get(name, {})
        masks = [held[code] for code in choices if code in held]
        yield name, np.logical_or.reduce([np.zeros_like(generation.live), *masks])
