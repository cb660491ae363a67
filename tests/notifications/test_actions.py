"""Telling people things: once each, in the ways they chose."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxRow
from app.notifications import actions, queries
from app.notifications.models import Mail, NoticeChoice
from app.notifications.values import Address, Choice, Topic
from tests.clock import HandClock
from tests.notifications.mailbox import Mailbox

ME = Actor(person_id=1)


def tell(at: datetime, *people: int, key: str = "order-1", topic: Topic = Topic.ORDERS, **more: Any) -> None:
    words = {"subject": "Order accepted", "body": "Larkmoor accepted your order.", "link": "/r/ORD-7F3K2"}
    with transaction():
        actions.notify(recipients=people, topic=topic, key=key, at=at, **{**words, **more})


def addressees(box: Mailbox) -> list[str]:
    return sorted(message["To"].addresses[0].addr_spec for message in box.messages)


def test_each_person_named_is_told_once_in_the_site_and_by_mail(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    tell(at, 1, 2, 2)
    deliver()
    assert addressees(mailbox) == ["person1@fairhaven.example", "person2@fairhaven.example"]
    text = mailbox.messages[0].get_content()
    assert "Larkmoor accepted your order." in text
    assert "http://localhost/r/ORD-7F3K2" in text
    assert "http://localhost/notices/choices" in text
    with transaction():
        assert [queries.count_unread(person) for person in (1, 2, 3)] == [1, 1, 0]
        (notice,) = queries.list_notices(1)
        assert (notice.subject, notice.link, notice.told_at, notice.read_at) == (
            "Order accepted",
            "/r/ORD-7F3K2",
            at,
            None,
        )


def test_the_same_key_tells_the_same_person_once_for_ever(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], clock: HandClock
) -> None:
    tell(clock.now(), 1)
    deliver()
    tell(clock.wind_on(days=40), 1, 2, subject="Told again")
    deliver()
    assert addressees(mailbox) == ["person1@fairhaven.example", "person2@fairhaven.example"]
    with transaction():
        assert queries.count_notices(1) == 1


def test_nobody_is_told_in_a_way_they_turned_off(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    with transaction():
        actions.choose(choices=[Choice(Topic.ORDERS, in_site=True, by_email=False)], actor=Actor(1), at=at)
        actions.choose(choices=[Choice(Topic.ORDERS, in_site=False, by_email=True)], actor=Actor(2), at=at)
        actions.choose(choices=[Choice(Topic.ORDERS, in_site=False, by_email=False)], actor=Actor(3), at=at)
    tell(at, 1, 2, 3)
    deliver()
    assert addressees(mailbox) == ["person2@fairhaven.example"]
    with transaction():
        assert [queries.count_notices(person) for person in (1, 2, 3)] == [1, 0, 0]


def test_mail_about_the_account_comes_even_to_someone_who_turned_everything_off(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    with transaction():
        actions.choose(choices=[Choice(topic, False, False) for topic in Topic], actor=ME, at=at)
    tell(at, 1, topic=Topic.ACCOUNT)
    deliver()
    assert addressees(mailbox) == ["person1@fairhaven.example"]


def test_a_choice_is_kept_over_the_one_before_and_recorded(app: Flask, at: datetime) -> None:
    for by_email in (False, True):
        with transaction():
            actions.choose(choices=[Choice(Topic.MONEY, False, by_email)], actor=ME, at=at)
    with transaction():
        assert queries.list_choices(1, [Topic.MONEY, Topic.JOINING]) == [
            Choice(Topic.MONEY, False, True),
            Choice(Topic.JOINING, True, True),
        ]
        verbs = session().scalars(select(AuditRow.verb).where(AuditRow.subject == "person:1"))
        assert list(verbs) == ["notifications.chosen", "notifications.chosen"]


def test_a_link_off_the_site_is_a_mistake_that_tells_nobody(app: Flask, at: datetime) -> None:
    with pytest.raises(ValueError, match="path on this site"):
        tell(at, 1, link="https://elsewhere.example")
    with transaction():
        assert queries.count_notices(1) == 0


def test_what_is_undone_tells_nobody(app: Flask, at: datetime) -> None:
    with transaction() as current:
        actions.notify(recipients=[1], topic=Topic.ORDERS, subject="s", body="b", key="k", at=at)
        current.rollback()
    with transaction():
        assert queries.count_notices(1) == 0
        assert session().scalars(select(OutboxRow.id)).all() == []


def test_mail_to_someone_who_was_erased_meanwhile_goes_nowhere(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    tell(at, 1)
    del address_book[1]
    assert deliver() == 1
    assert mailbox.messages == []
    with transaction():
        mail = queries.get_mail("order-1:1")
        assert (mail.sent_at, mail.closed_at) == (None, at)
    assert deliver() == 0


def test_a_mail_sent_and_not_yet_recorded_goes_again_under_the_same_message_id(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    tell(at, 1)
    deliver()
    with transaction() as current:
        queries.get_mail("order-1:1").closed_at = None
        row = current.scalars(select(OutboxRow)).one()
        row.done_at = None
    deliver()
    assert len(mailbox.messages) == 2
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1


def test_a_secret_body_is_kept_until_it_is_sent_and_then_blanked(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    for key, secret in (("link", True), ("plain", False)):
        with transaction():
            actions.send_mail_to(
                address="new@fairhaven.example",
                subject="Confirm",
                body="Token 123",
                link="/confirm/456",
                key=key,
                at=at,
                secret=secret,
            )
    mailbox.answer = "451 try later"
    deliver()
    with transaction():
        assert queries.get_mail("link").body == "Token 123"
        for row in session().scalars(select(OutboxRow)):
            row.claimed_until = None
    mailbox.answer = "250 kept"
    deliver()
    assert ["Token 123" in message.get_content() for message in mailbox.messages] == [True, True]
    assert "http://localhost/confirm/456" in mailbox.messages[0].get_content()
    assert "/notices/choices" not in mailbox.messages[0].get_content()
    with transaction():
        kept = {key: (queries.get_mail(key).body, queries.get_mail(key).link) for key in ("link", "plain")}
    assert kept == {"link": ("", None), "plain": ("Token 123", "/confirm/456")}


def test_a_mail_refused_for_good_is_not_tried_again(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    mailbox.recipient_answer = "550 no such person"
    tell(at, 1)
    assert deliver() == 1
    with transaction():
        mail = queries.get_mail("order-1:1")
        assert (mail.sent_at, mail.closed_at) == (None, at)


def test_a_mail_whose_tries_ran_out_is_closed_and_a_secret_one_blanked(
    mailbox: Mailbox, deliver: Callable[[], int], at: datetime
) -> None:
    mailbox.answer = "451 try later"
    with transaction():
        actions.send_mail_to(address="a@b.example", subject="s", body="Token", key="k", at=at, secret=True)
        session().scalars(select(OutboxRow)).one().tries = 11
    deliver()
    with transaction():
        mail = queries.get_mail("k")
        assert (mail.body, mail.sent_at, mail.closed_at) == ("", None, at)


def test_unread_notices_come_first_and_then_the_newest(app: Flask, at: datetime) -> None:
    for n in range(4):
        tell(at, 1, key=f"k{n}", subject=f"Notice {n}")
    with transaction():
        ids = {notice.subject: notice.id for notice in queries.list_notices(1)}
        actions.open_notice(notice_id=ids["Notice 3"], actor=ME, at=at)
        actions.open_notice(notice_id=ids["Notice 0"], actor=ME, at=at)
    with transaction():
        assert [each.subject for each in queries.list_notices(1)] == ["Notice 2", "Notice 1", "Notice 3", "Notice 0"]
        assert [each.subject for each in queries.list_notices(1, unread_only=True)] == ["Notice 2", "Notice 1"]
        assert [each.subject for each in queries.list_notices(1, skip=1, most=2)] == ["Notice 1", "Notice 3"]
        assert (queries.count_notices(1), queries.count_unread(1)) == (4, 2)


def test_opening_a_notice_leads_on_and_keeps_when_it_was_first_read(app: Flask, at: datetime) -> None:
    tell(at, 1)
    with transaction():
        (notice,) = queries.list_notices(1)
        assert actions.open_notice(notice_id=notice.id, actor=ME, at=at) == "/r/ORD-7F3K2"
        actions.open_notice(notice_id=notice.id, actor=ME, at=at + timedelta(hours=1))
        assert queries.list_notices(1)[0].read_at == at


def test_another_persons_notice_is_not_found(app: Flask, at: datetime) -> None:
    tell(at, 1)
    with transaction():
        (notice,) = queries.list_notices(1)
        for notice_id in (notice.id, 999):
            with pytest.raises(NotFound):
                actions.open_notice(notice_id=notice_id, actor=Actor(2), at=at)
        assert queries.count_unread(1) == 1


def test_marking_all_read_spares_what_came_after_the_page_and_other_people(app: Flask, at: datetime) -> None:
    for n in range(3):
        tell(at, 1, 2, key=f"k{n}")
    with transaction():
        shown = sorted(notice.id for notice in queries.list_notices(1))
        assert queries.newest_id(1) == shown[2]
        assert actions.mark_all_read(up_to=shown[1], actor=ME, at=at) == 2
        assert actions.mark_all_read(up_to=shown[1], actor=ME, at=at) == 0
        assert (queries.count_unread(1), queries.count_unread(2)) == (1, 3)
        assert queries.newest_id(3) == 0


def test_notices_go_after_two_years_and_mail_90_days_after_it_was_closed(
    mailbox: Mailbox, address_book: dict[int, Address], deliver: Callable[[], int], at: datetime
) -> None:
    tell(at, 1)
    deliver()
    minute = timedelta(minutes=1)
    for days, before, after in ((90, 0, 1), (730, 0, 1)):
        with transaction():
            assert actions.erase_old(at=at + timedelta(days=days) - minute) == before
            assert actions.erase_old(at=at + timedelta(days=days)) == after


def test_mail_not_yet_sent_is_never_erased_for_its_age(app: Flask, at: datetime) -> None:
    with transaction():
        actions.send_mail_to(address="a@b.example", subject="s", body="b", key="k", at=at)
        actions.erase_old(at=at + timedelta(days=5000))
        assert queries.get_mail("k").body == "b"


def test_an_erased_person_leaves_no_notice_mail_or_choice(app: Flask, at: datetime) -> None:
    tell(at, 1, 2)
    with transaction():
        actions.choose(choices=[Choice(Topic.MONEY, False, False)], actor=ME, at=at)
        actions.erase_person(person_id=1)
        assert (queries.count_notices(1), queries.count_notices(2)) == (0, 1)
        assert session().scalars(select(Mail.person_id)).all() == [2]
        assert session().scalars(select(NoticeChoice)).all() == []
