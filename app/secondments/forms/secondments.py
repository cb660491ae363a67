"""What may be typed on the pages of secondments: narrowing the list, issuing, withdrawing, giving up."""

from app.secondments.values import SecondmentState
from app.secondments.values.agreements_listed import SecondmentFilter, SecondmentSide
from app.web.fields import DateField, FilterForm, Form, SelectField, SubmitField, TextAreaField, TextField, choices_of

LONGEST_MESSAGE = 1_000


class SecondmentFilterForm(FilterForm):
    """Narrows the list of secondments."""

    text = TextField("Post, trust or reference", most=200)
    side = SelectField("Out or in", choices=choices_of(SecondmentSide), blank="Both", coerce=SecondmentSide)
    state = SelectField(
        "Where it stands",
        choices=choices_of(SecondmentState),
        blank="All but those that came to nothing",
        coerce=SecondmentState,
    )
    on = DateField("Away on")

    @property
    def narrowed(self) -> SecondmentFilter:
        """What was chosen."""
        return SecondmentFilter(self.side.data, self.state.data, self.on.data, self.text.data or "")


class IssueForm(Form):
    """Issues what is drafted."""

    issue = SubmitField("Issue to be signed")


class WithdrawForm(Form):
    """Takes back the version that is being signed."""

    withdraw = SubmitField("Withdraw this version", {"classes": "govuk-button--warning"})


class AbandonForm(Form):
    """Gives up what was never in force."""

    message = TextAreaField(
        "What do you want to tell the other trust?",
        needed="Enter a message for the other trust",
        most=LONGEST_MESSAGE,
        rows=4,
        hint="They and the person read this. Say why, and be kind.",
    )
    give_up = SubmitField("Give up this secondment", {"classes": "govuk-button--warning"})
