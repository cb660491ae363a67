"""A field of its own that joint rounds need: the price of a unit."""

from typing import Any, ClassVar

from app.kernel.unit_price import UnitPrice
from app.web.fields import WholeNumberField

MOST_HUNDREDTHS = 100_000 * 10_000


class UnitPriceField(WholeNumberField):
    """What one unit costs, typed like £250, 1.2345 or 24.35p; data, `least` and `most` are hundredths of a penny."""

    look: ClassVar[dict[str, Any]] = {"classes": "govuk-input--width-10", "spellcheck": False}

    def __init__(self, label: str, *args: Any, most: int = MOST_HUNDREDTHS, **kwargs: Any):
        super().__init__(label, *args, most=most, **kwargs)

    @property
    def price(self) -> UnitPrice | None:
        """What was typed, or None where nothing was."""
        return None if self.data is None else UnitPrice(self.data)

    def read(self, text: str) -> int:
        """The hundredths of a penny typed. Raises ValueError for anything that is no price of a unit."""
        try:
            return UnitPrice.typed(text).hundredths
        except ValueError:
            raise ValueError(f"{self.called} must be a price, like £250, 1.2345 or 24.35p") from None

    def written(self, number: int) -> str:
        """The price as a person would type it."""
        return str(UnitPrice(number))

    def named(self, number: int) -> str:
        """The price as an error names it."""
        return str(UnitPrice(number))
