"""What may be typed about a lot: what it is, its unit and guide price, and its tiers."""

from typing import Any

from app.kernel.errors import Refused
from app.kernel.vat import VatTreatment
from app.procurement.forms.fields import UnitPriceField
from app.procurement.forms.lots_fields import RowFault, TiersField
from app.procurement.rules.lots import DEAREST, LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_UNIT
from app.procurement.values import LotTyped, LotValue, Per, TierBasis
from app.web.fields import (
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

BASES = [
    choice(TierBasis.QUANTITY, "The total quantity", "A tier begins at so many units"),
    choice(TierBasis.VALUE, "The total value at the guide price", "A tier begins at so many pounds"),
]


class LotForm(Form):
    """A lot with its tiers."""

    title = TextField(
        "What is the lot?", needed="Enter what the lot is", most=LONGEST_TITLE, hint="Like “Half-hourly supplies”"
    )
    description = TextAreaField("Specification (optional)", most=LONGEST_DESCRIPTION, rows=5)
    unit = TextField("Unit", most=LONGEST_UNIT, width="10", hint="One of what is bought, like kWh, meal or device")
    per = RadioField(
        "Is a quantity bought once, or in each year of the contract?", choices=choices_of(Per), coerce=Per,
        needed="Choose once or each year",
    )  # fmt: skip
    guide_price = UnitPriceField(
        "Guide price of a unit",
        least=1,
        most=DEAREST.hundredths,
        called="The guide price",
        hint="Without VAT, with no tier reached: what you expect it to cost at most. Like £1.25, 0.2435 or 24.35p",
    )
    vat = SelectField("VAT", choices=choices_of(VatTreatment), coerce=VatTreatment, needed="Choose the VAT")
    basis = RadioField("What are the tiers reached by?", choices=BASES, coerce=TierBasis, needed="Choose what counts")
    tiers = TiersField("Tiers")
    version = SeenField(default="1")
    save = SubmitField("Save lot")

    def validate(self, extra_validators: Any = None) -> bool:
        """Rows of tiers that cannot be read are told together with what else is wrong."""
        good = bool(super().validate(extra_validators))
        _, faults = self.tiers.tiers(self.basis.data or TierBasis.QUANTITY)
        for each in faults:
            self.tiers.refuse(each)
        return good and not faults

    def refuse(self, error: Refused) -> None:
        """What a rule says of a tier stands with the tiers, which name it by the number of its row."""
        name, _, place = (error.field or "").partition("-")
        if name == "tier":
            place, _, part = place.partition("-")
            self.tiers.refuse(RowFault(self.tiers.filled[int(place)], part, error.message))
        else:
            super().refuse(error)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, the tiers last as on the page, each of their faults with a link to its box."""
        others = [each for each in super().error_list if each.get("href") != f"#{self.tiers.id}"]
        return [*others, *self.tiers.error_list]

    def typed(self, lot_id: int | None) -> LotTyped:
        """What was typed, as a lot that is new or that is there."""
        return LotTyped(
            title=self.title.data,
            description=self.description.data,
            unit=self.unit.data,
            per=self.per.data,
            guide_price=self.guide_price.price,
            vat=self.vat.data,
            basis=self.basis.data,
            tiers=self.tiers.tiers(self.basis.data)[0],
            id=lot_id,
        )


def lot_form(lot: LotValue | None, version: int) -> LotForm:
    """The form of a lot that is there, or of a new one."""
    if lot is None:
        fresh = {"per": Per.YEAR, "vat": VatTreatment.STANDARD, "basis": TierBasis.QUANTITY, "version": str(version)}
        return LotForm(data=fresh)
    names = ("title", "description", "unit", "per", "vat", "basis")
    same = {name: getattr(lot, name) for name in names}
    form = LotForm(data={**same, "guide_price": lot.guide_price.hundredths or None, "version": str(version)})
    if not form.is_submitted():
        form.tiers.show(lot.tiers, lot.basis)
    return form
