"""How much of which lot for which school, and what is there now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from app.kernel.unit_price import UnitPrice
from app.procurement.forms.fields import UnitPriceField
from app.procurement.rules.demand import LONGEST_SUPPLIER, MOST_PRICE, MOST_QUANTITY
from app.procurement.values.demand import Held
from app.web.fields import (
    CheckboxField,
    DateField,
    FileField,
    Form,
    HiddenField,
    SeenField,
    SubmitField,
    TextField,
    WholeNumberField,
)

Quantities = TypeVar("Quantities", bound="QuantitiesForm")
Key = tuple[int, int | None]
"""The ids of a lot and of a school; None is the trust's own office."""


def cell_name(key: Key) -> str:
    """The name of the box for a lot and a school."""
    return f"q-{key[0]}-{key[1] or 0}"


class QuantitiesForm(Form):
    """A box for each lot and school."""

    keys: Sequence[Key] = ()

    @property
    def quantities(self) -> dict[Key, int]:
        """How much is wanted of which lot for which school; what was left empty, or is 0, is left out."""
        return {key: self[cell_name(key)].data for key in self.keys if self[cell_name(key)].data}


class GridForm(QuantitiesForm):
    """Every lot and school on one page; `version` is that of the demand which the person had before them."""

    version = SeenField()
    save = SubmitField("Save what we want")


class HeldForm(Form):
    """What a school has now, and from when it would buy in the round.

    `seen` is the mark of what was saved when the page was opened.
    """

    seen = HiddenField()
    supplier = TextField("Supplier now", most=LONGEST_SUPPLIER, width="20")
    price = UnitPriceField(
        "Price of a unit now, without VAT",
        hint="Like £250 or 24.35p",
        called="The price now",
        most=MOST_PRICE.hundredths,
    )
    ends = DateField("The contract you have ends on", hint="Leave this empty if nothing holds you", called="The end")
    notice = DateField("Last day to give notice", called="The last day to give notice")
    joins = DateField(
        "Join from",
        hint="Leave this empty to join when the round’s contract starts, or the day after yours ends if that is later",
        called="The day of joining",
    )

    @property
    def held(self) -> Held:
        """What was typed of it."""
        return Held(self.supplier.data, self.price.price, self.ends.data, self.notice.data, self.joins.data)


class LotForm(QuantitiesForm, HeldForm):
    """One lot: a box for each school, and what the schools have now; `for_all` gives it to every one of them."""

    for_all = CheckboxField("All schools have this, those that have something else too")
    save = SubmitField("Save this lot")

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What is wrong, the boxes first: they stand first on the page."""
        return sorted(super().error_list, key=lambda each: not each.get("href", "#q-").startswith("#q-"))


class SchoolForm(HeldForm):
    """One lot for one school, with what this school has now."""

    quantity = WholeNumberField("How much", most=MOST_QUANTITY, called="How much")
    save = SubmitField("Save")


class SheetForm(Form):
    """A spreadsheet with all of a trust's demand."""

    version = SeenField()
    sheet = FileField("Your spreadsheet", needed="Choose the spreadsheet")
    save = SubmitField("Check and take it")


def held_fields(held: Held) -> dict[str, Any]:
    """What a form of it begins with."""
    return {
        "supplier": held.supplier,
        "price": held.price.hundredths if isinstance(held.price, UnitPrice) else None,
        "ends": held.contract_end_date,
        "notice": held.notice_date,
        "joins": held.joins_date,
    }


def quantities_form(
    kind: type[Quantities],
    labels: Mapping[Key, str],
    wanted: Mapping[Key, int],
    data: Mapping[str, Any] | None = None,
) -> Quantities:
    """A form with a box for each of some lots and schools, by what a box is called."""
    boxes = {cell_name(key): _box(label) for key, label in labels.items()}
    made = cast(type[Quantities], type(kind.__name__, (kind,), {**boxes, "keys": tuple(labels)}))
    begins = {cell_name(key): quantity for key, quantity in wanted.items()}
    return made(data={**begins, **(data or {})})


def keys_of(lot_ids: Iterable[int], school_ids: Sequence[int | None]) -> list[Key]:
    """Each school with each lot."""
    lots = list(lot_ids)
    return [(lot_id, school_id) for school_id in school_ids for lot_id in lots]


def _box(label: str) -> WholeNumberField:
    return WholeNumberField(
        label,
        most=MOST_QUANTITY,
        called=label,
        component={
            "label": {"classes": "govuk-visually-hidden"},
            "classes": "govuk-input--width-10",
            "formGroup": {"classes": "govuk-!-margin-bottom-0"},
        },
    )
