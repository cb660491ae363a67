"""Adding documents to a listing, taking them off and copying them."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, literal, select

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import UtcMoment, session
from app.kernel.errors import NotFound
from app.listings import queries, rules
from app.listings.models import Listing, ListingDocument
from app.listings.values import DocumentAudience


def add_document(
    *, reference: str, name: str, content: bytes, audience: DocumentAudience, actor: Actor, at: datetime
) -> int:
    """Put a PDF with a listing of the actor's trust; returns the document's id. Its name is tidied.

    Raises NotFound for another trust's listing, WrongState for a public document of a closed one, or
    DocumentRefused for a file that is no sound PDF, has a name that is taken, or is one too many.
    """
    listing_id = _lock(reference, actor)
    rules.check_can_add(queries.get_own(actor.trust, reference).state, audience)
    name = rules.tidy_name(name)
    rules.check_pdf(name, content)
    rules.check_name_is_free(name, [each.name for each in queries.list_documents(listing_id)])
    row = ListingDocument(
        listing_id=listing_id,
        name=name,
        audience=audience,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        added_by=actor.person_id,
        added_at=at,
    )
    session().add(row)
    session().flush()
    facts = {"document": row.id, "audience": audience.value, "bytes": row.size}
    _record("document_added", reference, actor, at, facts)
    return row.id


def remove_document(*, reference: str, document_id: int, actor: Actor, at: datetime) -> None:
    """Take a document off a listing of the actor's trust, in whatever state that is, for good. Raises NotFound."""
    listing_id = _lock(reference, actor)
    mine = (ListingDocument.id == document_id, ListingDocument.listing_id == listing_id)
    removed = session().execute(delete(ListingDocument).where(*mine))
    if not getattr(removed, "rowcount", 0):
        raise NotFound(f"no document {document_id} of {reference}")
    _record("document_removed", reference, actor, at, {"document": document_id})


def copy_documents(*, from_reference: str, to_reference: str, actor: Actor, at: datetime) -> int:
    """Give a new listing of the actor's trust what another of its listings has; returns how many documents.

    For a copy that has none yet. Raises NotFound for another trust's listing.
    """
    source, copy = _lock(from_reference, actor), _lock(to_reference, actor)
    count = len(queries.list_documents(source))
    if not count:
        return 0
    row = ListingDocument
    same = ("name", "audience", "size", "sha256", "content")
    new = (literal(copy), literal(actor.person_id), literal(at, UtcMoment))
    chosen = select(*(getattr(row, each) for each in same), *new)
    into = [*same, "listing_id", "added_by", "added_at"]
    session().execute(insert(row).from_select(into, chosen.where(row.listing_id == source).order_by(row.id)))
    _record("documents_copied", to_reference, actor, at, {"from": from_reference, "documents": count})
    return count


def _lock(reference: str, actor: Actor) -> int:
    """The id of a listing of the actor's trust, held so that two people's documents are counted together."""
    mine = (Listing.reference == reference, Listing.trust_id == actor.trust)
    listing_id = session().scalar(select(Listing.id).where(*mine).with_for_update())
    if listing_id is None:
        raise NotFound(f"no listing {reference}")
    return listing_id


def _record(verb: str, reference: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(actor=actor, verb=f"listings.{verb}", subject=reference, at=at, facts=facts)
