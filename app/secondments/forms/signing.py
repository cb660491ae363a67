"""What is typed to sign, to have somebody else sign, and to have one's own links again."""

from typing import Any

from app.web.fields import CheckboxField, EmailField, Form, HiddenField, SubmitField, TextField

LONG = 1_000


class SignForm(Form):
    """One's name, and that one has read the version. `seen` is the fingerprint of the document shown."""

    seen = HiddenField()
    name = TextField("Your full name", needed="Enter your full name", most=LONG, autocomplete="name", width="20")
    agrees = CheckboxField("I have read it", needed="Tick to say that you have read it")
    sign = SubmitField("Sign")

    def __init__(self, *, promise: str, seen: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.agrees.label.text = promise
        if not self.is_submitted():
            self.seen.data = seen

    def show_again(self, seen: str) -> None:
        """Another version is shown now than the one that was read."""
        self.seen.data, self.agrees.data = seen, False


class SignByCodeForm(SignForm):
    """The same with the one-time code that was mailed."""

    code = TextField(
        "Your code",
        needed="Enter the 6 numbers of your code",
        hint="The 6 numbers in the email that we sent you",
        most=LONG,
        autocomplete="one-time-code",
        width="10",
        component={"inputmode": "numeric"},
    )


class SendLinkForm(Form):
    """Who is to sign for the trust."""

    name = TextField("Full name", needed="Enter the full name of whoever is to sign", most=LONG, width="20")
    email = EmailField(
        "Email address",
        needed="Enter the email address of whoever is to sign",
        hint="They get a link that is for them alone, and a code when they sign",
        autocomplete="off",
    )
    send = SubmitField("Send the link")


class NewOwnLinkForm(Form):
    """Which address the links go to."""

    email = EmailField(
        "Email address",
        needed="Enter your email address",
        hint="The one that your employer has for you, most likely your address at work",
    )
    send = SubmitField("Send me a new link")
