"""What every field of the site keeps to."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms.fields import Field
from wtforms.validators import StopValidation

Validator = Callable[[Any, Any], None]


class Asked(Field):
    """Mixed into every field.

    `needed` is what to say when nothing was typed; without it the field may be left empty.
    `hint` stands under the label. `called` is how an error names the field, where its label would
    not fit a sentence. `component` are further parameters of the GOV.UK macro.
    """

    def __init__(
        self,
        label: str,
        validators: Iterable[Validator] = (),
        *,
        needed: str = "",
        hint: str = "",
        called: str = "",
        component: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("description", hint)
        super().__init__(label, validators=list(validators), **kwargs)
        self.needed = needed
        self.called = called or label
        self.component = dict(component or {})

    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen."""
        return not any(each.strip() if isinstance(each, str) else each for each in self.raw_data or [])

    def pre_validate(self, form: Any) -> None:
        """Ask for what is needed and was left out."""
        if self.needed and self.is_blank():
            raise StopValidation(self.needed)
        super().pre_validate(form)

    def _run_validation_chain(self, form: Any, validators: Iterable[Validator]) -> bool:
        """What could not be read is said alone: no validator sees it."""
        if self.errors:
            return True
        stopped: bool = super()._run_validation_chain(form, validators)  # type: ignore[misc]
        return stopped
