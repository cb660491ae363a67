"""What may be typed about a booking: who goes, how many names follow, which sessions."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from app.cpd.rules.places import LONGEST_NAME, LONGEST_NOTE, LONGEST_PO_NUMBER, MOST_PLACES
from app.cpd.values import (
    BookingChoice,
    BookingFilter,
    BookingSide,
    DelegateValue,
    NewDelegate,
    PlaceState,
)
from app.cpd.values.given import RunsFilter, RunsWanted
from app.kernel.errors import Refused
from app.web.fields import (
    CheckboxesField,
    EmailField,
    FilterForm,
    Form,
    HiddenField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    WholeNumberField,
    choice,
    choices_of,
)

MOST_ROWS = 10
SMALL = {"classes": "govuk-checkboxes--small"}
NO_SCHOOL = "Central team, or no one school"
Names = Mapping[int, str]


class _Known(Form):
    """The people of the trust who have been on courses, with a box that narrows a long list of them."""

    find = TextField("Find somebody by name", most=100, width="20", hint="Leave it empty to see everybody")
    found = HiddenField()
    look = SubmitField("Find", component={"classes": "govuk-button--secondary"})
    delegates = CheckboxesField("People booked before", coerce=int, component=SMALL)


ROWS = [
    {
        f"name_{number}": TextField(
            "Full name", most=LONGEST_NAME, width="20", called=f"The name of new person {number}"
        ),
        f"email_{number}": EmailField("Work email", width="20", autocomplete="off", called="The work email"),
        f"school_{number}": SelectField("School", blank=NO_SCHOOL, coerce=int),
    }
    for number in range(1, MOST_ROWS + 1)
]


class BookingForm(_Known):
    """What a booker chooses. `booking_form` gives it as many rows for new people as the page shows."""

    more = SubmitField("Add another person", component={"classes": "govuk-button--secondary"})
    to_follow = WholeNumberField(
        "How many more places, with a name to follow?", most=MOST_PLACES, called="Places with a name to follow"
    )
    sessions = CheckboxesField(
        "Which sessions?",
        coerce=int,
        needed="Choose at least one session",
        invalid_choice_message="Choose only sessions that have not begun",
    )
    whole_school = SelectField("School that books at the whole-school price", blank="Book by the place", coerce=int)
    po_number = TextField(
        "PO number (optional)",
        most=LONGEST_PO_NUMBER,
        width="20",
        called="PO number",
        hint="Your trust’s purchase order number, printed on the invoice",
    )
    note = TextAreaField(
        "Note to the provider (optional)",
        most=LONGEST_NOTE,
        rows=4,
        counted=True,
        called="Note",
        hint="Access needs, diet, parking. Say what is needed rather than who needs it or why.",
    )
    check = SubmitField("Check the price")
    rows: int

    @property
    def is_looking(self) -> bool:
        """Whether it was sent to narrow the list of people, by its button or from within its box."""
        pressed = bool(self.look.data)
        return pressed or (not self.check.data and self.find.data.strip() != (self.found.data or "").strip())

    @property
    def people_rows(self) -> list[tuple[Any, Any, Any]]:
        """The name, e-mail and school of each row for a new person."""
        return [(self[f"name_{n}"], self[f"email_{n}"], self[f"school_{n}"]) for n in range(1, self.rows + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A new person has a name and an e-mail, no two the same one; somebody goes."""
        is_right = bool(super().validate(extra_validators))
        emails: set[str] = set()
        for number, (name, email, _) in enumerate(self.people_rows, start=1):
            if email.data and not name.data:
                name.errors = [f"Enter the full name of new person {number}"]
            if name.data and not email.data and not email.errors:
                email.errors = [f"Enter the work email of {name.data}"]
            if email.data and email.data.lower() in emails:
                email.errors = [f"Enter a different email for {name.data}: another person here has this one"]
            emails.add(email.data.lower())
            is_right = is_right and not name.errors and not email.errors
        if not self._count() and not self.to_follow.errors and not any(emails):
            self.form_errors.append("Choose or add somebody who goes, or enter how many names will follow")
            return False
        return is_right

    def refuse(self, error: Refused) -> None:
        """Put a refusal beside its field; new people are numbered as they were handed on, without empty rows."""
        name, _, number = (error.field or "").rpartition("_")
        filled = [row for row, fields in enumerate(self.people_rows, start=1) if fields[0].data]
        if name in ("name", "email", "school") and number.isdecimal() and 0 < int(number) <= len(filled):
            error.field = f"{name}_{filled[int(number) - 1]}"
        super().refuse(error)

    def _count(self) -> int:
        return len(self.delegates.data or []) + len(self._new()) + (self.to_follow.data or 0)

    def _new(self) -> tuple[NewDelegate, ...]:
        return tuple(
            NewDelegate(name.data, email.data, school.data) for name, email, school in self.people_rows if name.data
        )

    def choice(self, run_id: int) -> BookingChoice:
        """What was chosen for a run, once it is valid."""
        return BookingChoice(
            run_id=run_id,
            delegate_ids=tuple(self.delegates.data or ()),
            new_delegates=self._new(),
            to_follow=self.to_follow.data or 0,
            session_ids=tuple(self.sessions.data or ()) if "sessions" in self else (),
            whole_school_id=self.whole_school.data if "whole_school" in self else None,
            po_number=self.po_number.data if "po_number" in self else "",
            note=self.note.data,
        )


@cache
def booking_form(rows: int) -> type[BookingForm]:
    """The form with so many rows for new people, at least 1 and at most 10."""
    rows = min(max(rows, 1), MOST_ROWS)
    fields: dict[str, Any] = {"rows": rows}
    for row in ROWS[:rows]:
        fields |= row
    return type("BookingForm", (BookingForm,), fields)


def booking_fields(chosen: BookingChoice) -> dict[str, Any]:
    """What the form shows of a choice that was made before."""
    fields: dict[str, Any] = {
        "delegates": list(chosen.delegate_ids),
        "to_follow": chosen.to_follow or None,
        "sessions": list(chosen.session_ids),
        "whole_school": chosen.whole_school_id,
        "po_number": chosen.po_number,
        "note": chosen.note,
    }
    for number, each in enumerate(chosen.new_delegates, start=1):
        fields |= {f"name_{number}": each.name, f"email_{number}": each.email, f"school_{number}": each.school_id}
    return fields


def delegate_choice(delegate: DelegateValue, schools: Names) -> Any:
    """A person to tick, with their school where they have one."""
    return choice(delegate.id, delegate.name, schools.get(delegate.school_id or 0, ""))


def school_choices(schools: Names) -> list[Any]:
    """The schools of a trust to choose from, in the order given."""
    return [choice(number, name) for number, name in schools.items()]


class BookForm(Form):
    """Books what a page showed: `seen` is the price as it was shown."""

    seen = HiddenField()
    book = SubmitField("Book")
    wait = SubmitField("Join the waiting list", component={"classes": "govuk-button--secondary"})


class RunsFilterForm(FilterForm):
    """Narrows the list of the runs that a trust gives."""

    text = TextField("Course, run or its name", most=200)
    wanted = SelectField("Runs", choices=choices_of(RunsWanted), blank="All runs", coerce=RunsWanted)

    @property
    def narrowed(self) -> RunsFilter:
        """What was chosen."""
        return RunsFilter(self.wanted.data, self.text.data or "")


class BookingFilterForm(FilterForm):
    """Narrows the list of bookings; `years` are the accounting years to choose from."""

    text = TextField("Course, trust, reference or PO number", most=200)
    state = SelectField("With places that are", choices=choices_of(PlaceState), blank="Any state", coerce=PlaceState)
    when = SelectField("Coming or past", choices=[("coming", "Coming"), ("past", "Past")], blank="Any time")
    names = SelectField("Names", choices=[("follow", "Places to name")], blank="All bookings")
    year = SelectField("Starts in accounting year", blank="Any year", coerce=int)

    def __init__(self, years: list[int], **kwargs: Any) -> None:
        self._years = [choice(year, f"{year} to {year + 1}") for year in years]
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The years are known only when the form is made."""
        self.year.choices = self._years
        return bool(super().validate(extra_validators))

    def narrowed(self, side: BookingSide, at: datetime) -> BookingFilter:
        """What was chosen at a moment, of the bookings that a trust made or of those on its courses."""
        return BookingFilter(
            side,
            self.state.data,
            self.text.data or "",
            self.year.data,
            over_by=at if self.when.data == "past" else None,
            coming_at=at if self.when.data == "coming" else None,
            to_name_at=at if self.names.data == "follow" else None,
        )
