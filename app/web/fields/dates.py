"""The field for a day, typed in three boxes."""

from datetime import date
from typing import Any, ClassVar

from wtforms import fields

from app.web.fields import rendering
from app.web.fields.base import Asked

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class DateField(Asked, fields.Field):
    """A day in boxes named `<name>-day`, `<name>-month`, `<name>-year`; data is date, or None when left empty.

    A month may be typed as a word. `at_fault` names the boxes that an error is about.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("day", "month", "year")
    widget = rendering.DateInput()
    data: date | None

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        super().__init__(label, *args, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(self.PARTS, "")
        self.at_fault: tuple[str, ...] = ()

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Gather the three boxes under the field's own name, then go on as any field does."""
        if formdata is not None:
            boxes = [formdata.get(f"{self.name}-{part}", "") for part in self.PARTS]
            formdata = _Boxes({self.name: boxes})
        super().process(formdata, *args, **kwargs)

    def _value(self) -> str:
        return " ".join(filter(None, self.typed.values()))

    def process_data(self, value: Any) -> None:
        """Show a day that is already known."""
        self.data = value
        if value:
            self.typed = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the boxes. Raises ValueError naming what is missing or that there is no such day."""
        self.typed = {part: str(text).strip() for part, text in zip(self.PARTS, valuelist, strict=True)}
        self.data = None
        missing = tuple(part for part, text in self.typed.items() if not text)
        if len(missing) == len(self.PARTS):
            return
        if missing:
            self.at_fault = missing
            raise ValueError(f"{self.called} must include a {' and '.join(missing)}")
        self.data = self._read()

    def _read(self) -> date:
        year = self.typed["year"]
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            self.at_fault = ("year",)
            raise ValueError(f"{self.called} must have a year with 4 numbers, like 2026")
        try:
            return date(int(year), _month(self.typed["month"]), int(self.typed["day"]))
        except ValueError:
            raise ValueError(f"{self.called} must be a real date, like 3 9 2026") from None


class _Boxes(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self[name]


def _month(text: str) -> int:
    word = text.lower()
    for names in (MONTHS, FULL_MONTHS):
        if word in names:
            return names.index(word) + 1
    return int(text)
