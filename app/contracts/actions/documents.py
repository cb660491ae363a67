"""Putting documents with a contract, and taking them off."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete

from app.contracts.actions.rows import get_row, record
from app.contracts.models import ContractDocument
from app.contracts.queries.documents import list_documents
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings import rules


def add_documents(*, reference: str, files: Sequence[tuple[str, bytes]], actor: Actor, at: datetime) -> int:
    """Put PDFs, as (name, content), with a contract of the actor's trust, all or none; returns how many.

    Raises NotFound, or DocumentRefused for a file that is no sound PDF, a name that is taken or one too many.
    """
    row = get_row(actor.trust, reference)
    taken = [each.name for each in list_documents(row.id)]
    for typed, content in files:
        name = rules.tidy_name(typed)
        rules.check_pdf(name, content)
        rules.check_name_is_free(name, taken)
        taken.append(name)
        _add(row.id, name, content, actor, at)
    session().flush()
    record("documents_added", row, trust_id=actor.trust, actor=actor, at=at, facts={"documents": len(files)})
    return len(files)


def remove_document(*, reference: str, document_id: int, actor: Actor, at: datetime) -> None:
    """Take a document off a contract of the actor's trust, for good. Raises NotFound."""
    row = get_row(actor.trust, reference)
    mine = (ContractDocument.id == document_id, ContractDocument.contract_id == row.id)
    removed = session().execute(delete(ContractDocument).where(*mine))
    if not getattr(removed, "rowcount", 0):
        raise NotFound(f"no document {document_id} of {reference}")
    facts = {"document": document_id}
    record("document_removed", row, trust_id=actor.trust, actor=actor, at=at, facts=facts)


def _add(contract_id: int, name: str, content: bytes, actor: Actor, at: datetime) -> None:
    session().add(
        ContractDocument(
            contract_id=contract_id,
            name=name,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content=content,
            added_by=actor.person_id,
            added_at=at,
        )
    )
