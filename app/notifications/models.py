"""Notices, mail, and how each person wants to be told. People are ids here: they live on a floor above."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment, word
from app.notifications.values import Topic


class Notice(Base):
    """A message in the site to one person, once for its key."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at", "id"),
        Index("ix_notice_told_at", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    key: Mapped[str]
    topic: Mapped[Topic] = mapped_column(word(Topic))
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None]
    told_at: Mapped[datetime] = mapped_column(UtcMoment)
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Mail(Base):
    """A mail to a person, whose address is looked up when it goes, or to a bare address; once for its key.

    `closed_at` is when it needed no more work: sent, refused by the mail server, or without anyone left to read it.
    `attachment` is an `Attachment`, field by field.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name="one_addressee"),
        Index("ix_mail_closed_at", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str | None]
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None]
    attachment: Mapped[dict[str, str | None] | None] = mapped_column(JSON(none_as_null=True))
    secret: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[datetime] = mapped_column(UtcMoment)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class NoticeChoice(Base):
    """How a person wants to be told about a topic; without a row, both ways."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[Topic] = mapped_column(word(Topic), primary_key=True)
    in_site: Mapped[bool]
    by_email: Mapped[bool]
