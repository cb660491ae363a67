"""Fields of their own that secondments need: a share of full time, and a rate in per cent."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from app.secondments.values import WHOLE, Fte
from app.web.fields import WholeNumberField

PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


class FteField(WholeNumberField):
    """A share of full time, typed like 0.4; data is ten-thousandths."""

    look: ClassVar[dict[str, Any]] = {"classes": "govuk-input--width-4", "inputmode": "decimal", "spellcheck": False}

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        super().__init__(label, *args, **{"least": 1, "most": WHOLE, **kwargs})

    @property
    def fte(self) -> Fte | None:
        """What was typed, or None where nothing was."""
        return Fte(self.data) if self.data else None

    def read(self, text: str) -> int:
        """The ten-thousandths typed. Raises ValueError for anything but a share above 0 and at most 1."""
        try:
            return Fte.typed(text).parts
        except ValueError:
            raise ValueError(f"{self.called} must be above 0 and at most 1, like 0.4") from None

    def written(self, number: int) -> str:
        """The share as a person would type it."""
        return str(Fte(number))


class PercentField(WholeNumberField):
    """A rate in per cent, typed like 28.68; data, `least` and `most` are hundredths of a per cent."""

    look: ClassVar[dict[str, Any]] = {
        "classes": "govuk-input--width-4",
        "inputmode": "decimal",
        "spellcheck": False,
        "suffix": {"text": "%"},
    }

    def read(self, text: str) -> int:
        """The hundredths of a per cent typed. Raises ValueError for anything but a rate with at most two decimals."""
        tidy = text.removesuffix("%").strip()
        if not PERCENT.fullmatch(tidy):
            raise ValueError(f"{self.called} must be a rate, like 28.68")
        return int(Decimal(tidy) * 100)

    def written(self, number: int) -> str:
        """The rate as a person would type it."""
        return f"{(Decimal(number) / 100).normalize():f}"

    def named(self, number: int) -> str:
        """The rate as an error names it."""
        return f"{self.written(number)}%"
