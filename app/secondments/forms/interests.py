"""What may be typed about interests: who is put forward, a note, a step with its reason and its message."""

from collections.abc import Sequence
from typing import Any

from app.kernel.errors import Refused
from app.secondments.forms.secondees import ADDRESS, PROFILE
from app.secondments.rules.interests_words import KIND, LONGEST_MESSAGE, LONGEST_NOTE, addresses_in
from app.secondments.rules.secondees import LONGEST_NAME, LONGEST_POST, LONGEST_PROFILE
from app.secondments.values import AdvertValue, InterestFilter, NotThisTime, Party, SecondeeDraft, SecondeeValue, Stage
from app.web.fields import (
    CheckboxField,
    EmailField,
    FilterForm,
    Form,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    choice,
    choices_of,
)

SIDES = [choice(Party.HOME.value, "People of your trust"), choice(Party.HOST.value, "People of other trusts")]


class InterestFilterForm(FilterForm):
    """Narrows the list; the trust's own adverts with interests are handed in."""

    side = SelectField("Who would be lent", blank="Anybody", choices=SIDES, coerce=Party)
    stage = SelectField("Stage", blank="Any stage", choices=choices_of(Stage), coerce=Stage)
    listing = SelectField("Your advert", blank="Any advert")

    def __init__(self, adverts: Sequence[AdvertValue], **kwargs: Any) -> None:
        self._adverts = list(adverts)
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The adverts are known only when the form is made."""
        self.listing.choices = [choice(each.reference, each.listing.title) for each in self._adverts]
        return bool(super().validate(extra_validators))

    @property
    def narrowed(self) -> InterestFilter:
        """What was chosen."""
        by_reference = {each.reference: each.listing.id for each in self._adverts}
        return InterestFilter(self.side.data, self.stage.data, by_reference.get(self.listing.data or ""))


class ExpressInterestForm(Form):
    """A host asks about somebody available."""

    opportunity = SelectField("For which of your opportunities?", blank="None of them, or one not published yet")
    note = TextAreaField(
        "Note to the home employer (optional)",
        most=LONGEST_NOTE,
        rows=5,
        counted=True,
        called="Note",
        hint="What you have in mind, when, and what you would like to know",
    )
    save = SubmitField("Express interest")


class PutForwardForm(Form):
    """A home employer puts somebody forward: one on record, or somebody new."""

    secondee = SelectField("Who?", blank="Somebody new, named below", coerce=int)
    name = TextField("Full name", most=LONGEST_NAME, width="20", autocomplete="off")
    email = EmailField("Email address", hint=ADDRESS, width="20", autocomplete="off")
    home_post = TextField("Their post with you (optional)", most=LONGEST_POST, called="Their post")
    profile = TextAreaField(
        "Short profile (optional)", most=LONGEST_PROFILE, rows=5, counted=True, called="Short profile", hint=PROFILE
    )
    note = TextAreaField(
        "Note to the host (optional)",
        most=LONGEST_NOTE,
        rows=4,
        counted=True,
        called="Note",
        hint="The host reads it at once: leave out the name, your trust’s name and whatever only one person can be",
    )
    save = SubmitField("Put forward")

    def check_who(self) -> None:
        """Somebody is chosen or named, and not both. Raises Refused."""
        if self.secondee.data and any((self.name.data, self.email.data, self.home_post.data, self.profile.data)):
            raise Refused("Choose somebody from the list or enter somebody new, not both", field="secondee")
        if not (self.secondee.data or self.name.data or self.email.data):
            missing = (
                "Choose who it is, or enter the name of somebody new" if self.secondee.choices else "Enter their name"
            )
            raise Refused(missing, field="secondee" if self.secondee.choices else "name")

    @property
    def draft(self) -> SecondeeDraft:
        """Somebody new, as typed."""
        return SecondeeDraft(self.name.data, self.email.data, self.home_post.data, self.profile.data)


class MoveForm(Form):
    """A step, with a message to the other trust."""

    message = TextAreaField(
        "Message to the other trust (optional)",
        most=LONGEST_MESSAGE,
        rows=5,
        counted=True,
        called="Message",
        hint="Plain text",
    )
    confirmed = CheckboxField("The email address in the message is meant to be there")
    save = SubmitField("Send")
    warned: Sequence[str] = ()

    def check_addresses(self) -> None:
        """A message with an e-mail address goes only once that is confirmed. Raises Refused."""
        self.warned = addresses_in(self.message.data)
        if self.warned and not self.confirmed.data:
            raise Refused(
                f"Your message holds an email address ({self.warned[0]}), which the other trust will read. "
                "Take it out, or tick that it is meant to be there.",
                field="message",
            )


class NotThisTimeForm(MoveForm):
    """Not this time: why, and a kind message that is there already and can be changed."""

    reason = RadioField("Why?", choices=choices_of(NotThisTime), coerce=NotThisTime, needed="Choose why")
    message = TextAreaField(
        "Message to the other trust",
        needed="Enter a kind message to the other trust",
        most=LONGEST_MESSAGE,
        rows=5,
        counted=True,
        called="Message",
        hint="Plain text. Change it as you like.",
    )
    confirmed = CheckboxField("The email address in the message is meant to be there")
    save = SubmitField("Say not this time", component={"classes": "govuk-button--warning"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self.is_submitted():
            self.message.data = KIND


def express_form(opportunities: Sequence[AdvertValue], chosen: str = "") -> ExpressInterestForm:
    """The host's form among its own open opportunities; `chosen` is one to begin with."""
    form = ExpressInterestForm(data={"opportunity": chosen})
    form.opportunity.choices = [choice(each.reference, each.listing.title) for each in opportunities]
    return form


def put_forward_form(people: Sequence[SecondeeValue], chosen: int | None = None) -> PutForwardForm:
    """The home employer's form among those whom it would lend; `chosen` is one to begin with."""
    form = PutForwardForm(data={"secondee": chosen})
    form.secondee.choices = [choice(each.id, each.name) for each in people]
    return form
