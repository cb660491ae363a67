"""What may be typed about approvals and schemes of delegation, and how it is refused."""

from typing import Any

from app.approvals.rules import LONGEST_REASON, LONGEST_SUPPLIER, MOST_BANDS, MOST_QUOTES, BandsWrong
from app.approvals.values import ApprovalState, Band, DecidedFilter, Post, Scheme
from app.kernel.money import Money
from app.web.fields import (
    CheckboxField,
    DateField,
    FilterForm,
    Form,
    HiddenField,
    MoneyField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    WholeNumberField,
)

ALONE = "alone"
ENDED = [
    (ApprovalState.APPROVED.value, ApprovalState.APPROVED.label),
    (ApprovalState.DECLINED.value, ApprovalState.DECLINED.label),
    (ApprovalState.CANCELLED.value, "Withdrawn or no longer needed"),
]
DECIDERS = [(ALONE, "The buyer alone"), *((post.value, post.label.capitalize()) for post in Post)]


class DecideForm(Form):
    """Approve or decline, on one page that asks for confirmation."""

    decision = RadioField(
        "What do you decide?",
        choices=[("approve", "Approve it"), ("decline", "Decline it")],
        needed="Choose whether to approve or decline",
    )
    reason = TextAreaField(
        "Reason", most=LONGEST_REASON, rows=3, counted=True, hint="Needed to decline. Whoever asked is told it."
    )
    waiver_reason = TextAreaField(
        "Why will fewer quotes do?",
        most=LONGEST_REASON,
        rows=3,
        counted=True,
        hint="Only to approve without all the quotes that the scheme asks for. It is kept on record.",
    )
    save = SubmitField("Confirm my decision")


class QuoteForm(Form):
    """A supplier's quote."""

    supplier = TextField("Supplier", needed="Enter the supplier’s name", most=LONGEST_SUPPLIER)
    amount = MoneyField(
        "Amount for the whole life, without VAT", needed="Enter the amount", called="The amount", least=1
    )
    save = SubmitField("Record the quote", component={"classes": "govuk-button--secondary"})


class DecidedFilterForm(FilterForm):
    """Narrows the list of decided approvals."""

    text = TextField("Title or reference", most=200)
    state = SelectField("Outcome", choices=ENDED, blank="Any outcome", coerce=ApprovalState)

    @property
    def narrowed(self) -> DecidedFilter:
        """What was chosen."""
        return DecidedFilter(self.state.data, self.text.data or "")


class SchemeForm(Form):
    """A new version of the scheme: its day, what its limits count, and rows for bands, which may be left empty."""

    from_date = DateField("In force from", needed="Enter the day it starts", hint="Today or later")
    includes_vat = RadioField(
        "Limits are held against the whole-life value",
        choices=[("no", "Without VAT"), ("yes", "Including VAT")],
        needed="Choose whether limits count VAT",
    )
    seen = HiddenField()
    save = SubmitField("Save the new scheme")

    @property
    def rows(self) -> list[tuple[int, Band]]:
        """The bands that were typed, each with the number of its row."""
        return [(row, _band(self, row)) for row in range(MOST_BANDS) if not _is_empty(self, row)]

    @property
    def last_seen(self) -> int:
        """The version that the person had before them as the last; −1 for nonsense."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that was filled in says who decides: a limit alone never lets the buyer decide."""
        good = bool(super().validate(extra_validators))
        unsaid = [row for row in range(MOST_BANDS) if not _is_empty(self, row) and not self[f"decided_by_{row}"].data]
        for row in unsaid:
            if not self[f"decided_by_{row}"].errors:
                self.refuse(BandsWrong("Choose who decides, or empty this band", field=f"decided_by_{row}"))
        return good and not unsaid

    def refuse_band(self, refused: BandsWrong, rows: list[int]) -> None:
        """Put a refusal of the n-th band beside the row that it was typed in."""
        place = (refused.field or "").removeprefix("band-")
        if not place.isdigit():
            self.refuse(refused)
            return
        row = rows[int(place)] if int(place) < len(rows) else 0
        self.refuse(BandsWrong(refused.message, field=f"up_to_{row}"))


for _row in range(MOST_BANDS):
    _fields = {
        "up_to": MoneyField("Up to and including", called="The limit"),
        "decided_by": SelectField("Who decides", choices=DECIDERS, blank="No such band"),
        "quotes": WholeNumberField("Quotes needed", most=MOST_QUOTES, called="The number of quotes"),
    }
    for _name, _field in _fields.items():
        setattr(SchemeForm, f"{_name}_{_row}", _field)


def scheme_fields(scheme: Scheme) -> dict[str, Any]:
    """What the form shows of a scheme that is to be replaced."""
    shown: dict[str, Any] = {"includes_vat": "yes" if scheme.includes_vat else "no"}
    for row, band in enumerate(scheme.bands):
        shown[f"up_to_{row}"] = band.up_to.pence if band.up_to else None
        shown[f"decided_by_{row}"] = band.decided_by.value if band.decided_by else ALONE
        shown[f"quotes_{row}"] = band.quotes_needed
    return shown


def _is_empty(form: SchemeForm, row: int) -> bool:
    return all(form[f"{name}_{row}"].data in (None, "", 0) for name in ("up_to", "decided_by", "quotes"))


def _band(form: SchemeForm, row: int) -> Band:
    pence, decider = form[f"up_to_{row}"].data, form[f"decided_by_{row}"].data
    return Band(
        up_to=None if pence is None else Money(pence),
        decided_by=Post(decider) if decider and decider != ALONE else None,
        quotes_needed=form[f"quotes_{row}"].data or 0,
    )


class AppointForm(Form):
    """Who holds a post, or deputises for it; the people are handed in as `choices`."""

    post = SelectField(
        "Post",
        choices=[(post.value, post.label.capitalize()) for post in Post],
        blank="Choose a post",
        needed="Choose a post",
        coerce=Post,
    )
    person = SelectField("Person", blank="Choose a person", needed="Choose a person", coerce=int)
    is_deputy = CheckboxField("They stand in for whoever holds the post (deputy)")
    save = SubmitField("Appoint")
