"""Public references such as AGR-7F3K2: short enough to read out on the telephone."""

import re
import secrets

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE = re.compile(rf"(?P<prefix>[A-Z]{{3}})-(?P<code>[{LETTERS}]{{5,8}})")


def new_reference(prefix: str) -> str:
    """A fresh reference with a three-letter prefix.

    No vowels (no words), no 0, 1 or L (no misreading). There are 14 million per prefix: the table's
    unique constraint says whether one is taken.
    """
    return f"{prefix}-" + "".join(secrets.choice(LETTERS) for _ in range(5))


def prefix_of(text: str) -> str | None:
    """The prefix of a well-formed reference, or None when the text is not one."""
    match = REFERENCE.fullmatch(text.strip().upper())
    return match["prefix"] if match else None
