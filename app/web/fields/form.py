"""The form: what was typed, what is wrong with it, and the button."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import fields

from app.kernel.errors import Refused
from app.web.fields import rendering
from app.web.fields.choices import CheckboxesField, RadioField
from app.web.fields.dates import DateField
from app.web.fields.text import TextField


class SubmitField(fields.SubmitField):
    """The button; its label says what pressing it does. `component` may hold {"classes": "govuk-button--warning"}."""

    widget = rendering.Button()

    def __init__(self, label: str, component: dict[str, Any] | None = None, **kwargs: Any):
        super().__init__(label, **kwargs)
        self.component = {"preventDoubleClick": True, **(component or {})}


class Form(FlaskForm):  # type: ignore[misc]
    """A form that a person submits. Shown again with status 422, it keeps what was typed."""

    def refuse(self, error: Refused) -> None:
        """Put a refusal beside its field; where it names none of this form's, at the top."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, in the order of the page, each with a link to its field."""
        at_top = [{"text": str(message)} for message in self.form_errors]
        return at_top + [
            {"text": str(field.errors[0]), "href": f"#{_first_id(field)}"} for field in self if field.errors
        ]


class FilterForm(Form):
    """A form that only reads: sent by GET, filled from the address, without a token.

    A choice that does not exist is dropped rather than complained of.
    """

    class Meta:
        """Nothing is changed, so nothing needs a token."""

        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)
        self.validate()
        for field in self:
            if field.errors:
                field.data, field.errors = "" if isinstance(field, TextField) else None, []
            if isinstance(field, RadioField | CheckboxesField):
                kind = "radios" if isinstance(field, RadioField) else "checkboxes"
                field.component.setdefault("classes", f"govuk-{kind}--small")


def _first_id(field: Any) -> str:
    if isinstance(field, DateField):
        return f"{field.id}-{(field.at_fault or field.PARTS)[0]}"
    return str(field.id)
