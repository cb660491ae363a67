"""What may be typed about the people of a trust who go to courses."""

from typing import Any

from app.cpd.forms.bookings import NO_SCHOOL, Names, school_choices
from app.cpd.rules.places import LONGEST_NAME
from app.cpd.values import DelegateValue, NewDelegate
from app.cpd.values.delegates import StaffFilter
from app.web.fields import EmailField, FilterForm, Form, SelectField, SubmitField, TextField


class StaffFilterForm(FilterForm):
    """Narrows the list; the schools of the trust are handed in."""

    text = TextField("Name or email address", most=200)
    school = SelectField("School", blank="Any school", coerce=int)

    def __init__(self, schools: Names, **kwargs: Any) -> None:
        self._schools = school_choices(schools)
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The schools are known only when the form is made."""
        self.school.choices = self._schools
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> StaffFilter:
        """What was chosen."""
        return StaffFilter(self.text.data or "", self.school.data)


class StaffForm(Form):
    """Somebody's name, e-mail address and school."""

    name = TextField("Full name", needed="Enter a full name", most=LONGEST_NAME, width="20", autocomplete="off")
    email = EmailField(
        "Work email",
        needed="Enter an email address",
        width="20",
        autocomplete="off",
        hint="Confirmations and links to their places go to this address",
    )
    school = SelectField("School", blank=NO_SCHOOL, coerce=int)
    save = SubmitField("Save")

    @property
    def typed(self) -> NewDelegate:
        """What was typed."""
        return NewDelegate(self.name.data, self.email.data, self.school.data)


def staff_form(who: DelegateValue, schools: Names) -> StaffForm:
    """The form of somebody on record, among the schools of their trust."""
    form = StaffForm(data={"name": who.name, "email": who.email, "school": who.school_id})
    form.school.choices = school_choices(schools)
    return form
