"""What may be typed about a course. A draft needs only its title; publishing asks for the rest."""

from typing import Any

from app.cpd.forms.courses_fields import BandsField, HoursField
from app.cpd.forms.courses_read import read_particulars
from app.cpd.npq import NAMES, all_lead_providers
from app.cpd.rules.courses import (
    LONGEST_COHORT,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_HOLD_DAYS,
    MOST_MINUTES,
    MOST_NAMING_DAYS,
    MOST_OFFER_HOURS,
    STEP_MINUTES,
    particulars_faults,
)
from app.cpd.rules.prices import FEWEST_WHOLE_SCHOOL, MOST_EARLY_DAYS, MOST_WHOLE_SCHOOL
from app.cpd.values import (
    BookedBy,
    CareerStage,
    ChargeOn,
    CourseFormat,
    Particulars,
    StaffRole,
    StandardPart,
    Subject,
)
from app.kernel.vat import VatTreatment
from app.listings.categories import categories
from app.listings.forms import ListingFields
from app.listings.values import ALL_ENGLAND, ListingDraft
from app.web.fields import (
    CheckboxesField,
    MoneyField,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    WholeNumberField,
    choice,
    choices_of,
)

BRANCH = "professional-development"
TICKS = {"classes": "govuk-checkboxes--small tx-ticks"}
DAYS = {"suffix": {"text": "working days"}, "classes": "govuk-input--width-3"}
PER_CENT = {"suffix": {"text": "%"}, "classes": "govuk-input--width-3"}
VAT_HINTS = {
    VatTreatment.STANDARD: "Training that no exemption covers",
    VatTreatment.REDUCED: "Rare for courses",
    VatTreatment.ZERO: "Rare for courses",
    VatTreatment.EXEMPT: "Education or vocational training given by an eligible body",
    VatTreatment.OUTSIDE_SCOPE: "Not a supply in the course of business",
}


def _standard(part: StandardPart) -> TextAreaField:
    return TextAreaField(part.label, most=LONGEST_TEXT, rows=3, called="What you write")


class CourseForm(ListingFields):
    """A course, in the order of its page."""

    labels = {"phases": "Which phases do they work in?"}
    hints = {"title": "What a colleague would look for, like “Reading fluency in key stage 2”"}
    regions = None  # type: ignore[assignment]

    career_stages = CheckboxesField(
        "Who is it for?", choices=choices_of(CareerStage), coerce=CareerStage, component=TICKS
    )
    roles = CheckboxesField(
        "Which roles? (optional)",
        choices=choices_of(StaffRole),
        coerce=StaffRole,
        component=TICKS,
        hint="Tick none if the role does not matter",
    )
    subjects = CheckboxesField(
        "Which subjects? (optional)",
        choices=choices_of(Subject),
        coerce=Subject,
        component=TICKS,
        hint="Tick none if it is for every subject",
    )
    outcomes = TextAreaField(
        "What people will know or do after it", most=LONGEST_TEXT, rows=5, hint="Start lines of a list with “- ”"
    )
    format = RadioField("How is it given?", choices=choices_of(CourseFormat), coerce=CourseFormat)
    learning = HoursField(
        "Hours of learning",
        least=STEP_MINUTES,
        most=MOST_MINUTES,
        hint="For the whole course, without breaks, like 6 or 2.5. Certificates and CPD records show them.",
    )
    presenter = TextField("Who presents it (optional)", most=LONGEST_LINE, called="Who presents it")
    prerequisites = TextAreaField(
        "What people need before they come (optional)",
        most=LONGEST_TEXT,
        rows=3,
        called="What people need",
        hint="A role, an earlier course, or something to prepare",
    )
    standard_pupil_outcomes = _standard(StandardPart.PUPIL_OUTCOMES)
    standard_evidence = _standard(StandardPart.EVIDENCE)
    standard_collaboration = _standard(StandardPart.COLLABORATION)
    standard_sustained = _standard(StandardPart.SUSTAINED)
    standard_prioritised = _standard(StandardPart.PRIORITISED)
    npq_course = SelectField("NPQ", blank="Not an NPQ", choices=list(NAMES.items()))
    npq_lead_provider = SelectField(
        "Lead provider", blank="No lead provider", choices=[(each, each) for each in all_lead_providers()]
    )
    npq_cohort = TextField("Cohort", most=LONGEST_COHORT, width="20", hint="Like “Autumn 2027”")
    npq_funded = RadioField(
        "Are there DfE-funded places?", choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")]
    )
    charged = RadioField("Does a place cost anything?", choices=[("yes", "Yes"), ("no", "No, it is free")])
    other = MoneyField("Standard price of a place", called="The standard price", hint="Without VAT")
    partner = MoneyField(
        "Price for partner trusts (optional)",
        called="The partner price",
        hint="Without VAT, below the standard price. £0.00 where partners come free.",
    )
    early = MoneyField("Early price (optional)", called="The early price", hint="Without VAT, below the standard price")
    early_days = WholeNumberField(
        "The early price ends this many days before the start",
        least=1,
        most=MOST_EARLY_DAYS,
        called="The days of the early price",
        component={"suffix": {"text": "days"}, "classes": "govuk-input--width-3"},
    )
    whole_school = MoneyField(
        "Whole-school price (optional)",
        called="The whole-school price",
        hint="Without VAT. One price for people of one school, however many of its places they take.",
    )
    whole_school_places = WholeNumberField(
        "The whole-school price buys up to",
        least=FEWEST_WHOLE_SCHOOL,
        most=MOST_WHOLE_SCHOOL,
        called="The places of the whole-school price",
        component={"suffix": {"text": "places"}, "classes": "govuk-input--width-3"},
    )
    vat_treatment = RadioField(
        "How does VAT treat it?",
        choices=[(each.value, each.label, VAT_HINTS[each]) for each in VatTreatment],
        coerce=VatTreatment,
    )
    vat_reason = TextField(
        "Why does VAT treat it so?",
        most=LONGEST_LINE,
        hint="One sentence, kept with every invoice, like “We are an eligible body and this is training for work”",
    )
    booked_by = RadioField(
        "What can be booked?",
        choices=[
            (BookedBy.WHOLE.value, BookedBy.WHOLE.label, "Each price is for all of its sessions"),
            (BookedBy.SESSION.value, BookedBy.SESSION.label, "Each price is for one session"),
        ],
        coerce=BookedBy,
    )
    charge_on = RadioField("When is a place charged?", choices=choices_of(ChargeOn), coerce=ChargeOn)
    bands = BandsField("What a cancellation costs")
    no_show_percent = WholeNumberField(
        "Somebody who does not come is charged",
        most=100,
        called="What somebody who does not come is charged",
        component=PER_CENT,
        hint="Per cent of the price. A colleague may always come instead.",
    )
    hold_days = WholeNumberField(
        "When a trust must approve a booking, hold its places for",
        least=1,
        most=MOST_HOLD_DAYS,
        called="The days to hold places",
        component=DAYS,
    )
    naming_days = WholeNumberField(
        "Every place needs a name this long before the first session",
        most=MOST_NAMING_DAYS,
        called="The days before the first session",
        component=DAYS,
    )
    offer_hours = WholeNumberField(
        "When a place comes free, offer it to the next in line for",
        least=1,
        most=MOST_OFFER_HOURS,
        called="The hours of an offer",
        component={"suffix": {"text": "hours"}, "classes": "govuk-input--width-3"},
        hint="Hours from 8am to 6pm on working days",
    )
    attendance_percent = WholeNumberField(
        "A certificate needs attendance of",
        least=1,
        most=100,
        called="The attendance for a certificate",
        component=PER_CENT,
        hint="Per cent of the sessions booked",
    )
    joining_instructions = TextAreaField(
        "Joining instructions (optional)",
        most=LONGEST_TEXT,
        rows=6,
        called="Joining instructions",
        hint="Only for those booked: parking, lunch, what to bring, how to log in",
    )
    version = SeenField(default="1")
    save = SubmitField("Save and preview")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branch = [each for each in categories().values() if each.parent == BRANCH]
        self.phases.component = TICKS
        self.category.choices = [choice(each.code, each.name) for each in branch]

    def validate(self, extra_validators: Any = None) -> bool:
        """What contradicts itself is told together with what cannot be read."""
        good = bool(super().validate(extra_validators))
        faults = [fault for fault in particulars_faults(self.particulars) if fault.field not in self.faulty]
        for fault in faults:
            self.refuse(fault)
        return good and not faults

    @property
    def shared(self) -> ListingDraft:
        """What was typed of the part that every kind shares. Trusts of all England may book a course."""
        return ListingDraft(
            title=self.title.data,
            summary=self.summary.data,
            description=self.description.data,
            category=self.category.data or "",
            phases=frozenset(self.phases.data or []),
            regions=ALL_ENGLAND,
        )

    @property
    def particulars(self) -> Particulars:
        """What was typed of what is particular to courses; what was left empty is as it usually is."""
        return read_particulars({field.name: field.data for field in self})

    @property
    def faulty(self) -> set[str]:
        """The names of the fields that have an error."""
        return {field.name for field in self if field.errors}
