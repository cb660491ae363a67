"""What narrows the list of payments."""

from app.settlement.values import RunState, RunsWanted, Side
from app.web.fields import FilterForm, SelectField, TextField

SIDES = ((Side.PAID.value, "Paid by us"), (Side.RECEIVED.value, "Paid to us"))


class RunFilterForm(FilterForm):
    """Narrows the list of a trust's payments."""

    text = TextField("Payment or invoice", hint="A reference or an invoice number", most=60)
    side = SelectField("Who pays", choices=list(SIDES), blank="Both ways", coerce=Side)
    state = SelectField(
        "State", choices=[(each.value, each.label) for each in RunState], blank="Any state", coerce=RunState
    )

    def wanted(self, sort: str, down: bool) -> RunsWanted:
        """What was chosen."""
        return RunsWanted(self.side.data or Side.BOTH, self.state.data, self.text.data or "", sort, down)
