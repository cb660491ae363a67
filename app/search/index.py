"""The promise of an index. Which one keeps it is said once, in register()."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.kernel.database import session
from app.search.values import Document, Query, Results


class IndexUnready(Exception):
    """There is no index to answer from, or it cannot be read. The worker builds it anew."""


class IndexBusy(Exception):
    """Another writer held the index for longer than this one was ready to wait."""


class Writer(Protocol):
    """What may be done to an index by the one who has it alone."""

    def replace(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Put these documents in the place of any of the same reference; take out those that are gone.

        One commit, after which every search sees all of it or none. A reference given twice counts once,
        the last time. Raises IndexUnready when there is no sound index to write to: it never makes an empty one.
        """
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build an index of exactly these documents beside the old one and swap; returns how many they are.

        Searches go on in the old one until the swap, which is one step. An error while building leaves the old one.
        """
        ...


class Index(Protocol):
    """Finds listings. Safe to use from many threads and processes at once."""

    def find(self, query: Query, hidden: Iterable[str] = ()) -> Results:
        """What the index holds for a query. Any text is answered, none is an error.

        Nothing in the answer, its counts and its order included, depends on listings of the kinds that are hidden,
        or on those that are only for other trusts than the query's `trust_id`.
        Raises IndexUnready when there is no sound index.
        """
        ...

    def alone(self, *, wait: float = 5) -> AbstractContextManager[Writer]:
        """Have the index alone for writing, after waiting at most so many seconds. Raises IndexBusy.

        Read what is to be written inside, so that a slower writer cannot put back what is out of date.
        """
        ...

    def is_well(self) -> bool:
        """Whether a search would be answered."""
        ...


_indexes: WeakKeyDictionary[Engine, Index] = WeakKeyDictionary()


def use_index(engine: Engine, index: Index) -> None:
    """Have searches of the listings in a database answered by `index`."""
    _indexes[engine] = index


def the_index() -> Index:
    """The index of the database at work. Raises LookupError when there is none, or no session is bound."""
    return _indexes[session().get_bind().engine]
