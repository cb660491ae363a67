"""What may be typed about the people whom a trust would lend."""

from app.secondments.rules.secondees import LONGEST_NAME, LONGEST_POST, LONGEST_PROFILE
from app.secondments.values import SecondeeDraft, SecondeeValue
from app.web.fields import EmailField, FilterForm, Form, SubmitField, TextAreaField, TextField

ADDRESS = "Their own address. They are asked for their consent there, by a link that is for them alone."
PROFILE = (
    "What they have done and would bring, in a few sentences. The other trust reads it once they consent. "
    "Leave out health, family and anything they would not want passed on."
)


class SecondeeFilterForm(FilterForm):
    """Narrows the list."""

    text = TextField("Name or email address", most=200)


class SecondeeForm(Form):
    """Somebody's name, address, post and short profile."""

    name = TextField("Full name", needed="Enter the person’s name", most=LONGEST_NAME, width="20", autocomplete="off")
    email = EmailField(
        "Email address", needed="Enter their email address", hint=ADDRESS, width="20", autocomplete="off"
    )
    home_post = TextField("Their post with you (optional)", most=LONGEST_POST, called="Their post")
    profile = TextAreaField(
        "Short profile (optional)", most=LONGEST_PROFILE, rows=6, counted=True, called="Short profile", hint=PROFILE
    )
    save = SubmitField("Save")

    @property
    def draft(self) -> SecondeeDraft:
        """What was typed."""
        return SecondeeDraft(self.name.data, self.email.data, self.home_post.data, self.profile.data)


def secondee_form(who: SecondeeValue | None = None) -> SecondeeForm:
    """The form of somebody on record, or of somebody new."""
    data = {"name": who.name, "email": who.email, "home_post": who.home_post, "profile": who.profile} if who else None
    return SecondeeForm(data=data)
