"""One segment of the index as arrays. A segment never changes, so what was read once is kept."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader, TermNotFound

from app.search.values import Document
from app.search.whoosh_index.schema import BETWEEN, PACKED, SEVERAL, WEIGHTS, document_of

Ids = NDArray[np.int64]
Counts = NDArray[np.float32]
Postings = tuple[Ids, Counts]
NONE: Postings = (np.empty(0, np.int64), np.empty(0, np.float32))
Reading = Callable[[], AbstractContextManager[None]]
MOST_KEPT = 4_000
PLACES = 1 << 24


Amount = TypeVar("Amount", np.int64, np.float64)


@dataclass(frozen=True)
class Several:
    """Values of which a document has any number, of all documents side by side.

    `owners` is the document that has each value, ascending; a row of `values` is one value.
    """

    owners: Ids
    values: Ids

    @cached_property
    def _starts(self) -> Ids:
        """Where each document's values begin."""
        starts: Ids = np.flatnonzero(np.diff(self.owners, prepend=-1))
        return starts

    def least(self, amounts: NDArray[Amount], size: int, none: Amount) -> NDArray[Amount]:
        """For each of `size` documents the least of its values' amounts, `none` where it has no value."""
        least = np.full(size, none, amounts.dtype)
        if len(amounts):
            least[self.owners[self._starts]] = np.minimum.reduceat(amounts, self._starts)
        return least


class Segment:
    """Reads one segment. Threads may share it: one at a time decodes, and the arrays never change.

    Whoosh's own readers give wrong answers when threads share them, so none leaves this class.
    Documents deleted since are still in the arrays; the generation leaves them out.
    """

    def __init__(self, reader: SegmentReader, reading: Reading) -> None:
        self._reader = reader
        self._reading = reading
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, ...], Any] = {}
        self.size: int = reader.doc_count_all()
        self.lengths = {name: self._lengths(name) for name in WEIGHTS}
        self.price = self._numbers("price")
        self.published = self._numbers("published")
        self.places_left = self._numbers("places")
        self.free = self._numbers("free")
        self.several = {name: self._several(name, width) for name, width in SEVERAL.items()}
        self.order = [bytes(each).decode() for each in self._column("order")]
        providers = [bytes(each).decode().split(BETWEEN, 1) for each in self._column("provider")]
        self.provider_ids, self.provider = _numbered([int(provider) for provider, _ in providers])
        self.provider_names = [name for _, name in providers]

    def postings(self, field: str, term: str) -> Postings:
        """The documents whose field holds a term, and how often."""
        found: Postings = self._kept_or_read(self._postings, field, term)
        return found

    def places(self, field: str, term: str) -> Ids:
        """Where a term stands in a field: document * PLACES + position, ascending."""
        found: Ids = self._kept_or_read(self._places, field, term)
        return found

    def terms(self, field: str) -> list[str]:
        """Every term of a field, also of deleted documents, ascending."""
        found: list[str] = self._kept_or_read(self._terms, field)
        return found

    def document(self, number: int) -> Document:
        """A listing by its number in this segment."""
        with self._lock, self._reading():
            return document_of(self._reader.stored_fields(number)["shown"])

    def _kept_or_read(self, read: Callable[..., Any], *asked: str) -> Any:
        key = (read.__name__, *asked)
        with self._lock:
            if key not in self._kept:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                with self._reading():
                    self._kept[key] = read(*asked)
            return self._kept[key]

    def _matcher(self, field: str, term: str) -> Any:
        try:
            return self._reader.postings(field, term)
        except TermNotFound:
            return None

    def _postings(self, field: str, term: str) -> Postings:
        matcher = self._matcher(field, term)
        if matcher is None:
            return NONE
        ids, counts = [], []
        while matcher.is_active():
            ids.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        return np.array(ids, np.int64), np.array(counts, np.float32)

    def _places(self, field: str, term: str) -> Ids:
        matcher = self._matcher(field, term)
        places: list[int] = []
        while matcher is not None and matcher.is_active():
            start = matcher.id() * PLACES
            places.extend(start + position for position in matcher.value_as("positions"))
            matcher.next()
        return np.array(places, np.int64)

    def _terms(self, field: str) -> list[str]:
        return [term.decode() for term in self._reader.lexicon(field)]

    def _lengths(self, field: str) -> Counts:
        length = self._reader.doc_field_length
        return np.array([length(number, field, 0) for number in range(self.size)], np.float32)

    def _column(self, name: str) -> list[Any]:
        column = self._reader.column_reader(name)
        return [column[number] for number in range(self.size)]

    def _numbers(self, name: str) -> Ids:
        return np.array(self._column(name), np.int64)

    def _several(self, name: str, width: int) -> Several:
        held = [bytes(each) for each in self._column(name)]
        owners = np.repeat(np.arange(self.size), [len(each) // (PACKED.itemsize * width) for each in held])
        return Several(owners, np.frombuffer(b"".join(held), PACKED).reshape(-1, width).astype(np.int64))


def _numbered(values: list[int]) -> tuple[Ids, Ids]:
    """Each value once, ascending, and where among those every value stands."""
    once, places = np.unique(np.array(values, np.int64), return_inverse=True)
    return once, places
