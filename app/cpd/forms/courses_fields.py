"""Fields of their own that a course needs: hours of learning, and the table of cancellation bands."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import fields

from app.cpd.rules import MOST_BANDS
from app.cpd.rules.bands import MOST_NOTICE
from app.cpd.values import Band
from app.web.fields import WholeNumberField
from app.web.fields.base import Asked

HOURS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
WHOLE = re.compile(r"[0-9]{1,6}")
Row = dict[str, str]


class HoursField(WholeNumberField):
    """Hours in quarters, typed like 6 or 2.5; data, `least` and `most` are minutes."""

    look: ClassVar[dict[str, Any]] = {
        "classes": "govuk-input--width-4",
        "inputmode": "decimal",
        "spellcheck": False,
        "suffix": {"text": "hours"},
    }

    def read(self, text: str) -> int:
        """The minutes typed. Raises ValueError for anything but hours in quarters."""
        minutes = Decimal(text) * 60 if HOURS.fullmatch(text) else None
        if minutes is None or minutes % 15:
            raise ValueError(f"{self.called} must be hours in quarters, like 6 or 2.5")
        return int(minutes)

    def written(self, number: int) -> str:
        """The minutes as hours, as a person would type them."""
        return f"{(Decimal(number) / 60).normalize():f}"

    def named(self, number: int) -> str:
        """The minutes as hours, as an error names them."""
        return self.written(number)


class BandsField(Asked, fields.Field):
    """A table of bands in rows of three boxes, `<name>-from-1`, `<name>-to-1`, `<name>-percent-1` and on.

    An empty row counts for nothing; an empty end is open. Data is the bands in the order of their rows.
    What was typed is kept in `rows`, and every row at fault is told.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("from", "to", "percent")
    data: tuple[Band, ...]

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        super().__init__(label, *args, **kwargs)
        self.rows: list[Row] = [dict.fromkeys(self.PARTS, "") for _ in range(MOST_BANDS)]

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Gather the boxes under the field's own name, then go on as any field does."""
        if formdata is not None:
            names = (f"{self.name}-{part}-{row}" for row in range(1, MOST_BANDS + 1) for part in self.PARTS)
            formdata = _Boxes({self.name: [formdata.get(name, "") for name in names]})
        super().process(formdata, *args, **kwargs)

    def process_data(self, value: Any) -> None:
        """Show bands that are already known."""
        self.data = tuple(value or ())
        for row, band in zip(self.rows, self.data, strict=False):
            row.update({"from": str(band.at_least), "percent": str(band.percent)})
            row["to"] = "" if band.up_to is None else str(band.up_to)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the boxes; what is wrong with each row stands in the field's errors."""
        self.rows = [_row(valuelist[3 * n : 3 * n + 3], self.PARTS) for n in range(MOST_BANDS)]
        found = []
        for number, row in enumerate(self.rows, 1):
            if not any(row.values()):
                continue
            fault = _row_fault(number, row)
            if fault:
                self.process_errors = [*self.process_errors, fault]
            else:
                found.append(Band(int(row["from"]), int(row["to"]) if row["to"] else None, int(row["percent"])))
        self.data = tuple(found)


class _Boxes(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self[name]


def _row(typed: Sequence[str], parts: Sequence[str]) -> Row:
    return {part: str(text).strip().removesuffix("%").rstrip() for part, text in zip(parts, typed, strict=True)}


def _row_fault(number: int, row: Row) -> str:
    """What to say of a row that cannot be read; empty where it can."""
    bounds = {"from": MOST_NOTICE, "to": MOST_NOTICE, "percent": 100}
    names = {"from": "where it starts", "to": "where it ends", "percent": "what part of the price it costs"}
    for part, most in bounds.items():
        if not row[part] and part != "to":
            return f"Say of band {number} {names[part]}, or empty its row"
        if row[part] and not (WHOLE.fullmatch(row[part]) and int(row[part]) <= most):
            what = "per cent" if part == "percent" else "working days"
            return f"Band {number}: enter {what} as a whole number from 0 to {most}"
    return ""
