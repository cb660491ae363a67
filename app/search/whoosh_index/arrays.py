"""The index as it stood after one commit, as flat arrays: segments side by side, whoever may find what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.search.values import Document, Facet
from app.search.whoosh_index.schema import SEVERAL, WEIGHTS
from app.search.whoosh_index.segments import PLACES, Counts, Ids, Postings, Segment, Several

Mask = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Part:
    """A segment, the number of its first document, and which of its documents have been deleted."""

    segment: Segment
    base: int
    deleted: frozenset[int]


class Arrays:
    """Arrays over all documents of one commit, deleted ones among them. They never change: threads may share them.

    Nothing here is for anybody's eyes: a Generation says who may see what.
    """

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.size = sum(part.segment.size for part in parts)
        self.live: Mask = np.ones(self.size, np.bool_)
        for part in parts:
            self.live[[part.base + number for number in part.deleted]] = False
        self.price = self._joined(lambda segment: segment.price)
        self.published = self._joined(lambda segment: segment.published)
        self.places_left = self._joined(lambda segment: segment.places_left)
        self.free: Mask = self._joined(lambda segment: segment.free).astype(np.bool_)
        self.provider_ids: Ids = np.unique(self._joined(lambda segment: segment.provider_ids))
        self.provider = self._joined(
            lambda segment: self.provider_ids.searchsorted(segment.provider_ids)[segment.provider]
        )
        """Where among `provider_ids` the trust of each document stands."""
        self.several = {name: self._several(name, width) for name, width in SEVERAL.items()}
        self.lengths = {name: self._lengths(name) for name in WEIGHTS}
        self.choices = {name: self._masks(name) for name in (*(facet.value for facet in Facet), "mark")}
        """By field and term, which documents have it."""

    @cached_property
    def invited(self) -> frozenset[int]:
        """The trusts for whom alone something is."""
        return frozenset(self.several["only_for"].values[:, 0].tolist())

    @cached_property
    def alphabetical(self) -> Ids:
        """The rank of each document by title."""
        titles = [title for part in self.parts for title in part.segment.order]
        ranks = np.empty(self.size, np.int64)
        ranks[sorted(range(self.size), key=titles.__getitem__)] = np.arange(self.size)
        return ranks

    def not_for(self, trust_id: int | None) -> Ids:
        """The documents that are only for other trusts than this one; for None, only for any."""
        only = self.several["only_for"]
        return np.setdiff1d(only.owners, only.owners[only.values[:, 0] == trust_id])

    def terms(self, field: str) -> list[str]:
        """Every term of a field, ascending."""
        return sorted({term for part in self.parts for term in part.segment.terms(field)})

    def postings(self, field: str, term: str) -> Postings:
        """The documents whose field holds a term, and how often."""
        found = [(part, *part.segment.postings(field, term)) for part in self.parts]
        ids = [ids + part.base for part, ids, _ in found]
        counts = [counts for _, _, counts in found]
        return _concatenated(ids, np.int64), _concatenated(counts, np.float32)

    def places(self, field: str, term: str) -> Ids:
        """Where a term stands in a field, as Segment.places."""
        found = [part.segment.places(field, term) + part.base * PLACES for part in self.parts]
        return _concatenated(found, np.int64)

    def document(self, number: int) -> Document:
        """A listing by its number."""
        part = self._part_of(number)
        return part.segment.document(number - part.base)

    def provider_name(self, number: int) -> str:
        """What the trust that offers a listing is called there."""
        part = self._part_of(number)
        return part.segment.provider_names[number - part.base]

    def _part_of(self, number: int) -> Part:
        return next(part for part in reversed(self.parts) if part.base <= number)

    def _joined(self, of: Callable[[Segment], Ids]) -> Ids:
        return _concatenated([of(part.segment) for part in self.parts], np.int64)

    def _lengths(self, field: str) -> Counts:
        return _concatenated([part.segment.lengths[field] for part in self.parts], np.float32)

    def _several(self, name: str, width: int) -> Several:
        held = [(part.base, part.segment.several[name]) for part in self.parts]
        owners = _concatenated([several.owners + base for base, several in held], np.int64)
        return Several(
            owners, _concatenated([several.values.ravel() for _, several in held], np.int64).reshape(-1, width)
        )

    def _masks(self, field: str) -> dict[str, Mask]:
        return {term: self._mask(self.postings(field, term)[0]) for term in self.terms(field)}

    def _mask(self, ids: Ids) -> Mask:
        mask: Mask = np.zeros(self.size, np.bool_)
        mask[ids] = True
        return mask


def _concatenated(arrays: list[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)
