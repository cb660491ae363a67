"""The materials of a course."""

from collections.abc import Iterable
from datetime import datetime

from app.cpd.queries.courses import get_own_course
from app.kernel.actor import Actor
from app.listings import actions as listings
from app.listings.values import DocumentAudience


def add_materials(
    *,
    reference: str,
    files: Iterable[tuple[str, bytes]],
    audience: DocumentAudience,
    actor: Actor,
    at: datetime,
) -> int:
    """Put PDFs, each a name and its content, with a course of the actor's trust; returns how many: all or none.

    Raises NotFound, WrongState or DocumentRefused.
    """
    get_own_course(actor.trust, reference)
    ids = [
        listings.add_document(reference=reference, name=name, content=content, audience=audience, actor=actor, at=at)
        for name, content in files
    ]
    return len(ids)


def remove_material(*, reference: str, document_id: int, actor: Actor, at: datetime) -> None:
    """Take a document off a course of the actor's trust for good. Raises NotFound."""
    get_own_course(actor.trust, reference)
    listings.remove_document(reference=reference, document_id=document_id, actor=actor, at=at)
