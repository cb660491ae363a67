"""Fields for amounts: money in whole pence, and whole numbers."""

import re
from typing import Any, ClassVar

from app.kernel.money import Money
from app.web.fields import rendering
from app.web.fields.base import Asked

WHOLE = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})")
MOST_PENCE = 99_999_999_999
MOST_NUMBER = 999_999_999


class WholeNumberField(Asked):
    """A whole number from `least` to `most`, both allowed; data is int. What was typed is kept as it was typed."""

    widget = rendering.TextInput()
    data: int | None
    look: ClassVar[dict[str, Any]] = {"classes": "govuk-input--width-5", "inputmode": "numeric", "spellcheck": False}

    def __init__(self, label: str, *args: Any, least: int = 0, most: int = MOST_NUMBER, **kwargs: Any):
        kwargs["component"] = {**self.look, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)
        self.least, self.most = least, most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError when it is no such number or out of bounds."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        number = self.read(text)
        if number < self.least:
            raise ValueError(f"{self.called} must be {self.named(self.least)} or more")
        if number > self.most:
            raise ValueError(f"{self.called} must be {self.named(self.most)} or less")
        self.data = number

    def read(self, text: str) -> int:
        """The number typed. Raises ValueError for anything else."""
        if not WHOLE.fullmatch(text):
            raise ValueError(f"{self.called} must be a whole number, like 12")
        return int(text.replace(",", ""))

    def written(self, number: int) -> str:
        """The number as a person would type it."""
        return f"{number}"

    def named(self, number: int) -> str:
        """The number as an error names it."""
        return f"{number:,}"


class MoneyField(WholeNumberField):
    """An amount of money; data, `least` and `most` are whole pence. Nothing is guessed: 1.234 is refused."""

    look: ClassVar[dict[str, Any]] = {
        "prefix": {"text": "£"},
        "classes": "govuk-input--width-10",
        "inputmode": "decimal",
        "spellcheck": False,
    }

    def __init__(self, label: str, *args: Any, most: int = MOST_PENCE, **kwargs: Any):
        super().__init__(label, *args, most=most, **kwargs)

    def read(self, text: str) -> int:
        """The pence typed. Raises ValueError for anything that is not pounds and pence."""
        try:
            return Money.typed(text).pence
        except ValueError:
            raise ValueError(f"{self.called} must be an amount of money, like 1,234.50") from None

    def written(self, number: int) -> str:
        """Pounds and pence without the sign, which stands before the box."""
        return str(Money(number)).replace("£", "")

    def named(self, number: int) -> str:
        """Pounds and pence."""
        return str(Money(number))
