"""People, the browsers they are signed in with, the links they were sent, and what was tried."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment, word
from app.people.values import AttemptKind, LinkPurpose


class Person(Base):
    """A person; the one place where a name and an e-mail address stand, and so where they are erased."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("(erased_at IS NULL) = (email IS NOT NULL)", name="erased_without_email"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        Index("ix_person_email_confirmed_at", "email_confirmed_at", "erased_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str | None]
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    erased_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class SignInSession(Base):
    """A browser in which someone is signed in, by the hash of the token in its cookie. Times are real."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_seen_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    user_agent: Mapped[str] = mapped_column(String(300))


class SentLink(Base):
    """A link that was sent to someone's mailbox, by the hash of its token; good once.

    A link that confirms a registration carries the name and password of that registration, so that
    nobody else's takes effect by it.
    """

    __tablename__ = "sent_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(word(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str | None] = mapped_column(String(100))
    password_hash: Mapped[str | None]
    next_path: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Attempt(Base):
    """Something that was tried, by digests of the account named and of the address it came from. Times are real.

    A row counts until what was tried turns out well.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_account", "kind", "account", "at"),
        Index("ix_attempt_address", "kind", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AttemptKind] = mapped_column(word(AttemptKind))
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    counts_for_account: Mapped[bool] = mapped_column(default=True)
    counts_for_address: Mapped[bool] = mapped_column(default=True)
