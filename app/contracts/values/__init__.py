"""The words of the contract register."""

from app.contracts.values.bindings import Binding
from app.contracts.values.calendar import DayKind, DayOfContract, Year
from app.contracts.values.contracts import (
    IN_FORCE,
    ContractSort,
    ContractState,
    ContractValue,
    EndingReason,
    EndingValue,
    Narrowed,
    Source,
)
from app.contracts.values.documents import ContractDocumentValue
from app.contracts.values.suggestions import Suggestion
from app.contracts.values.typed import Kept, Supplement

__all__ = [
    "IN_FORCE",
    "Binding",
    "ContractDocumentValue",
    "ContractSort",
    "ContractState",
    "ContractValue",
    "DayKind",
    "DayOfContract",
    "EndingReason",
    "EndingValue",
    "Kept",
    "Narrowed",
    "Source",
    "Suggestion",
    "Supplement",
    "Year",
]
