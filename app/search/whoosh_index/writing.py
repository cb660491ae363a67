"""Writing to the index, by the one thread of one process that has it alone."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from whoosh.index import LockError, create_in, open_dir

from app.search.index import IndexBusy
from app.search.values import Document
from app.search.whoosh_index.folders import Folders
from app.search.whoosh_index.schema import make_schema, row_of

WRITER_WAIT = 5
MOST_SEGMENTS = 20
MEMORY_MB = 128


class WhooshWriter:
    """Keeps the promise of `Writer`. Only to be used within `alone`."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def replace(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Put documents in the place of any of the same reference; take out those that are gone.

        Raises IndexUnready when there is no sound index to write to.
        """
        rows = {document.reference: row_of(document) for document in documents}
        build = self._folders.current()
        with self._folders.reading(build):
            writer = _open_writer(open_dir(str(build), schema=make_schema()))
        with _finished(writer):
            with self._folders.reading(build):
                for reference in {*rows, *gone}:
                    writer.delete_by_term("reference", reference)
            for row in rows.values():
                writer.add_document(**row)
            writer.commit(merge=len(writer.segments) > MOST_SEGMENTS)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build an index of exactly these documents beside the old one and swap; returns how many they are."""
        build = self._folders.new()
        try:
            count = _write_all(_open_writer(create_in(str(build), make_schema())), documents)
            self._folders.swap(build)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        return count


def _open_writer(index: Any) -> Any:
    try:
        return index.writer(timeout=WRITER_WAIT, limitmb=MEMORY_MB)
    except LockError:
        raise IndexBusy("another program writes to the index") from None


def _write_all(writer: Any, documents: Iterable[Document]) -> int:
    put: set[str] = set()
    with _finished(writer):
        for document in documents:
            if document.reference not in put:
                put.add(document.reference)
                writer.add_document(**row_of(document))
        writer.commit()
    return len(put)


@contextmanager
def _finished(writer: Any) -> Iterator[None]:
    try:
        yield
    finally:
        if not writer.is_closed:
            writer.cancel()
