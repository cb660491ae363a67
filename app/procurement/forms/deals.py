"""What may be typed about a deal, its lots and whom it names. A draft needs only its title."""

from collections.abc import Iterable
from typing import Any, ClassVar

from app.approvals.values import PurchaseKind
from app.kernel.cpv import DIVISIONS
from app.kernel.vat import VatTreatment
from app.listings.forms import ListingFields, shared_fields
from app.procurement.forms.fields import UnitPriceField
from app.procurement.forms.rounds import PURCHASES
from app.procurement.rules.deals import (
    LONGEST_AWARDED,
    LONGEST_LOT,
    LONGEST_LOT_DESCRIPTION,
    LONGEST_SUPPLIER,
    LONGEST_UNIT,
)
from app.procurement.values import DealAudience, DealLotTyped, DealLotValue, DealTyped, DealValue, Per
from app.procurement.values.deals_read import DealFilter, UsageFilter
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    CpvField,
    DateField,
    FilterForm,
    Form,
    RadioField,
    SeenField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    choice,
    choices_of,
)

PARTICULARS = ("cpv", "purchase", "awarded_by", "award_date", "until_date", "last_date", "audience")
AUDIENCES = [
    choice(DealAudience.ALL, "Any trust"),
    choice(DealAudience.REGION, "Trusts with a school in the regions above"),
    choice(
        DealAudience.NAMED,
        "Only the trusts that you name",
        "You name them on the next page. Nobody else sees the deal.",
    ),
]


class DealForm(ListingFields):
    """An awarded deal in the order of its page; lots and named trusts have pages of their own."""

    labels: ClassVar = {"phases": "Which schools is it for?", "regions": "In which regions can it be supplied?"}
    hints: ClassVar = {
        "title": "What was awarded, like “Photocopiers, lease and service”",
        "description": (
            "What the supplier does, how to order and whom to ask. Leave a line empty between paragraphs "
            "and start lines of a list with “- ”."
        ),
    }

    cpv = CpvField("CPV code", hint="The code of what is bought, or words that say it, like portable computers")
    purchase = RadioField("What kind of purchase is it?", choices=PURCHASES, coerce=PurchaseKind)
    awarded_by = TextField(
        "How was it awarded?", most=LONGEST_AWARDED, hint="Like “Open procedure, notice 2026/S 000-012345”"
    )
    award_date = DateField("When was it awarded?", called="The award date", hint="For example, 30 10 2026")
    until_date = DateField(
        "Last day to call off",
        hint="The last day on which a trust may call it off. The deal closes by itself after it.",
    )
    last_date = DateField("Last day of supply", hint="The last day on which what was called off may run")
    audience = RadioField(
        "Who may call it off?", choices=AUDIENCES, coerce=DealAudience, needed="Choose who may call it off"
    )
    version = SeenField(default="1")
    save = SubmitField("Save and continue")

    @property
    def typed(self) -> DealTyped:
        """What was typed of what is particular to a deal."""
        values = {name: self[name].data for name in PARTICULARS}
        return DealTyped(**{**values, "cpv": self.cpv.data or ""})


def deal_fields(deal: DealValue | None) -> dict[str, Any]:
    """What the form shows of a deal, or of a new one."""
    if deal is None:
        return {"audience": DealAudience.ALL}
    typed = {name: getattr(deal, name) for name in PARTICULARS}
    return {**shared_fields(deal.listing), **typed, "version": str(deal.listing.version)}


class DealLotForm(Form):
    """A lot with its supplier and price."""

    title = TextField("What is the lot?", needed="Enter a title for the lot", most=LONGEST_LOT)
    description = TextAreaField("What is included (optional)", most=LONGEST_LOT_DESCRIPTION, rows=4)
    supplier = TextField("Supplier", needed="Enter the supplier’s name", most=LONGEST_SUPPLIER)
    unit = TextField(
        "Unit", needed="Enter what one unit is, like kWh or meal", most=LONGEST_UNIT, width="10",
        hint="One of what is bought, like kWh, meal or device",
    )  # fmt: skip
    per = RadioField(
        "Is a quantity bought once, or in each year?", choices=choices_of(Per), coerce=Per,
        needed="Choose once or each year", hint="What is bought each year is priced by the month",
    )  # fmt: skip
    price = UnitPriceField(
        "Price of a unit", needed="Enter the price of one unit", called="The price",
        hint="Without VAT, like £1.25, 0.2435 or 24.35p. For a year, where it is bought each year.",
    )  # fmt: skip
    vat = SelectField("VAT", choices=choices_of(VatTreatment), coerce=VatTreatment, needed="Choose the VAT")
    version = SeenField(default="1")
    save = SubmitField("Save lot")

    @property
    def typed(self) -> DealLotTyped:
        """What was typed."""
        return DealLotTyped(
            title=self.title.data,
            description=self.description.data,
            unit=self.unit.data,
            per=self.per.data,
            supplier=self.supplier.data,
            price=self.price.price,
            vat=self.vat.data,
        )


def lot_fields(lot: DealLotValue | None, version: int) -> dict[str, Any]:
    """What the form shows of a lot, or of a new one."""
    if lot is None:
        return {"per": Per.ONCE, "vat": VatTreatment.STANDARD, "version": str(version)}
    names = ("title", "description", "supplier", "unit", "per", "vat")
    same = {name: getattr(lot, name) for name in names}
    return {**same, "price": lot.price.hundredths, "version": str(version)}


class NameTrusts(Form):
    """Names trusts that were found on the register."""

    trusts = CheckboxesField("Trusts", coerce=int, component={"classes": "govuk-checkboxes--small"})
    name_them = SubmitField("Name these trusts")


class DealFilterForm(FilterForm):
    """Narrows the list of deals; `acts` is whether the reader acts for a trust."""

    text = TextField("Title, supplier or reference", most=200)
    division = SelectField("CPV division", choices=[choice(*each) for each in DIVISIONS], blank="Any")
    purchase = SelectField(
        "Goods, services or works", choices=choices_of(PurchaseKind), blank="Any", coerce=PurchaseKind
    )
    for_us = CheckboxField("Only what your trust may call off")

    def __init__(self, *, acts: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not acts:
            del self.for_us

    @property
    def narrowed(self) -> DealFilter:
        """What was chosen."""
        for_us = "for_us" in self and bool(self.for_us.data)
        return DealFilter(self.text.data or "", self.division.data or None, self.purchase.data, for_us)


class UsageFilterForm(FilterForm):
    """Narrows what was called off from a deal; its lots are handed in."""

    text = TextField("Trust", most=200)
    lot = SelectField("Lot", blank="Any lot", coerce=int)

    def __init__(self, lots: Iterable[DealLotValue], **kwargs: Any) -> None:
        self._lots = [choice(each.id, each.name) for each in lots]
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The lots are known only when the form is made."""
        self.lot.choices = self._lots
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> UsageFilter:
        """What was chosen."""
        return UsageFilter(self.text.data or "", self.lot.data)
