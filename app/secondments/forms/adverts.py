"""What may be typed about an opportunity or an availability. A draft needs only its title."""

from collections.abc import Sequence
from typing import Any

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.listings.forms import ListingFields
from app.listings.values import ClosedAs, ListingDraft, Subject
from app.secondments.forms.fields import FteField
from app.secondments.rules.adverts import (
    LONGEST_TEXT,
    MOST_MILES,
    MOST_SHARE,
    MOST_WEEKS,
    particulars_faults,
    working_typed,
)
from app.secondments.values import (
    OPPORTUNITY,
    AdvertValue,
    CostBasis,
    HalfTerm,
    Level,
    Particulars,
    Pattern,
    Purpose,
    RoleFamily,
    Weekday,
)
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    Form,
    MoneyField,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
    TextAreaField,
    WholeNumberField,
    choice,
    choices_of,
)

TICKS = {"classes": "govuk-checkboxes--small tx-ticks"}
SMALL = {"classes": "govuk-checkboxes--small"}
PER_CENT = {"suffix": {"text": "%"}, "classes": "govuk-input--width-3"}
MILES = {"suffix": {"text": "miles"}, "classes": "govuk-input--width-3"}
WEEKS = {"suffix": {"text": "weeks"}, "classes": "govuk-input--width-3"}
Options = Sequence[tuple[int, str]]


class AdvertForm(ListingFields):
    """An advert in the order of its page; the fields of the other kind are left out. The lists are handed in."""

    category = None  # type: ignore[assignment]
    regions = None  # type: ignore[assignment]

    family = SelectField("Sort of work", choices=choices_of(RoleFamily), coerce=RoleFamily, blank="Choose one")
    level = SelectField("How senior", choices=choices_of(Level), coerce=Level, blank="Choose one")
    subjects = CheckboxesField(
        "Subjects (optional)",
        choices=choices_of(Subject),
        coerce=Subject,
        component=TICKS,
        hint="Tick none if the subject does not matter",
    )
    purpose = RadioField("What is the secondment for?", choices=choices_of(Purpose), coerce=Purpose)
    secondee = SelectField("Who is available?", blank="Choose one of your people", coerce=int)
    start_date = DateField("Start date", hint="For example, 4 1 2027")
    end_date = DateField("End date", hint="Enter this, or a number of weeks below")
    weeks = WholeNumberField(
        "Or how long it lasts", least=1, most=MOST_WEEKS, called="The number of weeks", component=WEEKS
    )
    pattern = RadioField("What is the working pattern?", choices=choices_of(Pattern), coerce=Pattern)
    days = CheckboxesField("Which days?", choices=choices_of(Weekday), coerce=Weekday, component=SMALL)
    half_terms = CheckboxesField("Which half-terms?", choices=choices_of(HalfTerm), coerce=HalfTerm, component=SMALL)
    fte = FteField(
        "Full-time equivalent (FTE)",
        called="The FTE",
        hint="Like 0.4 for two days a week. Leave it empty to have it worked out from the days.",
    )
    school = SelectField("School", blank="Choose a school", coerce=int)
    shows_school = CheckboxField("The person agrees to this school being named")
    miles = WholeNumberField(
        "How far would they travel? (optional)", least=1, most=MOST_MILES, called="The distance", component=MILES,
        hint="From the school where they work now",
    )  # fmt: skip
    part_remote = CheckboxField("Some of the work can be done remotely")
    essential = TextAreaField("Essential", most=LONGEST_TEXT, rows=4, hint="Start lines of a list with “- ”")
    desirable = TextAreaField("Desirable", most=LONGEST_TEXT, rows=3)
    gain = TextAreaField("What the person will gain", most=LONGEST_TEXT, rows=4)
    basis = RadioField("What is the host charged?", choices=choices_of(CostBasis), coerce=CostBasis)
    share_percent = WholeNumberField(
        "Share of the cost", least=1, most=MOST_SHARE, called="The share of the cost", component=PER_CENT
    )
    band_from = MoneyField("Salary from (optional)", called="The bottom of the salary band")
    band_to = MoneyField("Salary to (optional)", called="The top of the salary band")
    closing_date = DateField(
        "Closing date", hint="The last day on which another trust may show interest. The advert closes by itself."
    )
    checked = CheckboxField("I have checked that nobody can be recognised")
    version = SeenField(default="1")
    save = SubmitField("Save and preview")

    def __init__(self, kind: str, schools: Options, people: Options = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        for name in ("secondee", "shows_school", "miles", "checked") if kind == OPPORTUNITY else ():
            del self[name]
        self.school.choices = list(schools)
        if kind != OPPORTUNITY:
            self.secondee.choices = list(people)
        self.phases.component = TICKS
        for name, (label, hint) in WORDED[kind].items():
            self[name].label.text, self[name].description = label, hint

    def validate(self, extra_validators: Any = None) -> bool:
        """What contradicts itself is told together with what cannot be read."""
        good = bool(super().validate(extra_validators))
        faulty = {field.name for field in self if field.errors}
        faults = [fault for fault in [*particulars_faults(self.particulars), *self._half_typed()]
                  if fault.field not in faulty]  # fmt: skip
        for fault in faults:
            self.refuse(fault)
        return good and not faults

    def _half_typed(self) -> list[Refused]:
        if self.fte.data is None or self.pattern.data is not None:
            return []
        return [Refused("Choose the working pattern, to go with the FTE", field="pattern")]

    @property
    def shared(self) -> ListingDraft:
        """What was typed of the part that every kind shares; category and region follow from the rest."""
        return ListingDraft(
            title=self.title.data,
            summary=self.summary.data,
            description=self.description.data,
            phases=frozenset(self.phases.data or []),
        )

    @property
    def particulars(self) -> Particulars:
        """What was typed of what is particular to secondments."""
        typed = {name: self[name].data for name in AS_TYPED if name in self}
        return Particulars(
            **typed,
            subjects=frozenset(self.subjects.data or []),
            working=working_typed(self.pattern.data, self.fte.fte, self.days.data or [], self.half_terms.data or []),
            school_id=self.school.data,
            secondee_id=self.secondee.data if "secondee" in self else None,
            band_from=_money(self.band_from.data),
            band_to=_money(self.band_to.data),
        )

    @property
    def is_checked(self) -> bool:
        """Whether the author says that they looked at what may say who it is about."""
        return "checked" in self and bool(self.checked.data)


AS_TYPED = (
    *("family", "level", "purpose", "start_date", "end_date", "weeks", "shows_school", "miles", "part_remote"),
    *("essential", "desirable", "gain", "basis", "share_percent", "closing_date"),
)
WORDED: dict[str, dict[str, tuple[str, str]]] = {
    "opportunity": {
        "title": ("Title", "The post and how much of the week, like “SENDCo, two days a week”"),
        "summary": ("Summary", "One or two sentences, shown in search results"),
        "description": (
            "About the post",
            "What the person will do, with whom, and why you need them. Leave a line empty between paragraphs.",
        ),
        "phases": ("Which phase is the post in?", ""),
        "school": ("School", "For a post in a central team, choose the school nearest to its office"),
        "essential": ("Essential (optional)", "What the person must have or be able to do"),
        "desirable": ("Desirable (optional)", ""),
        "gain": ("What the person will gain", "Experience, training, a qualification: why their employer would agree"),
        "basis": ("What will you pay?", "This is between the two employers. The person stays on the home payroll."),
    },
    "availability": {
        "title": ("Title", "What they do, without a name, like “Primary SENDCo, two days a week”"),
        "summary": ("Summary", "One or two sentences, shown in search results. No name, no school."),
        "description": (
            "About the person",
            "What they have done and would like to do. Leave out names, schools, and titles that only one person has.",
        ),
        "phases": ("Which phases would suit them?", ""),
        "school": ("School where they work now", "Used to work out distances; it is not shown"),
        "essential": ("What they bring (optional)", "Start lines of a list with “- ”"),
        "desirable": ("What they would rather not do (optional)", ""),
        "gain": ("What they would like to gain (optional)", ""),
        "basis": ("What do you ask of the host?", ""),
    },
}


class CloseAdvert(Form):
    """Why an advert is shown no longer."""

    closed_as = RadioField(
        "Why are you closing it?",
        needed="Choose why you are closing it",
        choices=[
            choice(ClosedAs.FILLED, "It is filled", "Somebody was found, here or elsewhere"),
            choice(ClosedAs.CLOSED, "It is no longer offered"),
        ],
        coerce=ClosedAs,
    )
    close = SubmitField("Close", {"classes": "govuk-button--warning"})


class PublishAdvert(Form):
    """Publishing; where something may say who it is about, with the author's word that they looked."""

    checked = CheckboxField("I have checked that nobody can be recognised")
    publish = SubmitField("Publish")


def advert_fields(advert: AdvertValue) -> dict[str, Any]:
    """What the form shows of an advert that is being changed."""
    listing, typed = advert.listing, advert.particulars
    working = typed.working
    return {
        "title": listing.title,
        "summary": listing.summary,
        "description": listing.description,
        "phases": list(listing.phases),
        "version": str(listing.version),
        "subjects": [each for each in Subject if each in typed.subjects],
        "school": typed.school_id,
        "secondee": typed.secondee_id,
        "band_from": typed.band_from.pence if typed.band_from else None,
        "band_to": typed.band_to.pence if typed.band_to else None,
        **{name: getattr(typed, name) for name in AS_TYPED},
        **(
            {
                "pattern": working.pattern,
                "fte": working.fte.parts,
                "days": [each for each in Weekday if each in working.days],
                "half_terms": [each for each in HalfTerm if each in working.half_terms],
            }
            if working
            else {}
        ),
    }


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence)
