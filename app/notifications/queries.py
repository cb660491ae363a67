"""Reading what people were told and how they want to be told."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.notifications.models import Mail, Notice, NoticeChoice
from app.notifications.values import Attachment, Choice, NoticeValue, Topic


def list_notices(person_id: int, *, unread_only: bool = False, skip: int = 0, most: int = 20) -> list[NoticeValue]:
    """A person's notices, unread first, then newest first."""
    rows = session().scalars(
        select(Notice)
        .where(*_of(person_id, unread_only))
        .order_by(Notice.read_at.is_not(None), Notice.id.desc())
        .offset(skip)
        .limit(most)
    )
    return [_value(row) for row in rows]


def count_notices(person_id: int, *, unread_only: bool = False) -> int:
    """How many `list_notices` would list in all."""
    return session().scalar(select(func.count(Notice.id)).where(*_of(person_id, unread_only))) or 0


def count_unread(person_id: int) -> int:
    """How many notices a person has not read."""
    return count_notices(person_id, unread_only=True)


def newest_id(person_id: int) -> int:
    """The id of a person's newest notice, or 0: what `mark_all_read` is told they were shown."""
    return session().scalar(select(func.max(Notice.id)).where(Notice.person_id == person_id)) or 0


def list_choices(person_id: int, topics: Sequence[Topic]) -> list[Choice]:
    """How a person wants to be told about each of some topics, in their order; both ways until they choose."""
    rows = session().scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id))
    chosen = {row.topic: Choice(row.topic, row.in_site, row.by_email) for row in rows}
    return [chosen.get(topic, Choice(topic)) for topic in topics]


def choices_on(topic: Topic, person_ids: Sequence[int]) -> dict[int, Choice]:
    """How each of some people wants to be told about one topic."""
    rows = session().scalars(
        select(NoticeChoice).where(NoticeChoice.topic == topic, NoticeChoice.person_id.in_(person_ids))
    )
    chosen = {row.person_id: Choice(topic, row.in_site, row.by_email) for row in rows}
    return {person_id: chosen.get(person_id, Choice(topic)) for person_id in person_ids}


def get_mail(key: str) -> Mail:
    """The mail with a key. Raises NotFound."""
    mail = find_mail(key)
    if mail is None:
        raise NotFound(f"no mail {key}")
    return mail


def find_mail(key: str) -> Mail | None:
    """The mail with a key, or None when it is erased."""
    return session().scalar(select(Mail).where(Mail.key == key))


def attachment_of(mail: Mail) -> Attachment | None:
    """The file that goes with a mail, or None."""
    return Attachment(**mail.attachment) if mail.attachment else None  # type: ignore[arg-type]


def _of(person_id: int, unread_only: bool) -> list[ColumnElement[bool]]:
    mine = [Notice.person_id == person_id]
    return [*mine, Notice.read_at.is_(None)] if unread_only else mine


def _value(row: Notice) -> NoticeValue:
    return NoticeValue(
        id=row.id,
        topic=row.topic,
        subject=row.subject,
        body=row.body,
        link=row.link,
        told_at=row.told_at,
        read_at=row.read_at,
    )
