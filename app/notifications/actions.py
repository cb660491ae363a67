"""Telling people things, and what they do with what they were told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update

from app.audit import actions as audit
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.notifications import queries
from app.notifications.models import Mail, Notice, NoticeChoice
from app.notifications.rules import check_attachment, check_link, mail_key, one_line, settled
from app.notifications.values import Address, Attachment, Choice, Topic

SEND_MAIL = "notifications.send_mail"
KEEP_NOTICES = timedelta(days=730)
KEEP_MAIL = timedelta(days=90)
AddressBook = Callable[[Iterable[int]], Mapping[int, Address]]
_address_book: list[AddressBook] = []


def use_address_book(book: AddressBook) -> None:
    """Have `book` say where each of some people's mail goes. It leaves out those who are to get none."""
    _address_book[:] = [book]


def find_address(person_id: int | None) -> Address | None:
    """Where a person's mail goes, or None for someone who is to get none."""
    if person_id is None or not _address_book:
        return None
    return _address_book[0]([person_id]).get(person_id)


def notify(
    *,
    recipients: Iterable[int],
    topic: Topic,
    subject: str,
    body: str,
    key: str,
    at: datetime,
    link: str | None = None,
    attachment: Attachment | None = None,
) -> None:
    """Tell people something, each in the ways they chose: a notice in the site, a mail through the outbox.

    `recipients` are person ids, each told once however often they are named. `body` is plain text. `link` is a
    path on this site, such as "/r/ORD-7F3K2". `attachment` goes with the mail only. The same `key` tells the same
    person once, for ever. Raises ValueError for a link that leaves the site, or a file that is not text.
    """
    check_link(link)
    check_attachment(attachment)
    people = sorted(set(recipients))
    choices = queries.choices_on(topic, people)
    for person_id in people:
        if choices[person_id].in_site:
            _add_notice(person_id, topic=topic, subject=subject, body=body, link=link, key=key, at=at)
        if choices[person_id].by_email:
            mail = mail_key(key, person_id)
            _queue(mail, person_id=person_id, subject=subject, body=body, link=link, attachment=attachment, at=at)


def send_mail_to(
    *,
    address: str,
    subject: str,
    body: str,
    key: str,
    at: datetime,
    link: str | None = None,
    attachment: Attachment | None = None,
    secret: bool = False,
) -> None:
    """Queue a mail to an address rather than to a person: a sign-up link, an invitation, a place on a course.

    `body` is plain text; `link` is a path on this site, which stands beneath it in full. The same `key` sends
    one mail, for ever. A `secret` mail keeps only its subject once it is sent: its body, link and file are blanked.
    Raises ValueError for a link that leaves the site, or a file that is not text.
    """
    check_link(link)
    check_attachment(attachment)
    _queue(key, address=address, subject=subject, body=body, link=link, attachment=attachment, at=at, secret=secret)


def _add_notice(
    person_id: int, *, topic: Topic, subject: str, body: str, link: str | None, key: str, at: datetime
) -> None:
    insert_or_ignore(
        Notice.__table__,  # type: ignore[arg-type]
        {
            "person_id": person_id,
            "key": key,
            "topic": topic,
            "subject": one_line(subject),
            "body": body,
            "link": link,
            "told_at": at,
        },
    )


def _queue(
    key: str,
    *,
    subject: str,
    body: str,
    at: datetime,
    person_id: int | None = None,
    address: str | None = None,
    link: str | None = None,
    attachment: Attachment | None = None,
    secret: bool = False,
) -> None:
    values = {
        "key": key,
        "person_id": person_id,
        "address": address,
        "subject": one_line(subject),
        "body": body,
        "link": link,
        "attachment": asdict(attachment) if attachment else None,
        "secret": secret,
        "queued_at": at,
    }
    if insert_or_ignore(Mail.__table__, values):  # type: ignore[arg-type]
        outbox.post(handler=SEND_MAIL, payload={"mail": key}, key=f"{SEND_MAIL}:{key}", at=at)


def close_mail(*, key: str, was_sent: bool, at: datetime) -> None:
    """A mail needs no more work: it was sent, or nobody can be reached. What is secret in it goes now.

    One that was erased while it was on its way has nothing left to close.
    """
    mail = queries.find_mail(key)
    if mail is None:
        return
    mail.sent_at = at if was_sent else None
    mail.closed_at = at
    if mail.secret:
        mail.body, mail.link, mail.attachment = "", None, None
    session().flush()


def open_notice(*, notice_id: int, actor: Actor, at: datetime) -> str | None:
    """Mark a notice of the actor's read; returns where it leads. Raises NotFound for another person's."""
    notice = session().get(Notice, notice_id)
    if notice is None or notice.person_id != actor.person_id:
        raise NotFound(f"no notice {notice_id} for this person")
    notice.read_at = notice.read_at or at
    session().flush()
    return notice.link


def mark_all_read(*, up_to: int, actor: Actor, at: datetime) -> int:
    """Mark the actor's notices read up to the id of the newest they were shown; returns how many were unread."""
    mine = (Notice.person_id == actor.person_id, Notice.read_at.is_(None), Notice.id <= up_to)
    marked = session().execute(update(Notice).where(*mine).values(read_at=at))
    return getattr(marked, "rowcount", 0)


def choose(*, choices: Iterable[Choice], actor: Actor, at: datetime) -> None:
    """Keep how the actor wants to be told about each topic; mail about their account's security stays on."""
    kept = [settled(choice) for choice in choices]
    for choice in kept:
        row = NoticeChoice(
            person_id=actor.person_id, topic=choice.topic, in_site=choice.in_site, by_email=choice.by_email
        )
        session().merge(row)
    session().flush()
    audit.record(
        actor=actor,
        verb="notifications.chosen",
        subject=f"person:{actor.person_id}",
        at=at,
        facts={choice.topic.value: [choice.in_site, choice.by_email] for choice in kept},
    )


def erase_old(*, at: datetime) -> int:
    """Erase notices two years after they were told and mail 90 days after it was closed; returns how many."""
    notices = session().execute(delete(Notice).where(Notice.told_at <= at - KEEP_NOTICES))
    mail = session().execute(delete(Mail).where(Mail.closed_at <= at - KEEP_MAIL))
    return int(getattr(notices, "rowcount", 0)) + int(getattr(mail, "rowcount", 0))


def erase_mail_to(*, address: str, with_waiting: bool = False, about: str = "") -> int:
    """Erase mail that went to a bare address, in whatever case it was typed; returns how many.

    What is on its way stays, unless `with_waiting`: then it is not sent any more either. `about` is how the keys of
    the mail begin, where other mail to the same mailbox is not the caller's to erase.
    """
    gone = delete(Mail).where(func.lower(Mail.address) == address.lower(), Mail.key.startswith(about, autoescape=True))
    if not with_waiting:
        gone = gone.where(Mail.closed_at.is_not(None))
    return int(getattr(session().execute(gone), "rowcount", 0))


def erase_person(*, person_id: int) -> None:
    """Erase everything told to a person, and their choices: their account is erased."""
    for table in (Notice, Mail, NoticeChoice):
        session().execute(delete(table).where(table.person_id == person_id))
