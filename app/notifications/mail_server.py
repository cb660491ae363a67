"""The mail server that SMTP_URL names: the one place from which mail leaves."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.notifications.rules import one_line
from app.notifications.values import Attachment, Letter
from config import Settings, SettingsError

TIMEOUT_SECONDS = 20
SENDER = "Trust Exchange"
HERE = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 25, "smtps": 465}


class MailNotSafe(Exception):
    """A mail server elsewhere offers no encryption, so nothing is sent to it."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes out, and from whom.

    With `implicit_tls` the connection is encrypted from its first byte; with `starttls` it must be
    before anything is said. `certificates` is a file of authorities to trust besides the machine's own.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    starttls: bool = False
    certificates: str | None = None

    def send(self, letter: Letter) -> bool:
        """Hand a letter over; False when the server refuses it for good, so that trying again is no use.

        Raises OSError or SMTPException when trying again may help, MailNotSafe when it would go unencrypted.
        """
        message = compose(letter, self.sender)
        try:
            with self._connection() as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            if any(code < 500 for code, _ in error.recipients.values()):
                raise
            return False
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            if error.smtp_code < 500:
                raise
            return False
        return True

    def _connection(self) -> smtplib.SMTP:
        if self.implicit_tls:
            trusted = _authorities(self.certificates)
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=trusted)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            self._introduce(connection)
        except Exception:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        connection.ehlo()
        if self.starttls:
            if not connection.has_extn("starttls"):
                raise MailNotSafe(f"{self.host} does not offer STARTTLS. Use smtps:// or another mail server.")
            connection.starttls(context=_authorities(self.certificates))
            connection.ehlo()
        if self.user:
            connection.login(self.user, self.password)


def mail_server(settings: Settings) -> MailServer:
    """The server of SMTP_URL: smtp://user:password@host:port or smtps://…, with `?from=` the sender's address.

    A server on another machine must offer STARTTLS or be smtps://; `?certificates=FILE` trusts an
    authority of one's own. Raises SettingsError when SMTP_URL is missing or is no such address.
    """
    settings.demand("smtp_url")
    parts = urlsplit(settings.smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsError("SMTP_URL is not an address of a mail server: use smtp://host:port or smtps://host:port.")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        sender=options.get("from") or f"notices@{urlsplit(settings.address).hostname}",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp" and parts.hostname not in HERE,
        certificates=options.get("certificates"),
    )


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The message as it is sent. Its Message-ID comes from our own row, so that a second sending is recognisable."""
    message = EmailMessage(policy=SMTP)
    message["From"] = HeaderAddress(SENDER, addr_spec=sender)
    message["To"] = HeaderAddress(one_line(letter.to.name), addr_spec=letter.to.email)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = letter.queued_at
    message["Message-ID"] = f"<mail-{letter.mail_id}.{letter.queued_at:%Y%m%d%H%M%S}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.attachment is not None:
        _attach(message, letter.attachment)
    return message


def _attach(message: EmailMessage, file: Attachment) -> None:
    """Put a file with a message: an entry for a calendar also stands beside the text, where mail programs act on it."""
    params = {"method": file.method} if file.method else {}
    kind: dict[str, Any] = {"subtype": file.media_type.partition("/")[2], "cte": "base64", "params": params}
    if file.method:
        message.add_alternative(file.content, **kind)
    message.add_attachment(file.content, filename=file.name, **kind)


@cache
def _authorities(certificates: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificates)
