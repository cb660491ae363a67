"""What somebody may find of the index as it stood after one commit."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.search.values import Category, Document, Facet, split_mark
from app.search.whoosh_index.arrays import Arrays, Mask
from app.search.whoosh_index.providers import Providers
from app.search.whoosh_index.schema import WEIGHTS, category_of
from app.search.whoosh_index.segments import PLACES, Ids, Postings


class Generation:
    """The arrays of one commit as those see them who may find this or that. It never changes: threads may share it.

    Documents of the kinds that are `hidden`, and those that are only for other trusts than `trust_id`, are here no
    more than deleted ones: nothing counts, weighs, names or spells them.
    """

    def __init__(self, arrays: Arrays, hidden: Iterable[str] = (), trust_id: int | None = None) -> None:
        self.arrays = arrays
        self.size = arrays.size
        self.live: Mask = arrays.live.copy()
        for kind in hidden:
            self.live[arrays.postings(Facet.KIND.value, kind)[0]] = False
        self.live[arrays.not_for(trust_id)] = False
        self.count = int(self.live.sum())
        self.norms = {name: self._norm(name) for name in WEIGHTS}
        self.facets = {facet.value: self._held(facet.value) for facet in Facet}
        self.facets |= self._marked()

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Every category that a listing here is in, by code."""
        terms = [term for term in self.arrays.terms("category_name") if self.is_held("category_name", term)]
        named = [category_of(term) for term in terms]
        return {category.code: category for category in named}

    @cached_property
    def providers(self) -> Providers:
        """The trusts that offer a listing here and are told."""
        return Providers(self.arrays, self.live)

    @cached_property
    def words(self) -> list[str]:
        """Every word as it is spelled, also of documents that are not here: ask `is_held`."""
        return self.arrays.terms("word")

    def is_held(self, field: str, term: str) -> bool:
        """Whether a document here has the term in its field."""
        return bool(self.live[self.postings(field, term)[0]].any())

    def postings(self, field: str, term: str) -> Postings:
        """The documents, those that are not here among them, whose field holds a term, and how often."""
        return self.arrays.postings(field, term)

    def places(self, field: str, term: str) -> Ids:
        """Where a term stands in a field, as Segment.places."""
        return self.arrays.places(field, term)

    def holding(self, field: str, term: str) -> Mask:
        """The documents here whose field holds a term."""
        return self.mask(self.postings(field, term)[0])

    def mask(self, ids: Ids) -> Mask:
        """The documents of these numbers that are here."""
        mask: Mask = np.zeros(self.size, np.bool_)
        mask[ids] = True
        return mask & self.live

    def mask_of_places(self, places: Ids) -> Mask:
        """The documents here in which these places are."""
        return self.mask(places // PLACES)

    def document(self, number: int) -> Document:
        """A listing by its number."""
        return self.arrays.document(number)

    def _norm(self, field: str) -> NDArray[np.float32]:
        lengths = self.arrays.lengths[field]
        mean = float(lengths[self.live].mean()) if self.count else 1.0
        norm: NDArray[np.float32] = (lengths / max(mean, 1.0)).astype(np.float32)
        return norm

    def _marked(self) -> dict[str, dict[str, Mask]]:
        """The facets that kinds bring, by name."""
        facets: dict[str, dict[str, Mask]] = {}
        for mark, mask in self._held("mark").items():
            name, code = split_mark(mark)
            facets.setdefault(name, {})[code] = mask
        return facets

    def _held(self, field: str) -> dict[str, Mask]:
        """The choices of a field that a document here has, each with all documents that have it, here or not."""
        return {term: mask for term, mask in self.arrays.choices[field].items() if (mask & self.live).any()}
