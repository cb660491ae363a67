"""The index as it stood after one commit: segments side by side, less what is deleted or hidden from who asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.search.values import Category, Document, Facet, split_mark
from app.search.whoosh_index.schema import SEVERAL, WEIGHTS, category_of
from app.search.whoosh_index.segments import PLACES, Ids, Postings, Segment, Several

Mask = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Part:
    """A segment, the number of its first document, and which of its documents have been deleted."""

    segment: Segment
    base: int
    deleted: frozenset[int]


class Generation:
    """Arrays over all documents of one generation. It never changes, so any number of threads may share it.

    Documents of the kinds that are `hidden` are here no more than deleted ones: nothing counts, weighs, names
    or spells them.
    """

    def __init__(self, parts: list[Part], hidden: Iterable[str] = ()) -> None:
        self.parts = parts
        self.size = sum(part.segment.size for part in parts)
        self.live: Mask = np.ones(self.size, np.bool_)
        for part in parts:
            self.live[[part.base + number for number in part.deleted]] = False
        for kind in hidden:
            self.live[self.postings(Facet.KIND.value, kind)[0]] = False
        self.count = int(self.live.sum())
        self.price = self._joined(lambda segment: segment.price)
        self.published = self._joined(lambda segment: segment.published)
        self.norms = {name: self._norm(name) for name in WEIGHTS}
        self.facets = {facet.value: self._masks(facet.value) for facet in Facet}
        self.facets |= self._marked()
        self.places_left = self._joined(lambda segment: segment.places_left)
        self.free: Mask = self._joined(lambda segment: segment.free).astype(np.bool_)
        self.several = {name: self._several(name, width) for name, width in SEVERAL.items()}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Every category that a listing here is in, by code."""
        terms = [term for term in self._terms("category_name") if self.is_held("category_name", term)]
        named = [category_of(term) for term in terms]
        return {category.code: category for category in named}

    @cached_property
    def alphabetical(self) -> Ids:
        """The rank of each document by title."""
        titles = [title for part in self.parts for title in part.segment.order]
        ranks = np.empty(self.size, np.int64)
        ranks[sorted(range(self.size), key=titles.__getitem__)] = np.arange(self.size)
        return ranks

    @cached_property
    def words(self) -> list[str]:
        """Every word as it is spelled, also of documents that are not here: ask `is_held`."""
        return self._terms("word")

    def is_held(self, field: str, term: str) -> bool:
        """Whether a document here has the term in its field."""
        return bool(self.live[self.postings(field, term)[0]].any())

    def postings(self, field: str, term: str) -> Postings:
        """The documents, deleted ones among them, whose field holds a term, and how often."""
        found = [(part, *part.segment.postings(field, term)) for part in self.parts]
        ids = [ids + part.base for part, ids, _ in found]
        counts = [counts for _, _, counts in found]
        return _concatenated(ids, np.int64), _concatenated(counts, np.float32)

    def places(self, field: str, term: str) -> Ids:
        """Where a term stands in a field, as Segment.places."""
        found = [part.segment.places(field, term) + part.base * PLACES for part in self.parts]
        return _concatenated(found, np.int64)

    def holding(self, field: str, term: str) -> Mask:
        """The documents here whose field holds a term."""
        return self.mask(self.postings(field, term)[0])

    def mask(self, ids: Ids) -> Mask:
        """The documents of these numbers that are still here."""
        mask: Mask = np.zeros(self.size, np.bool_)
        mask[ids] = True
        return mask & self.live

    def mask_of_places(self, places: Ids) -> Mask:
        """The documents here in which these places are."""
        return self.mask(places // PLACES)

    def document(self, number: int) -> Document:
        """A listing by its number."""
        part = next(part for part in reversed(self.parts) if part.base <= number)
        return part.segment.document(number - part.base)

    def _joined(self, of: Callable[[Segment], Ids]) -> Ids:
        return _concatenated([of(part.segment) for part in self.parts], np.int64)

    def _terms(self, field: str) -> list[str]:
        return sorted({term for part in self.parts for term in part.segment.terms(field)})

    def _norm(self, field: str) -> NDArray[np.float32]:
        lengths = _concatenated([part.segment.lengths[field] for part in self.parts], np.float32)
        mean = float(lengths[self.live].mean()) if self.count else 1.0
        norm: NDArray[np.float32] = (lengths / max(mean, 1.0)).astype(np.float32)
        return norm

    def _several(self, name: str, width: int) -> Several:
        held = [(part.base, part.segment.several[name]) for part in self.parts]
        owners = _concatenated([several.owners + base for base, several in held], np.int64)
        return Several(
            owners, _concatenated([several.values.ravel() for _, several in held], np.int64).reshape(-1, width)
        )

    def _marked(self) -> dict[str, dict[str, Mask]]:
        """The facets that kinds bring, by name."""
        facets: dict[str, dict[str, Mask]] = {}
        for mark, mask in self._masks("mark").items():
            name, code = split_mark(mark)
            facets.setdefault(name, {})[code] = mask
        return facets

    def _masks(self, field: str) -> dict[str, Mask]:
        masks = {term: self.holding(field, term) for term in self._terms(field)}
        return {term: mask for term, mask in masks.items() if mask.any()}


def _concatenated(arrays: list[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)
