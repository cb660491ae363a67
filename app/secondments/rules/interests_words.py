"""What the two trusts may write to each other in an interest: plain text, kind, and not who it is too soon."""

import re
from collections.abc import Sequence

from app.kernel.errors import Refused
from app.secondments.values import Finding, NotThisTime

LONGEST_NOTE = 2_000
LONGEST_MESSAGE = 1_000
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
KIND = (
    "Thank you for your interest, and for the time you gave to it. It is not to be this time. "
    "We would be glad to hear from you again."
)


def check_note(note: str, found: Sequence[Finding] = ()) -> str:
    """A note, tidied. Raises Refused for one too long, or in which was `found` what the reader may not know yet."""
    return _check(note, LONGEST_NOTE, "note", found)


def check_message(message: str, found: Sequence[Finding] = ()) -> str:
    """A message, tidied. Raises Refused for one too long, or in which was `found` what may not be known yet."""
    return _check(message, LONGEST_MESSAGE, "message", found)


def check_reason(reason: NotThisTime | None, message: str) -> None:
    """Not this time takes a reason and a message. Raises Refused for what is missing."""
    if reason is None:
        raise Refused("Choose why it is not to be this time", field="reason")
    if not message.strip():
        raise Refused("Enter a kind message to the other trust", field="message")


def addresses_in(text: str) -> list[str]:
    """The e-mail addresses in a text, for a warning: the other trust reads them."""
    return list(dict.fromkeys(EMAIL.findall(text)))


def _check(text: str, most: int, field: str, found: Sequence[Finding]) -> str:
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > most:
        raise Refused(f"The {field} must be {most:,} characters or fewer", field=field)
    if found:
        words = ", ".join(f"“{each.words}” ({each.kind.label})" for each in found)
        raise Refused(
            f"Take out {words}: the other trust is told once the person and their employer consent", field=field
        )
    return tidy
