"""Reading the documents of a listing. Who may see those for the parties is for the listing's kind to ask."""

from sqlalchemy import Select, func, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings.models import Listing, ListingDocument
from app.listings.values import DocumentAudience, DocumentValue


def list_documents(listing: int | str, *, audience: DocumentAudience | None = None) -> list[DocumentValue]:
    """The documents of a listing, by its id or reference, in order of their names, without what they hold.

    `audience` narrows to those for anyone, or those for the parties; None gives both.
    """
    query = _of(listing).order_by(func.lower(ListingDocument.name), ListingDocument.id)
    if audience is not None:
        query = query.where(ListingDocument.audience == audience)
    return [_value(row) for row in session().scalars(query)]


def read_document(reference: str, document_id: int) -> tuple[DocumentValue, bytes]:
    """A document of a listing and what it holds. Raises NotFound for one that is another listing's, or gone."""
    query = _of(reference).where(ListingDocument.id == document_id).add_columns(ListingDocument.content)
    found = session().execute(query).first()
    if found is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return _value(found[0]), found[1]


def _of(listing: int | str) -> Select[ListingDocument]:
    if isinstance(listing, int):
        return select(ListingDocument).where(ListingDocument.listing_id == listing)
    return select(ListingDocument).join(Listing).where(Listing.reference == listing)


def _value(row: ListingDocument) -> DocumentValue:
    return DocumentValue(
        id=row.id,
        listing_id=row.listing_id,
        name=row.name,
        audience=row.audience,
        size=row.size,
        sha256=row.sha256,
        added_by=row.added_by,
        added_at=row.added_at,
    )
