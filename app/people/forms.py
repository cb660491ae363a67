"""What may be typed about an account."""

from app.people.rules import LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.web.fields import EmailField, Form, HiddenField, PasswordField, SubmitField, TextField

NEW_PASSWORD_HINT = (
    f"At least {SHORTEST_PASSWORD} characters. Three or four unrelated words are easy to remember and hard to guess."
)


class SignInForm(Form):
    """Who one is, and the proof."""

    email = EmailField("Email address", needed="Enter your email address")
    password = PasswordField("Password", needed="Enter your password", most=LONGEST_PASSWORD)
    next = HiddenField()
    sign_in = SubmitField("Sign in")


class RegisterForm(Form):
    """What an account is made of."""

    name = TextField("Full name", needed="Enter your full name", most=LONGEST_NAME, autocomplete="name")
    email = EmailField(
        "Work email address",
        needed="Enter your work email address",
        hint="Use your address at your school or trust. We send a link to it.",
    )
    password = PasswordField(
        "Choose a password",
        needed="Enter a password",
        called="Password",
        hint=NEW_PASSWORD_HINT,
        new=True,
        most=LONGEST_PASSWORD,
    )
    next = HiddenField()
    register = SubmitField("Create account")


class ConfirmForm(Form):
    """The proof that the mailbox's owner is who registered."""

    password = PasswordField(
        "Password", needed="Enter the password that you chose when you registered", most=LONGEST_PASSWORD
    )
    confirm = SubmitField("Confirm email address")


class ForgottenForm(Form):
    """Whose password is forgotten."""

    email = EmailField("Email address", needed="Enter your email address")
    send = SubmitField("Send me a link")


class NewPasswordForm(Form):
    """A new password, where a link is the proof."""

    password = PasswordField(
        "New password",
        needed="Enter a new password",
        called="Password",
        hint=NEW_PASSWORD_HINT,
        new=True,
        most=LONGEST_PASSWORD,
    )
    save = SubmitField("Save new password")


class ChangePasswordForm(Form):
    """A new password, where the present one is the proof."""

    current = PasswordField(
        "Present password", needed="Enter the password that you sign in with now", most=LONGEST_PASSWORD
    )
    new = PasswordField(
        "New password",
        needed="Enter a new password",
        called="Password",
        hint=NEW_PASSWORD_HINT,
        new=True,
        most=LONGEST_PASSWORD,
    )
    save = SubmitField("Change password")


class NameForm(Form):
    """What one is called."""

    name = TextField("Full name", needed="Enter your full name", most=LONGEST_NAME, autocomplete="name")
    save = SubmitField("Save name")
