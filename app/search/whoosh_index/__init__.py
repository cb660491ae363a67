"""The index kept by Whoosh on disk. Nothing outside this folder imports Whoosh."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from whoosh.index import open_dir

from app.search.index import IndexUnready, Writer
from app.search.values import Query, Results
from app.search.whoosh_index.arrays import Arrays, Part
from app.search.whoosh_index.finding import results
from app.search.whoosh_index.folders import Folders
from app.search.whoosh_index.generation import Generation
from app.search.whoosh_index.schema import make_schema, version
from app.search.whoosh_index.segments import Reading, Segment
from app.search.whoosh_index.writing import WhooshWriter

MOST_SEEN = 64
Seen = tuple[frozenset[str], int | None]


class WhooshIndex:
    """Keeps the promise of `Index` in a folder that only its owner may enter.

    A search looks which generation is the newest and answers from its arrays, which never change:
    threads share those, and never a reader or searcher of Whoosh's.
    """

    def __init__(self, folder: Path) -> None:
        self._folders = Folders(folder, version())
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def find(self, query: Query, hidden: Iterable[str] = ()) -> Results:
        """What the index holds for a query, less hidden kinds. Raises IndexUnready when there is no sound index."""
        return results(query, self._newest(hidden, query.trust_id))

    @contextmanager
    def alone(self, *, wait: float = 5) -> Iterator[Writer]:
        """Have the index alone for writing. Raises IndexBusy after `wait` seconds."""
        with self._folders.alone(wait):
            yield WhooshWriter(self._folders)

    def is_well(self) -> bool:
        """Whether a search would be answered."""
        try:
            self._newest()
        except IndexUnready:
            return False
        return True

    def _newest(self, hidden: Iterable[str] = (), trust_id: int | None = None) -> Generation:
        build = self._folders.current()
        with self._lock, self._folders.reading(build):
            if self._opened is None or self._opened.build != build:
                self._opened = _Opened(build, partial(self._folders.reading, build))
            return self._opened.newest(frozenset(hidden), trust_id)


class _Opened:
    """A build, its newest generation as those who may find this or that see it, and the segments read so far."""

    def __init__(self, build: Path, reading: Reading) -> None:
        self.build = build
        self._reading = reading
        self._index: Any = open_dir(str(build), schema=make_schema())
        self._number = -1
        self._segments: dict[str, Segment] = {}
        self._arrays = Arrays([])
        self._generations: dict[Seen, Generation] = {}

    def newest(self, hidden: frozenset[str], trust_id: int | None) -> Generation:
        """The newest generation less the listings of some kinds and those that are only for other trusts.

        Trusts for whom alone there is nothing share a visitor's.
        """
        number = self._index.latest_generation()
        if number < 0:
            raise FileNotFoundError("the index has lost its table of contents")
        if number != self._number:
            self._arrays, self._generations, self._number = Arrays(self._read_parts()), {}, number
        seen = (hidden, trust_id if trust_id in self._arrays.invited else None)
        if seen not in self._generations:
            if len(self._generations) >= MOST_SEEN:
                self._generations.clear()
            self._generations[seen] = Generation(self._arrays, *seen)
        return self._generations[seen]

    def _read_parts(self) -> list[Part]:
        reader = self._index.reader()
        leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        segments = {leaf.segment().segment_id(): self._segment(leaf) for leaf, _ in leaves}
        self._segments = segments
        return [
            Part(segments[leaf.segment().segment_id()], base, frozenset(leaf.segment().deleted_docs()))
            for leaf, base in leaves
        ]

    def _segment(self, leaf: Any) -> Segment:
        known = self._segments.get(leaf.segment().segment_id())
        if known is None:
            return Segment(leaf, self._reading)
        leaf.close()
        return known
