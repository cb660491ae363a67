"""The field for what is bought, as a code of the Common Procurement Vocabulary."""

from typing import Any

from wtforms import fields

from app.kernel import cpv
from app.kernel.cpv import CpvCode
from app.web.fields import rendering
from app.web.fields.base import Asked

CODES_PATH = "/cpv"
SHOWN = 40


class CpvField(Asked, fields.Field):
    """A CPV code, typed as a code or as words; data is the code with its check digit, or None when left empty.

    Words that name no one code bring the field back with the codes that they may mean, in `offered`, to choose from
    beneath it; the choice is sent as `<name>-code`. With a script codes are suggested as one types.
    """

    widget = rendering.CodeInput()
    data: str | None

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        suggested = {"data-suggest": CODES_PATH}
        look = {"autocomplete": "off", "spellcheck": False, "attributes": suggested}
        kwargs["component"] = {**look, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)
        self.typed = ""
        self.offered: tuple[CpvCode, ...] = ()

    @property
    def choice_name(self) -> str:
        """The name under which the choice of one of the codes offered is sent."""
        return f"{self.name}-code"

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Note which of the codes offered was chosen, then go on as any field does."""
        self.chosen = formdata.get(self.choice_name, "") if formdata is not None else ""
        super().process(formdata, *args, **kwargs)

    def process_data(self, value: Any) -> None:
        """Show a code that is already known."""
        self.data = value or None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError where it names no code, or several and none of them was chosen."""
        self.typed = " ".join(str(valuelist[0]).split()) if valuelist else ""
        self.data = self._read() if self.typed else None

    def _read(self) -> str:
        try:
            return cpv.typed(self.typed).code
        except ValueError:
            self.offered = tuple(cpv.find(self.typed))
        if not self.offered:
            words = self.typed if len(self.typed) <= SHOWN else f"{self.typed[:SHOWN]}…"
            raise ValueError(f"We found no CPV code for “{words}”. Enter other words, or a code, like 09310000-5")
        if self.chosen not in {each.code for each in self.offered}:
            raise ValueError("Choose one of these codes")
        self.offered = ()
        return self.chosen

    def _value(self) -> str:
        """The code with its title; what was typed, where it is none."""
        if self.data and cpv.is_code(self.data):
            return f"{self.data} {cpv.title_of(self.data)}"
        return self.typed
