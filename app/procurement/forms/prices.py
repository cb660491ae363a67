"""How much a trust thinks of buying, to see what joining would do."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from app.procurement.rules.demand import MOST_QUANTITY
from app.procurement.rules.units import plural
from app.procurement.values import LotValue
from app.web.fields import Form, WholeNumberField


class QuantityForm(Form):
    """How much of one lot; its field is named "lot-3-quantity" for the lot whose id is 3."""

    class Meta:
        """Nothing is changed, so nothing needs a token."""

        csrf = False

    quantity = WholeNumberField("How much", least=0, most=MOST_QUANTITY)

    def __init__(self, lot: LotValue, typed: MultiDict[str, str] | None, own: int | None) -> None:
        super().__init__(prefix=f"lot-{lot.id}", formdata=typed, data={"quantity": own} if own else {})
        self.lot = lot
        self.quantity.label.text = lot.name
        self.quantity.called = lot.title
        self.quantity.description = f"How much your trust would buy, in {plural(lot.unit)}"


def quantity_forms(
    lots: Sequence[LotValue], typed: MultiDict[str, str], own: Mapping[int, int]
) -> tuple[list[QuantityForm], dict[int, int]]:
    """A form for each lot, and how much was typed of each, by lot id; what is no number is left out and refused.

    Where nothing was typed they begin with what the trust wants already.
    """
    forms = [QuantityForm(lot, typed or None, own.get(lot.id)) for lot in lots]
    if typed:
        for form in forms:
            form.validate()
    return forms, {form.lot.id: form.quantity.data for form in forms if form.quantity.data and not form.quantity.errors}
