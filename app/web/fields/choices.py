"""Fields for choosing: one of several, any of several, yes."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from wtforms import fields
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import StopValidation

from app.web.fields import rendering
from app.web.fields.base import Asked


def choice(value: object, label: str, hint: str = "") -> Any:
    """One option of a field, with a hint of its own where radios or checkboxes show it."""
    return wtforms_choices.SelectChoice(str(value), label, {"hint": hint} if hint else {})  # type: ignore[attr-defined]


def choices_of(words: Iterable[Enum]) -> list[Any]:
    """The options of an enum whose members have a `label`."""
    return [choice(word.value, word.label) for word in words]  # type: ignore[attr-defined]


def _options(options: Any) -> Any:
    if options is None or callable(options):
        return options
    return [choice(*each) if isinstance(each, tuple) else each for each in options]


class _Chosen(Asked):
    """`options` are `choice(…)`s or (value, label[, hint]) tuples; `coerce` turns what was sent into the value."""

    coerce: Callable[[Any], Any]

    def __init__(self, label: str, *args: Any, choices: Any = None, coerce: Callable[[Any], Any] = str, **kwargs: Any):
        kwargs.setdefault("invalid_choice_message", kwargs.get("needed") or "Choose one of the options shown")
        kwargs.setdefault("invalid_value_message", kwargs["invalid_choice_message"])
        super().__init__(label, *args, choices=_options(choices), coerce=_or_none(coerce), **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is right where nothing is needed."""
        if self.is_blank() and not self.needed:
            raise StopValidation
        super().pre_validate(form)


def _or_none(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        return None if value in ("", None) else coerce(value)

    return read


class SelectField(_Chosen, fields.SelectField):
    """One of a long list, in a drop-down; `blank` is the first line that chooses nothing."""

    widget = rendering.Select()

    def __init__(self, label: str, *args: Any, blank: str = "", choices: Any = None, **kwargs: Any):
        super().__init__(label, *args, choices=choices, **kwargs)
        self.blank = blank

    def _choices_from_input(self, choices: Any) -> Any:
        first = [choice("", self.blank)] if self.blank else []
        return first + [choice(*each) if isinstance(each, tuple) else each for each in choices or []]


class RadioField(_Chosen, fields.RadioField):
    """One of a few, all shown."""

    widget = rendering.Radios()


class CheckboxesField(_Chosen, fields.SelectMultipleField):
    """Any of several, all shown; data is a list, empty when none is ticked."""

    widget = rendering.Checkboxes()

    def process_data(self, value: Any) -> None:
        """Nothing yet is the empty list."""
        super().process_data(value or [])


class CheckboxField(Asked, fields.BooleanField):
    """Yes, when ticked; data is bool. `needed` is what to say where it must be ticked."""

    widget = rendering.Checkbox()
