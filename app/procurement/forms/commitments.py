"""What is typed to commit a trust, to sign for it, and to have it leave."""

from typing import Any

from app.kernel.money import Money
from app.procurement.rules.commitments import LONGEST_NAME
from app.procurement.rules.withdrawals import LONGEST_REASON
from app.web.fields import CheckboxField, Form, HiddenField, SeenField, SubmitField, TextAreaField, TextField

TAKE_BACK = "Take the request back"
TICK = "Tick to say that you have read the agreement"


class ReadForm(Form):
    """That somebody has read a version of the agreement; `seen` is the fingerprint of the document shown."""

    seen = HiddenField()
    agrees = CheckboxField("I have read it", needed=TICK)

    def __init__(self, *, promise: str, seen: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.agrees.label.text = promise
        if not self.is_submitted():
            self.seen.data = seen

    def show_again(self, seen: str) -> None:
        """Another version is shown now than the one that was read."""
        self.seen.data, self.agrees.data = seen, False


class AskForm(ReadForm):
    """Asks that the trust be committed; `version` is that of the demand shown."""

    version = SeenField()
    save = SubmitField("Commit your trust")


class SignForm(ReadForm):
    """The name of whoever signs, which the page asks for before the tick."""

    name = TextField("Your full name", needed="Enter your full name", most=LONGEST_NAME * 10, autocomplete="name")
    agrees = CheckboxField("I have read it", needed=TICK)
    save = SubmitField("Sign")


class GiveUpForm(Form):
    """Asks before a commitment is given up, or taken back while it is only asked for."""

    save = SubmitField("Give it up", component={"classes": "govuk-button--warning"})

    def __init__(self, *, is_asked: bool) -> None:
        super().__init__()
        if is_asked:
            self.save.label.text = TAKE_BACK


class WithdrawForm(Form):
    """Why a trust leaves; `seen` is what it was shown to cost, in pence."""

    seen = SeenField()
    reason = TextAreaField(
        "Why does your trust leave?",
        needed="Enter why your trust leaves: the lead trust reads it",
        most=LONGEST_REASON,
        hint="The lead trust reads it. Other trusts do not.",
    )
    save = SubmitField("Leave the round", component={"classes": "govuk-button--warning"})

    @property
    def cost(self) -> Money:
        """What leaving was shown to cost."""
        return Money(self.seen.number)
