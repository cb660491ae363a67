"""What may be typed about places and runs that stand: who takes one, what is given back, and why."""

from collections.abc import Iterable
from typing import Any

from app.cpd.forms.bookings import NO_SCHOOL, Names, delegate_choice
from app.cpd.rules.places import LONGEST_NAME, LONGEST_REASON
from app.cpd.rules.runs import MOST_PLACES
from app.cpd.values import DelegateValue, NewDelegate
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    WholeNumberField,
    choice,
)

WARNS = {"classes": "govuk-button--warning"}


class ReasonForm(Form):
    """A reason that others read."""

    reason = TextAreaField("Reason", needed="Enter a reason", most=LONGEST_REASON, rows=4, counted=True)


class CancelPlacesForm(Form):
    """Which places are given back, and why. `seen` is what that costs, as it was shown."""

    places = CheckboxesField("Which places?", coerce=int, needed="Choose at least one place")
    reason = TextAreaField("Why are you cancelling? (optional)", most=LONGEST_REASON, rows=3, called="Reason")
    seen = HiddenField()
    save = SubmitField("Cancel the places", component=WARNS)

    @property
    def chosen(self) -> list[int]:
        """The ids of the places that were ticked."""
        return list(self.places.data or [])


class OfferForm(Form):
    """Which offered places are taken, or let go."""

    places = CheckboxesField("Which places?", coerce=int, needed="Choose at least one place")
    save = SubmitField("Accept")

    @property
    def chosen(self) -> list[int]:
        """The ids of the places that were ticked."""
        return list(self.places.data or [])


class NamePlaceForm(Form):
    """Who takes a place: somebody known, or somebody new."""

    find = TextField("Find somebody by name", most=100, width="20", hint="Leave it empty to see everybody")
    found = HiddenField()
    look = SubmitField("Find", component={"classes": "govuk-button--secondary"})
    delegate = RadioField("Who takes this place?", coerce=str)
    name = TextField("Full name", most=LONGEST_NAME, width="20")
    email = EmailField("Work email", width="20", autocomplete="off")
    school = SelectField("School", blank=NO_SCHOOL, coerce=int)
    save = SubmitField("Save the name")

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody is chosen; somebody new has a name and an e-mail."""
        is_right = bool(super().validate(extra_validators))
        if not self.delegate.data and not self.delegate.errors:
            self.delegate.errors = ["Choose who takes this place"]
        if self.delegate.data == "new":
            if not self.name.data and not self.name.errors:
                self.name.errors = ["Enter their full name"]
            if not self.email.data and not self.email.errors:
                self.email.errors = ["Enter their work email"]
        return is_right and not any(field.errors for field in self)

    @property
    def is_looking(self) -> bool:
        """Whether it was sent to narrow the list of people, by its button or from within its box."""
        return bool(self.look.data) or (
            not self.save.data and self.find.data.strip() != (self.found.data or "").strip()
        )

    @property
    def chosen(self) -> int | NewDelegate:
        """The id of a known delegate, or a new one, once it is valid."""
        if self.delegate.data == "new":
            return NewDelegate(self.name.data, self.email.data, self.school.data)
        return int(self.delegate.data)


def delegate_choices(delegates: Iterable[DelegateValue], schools: Names) -> list[Any]:
    """People to choose one of, and somebody new."""
    return [*(delegate_choice(each, schools) for each in delegates), choice("new", "Somebody else")]


class CapacityForm(Form):
    """How many places a session has."""

    capacity = WholeNumberField("How many places?", needed="Enter how many places", least=1, most=MOST_PLACES)
    save = SubmitField("Save")


class CancelRunForm(ReasonForm):
    """Why the provider does not give a run."""

    save = SubmitField("Cancel this run", component=WARNS)


class PromoteForm(ReasonForm):
    """Why somebody is offered a place before those ahead of them, and whether one is made for them."""

    add_place = CheckboxField("Add a place for them where a session is full")
    save = SubmitField("Offer them the place")


class WaiveForm(ReasonForm):
    """Why a fee is let go."""

    save = SubmitField("Waive the fee")


class MovePlaceForm(ReasonForm):
    """To which run a place goes, and why."""

    run = RadioField("To which run?", needed="Choose a run")
    save = SubmitField("Move the place")
