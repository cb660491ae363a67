"""A document that goes with a contract."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ContractDocumentValue:
    """A PDF of a contract without its content; `size` is in bytes."""

    id: int
    name: str
    size: int
    sha256: str
    added_by: int
    added_at: datetime

    @property
    def size_label(self) -> str:
        """Its size as people write it, rounded up: 1 KB, 940 KB, 1.3 MB."""
        kilobytes = -(-self.size // 1024)
        return f"{kilobytes} KB" if kilobytes < 1024 else f"{-(-self.size * 10 // 1024**2) / 10:g} MB"
