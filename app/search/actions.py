"""Verbs of searching: note that a listing has changed, put it into the index, build the index anew."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog

from app.kernel import database, outbox
from app.kernel.boards import Kind, kinds
from app.kernel.delivery import NotYet
from app.search.index import IndexBusy, IndexUnready, the_index
from app.search.values import Document

log = structlog.get_logger(__name__)
INDEX_JOB = "search.index"
CHUNK = 200
WAIT_SECONDS = 1.0
REBUILD_WAIT_SECONDS = 30.0
TRY_AGAIN = timedelta(seconds=1)

Told = Callable[[int, int], object]


def _untold(_done: int, _total: int) -> None:
    """Nobody wants to hear how far it is."""


def note_change(*, reference: str, kind: str, at: datetime) -> None:
    """A listing was published, changed or closed: have the index follow once this transaction is committed.

    Every note counts, also two at the same `at` (UTC): each has the listing read as it then is.
    """
    outbox.post(
        handler=INDEX_JOB,
        payload={"reference": reference, "kind": kind},
        key=f"{INDEX_JOB}:{reference}:{secrets.token_hex(8)}",
        at=at,
    )


def index_listing(*, reference: str, kind: str, at: datetime) -> None:
    """Read a listing as it is now and make the index say the same; one that nobody may find is taken out.

    Where there is no sound index one is built of every listing. Raises NotYet while another builds.
    """
    try:
        with the_index().alone(wait=WAIT_SECONDS) as writer:
            document = _read(reference, kind)
            writer.replace([document] if document else [], [] if document else [reference])
    except IndexBusy:
        raise NotYet(at + TRY_AGAIN) from None
    except IndexUnready:
        heal(at=at)


def heal(*, at: datetime) -> None:
    """Build the index if there is no sound one. Raises NotYet, with `at` in UTC, while another builds."""
    if the_index().is_well():
        return
    try:
        count = rebuild(wait=WAIT_SECONDS)
    except IndexBusy:
        raise NotYet(at + TRY_AGAIN) from None
    log.warning("search.healed", documents=count)


def rebuild(*, told: Told = _untold, wait: float = REBUILD_WAIT_SECONDS) -> int:
    """Build an index of every listing that may be found beside the old one, and swap; returns how many.

    Reads in transactions of its own, of 200 listings each; `told(done, total)` hears of each listing.
    Changes made meanwhile wait in the outbox and follow. Raises IndexBusy after `wait` seconds of another's writing.
    """
    with database.transaction(writing=False):
        index = the_index()
    with index.alone(wait=wait) as writer:
        return writer.rebuild(_every_document(told))


def _every_document(told: Told) -> Iterator[Document]:
    with database.transaction(writing=False):
        everything = [(kind, list(kind.references())) for kind in kinds.values()]
    total = sum(len(references) for _, references in everything)
    done = 0
    for kind, references in everything:
        for start in range(0, len(references), CHUNK):
            chunk = references[start : start + CHUNK]
            with database.transaction(writing=False):
                documents = _read_all(chunk, kind)
            for reference in chunk:
                done += 1
                told(done, total)
                if reference in documents:
                    yield documents[reference]


def _read_all(references: list[str], kind: Kind) -> dict[str, Document]:
    if kind.documents is not None:
        return kind.documents(references)
    found = {reference: kind.document(reference) for reference in references}
    return {reference: document for reference, document in found.items() if document is not None}


def _read(reference: str, kind: str) -> Document | None:
    document: Document | None = kinds[kind].document(reference) if kind in kinds else None
    return document
