"""What may be typed about a round, part by part. A draft needs only its title."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from app.approvals.values import BuyingRoute, PurchaseKind
from app.kernel import cpv
from app.kernel.money import Money
from app.listings.categories import categories
from app.listings.forms import ListingFields, shared_fields
from app.listings.values import ListingDraft
from app.procurement.frameworks import frameworks_on
from app.procurement.rules.rounds import CHANGEABLE, LONGEST_NOTE, LONGEST_TERMS, MOST_FEE, MOST_MONTHS
from app.procurement.values import Joining, RoundTyped, RoundValue, Stage, Timetable
from app.procurement.values.rounds_listed import RoundFilter
from app.web.fields import (
    CheckboxesField,
    CpvField,
    DateField,
    FilterForm,
    Form,
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

MONTHS = {"suffix": {"text": "months"}, "classes": "govuk-input--width-3"}
PURCHASES = [
    choice(PurchaseKind.GOODS, "Goods", "Things: energy, devices, exercise books"),
    choice(PurchaseKind.SERVICES, "Services", "Work that others do: cleaning, an audit, maintenance"),
    choice(PurchaseKind.LIGHT_TOUCH, "Light touch services", "Education, health, catering, legal and some others"),
    choice(PurchaseKind.WORKS, "Works", "Building, and what alters a building"),
]
ROUTES = [
    choice(BuyingRoute.FRAMEWORK, "Call off from a framework", "Choose the framework below"),
    choice(BuyingRoute.QUOTES, "Quotes", "Only below the threshold of the Procurement Act"),
    choice(BuyingRoute.OPEN_PROCEDURE, "Open procedure", "Anybody can bid"),
    choice(BuyingRoute.DYNAMIC_MARKET, "Dynamic market"),
    choice(BuyingRoute.DIRECT, "Direct award", "Above the threshold only under an exemption that is approved"),
]


class AboutForm(ListingFields):
    """What is bought: the listing's own part, its CPV code and what kind of purchase it is."""

    labels: ClassVar = {"phases": "Which schools is it for?", "regions": "In which regions are the schools?"}
    hints: ClassVar = {
        "title": "What is bought, like “Electricity for three years”",
        "description": (
            "What is wanted, to which standard, and what each trust does itself. Leave a line empty between "
            "paragraphs and start lines of a list with “- ”."
        ),
        "regions": "Trusts find the round by these; you can also let only trusts with a school in them join",
    }

    cpv = CpvField("CPV code", hint=f"The code of what is bought, {cpv.EXAMPLE}")
    purchase = RadioField("What kind of purchase is it?", choices=PURCHASES, coerce=PurchaseKind)
    version = SeenField(default="1")
    save = SubmitField("Save")

    def __init__(self, held: RoundValue | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if held is not None and held.stage is not None and not held.stage.is_gathering:
            del self.cpv
            del self.purchase

    def typed_into(self, typed: RoundTyped) -> RoundTyped:
        """A round with what was typed here."""
        if "cpv" not in self:
            return typed
        return replace(typed, cpv=self.cpv.data or "", purchase=self.purchase.data)

    @staticmethod
    def shown(held: RoundValue) -> dict[str, Any]:
        """What the form shows of a round."""
        return {**shared_fields(held.listing), "cpv": held.cpv or None, "purchase": held.purchase}


class PartForm(Form):
    """A part of a round besides its listing."""

    version = SeenField(default="1")

    def __init__(self, held: RoundValue | None = None, **kwargs: Any) -> None:
        self.held = held
        super().__init__(**kwargs)

    @property
    def shared(self) -> ListingDraft | None:
        """The listing's own part is not here."""
        return None


class ContractForm(PartForm):
    """By which route it is bought, when the contract starts and how long it runs."""

    route = RadioField("How will the supplier be found?", choices=ROUTES, coerce=BuyingRoute)
    framework = SelectField("Framework", blank="Choose a framework", hint="Those that the DfE approves for schools")
    framework_note = TextField(
        "Or name another framework", most=LONGEST_NOTE, hint="Its name, who runs it and its number"
    )
    start_date = DateField("When does the contract start?", called="The day", hint="For example, 1 9 2027")
    months = WholeNumberField(
        "How long does it run?", least=1, most=MOST_MONTHS, called="The length", component=MONTHS,
        hint="Leave it empty if it is not known. The law then counts the value as above its threshold.",
    )  # fmt: skip
    extension_months = WholeNumberField(
        "By how much may it be extended in all?", least=0, most=MOST_MONTHS, called="The extensions", component=MONTHS
    )
    save = SubmitField("Save")

    def __init__(self, held: RoundValue, *, today: date, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        on = max(held.timetable.notice or today, today)
        self.framework.choices = [(each.code, each.title) for each in frameworks_on(on)]

    def typed_into(self, typed: RoundTyped) -> RoundTyped:
        """A round with what was typed here."""
        return replace(
            typed,
            route=self.route.data,
            framework=self.framework.data or "",
            framework_note=self.framework_note.data,
            start_date=self.start_date.data,
            months=self.months.data,
            extension_months=self.extension_months.data or 0,
        )

    @staticmethod
    def shown(held: RoundValue) -> dict[str, Any]:
        """What the form shows of a round."""
        names = ("route", "framework", "framework_note", "start_date", "months", "extension_months")
        return {name: getattr(held, name) for name in names}


class TimetableForm(PartForm):
    """The days of a round."""

    interest_by = DateField("Last day to show interest", hint="From the day after, trusts say what they want")
    intention_by = DateField(
        "Last day to say what each trust wants", hint="From the day after, trusts can commit themselves"
    )
    commit_by = DateField("Last day to commit")
    withdraw_by = DateField("Last day to leave at no cost", hint="The last day to commit, or later")
    notice = DateField(
        "Day of the notice",
        hint="When the notice, the call to suppliers or the request for quotes goes out. Who takes part is fixed then.",
    )
    tenders_by = DateField("Last day for bids (optional)", hint="Needed before the round goes out to bid")
    award_by = DateField("Planned day of the award (optional)")
    save = SubmitField("Save")

    def __init__(self, held: RoundValue, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        if held.stage is not None and not held.stage.is_gathering:
            for name in vars(Timetable()).keys() - CHANGEABLE.get(held.stage, frozenset()):
                del self[name]

    def typed_into(self, typed: RoundTyped) -> RoundTyped:
        """A round with what was typed here."""
        days = {name: self[name].data for name in vars(Timetable()) if name in self}
        return replace(typed, timetable=replace(typed.timetable, **days))

    @staticmethod
    def shown(held: RoundValue) -> dict[str, Any]:
        """What the form shows of a round."""
        return vars(held.timetable)


class JoiningForm(PartForm):
    """Who may join, what leaving late costs, and the lead trust's own terms."""

    joining = RadioField("Who may join?", choices=choices_of(Joining), coerce=Joining, needed="Choose who may join")
    late_fee = MoneyField(
        "What does leaving cost after the last day to leave at no cost?",
        most=MOST_FEE,
        called="The cost of leaving late",
        hint="Compensation, outside the scope of VAT, from a trust that committed. Leave it empty if it costs nothing.",
    )
    terms = TextAreaField(
        "Your own terms for the participation agreement (optional)",
        called="Your terms",
        most=LONGEST_TERMS,
        rows=10,
        counted=True,
        hint="The agreement states lots, prices, days and what leaving costs by itself. Add what else trusts agree.",
    )
    save = SubmitField("Save")

    def typed_into(self, typed: RoundTyped) -> RoundTyped:
        """A round with what was typed here."""
        late_fee = Money(self.late_fee.data or 0)
        return replace(typed, joining=self.joining.data, late_fee=late_fee, terms=self.terms.data)

    @staticmethod
    def shown(held: RoundValue) -> dict[str, Any]:
        """What the form shows of a round."""
        return {"joining": held.joining, "late_fee": held.late_fee.pence or None, "terms": held.terms}


class InviteForm(Form):
    """Trusts found on the register, of which several may be invited at once."""

    trusts = CheckboxesField(
        "Which of these do you invite?", needed="Choose at least one trust", coerce=int,
        component={"classes": "govuk-checkboxes--small"},
    )  # fmt: skip
    invite = SubmitField("Invite")


class TrustSearch(FilterForm):
    """Looks trusts up on the register."""

    text = TextField("Name, school, town, postcode or UID", most=200)


class RoundFilterForm(FilterForm):
    """Narrows a list of rounds; the stages are those that the list can hold."""

    text = TextField("Title, lead trust or reference", most=200)
    category = SelectField(
        "Category",
        blank="Any category",
        choices=[(each.code, each.name) for each in categories().values() if each.parent is None],
    )
    stage = SelectField("Stage", blank="Any stage", coerce=Stage)
    commit_from = DateField("Commit by, from")
    commit_until = DateField("Commit by, to")

    def __init__(self, stages: Iterable[Stage], **kwargs: Any) -> None:
        self._stages = choices_of(stages)
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The stages are known only when the form is made."""
        self.stage.choices = self._stages
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> RoundFilter:
        """What was chosen."""
        return RoundFilter(
            self.text.data or "",
            self.category.data or "",
            self.stage.data,
            self.commit_from.data,
            self.commit_until.data,
        )
