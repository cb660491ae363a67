"""The terms of an agreement as they are typed; changes of hours are rows that buttons of the form add and remove."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from app.secondments.forms.fields import FteField
from app.secondments.rules.adverts import working_typed
from app.secondments.rules.agreements import LONGEST_LINE, LONGEST_TEXT, MOST_NOTICE_WEEKS
from app.secondments.values import (
    EVERY_DAY,
    CostBasis,
    DraftValue,
    HalfTerm,
    HoursStep,
    Lead,
    Pattern,
    ReturnRight,
    Terms,
    Weekday,
)
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    Form,
    HiddenField,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    WholeNumberField,
    choices_of,
)

MOST_CHANGES = 6
OF_CHANGE = re.compile(r"change_(?P<number>[1-9])_(?P<rest>.+)")
SMALL = {"classes": "govuk-checkboxes--small"}
WEEKS = {"suffix": {"text": "weeks"}, "classes": "govuk-input--width-2"}
TEXTS = ("post", "home_manager", "host_manager", "duties", "confidentiality", "insurance", "health_and_safety")
AS_TYPED = (*TEXTS, "expenses", "return_post", "start_date", "end_date", "part_remote")
CHOSEN = ("sickness", "appraisal", "discipline", "return_right", "basis")
Typed = MultiDict[str, str]


class TermsForm(Form):
    """Everything that the three agree on, save pay. In a draft anything may be missing."""

    post = TextField("Post", most=LONGEST_LINE)
    place_id = SelectField("Where is the work?", blank="Choose one of the host’s schools", coerce=int)
    part_remote = CheckboxField("Some of the work can be done remotely")
    home_manager = TextField("Line manager at the home employer", most=LONGEST_LINE, hint="Their name, or their post")
    host_manager = TextField("Line manager at the host", most=LONGEST_LINE, hint="Their name, or their post")
    duties = TextAreaField("Duties", most=LONGEST_TEXT, rows=6, hint="Write each on a line of its own")
    start_date = DateField("First day", hint="For example, 4 1 2027")
    end_date = DateField("Last day")
    pattern = RadioField("What is the working pattern?", choices=choices_of(Pattern), coerce=Pattern)
    days = CheckboxesField("Which days?", choices=choices_of(Weekday), coerce=Weekday, component=SMALL)
    half_terms = CheckboxesField("Which half-terms?", choices=choices_of(HalfTerm), coerce=HalfTerm, component=SMALL)
    fte = FteField(
        "Full-time equivalent (FTE)",
        called="The FTE",
        hint="Like 0.4 for two days a week. Leave it empty to have it worked out from the days.",
    )
    sickness = RadioField("Who leads on sickness absence?", choices=choices_of(Lead), coerce=Lead)
    appraisal = RadioField("Who leads on appraisal?", choices=choices_of(Lead), coerce=Lead)
    discipline = RadioField("Who leads on discipline and grievance?", choices=choices_of(Lead), coerce=Lead)
    confidentiality = TextAreaField("Confidentiality and intellectual property", most=LONGEST_TEXT, rows=5)
    insurance = TextAreaField("Insurance", most=LONGEST_TEXT, rows=4)
    health_and_safety = TextAreaField("Health and safety", most=LONGEST_TEXT, rows=4)
    expenses = TextAreaField("Expenses", most=LONGEST_TEXT, rows=4)
    basis = RadioField("What is the host charged?", choices=choices_of(CostBasis), coerce=CostBasis)
    notice_weeks = WholeNumberField(
        "Notice of an early end",
        needed="Enter the weeks of notice",
        least=1,
        most=MOST_NOTICE_WEEKS,
        called="The notice",
        component=WEEKS,
        hint="In writing, by any of the three. Four weeks is usual.",
    )
    return_right = RadioField("What does the secondee return to?", choices=choices_of(ReturnRight), coerce=ReturnRight)
    return_post = TextField("The post that they return to", most=LONGEST_LINE)
    add = SubmitField("Add a change of hours", component={"classes": "govuk-button--secondary"})
    draft = SeenField(default="0")
    rows = HiddenField(default="0")
    save = SubmitField("Save the terms")
    row_count = 0

    def __init__(self, schools: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place_id.choices = list(schools)

    @property
    def change_rows(self) -> list[tuple[Any, Any]]:
        """The day and the FTE of each change of hours."""
        return [(self[f"change_{n}_date"], self[f"change_{n}_fte"]) for n in range(1, self.row_count + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A change of hours needs its day and its FTE; a row left empty is none."""
        good = bool(super().validate(extra_validators))
        for day, fte in self.change_rows:
            if day.data and fte.data is None and not fte.errors:
                fte.errors, good = ["Enter the FTE from that day, or remove the row"], False
            if fte.data is not None and not day.data and not day.errors:
                day.errors, good = ["Enter the day from which these hours hold, or remove the row"], False
        return good

    @property
    def terms(self) -> Terms:
        """What was typed."""
        working = working_typed(self.pattern.data, self.fte.fte, self.days.data or [], self.half_terms.data or [])
        typed: dict[str, Any] = {name: self[name].data for name in AS_TYPED}
        chosen = {name: self[name].data for name in CHOSEN if self[name].data is not None}
        return Terms(
            **typed,
            **chosen,
            place_id=self.place_id.data,
            working=working or EVERY_DAY,
            changes=tuple(HoursStep(day.data, fte.fte) for day, fte in self.change_rows if day.data and fte.fte),
            notice_weeks=self.notice_weeks.data or 0,
        )


@cache
def terms_form(rows: int) -> type[TermsForm]:
    """The form with so many rows for changes of hours, none to 6."""
    count = min(max(rows, 0), MOST_CHANGES)
    fields: dict[str, Any] = {"row_count": count}
    for number in range(1, count + 1):
        fields[f"change_{number}_date"] = DateField(f"From (change {number})", called=f"The day of change {number}")
        fields[f"change_{number}_fte"] = FteField(f"FTE (change {number})", called=f"The FTE of change {number}")
    return type("TermsForm", (TermsForm,), fields)


def terms_fields(draft: DraftValue) -> dict[str, Any]:
    """What the form shows of a draft."""
    terms, working = draft.terms, draft.terms.working
    shown: dict[str, Any] = {name: getattr(terms, name) for name in (*AS_TYPED, *CHOSEN)}
    shown |= {
        "place_id": terms.place_id,
        "pattern": working.pattern,
        "fte": working.fte.parts,
        "days": [each for each in Weekday if each in working.days],
        "half_terms": [each for each in HalfTerm if each in working.half_terms],
        "notice_weeks": terms.notice_weeks,
        "draft": str(draft.number),
        "rows": str(len(terms.changes)),
    }
    for number, step in enumerate(terms.changes, start=1):
        shown |= {f"change_{number}_date": step.from_date, f"change_{number}_fte": step.fte.parts}
    return shown


def rows_typed(typed: Typed) -> int:
    """How many rows for changes of hours a form that was sent has."""
    text = typed.get("rows", "")
    return min(int(text), MOST_CHANGES) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def without_change(typed: Typed, gone: int) -> Typed:
    """What was typed without one change of hours; those after it move up."""
    kept: Typed = MultiDict()
    for name, value in typed.items(multi=True):
        moved = _moved(name, gone)
        if moved:
            kept.add(moved, value)
    kept["rows"] = str(max(rows_typed(typed) - 1, 0))
    return kept


def _moved(name: str, gone: int) -> str:
    """The name of a field once a row is gone; nothing for that row's own."""
    found = OF_CHANGE.fullmatch(name)
    if found is None:
        return name
    number = int(found["number"])
    if number == gone:
        return ""
    return f"change_{number - 1}_{found['rest']}" if number > gone else name
