"""What may be typed about the register, about joining, and about roles."""

from app.trusts.values import Region, Role, TrustKind
from app.web.fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    FilterForm,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    choice,
    choices_of,
)

ROLES = [choice(role.value, role.label, role.allows) for role in Role]
WHAT = "Name, school, town, postcode, UID, company number or UKPRN"


class RegisterFilters(FilterForm):
    """What to look for in the register."""

    q = TextField("Find a trust", hint=WHAT, most=200)
    kind = SelectField("Kind of trust", blank="Every kind", choices=choices_of(TrustKind), coerce=TrustKind)
    region = SelectField("Region", blank="All England", choices=choices_of(Region), coerce=Region)
    open = CheckboxField("Open trusts only")


class ChooseTrust(FilterForm):
    """What to look for when choosing one's trust."""

    q = TextField("Find your trust", hint=WHAT, most=200)


class AskToJoin(Form):
    """A request to join a trust."""

    message = TextAreaField(
        "Your job, and anything that helps them recognise you (optional)",
        called="What you write",
        hint="Whoever decides sees this with your name and email address.",
        most=500,
        rows=3,
    )
    ask = SubmitField("Ask to join")


class DecideJoin(Form):
    """The answer to a request."""

    decision = RadioField(
        "Your decision",
        needed="Choose whether to let them in",
        choices=[("accept", "Let them in"), ("decline", "Decline")],
    )
    roles = CheckboxesField(
        "Roles, if you let them in",
        hint="Choose all that apply. You can change them later.",
        choices=ROLES,
        coerce=Role,
    )
    reason = TextAreaField(
        "Reason, if you decline", called="Reason", hint="The person who asked will read it.", most=500, rows=3
    )
    decide = SubmitField("Send decision")


class SetRoles(Form):
    """A member's roles."""

    roles = CheckboxesField(
        "Roles", needed="Choose at least one role", hint="Choose all that apply.", choices=ROLES, coerce=Role
    )
    save = SubmitField("Save roles")


class Invite(Form):
    """An invitation."""

    email = EmailField(
        "Their work email address",
        needed="Enter their work email address",
        hint="They get a link, good for 14 days. They do not need an account yet.",
        autocomplete="off",
    )
    roles = CheckboxesField(
        "Roles", needed="Choose at least one role", hint="Choose all that apply.", choices=ROLES, coerce=Role
    )
    invite = SubmitField("Send invitation")


class ChooseActing(Form):
    """Which of one's trusts to act for."""

    trust = RadioField("Which trust do you want to act for?", needed="Choose a trust", coerce=int)
    choose = SubmitField("Act for this trust")


class AcceptInvitation(Form):
    """Joining by an invitation, for somebody signed in."""

    accept = SubmitField("Join this trust")


class NewAccount(Form):
    """Joining by an invitation, for somebody without an account."""

    name = TextField("Your full name", called="Full name", needed="Enter your full name", most=100, autocomplete="name")
    password = PasswordField(
        "Choose a password",
        needed="Choose a password",
        hint="At least 10 characters. Three unusual words are easy to remember and hard to guess.",
        new=True,
    )
    accept = SubmitField("Create account and join")


class Confirm(Form):
    """A button that needs nothing else."""
