"""What may be typed to call off a deal: days, a PO number, and a quantity for each lot and school."""

from collections.abc import Sequence
from typing import Any

from app.kernel.errors import Refused
from app.procurement.rules.call_offs import LONGEST_PO_NUMBER, MOST_QUANTITY
from app.procurement.values import CallOffState, DealLotValue
from app.procurement.values.call_offs import CallOffFilter, CallOffTyped, Wanted
from app.web.fields import (
    DateField,
    FilterForm,
    Form,
    HiddenField,
    SelectField,
    SubmitField,
    TextField,
    WholeNumberField,
    choices_of,
)

Place = tuple[int, str]
"""A school by its id, 0 for the trust's own office, and its name."""


class CallOffForm(Form):
    """The days and the PO number; `call_off_form` adds a quantity for each lot and place, named `q-<lot>-<school>`.

    `seen` and `token` are those of the page on which it is checked.
    """

    start_date = DateField("First day", hint="For example, 1 9 2027")
    end_date = DateField("Last day", hint="The last day on which you are supplied under this call-off")
    po_number = TextField(
        "PO number (optional)", most=LONGEST_PO_NUMBER, width="20", hint="Shown on the order to the supplier"
    )
    seen = HiddenField()
    token = HiddenField()
    check = SubmitField("Check the value")
    place = SubmitField("Call off")

    lots: Sequence[DealLotValue] = ()
    places: Sequence[Place] = ()

    def quantity(self, lot_id: int, school_id: int) -> Any:
        """The field of a lot and a place."""
        return self[f"q-{lot_id}-{school_id}"]

    def refuse(self, error: Refused) -> None:
        """What is wrong with the quantities stands with the first of them."""
        if error.field == "quantities" and self.lots and self.places:
            error = Refused(error.message, field=f"q-{self.lots[0].id}-{self.places[0][0]}")
        super().refuse(error)

    @property
    def typed(self) -> CallOffTyped:
        """What was typed; a place without a quantity, or with none, is left out."""
        wanted = tuple(
            Wanted(lot.id, school_id or None, quantity)
            for lot in self.lots
            for school_id, _ in self.places
            if (quantity := self.quantity(lot.id, school_id).data)
        )
        return CallOffTyped(self.start_date.data, self.end_date.data, self.po_number.data, wanted)


def call_off_form(
    lots: Sequence[DealLotValue], places: Sequence[Place], typed: CallOffTyped | None = None
) -> CallOffForm:
    """The form for some lots and places, filled in with what was typed or committed before."""
    fields: dict[str, Any] = {"lots": lots, "places": places}
    for lot in lots:
        for school_id, name in places:
            called = f"The quantity of {lot.title} for {name}"
            fields[f"q-{lot.id}-{school_id}"] = WholeNumberField(
                f"{lot.title} for {name}", most=MOST_QUANTITY, called=called
            )
    return type("CallOffForm", (CallOffForm,), fields)(data=_shown(typed) if typed else {})  # type: ignore[no-any-return]


def _shown(typed: CallOffTyped) -> dict[str, Any]:
    quantities = {f"q-{each.lot_id}-{each.school_id or 0}": each.quantity for each in typed.wanted}
    return {
        "start_date": typed.start_date,
        "end_date": typed.end_date,
        "po_number": typed.po_number,
        **quantities,
    }


class CallOffFilterForm(FilterForm):
    """Narrows the list of a trust's call-offs."""

    text = TextField("Deal, supplier, PO number or reference", most=200)
    state = SelectField("Where it stands", choices=choices_of(CallOffState), blank="Any", coerce=CallOffState)

    @property
    def narrowed(self) -> CallOffFilter:
        """What was chosen."""
        return CallOffFilter(self.state.data, self.text.data or "")
