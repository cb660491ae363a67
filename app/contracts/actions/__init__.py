"""What is done to the register."""

from app.contracts.actions.binding import bind, gather, release, take
from app.contracts.actions.coming_round import erase_old, remind
from app.contracts.actions.documents import add_documents, remove_document
from app.contracts.actions.keeping import add_contract, change_contract, end_contract, supplement_contract

__all__ = [
    "add_contract",
    "add_documents",
    "bind",
    "change_contract",
    "end_contract",
    "erase_old",
    "gather",
    "release",
    "remind",
    "remove_document",
    "supplement_contract",
    "take",
]
