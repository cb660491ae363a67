"""The documents of a contract. Whose contract it is is asked first."""

from sqlalchemy import func, select

from app.contracts.models import Contract, ContractDocument
from app.contracts.values import ContractDocumentValue
from app.kernel.database import session
from app.kernel.errors import NotFound


def list_documents(contract_id: int) -> list[ContractDocumentValue]:
    """The documents of a contract by name, without what they hold."""
    row = ContractDocument
    rows = session().scalars(select(row).where(row.contract_id == contract_id).order_by(func.lower(row.name), row.id))
    return [_value(each) for each in rows]


def read_document(trust_id: int, reference: str, document_id: int) -> tuple[ContractDocumentValue, bytes]:
    """A document of a trust's contract and what it holds. Raises NotFound, for another trust's too."""
    mine = (Contract.trust_id == trust_id, Contract.reference == reference, ContractDocument.id == document_id)
    query = select(ContractDocument, ContractDocument.content).join(Contract).where(*mine)
    found = session().execute(query).first()
    if found is None:
        raise NotFound(f"no document {document_id} of {reference}")
    return _value(found[0]), found[1]


def _value(row: ContractDocument) -> ContractDocumentValue:
    return ContractDocumentValue(row.id, row.name, row.size, row.sha256, row.added_by, row.added_at)
