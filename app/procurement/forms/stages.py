"""Moving a round on, giving it up, and recording who won."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.procurement.forms.fields import UnitPriceField
from app.procurement.rules.awards import LONGEST_NOTE, LONGEST_SUPPLIER
from app.procurement.rules.stages import LONGEST_REASON
from app.procurement.values import AwardTyped, AwardValue, LotValue
from app.web.fields import DateField, Form, SubmitField, TextAreaField, TextField


class MoveForm(Form):
    """Asks before a round moves."""

    save = SubmitField("Move the round")


class StandstillForm(Form):
    """From when a standstill is counted."""

    published = DateField(
        "When was the contract award notice published?",
        needed="Enter the day on which the contract award notice was published",
        called="The day",
        hint="The standstill is eight working days, that day being the first of them",
    )
    save = SubmitField("Begin the standstill")


class AbandonForm(Form):
    """Why a round is given up."""

    reason = TextAreaField(
        "Why is the round abandoned?",
        needed="Enter why the round is abandoned: everybody who joined it is told",
        most=LONGEST_REASON,
        hint="Everybody who joined the round is told. Do not name a person.",
    )
    save = SubmitField("Abandon the round", component={"classes": "govuk-button--warning"})


class AwardForm(Form):
    """Who won one lot; its fields are named "lot-3-supplier" and so on for the lot whose id is 3."""

    class Meta:
        """The page's own form carries the token."""

        csrf = False

    supplier = TextField("Supplier", most=LONGEST_SUPPLIER, hint="Leave empty where nobody won the lot")
    price = UnitPriceField("Price of one, without VAT", called="The price", hint="Like £250 or 24.35p")
    award_date = DateField("Decided on", called="The day")
    note = TextAreaField(
        "Note (optional)", most=LONGEST_NOTE, hint="For those who take part, such as the notice’s number"
    )

    def __init__(self, lot: LotValue, held: AwardValue | None) -> None:
        super().__init__(prefix=f"lot-{lot.id}", data=_fields(held) if held else {})
        self.lot = lot

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, with the number of its lot."""
        place = f"Lot {self.lot.position}: "
        return [{**each, "text": place + each["text"][:1].lower() + each["text"][1:]} for each in super().error_list]

    @property
    def typed(self) -> AwardTyped | None:
        """The award as typed, None where nothing was."""
        if not (self.supplier.data or self.price.data is not None or self.award_date.data or self.note.data):
            return None
        return AwardTyped(
            lot_id=self.lot.id,
            supplier=self.supplier.data or "",
            price=self.price.price,
            award_date=self.award_date.data,
            note=self.note.data or "",
        )


class AwardsForm(Form):
    """Who won each lot of a round."""

    save = SubmitField("Save the award")

    def __init__(self, lots: Sequence[LotValue], held: Mapping[int, AwardValue]) -> None:
        super().__init__()
        self.lots = [AwardForm(lot, held.get(lot.id)) for lot in lots]

    def validate(self, extra_validators: Any = None) -> bool:
        """The token, and every lot, so that all errors are shown at once."""
        return all([super().validate(extra_validators), *(each.validate() for each in self.lots)])

    def refuse(self, error: Any) -> None:
        """Put a refusal beside the field of its lot."""
        for each in self.lots:
            if error.field and error.field in {field.name for field in each}:
                field = next(field for field in each if field.name == error.field)
                field.errors = [*field.errors, error.message]
                return
        super().refuse(error)

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong with any of its fields, those of the lots among them."""
        of_lots = {name: found for each in self.lots for name, found in each.errors.items()}
        return {**super().errors, **of_lots}

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, lot by lot."""
        return [*super().error_list, *(error for each in self.lots for error in each.error_list)]

    @property
    def awards(self) -> list[AwardTyped]:
        """Each lot for which something was typed."""
        return [typed for each in self.lots if (typed := each.typed)]


def _fields(held: AwardValue) -> dict[str, Any]:
    return {
        "supplier": held.supplier,
        "price": held.price.hundredths,
        "award_date": held.award_date,
        "note": held.note,
    }
