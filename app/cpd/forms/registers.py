"""What may be typed about a register: marks, who came to a place without a name, and how to finish it."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.cpd.rules.places import LONGEST_NAME
from app.cpd.values import Mark, NewDelegate
from app.web.fields import EmailField, Form, RadioField, SubmitField, TextField, choice

MARK, WAS = "mark-{}", "was-{}"


class RegisterForm(Form):
    """The marks of a page of a register. Who is on it differs, so `changed_marks` reads them by place."""

    save = SubmitField("Save")


class NameAtRegisterForm(Form):
    """Who came to a place without a name."""

    name = TextField("Full name", needed="Enter their full name", most=LONGEST_NAME, width="20", autocomplete="off")
    email = EmailField(
        "Work email",
        needed="Enter their work email",
        width="20",
        autocomplete="off",
        hint="Their certificate goes to this address",
    )
    save = SubmitField("Save the name")

    @property
    def typed(self) -> NewDelegate:
        """Who that is."""
        return NewDelegate(self.name.data, self.email.data)


class FinishRegisterForm(Form):
    """How those count whom nobody marked."""

    unmarked = RadioField(
        "How do you want to count those without a mark?",
        coerce=Mark,
        choices=[
            choice(Mark.PRESENT.value, "They came", "Everyone without a mark is marked present"),
            choice(Mark.ABSENT.value, "They did not come", "Everyone without a mark is marked absent"),
        ],
    )
    save = SubmitField("Finish the register")


def changed_marks(typed: Mapping[str, Any], place_ids: Iterable[int]) -> dict[int, Mark]:
    """The marks that somebody changed on their page, by place: what they only saw is not among them.

    So of two who take a register at once neither undoes the other's marks. Words that are no marks are passed over.
    """
    words = {each.value for each in Mark}
    sent = {each: (typed.get(MARK.format(each), ""), typed.get(WAS.format(each), "")) for each in place_ids}
    return {place_id: Mark(new) for place_id, (new, was) in sent.items() if new in words and new != was}
