"""A calendar file goes with a mail as mail programs expect it, and leaves no trace where it is secret."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.outbox import OutboxRow
from app.notifications import actions, queries
from app.notifications.models import Mail
from app.notifications.rules import check_attachment
from app.notifications.values import Address, Attachment, Choice, Topic
from tests.notifications.mailbox import Mailbox

ENTRY = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Early reading, Tŷ Gwyn\r\nEND:VCALENDAR\r\n"
SESSION = Attachment("session.ics", "text/calendar", ENTRY, "REQUEST")


def send(at: datetime, *, key: str = "k", secret: bool = False, attachment: Attachment | None = SESSION) -> None:
    with transaction():
        actions.send_mail_to(
            address="delegate@fairhaven.example",
            subject="Your place",
            body="It is yours.",
            link="/places/a.b",
            attachment=attachment,
            key=key,
            at=at,
            secret=secret,
        )


def content_types(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_a_calendar_entry_arrives_beside_the_text_and_as_a_file(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    send(at)
    deliver()
    (message,) = mailbox.messages
    assert content_types(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "text/calendar",
    ]
    body = message.get_body(("plain",))
    assert body is not None
    assert "It is yours." in body.get_content()
    (file,) = message.iter_attachments()
    assert isinstance(file, EmailMessage)
    assert file.get_filename() == "session.ics"
    assert file.get_content() == ENTRY
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")


def test_a_file_without_a_method_is_only_a_file(mailbox: Mailbox, deliver: Callable[[], int], at: datetime) -> None:
    send(at, attachment=Attachment("notes.txt", "text/plain", "Bring a pen.\n"))
    deliver()
    (message,) = mailbox.messages
    assert content_types(message) == ["multipart/mixed", "text/plain", "text/plain"]
    (file,) = message.iter_attachments()
    assert file.get_filename() == "notes.txt"


def test_a_mail_without_a_file_is_plain_text(mailbox: Mailbox, deliver: Callable[[], int], at: datetime) -> None:
    send(at, attachment=None)
    deliver()
    assert content_types(mailbox.messages[0]) == ["text/plain"]
    with transaction():
        assert session().scalars(select(Mail.id).where(Mail.attachment.is_(None))).all() != []


def test_a_file_goes_with_the_mail_to_each_person_and_with_no_notice(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    with transaction():
        actions.notify(recipients=[1, 2], topic=Topic.CPD, subject="s", body="b", key="k", at=at, attachment=SESSION)
        assert queries.count_notices(1) == 1
    deliver()
    assert [len(list(message.iter_attachments())) for message in mailbox.messages] == [1, 1]


def test_a_person_who_wants_no_mail_about_cpd_gets_none(app: Flask, at: datetime) -> None:
    with transaction():
        actions.choose(choices=[Choice(Topic.CPD, True, False)], actor=Actor(1), at=at)
        actions.notify(recipients=[1], topic=Topic.CPD, subject="s", body="b", key="k", at=at, attachment=SESSION)
        assert session().scalars(select(Mail.id)).all() == []
        assert queries.list_choices(1, [Topic.CPD]) == [Choice(Topic.CPD, True, False)]


@pytest.mark.parametrize("secret", [True, False])
def test_a_secret_mail_keeps_only_its_subject_once_it_is_sent(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime, secret: bool
) -> None:
    send(at, secret=secret)
    with transaction():
        assert queries.attachment_of(queries.get_mail("k")) == SESSION
    deliver()
    body = mailbox.messages[0].get_body(("plain",))
    assert body is not None
    assert "http://localhost/places/a.b" in body.get_content()
    with transaction():
        mail = queries.get_mail("k")
        kept = (mail.subject, mail.body, mail.link, queries.attachment_of(mail))
    whole = ("Your place", "It is yours.", "/places/a.b", SESSION)
    assert kept == (("Your place", "", None, None) if secret else whole)


def test_a_secret_mail_that_could_not_be_sent_keeps_its_file_for_the_next_try_and_then_loses_it(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    mailbox.answer = "451 try later"
    send(at, secret=True)
    deliver()
    with transaction():
        assert queries.attachment_of(queries.get_mail("k")) == SESSION
        row = session().scalars(select(OutboxRow)).one()
        row.claimed_until, row.tries = None, 11
    deliver()
    with transaction():
        mail = queries.get_mail("k")
        assert (mail.sent_at, queries.attachment_of(mail)) == (None, None)


def test_a_file_is_erased_with_its_mail(mailbox: Mailbox, deliver: Callable[[], int], at: datetime) -> None:
    send(at)
    deliver()
    with transaction():
        assert actions.erase_old(at=at + timedelta(days=90)) == 1
        assert session().scalars(select(Mail.id)).all() == []


@pytest.mark.parametrize(
    ("changes", "is_right"),
    [
        ({}, True),
        ({"method": "CANCEL"}, True),
        ({"method": "PUBLISH"}, True),
        ({"method": None}, True),
        ({"method": "request"}, False),
        ({"method": "REQUEST\r\nBcc: a@b.example"}, False),
        ({"media_type": "text/plain"}, False),
        ({"media_type": "text/plain", "method": None}, True),
        ({"media_type": "application/pdf", "method": None}, False),
        ({"media_type": "text/html\r\nX: y", "method": None}, False),
        ({"name": "a" * 100}, True),
        ({"name": "a" * 101}, False),
        ({"name": ""}, False),
        ({"name": "../session.ics"}, False),
        ({"name": "a\r\nb.ics"}, False),
    ],
)
def test_a_file_is_text_under_a_plain_name_and_only_a_calendar_has_a_method(
    changes: dict[str, str], is_right: bool
) -> None:
    file = replace(SESSION, **changes)
    if is_right:
        check_attachment(file)
        return
    with pytest.raises(ValueError, match=r"is no name|is nothing"):
        check_attachment(file)


def test_a_wrong_file_tells_nobody(app: Flask, at: datetime) -> None:
    with pytest.raises(ValueError, match="is no name"):
        send(at, attachment=replace(SESSION, name="/etc/passwd"))
    with transaction():
        assert session().scalars(select(Mail.id)).all() == []
