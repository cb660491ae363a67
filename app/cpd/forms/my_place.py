"""What somebody without an account types to have their links again."""

from app.web.fields import EmailField, Form, SubmitField


class NewLinkForm(Form):
    """Which address the links go to."""

    email = EmailField(
        "Email address",
        needed="Enter your email address",
        hint="The one that your place was booked for, most likely your address at work",
    )
    send = SubmitField("Send me a new link")
