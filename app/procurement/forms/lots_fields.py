"""A field of its own that a lot needs: the table of its tiers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import fields

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.tiers import MOST_TIERS
from app.procurement.values import Tier, TierBasis
from app.web.fields.base import Asked
from app.web.fields.numbers import WHOLE

Row = dict[str, str]


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a box of a row: of which row, counted from 1, and which of its boxes."""

    number: int
    part: str
    message: str


class TiersField(Asked, fields.Field):
    """The tiers of a lot in rows of two boxes, `<name>-from-1`, `<name>-price-1` and on.

    An empty row counts for nothing. `rows` is what was typed; `tiers` reads it, since what "from" counts hangs on
    what the tiers are reached by.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("from", "price")
    data: tuple[Tier, ...]

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        super().__init__(label, *args, **kwargs)
        self.faults: list[RowFault] = []
        self.rows: list[Row] = [dict.fromkeys(self.PARTS, "") for _ in range(MOST_TIERS)]

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Gather the boxes under the field's own name, then go on as any field does."""
        if formdata is not None:
            names = (f"{self.name}-{part}-{row}" for row in range(1, MOST_TIERS + 1) for part in self.PARTS)
            formdata = _Boxes({self.name: [formdata.get(name, "") for name in names]})
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the boxes as they were typed."""
        typed = [str(each).strip() for each in valuelist]
        self.rows = [dict(zip(self.PARTS, typed[2 * n : 2 * n + 2], strict=True)) for n in range(MOST_TIERS)]

    def show(self, tiers: Sequence[Tier], basis: TierBasis) -> None:
        """Fill the rows with tiers that are already known."""
        for row, tier in zip(self.rows, tiers, strict=False):
            start = f"{tier.at_least:,}" if basis is TierBasis.QUANTITY else str(Money(tier.at_least))
            row.update({"from": start, "price": str(tier.price)})

    @property
    def filled(self) -> list[int]:
        """The numbers of the rows in which something was typed."""
        return [number for number, row in enumerate(self.rows, 1) if any(row.values())]

    @property
    def at_fault(self) -> set[str]:
        """The ids of the boxes with which something is wrong."""
        return {self.box(each.number, each.part) for each in self.faults}

    @property
    def error_list(self) -> list[dict[str, str]]:
        """Everything that is wrong, each with a link to its box."""
        return [{"text": _said(each), "href": f"#{self.box(each.number, each.part)}"} for each in self.faults]

    def box(self, number: int, part: str) -> str:
        """The id of a box; that of the first is the field's own."""
        return str(self.id) if (number, part) == (1, "from") else f"{self.name}-{part}-{number}"

    def refuse(self, fault: RowFault) -> None:
        """Put a fault beside the tiers, with the number of its row."""
        self.faults.append(fault)
        self.errors = [*self.errors, _said(fault)]

    def tiers(self, basis: TierBasis) -> tuple[tuple[Tier, ...], list[RowFault]]:
        """The tiers typed, and what is wrong with rows that cannot be read."""
        found: list[Tier] = []
        faults: list[RowFault] = []
        for number, row in enumerate(self.rows, 1):
            if not any(row.values()):
                continue
            try:
                found.append(Tier(_start(row["from"], basis), UnitPrice.typed(row["price"])))
            except ValueError:
                faults += _faults(number, row, basis)
        return tuple(found), faults


class _Boxes(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self[name]


def _start(text: str, basis: TierBasis) -> int:
    if basis is TierBasis.VALUE:
        return Money.typed(text).pence
    if not WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text.replace(",", ""))


def _faults(number: int, row: Row, basis: TierBasis) -> Iterator[RowFault]:
    """What is wrong with each box of a row that cannot be read."""
    like = "a whole number, like 100,000" if basis is TierBasis.QUANTITY else "an amount of money, like £10,000"
    if not row["from"]:
        yield RowFault(number, "from", "Enter from how much on it holds, or empty its row")
    elif not _reads(lambda: _start(row["from"], basis)):
        yield RowFault(number, "from", f"Enter {like}")
    if not row["price"]:
        yield RowFault(number, "price", "Enter what a unit then costs, or empty its row")
    elif not _reads(lambda: UnitPrice.typed(row["price"])):
        yield RowFault(number, "price", "Enter a price, like £1.25, 0.2435 or 24.35p")


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True


def _said(fault: RowFault) -> str:
    return f"Tier {fault.number}: {fault.message[:1].lower()}{fault.message[1:]}"
