"""A field of its own that a lot needs: the table of its tiers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import fields

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.tiers import MOST_TIERS
from app.procurement.values import Tier, TierBasis
from app.web.fields.base import Asked
from app.web.fields.numbers import WHOLE

Row = dict[str, str]


class TiersField(Asked, fields.Field):
    """The tiers of a lot in rows of two boxes, `<name>-from-1`, `<name>-price-1` and on.

    An empty row counts for nothing. `rows` is what was typed; `tiers` reads it, since what "from" counts hangs on
    what the tiers are reached by.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("from", "price")
    data: tuple[Tier, ...]

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        super().__init__(label, *args, **kwargs)
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

    def tiers(self, basis: TierBasis) -> tuple[tuple[Tier, ...], list[str]]:
        """The tiers typed, and what is wrong with rows that cannot be read."""
        found, faults = [], []
        for number, row in enumerate(self.rows, 1):
            if not any(row.values()):
                continue
            try:
                found.append(Tier(_start(row["from"], basis), UnitPrice.typed(row["price"])))
            except ValueError:
                faults.append(_fault(number, row, basis))
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


def _fault(number: int, row: Row, basis: TierBasis) -> str:
    for part, what in (("from", "from how much on it holds"), ("price", "what a unit then costs")):
        if not row[part]:
            return f"Tier {number}: enter {what}, or empty its row"
    try:
        _start(row["from"], basis)
    except ValueError:
        like = "a whole number, like 100,000" if basis is TierBasis.QUANTITY else "an amount of money, like £10,000"
        return f"Tier {number}: enter {like}"
    return f"Tier {number}: enter a price, like £1.25, 0.2435 or 24.35p"
