"""Reading the register: always one trust's, or counts that name nobody."""

from app.contracts.queries.calendar import contracts_within
from app.contracts.queries.contracts import (
    count_contracts,
    find_by_source,
    get_contract,
    list_contracts,
    replaced_by,
)
from app.contracts.queries.documents import list_documents, read_document
from app.contracts.queries.suggesting import suggestions, suggestions_for

__all__ = [
    "contracts_within",
    "count_contracts",
    "find_by_source",
    "get_contract",
    "list_contracts",
    "list_documents",
    "read_document",
    "replaced_by",
    "suggestions",
    "suggestions_for",
]
