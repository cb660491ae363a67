"""What may be typed on the pages of the register."""

from app.contracts.forms.contracts import ContractForm, DocumentsForm, EndForm, SupplementForm, said_of
from app.contracts.forms.narrowing import NarrowForm

__all__ = ["ContractForm", "DocumentsForm", "EndForm", "NarrowForm", "SupplementForm", "said_of"]
