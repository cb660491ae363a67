"""The field for a time of day, typed as people write it."""

from datetime import time
from typing import Any

from app.cpd.rules import read_time, time_text
from app.web.fields import rendering
from app.web.fields.base import Asked


class TimeField(Asked):
    """A time of day such as 9:30am, 09:30 or 9.30; data is time, None when left empty. What was typed is kept."""

    widget = rendering.TextInput()
    data: time | None

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        look = {"classes": "govuk-input--width-5", "spellcheck": False}
        kwargs["component"] = {**look, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else time_text(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError for what is no time."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = read_time(text)
        except ValueError:
            raise ValueError(f"{self.called} must be a time, like 9:30am or 14:00") from None
