"""The field for a share of full time, typed as people write it."""

from typing import Any

from app.secondments.values import Fte
from app.web.fields import rendering
from app.web.fields.base import Asked


class FteField(Asked):
    """A share of full time such as 0.4; data is Fte, None when left empty. What was typed is kept."""

    widget = rendering.TextInput()
    data: Fte | None

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        look = {"classes": "govuk-input--width-5", "inputmode": "decimal", "spellcheck": False}
        kwargs["component"] = {**look, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError for what is no share of full time."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = Fte.typed(text)
        except ValueError:
            raise ValueError(f"{self.called} must be above 0 and at most 1, like 0.4") from None
