"""What is typed along the way: the end, a later end, absences, reviews. An absence has no field for a reason."""

from app.secondments.rules.endings import LONGEST_REASON
from app.secondments.rules.reviews import LONGEST_TEXT
from app.secondments.values import Going
from app.web.fields import (
    CheckboxField,
    DateField,
    Form,
    RadioField,
    SubmitField,
    TextAreaField,
    choices_of,
)

WARNING = {"classes": "govuk-button--warning"}


class OwnNoticeForm(Form):
    """The last day; first one looks at what it changes, then gives notice."""

    last_date = DateField("Last day", needed="Enter the last day", called="The last day")
    look = SubmitField("Continue")
    give = SubmitField("Give notice", component=WARNING)


class NoticeForm(OwnNoticeForm):
    """The same for a trust, which may agree with the other on less notice."""

    shorter = CheckboxField("Ask the other trust to agree to less notice. Nothing changes until it does.")


class PermanentForm(NoticeForm):
    """The last day before the permanent post begins."""

    last_date = DateField(
        "Last day before the permanent post begins",
        needed="Enter the last day of the secondment",
        called="The last day",
    )
    give = SubmitField("Make it permanent", component=WARNING)


class AnswerForm(Form):
    """A yes or a no to what the other trust asks."""

    answer = RadioField("Do you agree?", needed="Choose yes or no", choices=[("yes", "Yes"), ("no", "No")])
    send = SubmitField("Answer")

    @property
    def agreed(self) -> bool:
        """Whether it is a yes."""
        return bool(self.answer.data == "yes")


class ExtensionForm(Form):
    """A later last day, and why."""

    to_date = DateField("New last day", needed="Enter the new last day", called="The new last day")
    reason = TextAreaField(
        "Why should it go on for longer?",
        needed="Enter why it should go on for longer",
        hint="The other trust’s HR leads read this. Write nothing about anybody’s health.",
        called="The reason",
        most=LONGEST_REASON,
        rows=4,
        counted=True,
    )
    ask = SubmitField("Ask the other trust")


class AbsenceForm(Form):
    """From when to when; without a last day while the person is not back."""

    first_date = DateField("First day away", needed="Enter the first day away", called="The first day")
    last_date = DateField(
        "Last day away (optional)", hint="Leave this empty while they are not back", called="The last day"
    )
    save = SubmitField("Record the absence")


class EndAbsenceForm(Form):
    """The last day of an absence that is not over."""

    last_date = DateField("Last day away", needed="Enter the last day away", called="The last day")
    save = SubmitField("Save")


class ReviewForm(Form):
    """How it goes, in a word and, where one likes, a few more."""

    going = RadioField("How is it going?", needed="Choose how it is going", choices=choices_of(Going), coerce=Going)
    text = TextAreaField(
        "What works, and what would make it better? (optional)",
        hint="The other two can read this once they have given theirs. Write nothing about anybody’s health.",
        called="What you write",
        most=LONGEST_TEXT,
        rows=5,
        counted=True,
    )
    give = SubmitField("Give the review")
