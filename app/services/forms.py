"""What may be typed about services and orders, and how it is refused."""

from collections.abc import Collection
from typing import Any

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.forms import ListingFields, shared_fields
from app.services.rules import MOST_YEARS
from app.services.rules.orders import LONGEST_NOTE, LONGEST_PO_NUMBER, LONGEST_REASON
from app.services.rules.publishing import LONGEST_VAT_REASON, MOST_NOTICE
from app.services.values import (
    Choice,
    OrderFilter,
    OrderState,
    Particulars,
    PriceBasis,
    SchoolAsked,
    ServiceValue,
    Side,
)
from app.trusts.values import Phase
from app.web.fields import (
    CheckboxesField,
    DateField,
    FilterForm,
    Form,
    HiddenField,
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

VAT_HINTS = {
    VatTreatment.STANDARD: "Most services: payroll, HR, IT, finance, grounds",
    VatTreatment.REDUCED: "Rare: some energy-saving work",
    VatTreatment.ZERO: "Some printed matter and food",
    VatTreatment.EXEMPT: "Teaching and what is closely related to it, between eligible bodies",
    VatTreatment.OUTSIDE_SCOPE: "Not a supply in the course of business",
}


class ServiceForm(ListingFields):
    """A service. A draft needs only its title; publishing asks for the rest."""

    hints = {"title": "What a buyer would look for, like “Payroll bureau”"}

    basis = RadioField("How do you charge?", choices=choices_of(PriceBasis), coerce=PriceBasis)
    base = MoneyField(
        "Price a year for each school",
        hint="Without VAT. With a price per pupil this is a base on top of it, and may be left empty.",
    )
    per_pupil = MoneyField(
        "Price a year for each pupil",
        hint="Without VAT. Only for a price per pupil: the number of pupils is the one on the register.",
    )
    vat_treatment = RadioField(
        "How does VAT treat it?",
        choices=[(each.value, each.label, VAT_HINTS[each]) for each in VatTreatment],
        coerce=VatTreatment,
    )
    vat_reason = TextField(
        "Why does VAT treat it so?",
        most=LONGEST_VAT_REASON,
        hint="One sentence, kept with every invoice, like “Payroll is an administrative service, not education”",
    )
    notice_months = WholeNumberField(
        "Notice period in months", most=MOST_NOTICE, hint="How far ahead either trust ends an agreement early"
    )
    version = SeenField(default="1")
    save = SubmitField("Save and preview")

    @property
    def particulars(self) -> Particulars:
        """What was typed of what is particular to services."""
        return Particulars(
            basis=self.basis.data,
            base=None if self.base.data is None else Money(self.base.data),
            per_pupil=None if self.per_pupil.data is None else Money(self.per_pupil.data),
            vat_treatment=self.vat_treatment.data,
            vat_reason=self.vat_reason.data,
            notice_months=self.notice_months.data,
        )


def service_fields(service: ServiceValue) -> dict[str, Any]:
    """What the form shows of a service that is being changed."""
    typed = service.particulars
    return {
        **shared_fields(service.listing),
        "basis": typed.basis,
        "base": typed.base.pence if typed.base is not None else None,
        "per_pupil": typed.per_pupil.pence if typed.per_pupil is not None else None,
        "vat_treatment": typed.vat_treatment,
        "vat_reason": typed.vat_reason,
        "notice_months": typed.notice_months,
        "version": str(service.listing.version),
    }


def school_choice(school: SchoolAsked, phases: Collection[Phase]) -> Any:
    """A school to tick, with its phase and roll, and whether a service for these phases covers it."""
    roll = "roll not on the register" if school.roll is None else f"{school.roll:,} pupils"
    is_known = school.phase is not Phase.NOT_APPLICABLE
    phase = school.phase.label if is_known else "Phase not on the register"
    ending = ". Not covered by this service" if is_known and school.phase not in phases else ""
    return choice(school.id, school.name, f"{phase}, {roll}{ending}")


class OrderForm(Form):
    """What a buyer chooses; the schools are handed in as `choices`."""

    schools = CheckboxesField("Which schools is it for?", coerce=int, needed="Choose at least one school")
    start_date = DateField(
        "Start date", needed="Enter a start date", hint="Today or later, within 18 months. For example, 1 9 2027"
    )
    years = RadioField(
        "For how long?",
        choices=[(n, "1 year" if n == 1 else f"{n} years") for n in range(1, MOST_YEARS + 1)],
        coerce=int,
        needed="Choose how many years",
    )
    po_number = TextField(
        "PO number (optional)",
        most=LONGEST_PO_NUMBER,
        width="20",
        called="PO number",
        hint="Your trust’s purchase order number, printed on every invoice",
    )
    note = TextAreaField(
        "Note to the provider (optional)",
        most=LONGEST_NOTE,
        rows=4,
        counted=True,
        called="Note",
        hint="Who to talk to, or anything the provider should know. Leave out personal details of staff and pupils.",
    )
    check = SubmitField("Check the price")

    @property
    def choice(self) -> Choice:
        """What was chosen, once it is valid."""
        assert self.start_date.data is not None
        return Choice(
            school_ids=tuple(self.schools.data or []),
            start_date=self.start_date.data,
            years=self.years.data,
            po_number=self.po_number.data,
            note=self.note.data,
        )


class PlaceForm(Form):
    """Places the order that a page showed: `seen` is the price as it was shown."""

    seen = HiddenField()
    place = SubmitField("Place the order")


class ReasonForm(Form):
    """A reason for the other trust."""

    reason = TextAreaField("Reason", needed="Enter a reason", most=LONGEST_REASON, rows=4, counted=True)


class DeclineForm(ReasonForm):
    """Why the provider does not take an order on."""

    save = SubmitField("Decline the order", component={"classes": "govuk-button--warning"})


class WithdrawForm(ReasonForm):
    """Why the buyer takes an order back."""

    save = SubmitField("Withdraw the order", component={"classes": "govuk-button--warning"})


class OrderFilterForm(FilterForm):
    """Narrows the list of orders; `years` are the accounting years to choose from."""

    text = TextField("Service, trust, reference or PO number", most=200)
    state = SelectField("State", choices=choices_of(OrderState), blank="Any state", coerce=OrderState)
    year = SelectField("Starts in accounting year", blank="Any year", coerce=int)

    def __init__(self, years: list[int], **kwargs: Any) -> None:
        self._years = [choice(year, f"{year} to {year + 1}") for year in years]
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The years are known only when the form is made."""
        self.year.choices = self._years
        return bool(super().validate(extra_validators))

    def narrowed(self, side: Side) -> OrderFilter:
        """What was chosen, on one side of the trade."""
        return OrderFilter(side, self.state.data, self.text.data or "", self.year.data)
