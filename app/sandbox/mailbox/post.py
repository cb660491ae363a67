"""Keeps the mail: each message a file, oldest name first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;)]")


@dataclass(frozen=True)
class Attached:
    """A file that came with a mail. `media_type` is what the mail called it, with its parameters."""

    name: str
    media_type: str
    content: bytes

    @property
    def is_calendar(self) -> bool:
        """Whether it is an entry for a calendar."""
        return self.media_type.partition(";")[0].strip().lower() == "text/calendar"


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it."""

    number: int
    to: str
    sender: str
    subject: str
    text: str
    came_at: datetime
    attached: tuple[Attached, ...] = ()

    @property
    def html(self) -> Markup:
        """The text, escaped, with its links to follow."""
        parts, end = [], 0
        for link in LINK.finditer(self.text):
            parts += [escape(self.text[end : link.start()]), Markup('<a href="{0}">{0}</a>').format(link[0])]
            end = link.end()
        return Markup("").join([*parts, escape(self.text[end:])])


class PostRoom:
    """A folder of mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, raw: bytes) -> None:
        """Keep one message as it came."""
        name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        (self.folder / f"{name}.part").write_bytes(raw)
        (self.folder / f"{name}.part").rename(self.folder / f"{name}.eml")

    def list_mail(self, *, to: str = "", skip: int = 0, most: int = 50) -> list[Mail]:
        """The newest mail first; `to` narrows to addresses that contain it."""
        wanted = (mail for mail in self._newest_first() if to.lower() in mail.to.lower())
        return [mail for place, mail in enumerate(wanted) if skip <= place < skip + most]

    def find_mail(self, number: int) -> Mail | None:
        """One mail by its number, or None."""
        return next((mail for mail in self._newest_first() if mail.number == number), None)

    def _newest_first(self) -> Iterator[Mail]:
        files = sorted(self.folder.glob("*.eml"))
        for number, file in reversed(list(enumerate(files, start=1))):
            yield _read(number, file)


@lru_cache(maxsize=5_000)
def _read(number: int, file: Path) -> Mail:
    """A mail out of its file, which never changes once it is there."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return Mail(
        number=number,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or "(no subject)"),
        text=body.get_content() if body else "",
        came_at=datetime.strptime(file.stem, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        attached=tuple(_attached(part) for part in message.iter_attachments() if not part.is_multipart()),
    )


def _attached(part: Any) -> Attached:
    return Attached(
        name=part.get_filename() or "attachment",
        media_type=str(part["Content-Type"] or "application/octet-stream"),
        content=part.get_payload(decode=True) or b"",
    )
