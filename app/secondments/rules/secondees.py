"""Who may be put on record as somebody to lend, and what is said of them."""

from app.kernel.errors import Refused
from app.people.rules import EmailNotUsable, usual_email
from app.secondments.values import SecondeeDraft

LONGEST_NAME = 100
LONGEST_POST = 120
LONGEST_PROFILE = 2_000


class SecondeeRefused(Refused):
    """What was typed of a person cannot be kept as it is."""


class AddressTaken(Refused):
    """Somebody of the same trust has the e-mail address."""


def tidy_secondee(typed: SecondeeDraft) -> SecondeeDraft:
    """A person as they are kept: spaces trimmed, the address in small letters. Raises SecondeeRefused."""
    name, post, profile = " ".join(typed.name.split()), " ".join(typed.home_post.split()), typed.profile.strip()
    if not name:
        raise SecondeeRefused("Enter the person’s name", field="name")
    _check_length(name, LONGEST_NAME, "name", "name")
    _check_length(post, LONGEST_POST, "post", "home_post")
    _check_length(profile, LONGEST_PROFILE, "profile", "profile")
    try:
        email = usual_email(typed.email)
    except EmailNotUsable as refusal:
        raise SecondeeRefused(refusal.message, field="email") from None
    return SecondeeDraft(name, email, post, profile)


def _check_length(text: str, most: int, what: str, field: str) -> None:
    if len(text) > most:
        raise SecondeeRefused(f"The {what} must be {most:,} characters or fewer", field=field)
