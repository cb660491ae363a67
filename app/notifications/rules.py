"""What may go into a notice or a mail, and which way it goes."""

import re

from app.notifications.values import ALWAYS_BY_EMAIL, Attachment, Choice, Topic

LONGEST_SUBJECT = 150
CALENDAR = "text/calendar"
METHODS = ("REQUEST", "CANCEL", "PUBLISH")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
TEXT_TYPE = re.compile(r"text/[a-z0-9][a-z0-9.+-]*")


def one_line(text: str) -> str:
    """A subject on one line, so that nothing in it can start another header; cut at 150 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def check_link(link: str | None) -> None:
    """Insist that a link is a path on this site. Raises ValueError for any other."""
    if link is not None and (not link.startswith("/") or link.startswith("//") or "\\" in link):
        raise ValueError(f"a notice links to a path on this site, not {link!r}")


def check_attachment(attachment: Attachment | None) -> None:
    """Insist that a file is text under a plain name, and that only a calendar's has a method. Raises ValueError."""
    if attachment is None:
        return
    if not FILE_NAME.fullmatch(attachment.name) or not TEXT_TYPE.fullmatch(attachment.media_type):
        raise ValueError(f"{attachment.name!r} is no name, or {attachment.media_type!r} no type, of a file of text")
    if attachment.method is not None and (attachment.media_type != CALENDAR or attachment.method not in METHODS):
        raise ValueError(f"{attachment.method!r} is nothing that a {attachment.media_type} asks of a calendar")


def settled(choice: Choice) -> Choice:
    """A person's choice as it is kept: mail about their account's security stays on."""
    return Choice(choice.topic, choice.in_site, choice.by_email or choice.topic in ALWAYS_BY_EMAIL)


def mail_key(key: str, person_id: int) -> str:
    """The key under which one mail goes to one person once."""
    return f"{key}:{person_id}"


def topics_for(*, is_operator: bool) -> list[Topic]:
    """The topics on a person's page of choices: running the site is for its operator."""
    return [topic for topic in Topic if is_operator or topic is not Topic.OPERATOR]
