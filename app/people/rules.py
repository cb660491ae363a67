"""What may be an account, a password, a link, a next page; when someone has tried too often."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from zxcvbn import zxcvbn

from app.kernel.errors import Refused
from app.people.values import IDLE, LONGEST, Limit

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_NAME = 100
STRONG_ENOUGH = 3
JUDGED_CHARACTERS = 72
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}
IN_BRITISH = {"Capitalization doesn't help very much": "Capital letters alone do not help"}
NOT_IN_NAMES = set('<>@/\\|{}[]=*"')


class EmailNotUsable(Refused):
    """An address that no account can have."""


class NameNotUsable(Refused):
    """Not a name that can be shown."""


class WeakPassword(Refused):
    """A password that would soon be guessed."""


@cache
def _free_mail() -> frozenset[str]:
    return frozenset(tomllib.loads((Path(__file__).parent / "free_mail.toml").read_text())["domains"])


def usual_email(text: str) -> str:
    """An address as it is kept: in lower case, its domain in ASCII. Raises EmailNotUsable when it is none."""
    try:
        valid = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise EmailNotUsable(
            "Enter an email address in the correct format, like name@example.com", field="email"
        ) from None
    return (valid.ascii_email or valid.normalized).lower()


def check_work_email(email: str) -> None:
    """Insist on an address at work. Raises EmailNotUsable for one at a provider of free mail."""
    domain = email.rpartition("@")[2]
    if domain in _free_mail():
        raise EmailNotUsable(f"Enter your work email address. {domain} is for personal email.", field="email")


def usual_name(text: str) -> str:
    """A name as it is kept, with single spaces. Raises NameNotUsable."""
    name = " ".join(text.split())
    if not any(character.isalpha() for character in name):
        raise NameNotUsable("Enter your full name", field="name")
    if len(name) > LONGEST_NAME:
        raise NameNotUsable(f"Full name must be {LONGEST_NAME} characters or fewer", field="name")
    if NOT_IN_NAMES & set(name) or not name.isprintable():
        raise NameNotUsable("Full name must not include symbols such as < > @ /", field="name")
    return name


def check_password(password: str, *, about: Sequence[str] = (), field: str = "password") -> None:
    """Insist on a password that is hard to guess; `about` are the person's own words, such as name and address.

    At least 10 characters, at most 200, and a zxcvbn score of 3 of 4. Raises WeakPassword with what to do.
    Source: NCSC, "Password policy: updating your approach" (length and deny lists rather than complexity).
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"Password must be {SHORTEST_PASSWORD} characters or more", field=field)
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"Password must be {LONGEST_PASSWORD} characters or fewer", field=field)
    judged = zxcvbn(password[:JUDGED_CHARACTERS], user_inputs=_words(about))
    if judged["score"] < STRONG_ENOUGH:
        raise WeakPassword(_advice(judged["feedback"]), field=field)


def _words(about: Sequence[str]) -> list[str]:
    parts = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    return [part.lower() for part in parts if len(part) > 2]


def _advice(feedback: dict[str, object]) -> str:
    suggestions = feedback["suggestions"]
    assert isinstance(suggestions, list)
    said = [str(feedback["warning"] or "This password is easy to guess"), *map(str, suggestions)]
    sentences = [f"{IN_BRITISH.get(each, each).rstrip('.')}." for each in said if each]
    return " ".join(["Choose a password that is harder to guess.", *sentences])


def is_over(limit: Limit, counted: int) -> bool:
    """Whether an attempt is one too many; `counted` are those in the span, this one included."""
    return counted > limit.most


def is_live(*, started_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Whether a sign-in still holds: seen within 12 hours and begun within 30 days, in real time."""
    return at - last_seen_at < IDLE and at - started_at < LONGEST


def is_expired(expires_at: datetime, *, at: datetime) -> bool:
    """Whether a link is past its time; it is good up to that moment and not at it."""
    return at >= expires_at


def local_path(text: str | None) -> str | None:
    """A path on this site to go on to, or None for anything that could lead elsewhere."""
    if not text or not text.startswith("/") or text.startswith("//") or len(text) > 500:
        return None
    if "\\" in text or not text.isprintable():
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def browser_name(user_agent: str) -> str:
    """What a browser says it is, in words such as "Firefox on Windows"; only to be recognised by its owner."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
