"""What a reader of a list asked for."""

from dataclasses import dataclass

from app.charges.values.charges import ChargeState, Side
from app.charges.values.invoices import InvoiceState
from app.kernel.money import Money


@dataclass(frozen=True)
class ChargesWanted:
    """Which charges, in which order. `year` is the calendar year in which the accounting year begins."""

    side: Side = Side.OWE
    state: ChargeState | None = None
    other_id: int | None = None
    year: int | None = None
    text: str = ""
    sort: str = "raised"
    down: bool = True


@dataclass(frozen=True)
class InvoicesWanted:
    """Which invoices, in which order."""

    side: Side = Side.OWE
    state: InvoiceState | None = None
    other_id: int | None = None
    year: int | None = None
    text: str = ""
    sort: str = "issued"
    down: bool = True


@dataclass(frozen=True)
class ListTotals:
    """How many a list holds in all, and what they come to.

    `outstanding` is what is left to pay of invoices, and what is still to be accepted of charges.
    """

    count: int
    net: Money
    vat: Money
    gross: Money
    outstanding: Money
