"""A real mail server on a port of this machine that keeps what it is sent."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.kernel.boards import jobs
from app.notifications.actions import SEND_MAIL
from app.notifications.jobs import PostOffice
from config import Settings


@dataclass
class Mailbox:
    """What arrived, and how the server is to answer; `while_it_arrives` happens before it does."""

    port: int
    answer: str = "250 kept"
    recipient_answer: str = "250 known"
    messages: list[EmailMessage] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    while_it_arrives: Callable[[], object] = lambda: None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.while_it_arrives()
        if self.answer.startswith("250"):
            content = envelope.original_content or b""
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.sessions.append({"to": envelope.rcpt_tos, "login": session.auth_data, "tls": bool(session.ssl)})
        return self.answer

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"exchange", b"p@ss/word")
    return AuthResult(success=right, auth_data=data.login.decode() if right else None)


@contextmanager
def open_mailbox(tls: ssl.SSLContext | None = None, *, with_login: bool = False) -> Iterator[Mailbox]:
    """A mail server that offers STARTTLS where it is given a certificate, and asks who is there `with_login`."""
    box = Mailbox(free_port())
    login: dict[str, Any] = {"authenticator": check_login, "auth_required": True, "auth_require_tls": tls is not None}
    controller = Controller(box, hostname="127.0.0.1", port=box.port, tls_context=tls, **(login if with_login else {}))
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def posting_to(box: Mailbox, settings: Settings) -> Iterator[None]:
    """Have the worker send its mail to a mailbox."""
    before = jobs.errands[SEND_MAIL]
    jobs.add_errand(SEND_MAIL, PostOffice(settings.model_copy(update={"smtp_url": box.url})).errand())
    try:
        yield
    finally:
        jobs.add_errand(SEND_MAIL, before)
