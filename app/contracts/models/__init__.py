"""The tables of the contract register."""

from app.contracts.models.contracts import Contract, ContractDocument, ContractEnding

__all__ = ["Contract", "ContractDocument", "ContractEnding"]
