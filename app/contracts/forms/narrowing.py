"""What narrows the list of contracts."""

from app.contracts.values import IN_FORCE, ContractState, Narrowed, Source
from app.listings.categories import label_of, leaves
from app.web.fields import DateField, FilterForm, SelectField, TextField, choices_of

ALL_IN_FORCE = "in_force"


class NarrowForm(FilterForm):
    """Narrows the list of contracts; what has ended is not shown until it is asked for."""

    text = TextField("Title, supplier or reference", most=200)
    state = SelectField(
        "State",
        blank="All but ended",
        choices=[(ALL_IN_FORCE, "All in force"), *((each.value, each.label) for each in ContractState), ("all", "All")],
    )
    category = SelectField(
        "Category", blank="Any category", choices=[(leaf.code, label_of(leaf.code)) for leaf in leaves()]
    )
    source = SelectField("Where it comes from", blank="Anywhere", choices=choices_of(Source), coerce=Source)
    ends_from = DateField("Ends from")
    ends_to = DateField("Ends to")

    @property
    def narrowed(self) -> Narrowed:
        """What was chosen."""
        return Narrowed(
            states=self._states(),
            category=self.category.data or None,
            source=self.source.data,
            text=self.text.data or "",
            ends_from=self.ends_from.data,
            ends_to=self.ends_to.data,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return self.narrowed != Narrowed(states=frozenset(ContractState) - {ContractState.ENDED})

    def _states(self) -> frozenset[ContractState]:
        chosen = self.state.data
        if chosen == ALL_IN_FORCE:
            return IN_FORCE
        if chosen == "all":
            return frozenset()
        return frozenset({ContractState(chosen)}) if chosen else frozenset(ContractState) - {ContractState.ENDED}
