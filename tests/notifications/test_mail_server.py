"""Mail leaves through the server that SMTP_URL names, encrypted where it leaves this machine."""

import smtplib
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.notifications.mail_server import MailNotSafe, MailServer, compose, mail_server
from app.notifications.values import Address, Letter
from config import Settings, SettingsError
from tests.notifications.mailbox import free_port, open_mailbox

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""Made for these tests, with its key beside it: a mail server on 127.0.0.1 that vouches for itself until 2126."""
QUEUED = datetime(2026, 9, 3, 14, 5, tzinfo=UTC)
LETTER = Letter(7, Address("Siân Ŵyn", "sian@fairhaven.example"), "Order accepted", "It is £5.\n", QUEUED)


def settings(smtp_url: str, **more: object) -> Settings:
    values = {"database_url": "sqlite://", "data_dir": "var", "secret_key": "k" * 32, "smtp_url": smtp_url}
    return Settings(_env_file=None, **{**values, "site_address": "https://exchange.example", **more})  # type: ignore[call-arg, arg-type]


def test_a_letter_arrives_whole() -> None:
    with open_mailbox() as box:
        assert mail_server(settings(box.url)).send(LETTER) is True
    (message,) = box.messages
    assert message["From"] == "Trust Exchange <notices@exchange.example>"
    assert message["To"].addresses[0].display_name == "Siân Ŵyn"
    assert message["To"].addresses[0].addr_spec == "sian@fairhaven.example"
    assert message["Message-ID"] == "<mail-7.20260903140500@exchange.example>"
    assert message["Date"].datetime == QUEUED
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == ["It is £5."]


def test_no_name_or_subject_can_start_a_header() -> None:
    nasty = replace(
        LETTER,
        to=Address('Eve"\r\nBcc: all@fairhaven.example', "eve@fairhaven.example"),
        subject="Hello\r\nBcc: all@fairhaven.example",
    )
    with open_mailbox() as box:
        MailServer("127.0.0.1", box.port, "notices@exchange.example").send(nasty)
    (message,) = box.messages
    assert message["Bcc"] is None
    assert box.sessions[0]["to"] == ["eve@fairhaven.example"]
    assert message["Subject"] == "Hello Bcc: all@fairhaven.example"


def test_an_address_that_is_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        compose(replace(LETTER, to=Address("", "a@b.example\r\nBcc: c@d.example")), "notices@exchange.example")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:8025", MailServer("127.0.0.1", 8025, "notices@exchange.example")),
        ("smtp://localhost", MailServer("localhost", 25, "notices@exchange.example")),
        ("smtp://mail.example", MailServer("mail.example", 25, "notices@exchange.example", starttls=True)),
        (
            "smtps://me%40x:p%40ss%2Fword@mail.example?from=hello@exchange.example",
            MailServer("mail.example", 465, "hello@exchange.example", "me@x", "p@ss/word", implicit_tls=True),
        ),
        (
            "smtp://mail.example:587?certificates=/etc/ours.pem",
            MailServer("mail.example", 587, "notices@exchange.example", starttls=True, certificates="/etc/ours.pem"),
        ),
    ],
)
def test_smtp_url_says_where_and_how(url: str, expected: MailServer) -> None:
    assert mail_server(settings(url)) == expected


@pytest.mark.parametrize("url", ["", "http://mail.example", "mail.example:25", "smtp://"])
def test_a_missing_or_wrong_smtp_url_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        mail_server(settings(url))


def test_nothing_is_sent_unencrypted_to_another_machine() -> None:
    with open_mailbox() as box, pytest.raises(MailNotSafe, match="STARTTLS"):
        MailServer("127.0.0.1", box.port, "notices@exchange.example", starttls=True).send(LETTER)
    assert box.messages == []


def test_the_password_is_given_only_once_the_line_is_encrypted() -> None:
    with open_mailbox(server_side(), with_login=True) as box:
        server = MailServer("127.0.0.1", box.port, "notices@exchange.example", "exchange", "p@ss/word", starttls=True)
        server = replace(server, certificates=str(CERTIFICATE))
        assert server.send(LETTER) is True
    assert box.sessions == [{"to": ["sian@fairhaven.example"], "login": "exchange", "tls": True}]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted() -> None:
    with open_mailbox(server_side()) as box, pytest.raises(ssl.SSLCertVerificationError):
        MailServer("127.0.0.1", box.port, "notices@exchange.example", starttls=True).send(LETTER)
    assert box.messages == []


@pytest.mark.parametrize("answer", ["recipient_answer", "answer"])
def test_a_refusal_for_good_is_told_from_one_for_now(answer: str) -> None:
    with open_mailbox() as box:
        server = MailServer("127.0.0.1", box.port, "notices@exchange.example")
        setattr(box, answer, "550 no such person")
        assert server.send(LETTER) is False
        setattr(box, answer, "451 try later")
        with pytest.raises(smtplib.SMTPException):
            server.send(LETTER)
    assert box.messages == []


def test_a_server_that_is_away_is_an_error_to_try_again() -> None:
    with pytest.raises(OSError, match="refused"):
        MailServer("127.0.0.1", free_port(), "notices@exchange.example").send(LETTER)


def server_side() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    return context
