"""What is typed of checks and of who came. There is no field here for a document, a number or a word of one's own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.secondments.rules.checks import reason_of
from app.secondments.values import CheckItem, CheckValue, Confirmed
from app.web.fields import CheckboxField, DateField, FilterForm, Form, RadioField, SubmitField

DONE, NOT = "done", "not"
NEEDS_DAY = "{}: enter the date on which it was done"


class ChecksForm(Form):
    """An answer to each check: `<item>` says whether it is done, `<item>_date` when; of what is always done, the date.

    An item may be left without an answer, but one that has an answer keeps one.
    """

    save = SubmitField("Confirm these checks")

    def __init__(self, answered: Collection[CheckItem] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answered = frozenset(answered)

    def explain(self, hints: Mapping[CheckItem, str]) -> None:
        """Say something beneath an item: who confirmed it, or what a post like this often needs."""
        for item, hint in hints.items():
            self[item.value if reason_of(item) else f"{item}_date"].description = hint

    @property
    def given(self) -> list[Confirmed]:
        """What was answered."""
        return list(self._given())

    def validate(self, extra_validators: Any = None) -> bool:
        """What is done has a date."""
        good = bool(super().validate(extra_validators))
        for item in CheckItem:
            day = self[f"{item}_date"]
            is_said = item in self.answered if reason_of(item) is None else self[item.value].data == DONE
            if is_said and day.data is None and not day.errors:
                day.errors = [NEEDS_DAY.format(item.label)]
                good = False
        return good

    def _given(self) -> Iterator[Confirmed]:
        for item in CheckItem:
            why, day = reason_of(item), self[f"{item}_date"].data
            said = DONE if why is None and day else self[item.value].data if why else None
            if said == DONE:
                yield Confirmed(item, day, None)
            elif said == NOT:
                yield Confirmed(item, None, why)


def _add_fields() -> None:
    for item in CheckItem:
        why = reason_of(item)
        if why is not None:
            choices = [(DONE, "Done"), (NOT, f"Not required: {why.label[0].lower()}{why.label[1:]}")]
            setattr(ChecksForm, item.value, RadioField(item.label, choices=choices))
        label = f"{item.label}: date checked" if why is None else "Date checked"
        setattr(ChecksForm, f"{item}_date", DateField(label, called=f"{item.label}: the date"))


_add_fields()


def checks_fields(given: Sequence[CheckValue]) -> dict[str, str | date | None]:
    """What the form shows of the answers that stand."""
    shown: dict[str, str | date | None] = {}
    for each in given:
        shown |= {each.item.value: DONE if each.done_date else NOT, f"{each.item}_date": each.done_date}
    return shown


class ArrivalForm(Form):
    """That the person who came is the person named."""

    arrived = DateField(
        "When did you see them?", needed="Enter the day on which you saw proof of identity", called="The day"
    )
    seen = CheckboxField(
        "The person who came is the person named in the agreement; I saw proof of identity",
        needed="Tick to say that you saw proof of identity",
    )
    save = SubmitField("Confirm")


class CentralRecordForm(FilterForm):
    """Narrows the single central record to who was in on any day of a span; empty, to who is in now."""

    since = DateField("In on or after", called="The first day")
    until = DateField("In on or before", called="The last day")
