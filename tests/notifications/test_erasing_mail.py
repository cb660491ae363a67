"""Mail to a bare address is erased when nobody may keep it, and what still waits is then not sent."""

from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.database import session, transaction
from app.kernel.outbox import MOST_TRIES, OutboxRow
from app.notifications import actions
from app.notifications.models import Mail
from tests.notifications.mailbox import Mailbox

ADDRESS = "secondee@fairhaven.example"
OTHER = "lead@fairhaven.example"
LATER = "451 try later"


def queue(at: datetime, *addresses: str) -> None:
    with transaction():
        for number, address in enumerate(addresses):
            actions.send_mail_to(address=address, subject="Sign", body="Dear R Vale", key=f"sign:{number}", at=at)


def erase(*, with_waiting: bool = True) -> int:
    with transaction():
        return actions.erase_mail_to(address=ADDRESS, with_waiting=with_waiting)


def kept() -> list[str | None]:
    with transaction():
        return list(session().scalars(select(Mail.address).order_by(Mail.id)))


def free_claims() -> None:
    """Real time passes: what failed may be tried again."""
    with transaction():
        for row in session().scalars(select(OutboxRow)):
            row.claimed_until = None


def undone() -> list[str]:
    with transaction():
        unfinished = (OutboxRow.done_at.is_(None)) | (OutboxRow.last_error.is_not(None))
        return list(session().scalars(select(OutboxRow.key).where(unfinished)))


def addressees(box: Mailbox) -> list[str]:
    return [message["To"].addresses[0].addr_spec for message in box.messages]


def test_mail_that_went_is_erased_and_mail_that_waits_stays(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    queue(at, ADDRESS)
    assert erase(with_waiting=False) == 0
    deliver()
    assert erase(with_waiting=False) == 1
    assert (kept(), addressees(mailbox)) == ([], [ADDRESS])


def test_mail_that_waits_is_erased_before_the_outbox_ran_and_is_never_sent(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    queue(at, ADDRESS, OTHER)
    assert erase() == 1
    assert deliver() == 2
    assert (addressees(mailbox), kept(), undone()) == ([OTHER], [OTHER], [])


def test_mail_that_the_server_put_off_is_erased_and_its_retry_ends_quietly(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    mailbox.answer = LATER
    queue(at, ADDRESS)
    assert deliver() == 0
    assert erase() == 1
    mailbox.answer = "250 kept"
    free_claims()
    assert deliver() == 1
    assert (addressees(mailbox), kept()) == ([], [])
    assert deliver() == 0


def test_mail_about_something_else_to_the_same_mailbox_stays_and_is_sent(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    with transaction():
        for key in ("cpd.joining:1", "secondments.code:1"):
            actions.send_mail_to(address=ADDRESS, subject="Sign", body="Dear R Vale", key=key, at=at)
        assert actions.erase_mail_to(address=ADDRESS, with_waiting=True, about="secondments.") == 1
    deliver()
    assert (addressees(mailbox), kept()) == ([ADDRESS], [ADDRESS])


def test_an_address_is_erased_in_whatever_case_it_was_typed(app: Flask, at: datetime) -> None:
    queue(at, ADDRESS.upper(), OTHER)
    assert erase() == 1
    assert kept() == [OTHER]


@pytest.mark.parametrize("answer", ["250 kept", LATER])
def test_mail_that_is_erased_while_it_is_on_its_way_ends_quietly(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime, answer: str
) -> None:
    context = copy_context()
    mailbox.answer, mailbox.while_it_arrives = answer, lambda: context.run(erase)
    queue(at, ADDRESS)
    with transaction():
        session().scalars(select(OutboxRow)).one().tries = MOST_TRIES - 1
    sent = answer != LATER
    assert deliver() == int(sent)
    assert (addressees(mailbox), kept()) == ([ADDRESS] if sent else [], [])
    with transaction():
        row = session().scalars(select(OutboxRow)).one()
        assert (row.done_at, row.given_up_at) == ((at, None) if sent else (None, at))
