"""How a field becomes a GOV.UK component: govuk-frontend-wtf's widgets, told a few things more.

They render without the page's context processors, which would otherwise run once for every field.
"""

from copy import deepcopy
from typing import Any

from flask import current_app
from govuk_frontend_wtf import wtforms_widgets as govuk
from govuk_frontend_wtf.main import merger
from markupsafe import Markup


class Component:
    """What every widget here adds: the field's own parameters, a page heading, no browser validation."""

    template: str

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The parameters of the GOV.UK macro; `heading=True` makes the label the heading of the page."""
        heading = kwargs.pop("heading", False)
        kwargs["params"] = merger.merge(deepcopy(field.component), deepcopy(kwargs.get("params", {})))
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        params.get("attributes", {}).pop("required", None)
        if not (params.get("hint") or {}).get("text"):
            params["hint"] = None
        for title in (params.get("label"), params.get("fieldset", {}).get("legend")):
            if title:
                _weigh(title, "fieldset__legend" if "fieldset" in params else "label", heading)
        return params

    def render(self, params: dict[str, Any]) -> Markup:
        """The component as HTML."""
        return Markup(current_app.jinja_env.get_template(self.template).render(params=params))  # noqa: S704


def _weigh(title: dict[str, Any], kind: str, heading: bool) -> None:
    title.setdefault("classes", f"govuk-{kind}--{'l' if heading else 's'}")
    title.setdefault("isPageHeading", heading)


class TextInput(Component, govuk.GovTextInput):  # type: ignore[misc]
    """One line of text."""


class CodeInput(Component, govuk.GovTextInput):  # type: ignore[misc]
    """One line for a code or words, with the codes that the words may mean as radios beneath it."""

    radios = "govuk_frontend_wtf/radios.html"

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The parameters of the GOV.UK input, whose form group holds the radios."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        if field.errors and field.offered:
            offered = current_app.jinja_env.get_template(self.radios).render(params=_offered(field))
            params["formGroup"] = {"afterInput": {"html": Markup(offered)}}  # noqa: S704
        return params


def _offered(field: Any) -> dict[str, Any]:
    return {
        "idPrefix": f"{field.id}-code",
        "name": field.choice_name,
        "classes": "govuk-radios--small",
        "formGroup": {"classes": "tx-offered"},
        "fieldset": {"legend": {"text": f"Codes for “{field.typed}”"}},
        "items": [{"value": each.code, "text": each.title, "hint": {"text": each.code}} for each in field.offered],
    }


class PasswordInput(Component, govuk.GovPasswordInput):  # type: ignore[misc]
    """A password, with a button that shows it; never sent back."""


class TextArea(Component, govuk.GovTextArea):  # type: ignore[misc]
    """Several lines of text."""


class CountedTextArea(Component, govuk.GovCharacterCount):  # type: ignore[misc]
    """Several lines of text with a count of the characters left."""


class Select(Component, govuk.GovSelect):  # type: ignore[misc]
    """A drop-down list."""


class FileInput(Component, govuk.GovFileInput):  # type: ignore[misc]
    """A file to send."""


class Button(Component, govuk.GovSubmitInput):  # type: ignore[misc]
    """A button that submits the form, once."""


class _Items(Component):
    """Radios and checkboxes: an option may carry a hint of its own."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        hints = [{"hint": {"text": each.render_kw["hint"]}} if "hint" in each.render_kw else {} for each in _all(field)]
        if any(hints):
            kwargs["params"] = {"items": hints, **kwargs.get("params", {})}
        answer: Markup = super().__call__(field, **kwargs)  # type: ignore[misc]
        return answer


def _all(field: Any) -> list[Any]:
    return list(field.iter_choices()) if hasattr(field, "iter_choices") else []


class Radios(_Items, govuk.GovRadioInput):  # type: ignore[misc]
    """One of several."""


class Checkboxes(_Items, govuk.GovCheckboxesInput):  # type: ignore[misc]
    """Any of several."""


class Checkbox(_Items, govuk.GovCheckboxInput):  # type: ignore[misc]
    """Yes, or not."""


class DateInput(Component, govuk.GovDateInput):  # type: ignore[misc]
    """Three boxes for a day; those at fault are marked."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The parameters of the GOV.UK date input."""
        kwargs["params"] = {"items": [_box(field, part) for part in field.PARTS], **kwargs.get("params", {})}
        return super().map_gov_params(field, **kwargs)


def _box(field: Any, part: str) -> dict[str, Any]:
    at_fault = field.errors and part in (field.at_fault or field.PARTS)
    classes = f"govuk-input--width-{4 if part == 'year' else 2}" + (" govuk-input--error" if at_fault else "")
    name = f"{field.name}-{part}"
    return {"label": part.capitalize(), "id": name, "name": name, "classes": classes, "value": field.typed[part]}
