"""What a trade says that a trust is bound to."""

from dataclasses import dataclass
from datetime import date

from app.contracts.values.contracts import Source
from app.kernel.money import Money


@dataclass(frozen=True)
class Binding:
    """A contract as the trade that it came from knows it, for the register of one trust.

    `end_date` is the last day as it stands, None where it runs until notice is given. `value` is without VAT, over
    the whole life. No `school_ids` are the whole trust.
    """

    trust_id: int
    source: Source
    source_reference: str
    title: str
    supplier: str
    start_date: date
    end_date: date | None
    value: Money | None
    counterparty_id: int | None = None
    category: str | None = None
    cpv: str | None = None
    notice_date: date | None = None
    school_ids: tuple[int, ...] = ()
