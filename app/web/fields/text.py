"""Fields for words: one line, several lines, an e-mail address, a password."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import fields

from app.web.fields import rendering
from app.web.fields.base import Asked

LONGEST_NUMBER = 8
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Words(Asked, fields.StringField):
    """Text, without the spaces around it; `most` is the number of characters allowed."""

    data: str

    def __init__(self, label: str, *args: Any, most: int, width: str = "", autocomplete: str = "", **kwargs: Any):
        component = {"classes": width and f"govuk-input--width-{width}", "autocomplete": autocomplete}
        kwargs["component"] = {**{k: v for k, v in component.items() if v}, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)
        self.most = most

    def process_data(self, value: Any) -> None:
        """Nothing yet is the empty text."""
        self.data = value or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError when it is too long."""
        text = str(valuelist[0]) if valuelist else ""
        self.data = self.clean(text)
        if len(self.data) > self.most:
            raise ValueError(f"{self.called} must be {self.most:,} characters or fewer")

    def clean(self, text: str) -> str:
        """The text without what nobody can see: control characters, spaces around it."""
        return UNPRINTABLE.sub("", text).strip()


class TextField(_Words):
    """One line of text, at most `most` characters; data is str, empty when nothing was typed."""

    widget = rendering.TextInput()

    def __init__(self, label: str, *args: Any, most: int = 250, **kwargs: Any):
        super().__init__(label, *args, most=most, **kwargs)

    def clean(self, text: str) -> str:
        """One line: a line break becomes a space."""
        return " ".join(super().clean(text).splitlines())


class TextAreaField(_Words):
    """Several lines of text, at most `most` characters; `counted=True` shows how many are left."""

    widget = rendering.TextArea()

    def __init__(self, label: str, *args: Any, most: int = 10_000, rows: int = 5, counted: bool = False, **kwargs: Any):
        component = {"rows": rows, "maxlength": most} if counted else {"rows": rows}
        kwargs["component"] = {**component, **kwargs.get("component", {})}
        if counted:
            kwargs["widget"] = rendering.CountedTextArea()
        super().__init__(label, *args, most=most, **kwargs)

    def clean(self, text: str) -> str:
        """Line breaks as one character each, however the browser sent them."""
        return super().clean(text.replace("\r\n", "\n").replace("\r", "\n"))


class EmailField(_Words):
    """An e-mail address; data is the address as typed, normalised."""

    widget = rendering.TextInput()

    def __init__(self, label: str, *args: Any, **kwargs: Any):
        email = {"type": "email", "spellcheck": False}
        kwargs["component"] = {**email, **kwargs.get("component", {})}
        kwargs.setdefault("autocomplete", "email")
        super().__init__(label, *args, most=254, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the address. Raises ValueError when it cannot be one."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            self.data = validate_email(self.data, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValueError("Enter an email address in the correct format, like name@example.com") from None


class PasswordField(Asked, fields.StringField):
    """A password, exactly as typed, never sent back to the browser."""

    widget = rendering.PasswordInput()
    data: str

    def __init__(self, label: str, *args: Any, most: int = 256, new: bool = False, **kwargs: Any):
        chosen = {"autocomplete": "new-password" if new else "current-password"}
        kwargs["component"] = {**chosen, **kwargs.get("component", {})}
        super().__init__(label, *args, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError when it is too long."""
        self.data = str(valuelist[0]) if valuelist else ""
        if len(self.data) > self.most:
            raise ValueError(f"{self.called} must be {self.most:,} characters or fewer")


class HiddenField(fields.HiddenField):
    """A value that the form carries along."""


class SeenField(HiddenField):
    """The number of what a person had before them, against two who undo one another."""

    @property
    def number(self) -> int:
        """What was sent; 0 for nonsense, which nothing has."""
        typed = str(self.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else 0

    def show(self, number: int) -> None:
        """Carry the number of what is there now, whatever was sent."""
        self.data = str(number)
        self.raw_data = [self.data]
